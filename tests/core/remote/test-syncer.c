/* SPDX-License-Identifier: GPL-3.0-or-later */

/* RelaisSyncer with real stores and the real back end, over a network that the test rules. */

#include <string.h>

#include "relais-remote.h"
#include "relais-syncer-private.h"
#include "relais-test-backend.h"
#include "relais-test-proxy.h"
#include "sync-person.h"

#define EDITS      60
#define BUDGET_MS  150   /* edit here → visible there. tests/bench tells the p95; here the median holds on a busy machine, too */

typedef struct {
  RelaisTestBackend *backend;  /* owned */
  RelaisTestProxy   *proxy;    /* owned: between the back end and marie */
  char              *folder;   /* owned */
  SyncPerson             marie;    /* manager, behind the proxy */
  SyncPerson             paul;     /* editor, directly */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("relais-sync-XXXXXX", NULL);
  fixture->backend = relais_test_backend_new ();
  relais_test_backend_add_account (fixture->backend, "marie", "manager");
  relais_test_backend_add_account (fixture->backend, "paul", "editor");
  fixture->proxy = relais_test_proxy_new (relais_test_backend_get_port (fixture->backend));
  sync_person_open (&fixture->marie, fixture->folder, "marie");
  sync_person_open (&fixture->paul, fixture->folder, "paul");
}

static void
sign_in_both (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  sync_person_sign_in (&fixture->marie, relais_test_proxy_get_address (fixture->proxy), "marie", RELAIS_TEST_PASSWORD, &error);
  g_assert_no_error (error);
  sync_person_sign_in (&fixture->paul, relais_test_backend_get_address (fixture->backend), "paul", RELAIS_TEST_PASSWORD, &error);
  g_assert_no_error (error);
  relais_test_wait_until (sync_person_is_idle, &fixture->marie);
  relais_test_wait_until (sync_person_is_idle, &fixture->paul);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sync_person_close (&fixture->marie);
  sync_person_close (&fixture->paul);
  relais_test_proxy_free (fixture->proxy);
  relais_test_backend_free (fixture->backend);
  relais_test_remove_tree (fixture->folder);
  g_free (fixture->folder);
}

/* ---- sign-in ---- */

static void
test_sign_in (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (sync_person_sign_in (&fixture->marie, "http://127.0.0.1:9", "marie", "x", &error));
  g_assert_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_UNREACHABLE);
  g_clear_error (&error);
  g_assert_false (sync_person_sign_in (&fixture->marie, relais_test_backend_get_address (fixture->backend), "marie", "wrong", &error));
  g_assert_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_SIGN_IN);
  g_assert_cmpint (relais_syncer_get_state (fixture->marie.syncer), ==, RELAIS_SYNC_OFF);

  sign_in_both (fixture);
  RelaisAccess *access = relais_store_get_access (fixture->paul.store);
  g_assert_cmpint (relais_access_get_role (access), ==, RELAIS_ROLE_EDITOR);
  g_assert_cmpint (relais_syncer_get_last_success (fixture->paul.syncer), >, 0);
  /* No secret service here: the token is in memory, and it says so. */
  g_assert_false (relais_syncer_get_token_kept (fixture->paul.syncer));

  /* Started again without a network: the right access, work goes on, and the person is asked to sign in. */
  relais_test_backend_stop (fixture->backend);
  sync_person_close (&fixture->paul);
  sync_person_open (&fixture->paul, fixture->folder, "paul");
  relais_syncer_start (fixture->paul.syncer);
  relais_test_wait_until (sync_person_wants_sign_in, &fixture->paul);
  g_assert_cmpint (relais_access_get_role (relais_store_get_access (fixture->paul.store)), ==, RELAIS_ROLE_EDITOR);
  g_assert_nonnull (relais_syncer_get_message (fixture->paul.syncer));
}

static void
test_sign_out (Fixture *fixture, gconstpointer data)
{
  SyncAnswer answer = { NULL };
  g_autoptr(GError) error = NULL;

  sign_in_both (fixture);
  relais_syncer_sign_out_async (fixture->paul.syncer, NULL, sync_answer_cb, &answer);
  relais_test_wait_until (sync_has_answer, &answer);
  g_assert_true (relais_syncer_sign_out_finish (fixture->paul.syncer, answer.result, &error));
  g_object_unref (answer.result);
  g_assert_cmpint (relais_syncer_get_state (fixture->paul.syncer), ==, RELAIS_SYNC_OFF);
  g_assert_null (relais_store_get_access (fixture->paul.store));
  relais_syncer_start (fixture->paul.syncer);
  relais_test_run_for (100);
  g_assert_cmpint (relais_syncer_get_state (fixture->paul.syncer), ==, RELAIS_SYNC_OFF);
}

static void
test_token_revoked (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  sign_in_both (fixture);
  g_free (relais_test_backend_run (fixture->backend, "new password for paul\n", "account", "password", "paul", NULL));
  g_autofree char *id = sync_person_add_theme (&fixture->paul, "Gardé");
  relais_test_wait_until (sync_person_wants_sign_in, &fixture->paul);
  g_assert_cmpuint (sync_person_count_waiting (&fixture->paul), ==, 1);
  sync_person_sign_in (&fixture->paul, relais_test_backend_get_address (fixture->backend), "paul", "new password for paul", &error);
  g_assert_no_error (error);
  sync_person_wait_to_see (&fixture->marie, id, "Gardé");
  relais_test_wait_until (sync_person_is_sent, &fixture->paul);
}

/* ---- live ---- */

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;
  return x < y ? -1 : x > y;
}

static void
test_live (Fixture *fixture, gconstpointer data)
{
  gint64 times[EDITS];

  sign_in_both (fixture);
  g_autofree char *id = sync_person_add_theme (&fixture->paul, "0");
  sync_person_wait_to_see (&fixture->marie, id, "0");
  for (guint i = 0; i < EDITS; i++)
    {
      SyncPerson *here = i % 2 ? &fixture->marie : &fixture->paul, *there = i % 2 ? &fixture->paul : &fixture->marie;
      g_autofree char *name = g_strdup_printf ("nom %u", i);
      gint64 begin = g_get_monotonic_time ();
      sync_person_rename_theme (here, id, name);
      sync_person_wait_to_see (there, id, name);
      times[i] = g_get_monotonic_time () - begin;
      relais_test_wait_until (sync_person_is_sent, here);
    }
  qsort (times, EDITS, sizeof *times, compare_times);
  double p50 = times[EDITS / 2] / 1000.0, p95 = times[EDITS * 95 / 100] / 1000.0;
  g_test_message ("edit here, visible there: p50 %.1f ms, p95 %.1f ms, worst %.1f ms", p50, p95, times[EDITS - 1] / 1000.0);
  g_test_minimized_result (p95, "p95 of an edit, ms");
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpfloat (p50, <=, BUDGET_MS);
#endif
}

/* The wake is lost: the watchdog sees to it that the queue does not stay. */
static void
test_watchdog (Fixture *fixture, gconstpointer data)
{
  sign_in_both (fixture);
  g_assert_cmpuint (g_signal_handlers_block_matched (fixture->marie.store, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL,
                                                     fixture->marie.syncer), ==, 1);
  g_autofree char *id = sync_person_add_theme (&fixture->marie, "Oubliée");
  sync_person_wait_to_see (&fixture->paul, id, "Oubliée");
}

/* ---- a bad network ---- */

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  sign_in_both (fixture);
  relais_test_proxy_set_mode (fixture->proxy, RELAIS_TEST_PROXY_CUT);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("hors ligne %u", i);
      g_ptr_array_add (ids, sync_person_add_theme (&fixture->marie, name));
    }
  relais_test_wait_until (sync_person_is_offline, &fixture->marie);
  g_assert_nonnull (relais_syncer_get_message (fixture->marie.syncer));
  g_assert_cmpuint (sync_person_count_waiting (&fixture->marie), ==, 5);
  g_autofree char *theirs = sync_person_add_theme (&fixture->paul, "pendant ce temps");

  relais_test_proxy_set_mode (fixture->proxy, RELAIS_TEST_PROXY_PASS);
  relais_syncer_wake (fixture->marie.syncer);
  relais_test_wait_until (sync_person_is_sent, &fixture->marie);
  sync_person_wait_to_see (&fixture->marie, theirs, "pendant ce temps");
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *name = g_strdup_printf ("hors ligne %u", i);
      sync_person_wait_to_see (&fixture->paul, g_ptr_array_index (ids, i), name);
    }
  relais_test_wait_until (sync_person_is_idle, &fixture->marie);
  g_assert_null (relais_syncer_get_message (fixture->marie.syncer));
}

static void
test_killed_backend (Fixture *fixture, gconstpointer data)
{
  sign_in_both (fixture);
  g_autofree char *before = sync_person_add_theme (&fixture->marie, "avant");
  sync_person_wait_to_see (&fixture->paul, before, "avant");
  relais_test_backend_kill (fixture->backend);
  g_autofree char *during = sync_person_add_theme (&fixture->marie, "pendant");
  relais_test_wait_until (sync_person_is_offline, &fixture->marie);
  relais_test_backend_start (fixture->backend);
  /* By itself. */
  sync_person_wait_to_see (&fixture->paul, during, "pendant");
  sync_person_wait_to_see (&fixture->paul, before, "avant");
  relais_test_wait_until (sync_person_is_sent, &fixture->marie);
}

/* Nobody types: the indicator must not go on saying that all is well until the watchdog looks. */
static void
test_lost_while_idle (Fixture *fixture, gconstpointer data)
{
  const RelaisSyncPauses long_pauses = { .watchdog = G_MAXINT, .poll = G_MAXINT, .digest = G_MAXINT };

  relais_syncer_set_pauses (fixture->paul.syncer, &long_pauses);
  sign_in_both (fixture);
  g_autofree char *before = sync_person_add_theme (&fixture->marie, "avant");
  sync_person_wait_to_see (&fixture->paul, before, "avant");
  relais_test_wait_until (sync_person_is_idle, &fixture->paul);
  relais_test_backend_kill (fixture->backend);
  relais_test_wait_until (sync_person_is_offline, &fixture->paul);
  relais_test_backend_start (fixture->backend);
  relais_test_wait_until (sync_person_is_idle, &fixture->paul);
}

/* Whatever answers in place of the back end, nothing changes and nothing is lost. */
static void
assert_nothing_changes (Fixture *fixture, RelaisTestCondition state)
{
  relais_test_wait_until (sync_person_is_sent, &fixture->marie);
  relais_test_proxy_set_mode (fixture->proxy, RELAIS_TEST_PROXY_ANSWER);
  g_autofree char *id = sync_person_add_theme (&fixture->marie, "patience");
  relais_test_wait_until (state, &fixture->marie);
  g_assert_nonnull (relais_syncer_get_message (fixture->marie.syncer));
  g_assert_cmpuint (sync_person_count_waiting (&fixture->marie), ==, 1);
  g_assert_true (sync_person_sees (&fixture->marie, id, "patience"));

  relais_test_proxy_set_mode (fixture->proxy, RELAIS_TEST_PROXY_PASS);
  relais_syncer_wake (fixture->marie.syncer);
  sync_person_wait_to_see (&fixture->paul, id, "patience");
  relais_test_wait_until (sync_person_is_idle, &fixture->marie);
}

static void
test_wrong_answers (Fixture *fixture, gconstpointer data)
{
  sign_in_both (fixture);
  relais_test_proxy_set_answer (fixture->proxy, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
                                "<h1>Please accept our terms</h1>", -1);
  assert_nothing_changes (fixture, sync_person_is_offline);
  relais_test_proxy_set_answer (fixture->proxy, "\x01\x02\x03 what is this", -1);
  assert_nothing_changes (fixture, sync_person_is_offline);
  relais_test_proxy_set_relais_answer (fixture->proxy, "200 OK", NULL, "{\"epoch\":\"x\",\"head\":1}");
  assert_nothing_changes (fixture, sync_person_is_problem);
  relais_test_proxy_set_relais_answer (fixture->proxy, "500 Internal Server Error", NULL, "{}");
  assert_nothing_changes (fixture, sync_person_is_offline);
  relais_test_proxy_set_relais_answer (fixture->proxy, "403 Forbidden", NULL, "{\"code\":\"forbidden\"}");
  assert_nothing_changes (fixture, sync_person_is_problem);
}

static void
test_throttled (Fixture *fixture, gconstpointer data)
{
  sign_in_both (fixture);
  relais_test_proxy_set_relais_answer (fixture->proxy, "429 Too Many Requests", "Retry-After: 2\r\n", "{\"code\":\"throttled\"}");
  relais_test_proxy_set_mode (fixture->proxy, RELAIS_TEST_PROXY_ANSWER);
  gint64 begin = g_get_monotonic_time ();
  g_autofree char *id = sync_person_add_theme (&fixture->marie, "doucement");
  relais_test_wait_until (sync_person_is_offline, &fixture->marie);
  relais_test_proxy_set_mode (fixture->proxy, RELAIS_TEST_PROXY_PASS);
  /* Neither another edit nor impatience makes it earlier. */
  sync_person_rename_theme (&fixture->marie, id, "plus doucement");
  relais_syncer_wake (fixture->marie.syncer);
  sync_person_wait_to_see (&fixture->paul, id, "plus doucement");
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 2 * G_USEC_PER_SEC);
}

static void
test_slow_network (Fixture *fixture, gconstpointer data)
{
  relais_test_proxy_set_delay (fixture->proxy, 100);
  sign_in_both (fixture);
  g_autofree char *id = sync_person_add_theme (&fixture->marie, "lente");
  sync_person_wait_to_see (&fixture->paul, id, "lente");
  relais_test_wait_until (sync_person_is_sent, &fixture->marie);

  /* Nothing comes any more; leaving does not wait for it. */
  relais_test_proxy_set_mode (fixture->proxy, RELAIS_TEST_PROXY_DROP);
  g_autofree char *kept = sync_person_add_theme (&fixture->marie, "gardée");
  relais_test_run_for (200);
  gint64 begin = g_get_monotonic_time ();
  relais_syncer_stop (fixture->marie.syncer);
  relais_syncer_stop (fixture->marie.syncer);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);
  g_assert_cmpuint (sync_person_count_waiting (&fixture->marie), ==, 1);
}

/* ---- blobs ---- */

static char *
fetch_blob (SyncPerson *person, const char *hash, GError **error)
{
  SyncAnswer answer = { NULL };

  relais_syncer_fetch_blob_async (person->syncer, hash, NULL, sync_answer_cb, &answer);
  relais_test_wait_until (sync_has_answer, &answer);
  char *path = relais_syncer_fetch_blob_finish (person->syncer, answer.result, error);
  g_object_unref (answer.result);
  return path;
}

/* Larger than one part of an upload. (transfer full): its hash; the media record is made by marie */
static char *
publish_file (Fixture *fixture, const char *contents, gsize length)
{
  g_autofree char *path = g_build_filename (fixture->folder, "plan.txt", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(RelaisRemote) remote = relais_remote_new (relais_test_backend_get_address (fixture->backend), NULL, NULL);
  g_autoptr(RelaisSessionInfo) info = relais_remote_sign_in (remote, "marie", RELAIS_TEST_PASSWORD, "test", NULL, NULL);
  g_autoptr(RelaisAction) action = relais_action_new ("test");
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("media"));
  char *hash = NULL;
  GError *error = NULL;

  g_assert_nonnull (info);
  g_assert_true (g_file_set_contents (path, contents, length, NULL));
  g_assert_true (relais_remote_put_blob (remote, file, &hash, NULL, &error));
  g_assert_no_error (error);
  relais_fields_set_string (fields, "name", "plan.txt");
  relais_fields_set_string (fields, "hash", hash);
  relais_fields_set_string (fields, "mime", "text/plain");
  relais_fields_set_integer (fields, "size", length);
  relais_action_create (action, NULL, fields);
  sync_person_commit (&fixture->marie, action);
  relais_test_wait_until (sync_person_is_sent, &fixture->marie);
  return hash;
}

static void
test_blob (Fixture *fixture, gconstpointer data)
{
  gsize length = 5 * 1024 * 1024 + 7, read;
  g_autofree char *contents = g_malloc (length);
  g_autofree char *got = NULL;
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < length; i++)
    contents[i] = 'a' + i % 23;
  sign_in_both (fixture);
  g_autofree char *hash = publish_file (fixture, contents, length);
  g_autofree char *path = fetch_blob (&fixture->paul, hash, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &got, &read, NULL));
  g_assert_cmpmem (got, read, contents, length);

  /* From the cache, when the back end is away; what is not there says so. */
  relais_test_backend_stop (fixture->backend);
  g_autofree char *again = fetch_blob (&fixture->paul, hash, &error);
  g_assert_cmpstr (again, ==, path);
  g_autofree char *other = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "other", -1);
  g_assert_null (fetch_blob (&fixture->paul, other, &error));
  g_assert_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_UNREACHABLE);
  g_clear_error (&error);
  g_assert_null (fetch_blob (&fixture->paul, "../../etc/passwd", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME);
}

/* ---- reading everything again ---- */

static gboolean
is_reader (gpointer data)
{
  RelaisAccess *access = relais_store_get_access (((SyncPerson *) data)->store);
  return access != NULL && relais_access_get_role (access) == RELAIS_ROLE_READER;
}

/* The rights change: 410, everything is read again, and the application learns what it may still do. */
static void
test_rights_change (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RelaisAction) action = relais_action_new ("test");

  sign_in_both (fixture);
  g_autofree char *id = sync_person_add_theme (&fixture->marie, "avant");
  sync_person_wait_to_see (&fixture->paul, id, "avant");

  /* A reader sees an account that is about their own person. */
  RelaisFields *person = relais_fields_new (relais_kind_lookup ("person"));
  relais_fields_set_string (person, "last_name", "Paul");
  g_autofree char *person_id = g_strdup (relais_action_create (action, NULL, person));
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("account"));
  relais_fields_set_string (fields, "role", "reader");
  relais_fields_set_string (fields, "person", person_id);
  relais_action_update (action, relais_access_get_account (relais_store_get_access (fixture->paul.store)), fields);
  sync_person_commit (&fixture->marie, action);

  relais_test_wait_until (is_reader, &fixture->paul);
  relais_test_wait_until (sync_person_is_idle, &fixture->paul);
  g_assert_true (sync_person_sees (&fixture->paul, id, "avant"));
  g_autofree char *after = sync_person_add_theme (&fixture->marie, "après");
  sync_person_wait_to_see (&fixture->paul, after, "après");
}

static void
test_epoch (Fixture *fixture, gconstpointer data)
{
  g_autofree char *backup = g_build_filename (fixture->folder, "backup", NULL);

  sign_in_both (fixture);
  g_autofree char *old = sync_person_add_theme (&fixture->marie, "dans la sauvegarde");
  sync_person_wait_to_see (&fixture->paul, old, "dans la sauvegarde");
  g_free (relais_test_backend_run (fixture->backend, NULL, "backup", backup, NULL));
  g_autofree char *lost = sync_person_add_theme (&fixture->marie, "après la sauvegarde");
  relais_test_wait_until (sync_person_is_sent, &fixture->marie);
  sync_person_wait_to_see (&fixture->paul, lost, "après la sauvegarde");

  relais_test_backend_stop (fixture->backend);
  relais_test_backend_restore (fixture->backend, backup);
  relais_test_backend_start (fixture->backend);
  /* A restored back end knows no session. Then everybody goes on in the new epoch, and what only they hold is offered again. */
  relais_test_wait_until (sync_person_wants_sign_in, &fixture->marie);
  relais_test_wait_until (sync_person_wants_sign_in, &fixture->paul);
  sign_in_both (fixture);
  g_autofree char *fresh = sync_person_add_theme (&fixture->paul, "nouvelle époque");
  sync_person_wait_to_see (&fixture->marie, fresh, "nouvelle époque");
  sync_person_wait_to_see (&fixture->marie, old, "dans la sauvegarde");
  SyncPerson new = { NULL };
  g_autoptr(GError) error = NULL;
  sync_person_open (&new, fixture->folder, "new");
  sync_person_sign_in (&new, relais_test_backend_get_address (fixture->backend), "paul", RELAIS_TEST_PASSWORD, &error);
  g_assert_no_error (error);
  sync_person_wait_to_see (&new, lost, "après la sauvegarde");
  sync_person_close (&new);
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  /* No secret service, whatever this computer has: nobody's passwords are touched. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  if (!relais_test_backend_available ())
    return g_test_run ();
  add ("/syncer/sign-in", test_sign_in);
  add ("/syncer/sign-out", test_sign_out);
  add ("/syncer/token-revoked", test_token_revoked);
  add ("/syncer/live", test_live);
  add ("/syncer/watchdog", test_watchdog);
  add ("/syncer/offline", test_offline);
  add ("/syncer/killed-backend", test_killed_backend);
  add ("/syncer/lost-while-idle", test_lost_while_idle);
  add ("/syncer/wrong-answers", test_wrong_answers);
  add ("/syncer/throttled", test_throttled);
  add ("/syncer/slow-network", test_slow_network);
  add ("/syncer/blob", test_blob);
  add ("/syncer/rights-change", test_rights_change);
  add ("/syncer/epoch", test_epoch);
  return g_test_run ();
}
