/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <string.h>

#include "relais-validate.h"

static gint64
set_text (RelaisWorkspace *workspace, const char *id, const char *field, const char *text, const char *merge_key)
{
  const RelaisKind *kind = relais_kind_lookup ("subject");
  g_autoptr (RelaisAction) action = relais_action_new ("Typing");
  RelaisFields *fields = relais_fields_new (kind);
  g_autoptr (GError) error = NULL;
  gint64 action_id = 0;

  relais_fields_set_string (fields, field, text);
  relais_action_update (action, id, fields);
  relais_action_set_merge_key (action, merge_key);
  relais_workspace_commit (workspace, NULL, action, &action_id, NULL, &error);
  g_assert_no_error (error);
  return action_id;
}

static void
undo (Fixture *fixture, gint64 action_id, gint64 *inverse_id)
{
  g_autoptr (GError) error = NULL;

  relais_workspace_undo (fixture->workspace, NULL, action_id, inverse_id, NULL, &error);
  g_assert_no_error (error);
}

static void
test_values (Fixture *fixture, gconstpointer data)
{
  g_autofree char *none = relais_workspace_dup_value (fixture->workspace, "server");
  g_autofree char *client = g_strdup (relais_workspace_get_client (fixture->workspace));
  g_autofree char *server = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (none);
  g_assert_true (relais_workspace_set_value (fixture->workspace, "server", "https://relais.ville.fr", &error));
  fixture_reopen (fixture);
  server = relais_workspace_dup_value (fixture->workspace, "server");
  g_assert_cmpstr (server, ==, "https://relais.ville.fr");
  g_assert_cmpstr (relais_workspace_get_client (fixture->workspace), ==, client);
  g_assert_true (g_uuid_string_is_valid (client));
}

static void
test_commit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "Cérémonie des vœux");
  RelaisQueueState state;

  set_field (fixture->workspace, "subject", id, "summary", "Le 12 janvier");
  set_field (fixture->workspace, "subject", id, "tags", "fête|agents");
  fixture_reopen (fixture);
  assert_field (fixture->workspace, "subject", id, "title", "Cérémonie des vœux");
  assert_field (fixture->workspace, "subject", id, "summary", "Le 12 janvier");
  assert_field (fixture->workspace, "subject", id, "tags", "agents|fête");
  state = get_queue_state (fixture->workspace);
  g_assert_cmpuint (state.waiting, ==, 1);
  g_assert_cmpint (state.waiting_since, >, 0);
}

static void
test_commit_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "Vœux");
  g_autoptr (RelaisAccess) reader = relais_access_new ("0190a000-0000-7000-8000-000000000001", RELAIS_ROLE_READER, NULL, NULL);
  g_autoptr (RelaisAction) action = relais_action_new ("Rename");
  g_autoptr (RelaisAction) ghost = relais_action_new ("Rename");
  g_autoptr (RelaisAction) bad = relais_action_new ("Bad");
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("subject"));
  g_autoptr (GError) error = NULL;

  relais_fields_set_string (fields, "title", "Autre");
  relais_action_update (action, id, fields);
  g_assert_false (relais_workspace_commit (fixture->workspace, reader, action, NULL, NULL, &error));
  g_assert_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_FORBIDDEN);
  g_clear_error (&error);
  assert_field (fixture->workspace, "subject", id, "title", "Vœux");

  fields = relais_fields_new (relais_kind_lookup ("subject"));
  relais_fields_set_string (fields, "title", "Autre");
  relais_action_update (ghost, "0190a000-0000-7000-8000-0000000000ff", fields);
  g_assert_false (relais_workspace_commit (fixture->workspace, NULL, ghost, NULL, NULL, &error));
  g_assert_error (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* One bad op: none of the group is taken. */
  fields = relais_fields_new (relais_kind_lookup ("subject"));
  relais_fields_set_string (fields, "title", "Bon");
  relais_action_update (bad, id, fields);
  relais_action_create (bad, NULL, relais_fields_new (relais_kind_lookup ("theme")));
  g_assert_false (relais_workspace_commit (fixture->workspace, NULL, bad, NULL, NULL, &error));
  g_assert_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_REQUIRED);
  assert_field (fixture->workspace, "subject", id, "title", "Vœux");
}

/* What the back end would refuse for its size must not get into the queue: everything behind it would wait for ever. */
static void
test_commit_too_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisAction) action = relais_action_new ("Import");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 20000; i++) {
    RelaisFields *fields = relais_fields_new (relais_kind_lookup ("theme"));

    relais_fields_set_string (fields, "name", "Un thème");
    relais_action_create (action, NULL, fields);
  }
  g_assert_false (relais_workspace_commit (fixture->workspace, NULL, action, NULL, NULL, &error));
  g_assert_error (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_TOO_LARGE);
  g_assert_cmpuint (get_queue_state (fixture->workspace).waiting, ==, 0);
}

/* What was approved is no longer its author's, before anything is sent. */
static void
test_commit_settled (Fixture *fixture, gconstpointer data)
{
  static const char person[] = "0190a000-0000-7000-8000-000000000002", article[] = "0190a000-0000-7000-8000-000000000003";
  static const char *values[][4] = {
    { "person", person, "last_name", "Petit" }, { "channel", "0190a000-0000-7000-8000-000000000004", "name", "Brèves" },
  };
  g_autofree char *subject = make_subject (fixture->workspace, "Vœux");
  g_autoptr (RelaisAccess) author = relais_access_new ("0190a000-0000-7000-8000-000000000001", RELAIS_ROLE_CORRESPONDENT, person, NULL);
  g_autoptr (RelaisAction) all = relais_action_new ("All"), edit = relais_action_new ("Edit");
  g_autoptr (GError) error = NULL;
  RelaisFields *fields;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    fields = relais_fields_new (relais_kind_lookup (values[i][0]));
    relais_fields_set_string (fields, values[i][2], values[i][3]);
    if (i == 1)
      relais_fields_set_string (fields, "form", "brief");
    relais_action_create (all, values[i][1], fields);
  }
  fields = relais_fields_new (relais_kind_lookup ("article"));
  relais_fields_set_string (fields, "title", "Les vœux");
  relais_fields_set_string (fields, "author", person);
  relais_action_create (all, article, fields);
  fields = relais_fields_new (relais_kind_lookup ("placement"));
  relais_fields_set_string (fields, "subject", subject);
  relais_fields_set_string (fields, "channel", values[1][1]);
  relais_fields_set_string (fields, "state", "approved");
  relais_fields_set_string (fields, "article", article);
  relais_action_create (all, NULL, fields);
  g_assert_true (relais_workspace_commit (fixture->workspace, NULL, all, NULL, NULL, &error));
  g_assert_no_error (error);

  fields = relais_fields_new (relais_kind_lookup ("article"));
  relais_fields_set_string (fields, "body", "Autre chose");
  relais_action_update (edit, article, fields);
  g_assert_false (relais_workspace_commit (fixture->workspace, author, edit, NULL, NULL, &error));
  g_assert_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_FORBIDDEN);
  g_assert_true (relais_workspace_commit (fixture->workspace, NULL, edit, NULL, NULL, NULL));
}

static void
test_commit_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "Vœux");
  g_autoptr (GPtrArray) sent = take (fixture->workspace);

  g_assert_cmpint (set_field (fixture->workspace, "subject", id, "title", "Vœux"), ==, 0);
  g_assert_cmpuint (get_queue_state (fixture->workspace).waiting, ==, 1);
}

static void
test_squash (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "V");
  g_autofree char *other = NULL;
  g_autoptr (GPtrArray) sent = NULL;

  for (guint i = 0; i < 20; i++) {
    g_autofree char *text = g_strdup_printf ("%0*d", (int) i + 1, 0);

    set_text (fixture->workspace, id, "summary", text, "summary");
  }
  g_assert_cmpuint (get_queue_state (fixture->workspace).waiting, ==, 1);

  /* What is in flight never changes. */
  sent = take (fixture->workspace);
  g_assert_cmpuint (sent->len, ==, 1);
  set_text (fixture->workspace, id, "summary", "later", "summary");
  g_assert_cmpuint (get_queue_state (fixture->workspace).waiting, ==, 2);

  /* Order and groups: nothing is moved in front of another record's mutation. */
  other = make_subject (fixture->workspace, "Other");
  set_text (fixture->workspace, id, "summary", "later still", "summary");
  g_assert_cmpuint (get_queue_state (fixture->workspace).waiting, ==, 4);
  assert_field (fixture->workspace, "subject", id, "summary", "later still");
}

static void
test_squash_keeps_steps (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "V");

  set_field (fixture->workspace, "subject", id, "state", "kept");
  set_field (fixture->workspace, "subject", id, "state", "postponed");
  g_assert_cmpuint (get_queue_state (fixture->workspace).waiting, ==, 3);
}

static void
test_undo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "One");
  gint64 action = set_field (fixture->workspace, "subject", id, "title", "Two");
  gint64 inverse = 0, redo = 0;
  g_autofree char *undo_label = NULL, *redo_label = NULL;

  undo (fixture, action, &inverse);
  assert_field (fixture->workspace, "subject", id, "title", "One");
  undo_label = relais_workspace_dup_action_label (fixture->workspace, inverse);
  g_assert_cmpstr (undo_label, ==, "Undo: Change title");
  undo (fixture, inverse, &redo);
  assert_field (fixture->workspace, "subject", id, "title", "Two");
  redo_label = relais_workspace_dup_action_label (fixture->workspace, redo);
  g_assert_cmpstr (redo_label, ==, "Redo: Change title");
  undo (fixture, redo, NULL);
  assert_field (fixture->workspace, "subject", id, "title", "One");
}

static void
test_undo_merged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "One");
  gint64 first = set_text (fixture->workspace, id, "summary", "a", "summary");
  gint64 last = 0;

  set_text (fixture->workspace, id, "note", "n", "summary");
  last = set_text (fixture->workspace, id, "summary", "abc", "summary");
  g_assert_cmpint (first, ==, last);
  undo (fixture, last, NULL);
  assert_field (fixture->workspace, "subject", id, "summary", NULL);
  assert_field (fixture->workspace, "subject", id, "note", NULL);
  assert_field (fixture->workspace, "subject", id, "title", "One");
}

/* A colleague's paragraph came in while I typed: undoing what I typed leaves it there. */
static void
test_undo_merged_keeps_others (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *id = pull_subject (workspace);
  g_autoptr (GPtrArray) sent = NULL;
  gint64 first, last;

  pull_state (workspace, id, 2, 0, "summary", "one");
  first = set_text (workspace, id, "summary", "one two", "summary");
  sent = take (workspace);
  apply_outcome (workspace, 1, RELAIS_OUTCOME_APPLIED, 3, 3);
  pull_state (workspace, id, 4, 1, "summary", "one two\n\ntheirs");
  last = set_text (workspace, id, "summary", "one two three\n\ntheirs", "summary");
  g_assert_cmpint (last, !=, first);
  undo (fixture, last, NULL);
  assert_field (workspace, "subject", id, "summary", "one two\n\ntheirs");
  undo (fixture, first, NULL);
  assert_field (workspace, "subject", id, "summary", "one\n\ntheirs");
}

static void
test_undo_keeps_others (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *id = relais_id_new ();
  RelaisPage *page = make_page (1, FALSE, 0);
  g_autoptr (RelaisAction) action = relais_action_new ("Rewrite");
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("subject"));
  g_autofree char *label = NULL;
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (GError) error = NULL;
  gint64 action_id, inverse;

  page_add (page, make_state ("subject", id, 1, 1, "title", "One", "state", "proposed", "proposed_on", "2026-01-01", NULL));
  apply_page (workspace, page);
  relais_fields_set_string (fields, "title", "Mine");
  relais_fields_set_string (fields, "proposed_on", "2026-02-02");
  relais_action_update (action, id, fields);
  g_assert_true (relais_workspace_commit (workspace, NULL, action, &action_id, NULL, &error));
  sent = take (workspace);
  apply_outcome (workspace, 1, RELAIS_OUTCOME_APPLIED, 2, 2);
  page = make_page (3, FALSE, 1);
  page_add (page, make_state ("subject", id, 3, 3, "title", "Theirs", "state", "proposed", "proposed_on", "2026-02-02", NULL));
  apply_page (workspace, page);

  undo (fixture, action_id, &inverse);
  assert_field (workspace, "subject", id, "title", "Theirs");
  assert_field (workspace, "subject", id, "proposed_on", "2026-01-01");
  label = relais_workspace_dup_action_label (workspace, inverse);
  g_assert_nonnull (strstr (label, "others have changed"));
}

static void
test_undo_import (Fixture *fixture, gconstpointer data)
{
  const RelaisKind *kind = relais_kind_lookup ("person");
  g_autoptr (RelaisAction) action = relais_action_new ("Import 300 people");
  g_autoptr (RelaisQuery) query = relais_query_new (kind);
  g_autoptr (GError) error = NULL;
  gint64 action_id, inverse;

  for (guint i = 0; i < 300; i++) {
    RelaisFields *fields = relais_fields_new (kind);
    g_autofree char *name = g_strdup_printf ("Person %u", i);

    relais_fields_set_string (fields, "last_name", name);
    relais_action_create (action, NULL, fields);
  }
  g_assert_true (relais_workspace_commit (fixture->workspace, NULL, action, &action_id, NULL, &error));
  g_assert_cmpuint (relais_workspace_count (fixture->workspace, query), ==, 300);
  g_assert_cmpuint (get_queue_state (fixture->workspace).waiting, ==, 1);
  undo (fixture, action_id, &inverse);
  g_assert_cmpuint (relais_workspace_count (fixture->workspace, query), ==, 0);
  undo (fixture, inverse, NULL);
  g_assert_cmpuint (relais_workspace_count (fixture->workspace, query), ==, 300);
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "Child");
  g_autofree char *theme = NULL;
  g_autoptr (RelaisAction) make = relais_action_new ("New theme");
  g_autoptr (RelaisAction) remove = relais_action_new ("Empty the bin");
  g_autoptr (RelaisRecord) gone = NULL;
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("theme"));
  g_autoptr (GError) error = NULL;
  gint64 action_id;

  relais_fields_set_string (fields, "name", "Vie interne");
  theme = g_strdup (relais_action_create (make, NULL, fields));
  g_assert_true (relais_workspace_commit (fixture->workspace, NULL, make, NULL, NULL, &error));
  set_field (fixture->workspace, "subject", id, "theme", theme);

  relais_action_remove (remove, relais_kind_lookup ("theme"), theme);
  g_assert_false (relais_workspace_commit (fixture->workspace, NULL, remove, NULL, NULL, &error));
  g_assert_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_REFERENCE);
  g_clear_error (&error);
  set_field (fixture->workspace, "subject", id, "theme", NULL);
  g_assert_true (relais_workspace_commit (fixture->workspace, NULL, remove, &action_id, NULL, &error));
  gone = relais_workspace_lookup (fixture->workspace, "theme", theme);
  g_assert_null (gone);
  g_assert_false (relais_workspace_undo (fixture->workspace, NULL, action_id, NULL, NULL, &error));
  g_assert_error (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_NOT_FOUND);
}

static void
test_unique (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++) {
    g_autoptr (RelaisAction) action = relais_action_new ("New setting");
    RelaisFields *fields = relais_fields_new (relais_kind_lookup ("setting"));

    relais_fields_set_string (fields, "key", "zone");
    relais_action_create (action, NULL, fields);
    g_assert_true (relais_workspace_commit (fixture->workspace, NULL, action, NULL, NULL, &error) == (i == 0));
  }
  g_assert_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_UNIQUE);
}

static void
test_changes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "One");
  g_autoptr (RelaisAction) action = relais_action_new ("Bin");
  g_autoptr (RelaisChanges) changes = NULL;
  g_autoptr (GError) error = NULL;

  relais_action_bin (action, relais_kind_lookup ("subject"), id, TRUE);
  g_assert_true (relais_workspace_commit (fixture->workspace, NULL, action, NULL, &changes, &error));
  g_assert_true (relais_changes_has_kind (changes, "subject"));
  g_assert_false (relais_changes_has_kind (changes, "person"));
  g_assert_true (relais_changes_has_record (changes, id));
  g_assert_false (relais_changes_has_record (changes, "0190a000-0000-7000-8000-0000000000ff"));
  g_assert_false (relais_changes_is_bulk (changes));
  g_assert_true (relais_changes_has_status (changes));
}

/* Typing @mine over what was @seen, while the file holds something else by now. */
static void
type_over (RelaisWorkspace *workspace, const char *id, const char *field, const char *seen, const char *mine)
{
  const RelaisKind *kind = relais_kind_lookup ("subject");
  g_autoptr (RelaisAction) action = relais_action_new ("Typing");
  RelaisFields *before = relais_fields_new (kind);
  RelaisFields *after = relais_fields_new (kind);
  g_autoptr (GError) error = NULL;

  relais_fields_set_string (before, field, seen);
  relais_fields_set_string (after, field, mine);
  relais_action_update_seen (action, id, before, after);
  g_assert_true (relais_workspace_commit (workspace, NULL, action, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_seen_merges (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "Vœux");

  set_field (fixture->workspace, "subject", id, "summary", "La cérémonie a lieu mardi. Tous sont invités.");
  type_over (fixture->workspace, id, "summary", "La cérémonie a lieu lundi. Tous sont invités.",
             "La cérémonie a lieu lundi. Toutes les équipes sont invitées.");
  assert_field (fixture->workspace, "subject", id, "summary", "La cérémonie a lieu mardi. Toutes les équipes sont invitées.");
}

static void
test_seen_conflicts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "Vœux de la maire");
  g_autoptr (GPtrArray) conflicts = NULL;
  RelaisConflict *conflict;

  type_over (fixture->workspace, id, "title", "Vœux", "Vœux au personnel");
  assert_field (fixture->workspace, "subject", id, "title", "Vœux de la maire");
  conflicts = relais_workspace_list_conflicts (fixture->workspace);
  g_assert_cmpuint (conflicts->len, ==, 1);
  conflict = g_ptr_array_index (conflicts, 0);
  g_assert_cmpstr (g_variant_get_string (conflict->mine, NULL), ==, "Vœux au personnel");
  g_assert_cmpstr (g_variant_get_string (conflict->theirs, NULL), ==, "Vœux de la maire");
  g_assert_cmpstr (g_variant_get_string (conflict->base, NULL), ==, "Vœux");
}

static void
test_seen_unchanged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "Vœux");

  type_over (fixture->workspace, id, "title", "Vœux", "Vœux au personnel");
  assert_field (fixture->workspace, "subject", id, "title", "Vœux au personnel");
  g_assert_cmpuint (get_queue_state (fixture->workspace).conflicts, ==, 0);
}

static void
test_latest_first (Fixture *fixture, gconstpointer data)
{
  g_autofree char *own = make_subject (fixture->workspace, "Mine, not sent yet");
  RelaisPage *page = make_page (9, FALSE, 0);
  g_autoptr (RelaisQuery) query = relais_query_order_latest (relais_query_new (relais_kind_lookup ("subject")));
  static const char * const expected[] = { "Mine, not sent yet", "Changed last", "Changed first" };
  g_autoptr (GPtrArray) found = NULL;

  page_add (page, make_state ("subject", "0190a000-0000-7000-8000-000000000001", 3, 1, "title", "Changed first", "state",
                              "proposed", NULL));
  page_add (page, make_state ("subject", "0190a000-0000-7000-8000-000000000002", 9, 1, "title", "Changed last", "state",
                              "proposed", NULL));
  apply_page (fixture->workspace, page);
  found = relais_workspace_query (fixture->workspace, query, NULL);
  g_assert_cmpuint (found->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (relais_record_get_string (g_ptr_array_index (found, i), "title"), ==, expected[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/workspace/values", test_values);
  fixture_add ("/store/workspace/commit", test_commit);
  fixture_add ("/store/workspace/commit-refused", test_commit_refused);
  fixture_add ("/store/workspace/commit-too-large", test_commit_too_large);
  fixture_add ("/store/workspace/commit-settled", test_commit_settled);
  fixture_add ("/store/workspace/commit-nothing", test_commit_nothing);
  fixture_add ("/store/workspace/squash", test_squash);
  fixture_add ("/store/workspace/squash-keeps-steps", test_squash_keeps_steps);
  fixture_add ("/store/workspace/undo", test_undo);
  fixture_add ("/store/workspace/undo-merged", test_undo_merged);
  fixture_add ("/store/workspace/undo-merged-keeps-others", test_undo_merged_keeps_others);
  fixture_add ("/store/workspace/undo-keeps-others", test_undo_keeps_others);
  fixture_add ("/store/workspace/undo-import", test_undo_import);
  fixture_add ("/store/workspace/remove", test_remove);
  fixture_add ("/store/workspace/unique", test_unique);
  fixture_add ("/store/workspace/changes", test_changes);
  fixture_add ("/store/workspace/seen-merges", test_seen_merges);
  fixture_add ("/store/workspace/seen-conflicts", test_seen_conflicts);
  fixture_add ("/store/workspace/seen-unchanged", test_seen_unchanged);
  fixture_add ("/store/workspace/latest-first", test_latest_first);
  return g_test_run ();
}
