/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-plan-order.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisCellEditor: one line to type in over a cell of the list. Under it stands what is meant: the day in full, the statuses, channels,
 * people or directions that fit (Up and Down, or a click, choose), a length that is too long, or why it cannot be.
 *
 * Signal "done" (gboolean accepted, int step): Return (0), Tab (1) or Shift+Tab (-1) with a value, or given up with Escape. It goes away
 * then: whoever made it takes it away.
 */
#define RELAIS_TYPE_CELL_EDITOR (relais_cell_editor_get_type ())
G_DECLARE_FINAL_TYPE (RelaisCellEditor, relais_cell_editor, RELAIS, CELL_EDITOR, GtkWidget)

GtkWidget  *relais_cell_editor_new       (RelaisSession *session, RelaisRecord *placement, RelaisPlanField column);
void        relais_cell_editor_start     (RelaisCellEditor *self);
/* The focus is wanted elsewhere: what was typed counts when it is understood. */
void        relais_cell_editor_leave     (RelaisCellEditor *self);
/* As the field holds it; "" for nothing; NULL when nothing was changed. */
const char *relais_cell_editor_get_value (RelaisCellEditor *self);

G_END_DECLS
