/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

#include <stdlib.h>
#include <string.h>

/* Everything that is not as it should be gets the documented problem document and changes nothing. */

#define HEAD   "Host: localhost\r\nConnection: close\r\n"

/* Whatever a test has sent: nothing was changed, and the server is well. */
static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (http_get_head (self->backend, self->token), ==, self->head);
  relais_test_backend_stop (self->backend);
  fixture_tear_down (self, data);
}

static void
expect (Answer *answer, guint status, const char *code)
{
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (answer_get_code (answer), ==, code);
}

static void
test_bad_json (Fixture *self, gconstpointer data)
{
  g_autoptr(GString) deep = g_string_new (NULL);
  for (guint i = 0; i < 33; i++)
    g_string_append (deep, "{\"a\":");
  g_string_append (deep, "1");
  for (guint i = 0; i < 33; i++)
    g_string_append (deep, "}");
  const char *bad[] = {
    "", "{", "nothing", "{} {}", "{\"a\":1,\"a\":2}", "{\"a\":9007199254740993}", "{\"a\":01}", "{'a':1}", "{\"a\":1,}",
    "{\"a\":\"\xff\"}", "{\"a\":\"\\ud800\"}", "[]", "\"text\"", "{\"a\":NaN}", "// c\n{}", deep->str, NULL,
  };
  for (const char **body = bad; *body != NULL; body++)
    {
      g_autoptr(Answer) push = http_call (self->backend, self->token, "POST", "/v1/push", NULL, "application/json", *body, -1);
      expect (push, 400, "bad_json");
      g_autoptr(Answer) session = http_call (self->backend, NULL, "POST", "/v1/session", NULL, "application/json", *body, -1);
      expect (session, 400, "bad_json");
    }
}

static void
test_bad_members (Fixture *self, gconstpointer data)
{
  const char *bad[] = {
    "{}", "{'epoch':1,'client':'" CLIENT "','mutations':[]}", "{'epoch':'e','client':7,'mutations':[]}",
    "{'epoch':'e','client':'not an id','mutations':[]}", "{'epoch':'e','client':'" CLIENT "'}",
    "{'epoch':'e','client':'" CLIENT "','mutations':{}}", NULL,
  };
  for (const char **body = bad; *body != NULL; body++)
    {
      g_autoptr(Answer) answer = http_post (self->backend, self->token, "/v1/push", *body);
      expect (answer, 400, "bad_request");
    }
  g_autoptr(Answer) unnumbered = http_post (self->backend, self->token, "/v1/push",
                                            "{'epoch':'e','client':'" CLIENT "','mutations':[{'ops':[]}]}");
  expect (unnumbered, 400, "bad_json");
  g_autoptr(Answer) epoch = http_post (self->backend, self->token, "/v1/push", "{'epoch':'e','client':'" CLIENT "','mutations':[]}");
  expect (epoch, 410, "resync");
  g_autoptr(Answer) session = http_post (self->backend, NULL, "/v1/session", "{'login':'claire','password':['x'],'device':'d'}");
  expect (session, 400, "bad_request");
  g_autoptr(Answer) limit = http_get (self->backend, self->token, "/v1/changes?limit=-1");
  expect (limit, 400, "bad_request");
  g_autoptr(Answer) cursor = http_get (self->backend, self->token, "/v1/changes?since=rubbish");
  expect (cursor, 400, "bad_cursor");
  g_autoptr(Answer) client = http_get (self->backend, self->token, "/v1/changes?client=x");
  expect (client, 400, "bad_request");
}

static void
test_routes (Fixture *self, gconstpointer data)
{
  const char *nowhere[] = { "/v1/nothing", "/v1", "/v1/push/x", "/v1/blobs/", "/v1/blobs/a/b", "/v1//push", "/../etc/passwd", NULL };
  for (const char **path = nowhere; *path != NULL; path++)
    {
      g_autoptr(Answer) answer = http_get (self->backend, self->token, *path);
      g_assert_cmpuint (answer->status, ==, 404);
      /* Elsewhere the portal answers, with a page. */
      if (g_str_has_prefix (*path, "/v1/"))
        g_assert_cmpstr (answer_get_code (answer), ==, "not_found");
    }
  g_autoptr(Answer) put = http_call (self->backend, self->token, "PUT", "/v1/push", NULL, NULL, NULL, 0);
  expect (put, 405, "method_not_allowed");
  g_assert_cmpstr (answer_get_header (put, "allow"), ==, "POST");
  g_autoptr(Answer) session = http_get (self->backend, self->token, "/v1/session");
  expect (session, 405, "method_not_allowed");
  g_assert_cmpstr (answer_get_header (session, "allow"), ==, "POST, DELETE");
  g_autoptr(Answer) strange = http_call (self->backend, self->token, "BREW", "/v1/health", NULL, NULL, NULL, 0);
  expect (strange, 405, "method_not_allowed");
}

static void
test_protocol_header (Fixture *self, gconstpointer data)
{
  g_autofree char *none = g_strdup_printf ("GET /v1/changes HTTP/1.1\r\n" HEAD "Authorization: Bearer %s\r\n\r\n", self->token);
  g_autoptr(Answer) missing = http_send_bytes (self->backend, none, -1);
  expect (missing, 400, "protocol_required");
  g_autofree char *two = g_strdup_printf ("GET /v1/changes HTTP/1.1\r\n" HEAD "Relais-Protocol: 2\r\nAuthorization: Bearer %s\r\n\r\n", self->token);
  g_autoptr(Answer) later = http_send_bytes (self->backend, two, -1);
  expect (later, 400, "protocol_unknown");
}

static void
test_not_signed_in (Fixture *self, gconstpointer data)
{
  const char *paths[] = { "/v1/changes", "/v1/live", "/v1/blobs/aa", NULL };
  const char *tokens[] = { NULL, "", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", NULL };
  for (const char **path = paths; *path != NULL; path++)
    for (guint i = 0; i < 4; i++)
      {
        g_autoptr(Answer) answer = http_get (self->backend, tokens[i], *path);
        expect (answer, 401, "sign_in");
      }
  g_autofree char *basic = g_strdup_printf ("GET /v1/changes HTTP/1.1\r\n" HEAD "Relais-Protocol: 1\r\nAuthorization: Basic %s\r\n\r\n", self->token);
  g_autoptr(Answer) other = http_send_bytes (self->backend, basic, -1);
  expect (other, 401, "sign_in");
}

static void
test_body_type (Fixture *self, gconstpointer data)
{
  g_autofree char *body = g_strdup_printf ("{\"epoch\":\"%s\",\"client\":\"" CLIENT "\",\"mutations\":[]}", self->epoch);
  g_autoptr(Answer) form = http_call (self->backend, self->token, "POST", "/v1/push", NULL, "application/x-www-form-urlencoded", body, -1);
  expect (form, 415, "wrong_type");
  g_autoptr(Answer) close_one = http_call (self->backend, self->token, "POST", "/v1/push", NULL, "application/jsonx", body, -1);
  expect (close_one, 415, "wrong_type");
  g_autoptr(Answer) packed = http_call (self->backend, self->token, "POST", "/v1/push", "Content-Encoding: gzip\r\n", "application/json", body, -1);
  expect (packed, 415, "wrong_type");
  g_autoptr(Answer) charset = http_call (self->backend, self->token, "POST", "/v1/push", NULL, "application/json; charset=utf-8", body, -1);
  g_assert_cmpuint (charset->status, ==, 200);
  g_autoptr(Answer) unwanted = http_call (self->backend, self->token, "GET", "/v1/changes", NULL, "application/json", body, -1);
  expect (unwanted, 413, "too_large");
}

static guint64
read_peak_kib (Fixture *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", relais_test_backend_get_pid (self->backend));
  g_autofree char *status = NULL;
  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
  return g_ascii_strtoull (strstr (status, "VmHWM:") + strlen ("VmHWM:"), NULL, 10);
}

static void
test_too_large (Fixture *self, gconstpointer data)
{
  gsize length = 9 * 1024 * 1024;
  g_autofree char *big = g_malloc (length);
  memset (big, ' ', length);
  guint64 before = read_peak_kib (self);

  g_autoptr(Answer) session = http_call (self->backend, NULL, "POST", "/v1/session", NULL, "application/json", big, 20000);
  expect (session, 413, "too_large");
  /* More than is drained: the connection may end before the answer is read, but nothing is kept. */
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr(Answer) push = http_call (self->backend, self->token, "POST", "/v1/push", NULL, "application/json", big, length);
      if (push->status != 0)
        expect (push, 413, "too_large");
    }
  /* Without a length. */
  g_autoptr(GString) chunked = g_string_new (NULL);
  g_string_append_printf (chunked, "POST /v1/session HTTP/1.1\r\n" HEAD "Relais-Protocol: 1\r\nContent-Type: application/json\r\n"
                          "Transfer-Encoding: chunked\r\n\r\n5000\r\n");
  g_string_append_len (chunked, big, 0x5000);
  g_string_append (chunked, "\r\n0\r\n\r\n");
  g_autoptr(Answer) unsized = http_send_bytes (self->backend, chunked->str, chunked->len);
  expect (unsized, 413, "too_large");
  g_assert_cmpuint (read_peak_kib (self) - before, <, 8 * 1024);
}

/* Small values fill the memory long before the body is too long: four such requests at once once took 3 GB. */
static void
test_many_values (Fixture *self, gconstpointer data)
{
  static const char * const values[] = { "0", "[]", "{}", NULL };
  guint64 before = read_peak_kib (self);
  for (guint v = 0; values[v] != NULL; v++)
    {
      g_autoptr(GString) body = g_string_new ("{\"x\":[");
      while (body->len < 3 * 1024 * 1024)
        g_string_append_printf (body, "%s,", values[v]);
      g_string_append (body, "0]}");
      g_autoptr(Answer) answer = http_call (self->backend, self->token, "POST", "/v1/push", NULL, "application/json", body->str, body->len);
      expect (answer, 413, "too_large");
    }
  g_assert_cmpuint (read_peak_kib (self) - before, <, 16 * 1024);

  /* Commas in a text are no values. */
  g_autoptr(GString) prose = g_string_new ("{\"x\":\"\\\"");
  for (guint i = 0; i < 300000; i++)
    g_string_append (prose, ",[{");
  g_string_append (prose, "\"}");
  g_autoptr(Answer) text = http_call (self->backend, self->token, "POST", "/v1/push", NULL, "application/json", prose->str, prose->len);
  expect (text, 400, "bad_request");
}

static void
test_many_mutations (Fixture *self, gconstpointer data)
{
  g_autoptr(GString) body = g_string_new (NULL);
  g_string_append_printf (body, "{'epoch':'%s','client':'" CLIENT "','mutations':[", self->epoch);
  for (guint mid = 1; mid <= 1001; mid++)
    g_string_append_printf (body, "%s{'mid':%u,'ops':[]}", mid > 1 ? "," : "", mid);
  g_string_append (body, "]}");
  g_autoptr(Answer) answer = http_post (self->backend, self->token, "/v1/push", body->str);
  expect (answer, 413, "too_large");
}

/* What a proxy says of the address is believed only when it is one: else everybody would be a newcomer to the throttle. */
static void
test_forged_address (Fixture *self, gconstpointer data)
{
  g_autoptr(Answer) answer = NULL;
  guint tries = 0;
  do
    {
      g_autofree char *header = g_strdup_printf ("X-Forwarded-For: <nobody %u>\r\n", tries);
      g_autofree char *body = g_strdup_printf ("{\"login\":\"nobody %u\",\"password\":\"wrong guess\",\"device\":\"d\"}", tries);
      g_clear_pointer (&answer, answer_free);
      answer = http_call (self->backend, NULL, "POST", "/v1/session", header, "application/json", body, -1);
    }
  while (answer->status == 401 && ++tries < 100);
  expect (answer, 429, "throttled");
}

static void
test_expect_continue (Fixture *self, gconstpointer data)
{
  g_autoptr(Answer) refused = http_send_bytes (self->backend,
    "POST /v1/push HTTP/1.1\r\n" HEAD "Relais-Protocol: 1\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
    "Content-Length: 5000000\r\n\r\n", -1);
  expect (refused, 401, "sign_in");
}

/* Shapes by which one request is made to look like two. MHD answers them itself, or ends the connection. */
static void
test_smuggling (Fixture *self, gconstpointer data)
{
  g_autofree char *inner = g_strdup_printf ("DELETE /v1/session HTTP/1.1\r\n" HEAD "Relais-Protocol: 1\r\nAuthorization: Bearer %s\r\n\r\n", self->token);
  const char *shapes[] = {
    "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "Content-Length: 3\r\nContent-Length: 5\r\n\r\n0\r\n",
    "Content-Length: 3, 5\r\n\r\n0\r\n",
    "Content-Length: +3\r\n\r\n0\r\n",
    "Content-Length: -1\r\n\r\n",
    "Content-Length: 99999999999999999999999\r\n\r\n",
    "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n\r\n",
    " Content-Length: 3\r\n\r\n0\r\n",
    "X\r\n\r\n",
    "X: a\0b\r\n\r\n",
    NULL,
  };
  for (const char **shape = shapes; *shape != NULL; shape++)
    {
      g_autofree char *bytes = g_strconcat ("POST /v1/session HTTP/1.1\r\nHost: localhost\r\nRelais-Protocol: 1\r\n"
                                            "Content-Type: application/json\r\n", *shape, inner, NULL);
      g_autoptr(Answer) answer = http_send_bytes (self->backend, bytes, -1);
      if (answer->status != 0)
        {
          g_assert_cmpuint (answer->status, >=, 400);
          g_assert_cmpuint (answer->status, <, 600);
        }
      g_test_message ("%s: %u", *shape, answer->status);
      /* Only the first answer counts; what is inside was never done. */
      g_autoptr(Answer) still = http_get (self->backend, self->token, "/v1/changes");
      g_assert_cmpuint (still->status, ==, 200);
    }
}

static void
test_not_http (Fixture *self, gconstpointer data)
{
  const char *rubbish[] = {
    "\r\n\r\n\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01\x02\x01\x01\x01",
    "GET /%zz HTTP/1.1\r\n" HEAD "\r\n", "GET /v1/blobs/%00 HTTP/1.1\r\n" HEAD "\r\n", "GET /v1/blobs/%ff%fe HTTP/1.1\r\n" HEAD "\r\n", NULL,
  };
  for (const char **bytes = rubbish; *bytes != NULL; bytes++)
    {
      g_autoptr(GSocketConnection) connection = http_open (self->backend, *bytes);
      g_assert_true (g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL));
      char buffer[4096];
      gssize n;
      while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer, NULL, NULL)) > 0)
        g_assert_false (g_str_has_prefix (buffer, "HTTP/1.1 2"));
    }
}

/* A byte now and then keeps nobody in: the deadlines are absolute. */
static void
drip (Fixture *self, const char *start, const char *drop, gboolean told)
{
  g_autoptr(GSocketConnection) connection = http_open (self->backend, start);
  GSocket *socket = g_socket_connection_get_socket (connection);
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  gint64 began = g_get_monotonic_time ();
  char buffer[4096];
  gssize n = 0;

  while (g_get_monotonic_time () - began < 20 * G_USEC_PER_SEC)
    {
      if (g_socket_condition_timed_wait (socket, G_IO_IN | G_IO_HUP, 100 * 1000, NULL, NULL))
        {
          n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer - 1, NULL, NULL);
          break;
        }
      g_output_stream_write_all (out, drop, strlen (drop), NULL, NULL, NULL);
    }
  gint64 took = g_get_monotonic_time () - began;
  g_assert_cmpint (took, >, G_USEC_PER_SEC / 2);
  g_assert_cmpint (took, <, 4 * G_USEC_PER_SEC);
  if (told)
    {
      g_assert_cmpint (n, >, 0);
      buffer[n] = '\0';
      g_assert_true (g_str_has_prefix (buffer, "HTTP/1.1 408 "));
      g_assert_nonnull (strstr (buffer, "\"too_slow\""));
      g_assert_nonnull (strstr (buffer, "application/problem+json"));
    }
}

static void
test_slow_headers (Fixture *self, gconstpointer data)
{
  drip (self, "GET /v1/health HTTP/1.1\r\nHost: localhost\r\n", "X: y\r\n", TRUE);
  drip (self, "", "", TRUE);
}

static void
test_slow_body (Fixture *self, gconstpointer data)
{
  g_autofree char *start = g_strdup_printf ("POST /v1/push HTTP/1.1\r\nHost: localhost\r\nRelais-Protocol: 1\r\nAuthorization: Bearer %s\r\n"
                                            "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{", self->token);
  drip (self, start, " ", TRUE);
}

static void
test_idle (Fixture *self, gconstpointer data)
{
  g_autoptr(GSocketConnection) connection = http_open (self->backend, "GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  char buffer[4096];
  gint64 began = g_get_monotonic_time ();
  g_assert_cmpint (g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL), >, 0);
  gssize n;
  do
    n = g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL);
  while (n > 0);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 4 * G_USEC_PER_SEC);
}

/* Many who send nothing: memory stays bounded, and others are served. */
static void
test_many_idle (Fixture *self, gconstpointer data)
{
  enum { MANY = 500 };
  GSocketConnection *connections[MANY];
  guint64 before = read_peak_kib (self);
  for (guint i = 0; i < MANY; i++)
    connections[i] = http_open (self->backend, "POST /v1/push HTTP/1.1\r\nHost: x\r\n");
  g_autoptr(Answer) other = http_get (self->backend, self->token, "/v1/changes");
  g_assert_cmpuint (other->status, ==, 200);
  g_assert_cmpuint (read_peak_kib (self) - before, <, 16 * 1024);
  for (guint i = 0; i < MANY; i++)
    g_object_unref (connections[i]);
}

/* Cut and mixed-up requests, from a fixed seed. */
static void
test_fuzz (Fixture *self, gconstpointer data)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (2026);
  g_autofree char *good = g_strdup_printf ("POST /v1/push HTTP/1.1\r\n" HEAD "Relais-Protocol: 1\r\nAuthorization: Bearer %s\r\n"
    "Content-Type: application/json\r\nContent-Length: 120\r\n\r\n"
    "{\"epoch\":\"%s\",\"client\":\"" CLIENT "\",\"mutations\":[]}        ", self->token, "00000000-0000-0000-0000-000000000000");
  gsize length = strlen (good);
  g_autoptr(GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *bytes = g_memdup2 (good, length + 1);
      gsize cut = g_rand_boolean (rand) ? length : (gsize) g_rand_int_range (rand, 1, length);
      for (int changes = g_rand_int_range (rand, 0, 6); changes > 0; changes--)
        bytes[g_rand_int_range (rand, 0, cut)] = g_rand_int_range (rand, 0, 256);
      GSocketConnection *connection = http_open (self->backend, "");
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), bytes, cut, NULL, NULL, NULL);
      g_ptr_array_add (connections, connection);
    }
  /* Each comes to its end, by an answer or by a deadline. */
  for (guint i = 0; i < connections->len; i++)
    {
      char buffer[4096];
      gint64 began = g_get_monotonic_time ();
      while (g_input_stream_read (g_io_stream_get_input_stream (connections->pdata[i]), buffer, sizeof buffer, NULL, NULL) > 0)
        ;
      g_assert_cmpint (g_get_monotonic_time () - began, <, 10 * G_USEC_PER_SEC);
    }
}

#define ADD(path, test, options) g_test_add (path, Fixture, options, fixture_set_up, test, tear_down)
#define QUICK "--header-timeout 1 --body-timeout 1 --idle-timeout 1"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/limits/bad-json", test_bad_json, NULL);
  ADD ("/limits/bad-members", test_bad_members, NULL);
  ADD ("/limits/routes", test_routes, NULL);
  ADD ("/limits/protocol-header", test_protocol_header, NULL);
  ADD ("/limits/not-signed-in", test_not_signed_in, NULL);
  ADD ("/limits/body-type", test_body_type, NULL);
  ADD ("/limits/too-large", test_too_large, NULL);
  ADD ("/limits/many-values", test_many_values, NULL);
  ADD ("/limits/many-mutations", test_many_mutations, NULL);
  ADD ("/limits/forged-address", test_forged_address, NULL);
  ADD ("/limits/expect-continue", test_expect_continue, NULL);
  ADD ("/limits/smuggling", test_smuggling, NULL);
  ADD ("/limits/not-http", test_not_http, NULL);
  ADD ("/limits/slow-headers", test_slow_headers, QUICK);
  ADD ("/limits/slow-body", test_slow_body, QUICK);
  ADD ("/limits/idle", test_idle, QUICK);
  ADD ("/limits/many-idle", test_many_idle, NULL);
  ADD ("/limits/fuzz", test_fuzz, QUICK);
  return g_test_run ();
}
