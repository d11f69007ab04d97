/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisBinDialog: what was thrown away, by kind, latest first; restored one by one, or deleted for good by those who may. */
#define RELAIS_TYPE_BIN_DIALOG (relais_bin_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisBinDialog, relais_bin_dialog, RELAIS, BIN_DIALOG, AdwDialog)

AdwDialog *relais_bin_dialog_new (RelaisSession *session);

G_END_DECLS
