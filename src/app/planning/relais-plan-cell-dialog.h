/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-query.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisPlanCellDialog: everything of a day, or of a cell of the grid. Signal "open" (const char *subject, const char *placement):
 * the dialog has closed. */
#define RELAIS_TYPE_PLAN_CELL_DIALOG (relais_plan_cell_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisPlanCellDialog, relais_plan_cell_dialog, RELAIS, PLAN_CELL_DIALOG, AdwDialog)

AdwDialog *relais_plan_cell_dialog_new (RelaisSession *session, const char *title, RelaisQuery *query);

G_END_DECLS
