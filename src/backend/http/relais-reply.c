/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-http"

#include "relais-http-private.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define COMPRESS_FROM  1000   /* bytes; below, the headers weigh more than what is gained */
#define COMPRESS_LEVEL 2      /* the link is a local network: speed counts more than the last tenth */

static void
clear_reply (RelaisReply *reply)
{
  g_clear_pointer (&reply->body, g_bytes_unref);
  g_clear_pointer (&reply->headers, g_ptr_array_unref);
  if (reply->fd >= 0)
    close (reply->fd);
  reply->fd = -1;
  reply->hub = NULL;
}

static gboolean
is_text (const char *type)
{
  return type != NULL && (g_str_has_prefix (type, "text/") || strstr (type, "json") != NULL || strstr (type, "xml") != NULL);
}

static gboolean
accepts_gzip (RelaisRequest *request)
{
  const char *accepted = relais_request_get_header (request, "Accept-Encoding");
  if (accepted == NULL)
    return FALSE;
  g_auto(GStrv) codings = g_strsplit (accepted, ",", 20);
  for (guint i = 0; codings[i] != NULL; i++)
    {
      const char *coding = g_strstrip (codings[i]);
      if (g_str_has_prefix (coding, "gzip") && strstr (coding, "q=0") == NULL)
        return TRUE;
    }
  return FALSE;
}

/* NULL when it cannot be made smaller. */
static GBytes *
compress_bytes (GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);
  z_stream stream = { 0 };

  if (length > G_MAXUINT || deflateInit2 (&stream, COMPRESS_LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return NULL;
  g_autofree guint8 *out = g_malloc (length);
  stream.next_in = (Bytef *) data;
  stream.avail_in = length;
  stream.next_out = out;
  stream.avail_out = length;
  int result = deflate (&stream, Z_FINISH);
  gsize made = stream.total_out;
  deflateEnd (&stream);
  if (result != Z_STREAM_END)
    return NULL;
  return g_bytes_new_take (g_realloc (g_steal_pointer (&out), made), made);
}

static struct MHD_Response *
make_bytes_response (RelaisReply *reply)
{
  gsize length = 0;
  gconstpointer data = reply->body != NULL ? g_bytes_get_data (reply->body, &length) : "";
  if (reply->body == NULL)
    return MHD_create_response_empty (MHD_RF_NONE);
  return MHD_create_response_from_buffer_with_free_callback_cls (length, data, (MHD_ContentReaderFreeCallback) g_bytes_unref,
                                                                 g_bytes_ref (reply->body));
}

static struct MHD_Response *
make_response (RelaisRequest *request)
{
  RelaisReply *reply = &request->reply;
  if (reply->hub != NULL)
    return relais_hub_make_response (reply->hub, request);
  if (reply->fd >= 0)
    {
      struct MHD_Response *response = MHD_create_response_from_fd_at_offset64 (reply->length, reply->fd, reply->offset);
      if (response != NULL)
        reply->fd = -1;
      return response;
    }
  return make_bytes_response (reply);
}

/* "bytes=a-b", "bytes=a-", "bytes=-n" (RFC 9110 §14). Anything else is as if nobody had asked. FALSE: nothing of the file is meant. */
static gboolean
read_range (const char *range, guint64 size, guint64 *first, guint64 *last, gboolean *partial)
{
  *first = 0;
  *last = size - 1;
  *partial = FALSE;
  if (range == NULL || !g_str_has_prefix (range, "bytes=") || strchr (range, ',') != NULL)
    return TRUE;

  g_auto(GStrv) ends = g_strsplit (range + strlen ("bytes="), "-", 3);
  guint64 from = 0, to = 0;
  if (g_strv_length (ends) != 2)
    return TRUE;
  gboolean has_from = g_ascii_string_to_unsigned (ends[0], 10, 0, G_MAXINT64, &from, NULL);
  gboolean has_to = g_ascii_string_to_unsigned (ends[1], 10, 0, G_MAXINT64, &to, NULL);
  if ((!has_from && ends[0][0] != '\0') || (!has_to && ends[1][0] != '\0') || (!has_from && !has_to) || (has_from && has_to && to < from))
    return TRUE;

  *partial = TRUE;
  if (has_from)
    {
      *first = from;
      *last = has_to ? MIN (to, size - 1) : size - 1;
      return from < size;
    }
  *first = to < size ? size - to : 0;
  return to > 0;
}

void
relais_request_reply (RelaisRequest *request, guint status, const char *type, GBytes *body)
{
  RelaisReply *reply = &request->reply;
  clear_reply (reply);
  reply->status = status;
  g_set_str (&reply->type, type);
  reply->body = body;
}

void
relais_request_reply_json (RelaisRequest *request, guint status, JsonObject *object)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), object);
  json_object_unref (object);
  char *text = json_to_string (node, FALSE);
  relais_request_reply (request, status, "application/json", g_bytes_new_take (text, strlen (text)));
}

void
relais_request_reply_problem (RelaisRequest *request, guint status, const char *code, const char *detail)
{
  char *text = relais_problem_to_text (status, code, detail);
  relais_request_reply (request, status, RELAIS_PROBLEM_TYPE, g_bytes_new_take (text, strlen (text)));
}

void
relais_request_reply_file (RelaisRequest *request, const char *type, const char *path)
{
  struct stat info;
  guint64 first, last;
  gboolean partial;
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || fstat (fd, &info) < 0)
    {
      if (fd >= 0)
        close (fd);
      relais_request_reply_problem (request, 404, "not_found", "There is nothing here.");
      return;
    }
  guint64 size = info.st_size;
  if (size == 0 || !read_range (relais_request_get_header (request, "Range"), size, &first, &last, &partial))
    {
      g_autofree char *whole = g_strdup_printf ("bytes */%" G_GUINT64_FORMAT, size);
      close (fd);
      if (size == 0)
        relais_request_reply (request, 200, type, NULL);
      else
        {
          relais_request_reply_problem (request, 416, "bad_range", "The file has no such part.");
          relais_request_add_header (request, "Content-Range", whole);
        }
      return;
    }
  relais_request_reply (request, partial ? 206 : 200, type, NULL);
  request->reply.fd = fd;
  request->reply.offset = first;
  request->reply.length = last - first + 1;
  relais_request_add_header (request, "Accept-Ranges", "bytes");
  if (partial)
    {
      g_autofree char *part = g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, first, last, size);
      relais_request_add_header (request, "Content-Range", part);
    }
}

void
relais_request_reply_stream (RelaisRequest *request, RelaisHub *hub)
{
  relais_request_reply (request, 200, "text/event-stream", NULL);
  request->reply.hub = hub;
}

void
relais_request_add_header (RelaisRequest *request, const char *name, const char *value)
{
  RelaisReply *reply = &request->reply;
  if (reply->headers == NULL)
    reply->headers = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (reply->headers, g_strdup (name));
  g_ptr_array_add (reply->headers, g_strdup (value));
}

void
relais_request_compress (RelaisRequest *request)
{
  RelaisReply *reply = &request->reply;
  if (reply->body == NULL || g_bytes_get_size (reply->body) < COMPRESS_FROM || !is_text (reply->type))
    return;
  relais_request_add_header (request, "Vary", "Accept-Encoding");
  GBytes *smaller = accepts_gzip (request) ? compress_bytes (reply->body) : NULL;
  if (smaller == NULL)
    return;
  g_bytes_unref (reply->body);
  reply->body = smaller;
  relais_request_add_header (request, "Content-Encoding", "gzip");
}

enum MHD_Result
relais_request_send (RelaisRequest *request)
{
  RelaisReply *reply = &request->reply;
  g_assert (reply->status != 0);
  struct MHD_Response *response = make_response (request);
  if (response == NULL)
    return MHD_NO;

  for (guint i = 0; reply->headers != NULL && i < reply->headers->len; i += 2)
    MHD_add_response_header (response, reply->headers->pdata[i], reply->headers->pdata[i + 1]);
  if (reply->type != NULL && reply->hub == NULL)
    MHD_add_response_header (response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->type);
  if (g_str_has_prefix (request->path, "/v1/") || g_strcmp0 (reply->type, RELAIS_PROBLEM_TYPE) == 0)
    MHD_add_response_header (response, "Relais-Protocol", "1");
  if (MHD_get_response_header (response, MHD_HTTP_HEADER_CACHE_CONTROL) == NULL)
    MHD_add_response_header (response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  MHD_add_response_header (response, "X-Content-Type-Options", "nosniff");

  relais_peer_enter (request->peer, reply->hub != NULL ? RELAIS_PHASE_STREAM : RELAIS_PHASE_SEND);
  enum MHD_Result result = relais_queue_response (request->connection, reply->status, response);
  MHD_destroy_response (response);
  return result;
}
