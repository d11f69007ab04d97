/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisSyncDialog: the truth about sync. What conflicts, what was refused and why, what waits and since when. */
#define RELAIS_TYPE_SYNC_DIALOG (relais_sync_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisSyncDialog, relais_sync_dialog, RELAIS, SYNC_DIALOG, AdwDialog)

AdwDialog *relais_sync_dialog_new (RelaisSession *session);

G_END_DECLS
