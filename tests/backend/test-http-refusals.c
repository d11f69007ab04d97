/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

/* What is refused before there is a request, or when there is no more of it: libmicrohttpd's own refusals, and those over a connection
 * that ends. Each is the documented problem document, nothing is changed, and memory stays bounded. */

#define HOST  "Host: localhost\r\nConnection: close\r\n"
#define STAY  "Host: localhost\r\n"
#define START "POST /v1/session HTTP/1.1\r\n" HOST "Relais-Protocol: 1\r\nContent-Type: application/json\r\n"
#define HELD  (16 * 1024)   /* KiB more than before, at most */

typedef struct {
  const char *bytes;
  gsize       length;
  guint       status;
  const char *code;
} Shape;
#define SHAPE(bytes, status, code) { bytes, sizeof bytes - 1, status, code }

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (http_get_head (self->backend, self->token), ==, self->head);
  relais_test_backend_stop (self->backend);
  fixture_tear_down (self, data);
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
expect (Answer *answer, guint status, const char *code)
{
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (answer_get_code (answer), ==, code);
}

static void
test_unreadable (Fixture *self, gconstpointer data)
{
  static const Shape shapes[] = {
    SHAPE ("nothing at all\r\n\r\n", 400, "bad_request"),
    SHAPE ("GET / / / HTTP/1.1\r\n" HOST "\r\n", 400, "bad_request"),
    SHAPE ("GET / HTTP/9.9\r\n" HOST "\r\n", 505, "http_version"),
    SHAPE ("GET /v1/health HTTP/1.1\r\n\r\n", 400, "bad_request"),
    SHAPE ("GET /v1/health HTTP/1.1\r\n" HOST "no colon\r\n\r\n", 400, "bad_request"),
    SHAPE ("GET /v1/health HTTP/1.1\r\n" HOST ": no name\r\n\r\n", 400, "bad_request"),
    SHAPE ("GET /v1/health HTTP/1.1\r\n" HOST "X : y\r\n\r\n", 400, "bad_request"),
    SHAPE ("GET /v1/health HTTP/1.1\r\n" HOST "X: y\r\n folded\r\n\r\n", 400, "bad_request"),
    SHAPE ("GET /v1/health HTTP/1.1\r\n X: y\r\n" HOST "\r\n", 400, "bad_request"),
    SHAPE ("GET /v1/health HTTP/1.1\n" HOST "\r\n", 400, "bad_request"),
    SHAPE ("GET /v1/health HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n", 400, "bad_request"),
    SHAPE ("GET /v1/health%00 HTTP/1.1\r\n" HOST "\r\n", 400, "bad_request"),
    SHAPE ("GET /v1/health%0 HTTP/1.1\r\n" HOST "\r\n", 400, "bad_request"),
    SHAPE ("GET /v1/health%zz HTTP/1.1\r\n" HOST "\r\n", 400, "bad_request"),
    SHAPE ("GET /v1/health?x=%ff%fe HTTP/1.1\r\n" HOST "\r\n", 400, "bad_request"),
    SHAPE ("GET /v1/\xff\xfe HTTP/1.1\r\n" HOST "\r\n", 400, "bad_request"),
    SHAPE (START "Content-Length: x\r\n\r\n", 400, "bad_request"),
    SHAPE (START "Content-Length: -1\r\n\r\n", 400, "bad_request"),
    SHAPE (START "Content-Length: 3, 5\r\n\r\n0\r\n", 400, "bad_request"),
    SHAPE (START "Content-Length: 99999999999999999999999\r\n\r\n", 413, "too_large"),
    SHAPE (START "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400, "bad_request"),
    SHAPE (START "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "bad_request"),
    SHAPE (START "Transfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n", 400, "bad_request"),
    SHAPE (START "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n", 400, "bad_request"),
    SHAPE (START "Transfer-Encoding: chunked\r\n\r\n3\r\n{}{}{}{}\r\n0\r\n\r\n", 400, "bad_request"),
    SHAPE (START "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n\r\n", 413, "too_large"),
  };
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *shown = g_strescape (shapes[i].bytes, NULL);
      g_test_message ("%s", shown);
      g_autoptr(Answer) answer = http_send_bytes (self->backend, shapes[i].bytes, shapes[i].length);
      expect (answer, shapes[i].status, shapes[i].code);
    }
}

/* The library ends the connection over these without a word. */
static void
test_closed (Fixture *self, gconstpointer data)
{
  static const Shape shapes[] = {
    SHAPE ("GET\r\n\r\n", 0, NULL),
    SHAPE ("GET /v1/hea\0lth HTTP/1.1\r\n" HOST "\r\n", 0, NULL),
  };
  g_autofree char *value = g_strnfill (100 * 1024, 'x');
  guint64 before = read_peak_kib (self);
  for (guint round = 0; round < 100; round++)
    {
      g_autoptr(Answer) word = http_send_bytes (self->backend, value, -1);
      g_assert_cmpuint (word->status, ==, 0);
    }
  for (guint round = 0; round < 100; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
      {
        g_autoptr(Answer) answer = http_send_bytes (self->backend, shapes[i].bytes, shapes[i].length);
        g_assert_cmpuint (answer->status, ==, 0);
      }
  g_assert_cmpuint (read_peak_kib (self) - before, <, HELD);
}

static void
test_headers_too_large (Fixture *self, gconstpointer data)
{
  guint64 before = read_peak_kib (self);
  g_autofree char *value = g_strnfill (100 * 1024, 'x');
  g_autofree char *one = g_strdup_printf ("GET /v1/health HTTP/1.1\r\n" HOST "X: %s\r\n\r\n", value);
  g_autofree char *target = g_strdup_printf ("GET /v1/%s HTTP/1.1\r\n" HOST "\r\n", value);
  g_autoptr(GString) many = g_string_new ("GET /v1/health HTTP/1.1\r\n" HOST);
  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (many, "X-%u: y\r\n", i);
  g_string_append (many, "\r\n");

  for (guint i = 0; i < 50; i++)
    {
      g_autoptr(Answer) large = http_send_bytes (self->backend, one, -1);
      expect (large, 431, "headers_too_large");
      g_autoptr(Answer) distant = http_send_bytes (self->backend, target, -1);
      expect (distant, 414, "target_too_long");
      g_autoptr(Answer) crowd = http_send_bytes (self->backend, many->str, many->len);
      expect (crowd, 431, "headers_too_large");
    }
  /* Up to the last byte that the library takes: there must be room left for the answer. */
  for (gsize length = 9 * 1024; length < 13 * 1024; length += 29)
    {
      g_autofree char *close_one = g_strdup_printf ("GET /v1/health HTTP/1.1\r\n" HOST "X: %.*s\r\n\r\n", (int) length, value);
      g_autoptr(Answer) answer = http_send_bytes (self->backend, close_one, -1);
      if (length < 10000)
        g_assert_cmpuint (answer->status, ==, 200);
      else if (length > 10240)
        expect (answer, 431, "headers_too_large");
    }
  g_assert_cmpuint (read_peak_kib (self) - before, <, HELD);
}

/* Refused, and longer than is read for nothing: told all the same. */
static void
test_long_body (Fixture *self, gconstpointer data)
{
  gsize length = 20 * 1024 * 1024;
  guint64 before = read_peak_kib (self);
  g_autoptr(GString) body = g_string_sized_new (length);
  while (body->len < length)
    g_string_append (body, "8000\r\n"), g_string_set_size (body, body->len + 0x8000), g_string_append (body, "\r\n");
  g_autoptr(GString) bytes = g_string_new (START "Transfer-Encoding: chunked\r\n\r\n");
  g_string_append_len (bytes, body->str, body->len);
  g_autoptr(Answer) unsized = http_send_bytes (self->backend, bytes->str, bytes->len);
  expect (unsized, 413, "too_large");
  g_autoptr(Answer) sized = http_call (self->backend, self->token, "POST", "/v1/push", NULL, "application/json", body->str, body->len);
  expect (sized, 413, "too_large");
  g_autoptr(Answer) stranger = http_call (self->backend, NULL, "POST", "/v1/push", NULL, "application/json", body->str, 4 * 1024 * 1024);
  expect (stranger, 401, "sign_in");
  g_assert_cmpuint (read_peak_kib (self) - before, <, HELD);
}

/* A request on a connection that had one before has no more time for its headers than the first. */
static void
test_slow_second_request (Fixture *self, gconstpointer data)
{
  g_autoptr(GSocketConnection) connection = http_open (self->backend, "GET /v1/health HTTP/1.1\r\n" STAY "\r\n");
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  const char *second = "GET /v1/health HTTP/1.1\r\nX: ";
  char buffer[4096];
  gsize length = 0;

  g_assert_cmpint (g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL), >, 0);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), second, strlen (second), NULL, NULL, NULL);
  gint64 began = g_get_monotonic_time ();
  g_assert_true (g_input_stream_read_all (in, buffer, sizeof buffer - 1, &length, NULL, NULL));
  g_assert_cmpint (g_get_monotonic_time () - began, <, 4 * G_USEC_PER_SEC);
  buffer[length] = '\0';
  g_assert_true (g_str_has_prefix (buffer, "HTTP/1.1 408 "));
  g_assert_nonnull (strstr (buffer, "\"too_slow\""));
}

/* An address of this machine that is not loopback. NULL: it has none. */
static GSocketAddress *
find_other_address (void)
{
  struct ifaddrs *all = NULL;
  GSocketAddress *found = NULL;

  g_assert_no_errno (getifaddrs (&all));
  for (struct ifaddrs *one = all; one != NULL && found == NULL; one = one->ifa_next)
    if (one->ifa_addr != NULL && one->ifa_addr->sa_family == AF_INET && !(one->ifa_flags & IFF_LOOPBACK))
      {
        struct sockaddr_in address = *(struct sockaddr_in *) one->ifa_addr;
        address.sin_port = 0;
        found = g_socket_address_new_from_native (&address, sizeof address);
      }
  freeifaddrs (all);
  return found;
}

/* Over loopback, but under that address. */
static GSocketConnection *
open_from (Fixture *self, GSocketAddress *address)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GError) error = NULL;
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 30);
  g_socket_client_set_local_address (client, address);
  GSocketConnection *connection = g_socket_client_connect_to_host (client, "127.0.0.1", relais_test_backend_get_port (self->backend),
                                                                   NULL, &error);
  g_assert_no_error (error);
  return connection;
}

static char *
ask (GSocketConnection *connection)
{
  const char *bytes = "GET /v1/health HTTP/1.1\r\n" STAY "\r\n";
  char *buffer = g_malloc0 (4096);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), bytes, strlen (bytes), NULL, NULL, NULL);
  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, 4095, NULL, NULL);
  return buffer;
}

static void
test_crowd (Fixture *self, gconstpointer data)
{
  enum { ONE_MAY_HAVE = 3, IN_ALL = 10 };
  g_autoptr(GSocketAddress) address = find_other_address ();
  g_autoptr(GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);

  if (address == NULL)
    {
      g_test_skip ("this machine has no address but loopback");
      return;
    }
  for (guint i = 0; i < IN_ALL; i++)
    g_ptr_array_add (connections, open_from (self, address));
  for (guint i = 0; i < IN_ALL; i++)
    {
      g_autofree char *answer = ask (connections->pdata[i]);
      if (i < ONE_MAY_HAVE)
        g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));
      else if (i < 2 * ONE_MAY_HAVE)
        {
          g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 429 "));
          g_assert_nonnull (strstr (answer, "\"too_many_connections\""));
        }
      else
        g_assert_cmpstr (answer, ==, "");
    }
  /* Who goes makes room. */
  g_ptr_array_set_size (connections, 0);
  g_autofree char *answer = NULL;
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  do
    {
      g_autoptr(GSocketConnection) one = open_from (self, address);
      g_free (answer);
      answer = ask (one);
    }
  while (!g_str_has_prefix (answer, "HTTP/1.1 200 ") && g_get_monotonic_time () < until);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));
}

/* Changes, cuts and doubles some bytes. (transfer full) */
static GString *
spoil (GRand *rand, const char *good)
{
  GString *bytes = g_string_new (good);
  for (int changes = g_rand_int_range (rand, 1, 8); changes > 0; changes--)
    {
      static const char awkward[] = "\0\r\n :%\"\\{}[],/?\xff\xc3\x80-9e";
      gsize at = g_rand_int_range (rand, 0, bytes->len), some = g_rand_int_range (rand, 0, 20);
      switch (g_rand_int_range (rand, 0, 5))
        {
        case 0:
          bytes->str[at] = (char) g_rand_int_range (rand, 0, 256);
          break;
        case 1:
          bytes->str[at] = awkward[g_rand_int_range (rand, 0, sizeof awkward - 1)];
          break;
        case 2:
          g_string_erase (bytes, at, MIN (bytes->len - at - 1, some));
          break;
        case 3:
          g_string_insert_len (bytes, at, good, g_rand_int_range (rand, 0, strlen (good)));
          break;
        default:
          if (at > 0)
            g_string_truncate (bytes, at);
        }
    }
  return bytes;
}

/* Any answer but a success is a problem document, unless the portal's pages were asked for. None: the request was not whole. */
static void
check_answer (GByteArray *bytes)
{
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  const char *text = (const char *) bytes->data;
  if (*text == '\0')
    return;
  g_assert_true (g_str_has_prefix (text, "HTTP/1."));
  guint64 status = g_ascii_strtoull (text + strlen ("HTTP/1.1 "), NULL, 10);
  if (status < 400)
    return;
  if (status == 404 && strcasestr (text, "content-type: text/html") != NULL)
    return;
  g_assert_nonnull (strcasestr (text, "relais-protocol: 1\r\n"));
  g_assert_nonnull (strcasestr (text, "content-type: application/problem+json\r\n"));
}

/* @good: a request that is a success or refused for what its sender may do, never a change. From a fixed seed. */
static void
throw_garbage (Fixture *self, const char *good, guint seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
  guint64 before = read_peak_kib (self);
  for (guint round = 0; round < 5; round++)
    {
      g_autoptr(GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
      for (guint i = 0; i < 100; i++)
        {
          GSocketConnection *connection = http_open (self->backend, "");
          g_autoptr(GString) bytes = spoil (rand, good);
          g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), bytes->str, bytes->len, NULL, NULL, NULL);
          g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
          g_ptr_array_add (connections, connection);
        }
      for (guint i = 0; i < connections->len; i++)
        {
          g_autoptr(GByteArray) answer = g_byte_array_new ();
          char buffer[4096];
          gssize n;
          while ((n = g_input_stream_read (g_io_stream_get_input_stream (connections->pdata[i]), buffer, sizeof buffer, NULL, NULL)) > 0)
            g_byte_array_append (answer, (const guint8 *) buffer, n);
          check_answer (answer);
        }
    }
  g_assert_cmpuint (read_peak_kib (self) - before, <, HELD);
}

static void
test_garbage_headers (Fixture *self, gconstpointer data)
{
  g_autofree char *good = g_strdup_printf ("GET /v1/changes?limit=1&client=" CLIENT " HTTP/1.1\r\n" HOST "Relais-Protocol: 1\r\n"
                                           "Authorization: Bearer %s\r\nAccept-Encoding: gzip\r\n\r\n", self->token);
  throw_garbage (self, good, 1);
}

static void
test_garbage_chunks (Fixture *self, gconstpointer data)
{
  throw_garbage (self, START "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\n{\"log\r\n10\r\nin\":\"\",\"password\r\n"
                 "3\r\n\":1\r\n1\r\n}\r\n0\r\nTrailer: z\r\n\r\n", 2);
}

/* Whole requests, bodies that are spoilt: a reader may change nothing, whatever the body says. */
static void
test_garbage_json (Fixture *self, gconstpointer data)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (3);
  g_autofree char *reader = fixture_join (self, "lea", "reader");
  g_autofree char *good = g_strdup_printf (
    "{\"epoch\":\"%s\",\"client\":\"01a00000-0000-7000-8000-00000000000c\",\"mutations\":[{\"mid\":1,\"ops\":[{\"kind\":\"subject\","
    "\"id\":\"01a00000-0000-7000-8000-000000000001\",\"base\":{\"seq\":1},\"set\":{\"title\":\"R\303\251union\",\"tags\":[\"a\",\"b\"],"
    "\"state\":\"proposed\"},\"unset\":[\"summary\"]},{\"kind\":\"theme\",\"id\":\"01a00000-0000-7000-8000-000000000002\","
    "\"set\":{\"name\":\"T\"},\"delete\":true}]}]}", self->epoch);
  guint64 before = read_peak_kib (self);

  self->head = http_get_head (self->backend, self->token);   /* with the account of the reader */
  for (guint i = 0; i < 600; i++)
    {
      g_autoptr(GString) body = spoil (rand, good);
      g_autoptr(Answer) answer = http_call (self->backend, reader, "POST", "/v1/push", NULL, "application/json", body->str, body->len);
      if (answer->status != 200)
        answer_get_code (answer);
      g_assert_true (answer->status == 200 || (answer->status >= 400 && answer->status < 500));
    }
  g_assert_cmpuint (read_peak_kib (self) - before, <, HELD);
}

#define ADD(path, test, options) g_test_add (path, Fixture, options, fixture_set_up, test, tear_down)
#define LATER "--header-timeout 1 --idle-timeout 10"
#define QUICK "--header-timeout 1 --body-timeout 1 --idle-timeout 1"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/refusals/unreadable", test_unreadable, NULL);
  ADD ("/refusals/closed", test_closed, NULL);
  ADD ("/refusals/headers-too-large", test_headers_too_large, NULL);
  ADD ("/refusals/long-body", test_long_body, NULL);
  ADD ("/refusals/slow-second-request", test_slow_second_request, LATER);
  ADD ("/refusals/crowd", test_crowd, "--connections-per-address 3");
  ADD ("/refusals/garbage-headers", test_garbage_headers, QUICK);
  ADD ("/refusals/garbage-chunks", test_garbage_chunks, QUICK);
  ADD ("/refusals/garbage-json", test_garbage_json, NULL);
  return g_test_run ();
}
