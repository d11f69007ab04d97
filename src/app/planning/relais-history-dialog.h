/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisHistoryDialog: who changed what of a subject and its placements, when, from what to what. The back end remembers it; what
 * still waits on this computer is told first. Without the back end it says so. */
#define RELAIS_TYPE_HISTORY_DIALOG (relais_history_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisHistoryDialog, relais_history_dialog, RELAIS, HISTORY_DIALOG, AdwDialog)

AdwDialog *relais_history_dialog_new (RelaisSession *session, const char *subject);

G_END_DECLS
