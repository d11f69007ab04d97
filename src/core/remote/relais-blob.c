/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "relais-remote"

#include "relais-remote-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BLOB_MAX_BYTES  (256 * 1024 * 1024)
#define PART_BYTES      (4 * 1024 * 1024)
#define ANSWER_MAX_BYTES (64 * 1024)
#define TUS_VERSION     "1.0.0"

/* Where the bytes of a download go. */
typedef struct {
  GOutputStream *stream;    /* borrowed */
  GChecksum     *checksum;  /* borrowed */
  GCancellable  *cancellable;
} Sink;

static gboolean
is_hash (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

static gboolean
write_chunk (gconstpointer chunk, gsize length, gpointer data, GError **error)
{
  Sink *sink = data;

  g_checksum_update (sink->checksum, chunk, length);
  return g_output_stream_write_all (sink->stream, chunk, length, NULL, sink->cancellable, error);
}

static char *
hash_file (GFile *file, goffset *size, GCancellable *cancellable, GError **error)
{
  g_autoptr(GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (PART_BYTES);
  gssize length;

  *size = 0;
  if (stream == NULL)
    return NULL;
  while ((length = g_input_stream_read (G_INPUT_STREAM (stream), buffer, PART_BYTES, cancellable, error)) > 0)
    {
      g_checksum_update (checksum, buffer, length);
      *size += length;
    }
  return length < 0 ? NULL : g_strdup (g_checksum_get_string (checksum));
}

static gboolean
send_tus (RelaisRemote *self, SoupMessage *message, GCancellable *cancellable, GError **error)
{
  soup_message_headers_replace (soup_message_get_request_headers (message), "Tus-Resumable", TUS_VERSION);
  return relais_transport_send (self->transport, message, ANSWER_MAX_BYTES, NULL, NULL, cancellable, error);
}

static void
set_header_number (SoupMessage *message, const char *name, goffset value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GOFFSET_FORMAT, value);
  soup_message_headers_replace (soup_message_get_request_headers (message), name, text);
}

/* The path of a new upload, below our own address whatever the answer says. */
static char *
create_upload (RelaisRemote *self, const char *hash, goffset size, GCancellable *cancellable, GError **error)
{
  g_autoptr(SoupMessage) message = relais_transport_new_message (self->transport, "POST", "/v1/uploads");
  g_autofree char *encoded = g_base64_encode ((const guchar *) hash, strlen (hash));
  g_autofree char *metadata = g_strconcat ("sha256 ", encoded, NULL);

  set_header_number (message, "Upload-Length", size);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Upload-Metadata", metadata);
  if (!send_tus (self, message, cancellable, error))
    return NULL;

  const char *location = soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
  const char *name = location != NULL ? strrchr (location, '/') : NULL;
  if (name == NULL || strlen (name) < 2 || strlen (name) > 100 || strpbrk (name, "?#%") != NULL)
    {
      g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_BAD_ANSWER,
                   _("The answer of %s is not understood. Is this Relais too old for it?"), self->transport->base);
      return NULL;
    }
  return g_strconcat ("/v1/uploads", name, NULL);
}

static gboolean
send_part (RelaisRemote *self, const char *path, goffset offset, GBytes *part, GCancellable *cancellable, GError **error)
{
  g_autoptr(SoupMessage) message = relais_transport_new_message (self->transport, "PATCH", path);
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize digest_size = sizeof digest;
  gsize length;
  gconstpointer bytes = g_bytes_get_data (part, &length);

  g_checksum_update (checksum, bytes, length);
  g_checksum_get_digest (checksum, digest, &digest_size);
  g_autofree char *encoded = g_base64_encode (digest, digest_size);
  g_autofree char *value = g_strconcat ("sha256 ", encoded, NULL);
  set_header_number (message, "Upload-Offset", offset);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Upload-Checksum", value);
  soup_message_set_request_body_from_bytes (message, "application/offset+octet-stream", part);
  return send_tus (self, message, cancellable, error);
}

gboolean
relais_remote_get_blob (RelaisRemote *self, const char *hash, GFile *file, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && hash != NULL && is_hash (hash) && G_IS_FILE (file), FALSE);

  g_autofree char *path = g_strconcat ("/v1/blobs/", hash, NULL);
  g_autoptr(SoupMessage) message = relais_transport_new_message (self->transport, "GET", path);
  g_autoptr(GFileOutputStream) stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, cancellable, error);
  if (stream == NULL)
    return FALSE;

  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  Sink sink = { G_OUTPUT_STREAM (stream), checksum, cancellable };
  gboolean ok = relais_transport_send (self->transport, message, BLOB_MAX_BYTES, write_chunk, &sink, cancellable, error);
  if (ok && !g_str_equal (g_checksum_get_string (checksum), hash))
    {
      g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_BAD_ANSWER,
                   _("The file that %s sent is damaged."), self->transport->base);
      ok = FALSE;
    }
  ok = g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, ok ? error : NULL) && ok;
  if (!ok)
    g_file_delete (file, NULL, NULL);
  return ok;
}

gboolean
relais_remote_put_blob (RelaisRemote *self, GFile *file, char **hash, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && G_IS_FILE (file) && hash != NULL, FALSE);

  goffset size;
  g_autofree char *name = hash_file (file, &size, cancellable, error);
  g_autoptr(GFileInputStream) stream = name != NULL ? g_file_read (file, cancellable, error) : NULL;
  if (stream == NULL)
    return FALSE;
  g_autofree char *path = create_upload (self, name, size, cancellable, error);
  if (path == NULL)
    return FALSE;

  for (goffset offset = 0; offset < size; )
    {
      g_autofree guint8 *buffer = g_malloc (PART_BYTES);
      gsize length;
      if (!g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, MIN (PART_BYTES, size - offset), &length, cancellable, error))
        return FALSE;
      if (length == 0)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The file changed while it was being sent."));
          return FALSE;
        }
      g_autoptr(GBytes) part = g_bytes_new_take (g_steal_pointer (&buffer), length);
      if (!send_part (self, path, offset, part, cancellable, error))
        return FALSE;
      offset += length;
    }
  *hash = g_steal_pointer (&name);
  return TRUE;
}
