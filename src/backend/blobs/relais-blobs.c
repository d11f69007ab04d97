/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-blobs"

#include "relais-blobs.h"

#include "relais-tables.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <utime.h>

/* Enough of a file for every type and size that is looked for. */
#define SNIFF_BYTES (64 * 1024)

struct _RelaisBlobs {
  RelaisStorage *storage;     /* owned */
  char          *directory;
  GMutex         filing;      /* a file and its row come and go together */
};

static gboolean
fail_errno (GError **error, const char *doing, const char *path)
{
  int saved = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), "%s %s: %s", doing, path, g_strerror (saved));
  return FALSE;
}

static gboolean
sync_path (const char *path, int flags, GError **error)
{
  int fd = open (path, flags | O_CLOEXEC);
  gboolean done = fd >= 0 && fsync (fd) == 0;
  if (!done)
    fail_errno (error, "Cannot bring to the disk", path);
  if (fd >= 0)
    close (fd);
  return done;
}

/* Hash and type in one go over the file; FALSE when it cannot be read. */
static gboolean
read_file (const char *path, char **hash, const char **type, gint64 *size, guint64 *pixels, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (SNIFF_BYTES);
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofd int fd = open (path, O_RDONLY | O_CLOEXEC);
  guint width, height;
  ssize_t n;

  if (fd < 0)
    return fail_errno (error, "Cannot read", path);
  *size = 0;
  while ((n = read (fd, buffer, SNIFF_BYTES)) > 0)
    {
      if (*size == 0)
        {
          *type = relais_blob_sniff (buffer, n, &width, &height);
          *pixels = (guint64) width * height;
        }
      g_checksum_update (checksum, buffer, n);
      *size += n;
    }
  if (n < 0)
    return fail_errno (error, "Cannot read", path);
  if (*size == 0)
    {
      *type = relais_blob_sniff (NULL, 0, &width, &height);
      *pixels = 0;
    }
  *hash = g_strdup (g_checksum_get_string (checksum));
  return TRUE;
}

static char *
build_path (RelaisBlobs *self, const char *hash)
{
  char first[] = { hash[0], hash[1], '\0' };
  return g_build_filename (self->directory, first, hash, NULL);
}

static gboolean
is_hash (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/* The file first and on the disk, then the row: a row never names a file that is not there. */
static gboolean
store (RelaisBlobs *self, const char *path, const char *hash, const char *type, gint64 size, const char *account, gint64 at,
       GError **error)
{
  g_autofree char *target = build_path (self, hash);
  g_autofree char *directory = g_path_get_dirname (target);
  if (g_mkdir_with_parents (directory, 0700) < 0)
    return fail_errno (error, "Cannot make", directory);
  if (!sync_path (path, O_RDONLY, error))
    return FALSE;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->filing);
  if (g_rename (path, target) < 0)
    return fail_errno (error, "Cannot move to", target);
  if (!sync_path (directory, O_RDONLY | O_DIRECTORY, error) || !sync_path (self->directory, O_RDONLY | O_DIRECTORY, error))
    return FALSE;

  RelaisTransaction *transaction = relais_storage_begin (self->storage, TRUE, error);
  if (transaction == NULL)
    return FALSE;
  relais_blob_save (transaction, hash, size, type, at);
  if (account != NULL)
    relais_blob_own (transaction, hash, account);
  return relais_transaction_commit (transaction, error);
}

/* Of when it was forgotten, or brought: FALSE when it is not there. */
static gboolean
is_older (const char *path, gint64 before)
{
  GStatBuf info;
  return g_stat (path, &info) == 0 && info.st_mtime < before;
}

/* Deletes the file unless a row names it. */
static gboolean
delete_orphan (RelaisBlobs *self, const char *path, const char *name, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->filing);
  if (is_hash (name))
    {
      RelaisTransaction *transaction = relais_storage_begin (self->storage, FALSE, error);
      if (transaction == NULL)
        return FALSE;
      gboolean found = relais_blob_find (transaction, name, NULL, NULL);
      if (!relais_transaction_commit (transaction, error))
        return FALSE;
      if (found)
        return TRUE;
    }
  return g_unlink (path) == 0 || errno == ENOENT || fail_errno (error, "Cannot delete", path);
}

/* Files of @directory and of the directories in it. */
static gboolean
sweep_files (RelaisBlobs *self, const char *directory, gint64 before, GError **error)
{
  g_autoptr(GDir) entries = g_dir_open (directory, 0, error);
  if (entries == NULL)
    return FALSE;
  for (const char *name; (name = g_dir_read_name (entries)) != NULL; )
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          if (!sweep_files (self, path, before, error))
            return FALSE;
        }
      else if (is_older (path, before) && !delete_orphan (self, path, name, error))
        return FALSE;
    }
  return TRUE;
}

RelaisBlobs *
relais_blobs_new (RelaisStorage *storage, const char *directory, GError **error)
{
  if (g_mkdir_with_parents (directory, 0700) < 0)
    {
      fail_errno (error, "Cannot make", directory);
      return NULL;
    }
  RelaisBlobs *self = g_new0 (RelaisBlobs, 1);
  self->storage = g_object_ref (storage);
  self->directory = g_strdup (directory);
  g_mutex_init (&self->filing);
  return self;
}

void
relais_blobs_free (RelaisBlobs *self)
{
  g_object_unref (self->storage);
  g_mutex_clear (&self->filing);
  g_free (self->directory);
  g_free (self);
}

gboolean
relais_blobs_take (RelaisBlobs *self, const char *path, const char *account, gint64 at, char **hash, GError **error)
{
  g_autofree char *name = NULL;
  const char *type = NULL;
  gint64 size;
  guint64 pixels;

  if (!read_file (path, &name, &type, &size, &pixels, error))
    return FALSE;
  if (pixels > RELAIS_BLOB_MAX_PIXELS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The image has more than %d million pixels",
                   RELAIS_BLOB_MAX_PIXELS / 1000000);
      return FALSE;
    }
  if (!store (self, path, name, type, size, account, at, error))
    return FALSE;
  if (hash != NULL)
    *hash = g_steal_pointer (&name);
  return TRUE;
}

gboolean
relais_blobs_add (RelaisBlobs *self, GBytes *bytes, gint64 at, char **hash, GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, "new-XXXXXX", NULL);
  g_autofd int fd = g_mkstemp (path);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (fd < 0)
    return fail_errno (error, "Cannot make", path);
  while (length > 0)
    {
      ssize_t written = write (fd, data, length);
      if (written < 0)
        {
          fail_errno (error, "Cannot write", path);
          g_unlink (path);
          return FALSE;
        }
      data += written;
      length -= written;
    }
  if (relais_blobs_take (self, path, NULL, at, hash, error))
    return TRUE;
  g_unlink (path);
  return FALSE;
}

char *
relais_blobs_find (RelaisBlobs *self, const char *hash, char **type, GError **error)
{
  if (!is_hash (hash))
    return NULL;
  RelaisTransaction *transaction = relais_storage_begin (self->storage, FALSE, error);
  if (transaction == NULL)
    return NULL;
  gboolean found = relais_blob_find (transaction, hash, NULL, type);
  if (!relais_transaction_commit (transaction, error) || !found)
    return NULL;
  return build_path (self, hash);
}

gboolean
relais_blobs_sweep (RelaisBlobs *self, gint64 before, gint64 file_before, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (self->storage, TRUE, error);
  if (transaction == NULL)
    return FALSE;
  g_autoptr(GPtrArray) forgotten = relais_blobs_forget (transaction, before);
  if (!relais_transaction_commit (transaction, error))
    return FALSE;
  /* From now on they wait as files. */
  for (guint i = 0; i < forgotten->len; i++)
    {
      g_autofree char *path = build_path (self, forgotten->pdata[i]);
      g_utime (path, NULL);
    }
  return sweep_files (self, self->directory, file_before, error);
}
