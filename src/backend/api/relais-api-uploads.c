/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-api"

#include "relais-api-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* tus 1.0 (https://tus.io/protocols/resumable-upload): creation, checksum, expiration. An upload is a file ID with what has come, and
 * ID.info, which says how long it will be, whose it is and until when it is kept; once it is whole, also its hash. */

#define PIECE_BYTES     (8 * 1024 * 1024)
#define MAX_UNFINISHED  500
#define MAX_OWN         50    /* of them of one account: nobody takes the places of all others */
#define INFO            ".info"
#define GROUP           "upload"

typedef struct {
  char   *path;       /* owned; of what has come */
  char   *info_path;  /* owned */
  char   *hash;       /* owned; NULL: not whole yet */
  gint64  length;
  gint64  until;      /* Unix seconds */
  gint64  offset;
} Upload;

static void
clear_upload (Upload *upload)
{
  g_free (upload->path);
  g_free (upload->info_path);
  g_free (upload->hash);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Upload, clear_upload)

static void
reply_problem (RelaisRequest *request, guint status, const char *code, const char *detail)
{
  relais_request_reply_problem (request, status, code, detail);
  relais_request_add_header (request, "Tus-Resumable", "1.0.0");
  relais_request_add_header (request, "Tus-Version", "1.0.0");
}

static void
add_number (RelaisRequest *request, const char *name, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);
  relais_request_add_header (request, name, text);
}

static gboolean
get_number (RelaisRequest *request, const char *name, guint64 max, guint64 *value)
{
  const char *text = relais_request_get_header (request, name);
  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, max, value, NULL);
}

static gboolean
check_version (RelaisRequest *request)
{
  if (g_strcmp0 (relais_request_get_header (request, "Tus-Resumable"), "1.0.0") == 0)
    return TRUE;
  reply_problem (request, 412, "tus_version", "This back end speaks version 1.0.0 of tus.");
  return FALSE;
}

static void
add_state (RelaisRequest *request, const Upload *upload)
{
  g_autoptr(GDateTime) until = g_date_time_new_from_unix_utc (upload->until);
  g_autofree char *expires = g_date_time_format (until, "%a, %d %b %Y %H:%M:%S GMT");
  relais_request_add_header (request, "Tus-Resumable", "1.0.0");
  add_number (request, "Upload-Offset", upload->offset);
  if (upload->hash != NULL)
    relais_request_add_header (request, "Relais-Blob", upload->hash);
  else
    relais_request_add_header (request, "Upload-Expires", expires);
}

/* With the lock held. FALSE: the reply is set. Somebody else's upload does not exist. */
static gboolean
find_upload (RelaisApi *self, RelaisRequest *request, Upload *upload)
{
  const char *id = relais_request_get_segment (request, "id");
  g_autoptr(GKeyFile) info = g_key_file_new ();
  struct stat stat_now;

  if (relais_id_is_valid (id))
    {
      upload->path = g_build_filename (self->uploads, id, NULL);
      upload->info_path = g_strconcat (upload->path, INFO, NULL);
    }
  g_autofree char *account = upload->path != NULL && g_key_file_load_from_file (info, upload->info_path, G_KEY_FILE_NONE, NULL)
    ? g_key_file_get_string (info, GROUP, "account", NULL) : NULL;
  if (account == NULL || g_strcmp0 (account, relais_access_get_account (relais_request_get_access (request))) != 0)
    {
      reply_problem (request, 404, "not_found", "There is no such upload.");
      return FALSE;
    }
  upload->length = g_key_file_get_int64 (info, GROUP, "length", NULL);
  upload->until = g_key_file_get_int64 (info, GROUP, "until", NULL);
  upload->hash = g_key_file_get_string (info, GROUP, "hash", NULL);
  upload->offset = upload->hash != NULL ? upload->length : stat (upload->path, &stat_now) == 0 ? stat_now.st_size : 0;
  if (upload->until > relais_log_now (self->log))
    return TRUE;
  reply_problem (request, 410, "upload_expired", "The upload was not finished in time; begin again.");
  return FALSE;
}

static gboolean
write_info (const char *path, const char *account, gint64 length, gint64 until, const char *hash)
{
  g_autoptr(GKeyFile) info = g_key_file_new ();
  g_key_file_set_string (info, GROUP, "account", account);
  g_key_file_set_int64 (info, GROUP, "length", length);
  g_key_file_set_int64 (info, GROUP, "until", until);
  if (hash != NULL)
    g_key_file_set_string (info, GROUP, "hash", hash);
  return g_key_file_save_to_file (info, path, NULL);
}

static char *
dup_owner (RelaisApi *self, const char *id)
{
  g_autofree char *name = g_strconcat (id, INFO, NULL), *path = g_build_filename (self->uploads, name, NULL);
  g_autoptr(GKeyFile) info = g_key_file_new ();
  return g_key_file_load_from_file (info, path, G_KEY_FILE_NONE, NULL) ? g_key_file_get_string (info, GROUP, "account", NULL) : NULL;
}

/* Those under way: once an upload is whole, its file has become a blob and only its information is left. @own: (out): of @account. */
static guint
count_unfinished (RelaisApi *self, const char *account, guint *own)
{
  g_autoptr(GDir) directory = g_dir_open (self->uploads, 0, NULL);
  guint n = 0;
  *own = 0;
  for (const char *name; directory != NULL && (name = g_dir_read_name (directory)) != NULL; )
    if (!g_str_has_suffix (name, INFO))
      {
        g_autofree char *owner = dup_owner (self, name);
        *own += g_strcmp0 (owner, account) == 0;
        n++;
      }
  return n;
}

static void
reply_storage (RelaisRequest *request)
{
  g_warning ("%s: %s", relais_request_get_path (request), g_strerror (errno));
  reply_problem (request, 503, "storage", "The back end cannot keep the upload at the moment.");
  relais_request_add_header (request, "Retry-After", "5");
}

static void
create_cb (RelaisRequest *request, gpointer data)
{
  RelaisApi *self = data;
  const char *account = relais_access_get_account (relais_request_get_access (request));
  guint64 length = 0;
  guint own;

  if (!check_version (request))
    return;
  if (!get_number (request, "Upload-Length", G_MAXINT64, &length) || length == 0)
    {
      reply_problem (request, 400, "bad_request", "Upload-Length is missing or is not a number of bytes.");
      return;
    }
  if (length > RELAIS_BLOB_MAX_BYTES)
    {
      reply_problem (request, 413, "too_large", "The file is larger than this back end takes.");
      return;
    }
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->upload_lock);
  if (count_unfinished (self, account, &own) >= MAX_UNFINISHED || own >= MAX_OWN)
    {
      reply_problem (request, 503, "busy", "Too many uploads are under way.");
      relais_request_add_header (request, "Retry-After", "60");
      return;
    }
  g_autofree char *id = relais_id_new ();
  g_auto(Upload) upload = { .path = g_build_filename (self->uploads, id, NULL), .length = length };
  upload.info_path = g_strconcat (upload.path, INFO, NULL);
  upload.until = relais_log_now (self->log) + self->upload_seconds;
  g_autofd int fd = open (upload.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 || !write_info (upload.info_path, account, length, upload.until, NULL))
    {
      reply_storage (request);
      g_unlink (upload.path);
      return;
    }
  g_autofree char *location = g_strconcat ("/v1/uploads/", id, NULL);
  relais_request_reply (request, 201, NULL, NULL);
  relais_request_add_header (request, "Location", location);
  add_state (request, &upload);
}

static void
head_cb (RelaisRequest *request, gpointer data)
{
  RelaisApi *self = data;
  g_auto(Upload) upload = { 0 };
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->upload_lock);
  if (!check_version (request) || !find_upload (self, request, &upload))
    return;
  relais_request_reply (request, 200, NULL, NULL);
  add_state (request, &upload);
  add_number (request, "Upload-Length", upload.length);
}

/* "sha256 BASE64". TRUE also without the header. */
static gboolean
check_checksum (RelaisRequest *request)
{
  const char *header = relais_request_get_header (request, "Upload-Checksum");
  if (header == NULL)
    return TRUE;
  GBytes *body = relais_request_get_body (request);
  g_auto(GStrv) parts = g_strsplit (header, " ", 2);
  GChecksumType type;
  if (g_strcmp0 (parts[0], "sha256") == 0)
    type = G_CHECKSUM_SHA256;
  else if (g_strcmp0 (parts[0], "sha1") == 0)
    type = G_CHECKSUM_SHA1;
  else
    {
      reply_problem (request, 400, "bad_request", "Upload-Checksum is neither of sha256 nor of sha1.");
      return FALSE;
    }
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autoptr(GChecksum) checksum = g_checksum_new (type);
  g_checksum_update (checksum, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_checksum_get_digest (checksum, digest, &length);
  g_autofree char *encoded = g_base64_encode (digest, length);
  if (g_strcmp0 (parts[1], encoded) == 0)
    return TRUE;
  reply_problem (request, 460, "checksum_mismatch", "The piece is not what was sent; it was thrown away.");
  return FALSE;
}

static gboolean
append (const Upload *upload, GBytes *body)
{
  gsize length;
  const char *bytes = g_bytes_get_data (body, &length);
  g_autofd int fd = open (upload->path, O_WRONLY | O_CLOEXEC);
  for (gsize done = 0; fd >= 0 && done < length; )
    {
      ssize_t written = pwrite (fd, bytes + done, length - done, upload->offset + done);
      if (written < 0)
        {
          /* What did not fit whole was not sent. */
          int saved = errno;
          if (ftruncate (fd, upload->offset) < 0)
            g_warning ("Cannot cut %s: %s", upload->path, g_strerror (errno));
          errno = saved;
          return FALSE;
        }
      done += written;
    }
  return fd >= 0;
}

/* The whole file has come. FALSE: the reply is set. */
static gboolean
finish (RelaisApi *self, RelaisRequest *request, Upload *upload)
{
  g_autoptr(GError) error = NULL;
  const char *account = relais_access_get_account (relais_request_get_access (request));
  if (!relais_blobs_take (self->blobs, upload->path, account, relais_log_now (self->log), &upload->hash, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
        {
          g_unlink (upload->path);
          g_unlink (upload->info_path);
          reply_problem (request, 422, "too_many_pixels", error->message);
        }
      else
        relais_api_reply_error (request, error);
      return FALSE;
    }
  /* Kept until it expires, for a client that did not get this answer. */
  write_info (upload->info_path, account, upload->length, upload->until, upload->hash);
  return TRUE;
}

static void
patch_cb (RelaisRequest *request, gpointer data)
{
  RelaisApi *self = data;
  g_auto(Upload) upload = { 0 };
  guint64 offset = 0;
  GBytes *body = relais_request_get_body (request);
  gint64 size = g_bytes_get_size (body);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->upload_lock);

  if (!check_version (request) || !find_upload (self, request, &upload))
    return;
  if (!get_number (request, "Upload-Offset", G_MAXINT64, &offset) || (gint64) offset != upload.offset)
    {
      reply_problem (request, 409, "wrong_offset", "The upload goes on at another place.");
      add_number (request, "Upload-Offset", upload.offset);
      return;
    }
  if (upload.offset + size > upload.length)
    {
      reply_problem (request, 413, "too_large", "The piece goes over the length that was announced.");
      return;
    }
  if (!check_checksum (request))
    return;
  if (size > 0 && !append (&upload, body))
    {
      reply_storage (request);
      return;
    }
  upload.offset += size;
  if (upload.offset == upload.length && upload.hash == NULL && !finish (self, request, &upload))
    return;
  relais_request_reply (request, 204, NULL, NULL);
  add_state (request, &upload);
}

static void
options_cb (RelaisRequest *request, gpointer data)
{
  relais_request_reply (request, 204, NULL, NULL);
  relais_request_add_header (request, "Tus-Resumable", "1.0.0");
  relais_request_add_header (request, "Tus-Version", "1.0.0");
  relais_request_add_header (request, "Tus-Extension", "creation,checksum,expiration");
  relais_request_add_header (request, "Tus-Checksum-Algorithm", "sha256,sha1");
  add_number (request, "Tus-Max-Size", RELAIS_BLOB_MAX_BYTES);
}

void
relais_api_sweep (RelaisApi *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->upload_lock);
  g_autoptr(GDir) directory = g_dir_open (self->uploads, 0, NULL);
  g_autoptr(GPtrArray) expired = g_ptr_array_new_with_free_func (g_free);

  for (const char *name; directory != NULL && (name = g_dir_read_name (directory)) != NULL; )
    {
      g_autofree char *path = g_build_filename (self->uploads, name, NULL);
      g_autoptr(GKeyFile) info = g_key_file_new ();
      if (!g_str_has_suffix (name, INFO))
        {
          /* Killed between making the two files. */
          g_autofree char *owner = dup_owner (self, name);
          if (owner == NULL)
            g_ptr_array_add (expired, g_steal_pointer (&path));
        }
      else if (!g_key_file_load_from_file (info, path, G_KEY_FILE_NONE, NULL)
               || g_key_file_get_int64 (info, GROUP, "until", NULL) <= relais_log_now (self->log))
        g_ptr_array_add (expired, g_strndup (path, strlen (path) - strlen (INFO)));
    }
  for (guint i = 0; i < expired->len; i++)
    {
      g_autofree char *info_path = g_strconcat (expired->pdata[i], INFO, NULL);
      g_unlink (expired->pdata[i]);
      g_unlink (info_path);
    }
}

#define SIGNED_IN (RELAIS_ROUTE_PROTOCOL | RELAIS_ROUTE_SIGNED_IN)
const RelaisRoute relais_api_upload_routes[] = {
  { "OPTIONS", "/v1/uploads", 0, 0, NULL, options_cb },
  { "POST", "/v1/uploads", SIGNED_IN, 0, NULL, create_cb },
  { "HEAD", "/v1/uploads/{id}", SIGNED_IN, 0, NULL, head_cb },
  { "PATCH", "/v1/uploads/{id}", SIGNED_IN, PIECE_BYTES, "application/offset+octet-stream", patch_cb },
  { NULL }
};
