/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-backend"

#include "relais-archive.h"

#include "relais-tables.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

static gboolean
fail_sqlite (sqlite3 *database, const char *doing, GError **error)
{
  g_set_error (error, RELAIS_STORAGE_ERROR, RELAIS_STORAGE_ERROR_FAILED, "%s: %s", doing, sqlite3_errmsg (database));
  return FALSE;
}

static gboolean
fail_errno (const char *doing, const char *path, GError **error)
{
  int saved = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), "%s %s: %s", doing, path, g_strerror (saved));
  return FALSE;
}

static gboolean
run (sqlite3 *database, const char *sql, GError **error)
{
  return sqlite3_exec (database, sql, NULL, NULL, NULL) == SQLITE_OK || fail_sqlite (database, sql, error);
}

static gboolean
sync_file (const char *path, GError **error)
{
  g_autofd int fd = open (path, O_RDONLY | O_CLOEXEC);
  return (fd >= 0 && fsync (fd) == 0) || fail_errno ("Cannot bring to the disk", path, error);
}

/* The blobs that the copied database knows: each is there, because the file comes before the row. */
static gboolean
add_contents (RelaisHouse *house, sqlite3 *database, GError **error)
{
  g_autoptr(sqlite3_stmt) list = NULL;
  g_autoptr(sqlite3_stmt) insert = NULL;

  if (!run (database, "BEGIN; CREATE TABLE contents (hash TEXT PRIMARY KEY, content BLOB NOT NULL)", error))
    return FALSE;
  if (sqlite3_prepare_v2 (database, "SELECT hash FROM blobs", -1, &list, NULL) != SQLITE_OK
      || sqlite3_prepare_v2 (database, "INSERT INTO contents VALUES (?1, ?2)", -1, &insert, NULL) != SQLITE_OK)
    return fail_sqlite (database, "Cannot write the backup", error);
  while (sqlite3_step (list) == SQLITE_ROW)
    {
      const char *hash = (const char *) sqlite3_column_text (list, 0);
      g_autofree char *path = relais_blobs_find (house->blobs, hash, NULL, error);
      g_autoptr(GMappedFile) file = path != NULL ? g_mapped_file_new (path, FALSE, error) : NULL;
      if (file == NULL)
        {
          g_prefix_error (error, "Blob %s: ", hash);
          return FALSE;
        }
      sqlite3_bind_text (insert, 1, hash, -1, SQLITE_TRANSIENT);
      sqlite3_bind_blob64 (insert, 2, g_mapped_file_get_contents (file), g_mapped_file_get_length (file), SQLITE_STATIC);
      if (sqlite3_step (insert) != SQLITE_DONE)
        return fail_sqlite (database, "Cannot write the backup", error);
      sqlite3_reset (insert);
    }
  return run (database, "COMMIT", error);
}

/* Each blob is checked against its name on its way out. */
static gboolean
extract_contents (RelaisBlobs *blobs, sqlite3 *database, GError **error)
{
  g_autoptr(sqlite3_stmt) list = NULL;
  if (sqlite3_prepare_v2 (database, "SELECT b.hash, c.content, b.at FROM blobs b LEFT JOIN contents c ON c.hash = b.hash",
                          -1, &list, NULL) != SQLITE_OK)
    return fail_sqlite (database, "Cannot read the backup", error);
  while (sqlite3_step (list) == SQLITE_ROW)
    {
      const char *hash = (const char *) sqlite3_column_text (list, 0);
      const void *content = sqlite3_column_blob (list, 1);
      g_autoptr(GBytes) bytes = g_bytes_new (content, sqlite3_column_bytes (list, 1));
      g_autofree char *made = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
      if (!g_str_equal (made, hash))
        {
          g_set_error (error, RELAIS_STORAGE_ERROR, RELAIS_STORAGE_ERROR_FAILED, "Blob %s is damaged in the backup", hash);
          return FALSE;
        }
      if (!relais_blobs_add (blobs, bytes, sqlite3_column_int64 (list, 2), NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_archive (sqlite3 *database, const char *path, GError **error)
{
  g_autoptr(sqlite3_stmt) check = NULL;
  g_autoptr(sqlite3_stmt) contents = NULL;
  if (sqlite3_prepare_v2 (database, "PRAGMA integrity_check(1)", -1, &check, NULL) != SQLITE_OK || sqlite3_step (check) != SQLITE_ROW
      || g_strcmp0 ((const char *) sqlite3_column_text (check, 0), "ok") != 0
      || sqlite3_prepare_v2 (database, "SELECT 1 FROM contents, facts", -1, &contents, NULL) != SQLITE_OK)
    {
      g_set_error (error, RELAIS_STORAGE_ERROR, RELAIS_STORAGE_ERROR_NOT_OURS, "%s is not a backup made by relais-backend, or is damaged",
                   path);
      return FALSE;
    }
  return TRUE;
}

static gboolean
copy_file (const char *from, const char *to, GError **error)
{
  g_autoptr(GFile) source = g_file_new_for_path (from);
  g_autoptr(GFile) target = g_file_new_for_path (to);
  return g_file_copy (source, target, G_FILE_COPY_NONE, NULL, NULL, NULL, error);
}

static gboolean
verify_audit (RelaisStorage *storage, GError **error)
{
  gint64 broken = 0;
  RelaisTransaction *transaction = relais_storage_begin (storage, FALSE, error);
  if (transaction == NULL)
    return FALSE;
  gint64 entries = relais_audit_verify (transaction, &broken);
  if (!relais_transaction_commit (transaction, error))
    return FALSE;
  if (entries < 0)
    g_set_error (error, RELAIS_STORAGE_ERROR, RELAIS_STORAGE_ERROR_FAILED, "The audit log was changed at entry %" G_GINT64_FORMAT, broken);
  return entries >= 0;
}

static gboolean
write_part (RelaisHouse *house, const char *part, GError **error)
{
  g_autoptr(sqlite3) database = NULL;
  if (!verify_audit (house->storage, error) || !relais_storage_backup (house->storage, part, error))
    return FALSE;
  if (sqlite3_open_v2 (part, &database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    return fail_sqlite (database, "Cannot write the backup", error);
  if (!add_contents (house, database, error))
    return FALSE;
  g_clear_pointer (&database, sqlite3_close);
  return sync_file (part, error);
}

gboolean
relais_archive_write (RelaisHouse *house, const char *path, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s exists already; nothing was written", path);
      return FALSE;
    }
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_unlink (part);
  if (!write_part (house, part, error))
    {
      g_unlink (part);
      return FALSE;
    }
  if (g_rename (part, path) < 0)
    return fail_errno ("Cannot write", path, error);
  return TRUE;
}

/* In a directory beside the target, which takes its place when all is well. */
static gboolean
restore_into (const char *path, sqlite3 *archive, const char *directory, GError **error)
{
  g_autofree char *copy = g_build_filename (directory, RELAIS_HOUSE_DATABASE, NULL);
  if (!copy_file (path, copy, error))
    return FALSE;

  g_autoptr(RelaisHouse) house = relais_house_open (directory, FALSE, error);
  if (house == NULL || !verify_audit (house->storage, error) || !extract_contents (house->blobs, archive, error)
      || !relais_log_renew_epoch (house->log, error))
    return FALSE;
  RelaisTransaction *transaction = relais_storage_begin (house->storage, TRUE, error);
  if (transaction == NULL)
    return FALSE;
  relais_transaction_run (transaction, "DROP TABLE contents", "");
  /* Who came in after the backup was made, or was sent out, is not known here: everybody signs in again. */
  relais_transaction_run (transaction, "DELETE FROM tokens", "");
  /* A feed that was revoked after the backup stays revoked. */
  relais_transaction_run (transaction, "DELETE FROM feeds", "");
  relais_audit_add (transaction, relais_log_now (house->log), "", "restored", "");
  return relais_transaction_commit (transaction, error);
}

gboolean
relais_archive_restore (const char *path, const char *directory, GError **error)
{
  g_autofree char *database = g_build_filename (directory, RELAIS_HOUSE_DATABASE, NULL);
  g_autofree char *part = g_strconcat (directory, ".restoring-XXXXXX", NULL);
  g_autoptr(sqlite3) archive = NULL;

  if (g_file_test (database, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s holds a workspace already; nothing was changed. Restore into a new directory",
                   directory);
      return FALSE;
    }
  if (sqlite3_open_v2 (path, &archive, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
    return fail_sqlite (archive, path, error);
  if (!check_archive (archive, path, error))
    return FALSE;
  if (g_mkdtemp_full (part, 0700) == NULL)
    return fail_errno ("Cannot make", part, error);
  if (!restore_into (path, archive, part, error))
    {
      g_prefix_error (error, "What was begun is in %s: ", part);
      return FALSE;
    }
  if (g_rmdir (directory) < 0 && errno != ENOENT)
    return fail_errno ("Cannot take the place of", directory, error);
  if (g_rename (part, directory) < 0)
    return fail_errno ("Cannot make", directory, error);
  return TRUE;
}
