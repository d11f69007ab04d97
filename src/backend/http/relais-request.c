/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-http"

#include "relais-http-private.h"

#include "relais-json.h"

#include <string.h>
#include <unistd.h>

/* A refused body up to this size is read to its end before the answer, so that the client sees the answer and not a reset connection. */
#define DRAIN_BYTES       (1024 * 1024)
#define BUFFERED_MAX      (64 * 1024 * 1024)   /* bodies in memory, all requests together */
#define HEADERS_MAX       (10 * 1024)          /* what is left of CONNECTION_MEMORY is for the answer */
#define TARGET_MAX_CHARS  2048
#define ADDRESS_MAX_CHARS 64
#define JSON_MAX_VALUES   250000               /* of one body: a value of two bytes may take 300 in memory */

static const char *
find_header (RelaisRequest *request, const char *name)
{
  return MHD_lookup_connection_value (request->connection, MHD_HEADER_KIND, name);
}

/* Behind a proxy on this machine the person's address is the last one in X-Forwarded-For: the proxy has put it there itself. What is no
 * address counts as the proxy's own: the audit log and the throttle take it as it is. */
static char *
find_address (RelaisRequest *request)
{
  const char *forwarded = relais_peer_is_loopback (request->peer) ? find_header (request, "X-Forwarded-For") : NULL;
  if (forwarded == NULL)
    return g_strdup (relais_peer_get_address (request->peer));
  const char *comma = strrchr (forwarded, ',');
  g_autofree char *last = g_strstrip (g_strndup (comma != NULL ? comma + 1 : forwarded, ADDRESS_MAX_CHARS));
  return g_strdup (g_hostname_is_ip_address (last) ? last : relais_peer_get_address (request->peer));
}

static gboolean
refuse (RelaisRequest *request, guint status, const char *code, const char *detail)
{
  relais_request_reply_problem (request, status, code, detail);
  return FALSE;
}

static enum MHD_Result
count_framing_cb (void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
  *(guint *) data += g_ascii_strcasecmp (name, "Content-Length") == 0 || g_ascii_strcasecmp (name, "Transfer-Encoding") == 0;
  return MHD_YES;
}

/* One way only to read where the request ends (RFC 9112 §6.3). libmicrohttpd refuses most of the others but takes the first
 * number of a list; whoever stands before us may take the last. The connection ends, so that nothing behind is read as a request. */
static gboolean
check_framing (RelaisRequest *request)
{
  const char *length = find_header (request, "Content-Length"), *coding = find_header (request, "Transfer-Encoding");
  guint n = 0;
  MHD_get_connection_values (request->connection, MHD_HEADER_KIND, count_framing_cb, &n);
  if (n <= 1 && (length == NULL || (length[0] != '\0' && strspn (length, "0123456789") == strlen (length)))
      && (coding == NULL || g_ascii_strcasecmp (coding, "chunked") == 0))
    return TRUE;
  refuse (request, 400, "bad_request", "The length of the request is not told in one clear way.");
  relais_request_add_header (request, "Connection", "close");
  return FALSE;
}

/* Behind a proxy on this machine it is the proxy that limits. */
static gboolean
check_crowd (RelaisRequest *request)
{
  if (!relais_peer_is_one_too_many (request->peer))
    return TRUE;
  refuse (request, 429, "too_many_connections", "There are too many connections from this address.");
  relais_request_add_header (request, "Connection", "close");
  relais_request_add_header (request, "Retry-After", "5");
  return FALSE;
}

static gboolean
check_target (RelaisRequest *request)
{
  if (!relais_peer_is_readable (request->peer))
    return refuse (request, 400, "bad_request", "What is asked for is not written in UTF-8 and proper escapes.");
  if (strlen (request->path) > TARGET_MAX_CHARS)
    return refuse (request, 404, "not_found", "There is nothing here.");
  return TRUE;
}

static gboolean
check_route (RelaisRequest *request)
{
  g_autofree char *allowed = NULL;
  if (relais_router_match (request->http->router, request->method, request->path, &request->match, &allowed))
    return TRUE;
  if (allowed == NULL)
    return refuse (request, 404, "not_found", "There is nothing here.");
  refuse (request, 405, "method_not_allowed", "This is not done with that method.");
  relais_request_add_header (request, "Allow", allowed);
  return FALSE;
}

static gboolean
check_protocol (RelaisRequest *request)
{
  if (!(request->match.route->flags & RELAIS_ROUTE_PROTOCOL))
    return TRUE;
  const char *version = find_header (request, "Relais-Protocol");
  if (version == NULL)
    return refuse (request, 400, "protocol_required", "The request does not carry Relais-Protocol.");
  if (!g_str_equal (version, "1"))
    return refuse (request, 400, "protocol_unknown", "This back end speaks version 1 of the protocol.");
  return TRUE;
}

static gboolean
check_token (RelaisRequest *request)
{
  if (!(request->match.route->flags & RELAIS_ROUTE_SIGNED_IN))
    return TRUE;
  const RelaisHttpConfig *config = &request->http->config;
  const char *header = find_header (request, "Authorization");
  g_autoptr(GError) error = NULL;
  if (header != NULL && g_ascii_strncasecmp (header, "Bearer ", 7) == 0)
    {
      request->token = g_strdup (header + 7);
      request->access = config->authenticate != NULL ? config->authenticate (request->token, config->authenticate_data, &error) : NULL;
    }
  if (request->access != NULL)
    return TRUE;
  if (error != NULL)
    {
      /* Not 401: whoever is signed in must not have to sign in again because a disk is slow. */
      g_warning ("Who is signed in cannot be looked up: %s", error->message);
      refuse (request, 503, "storage", "The back end cannot reach its data at the moment. Nothing was changed.");
      relais_request_add_header (request, "Retry-After", "5");
      return FALSE;
    }
  refuse (request, 401, "sign_in", "Sign in first.");
  relais_request_add_header (request, "WWW-Authenticate", "Bearer");
  return FALSE;
}

static gboolean
has_body_type (RelaisRequest *request)
{
  const char *wanted = request->match.route->body_type, *type = find_header (request, "Content-Type");
  if (wanted == NULL)
    return TRUE;
  if (type == NULL)
    return FALSE;
  gsize length = strcspn (type, "; \t");
  return length == strlen (wanted) && g_ascii_strncasecmp (type, wanted, length) == 0;
}

static gboolean
check_body (RelaisRequest *request)
{
  const char *length = find_header (request, "Content-Length");
  gboolean has_body = find_header (request, "Transfer-Encoding") != NULL || (length != NULL && !g_str_equal (length, "0"));
  guint64 bytes = length != NULL ? g_ascii_strtoull (length, NULL, 10) : 0;

  if (bytes > request->match.route->body_limit || (has_body && request->match.route->body_limit == 0))
    return refuse (request, 413, "too_large", "The body is larger than this address takes.");
  if ((has_body || request->match.route->body_limit > 0) && !has_body_type (request))
    return refuse (request, 415, "wrong_type", "The body is not of the media type that this address takes.");
  if (find_header (request, "Content-Encoding") != NULL)
    return refuse (request, 415, "wrong_type", "Bodies are taken as they are, not compressed.");
  if (g_atomic_pointer_get (&request->http->buffered) + bytes > BUFFERED_MAX)
    {
      refuse (request, 503, "busy", "Too much is being sent at the moment.");
      relais_request_add_header (request, "Retry-After", "2");
      return FALSE;
    }
  return TRUE;
}

/* At least as many as the JSON text has values: each is behind a comma or an opening bracket, or stands alone. Asked before anything
 * is made of them. */
static gsize
count_values (const char *text, gsize length)
{
  gboolean in_string = FALSE;
  gsize n = 1;
  for (gsize i = 0; i < length; i++)
    if (in_string && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      in_string = !in_string;
    else if (!in_string)
      n += text[i] == ',' || text[i] == '[' || text[i] == '{';
  return n;
}

RelaisRequest *
relais_request_new (RelaisHttp *http, struct MHD_Connection *connection, const char *method, const char *path)
{
  RelaisRequest *request = g_new0 (RelaisRequest, 1);
  request->http = http;
  request->connection = connection;
  request->peer = relais_peer_of (connection);
  request->method = g_strdup (method);
  request->path = g_strdup (path);
  request->address = find_address (request);
  request->reply.fd = -1;
  return request;
}

void
relais_request_free (RelaisRequest *request)
{
  if (request->body != NULL)
    g_atomic_pointer_add (&request->http->buffered, -(gssize) request->body->len);
  g_clear_pointer (&request->body, g_byte_array_unref);
  g_clear_pointer (&request->body_bytes, g_bytes_unref);
  g_clear_pointer (&request->json, json_node_unref);
  g_clear_pointer (&request->access, relais_access_unref);
  g_clear_pointer (&request->match.segments, g_hash_table_unref);
  g_clear_pointer (&request->reply.body, g_bytes_unref);
  g_clear_pointer (&request->reply.headers, g_ptr_array_unref);
  if (request->reply.fd >= 0)
    close (request->reply.fd);
  g_free (request->reply.type);
  g_free (request->method);
  g_free (request->path);
  g_free (request->address);
  g_free (request->token);
  g_free (request);
}

gboolean
relais_request_fits (RelaisRequest *request)
{
  const union MHD_ConnectionInfo *info = MHD_get_connection_info (request->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  if (info == NULL || info->header_size <= HEADERS_MAX)
    return TRUE;
  g_autofree char *problem = relais_problem_to_text (431, "headers_too_large", "The headers are larger than is taken here.");
  relais_peer_dismiss (request->peer, 431, problem);
  return FALSE;
}

gboolean
relais_request_check (RelaisRequest *request)
{
  return check_framing (request) && check_crowd (request) && check_target (request) && check_route (request) && check_protocol (request) && check_token (request) && check_body (request);
}

gboolean
relais_request_feed (RelaisRequest *request, const char *bytes, gsize length)
{
  if (request->reply.status == 0)
    {
      if (request->body == NULL)
        request->body = g_byte_array_new ();
      gsize buffered = g_atomic_pointer_add (&request->http->buffered, (gssize) length) + length;
      g_byte_array_append (request->body, (const guint8 *) bytes, length);
      if (request->body->len > request->match.route->body_limit)
        refuse (request, 413, "too_large", "The body is larger than this address takes.");
      else if (buffered > BUFFERED_MAX)
        refuse (request, 503, "busy", "Too much is being sent at the moment.");
      if (request->reply.status == 0)
        return TRUE;
      g_atomic_pointer_add (&request->http->buffered, -(gssize) request->body->len);
      g_clear_pointer (&request->body, g_byte_array_unref);
    }
  request->discarded += length;
  if (request->discarded <= DRAIN_BYTES)
    return TRUE;
  /* Enough was read for nothing: the answer goes out over the rest, which some clients look at and others do not. */
  g_autofree char *problem = g_strndup (g_bytes_get_data (request->reply.body, NULL), g_bytes_get_size (request->reply.body));
  relais_peer_dismiss (request->peer, request->reply.status, problem);
  return FALSE;
}

const char *
relais_request_get_method (RelaisRequest *request)
{
  return request->method;
}

const char *
relais_request_get_path (RelaisRequest *request)
{
  return request->path;
}

const char *
relais_request_get_segment (RelaisRequest *request, const char *name)
{
  return g_hash_table_lookup (request->match.segments, name);
}

const char *
relais_request_get_query (RelaisRequest *request, const char *name)
{
  const char *value = MHD_lookup_connection_value (request->connection, MHD_GET_ARGUMENT_KIND, name);
  return value != NULL && g_utf8_validate (value, -1, NULL) ? value : NULL;
}

const char *
relais_request_get_header (RelaisRequest *request, const char *name)
{
  const char *value = find_header (request, name);
  return value != NULL && g_utf8_validate (value, -1, NULL) ? value : NULL;
}

const char *
relais_request_get_address (RelaisRequest *request)
{
  return request->address;
}

const char *
relais_request_get_token (RelaisRequest *request)
{
  return request->token;
}

RelaisAccess *
relais_request_get_access (RelaisRequest *request)
{
  return request->access;
}

GBytes *
relais_request_get_body (RelaisRequest *request)
{
  if (request->body_bytes == NULL)
    request->body_bytes = request->body != NULL ? g_bytes_new_static (request->body->data, request->body->len) : g_bytes_new_static ("", 0);
  return request->body_bytes;
}

JsonObject *
relais_request_get_object (RelaisRequest *request)
{
  g_autoptr(GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (relais_request_get_body (request), &length);

  if (request->json == NULL && count_values (text, length) > JSON_MAX_VALUES)
    {
      refuse (request, 413, "too_large", "The body holds more values than this address takes.");
      return NULL;
    }
  if (request->json == NULL)
    request->json = relais_json_parse (text, length, request->match.route->body_limit, &error);
  if (request->json == NULL)
    refuse (request, 400, relais_model_error_to_code (RELAIS_MODEL_ERROR_JSON), error->message);
  else if (!JSON_NODE_HOLDS_OBJECT (request->json))
    refuse (request, 400, relais_model_error_to_code (RELAIS_MODEL_ERROR_JSON), "The body is not a JSON object.");
  else
    return json_node_get_object (request->json);
  return NULL;
}
