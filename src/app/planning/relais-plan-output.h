/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-sheet.h"
#include "relais-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Paper and files of what the planning page shows, and plans from files: actions "output.print", "output.save" and "output.import", and
 * their menu. */

/* Says what is in sight. What it borrows must last until it returns. */
typedef void (*RelaisPlanDescribe) (GtkWidget *page, RelaisPlanSheetRequest *request);

/* @page: gets the actions; @menu: gets their items */
void relais_plan_output_install (GtkWidget *page, GMenu *menu, RelaisSession *session, RelaisPlanDescribe describe);
/* For a dialog that shows a table: without what only a plan has (calendar files, plans from files). */
void relais_plan_output_install_table (GtkWidget *dialog, GMenu *menu, RelaisSession *session, RelaisPlanDescribe describe);

G_END_DECLS
