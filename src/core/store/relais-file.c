/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "relais-record.h"
#include "relais-schema.h"
#include "relais-workspace.h"

/* The SQLite file format, https://sqlite.org/fileformat.html: the database header. Numbers are big-endian. */
#define HEADER_SIZE 100
#define HEADER_MAGIC "SQLite format 3"
enum {
  OFFSET_PAGE_SIZE = 16,
  OFFSET_CHANGE_COUNTER = 24,
  OFFSET_N_PAGES = 28,
  OFFSET_USER_VERSION = 60,
  OFFSET_APPLICATION_ID = 68,
  OFFSET_VALID_FOR = 92,
};

static guint32
read_number (const guint8 *header, int offset)
{
  guint32 number;

  memcpy (&number, header + offset, sizeof number);
  return GUINT32_FROM_BE (number);
}

static gboolean
set_damaged (GError **error, const char *reason)
{
  g_set_error (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_DAMAGED, _("The workspace file is damaged: %s."), reason);
  return FALSE;
}

static gboolean
has_log (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  GStatBuf info;

  return g_stat (log, &info) == 0 && info.st_size > 0;
}

static char *
describe (const char *path)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    return g_strdup ("");
  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld %" G_GUINT64_FORMAT "\n", (gint64) info.st_size,
                          (gint64) info.st_mtim.tv_sec, (long) info.st_mtim.tv_nsec, (guint64) info.st_ino);
}

static gboolean
is_as_we_left_it (const char *path, int lock)
{
  g_autofree char *now = describe (path);
  char then[128] = "";
  ssize_t length = pread (lock, then, sizeof then - 1, 0);

  return length > 0 && !has_log (path) && strcmp (now, then) == 0;
}

static gboolean
check_header (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  guint8 header[HEADER_SIZE];
  gsize length = 0;
  GStatBuf info;
  guint32 page_size;

  if (stream == NULL)
    return FALSE;
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), header, sizeof header, &length, NULL, error))
    return FALSE;
  if (length == 0)
    return set_damaged (error, _("it is empty"));
  if (length < sizeof header || memcmp (header, HEADER_MAGIC, sizeof HEADER_MAGIC) != 0)
    return set_damaged (error, _("it does not begin as a workspace does"));
  if (read_number (header, OFFSET_APPLICATION_ID) != RELAIS_SCHEMA_APPLICATION_ID)
    return set_damaged (error, _("it is a database of another program"));
  if (read_number (header, OFFSET_USER_VERSION) > RELAIS_SCHEMA_VERSION) {
    g_set_error_literal (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_NEWER,
                         _("The workspace file was written by a later version of Relais. It was not changed."));
    return FALSE;
  }
  /* With a log beside it the file may lag behind its header. */
  page_size = (guint32) header[OFFSET_PAGE_SIZE] << 8 | header[OFFSET_PAGE_SIZE + 1];
  if (g_stat (path, &info) == 0 && !has_log (path) &&
      read_number (header, OFFSET_CHANGE_COUNTER) == read_number (header, OFFSET_VALID_FOR) &&
      (gint64) read_number (header, OFFSET_N_PAGES) * (page_size == 1 ? 65536 : page_size) > (gint64) info.st_size)
    return set_damaged (error, _("its end is missing"));
  return TRUE;
}

static gboolean
check_pages (const char *path, GError **error)
{
  g_autoptr (RelaisDatabase) db = relais_database_open (path, has_log (path) ? RELAIS_DATABASE_READER : RELAIS_DATABASE_LOOK,
                                                        error);
  g_autofree char *answer = NULL;

  if (db == NULL)
    return FALSE;
  answer = relais_database_dup_string (db, "PRAGMA quick_check (1)", "");
  if (answer == NULL || strcmp (answer, "ok") != 0)
    return set_damaged (error, answer != NULL ? answer : _("it cannot be read"));
  return TRUE;
}

/* A renamed file survives a power cut only when its folder was written too. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd >= 0) {
    fsync (fd);
    close (fd);
  }
}

static gboolean
set_system_error (GError **error, int code)
{
  gboolean read_only = code == EACCES || code == EPERM || code == EROFS;
  gboolean full = code == ENOSPC || code == EDQUOT;
  gboolean unreachable = code == EIO || code == ESTALE || code == ENOTCONN || code == ENXIO || code == ENODEV || code == ETIMEDOUT;

  g_set_error (error, RELAIS_STORE_ERROR,
               read_only ? RELAIS_STORE_ERROR_READ_ONLY : full ? RELAIS_STORE_ERROR_FULL
               : unreachable ? RELAIS_STORE_ERROR_UNREACHABLE : RELAIS_STORE_ERROR_FAILED,
               read_only ? _("The workspace file or its folder may not be written to (%s).")
                         : _("The workspace file cannot be opened (%s)."), g_strerror (code));
  return FALSE;
}

static gboolean
fill (const char *path, GError **error)
{
  g_autoptr (RelaisDatabase) db = relais_database_open (path, RELAIS_DATABASE_WRITER, error);
  g_autofree char *client = relais_id_new ();

  return db != NULL && relais_database_script (db, "BEGIN IMMEDIATE", error) && relais_schema_create (db, error) &&
         relais_database_run (db, error, "INSERT INTO meta (key, value) VALUES ('client', ?)", "s", client) &&
         relais_database_script (db, "COMMIT; PRAGMA wal_checkpoint (TRUNCATE)", error);
}

int
relais_file_lock (const char *path, GError **error)
{
  g_autofree char *name = g_strconcat (path, "-lock", NULL);
  int lock = g_open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (lock < 0) {
    set_system_error (error, errno);
    return -1;
  }
  if (flock (lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK)
      g_set_error_literal (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_LOCKED,
                           _("The workspace file is open in another window or program."));
    else
      set_system_error (error, errno);
    close (lock);
    return -1;
  }
  return lock;
}

void
relais_file_unlock (const char *path, int lock, gboolean clean)
{
  g_autofree char *text = clean ? describe (path) : g_strdup ("");

  /* The stamp saves time, no more: when it cannot be written, the file is read through at the next start. */
  if (ftruncate (lock, 0) != 0 || pwrite (lock, text, strlen (text), 0) < 0)
    g_debug ("The stamp of %s was not written: %s", path, g_strerror (errno));
  close (lock);
}

gboolean
relais_file_inspect (const char *path, int lock, GError **error)
{
  if (!check_header (path, error))
    return FALSE;
  if (g_access (path, W_OK) != 0)
    return set_system_error (error, errno);
  return is_as_we_left_it (path, lock) || check_pages (path, error);
}

gboolean
relais_file_create (const char *path, GError **error)
{
  g_autofree char *draft = g_strconcat (path, "-new", NULL);
  int fd;

  g_unlink (draft);
  fd = g_open (draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return set_system_error (error, errno);
  close (fd);
  if (!fill (draft, error)) {
    g_unlink (draft);
    return FALSE;
  }
  if (g_rename (draft, path) != 0)
    return set_system_error (error, errno);
  sync_folder (path);
  return TRUE;
}
