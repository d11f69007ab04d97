/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-query-private.h"

G_BEGIN_DECLS

/* The rows of a list, 8 bytes each: the group in the upper bits, the record's key in the lower ones. Immutable once made, so that
 * the
 * store's thread can compare the last answer with the next one while the main thread shows it. */
typedef struct {
  gatomicrefcount ref_count;
  GArray         *keys;     /* (element-type guint64) */
  GPtrArray      *groups;   /* (element-type utf8); an index keeps its meaning from one answer to the next */
  gboolean        partial;  /* the first rows of an answer */
  guint           last;     /* with `partial`: rows of the last group in the whole answer; 0: not known */
} RelaisRowKeys;

/* Replaces @removed rows at @old_position by @added ones at @position; edits are in order, positions in the final list. */
typedef struct {
  guint position;
  guint old_position;
  guint removed;
  guint added;
} RelaisRowEdit;

RelaisRowKeys *relais_row_keys_new    (void);
RelaisRowKeys *relais_row_keys_ref    (RelaisRowKeys *rows);
void           relais_row_keys_unref  (RelaisRowKeys *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisRowKeys, relais_row_keys_unref)
/* @before: the last answer, for its groups. @most: so many of the first rows alone, where they are found sooner than
 * all; 0: all. */
RelaisRowKeys *relais_row_keys_query  (RelaisQuery *query, RelaisDatabase *db, RelaisRowKeys *before, guint most, GError **error);
guint          relais_row_keys_get_length (RelaisRowKeys *rows);
gint64         relais_row_keys_get_pk (RelaisRowKeys *rows, guint position);
/* -1 when the record is not in the list. */
int            relais_row_keys_find   (RelaisRowKeys *rows, gint64 pk);
/* Rows of a group are neighbours: [*start, *end) around @position, in O(log n). */
const char    *relais_row_keys_get_section (RelaisRowKeys *rows, guint position, guint *start, guint *end);
/* Rows of the group around @position in the whole answer; 0: not known yet. */
guint          relais_row_keys_count_section (RelaisRowKeys *rows, guint position);
/* Few, small edits that turn @before into @after: a row that moved does not replace all those that it passed.
 * (element-type RelaisRowEdit) */
GArray        *relais_row_keys_compare (RelaisRowKeys *before, RelaisRowKeys *after);

G_END_DECLS
