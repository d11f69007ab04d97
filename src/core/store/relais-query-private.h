/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-database.h"
#include "relais-query.h"

G_BEGIN_DECLS

/* One row of the answer by key: what lists hold. */
typedef struct {
  gint64 pk;
  guint  group;   /* index into the groups */
} RelaisRowKey;

/* @most: stop after so many rows; 0: all. (transfer full) (element-type RelaisRecord) */
GPtrArray *relais_query_run   (RelaisQuery *query, RelaisDatabase *db, guint most, GError **error);
guint      relais_query_count (RelaisQuery *query, RelaisDatabase *db, GError **error);
/* @groups: (out): values of the group in the order in which they first appear; one "" without group. (element-type utf8)
 * Returns: (transfer full) (element-type RelaisRowKey) */
GArray    *relais_query_run_keys (RelaisQuery *query, RelaisDatabase *db, GPtrArray **groups, GError **error);
/* A change of this kind can change the answer: its own kind, and those that it follows references to. */
gboolean   relais_query_depends_on (RelaisQuery *query, const RelaisKind *kind);
gboolean   relais_query_is_grouped (RelaisQuery *query);

G_END_DECLS
