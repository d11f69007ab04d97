/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "relais-record-list.h"
#include "relais-workspace-private.h"
#include "use-store.h"

typedef struct {
  RelaisStore *store;
  guint        n_changed;
  gboolean     is_done;
  GError      *error;
} Fixture;

/* The model as somebody who only listens to items-changed sees it. */
typedef struct {
  GPtrArray *items;      /* (element-type RelaisRecordItem) */
  guint      n_signals;
  guint      n_touched;
} Mirror;

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = relais_store_open (":memory:", &fixture->error);
  g_assert_no_error (fixture->error);
  g_signal_connect (fixture->store, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_error (&fixture->error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->store);
}

static void
commit_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  relais_store_commit_finish (RELAIS_STORE (source), result, NULL, &fixture->error);
  fixture->is_done = TRUE;
}

static void
wait (Fixture *fixture)
{
  while (!fixture->is_done)
    g_main_context_iteration (NULL, TRUE);
  fixture->is_done = FALSE;
}

static void
add_placements (Fixture *fixture, char **ids, guint n, const char *channel, const char *subject)
{
  RelaisAction *action = relais_action_new ("Plan");
  g_autoptr (GDate) day = g_date_new_dmy (5, G_DATE_JANUARY, 2026);

  for (guint i = 0; i < n; i++) {
    char text[11];

    g_date_strftime (text, sizeof text, "%Y-%m-%d", day);
    ids[i] = action_add (action, "placement", "subject", subject, "channel", channel, "state", "accepted", "planned", text, NULL);
    g_date_add_days (day, 1);
  }
  store_commit (fixture->store, action);
}

static void
set_planned (Fixture *fixture, const char *id, const char *day)
{
  store_commit (fixture->store, action_change ("placement", id, "planned", day, NULL));
}

static void
settle (RelaisRecordList *list)
{
  while (relais_record_list_get_loading (list))
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gpointer
nothing_func (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  return NULL;
}

static void
nothing_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Fixture *) data)->is_done = TRUE;
}

/* Whatever the list asked for was answered before this comes back: the store's thread does one thing after the other. Twice,
 * because
 * an answer may make the list ask again. */
static void
let_follow (Fixture *fixture)
{
  for (guint i = 0; i < 2; i++) {
    relais_store_run_async (fixture->store, nothing_func, NULL, NULL, NULL, NULL, nothing_cb, fixture);
    wait (fixture);
  }
}

static void
assert_mirrors (Mirror *mirror, GListModel *model)
{
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, mirror->items->len);
  for (guint i = 0; i < mirror->items->len; i++) {
    g_autoptr (RelaisRecordItem) item = g_list_model_get_item (model, i);

    g_assert_true (item == g_ptr_array_index (mirror->items, i));
  }
}

static void
mirror_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  Mirror *mirror = data;

  mirror->n_signals++;
  mirror->n_touched += removed + added;
  g_assert_cmpuint (position + removed, <=, mirror->items->len);
  if (removed > 0)
    g_ptr_array_remove_range (mirror->items, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror->items, (int) (position + i), g_list_model_get_item (model, position + i));
  /* Whoever is told asks for other rows too, between two edits. */
  assert_mirrors (mirror, model);
}

static void
test_commit (Fixture *fixture, gconstpointer data)
{
  RelaisAction *action = relais_action_new ("New theme");
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("theme"));
  g_autofree char *id = NULL;
  g_autofree char *title = NULL;
  RelaisQueueState state;

  relais_fields_set_string (fields, "name", "Vie interne");
  id = g_strdup (relais_action_create (action, NULL, fields));
  g_assert_cmpint (store_commit (fixture->store, action), >, 0);
  /* The reader of the main thread sees it at once, and "changed" came first. */
  title = relais_store_dup_title (fixture->store, "theme", id);
  g_assert_cmpstr (title, ==, "Vie interne");
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  relais_store_get_queue_state (fixture->store, &state);
  g_assert_cmpuint (state.waiting, ==, 1);
}

static void
test_commit_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisAction) action = relais_action_new ("New theme");

  relais_action_create (action, NULL, relais_fields_new (relais_kind_lookup ("theme")));
  relais_store_commit_async (fixture->store, action, NULL, commit_cb, fixture);
  wait (fixture);
  g_assert_nonnull (fixture->error);
  g_assert_cmpuint (fixture->n_changed, ==, 0);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisAction) action = relais_action_new ("New theme");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("theme"));
  g_autofree char *id = NULL;
  g_autoptr (RelaisRecord) record = NULL;

  relais_fields_set_string (fields, "name", "Vie interne");
  id = g_strdup (relais_action_create (action, NULL, fields));
  g_cancellable_cancel (cancellable);
  relais_store_commit_async (fixture->store, action, cancellable, commit_cb, fixture);
  wait (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  record = relais_store_lookup (fixture->store, "theme", id);
  g_assert_null (record);
}

/* Would never end by itself. */
static gpointer
endless_func (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  static const char sql[] = "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c";

  g_atomic_int_set ((int *) data, 1);
  relais_database_get_integer (workspace->db, 0, sql, "");
  return g_strdup ("half of it");
}

static void
endless_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  g_assert_null (relais_store_run_finish (RELAIS_STORE (source), result, &fixture->error));
  fixture->is_done = TRUE;
}

/* What is read for nobody any more stops, and what was read of it is thrown away, also where the error was passed over. */
static void
test_given_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *id = NULL;
  int has_begun = 0;

  relais_store_read_async (fixture->store, endless_func, &has_begun, NULL, g_free, cancellable, endless_cb, fixture);
  while (!g_atomic_int_get (&has_begun))
    g_thread_yield ();
  g_cancellable_cancel (cancellable);
  wait (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  id = store_add (fixture->store, "theme", "name", "Vie interne", NULL);
  store_check (fixture->store, "theme", id, "name", "Vie interne");
}

static gpointer
count_func (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));

  g_assert_true (data == GINT_TO_POINTER (7));
  return GUINT_TO_POINTER (relais_workspace_count (workspace, query));
}

static gpointer
call_thread (gpointer data)
{
  g_autoptr (GError) error = NULL;
  gpointer result = relais_store_call (data, count_func, GINT_TO_POINTER (7), &error);

  g_assert_no_error (error);
  return result;
}

static void
test_call (Fixture *fixture, gconstpointer data)
{
  g_autofree char *subject = relais_id_new ();
  g_autofree char *channel = relais_id_new ();
  char *ids[5];
  GThread *thread;

  add_placements (fixture, ids, 5, channel, subject);
  thread = g_thread_new ("caller", call_thread, fixture->store);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (thread)), ==, 5);
  for (guint i = 0; i < 5; i++)
    g_free (ids[i]);
}

static void
test_open_error (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisStore) store = relais_store_open ("/nowhere/at/all/city.relais", &error);

  g_assert_null (store);
  g_assert_nonnull (error);
}

static void
test_locked (void)
{
  g_autofree char *folder = g_dir_make_tmp ("relais-store-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "city.relais", NULL);
  g_autofree char *lock = g_strconcat (path, "-lock", NULL);
  g_autoptr (GError) error = NULL;
  RelaisStore *store = relais_store_open (path, &error);
  g_autoptr (RelaisStore) second = NULL;

  g_assert_no_error (error);
  second = relais_store_open (path, &error);
  g_assert_error (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_finalize_object (store);
  second = relais_store_open (path, &error);
  g_assert_no_error (error);
  relais_store_close (second);
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (g_unlink (lock));
  g_assert_no_errno (g_rmdir (folder));
}

static void
record_notify_cb (RelaisRecordItem *item, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *subject = relais_id_new ();
  g_autofree char *channel = relais_id_new ();
  char *ids[60];
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("placement")), "planned", FALSE);
  RelaisRecordList *list;
  g_autoptr (RelaisRecordItem) item = NULL;
  Mirror mirror = { g_ptr_array_new_with_free_func (g_object_unref), 0, 0 };
  guint n_notified = 0;

  add_placements (fixture, ids, 60, channel, subject);
  list = relais_record_list_new (fixture->store, query);
  g_signal_connect (list, "items-changed", G_CALLBACK (mirror_cb), &mirror);
  g_assert_true (relais_record_list_get_loading (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  settle (list);
  g_assert_cmpuint (mirror.items->len, ==, 60);
  g_assert_cmpint (relais_record_list_find (list, ids[30]), ==, 30);

  /* A row that moves is one row out and one in, whichever way it goes; its item stays the same. */
  item = g_list_model_get_item (G_LIST_MODEL (list), 10);
  g_signal_connect (item, "notify::record", G_CALLBACK (record_notify_cb), &n_notified);

  /* Nobody has asked for the record yet: there is nothing to tell, and who asks then gets the state of then. */
  set_planned (fixture, ids[10], "2026-01-12");
  let_follow (fixture);
  g_assert_cmpuint (n_notified, ==, 0);
  g_assert_cmpstr (relais_record_get_string (relais_record_item_get_record (item), "planned"), ==, "2026-01-12");
  mirror.n_signals = mirror.n_touched = 0;
  set_planned (fixture, ids[10], "2026-02-20");
  let_follow (fixture);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpuint (mirror.n_touched, ==, 2);
  g_assert_cmpint (relais_record_list_find (list, ids[10]), ==, 45);
  assert_mirrors (&mirror, G_LIST_MODEL (list));
  set_planned (fixture, ids[10], "2026-01-05");
  let_follow (fixture);
  g_assert_cmpuint (mirror.n_touched, ==, 4);
  g_assert_true (g_ptr_array_index (mirror.items, 1) == item);
  assert_mirrors (&mirror, G_LIST_MODEL (list));

  g_ptr_array_unref (mirror.items);
  g_signal_handlers_disconnect_by_data (list, &mirror);
  g_assert_finalize_object (list);
  for (guint i = 0; i < 60; i++)
    g_free (ids[i]);
}

static void
test_list_shuffle (Fixture *fixture, gconstpointer data)
{
  g_autofree char *subject = relais_id_new ();
  g_autofree char *channel = relais_id_new ();
  char *ids[200];
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("placement")), "planned", FALSE);
  RelaisRecordList *list;
  Mirror mirror = { g_ptr_array_new_with_free_func (g_object_unref), 0, 0 };

  add_placements (fixture, ids, 200, channel, subject);
  list = relais_record_list_new (fixture->store, query);
  g_signal_connect (list, "items-changed", G_CALLBACK (mirror_cb), &mirror);
  settle (list);
  for (guint round = 0; round < 30; round++) {
    RelaisAction *action = relais_action_new ("Shuffle");
    guint n = (guint) g_test_rand_int_range (1, round % 5 == 4 ? 150 : 8);

    for (guint i = 0; i < n; i++) {
      const char *id = ids[g_test_rand_int_range (0, 200)];
      g_autofree char *day = g_strdup_printf ("2026-%02d-%02d", g_test_rand_int_range (1, 13), g_test_rand_int_range (1, 29));
      RelaisFields *fields = relais_fields_new (relais_kind_lookup ("placement"));

      relais_fields_set_string (fields, "planned", day);
      if (g_test_rand_int_range (0, 4) == 0)
        relais_fields_set_boolean (fields, "binned", g_test_rand_bit ());
      relais_action_update (action, id, fields);
    }
    store_commit (fixture->store, action);
    let_follow (fixture);
    assert_mirrors (&mirror, G_LIST_MODEL (list));
    for (guint i = 1; i < mirror.items->len; i++) {
      RelaisRecord *one = relais_record_item_get_record (g_ptr_array_index (mirror.items, i - 1));
      RelaisRecord *next = relais_record_item_get_record (g_ptr_array_index (mirror.items, i));

      g_assert_cmpstr (relais_record_get_string (one, "planned"), <=, relais_record_get_string (next, "planned"));
    }
  }
  g_ptr_array_unref (mirror.items);
  g_signal_handlers_disconnect_by_data (list, &mirror);
  g_assert_finalize_object (list);
  for (guint i = 0; i < 200; i++)
    g_free (ids[i]);
}

static void
test_list_sections (Fixture *fixture, gconstpointer data)
{
  g_autofree char *subject = relais_id_new ();
  g_autofree char *channel = relais_id_new ();
  char *ids[30];
  g_autoptr (RelaisQuery) query = relais_query_group (relais_query_new (relais_kind_lookup ("placement")), "planned", TRUE);
  g_autoptr (RelaisRecordList) list = NULL;
  guint start, end;
  const char *key;

  add_placements (fixture, ids, 30, channel, subject);
  set_planned (fixture, ids[29], "");
  list = relais_record_list_new (fixture->store, query);
  settle (list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 30);
  /* 5 January 2026 is a Monday, of week 2. */
  for (guint i = 0; i < 28; i++) {
    g_autofree char *week = g_strdup_printf ("2026-W%02u", 2 + i / 7);

    relais_record_list_get_section (list, i, &start, &end, &key);
    g_assert_cmpuint (start, ==, i / 7 * 7);
    g_assert_cmpuint (end, ==, i / 7 * 7 + 7);
    g_assert_cmpstr (key, ==, week);
  }
  relais_record_list_get_section (list, 28, &start, &end, &key);
  g_assert_cmpstr (key, ==, "2026-W06");
  g_assert_cmpuint (start, ==, 28);
  g_assert_cmpuint (end, ==, 29);
  relais_record_list_get_section (list, 29, &start, &end, &key);
  g_assert_cmpstr (key, ==, "");
  g_assert_cmpuint (end, ==, 30);

  /* Into another week: into another section. */
  set_planned (fixture, ids[0], "2026-01-14");
  let_follow (fixture);
  relais_record_list_get_section (list, 6, &start, &end, &key);
  g_assert_cmpuint (start, ==, 6);
  g_assert_cmpuint (end, ==, 14);
  g_assert_cmpstr (key, ==, "2026-W03");
  for (guint i = 0; i < 30; i++)
    g_free (ids[i]);
}

static void
test_list_active (Fixture *fixture, gconstpointer data)
{
  g_autofree char *subject = relais_id_new ();
  g_autofree char *channel = relais_id_new ();
  char *ids[3], *more[2];
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));
  g_autoptr (RelaisRecordList) list = NULL;
  g_autoptr (RelaisRecordItem) item = NULL;

  add_placements (fixture, ids, 3, channel, subject);
  list = relais_record_list_new (fixture->store, query);
  settle (list);
  item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  relais_record_list_set_active (list, FALSE);
  add_placements (fixture, more, 2, channel, subject);
  set_planned (fixture, ids[0], "2027-01-01");
  let_follow (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 3);
  relais_record_list_set_active (list, TRUE);
  g_assert_cmpstr (relais_record_get_string (relais_record_item_get_record (item), "planned"), ==, "2027-01-01");
  let_follow (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 5);

  relais_record_list_set_query (list, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_false (relais_record_list_get_loading (list));
  for (guint i = 0; i < 3; i++)
    g_free (ids[i]);
  for (guint i = 0; i < 2; i++)
    g_free (more[i]);
}

static void
search_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GPtrArray) hits = relais_store_search_finish (RELAIS_STORE (source), result, &fixture->error);

  g_assert_no_error (fixture->error);
  g_assert_cmpuint (hits->len, ==, 1);
  fixture->is_done = TRUE;
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = store_add (fixture->store, "theme", "name", "Vie interne", NULL);

  relais_store_search_async (fixture->store, "interne", 20, NULL, search_cb, fixture);
  wait (fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  add ("/store/store/commit", test_commit);
  add ("/store/store/commit-error", test_commit_error);
  add ("/store/store/cancelled", test_cancelled);
  add ("/store/store/given-up", test_given_up);
  add ("/store/store/call", test_call);
  add ("/store/store/search", test_search);
  g_test_add_func ("/store/store/open-error", test_open_error);
  g_test_add_func ("/store/store/locked", test_locked);
  add ("/store/list/rows", test_list);
  add ("/store/list/shuffle", test_list_shuffle);
  add ("/store/list/sections", test_list_sections);
  add ("/store/list/active", test_list_active);
  return g_test_run ();
}
