/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-store.h"

G_BEGIN_DECLS

/* RelaisRecordItem: what a row binds to. Property "record" (boxed RelaisRecord) changes with notify when the record does. */
#define RELAIS_TYPE_RECORD_ITEM (relais_record_item_get_type ())
G_DECLARE_FINAL_TYPE (RelaisRecordItem, relais_record_item, RELAIS, RECORD_ITEM, GObject)
RelaisRecord *relais_record_item_get_record (RelaisRecordItem *self);   /* lent */
const char   *relais_record_item_get_id     (RelaisRecordItem *self);

/* RelaisRecordList: GListModel of RelaisRecordItem (and GtkSectionModel's data, see get_section) over a query.
 *
 *   RelaisQuery → [store's thread: row keys, 8 bytes a row] → window of live items → RelaisRecordItem
 *
 * Follows the store's "changed" while active; n-items is 0 and "loading" is TRUE until the first answer.
 */
#define RELAIS_TYPE_RECORD_LIST (relais_record_list_get_type ())
G_DECLARE_FINAL_TYPE (RelaisRecordList, relais_record_list, RELAIS, RECORD_LIST, GObject)
RelaisRecordList *relais_record_list_new        (RelaisStore *store, RelaisQuery *query /* nullable: empty */);
void              relais_record_list_set_query  (RelaisRecordList *self, RelaisQuery *query);
/* An inactive list (its page is not visible) does not follow changes; it catches up when it becomes active. Default: TRUE. */
void              relais_record_list_set_active (RelaisRecordList *self, gboolean active);
/* Of the answer to a new query so many rows are shown before the rest is known, where its order leads along an index; "loading" stays
 * TRUE until all are there. 0: all at once (default). */
void              relais_record_list_show_first (RelaisRecordList *self, guint rows);
gboolean          relais_record_list_get_loading (RelaisRecordList *self);
/* Rows [*start, *end) around @position have the same group; *key is the group's value ("2026-W47" by week, "" for none). Lent. */
void              relais_record_list_get_section (RelaisRecordList *self, guint position, guint *start, guint *end,
                                                  const char **key);
/* How many rows the group around @position has in the whole answer, also where only its first rows are there; 0: not known yet. */
guint             relais_record_list_count_section (RelaisRecordList *self, guint position);
/* What identifies the record in this file alone, without reading it; 0 past the end. */
gint64            relais_record_list_get_key    (RelaisRecordList *self, guint position);
int               relais_record_list_find_key   (RelaisRecordList *self, gint64 key);
/* Position of the record, or -1: for selecting what was just made. */
int               relais_record_list_find       (RelaisRecordList *self, const char *id);

G_END_DECLS
