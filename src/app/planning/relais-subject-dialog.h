/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisSubjectDialog: a new subject and the channels that it goes out on, made as one action. */
#define RELAIS_TYPE_SUBJECT_DIALOG (relais_subject_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisSubjectDialog, relais_subject_dialog, RELAIS, SUBJECT_DIALOG, AdwDialog)

AdwDialog *relais_subject_dialog_new (RelaisSession *session);

G_END_DECLS
