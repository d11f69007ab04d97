/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-storage"

#include "relais-sqlite-storage.h"

#include "relais-tables.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#define APPLICATION_ID  0x52454c42   /* "RELB" */
#define BUSY_TIMEOUT_MS 5000
#define CACHE_KIB       8000
#define CHECKPOINT_PAGES 1000

typedef struct {
  sqlite3    *database;
  GHashTable *idle;      /* owned; SQL text → prepared statement that nobody is stepping */
} Connection;

struct _RelaisSqliteStorage {
  GObject parent_instance;

  char       *path;
  gboolean    in_memory;
  int         lock_fd;     /* -1: not the keeper */
  GMutex      writing;     /* held from begin to end of a write transaction; in memory of every transaction */
  Connection *writer;
  GMutex      pool_lock;
  GPtrArray  *readers;     /* (element-type Connection); those that are free */
};

typedef struct {
  RelaisTransaction parent;
  Connection       *connection;   /* borrowed until the end */
} Transaction;

typedef struct {
  RelaisRows    parent;
  Connection   *connection;
  sqlite3_stmt *statement;        /* taken from `idle`, given back by close */
} Rows;

static void storage_iface_init (RelaisStorageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RelaisSqliteStorage, relais_sqlite_storage, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (RELAIS_TYPE_STORAGE, storage_iface_init))

static void
set_error (GError **error, sqlite3 *database, const char *doing)
{
  int code = sqlite3_errcode (database);
  RelaisStorageError ours = RELAIS_STORAGE_ERROR_FAILED;
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    ours = RELAIS_STORAGE_ERROR_BUSY;
  else if (code == SQLITE_NOTADB)
    ours = RELAIS_STORAGE_ERROR_NOT_OURS;
  g_set_error (error, RELAIS_STORAGE_ERROR, ours, "%s: %s", doing, sqlite3_errmsg (database));
}

static gboolean
run (Connection *connection, const char *sql, GError **error)
{
  if (sqlite3_exec (connection->database, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  set_error (error, connection->database, sql);
  return FALSE;
}

static void
close_connection (Connection *connection)
{
  g_hash_table_unref (connection->idle);
  sqlite3_close (connection->database);
  g_free (connection);
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

static Connection *
open_connection (const char *path, int flags, GError **error)
{
  Connection *connection = g_new0 (Connection, 1);
  connection->idle = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, finalize_statement);
  if (sqlite3_open_v2 (path, &connection->database, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      set_error (error, connection->database, path);
      close_connection (connection);
      return NULL;
    }
  sqlite3_busy_timeout (connection->database, BUSY_TIMEOUT_MS);
  sqlite3_db_config (connection->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (connection->database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  return connection;
}

static void
let_checkpoint (Connection *connection, gboolean may)
{
  sqlite3_wal_autocheckpoint (connection->database, may ? CHECKPOINT_PAGES : 0);
  sqlite3_db_config (connection->database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, may ? 0 : 1, NULL);
}

/* Readers never write and never checkpoint. */
static Connection *
open_reader (RelaisSqliteStorage *self, GError **error)
{
  Connection *connection = open_connection (self->path, SQLITE_OPEN_READWRITE, error);
  if (connection == NULL)
    return NULL;
  let_checkpoint (connection, FALSE);
  if (!run (connection, "PRAGMA query_only = 1", error))
    g_clear_pointer (&connection, close_connection);
  return connection;
}

static gint64
ask_integer (Connection *connection, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gint64 answer = -1;
  if (sqlite3_prepare_v2 (connection->database, sql, -1, &statement, NULL) == SQLITE_OK
      && sqlite3_step (statement) == SQLITE_ROW)
    answer = sqlite3_column_int64 (statement, 0);
  else
    set_error (error, connection->database, sql);
  sqlite3_finalize (statement);
  return answer;
}

/* Looks before anything is changed: a file of somebody else or of a newer version stays as it is. */
static gboolean
inspect (RelaisSqliteStorage *self, gboolean *current, GError **error)
{
  gint64 objects = ask_integer (self->writer, "SELECT count(*) FROM sqlite_schema", error);
  if (objects < 0)
    return FALSE;
  *current = FALSE;
  if (objects == 0)
    return TRUE;
  if (ask_integer (self->writer, "PRAGMA application_id", NULL) != APPLICATION_ID)
    {
      g_set_error (error, RELAIS_STORAGE_ERROR, RELAIS_STORAGE_ERROR_NOT_OURS, "%s is not a database of relais-backend", self->path);
      return FALSE;
    }
  gint64 version = ask_integer (self->writer, "PRAGMA user_version", NULL);
  if (version > RELAIS_SCHEMA_VERSION)
    {
      g_set_error (error, RELAIS_STORAGE_ERROR, RELAIS_STORAGE_ERROR_NEWER,
                   "%s was written by a newer relais-backend (schema %" G_GINT64_FORMAT ", this one knows %d)",
                   self->path, version, RELAIS_SCHEMA_VERSION);
      return FALSE;
    }
  *current = version == RELAIS_SCHEMA_VERSION;
  return TRUE;
}

/* A new file gets its tables, one of an older version what came since. All or nothing. */
static gboolean
bring_up_to_date (RelaisSqliteStorage *self, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (RELAIS_STORAGE (self), TRUE, error);
  if (transaction == NULL)
    return FALSE;
  /* Another process may have been faster. */
  gint64 version = ask_integer (self->writer, "PRAGMA user_version", NULL);
  if (version < RELAIS_SCHEMA_VERSION)
    {
      g_autofree char *marks = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                                APPLICATION_ID, RELAIS_SCHEMA_VERSION);
      GError *failure = NULL;
      if (!run (self->writer, marks, &failure))
        relais_transaction_fail (transaction, failure);
      if (version <= 0)
        relais_tables_create (transaction);
      else
        relais_tables_upgrade (transaction, version);
    }
  return relais_transaction_commit (transaction, error);
}

static gboolean
open_storage (RelaisSqliteStorage *self, GError **error)
{
  gboolean current = FALSE;

  self->writer = open_connection (self->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
  if (self->writer == NULL || !inspect (self, &current, error))
    return FALSE;
  g_autofree char *setup = g_strdup_printf ("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -%d", CACHE_KIB);
  if (!run (self->writer, setup, error))
    return FALSE;
  if (!self->in_memory)
    let_checkpoint (self->writer, relais_sqlite_storage_keep (self));
  return current || bring_up_to_date (self, error);
}

static RelaisTransaction *
sqlite_begin (RelaisStorage *storage, gboolean write, GError **error)
{
  RelaisSqliteStorage *self = RELAIS_SQLITE_STORAGE (storage);
  Connection *connection = NULL;

  if (write || self->in_memory)
    {
      g_mutex_lock (&self->writing);
      connection = self->writer;
    }
  else
    {
      g_mutex_lock (&self->pool_lock);
      if (self->readers->len > 0)
        connection = g_ptr_array_steal_index_fast (self->readers, self->readers->len - 1);
      g_mutex_unlock (&self->pool_lock);
      if (connection == NULL && (connection = open_reader (self, error)) == NULL)
        return NULL;
    }

  Transaction *transaction = g_new0 (Transaction, 1);
  transaction->connection = connection;
  if (run (connection, write ? "BEGIN IMMEDIATE" : "BEGIN", error))
    return &transaction->parent;

  if (connection == self->writer)
    g_mutex_unlock (&self->writing);
  else
    close_connection (connection);
  g_free (transaction);
  return NULL;
}

static gboolean
sqlite_end (RelaisTransaction *base, gboolean commit, GError **error)
{
  Transaction *transaction = (Transaction *) base;
  Connection *connection = transaction->connection;
  RelaisSqliteStorage *self = RELAIS_SQLITE_STORAGE (base->storage);
  gboolean done = TRUE;

  if (commit)
    done = run (connection, "COMMIT", error);
  if (!sqlite3_get_autocommit (connection->database))
    run (connection, "ROLLBACK", NULL);

  if (connection == self->writer)
    g_mutex_unlock (&self->writing);
  else
    {
      g_mutex_lock (&self->pool_lock);
      g_ptr_array_add (self->readers, connection);
      g_mutex_unlock (&self->pool_lock);
    }
  g_free (transaction);
  return done;
}

static void
bind (sqlite3_stmt *statement, const RelaisParameter *parameters, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      /* The parameters may be gone when rows are read: SQLite keeps a copy. */
      if (parameters[i].is_text)
        sqlite3_bind_text (statement, i + 1, parameters[i].text, -1, SQLITE_TRANSIENT);
      else
        sqlite3_bind_int64 (statement, i + 1, parameters[i].integer);
    }
}

static RelaisRows *
sqlite_query (RelaisTransaction *base, const char *sql, const RelaisParameter *parameters, guint n, GError **error)
{
  Connection *connection = ((Transaction *) base)->connection;
  gpointer key, statement = NULL;

  if (!g_hash_table_steal_extended (connection->idle, sql, &key, &statement)
      && sqlite3_prepare_v3 (connection->database, sql, -1, SQLITE_PREPARE_PERSISTENT, (sqlite3_stmt **) &statement, NULL) != SQLITE_OK)
    {
      set_error (error, connection->database, sql);
      return NULL;
    }
  bind (statement, parameters, n);
  Rows *rows = g_new0 (Rows, 1);
  rows->connection = connection;
  rows->statement = statement;
  return &rows->parent;
}

static gboolean
sqlite_next (RelaisRows *base, GError **error)
{
  Rows *rows = (Rows *) base;
  int result = sqlite3_step (rows->statement);
  if (result == SQLITE_ROW)
    return TRUE;
  if (result != SQLITE_DONE)
    set_error (error, rows->connection->database, sqlite3_sql (rows->statement));
  return FALSE;
}

static const char *
sqlite_text (RelaisRows *base, guint column)
{
  return (const char *) sqlite3_column_text (((Rows *) base)->statement, column);
}

static gint64
sqlite_integer (RelaisRows *base, guint column)
{
  return sqlite3_column_int64 (((Rows *) base)->statement, column);
}

static gint64
sqlite_close (RelaisRows *base)
{
  Rows *rows = (Rows *) base;
  gint64 changes = sqlite3_changes64 (rows->connection->database);

  sqlite3_reset (rows->statement);
  sqlite3_clear_bindings (rows->statement);
  /* The statement's own text is the key: it lives exactly as long. A second one of the same text replaces the first. */
  g_hash_table_replace (rows->connection->idle, (gpointer) sqlite3_sql (rows->statement), rows->statement);
  g_free (rows);
  return changes;
}

static gboolean
sqlite_backup (RelaisStorage *storage, const char *path, GError **error)
{
  RelaisSqliteStorage *self = RELAIS_SQLITE_STORAGE (storage);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s exists already", path);
      return FALSE;
    }
  Connection *connection = self->in_memory ? self->writer : open_reader (self, error);
  if (connection == NULL)
    return FALSE;
  if (self->in_memory)
    g_mutex_lock (&self->writing);
  else
    run (connection, "PRAGMA query_only = 0", NULL);   /* VACUUM INTO counts as writing, though not to this file */

  char *sql = sqlite3_mprintf ("VACUUM INTO %Q", path);
  gboolean done = run (connection, sql, error);
  sqlite3_free (sql);

  if (self->in_memory)
    g_mutex_unlock (&self->writing);
  else
    close_connection (connection);
  return done;
}

static void
storage_iface_init (RelaisStorageInterface *iface)
{
  iface->begin = sqlite_begin;
  iface->end = sqlite_end;
  iface->query = sqlite_query;
  iface->next = sqlite_next;
  iface->text = sqlite_text;
  iface->integer = sqlite_integer;
  iface->close = sqlite_close;
  iface->backup = sqlite_backup;
}

static void
relais_sqlite_storage_finalize (GObject *object)
{
  RelaisSqliteStorage *self = RELAIS_SQLITE_STORAGE (object);

  /* The writer last: only it may make the final checkpoint. */
  g_ptr_array_unref (self->readers);
  g_clear_pointer (&self->writer, close_connection);
  g_clear_fd (&self->lock_fd, NULL);
  g_mutex_clear (&self->writing);
  g_mutex_clear (&self->pool_lock);
  g_free (self->path);
  G_OBJECT_CLASS (relais_sqlite_storage_parent_class)->finalize (object);
}

static void
relais_sqlite_storage_class_init (RelaisSqliteStorageClass *class)
{
  G_OBJECT_CLASS (class)->finalize = relais_sqlite_storage_finalize;
}

static void
relais_sqlite_storage_init (RelaisSqliteStorage *self)
{
  self->lock_fd = -1;
  g_mutex_init (&self->writing);
  g_mutex_init (&self->pool_lock);
  self->readers = g_ptr_array_new_with_free_func ((GDestroyNotify) close_connection);
}

RelaisStorage *
relais_sqlite_storage_new (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_autoptr(RelaisSqliteStorage) self = g_object_new (RELAIS_TYPE_SQLITE_STORAGE, NULL);
  self->path = g_strdup (path);
  self->in_memory = g_str_equal (path, ":memory:");
  if (!open_storage (self, error))
    return NULL;
  return RELAIS_STORAGE (g_steal_pointer (&self));
}

gboolean
relais_sqlite_storage_keep (RelaisSqliteStorage *self)
{
  g_return_val_if_fail (RELAIS_IS_SQLITE_STORAGE (self), FALSE);
  if (self->in_memory || self->lock_fd >= 0)
    return TRUE;

  g_autofree char *lock = g_strconcat (self->path, ".lock", NULL);
  int fd = open (lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return FALSE;
  if (flock (fd, LOCK_EX | LOCK_NB) < 0)
    {
      close (fd);
      return FALSE;
    }
  self->lock_fd = fd;
  g_mutex_lock (&self->writing);
  let_checkpoint (self->writer, TRUE);
  g_mutex_unlock (&self->writing);
  return TRUE;
}
