/* SPDX-License-Identifier: GPL-3.0-or-later */

/* RelaisRemote against every answer that a back end would not give. */

#include <glib/gstdio.h>
#include <string.h>

#include "relais-read-ahead.h"
#include "relais-remote.h"
#include "relais-test-backend.h"
#include "relais-test-proxy.h"

#define EMPTY_PAGE "{\"epoch\":\"e\",\"cursor\":\"c\",\"head\":0,\"more\":false,\"records\":[],\"gone\":[],\"last_mid\":0}"

static RelaisRemote *
connect_to (RelaisTestProxy *proxy)
{
  GError *error = NULL;
  RelaisRemote *remote = relais_remote_new (relais_test_proxy_get_address (proxy), "token", &error);

  g_assert_no_error (error);
  return remote;
}

static void
assert_pull_fails (RelaisTestProxy *proxy, RelaisRemoteError code)
{
  g_autoptr(RelaisRemote) remote = connect_to (proxy);
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisPage) page = relais_remote_pull (remote, NULL, NULL, 10, FALSE, NULL, &error);

  g_assert_null (page);
  g_assert_error (error, RELAIS_REMOTE_ERROR, (int) code);
}

static void
test_request (void)
{
  g_autoptr(RelaisTestProxy) proxy = relais_test_proxy_new (0);
  g_autoptr(RelaisRemote) remote = connect_to (proxy);
  g_autoptr(GError) error = NULL;

  relais_test_proxy_set_relais_answer (proxy, "200 OK", NULL, EMPTY_PAGE);
  g_autoptr(RelaisPage) page = relais_remote_pull (remote, "k", "a b/ç&+", 42, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (page->cursor, ==, "c");
  g_autofree char *request = relais_test_proxy_dup_request (proxy);
  g_assert_true (g_str_has_prefix (request, "GET /v1/changes?limit=42&client=k&since=a%20b%2F%C3%A7%26%2B&digest=1 HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (request, "\r\nRelais-Protocol: 1\r\n"));
  g_assert_nonnull (strstr (request, "\r\nAuthorization: Bearer token\r\n"));
  g_assert_null (strstr (request, "Cookie"));
}

static void
test_status (void)
{
  const struct { const char *status; RelaisRemoteError code; } cases[] = {
    { "401 Unauthorized", RELAIS_REMOTE_ERROR_SIGN_IN }, { "403 Forbidden", RELAIS_REMOTE_ERROR_FORBIDDEN },
    { "404 Not Found", RELAIS_REMOTE_ERROR_NOT_FOUND }, { "410 Gone", RELAIS_REMOTE_ERROR_RESYNC },
    { "413 Content Too Large", RELAIS_REMOTE_ERROR_REFUSED }, { "422 Unprocessable", RELAIS_REMOTE_ERROR_REFUSED },
    { "429 Too Many Requests", RELAIS_REMOTE_ERROR_THROTTLED }, { "500 Internal Server Error", RELAIS_REMOTE_ERROR_SERVER },
    { "502 Bad Gateway", RELAIS_REMOTE_ERROR_SERVER }, { "503 Service Unavailable", RELAIS_REMOTE_ERROR_THROTTLED },
    { "301 Moved Permanently", RELAIS_REMOTE_ERROR_REFUSED },
  };
  g_autoptr(RelaisTestProxy) proxy = relais_test_proxy_new (0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      relais_test_proxy_set_relais_answer (proxy, cases[i].status, "WWW-Authenticate: Basic realm=\"x\"\r\n", "{\"code\":\"x\"}");
      assert_pull_fails (proxy, cases[i].code);
    }
  /* A body that is no problem document changes nothing. */
  relais_test_proxy_set_relais_answer (proxy, "500 Oops", NULL, "<html>");
  assert_pull_fails (proxy, RELAIS_REMOTE_ERROR_SERVER);
}

static void
test_retry_after (void)
{
  const struct { const char *header; guint seconds; } cases[] = {
    { "Retry-After: 17\r\n", 17 }, { "", 0 }, { "Retry-After: -5\r\n", 0 }, { "Retry-After: soon\r\n", 0 },
    { "Retry-After: 999999999\r\n", 3600 }, { "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n", 0 },
  };
  g_autoptr(RelaisTestProxy) proxy = relais_test_proxy_new (0);
  g_autoptr(RelaisRemote) remote = connect_to (proxy);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      relais_test_proxy_set_relais_answer (proxy, "429 Too Many Requests", cases[i].header, "{\"code\":\"throttled\"}");
      g_assert_null (relais_remote_pull (remote, NULL, NULL, 10, FALSE, NULL, &error));
      g_assert_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_THROTTLED);
      g_assert_cmpuint (relais_remote_get_retry_after (remote), ==, cases[i].seconds);
    }
}

static void
test_captive_portal (void)
{
  g_autoptr(RelaisTestProxy) proxy = relais_test_proxy_new (0);

  relais_test_proxy_set_answer (proxy, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<h1>Wi-Fi</h1>", -1);
  assert_pull_fails (proxy, RELAIS_REMOTE_ERROR_NOT_RELAIS);
  /* Not even when the page happens to be what we wait for. */
  relais_test_proxy_set_answer (proxy, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" EMPTY_PAGE, -1);
  assert_pull_fails (proxy, RELAIS_REMOTE_ERROR_NOT_RELAIS);
  relais_test_proxy_set_answer (proxy, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", -1);
  assert_pull_fails (proxy, RELAIS_REMOTE_ERROR_NOT_RELAIS);
  relais_test_proxy_set_answer (proxy, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", -1);
  assert_pull_fails (proxy, RELAIS_REMOTE_ERROR_NOT_RELAIS);
}

static void
test_redirect_is_not_followed (void)
{
  g_autoptr(RelaisTestProxy) proxy = relais_test_proxy_new (0);
  g_autoptr(RelaisTestProxy) elsewhere = relais_test_proxy_new (0);
  g_autofree char *location = g_strdup_printf ("Location: %s/\r\n", relais_test_proxy_get_address (elsewhere));

  relais_test_proxy_set_relais_answer (elsewhere, "200 OK", NULL, EMPTY_PAGE);
  relais_test_proxy_set_relais_answer (proxy, "307 Temporary Redirect", location, "{}");
  assert_pull_fails (proxy, RELAIS_REMOTE_ERROR_REFUSED);
  g_assert_cmpuint (relais_test_proxy_count_connections (elsewhere), ==, 0);
}

static void
test_garbage (void)
{
  const char * const bodies[] = {
    "", "null", "[]", "\"text\"", "{", "{}", "{\"epoch\":1}", "{\"epoch\":\"e\",\"epoch\":\"f\"}", "{} trailing", "\xff\xfe",
    "{\"epoch\":\"e\",\"cursor\":\"c\",\"head\":1e99,\"more\":false,\"records\":[],\"gone\":[],\"last_mid\":0}",
    "{\"epoch\":\"e\",\"cursor\":\"c\",\"head\":0,\"more\":false,\"records\":[7],\"gone\":[],\"last_mid\":0}",
    "{\"epoch\":\"e\",\"cursor\":\"c\",\"head\":0,\"more\":false,\"records\":{},\"gone\":[],\"last_mid\":0}",
    "{\"epoch\":\"e\",\"cursor\":\"c\",\"head\":0,\"more\":false,\"records\":[{\"kind\":\"dragon\"}],\"gone\":[],\"last_mid\":0}",
  };
  const char * const answers[] = {
    "\r\n\r\n", "garbage", "HTTP/1.1 999999999999 \r\n\r\n", "SSH-2.0-OpenSSH\r\n",
    "HTTP/1.1 200 OK\r\nRelais-Protocol: 1\r\nContent-Length: 500\r\n\r\n{\"cut\":",
    "HTTP/1.1 200 OK\r\nRelais-Protocol: 1\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
  };
  g_autoptr(RelaisTestProxy) proxy = relais_test_proxy_new (0);

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      relais_test_proxy_set_relais_answer (proxy, "200 OK", NULL, bodies[i]);
      assert_pull_fails (proxy, RELAIS_REMOTE_ERROR_BAD_ANSWER);
    }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(RelaisRemote) remote = connect_to (proxy);
      g_autoptr(GError) error = NULL;
      relais_test_proxy_set_answer (proxy, answers[i], -1);
      g_assert_null (relais_remote_pull (remote, NULL, NULL, 10, FALSE, NULL, &error));
      g_assert_true (error->domain == RELAIS_REMOTE_ERROR);
    }
}

/* 1 MB of gzip that become far more than the limit: what comes out is counted. */
static void
test_huge_answer (void)
{
  g_autoptr(RelaisTestProxy) proxy = relais_test_proxy_new (0);
  g_autoptr(GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  g_autoptr(GByteArray) answer = g_byte_array_new ();
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) packed = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  const char head[] = "HTTP/1.1 200 OK\r\nRelais-Protocol: 1\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n";
  g_autofree char *spaces = g_malloc (1 << 20);
  GError *error = NULL;

  memset (spaces, ' ', 1 << 20);
  for (guint i = 0; i < 100; i++)
    g_output_stream_write_all (packed, spaces, 1 << 20, NULL, NULL, &error);
  g_output_stream_close (packed, NULL, &error);
  g_assert_no_error (error);
  g_byte_array_append (answer, (const guint8 *) head, strlen (head));
  g_byte_array_append (answer, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
                       g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)));
  relais_test_proxy_set_answer (proxy, (const char *) answer->data, answer->len);
  assert_pull_fails (proxy, RELAIS_REMOTE_ERROR_BAD_ANSWER);
}

static void
test_no_answer (void)
{
  g_autoptr(RelaisTestProxy) proxy = relais_test_proxy_new (0);
  const RelaisTestProxyMode modes[] = { RELAIS_TEST_PROXY_CUT, RELAIS_TEST_PROXY_DROP, RELAIS_TEST_PROXY_TRICKLE };

  relais_test_proxy_set_relais_answer (proxy, "200 OK", NULL, EMPTY_PAGE);
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr(RelaisRemote) remote = connect_to (proxy);
      g_autoptr(GError) error = NULL;
      relais_test_proxy_set_mode (proxy, modes[i]);
      relais_remote_set_deadline (remote, 1);
      g_assert_null (relais_remote_pull (remote, NULL, NULL, 10, FALSE, NULL, &error));
      g_assert_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_UNREACHABLE);
    }

  g_autofree char *address = g_strdup (relais_test_proxy_get_address (proxy));
  g_clear_pointer (&proxy, relais_test_proxy_free);
  g_autoptr(RelaisRemote) remote = relais_remote_new (address, NULL, NULL);
  g_autoptr(GError) error = NULL;
  g_assert_null (relais_remote_pull (remote, NULL, NULL, 10, FALSE, NULL, &error));
  g_assert_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_UNREACHABLE);
}

static gpointer
cancel_thread (gpointer data)
{
  RelaisTestProxy *proxy = ((gpointer *) data)[0];

  while (relais_test_proxy_count_connections (proxy) == 0)
    g_usleep (1000);
  g_cancellable_cancel (((gpointer *) data)[1]);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr(RelaisTestProxy) proxy = relais_test_proxy_new (0);
  g_autoptr(RelaisRemote) remote = connect_to (proxy);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  gpointer shared[] = { proxy, cancellable };

  relais_test_proxy_set_mode (proxy, RELAIS_TEST_PROXY_DROP);
  GThread *thread = g_thread_new ("cancel", cancel_thread, shared);
  g_assert_null (relais_remote_pull (remote, NULL, NULL, 10, FALSE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static GTlsCertificate *
make_certificate (void)
{
  g_autofree char *folder = g_dir_make_tmp ("relais-tls-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "pair.pem", NULL);
  g_autofree char *command = g_strdup_printf ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
                                              "-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout %s -out %s.crt",
                                              file, file);
  g_autofree char *certificate_file = g_strconcat (file, ".crt", NULL);
  g_autofree char *noise = NULL;
  GError *error = NULL;
  int status = -1;

  g_spawn_command_line_sync (command, NULL, &noise, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  GTlsCertificate *certificate = g_tls_certificate_new_from_files (certificate_file, file, &error);
  g_assert_no_error (error);
  relais_test_remove_tree (folder);
  return certificate;
}

/* Self-signed: refused, and nothing of the request reached the other side. */
static void
test_certificate (void)
{
  g_autoptr(RelaisTestProxy) proxy = relais_test_proxy_new (0);
  g_autoptr(GTlsCertificate) certificate = make_certificate ();

  relais_test_proxy_set_relais_answer (proxy, "200 OK", NULL, EMPTY_PAGE);
  relais_test_proxy_set_certificate (proxy, certificate);
  assert_pull_fails (proxy, RELAIS_REMOTE_ERROR_CERTIFICATE);
  g_assert_cmpuint (relais_test_proxy_count_requests (proxy), ==, 0);
}

static void
test_sign_in_answers (void)
{
  const char good[] = "{\"token\":\"t\",\"account\":{\"kind\":\"account\",\"id\":\"0192f0a0-0000-7000-8000-000000000001\",\"rev\":1,"
    "\"seq\":1,\"fields\":{\"login\":\"marie\",\"name\":\"Marie\",\"role\":\"editor\"},\"at\":\"2026-11-21T08:30:00Z\"},"
    "\"units\":[\"0192f0a0-0000-7000-8000-000000000002\"],\"workspace\":{\"name\":\"Ville\",\"epoch\":\"e\",\"head\":7}}";
  const char * const bad[] = { "{}", "{\"token\":\"t\"}", "{\"token\":7,\"account\":{},\"workspace\":{}}" };
  g_autoptr(RelaisTestProxy) proxy = relais_test_proxy_new (0);
  g_autoptr(RelaisRemote) remote = connect_to (proxy);
  g_autoptr(GError) error = NULL;

  relais_test_proxy_set_relais_answer (proxy, "201 Created", NULL, good);
  g_autoptr(RelaisSessionInfo) info = relais_remote_sign_in (remote, "marie", "secret", "PC-12", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (info->token, ==, "t");
  g_assert_cmpstr (info->workspace, ==, "Ville");
  g_assert_cmpuint (info->head, ==, 7);
  g_autoptr(RelaisAccess) access = relais_session_info_dup_access (info);
  g_assert_cmpint (relais_access_get_role (access), ==, RELAIS_ROLE_EDITOR);
  g_assert_true (g_strv_contains (relais_access_get_tags (access), "unit:editor:0192f0a0-0000-7000-8000-000000000002"));

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      relais_test_proxy_set_relais_answer (proxy, "201 Created", NULL, bad[i]);
      g_assert_null (relais_remote_sign_in (remote, "marie", "secret", "PC-12", NULL, &error));
      g_assert_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_BAD_ANSWER);
      g_clear_error (&error);
    }
  relais_test_proxy_set_relais_answer (proxy, "401 Unauthorized", NULL, "{\"code\":\"bad_credentials\"}");
  g_assert_null (relais_remote_sign_in (remote, "marie", "wrong", "PC-12", NULL, &error));
  g_assert_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_SIGN_IN);
  g_autofree char *request = relais_test_proxy_dup_request (proxy);
  g_assert_null (strstr (request, "Authorization"));
}

static void
test_blob_hash (void)
{
  const char hash[] = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";  /* of "hello" */
  g_autoptr(RelaisTestProxy) proxy = relais_test_proxy_new (0);
  g_autoptr(RelaisRemote) remote = connect_to (proxy);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "relais-test-blob", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  g_autofree char *contents = NULL;

  relais_test_proxy_set_relais_answer (proxy, "200 OK", NULL, "hello");
  g_assert_true (relais_remote_get_blob (remote, hash, file, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "hello");

  /* Damaged on the way: an error, and no file. */
  relais_test_proxy_set_relais_answer (proxy, "200 OK", NULL, "hallo");
  g_assert_false (relais_remote_get_blob (remote, hash, file, NULL, &error));
  g_assert_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_BAD_ANSWER);
  g_assert_false (g_file_query_exists (file, NULL));
}

/* A page is there only for who stands where it begins; errors are left to who fetches by itself; giving up does not wait. */
static void
test_read_ahead (void)
{
  g_autoptr(RelaisTestProxy) proxy = relais_test_proxy_new (0);
  g_autoptr(RelaisRemote) remote = connect_to (proxy);
  g_autoptr(RelaisReadAhead) ahead = relais_read_ahead_new (remote, "k", 42, NULL);

  relais_test_proxy_set_relais_answer (proxy, "200 OK", NULL, EMPTY_PAGE);
  g_assert_null (relais_read_ahead_take (ahead, "b"));
  relais_read_ahead_start (ahead, "b");
  g_autoptr(RelaisPage) page = relais_read_ahead_take (ahead, "b");
  g_assert_cmpstr (page->cursor, ==, "c");
  g_autofree char *request = relais_test_proxy_dup_request (proxy);
  g_assert_true (g_str_has_prefix (request, "GET /v1/changes?limit=42&client=k&since=b HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (request, "\r\nAuthorization: Bearer token\r\n"));

  relais_read_ahead_start (ahead, "c");
  g_assert_null (relais_read_ahead_take (ahead, "another"));
  relais_test_proxy_set_relais_answer (proxy, "500 Internal Server Error", NULL, "");
  relais_read_ahead_start (ahead, "c");
  g_assert_null (relais_read_ahead_take (ahead, "c"));

  relais_test_proxy_set_mode (proxy, RELAIS_TEST_PROXY_DROP);
  relais_read_ahead_start (ahead, "c");
  gint64 begin = g_get_monotonic_time ();
  g_clear_pointer (&ahead, relais_read_ahead_free);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 30 * G_USEC_PER_SEC);  /* silence would end it after 60 s */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/remote/request", test_request);
  g_test_add_func ("/remote/status", test_status);
  g_test_add_func ("/remote/retry-after", test_retry_after);
  g_test_add_func ("/remote/captive-portal", test_captive_portal);
  g_test_add_func ("/remote/redirect", test_redirect_is_not_followed);
  g_test_add_func ("/remote/garbage", test_garbage);
  g_test_add_func ("/remote/huge-answer", test_huge_answer);
  g_test_add_func ("/remote/no-answer", test_no_answer);
  g_test_add_func ("/remote/cancel", test_cancel);
  g_test_add_func ("/remote/certificate", test_certificate);
  g_test_add_func ("/remote/sign-in-answers", test_sign_in_answers);
  g_test_add_func ("/remote/blob-hash", test_blob_hash);
  g_test_add_func ("/remote/read-ahead", test_read_ahead);
  return g_test_run ();
}
