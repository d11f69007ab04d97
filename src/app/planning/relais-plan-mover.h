/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-plan-moves.h"

G_BEGIN_DECLS

typedef enum {
  RELAIS_PLAN_MOVE_DONE,       /* committed, perhaps to the next free day */
  RELAIS_PLAN_MOVE_CANCELLED,  /* the person thought better of it, or nothing would change */
  RELAIS_PLAN_MOVE_REFUSED,    /* the role does not allow it; it was said */
} RelaisPlanMoveEnd;

/* @label: what was done, for a spoken announcement; "" when nothing was. */
typedef void (*RelaisPlanMoved) (RelaisPlanMoveEnd end, const char *label, gpointer user_data);

/**
 * relais_plan_mover_move:
 * @parent: dialogs are shown over its window; the focus comes back to where it was
 * @placements: (element-type RelaisRecord): as they were read when the move began
 * @moved: (nullable): called once, perhaps before this returns
 *
 * The one way in which anything of the plan is moved by a person: by drag, keyboard, "Move to…", menu or bulk change. What objects
 * (closed period, ceiling, holiday, week-end, past) is said with the next free day; a manager may overrule it with a reason. What
 * happens to the other dates is asked once. Then one action is committed.
 */
void relais_plan_mover_move (GtkWidget *parent, RelaisSession *session, GPtrArray *placements, const RelaisPlanTarget *target,
                             RelaisPlanMoved moved, gpointer user_data);
/* Why @placement cannot go there at all, in a sentence; NULL when it can. (transfer full) (nullable) */
char *relais_plan_mover_dup_refusal (RelaisSession *session, RelaisRecord *placement, const RelaisPlanTarget *target);

G_END_DECLS
