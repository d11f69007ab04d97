/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-database.h"
#include "relais-record.h"

G_BEGIN_DECLS

/* Rows of `record`, of the tables of the kinds and of the search index: `current`, what pages read. */

/* (transfer full) (nullable); @kind NULL: of whatever kind */
RelaisRecord *relais_rows_lookup    (RelaisDatabase *db, const RelaisKind *kind, const char *id);
RelaisRecord *relais_rows_lookup_pk (RelaisDatabase *db, const RelaisKind *kind, gint64 pk);
const RelaisKind *relais_rows_find_kind (RelaisDatabase *db, const char *id, gint64 *pk);
/* @before: the state that is stored, when the caller has it: the index is then left alone where its words did not change */
gboolean      relais_rows_put       (RelaisDatabase *db, RelaisRecord *record, RelaisRecord *before, GError **error);
gboolean      relais_rows_delete    (RelaisDatabase *db, const char *id, GError **error);

/* "SELECT … FROM k_KIND t JOIN record r …": columns as relais_rows_read() wants them. Lent. */
const char   *relais_rows_select_sql (const RelaisKind *kind);
RelaisRecord *relais_rows_read      (sqlite3_stmt *stmt, const RelaisKind *kind);   /* (transfer full) */
gint64        relais_rows_read_pk   (sqlite3_stmt *stmt);

/* Binds @value (nullable; must outlive the step) as its column stores it. */
void          relais_rows_bind      (sqlite3_stmt *stmt, int position, const RelaisField *field, GVariant *value);

gboolean      relais_rows_rebuild_search (RelaisDatabase *db, GError **error);
/* What the search index holds of @record; *text may come out empty. */
void          relais_rows_get_words (RelaisRecord *record, char **title, char **text);

G_END_DECLS
