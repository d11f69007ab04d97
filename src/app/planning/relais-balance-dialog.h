/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisBalanceDialog: subjects of the last months by direction, against headcount; first the directions that nobody spoke of, with a
 * button that notes an idea for them.
 *
 * Signal "direction" (const char *unit, int months): one was chosen, to see its subjects of so many months; the dialog closes itself. */
#define RELAIS_TYPE_BALANCE_DIALOG (relais_balance_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisBalanceDialog, relais_balance_dialog, RELAIS, BALANCE_DIALOG, AdwDialog)

AdwDialog *relais_balance_dialog_new (RelaisSession *session);

G_END_DECLS
