/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

#include "relais-test-disk.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>

/* acked_durable: what was acknowledged is there after kill -9; and backup and restore, beside a working server. */

#define ROUNDS  8
#define WRITERS 3

/* Pushes one mutation after another until the server is killed. */
typedef struct {
  Fixture *fixture;
  guint    number;    /* of the writer */
  gint     acked;     /* atomic: the last mutation that was acknowledged */
  GThread *thread;
} Writer;

static gpointer
write_thread (gpointer data)
{
  Writer *self = data;
  for (guint mid = self->acked + 1; ; mid++)
    {
      g_autoptr(GSocketClient) client = g_socket_client_new ();
      g_socket_client_set_enable_proxy (client, FALSE);
      g_autoptr(GSocketConnection) probe = g_socket_client_connect_to_host (client, "127.0.0.1",
        relais_test_backend_get_port (self->fixture->backend), NULL, NULL);
      if (probe == NULL)
        return NULL;
      g_autofree char *text = g_strdup_printf (
        "{\"epoch\":\"%s\",\"client\":\"01a00000-0000-7000-8000-00000000000%u\",\"mutations\":[{\"mid\":%u,\"ops\":["
        "{\"kind\":\"theme\",\"id\":\"01a00000-0000-7000-8000-%02u%010u\",\"set\":{\"name\":\"T\"}},"
        "{\"kind\":\"theme\",\"id\":\"01a00000-0000-7000-9000-%02u%010u\",\"set\":{\"name\":\"T\"}}]}]}",
        self->fixture->epoch, self->number, mid, self->number, mid, self->number, mid);
      g_autofree char *request = g_strdup_printf (
        "POST /v1/push HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nRelais-Protocol: 1\r\nAuthorization: Bearer %s\r\n"
        "Content-Type: application/json\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", self->fixture->token, strlen (text), text);
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (probe)), request, strlen (request), NULL, NULL, NULL);
      char answer[4096] = "";
      gsize length = 0;
      g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (probe)), answer, sizeof answer - 1, &length, NULL, NULL);
      if (strstr (answer, "\"outcome\":\"applied\"") == NULL)
        return NULL;
      g_atomic_int_set (&self->acked, mid);
    }
}

static GHashTable *
pull_all (Fixture *self, guint64 *head)
{
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *cursor = g_strdup ("");
  gboolean more = TRUE;
  while (more)
    {
      g_autofree char *path = g_strdup_printf ("/v1/changes?limit=1000%s%s", cursor[0] != '\0' ? "&since=" : "", cursor);
      g_autoptr(Answer) page = http_get (self->backend, self->token, path);
      g_assert_cmpuint (page->status, ==, 200);
      JsonObject *object = answer_get_object (page);
      JsonArray *records = json_object_get_array_member (object, "records");
      for (guint i = 0; i < json_array_get_length (records); i++)
        g_hash_table_add (ids, g_strdup (json_object_get_string_member (json_array_get_object_element (records, i), "id")));
      more = json_object_get_boolean_member (object, "more");
      g_set_str (&cursor, json_object_get_string_member (object, "cursor"));
      *head = json_object_get_int_member (object, "head");
    }
  return ids;
}

static void
test_kill (Fixture *self, gconstpointer data)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  Writer writers[WRITERS];
  guint64 last_head = 0;
  for (guint i = 0; i < WRITERS; i++)
    writers[i] = (Writer) { .fixture = self, .number = i };

  for (guint round = 0; round < ROUNDS; round++)
    {
      gint target = writers[0].acked + g_rand_int_range (rand, 3, 40);
      for (guint i = 0; i < WRITERS; i++)
        writers[i].thread = g_thread_new ("writer", write_thread, &writers[i]);
      while (g_atomic_int_get (&writers[0].acked) < target)
        g_thread_yield ();
      relais_test_backend_kill (self->backend);
      for (guint i = 0; i < WRITERS; i++)
        g_thread_join (writers[i].thread);
      relais_test_backend_start (self->backend);

      guint64 head = 0;
      g_autoptr(GHashTable) ids = pull_all (self, &head);
      g_assert_cmpuint (head, >, last_head);
      last_head = head;
      for (guint i = 0; i < WRITERS; i++)
        for (gint mid = 1; mid <= writers[i].acked + 1; mid++)
          {
            g_autofree char *one = g_strdup_printf ("01a00000-0000-7000-8000-%02u%010u", i, mid);
            g_autofree char *two = g_strdup_printf ("01a00000-0000-7000-9000-%02u%010u", i, mid);
            /* The one in flight may be there or not, but whole. */
            g_assert_cmpint (g_hash_table_contains (ids, one), ==, g_hash_table_contains (ids, two));
            if (mid <= writers[i].acked)
              g_assert_true (g_hash_table_contains (ids, one));
          }
    }
  g_test_message ("%" G_GUINT64_FORMAT " mutations over %d kills", last_head, ROUNDS);
}

static char *
run_other (const char *verb, const char *argument, const char *data, int *status)
{
  char *out = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, g_getenv ("RELAIS_BACKEND"), verb, argument,
                                                     "--data", data, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &out, &error));
  *status = g_subprocess_get_exit_status (process);
  return out;
}

static void
test_backup (Fixture *self, gconstpointer data)
{
  g_autoptr(Answer) created = http_call (self->backend, self->token, "POST", "/v1/uploads", "Tus-Resumable: 1.0.0\r\nUpload-Length: 5\r\n",
                                         NULL, NULL, 0);
  g_autoptr(Answer) sent = http_call (self->backend, self->token, "PATCH", answer_get_header (created, "location"),
                                      "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n", "application/offset+octet-stream", "hello", 5);
  g_assert_cmpuint (sent->status, ==, 204);

  Writer writer = { .fixture = self };
  writer.thread = g_thread_new ("writer", write_thread, &writer);
  while (g_atomic_int_get (&writer.acked) < 20)
    g_thread_yield ();
  g_autofree char *directory = g_dir_make_tmp ("relais-restore-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (directory, "backup", NULL);
  gint before = g_atomic_int_get (&writer.acked);
  g_free (relais_test_backend_run (self->backend, NULL, "backup", file, NULL));
  /* With all the passwords' hashes in it. */
  GStatBuf info;
  g_assert_cmpint (g_stat (file, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 077, ==, 0);
  relais_test_backend_kill (self->backend);
  g_thread_join (writer.thread);

  /* Into a place that is taken: refused, and nothing changes. */
  int status;
  g_autofree char *refusal = run_other ("restore", file, relais_test_backend_get_data (self->backend), &status);
  g_assert_cmpint (status, ==, 1);
  g_assert_nonnull (strstr (refusal, "nothing was changed"));

  relais_test_remove_tree (relais_test_backend_get_data (self->backend));
  g_free (relais_test_backend_run (self->backend, NULL, "restore", file, NULL));
  g_autofree char *audit = relais_test_backend_run (self->backend, NULL, "audit", "verify", NULL);
  g_assert_nonnull (strstr (audit, "unbroken"));
  relais_test_backend_start (self->backend);

  /* Everybody signs in again, finds another epoch, what was there at the backup, and the blobs. */
  g_autoptr(Answer) old = http_get (self->backend, self->token, "/v1/changes");
  g_assert_cmpuint (old->status, ==, 401);
  g_autofree char *epoch = g_steal_pointer (&self->epoch);
  g_clear_pointer (&self->token, g_free);
  self->token = http_sign_in (self->backend, "claire", &self->epoch);
  g_assert_cmpstr (epoch, !=, self->epoch);
  guint64 head = 0;
  g_autoptr(GHashTable) ids = pull_all (self, &head);
  for (gint mid = 1; mid <= before; mid++)
    {
      g_autofree char *id = g_strdup_printf ("01a00000-0000-7000-8000-%02u%010u", 0, mid);
      g_assert_true (g_hash_table_contains (ids, id));
    }
  g_autofree char *blob = g_strconcat ("/v1/blobs/", answer_get_header (sent, "relais-blob"), NULL);
  g_autoptr(Answer) got = http_get (self->backend, self->token, blob);
  g_assert_cmpmem (g_bytes_get_data (got->body, NULL), g_bytes_get_size (got->body), "hello", 5);
  relais_test_remove_tree (directory);
}

static void
test_damaged_backup (Fixture *self, gconstpointer data)
{
  g_autofree char *directory = g_dir_make_tmp ("relais-restore-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (directory, "backup", NULL);
  g_autofree char *target = g_build_filename (directory, "new", NULL);
  const char *rubbish[] = { "", "not a database at all", NULL };
  for (const char **content = rubbish; *content != NULL; content++)
    {
      int status;
      g_assert_true (g_file_set_contents (file, *content, -1, NULL));
      g_autofree char *message = run_other ("restore", file, target, &status);
      g_assert_cmpint (status, ==, 1);
      g_assert_nonnull (strstr (message, "not a backup"));
      g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
    }
  relais_test_remove_tree (directory);
}

/* A full disk: said so, nothing changed, no number used up, and all is well again when there is room. */
static void
test_full_disk (Fixture *self, gconstpointer data)
{
  g_autofree char *wal = g_build_filename (relais_test_backend_get_data (self->backend), "relais.db-wal", NULL);
  g_autofree char *body = g_strdup_printf ("{'epoch':'%s','client':'" CLIENT "','mutations':[{'mid':1,'ops':["
    "{'kind':'theme','id':'01a00000-0000-7000-8000-000000000001','set':{'name':'T'}}]}]}", self->epoch);
  struct rlimit before, full;
  GStatBuf info;

  g_assert_cmpint (g_stat (wal, &info), ==, 0);
  g_assert_cmpint (prlimit (relais_test_backend_get_pid (self->backend), RLIMIT_FSIZE, NULL, &before), ==, 0);
  full = before;
  full.rlim_cur = info.st_size;
  g_assert_cmpint (prlimit (relais_test_backend_get_pid (self->backend), RLIMIT_FSIZE, &full, NULL), ==, 0);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(Answer) refused = http_post (self->backend, self->token, "/v1/push", body);
      g_assert_cmpuint (refused->status, ==, 503);
      g_assert_cmpstr (answer_get_code (refused), ==, "storage");
      g_assert_nonnull (answer_get_header (refused, "retry-after"));
      g_assert_cmpuint (http_get_head (self->backend, self->token), ==, self->head);
    }
  g_autoptr(Answer) upload = http_call (self->backend, self->token, "POST", "/v1/uploads", "Tus-Resumable: 1.0.0\r\nUpload-Length: 8000000\r\n",
                                        NULL, NULL, 0);
  g_autofree char *piece = g_strnfill (7000000, 'x');
  g_autoptr(Answer) cut = http_call (self->backend, self->token, "PATCH", answer_get_header (upload, "location"),
                                     "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n", "application/offset+octet-stream", piece, 7000000);
  g_assert_cmpuint (cut->status, ==, 503);
  g_autoptr(Answer) state = http_call (self->backend, self->token, "HEAD", answer_get_header (upload, "location"), "Tus-Resumable: 1.0.0\r\n",
                                       NULL, NULL, 0);
  g_assert_cmpstr (answer_get_header (state, "upload-offset"), ==, "0");

  g_assert_cmpint (prlimit (relais_test_backend_get_pid (self->backend), RLIMIT_FSIZE, &before, NULL), ==, 0);
  g_autoptr(Answer) taken = http_post (self->backend, self->token, "/v1/push", body);
  g_assert_cmpuint (taken->status, ==, 200);
  g_assert_cmpuint (http_get_head (self->backend, self->token), ==, self->head + 1);
}

/* A disk that turns read-only, or goes, while the back end works on it: said so, nothing changed, no number used up, who is signed in
 * stays so, and all is well again when it comes back, without a start. */
static void
test_fickle_disk (Fixture *self, gconstpointer data)
{
  relais_test_backend_stop (self->backend);
  g_autoptr(RelaisTestDisk) disk = relais_test_disk_new (relais_test_backend_get_data (self->backend));
  relais_test_backend_start (self->backend);
  for (guint round = 0; disk != NULL && round < 4; round++)
    {
      g_autofree char *body = g_strdup_printf ("{'epoch':'%s','client':'" CLIENT "','mutations':[{'mid':%u,'ops':["
        "{'kind':'theme','id':'01a00000-0000-7000-8000-00000000000%u','set':{'name':'T%u'}}]}]}", self->epoch, round + 1, round, round);
      guint64 head = http_get_head (self->backend, self->token);

      relais_test_disk_turn (disk, round % 2 == 0 ? RELAIS_TEST_DISK_READ_ONLY : RELAIS_TEST_DISK_GONE);
      for (guint i = 0; i < 3; i++)
        {
          g_autoptr(Answer) refused = http_post (self->backend, self->token, "/v1/push", body);
          g_assert_cmpuint (refused->status, ==, 503);
          g_assert_cmpstr (answer_get_code (refused), ==, "storage");
        }
      g_autoptr(Answer) upload = http_call (self->backend, self->token, "POST", "/v1/uploads", "Tus-Resumable: 1.0.0\r\nUpload-Length: 5\r\n",
                                            NULL, NULL, 0);
      g_assert_cmpuint (upload->status, ==, 503);
      g_autoptr(Answer) session = http_post (self->backend, NULL, "/v1/session",
                                             "{'login':'claire','password':'" RELAIS_TEST_PASSWORD "','device':'d'}");
      g_assert_cmpuint (session->status, ==, 503);
      if (round % 2 == 0)
        g_assert_cmpuint (http_get_head (self->backend, self->token), ==, head);

      relais_test_disk_turn (disk, RELAIS_TEST_DISK_WELL);
      g_assert_cmpuint (http_get_head (self->backend, self->token), ==, head);
      g_autoptr(Answer) taken = http_post (self->backend, self->token, "/v1/push", body);
      g_assert_cmpuint (taken->status, ==, 200);
      g_assert_cmpuint (http_get_head (self->backend, self->token), ==, head + 1);
    }
  relais_test_backend_stop (self->backend);
  if (disk != NULL)
    relais_test_disk_free (g_steal_pointer (&disk));
  relais_test_backend_start (self->backend);
  g_autofree char *audit = relais_test_backend_run (self->backend, NULL, "audit", "verify", NULL);
  g_assert_nonnull (strstr (audit, "unbroken"));
}

/* Two servers never share a directory. */
static void
test_second_server (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) second = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, g_getenv ("RELAIS_BACKEND"), "serve",
    "--data", relais_test_backend_get_data (self->backend), "--listen", "127.0.0.1:0", NULL);
  g_assert_no_error (error);
  g_autofree char *message = NULL;
  g_assert_true (g_subprocess_communicate_utf8 (second, NULL, NULL, NULL, &message, &error));
  g_assert_cmpint (g_subprocess_get_exit_status (second), ==, 1);
  g_assert_nonnull (strstr (message, "Another back end serves this directory"));
}

static void
test_database_option (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) other = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, g_getenv ("RELAIS_BACKEND"), "serve",
    "--data", relais_test_backend_get_data (self->backend), "--database", "postgresql://localhost/relais", NULL);
  g_assert_no_error (error);
  g_autofree char *message = NULL;
  g_assert_true (g_subprocess_communicate_utf8 (other, NULL, NULL, NULL, &message, &error));
  g_assert_cmpint (g_subprocess_get_exit_status (other), ==, 1);
  g_assert_nonnull (strstr (message, "SQLite"));
}

int
main (int argc, char **argv)
{
  /* What the administrator is warned of here is meant to happen. */
  g_unsetenv ("G_DEBUG");
  relais_test_disk_enter (argv);
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/crash/acked-durable", NULL, test_kill);
  fixture_add ("/crash/backup", NULL, test_backup);
  fixture_add ("/crash/damaged-backup", NULL, test_damaged_backup);
  fixture_add ("/crash/full-disk", NULL, test_full_disk);
  fixture_add ("/crash/fickle-disk", NULL, test_fickle_disk);
  fixture_add ("/crash/second-server", NULL, test_second_server);
  fixture_add ("/crash/database-option", NULL, test_database_option);
  return g_test_run ();
}
