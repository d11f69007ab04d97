/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* RelaisDatabase: one SQLite connection with its prepared statements; for one thread. Private to the store. */
typedef struct _RelaisDatabase RelaisDatabase;

typedef enum {
  RELAIS_DATABASE_WRITER,
  RELAIS_DATABASE_READER,   /* never writes, never checkpoints */
  /* as it lies on the disk, for looking at a file that may be damaged: changes nothing beside it either */
  RELAIS_DATABASE_LOOK,
} RelaisDatabaseMode;

RelaisDatabase *relais_database_open  (const char *path, RelaisDatabaseMode mode, GError **error);
void            relais_database_close (RelaisDatabase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisDatabase, relais_database_close)
sqlite3        *relais_database_get_handle (RelaisDatabase *self);
/* Sets @error from the last failure, as a RelaisStoreError; what was given up in the middle is G_IO_ERROR_CANCELLED. */
void            relais_database_set_error  (RelaisDatabase *self, GError **error);
/* A query that finds nothing and one that the disk did not answer look alike to most callers: whoever concludes something from absence
 * asks here. (nullable) */
const GError   *relais_database_get_trouble    (RelaisDatabase *self);
void            relais_database_forget_trouble (RelaisDatabase *self);

/* Statements are prepared once and kept, by their text. @types: a letter for each parameter: s (const char *, NULL is NULL) or
 * i (gint64).
 * A selected statement is stepped to its end, or given back with sqlite3_reset(); meanwhile the same text cannot be selected
 * again. */
sqlite3_stmt *relais_database_prepare (RelaisDatabase *self, const char *sql, GError **error);   /* lent, reset */
sqlite3_stmt *relais_database_select  (RelaisDatabase *self, GError **error, const char *sql, const char *types, ...);
gboolean      relais_database_step    (RelaisDatabase *self, sqlite3_stmt *stmt, GError **error);  /* TRUE: there is a row */
gboolean      relais_database_run     (RelaisDatabase *self, GError **error, const char *sql, const char *types, ...);
/* First column of the first row; @fallback, or NULL, when there is none. */
gint64        relais_database_get_integer (RelaisDatabase *self, gint64 fallback, const char *sql, const char *types, ...);
char         *relais_database_dup_string  (RelaisDatabase *self, const char *sql, const char *types, ...);
/* Several statements without parameters. */
gboolean      relais_database_script  (RelaisDatabase *self, const char *sql, GError **error);

/* Whether commits wait until they are on the disk (the rule). Otherwise they are whole or not at all there as well, but a power cut may
 * take the latest along. Not inside a transaction. */
void           relais_database_set_patient (RelaisDatabase *self, gboolean patient);

/* Lower case without accents, ligatures taken apart: what people type when they look for something. Also the SQL function
 * fold(). */
char         *relais_fold (const char *text);

G_END_DECLS
