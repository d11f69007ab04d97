/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-record.h"

G_BEGIN_DECLS

/* RelaisPlanDrag: placements that are dragged from one place of the planning page to another: table, ideas, board, flatplan. A boxed
 * value of GtkDragSource and GtkDropTarget. */
typedef struct {
  GPtrArray *placements;  /* owned, element-type RelaisRecord; the first is the one under the pointer */
  char      *key;         /* owned, nullable: of the row of the table that it comes from */
} RelaisPlanDrag;

#define RELAIS_TYPE_PLAN_DRAG (relais_plan_drag_get_type ())
GType               relais_plan_drag_get_type    (void);
/* Takes @placements. */
GdkContentProvider *relais_plan_drag_new_content (GPtrArray *placements, const char *key);
void                relais_plan_drag_free        (RelaisPlanDrag *drag);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisPlanDrag, relais_plan_drag_free)
/* What is being dragged over @target, before it is let go. (transfer full) (nullable) */
RelaisPlanDrag     *relais_plan_drag_dup_current (GtkDropTarget *target);

G_END_DECLS
