/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* RelaisStorage: a database. Two implementations share everything but this file: SQLite, and PostgreSQL when one machine is not
 * enough. It knows transactions and statements; what is stored is written once, over it (relais-tables.h), in the SQL that both
 * understand: text and 64-bit integers, parameters as ?1 ?2, ON CONFLICT.
 *
 * Errors stick: an operation that fails marks its transaction, later operations do nothing and read nothing, and
 * relais_transaction_commit() reports the first failure. So whoever decides inside a transaction need not check every read, and
 * nothing that was decided on a failed read is ever committed.
 *
 * Threads: any number may begin transactions at once; one transaction belongs to one thread. A write transaction has the workspace
 * lock from begin to end; a read transaction sees one state of everything.
 */
#define RELAIS_TYPE_STORAGE (relais_storage_get_type ())
G_DECLARE_INTERFACE (RelaisStorage, relais_storage, RELAIS, STORAGE, GObject)

#define RELAIS_STORAGE_ERROR (relais_storage_error_quark ())
GQuark relais_storage_error_quark (void);
typedef enum {
  RELAIS_STORAGE_ERROR_FAILED,   /* the database said no: disk full, I/O, damaged; worth trying again later */
  RELAIS_STORAGE_ERROR_NEWER,    /* made by a newer version; untouched */
  RELAIS_STORAGE_ERROR_NOT_OURS, /* not a database of the back end; untouched */
  RELAIS_STORAGE_ERROR_BUSY,     /* locked by somebody else for too long */
} RelaisStorageError;

typedef struct _RelaisTransaction RelaisTransaction;
typedef struct _RelaisRows        RelaisRows;

/* One parameter of a statement. */
typedef struct {
  const char *text;      /* NULL with is_text: SQL NULL; lent for the call */
  gint64      integer;
  gboolean    is_text;
} RelaisParameter;

struct _RelaisStorageInterface {
  GTypeInterface parent_interface;

  RelaisTransaction *(*begin)  (RelaisStorage *self, gboolean write, GError **error);
  gboolean           (*end)    (RelaisTransaction *transaction, gboolean commit, GError **error);  /* frees it in any case */
  RelaisRows        *(*query)  (RelaisTransaction *transaction, const char *sql, const RelaisParameter *parameters, guint n,
                                GError **error);
  gboolean           (*next)   (RelaisRows *rows, GError **error);    /* FALSE without error: no more rows */
  const char        *(*text)   (RelaisRows *rows, guint column);      /* lent until next() */
  gint64             (*integer)(RelaisRows *rows, guint column);
  gint64             (*close)  (RelaisRows *rows);                    /* frees; number of rows that the statement changed */
  gboolean           (*backup) (RelaisStorage *self, const char *path, GError **error);
};

/* What an implementation's transaction and rows start with; filled in by relais-storage.c. */
struct _RelaisTransaction {
  RelaisStorage *storage;     /* owned */
  gboolean       write;
  GError        *error;       /* owned, nullable: the first failure */
};
struct _RelaisRows {
  RelaisTransaction *transaction;   /* borrowed */
};

/* BEGIN IMMEDIATE when @write: waits for the workspace lock. NULL with @error when it could not be had. */
RelaisTransaction *relais_storage_begin        (RelaisStorage *self, gboolean write, GError **error);
gboolean           relais_transaction_commit   (RelaisTransaction *transaction, GError **error);   /* consumes it */
void               relais_transaction_rollback (RelaisTransaction *transaction);                    /* consumes it */
/* Consumes it, too. Commits without @failure (taken); with it rolls back and returns FALSE with it, or with what went wrong in the storage
 * before: @failure may have been concluded from what could not be read. */
gboolean           relais_transaction_finish   (RelaisTransaction *transaction, GError *failure, GError **error);
/* Has something failed? For loops that should stop early; commit() tells anyway. */
gboolean           relais_transaction_is_good  (RelaisTransaction *transaction);
/* Marks it failed (takes @error); the first one stays. */
void               relais_transaction_fail     (RelaisTransaction *transaction, GError *error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisTransaction, relais_transaction_rollback)

/**
 * relais_transaction_query:
 * @sql: one statement; a constant string, because prepared statements are kept by its text
 * @types: a letter for each parameter: `s` const char * (nullable), `i` gint64
 *
 * Returns: (transfer full): the rows, never %NULL; none when the transaction failed. Close them before the transaction ends.
 */
RelaisRows *relais_transaction_query (RelaisTransaction *transaction, const char *sql, const char *types, ...);
/* Runs a statement to its end. Returns how many rows it changed. */
gint64      relais_transaction_run   (RelaisTransaction *transaction, const char *sql, const char *types, ...);
gboolean    relais_rows_next         (RelaisRows *rows);
const char *relais_rows_get_text     (RelaisRows *rows, guint column);   /* nullable; lent until the next row */
gint64      relais_rows_get_integer  (RelaisRows *rows, guint column);
void        relais_rows_close        (RelaisRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisRows, relais_rows_close)

/* A complete copy that can be opened by itself; @path must not exist. Writers go on meanwhile. */
gboolean    relais_storage_backup    (RelaisStorage *self, const char *path, GError **error);

G_END_DECLS
