/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "relais-plan-frame.h"
#include "relais-scroll-area.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisPlanTable: the days, or the statuses, of a frame with their placements, to look at and to move. Headings stay in sight while the body scrolls.
 * Cards are real widgets, as many as are seen, and are used again for what comes into sight.
 *
 * Mouse: click opens, Ctrl or Shift and click select, drag moves. Keyboard: arrows go from card to card and from cell to cell, Return
 * opens, Ctrl+Space selects, Space picks up; then arrows choose the place, Return or Space drops, Escape leaves it where it was.
 *
 * On the board Ctrl+Left and Ctrl+Right take a card to the status beside it; headings of rows are folded with a click, Return or Space.
 *
 * Signals: "open" (const char *subject, const char *placement); "more" (guint row, guint column): all of a cell; "step" (int): the
 * focus leaves the table for the next (1) or the previous (-1) period; "campaign" (const char *id); "folded": dup_folds() says something
 * else now.
 */
#define RELAIS_TYPE_PLAN_TABLE (relais_plan_table_get_type ())
G_DECLARE_FINAL_TYPE (RelaisPlanTable, relais_plan_table, RELAIS, PLAN_TABLE, RelaisScrollArea)

GtkWidget             *relais_plan_table_new       (RelaisSession *session);
/* Takes @frame. The focus stays on the placement, or the day, that it was on. */
void                   relais_plan_table_set_frame (RelaisPlanTable *self, RelaisPlanFrame *frame);
const RelaisPlanFrame *relais_plan_table_get_frame (RelaisPlanTable *self);   /* lent, nullable */
/* Over the columns, instead of their labels: one a column of the frame that is set next. (element-type GtkWidget) (transfer floating) */
void                   relais_plan_table_set_heads (RelaisPlanTable *self, GPtrArray *heads);
/* Which rows somebody has folded or unfolded: {key: folded}. (transfer full) */
JsonObject            *relais_plan_table_dup_folds (RelaisPlanTable *self);
void                   relais_plan_table_set_folds (RelaisPlanTable *self, JsonObject *folds);
/* The placement that is open beside the table; NULL: none. */
void                   relais_plan_table_choose    (RelaisPlanTable *self, const char *placement);
/* The day of the cell that has the focus, or RELAIS_DAY_NONE. */
RelaisDay              relais_plan_table_get_day   (RelaisPlanTable *self);
/* The keyboard comes here with what was picked up elsewhere, as if it had been here. FALSE: nothing can be put down here. @from: where
 * the focus goes back to when the person thinks better of it. */
gboolean               relais_plan_table_carry     (RelaisPlanTable *self, GPtrArray *placements, GtkWidget *from);
/* Entries of a cell that are worth reading: more than this are never shown. A board without rows is read from top to bottom. */
guint                  relais_plan_table_get_most  (RelaisPlanScale scale);
#define RELAIS_PLAN_TABLE_MOST_ALONE 100

G_END_DECLS
