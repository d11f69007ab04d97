/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-database.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "relais-workspace.h"

struct _RelaisDatabase {
  sqlite3    *handle;      /* owned */
  GHashTable *statements;  /* owned; (element-type utf8 sqlite3_stmt) */
  GError     *trouble;     /* owned, nullable: the first that the disk made since it was last forgotten */
};

G_DEFINE_QUARK (relais-store-error-quark, relais_store_error)

void
relais_store_log_error (const char *what, const GError *error)
{
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_UNREACHABLE) ||
      g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_READ_ONLY) ||
      g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_FULL))
    g_info ("%s: %s", what, error->message);
  else
    g_warning ("%s: %s", what, error->message);
}

/* A limit of the process (EFBIG) or of the account (EDQUOT) is a full disk to whoever writes. */
static gboolean
is_out_of_space (RelaisDatabase *self)
{
  int code = sqlite3_system_errno (self->handle);

  return code == ENOSPC || code == EDQUOT || code == EFBIG;
}

static gboolean
is_forbidden (RelaisDatabase *self)
{
  int code = sqlite3_system_errno (self->handle);

  return code == EROFS || code == EPERM || code == EACCES;
}

static RelaisStoreError
classify (RelaisDatabase *self)
{
  int code = 0;

  switch (sqlite3_errcode (self->handle)) {
  case SQLITE_FULL:
    return RELAIS_STORE_ERROR_FULL;
  case SQLITE_IOERR:
    /* A disk that fails is made read-only under whoever works on it. */
    return is_out_of_space (self) ? RELAIS_STORE_ERROR_FULL
           : is_forbidden (self) ? RELAIS_STORE_ERROR_READ_ONLY : RELAIS_STORE_ERROR_UNREACHABLE;
  case SQLITE_CORRUPT:
    /* SQLite takes a read that the disk does not answer for damage. */
    sqlite3_file_control (self->handle, "main", SQLITE_FCNTL_LAST_ERRNO, &code);
    return code == EIO || sqlite3_system_errno (self->handle) == EIO ? RELAIS_STORE_ERROR_UNREACHABLE : RELAIS_STORE_ERROR_DAMAGED;
  case SQLITE_NOTADB:
    return RELAIS_STORE_ERROR_DAMAGED;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return RELAIS_STORE_ERROR_LOCKED;
  case SQLITE_READONLY:
  case SQLITE_PERM:
    return RELAIS_STORE_ERROR_READ_ONLY;
  case SQLITE_CANTOPEN:
    return is_out_of_space (self) ? RELAIS_STORE_ERROR_FULL : RELAIS_STORE_ERROR_READ_ONLY;
  default:
    return RELAIS_STORE_ERROR_FAILED;
  }
}

static const char *
explain (RelaisStoreError code)
{
  switch (code) {
  case RELAIS_STORE_ERROR_FULL:
    return _("There is no space left on the disk: the change was not taken. Everything saved before is intact.");
  case RELAIS_STORE_ERROR_DAMAGED:
    return _("The workspace file is damaged.");
  case RELAIS_STORE_ERROR_LOCKED:
    return _("The workspace file is in use by another program.");
  case RELAIS_STORE_ERROR_READ_ONLY:
    return _("The workspace file or its folder may not be written to.");
  case RELAIS_STORE_ERROR_UNREACHABLE:
    return _("The disk of the workspace does not answer.");
  case RELAIS_STORE_ERROR_FAILED:
  case RELAIS_STORE_ERROR_NEWER:
  case RELAIS_STORE_ERROR_NOT_FOUND:
  case RELAIS_STORE_ERROR_EPOCH:
  default:
    return _("The workspace file could not be read or written.");
  }
}

/* Characters that the search index would keep whole although nobody types them. */
static const char *
take_apart (gunichar c)
{
  switch (c) {
  case 0x153: case 0x152: return "oe";
  case 0xe6: case 0xc6:   return "ae";
  case 0xdf:              return "ss";
  default:                return NULL;
  }
}

/* A letter beyond ASCII. Most are those of French, whose letters below are found out once: it costs to decompose. */
static void
fold_letter (GString *folded, gunichar c)
{
  static guint16 below[0x180];   /* 0: not found out */
  gunichar letters[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  const char *apart = take_apart (c);

  if (apart != NULL) {
    g_string_append (folded, apart);
    return;
  }
  letters[0] = c < G_N_ELEMENTS (below) ? __atomic_load_n (&below[c], __ATOMIC_RELAXED) : 0;
  if (letters[0] == 0) {
    g_unichar_fully_decompose (c, FALSE, letters, G_N_ELEMENTS (letters));
    letters[0] = g_unichar_tolower (letters[0]);
    if (c < G_N_ELEMENTS (below))
      __atomic_store_n (&below[c], (guint16) letters[0], __ATOMIC_RELAXED);
  }
  if (!g_unichar_ismark (letters[0]))
    g_string_append_unichar (folded, letters[0]);
}

static void
fold_func (sqlite3_context *context, int n_args, sqlite3_value **args)
{
  const char *text = (const char *) sqlite3_value_text (args[0]);

  if (text != NULL)
    sqlite3_result_text (context, relais_fold (text), -1, g_free);
}

static void
finalize (gpointer stmt)
{
  sqlite3_finalize (stmt);
}

static gboolean
bind (RelaisDatabase *self, sqlite3_stmt *stmt, const char *types, va_list args)
{
  for (int i = 0; types[i] != '\0'; i++) {
    int code;

    if (types[i] == 's')
      code = sqlite3_bind_text (stmt, i + 1, va_arg (args, const char *), -1, SQLITE_TRANSIENT);
    else
      code = sqlite3_bind_int64 (stmt, i + 1, va_arg (args, gint64));
    if (code != SQLITE_OK)
      return FALSE;
  }
  return TRUE;
}

static sqlite3_stmt *
select_valist (RelaisDatabase *self, GError **error, const char *sql, const char *types, va_list args)
{
  sqlite3_stmt *stmt = relais_database_prepare (self, sql, error);

  if (stmt == NULL)
    return NULL;
  if (!bind (self, stmt, types, args)) {
    relais_database_set_error (self, error);
    return NULL;
  }
  return stmt;
}

/* Nothing in a file made by somebody else may run code or write shadow tables (FACTS: trusted_schema, defensive). */
static gboolean
configure (RelaisDatabase *self, RelaisDatabaseMode mode, GError **error)
{
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_create_function (self->handle, "fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL, fold_func, NULL,
                           NULL);
  if (mode != RELAIS_DATABASE_WRITER) {
    sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return relais_database_script (self, "PRAGMA query_only = 1; PRAGMA mmap_size = 0; PRAGMA cache_size = -4096;", error);
  }
  /* Checkpoints are made by the owner of the file when there is time for it, not in the middle of a commit. */
  return relais_database_script (self, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = 1;"
                                       "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;"
                                       "PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 4194304;", error);
}

RelaisDatabase *
relais_database_open (const char *path, RelaisDatabaseMode mode, GError **error)
{
  g_autoptr (RelaisDatabase) self = g_new0 (RelaisDatabase, 1);
  g_autofree char *name = NULL;
  int flags = SQLITE_OPEN_NOMUTEX;

  g_return_val_if_fail (path != NULL, NULL);

  if (mode == RELAIS_DATABASE_WRITER) {
    flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    name = g_strdup (path);
  } else if (mode == RELAIS_DATABASE_READER) {
    flags |= SQLITE_OPEN_READONLY;
    name = g_strdup (path);
  } else {
    g_autofree char *escaped = g_uri_escape_string (path, "/", TRUE);

    flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    name = g_strconcat ("file:", escaped, "?immutable=1", NULL);
  }
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize);
  if (sqlite3_open_v2 (name, &self->handle, flags, NULL) != SQLITE_OK) {
    relais_database_set_error (self, error);
    return NULL;
  }
  sqlite3_busy_timeout (self->handle, 2000);
  if (!configure (self, mode, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
relais_database_close (RelaisDatabase *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->statements, g_hash_table_unref);
  if (sqlite3_close (self->handle) != SQLITE_OK)
    g_critical ("A statement was left open: %s", sqlite3_errmsg (self->handle));
  g_clear_error (&self->trouble);
  g_free (self);
}

sqlite3 *
relais_database_get_handle (RelaisDatabase *self)
{
  return self->handle;
}

void
relais_database_set_error (RelaisDatabase *self, GError **error)
{
  RelaisStoreError code = classify (self);

  /* Nobody waits for it any more. */
  if (sqlite3_errcode (self->handle) == SQLITE_INTERRUPT) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, sqlite3_errmsg (self->handle));
    return;
  }
  g_debug ("SQLite: %s (%d)", sqlite3_errmsg (self->handle), sqlite3_extended_errcode (self->handle));
  g_autoptr (GError) failure = g_error_new (RELAIS_STORE_ERROR, code, "%s (%s)", explain (code), sqlite3_errmsg (self->handle));
  if (self->trouble == NULL && (code == RELAIS_STORE_ERROR_FULL || code == RELAIS_STORE_ERROR_READ_ONLY ||
                                code == RELAIS_STORE_ERROR_UNREACHABLE || code == RELAIS_STORE_ERROR_DAMAGED))
    self->trouble = g_error_copy (failure);
  g_propagate_error (error, g_steal_pointer (&failure));
}

void
relais_database_forget_trouble (RelaisDatabase *self)
{
  g_clear_error (&self->trouble);
}

const GError *
relais_database_get_trouble (RelaisDatabase *self)
{
  return self->trouble;
}

sqlite3_stmt *
relais_database_prepare (RelaisDatabase *self, const char *sql, GError **error)
{
  sqlite3_stmt *stmt = g_hash_table_lookup (self->statements, sql);

  if (stmt != NULL) {
    g_assert (!sqlite3_stmt_busy (stmt));
    return stmt;
  }
  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) != SQLITE_OK) {
    relais_database_set_error (self, error);
    return NULL;
  }
  g_hash_table_insert (self->statements, g_strdup (sql), stmt);
  return stmt;
}

sqlite3_stmt *
relais_database_select (RelaisDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *stmt;
  va_list args;

  va_start (args, types);
  stmt = select_valist (self, error, sql, types, args);
  va_end (args);
  return stmt;
}

gboolean
relais_database_step (RelaisDatabase *self, sqlite3_stmt *stmt, GError **error)
{
  int code = sqlite3_step (stmt);

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    relais_database_set_error (self, error);
  sqlite3_reset (stmt);
  return FALSE;
}

gboolean
relais_database_run (RelaisDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *stmt;
  va_list args;
  int code;

  va_start (args, types);
  stmt = select_valist (self, error, sql, types, args);
  va_end (args);
  if (stmt == NULL)
    return FALSE;
  do
    code = sqlite3_step (stmt);
  while (code == SQLITE_ROW);
  if (code != SQLITE_DONE)
    relais_database_set_error (self, error);
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

gint64
relais_database_get_integer (RelaisDatabase *self, gint64 fallback, const char *sql, const char *types, ...)
{
  sqlite3_stmt *stmt;
  va_list args;

  va_start (args, types);
  stmt = select_valist (self, NULL, sql, types, args);
  va_end (args);
  if (stmt != NULL && relais_database_step (self, stmt, NULL)) {
    if (sqlite3_column_type (stmt, 0) != SQLITE_NULL)
      fallback = sqlite3_column_int64 (stmt, 0);
    sqlite3_reset (stmt);
  }
  return fallback;
}

char *
relais_database_dup_string (RelaisDatabase *self, const char *sql, const char *types, ...)
{
  sqlite3_stmt *stmt;
  char *text = NULL;
  va_list args;

  va_start (args, types);
  stmt = select_valist (self, NULL, sql, types, args);
  va_end (args);
  if (stmt != NULL && relais_database_step (self, stmt, NULL)) {
    text = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
    sqlite3_reset (stmt);
  }
  return text;
}

gboolean
relais_database_script (RelaisDatabase *self, const char *sql, GError **error)
{
  if (sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  relais_database_set_error (self, error);
  return FALSE;
}

void
relais_database_set_patient (RelaisDatabase *self, gboolean patient)
{
  relais_database_script (self, patient ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL", NULL);
}

char *
relais_fold (const char *text)
{
  GString *folded = g_string_sized_new (strlen (text) + 8);

  for (const char *p = text; *p != '\0';) {
    const char *run = p;
    gsize at = folded->len;

    while (*p != '\0' && (guchar) *p < 0x80)
      p++;
    g_string_append_len (folded, run, p - run);
    for (; at < folded->len; at++)
      if (folded->str[at] >= 'A' && folded->str[at] <= 'Z')
        folded->str[at] += 'a' - 'A';
    for (; (guchar) *p >= 0x80; p = g_utf8_next_char (p))
      fold_letter (folded, g_utf8_get_char (p));
  }
  return g_string_free_and_steal (folded);
}
