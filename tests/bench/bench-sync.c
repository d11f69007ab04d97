/* SPDX-License-Identifier: GPL-3.0-or-later */

/* First sync of a whole workspace from the real back end, and one edit from here to there. Floors, from the same run: the same bytes over
 * plain HTTP plus the same rows into a plain table of SQLite; and for the edit, the two requests and two commits it cannot do without. */

#include <libsoup/soup.h>
#include <sqlite3.h>
#include <string.h>

#include "bench-store.h"
#include "relais-json.h"
#include "relais-pass.h"
#include "relais-syncer.h"
#include "relais-test-backend.h"
#include "relais-test-proxy.h"

#define DEMO_PASSWORD "demonstration"
#define EDITS         200

static char *folder;

static RelaisRemote *
open_remote (RelaisTestBackend *backend)
{
  GError *error = NULL;
  RelaisRemote *remote = relais_remote_new (relais_test_backend_get_address (backend), NULL, &error);
  RelaisSessionInfo *info = relais_remote_sign_in (remote, "manager", DEMO_PASSWORD, "bench", NULL, &error);

  if (info == NULL)
    g_error ("%s", error->message);
  relais_session_info_free (info);
  return remote;
}

/* ---- first sync ---- */

/* Every page, as it came, and its bytes as JSON. (transfer full) (element-type RelaisPage) */
static GPtrArray *
fetch_pages (RelaisRemote *remote, GByteArray *bytes)
{
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_page_free);
  const char *cursor = NULL;
  gboolean more = TRUE;

  while (more)
    {
      GError *error = NULL;
      RelaisPage *page = relais_remote_pull (remote, NULL, cursor, 2000, FALSE, NULL, &error);
      if (page == NULL)
        g_error ("%s", error->message);
      g_autoptr(JsonNode) node = json_node_alloc ();
      json_node_init_object (node, NULL);
      json_node_take_object (node, relais_page_to_json (page));
      g_autofree char *text = json_to_string (node, FALSE);
      g_byte_array_append (bytes, (const guint8 *) text, strlen (text));
      g_ptr_array_add (pages, page);
      cursor = page->cursor;
      more = page->more;
    }
  return pages;
}

static double
fetch_plainly (GByteArray *bytes)
{
  g_autoptr(RelaisTestProxy) proxy = relais_test_proxy_new (0);
  g_autoptr(GByteArray) answer = g_byte_array_new ();
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %u\r\nConnection: close\r\n\r\n", bytes->len);

  g_byte_array_append (answer, (const guint8 *) head, strlen (head));
  g_byte_array_append (answer, bytes->data, bytes->len);
  relais_test_proxy_set_answer (proxy, (const char *) answer->data, answer->len);
  gint64 begin = g_get_monotonic_time ();
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autoptr(SoupMessage) message = soup_message_new ("GET", relais_test_proxy_get_address (proxy));
  g_autoptr(GBytes) body = soup_session_send_and_read (session, message, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (body), ==, bytes->len);
  return bench_elapsed (begin) / 1000;
}

static void
bench_first_sync (RelaisTestBackend *backend)
{
  g_autofree char *path = g_build_filename (folder, "first.relais", NULL);
  g_autofree char *floor_path = g_build_filename (folder, "floor.db", NULL);
  GError *error = NULL;
  g_autoptr(RelaisWorkspace) workspace = relais_workspace_open (path, &error);
  RelaisRemote *remote = open_remote (backend);
  g_auto(RelaisPass) pass = {
    .remote = remote, .run = relais_pass_run_in_workspace, .target = workspace, .pull = TRUE,
  };

  gint64 begin = g_get_monotonic_time ();
  if (!relais_pass_run (&pass, &error))
    g_error ("%s", error->message);
  double seconds = bench_elapsed (begin) / 1000;

  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  begin = g_get_monotonic_time ();
  g_autoptr(GPtrArray) pages = fetch_pages (remote, bytes);
  double pull_seconds = bench_elapsed (begin) / 1000;
  double http_seconds = fetch_plainly (bytes), row_seconds = bench_write_floor (floor_path, pages);
  g_print ("first sync: %u records, %.1f MB of JSON: %.2f s (%.0f a second), of which the back end's answers %.2f s; "
           "floor: the same bytes over plain HTTP %.2f s + the same rows into SQLite %.2f s; ratio %.1f\n",
           pass.received, bytes->len / 1e6, seconds, pass.received / seconds, pull_seconds, http_seconds, row_seconds,
           seconds / (http_seconds + row_seconds));
  relais_remote_free (remote);
}

/* ---- one edit ---- */

typedef struct {
  RelaisStore  *store;   /* owned */
  RelaisSyncer *syncer;  /* owned */
} Person;

typedef struct {
  Person     *person;
  const char *id;
  const char *name;
} Sight;

static gboolean
is_idle (gpointer data)
{
  return relais_syncer_get_state (((Person *) data)->syncer) == RELAIS_SYNC_IDLE;
}

static gboolean
is_sent (gpointer data)
{
  RelaisQueueState state;
  relais_store_get_queue_state (((Person *) data)->store, &state);
  return state.waiting == 0;
}

static gboolean
sees_name (gpointer data)
{
  Sight *sight = data;
  g_autoptr(RelaisRecord) record = relais_store_lookup (sight->person->store, "theme", sight->id);
  return record != NULL && g_strcmp0 (relais_record_get_string (record, "name"), sight->name) == 0;
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  if (!relais_syncer_sign_in_finish (RELAIS_SYNCER (source), result, &error))
    g_error ("%s", error->message);
}

static void
open_person (Person *person, RelaisTestBackend *backend, const char *login)
{
  g_autofree char *path = g_build_filename (folder, login, NULL);

  person->store = relais_store_open (path, NULL);
  person->syncer = relais_syncer_new (person->store);
  relais_syncer_sign_in_async (person->syncer, relais_test_backend_get_address (backend), login, DEMO_PASSWORD, NULL, signed_in_cb, NULL);
  /* The whole region: on a busy machine longer than a test may wait. */
  while (!is_idle (person))
    relais_test_run_for (5);
}

static void
close_person (Person *person)
{
  relais_syncer_stop (person->syncer);
  g_object_unref (person->syncer);
  relais_store_close (person->store);
  g_object_unref (person->store);
}

static void
edit (Person *person, const char *id, const char *name)
{
  g_autoptr(RelaisAction) action = relais_action_new ("bench");
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("theme"));

  relais_fields_set_string (fields, "name", name);
  g_autoptr(RelaisRecord) before = relais_store_lookup (person->store, "theme", id);
  if (before == NULL)
    relais_action_create (action, id, fields);
  else
    relais_action_update (action, id, fields);
  relais_store_commit_async (person->store, action, NULL, NULL, NULL);
}

static double
measure_floor (RelaisTestBackend *backend)
{
  g_autofree char *path = g_build_filename (folder, "edit-floor.db", NULL);
  g_autofree char *address = g_strconcat (relais_test_backend_get_address (backend), "/v1/health", NULL);
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  sqlite3 *db;

  sqlite3_open (path, &db);
  sqlite3_exec (db, "PRAGMA journal_mode = WAL; CREATE TABLE t (name TEXT)", NULL, NULL, NULL);
  for (guint i = 0; i < EDITS; i++)
    {
      gint64 begin = g_get_monotonic_time ();
      for (guint both = 0; both < 2; both++)
        {
          sqlite3_exec (db, "INSERT INTO t VALUES ('name')", NULL, NULL, NULL);
          g_autoptr(SoupMessage) message = soup_message_new ("GET", address);
          g_autoptr(GBytes) body = soup_session_send_and_read (session, message, NULL, NULL);
          g_assert_nonnull (body);
        }
      double ms = bench_elapsed (begin);
      g_array_append_val (times, ms);
    }
  sqlite3_close (db);
  return bench_percentile (times, 0.95);
}

static void
bench_edit (RelaisTestBackend *backend)
{
  Person here, there;
  g_autofree char *id = relais_id_new ();
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  open_person (&here, backend, "editor");
  open_person (&there, backend, "editor2");
  for (guint i = 0; i <= EDITS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Theme %u", i);
      Sight sight = { &there, id, name };
      gint64 begin = g_get_monotonic_time ();
      edit (&here, id, name);
      relais_test_wait_until (sees_name, &sight);
      double ms = bench_elapsed (begin);
      if (i > 0)  /* the first one made the record */
        g_array_append_val (times, ms);
      relais_test_wait_until (is_sent, &here);
    }
  double median = bench_percentile (times, 0.5), p95 = bench_percentile (times, 0.95), floor_ms = measure_floor (backend);
  g_print ("edit here, visible there: median %.1f ms, p95 %.1f ms (budget 150 ms); floor, two requests and two commits: p95 %.1f ms; "
           "ratio %.1f\n", median, p95, floor_ms, p95 / floor_ms);
  close_person (&here);
  close_person (&there);
}

int
main (int argc, char **argv)
{
  if (!relais_test_backend_available ())
    {
      g_print ("RELAIS_BACKEND does not name a back end\n");
      return 77;
    }
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  folder = bench_make_folder ();
  g_autoptr(RelaisTestBackend) backend = relais_test_backend_new_demo (argc > 1 ? argv[1] : "region");
  bench_first_sync (backend);
  bench_edit (backend);
  bench_remove_folder (folder);
  return 0;
}
