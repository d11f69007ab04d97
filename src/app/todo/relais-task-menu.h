/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-session.h"
#include "relais-task.h"

G_BEGIN_DECLS

/* What can be decided from the list: the statuses that the person may give to the task's record. Popped up on @parent (never
 * a row) at @at; its items activate task.open and task.move(s). */
void relais_task_menu_popup (GtkWidget *parent, const GdkRectangle *at, RelaisSession *session, RelaisTask *task);
/* One undoable action. */
void relais_task_move       (RelaisSession *session, RelaisTask *task, const char *state);

G_END_DECLS
