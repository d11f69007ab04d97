/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-day.h"
#include "relais-plan-order.h"
#include "relais-record-list.h"
#include "relais-scroll-area.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisListTable: placements as lines with columns, under headings of their groups. As many lines are alive as are in sight; what is
 * shown is read when it comes into sight. Titles of columns stay in sight, and so does the subject.
 *
 * Mouse: a click opens; on a cell of what is open, where one is already, it begins to edit; Ctrl or Shift and click select; a title sorts, and
 * its edge is drawn to another width.
 * Keyboard: arrows go from cell to cell, Return or F2 edits, Ctrl+Return opens, Shift and Up or Down, Ctrl+Space and Ctrl+A select,
 * Delete throws away. On a title Return sorts, Ctrl+Left and Ctrl+Right make its column narrower and wider, and Menu shows what else.
 *
 * Signals: "open" (const char *subject, const char *placement); "sort" (RelaisPlanField as guint, gboolean descending); "resized": the
 * person made columns wider or narrower; "hide-column" (RelaisPlanField as guint);
 * "selection-changed". What is done with several goes through the actions "bulk" of relais-bulk-bar.h, which it is to be put into.
 */
#define RELAIS_TYPE_LIST_TABLE (relais_list_table_get_type ())
G_DECLARE_FINAL_TYPE (RelaisListTable, relais_list_table, RELAIS, LIST_TABLE, RelaisScrollArea)

/* @list: (transfer none): of placements */
GtkWidget *relais_list_table_new          (RelaisSession *session, RelaisRecordList *list);
/* Which columns there are, and how wide. */
void       relais_list_table_set_columns  (RelaisListTable *self, const RelaisPlanOrder *order);
/* As the person made them, see RelaisPlanOrder: RELAIS_PLAN_N_COLUMNS of them. */
const guint *relais_list_table_get_widths (RelaisListTable *self);
/* The next answer is about something else, in @order: it is shown from its beginning, and nothing of it is selected. */
void       relais_list_table_restart      (RelaisListTable *self, const RelaisPlanOrder *order);
/* The placement that is open beside the table; NULL: none. */
void       relais_list_table_choose       (RelaisListTable *self, const char *placement);
/* Something that lines say besides their own record changed. */
void       relais_list_table_refresh      (RelaisListTable *self);
/* Keys of the selected placements, see relais_record_list_get_key(). (transfer full) */
GtkBitset *relais_list_table_dup_selected (RelaisListTable *self);
void       relais_list_table_unselect     (RelaisListTable *self);
/* The focus goes back to where one was. */
void       relais_list_table_focus        (RelaisListTable *self);
/* The day of the line that one is on, or RELAIS_DAY_NONE. */
RelaisDay  relais_list_table_get_day      (RelaisListTable *self);

G_END_DECLS
