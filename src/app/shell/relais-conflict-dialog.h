/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisConflictDialog: both values of one field, who wrote them and when; the person takes one of them or writes a third. */
#define RELAIS_TYPE_CONFLICT_DIALOG (relais_conflict_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisConflictDialog, relais_conflict_dialog, RELAIS, CONFLICT_DIALOG, AdwDialog)

/* @conflict: id of a RelaisConflict */
AdwDialog *relais_conflict_dialog_new (RelaisSession *session, gint64 conflict);

G_END_DECLS
