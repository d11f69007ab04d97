/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-client.h"

#include <string.h>

#define CLIENT_TIMEOUT 60

static GBytes *
unchunk (const char *text, gsize length)
{
  GByteArray *bytes = g_byte_array_new ();
  const char *end = text + length;
  while (text < end)
    {
      char *rest;
      guint64 size = g_ascii_strtoull (text, &rest, 16);
      rest += 2;
      if (size == 0 || rest + size > end)
        break;
      g_byte_array_append (bytes, (const guint8 *) rest, size);
      text = rest + size + 2;
    }
  return g_byte_array_free_to_bytes (bytes);
}

static Answer *
parse_answer (const char *text, gsize length)
{
  Answer *answer = g_new0 (Answer, 1);
  const char *end = g_strstr_len (text, length, "\r\n\r\n");
  answer->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (end == NULL || !g_str_has_prefix (text, "HTTP/1."))
    return answer;

  g_autofree char *head = g_strndup (text, end - text);
  g_auto(GStrv) lines = g_strsplit (head, "\r\n", -1);
  answer->status = atoi (lines[0] + strlen ("HTTP/1.1 "));
  for (guint i = 1; lines[i] != NULL; i++)
    {
      char *colon = strchr (lines[i], ':');
      g_assert_nonnull (colon);
      g_hash_table_insert (answer->headers, g_ascii_strdown (lines[i], colon - lines[i]), g_strdup (g_strstrip (colon + 1)));
    }
  const char *body = end + 4;
  gsize size = length - (body - text);
  answer->body = g_strcmp0 (answer_get_header (answer, "transfer-encoding"), "chunked") == 0 ? unchunk (body, size) : g_bytes_new (body, size);
  const char *type = answer_get_header (answer, "content-type");
  if (type != NULL && strstr (type, "json") != NULL && answer_get_header (answer, "content-encoding") == NULL
      && g_bytes_get_size (answer->body) > 0)
    {
      g_autofree char *json = g_strndup (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body));
      answer->json = json_from_string (json, NULL);
    }
  return answer;
}

GSocketConnection *
http_open (RelaisTestBackend *backend, const char *bytes)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GError) error = NULL;
  g_socket_client_set_timeout (client, CLIENT_TIMEOUT);
  g_socket_client_set_enable_proxy (client, FALSE);
  GSocketConnection *connection = g_socket_client_connect_to_host (client, "127.0.0.1", relais_test_backend_get_port (backend), NULL, &error);
  g_assert_no_error (error);
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_output_stream_write_all (out, bytes, strlen (bytes), NULL, NULL, NULL);
  return connection;
}

Answer *
http_send_bytes (RelaisTestBackend *backend, const char *bytes, gssize length)
{
  g_autoptr(GSocketConnection) connection = http_open (backend, "");
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr(GByteArray) all = g_byte_array_new ();
  char buffer[16384];
  gssize n;

  /* The other side may close before it has read everything. */
  g_output_stream_write_all (out, bytes, length < 0 ? (gssize) strlen (bytes) : length, NULL, NULL, NULL);
  while ((n = g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_byte_array_append (all, (const guint8 *) buffer, n);
  g_byte_array_append (all, (const guint8 *) "", 1);
  return parse_answer ((const char *) all->data, all->len - 1);
}

Answer *
http_call (RelaisTestBackend *backend, const char *token, const char *method, const char *path, const char *headers,
           const char *type, const char *body, gssize length)
{
  g_autoptr(GString) request = g_string_new (NULL);
  gsize size = body != NULL ? (length < 0 ? strlen (body) : (gsize) length) : 0;

  g_string_append_printf (request, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nRelais-Protocol: 1\r\n", method, path);
  if (token != NULL)
    g_string_append_printf (request, "Authorization: Bearer %s\r\n", token);
  if (type != NULL)
    g_string_append_printf (request, "Content-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n", type, size);
  g_string_append_printf (request, "%s\r\n", headers != NULL ? headers : "");
  g_string_append_len (request, body, size);
  return http_send_bytes (backend, request->str, request->len);
}

Answer *
http_get (RelaisTestBackend *backend, const char *token, const char *path)
{
  return http_call (backend, token, "GET", path, NULL, NULL, NULL, 0);
}

Answer *
http_post (RelaisTestBackend *backend, const char *token, const char *path, const char *json)
{
  g_autofree char *text = g_strdelimit (g_strdup (json), "'", '"');
  return http_call (backend, token, "POST", path, NULL, "application/json", text, -1);
}

void
answer_free (Answer *answer)
{
  g_hash_table_unref (answer->headers);
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_clear_pointer (&answer->json, json_node_unref);
  g_free (answer);
}

const char *
answer_get_header (Answer *answer, const char *name)
{
  return g_hash_table_lookup (answer->headers, name);
}

JsonObject *
answer_get_object (Answer *answer)
{
  g_assert_nonnull (answer->json);
  return json_node_get_object (answer->json);
}

const char *
answer_get_code (Answer *answer)
{
  g_assert_cmpstr (answer_get_header (answer, "content-type"), ==, "application/problem+json");
  g_assert_cmpstr (answer_get_header (answer, "relais-protocol"), ==, "1");
  JsonObject *problem = answer_get_object (answer);
  g_assert_cmpint (json_object_get_int_member (problem, "status"), ==, answer->status);
  g_assert_cmpstr (json_object_get_string_member (problem, "type"), ==, "about:blank");
  g_assert_true (json_object_has_member (problem, "title"));
  g_assert_true (json_object_has_member (problem, "detail"));
  return json_object_get_string_member (problem, "code");
}

char *
http_sign_in (RelaisTestBackend *backend, const char *login, char **epoch)
{
  g_autofree char *body = g_strdup_printf ("{'login':'%s','password':'" RELAIS_TEST_PASSWORD "','device':'test'}", login);
  g_autoptr(Answer) answer = http_post (backend, NULL, "/v1/session", body);
  g_assert_cmpuint (answer->status, ==, 201);
  JsonObject *session = answer_get_object (answer);
  if (epoch != NULL)
    *epoch = g_strdup (json_object_get_string_member (json_object_get_object_member (session, "workspace"), "epoch"));
  return g_strdup (json_object_get_string_member (session, "token"));
}

JsonObject *
http_push (RelaisTestBackend *backend, const char *token, const char *epoch, const char *client, const char *mutation, Answer **answer)
{
  g_autofree char *body = g_strdup_printf ("{'epoch':'%s','client':'%s','mutations':[%s]}", epoch, client, mutation);
  *answer = http_post (backend, token, "/v1/push", body);
  g_assert_cmpuint ((*answer)->status, ==, 200);
  JsonArray *outcomes = json_object_get_array_member (answer_get_object (*answer), "outcomes");
  return json_array_get_length (outcomes) > 0 ? json_array_get_object_element (outcomes, 0) : NULL;
}

guint64
http_get_head (RelaisTestBackend *backend, const char *token)
{
  g_autoptr(Answer) answer = http_get (backend, token, "/v1/changes?limit=1");
  g_assert_cmpuint (answer->status, ==, 200);
  return json_object_get_int_member (answer_get_object (answer), "head");
}
