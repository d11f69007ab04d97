/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the workspace says to the back end and hears from it. */
#include "store-fixture.h"

#include "relais-workspace-private.h"

static char *
print_mutations (GPtrArray *mutations)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < mutations->len; i++) {
    g_autofree char *hash = relais_mutation_hash (g_ptr_array_index (mutations, i));

    g_string_append (text, hash);
  }
  return g_string_free_and_steal (text);
}

static void
test_page (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *id = pull_subject (workspace);
  g_autofree char *epoch = NULL, *cursor = NULL;
  RelaisPage *page = make_page (2, FALSE, 0);
  g_autoptr (RelaisRecord) gone = NULL;

  fixture_reopen (fixture);
  workspace = fixture->workspace;
  assert_field (workspace, "subject", id, "title", "One");
  epoch = relais_workspace_dup_epoch (workspace);
  cursor = relais_workspace_dup_cursor (workspace);
  g_assert_cmpstr (epoch, ==, "epoch-1");
  g_assert_cmpstr (cursor, ==, "cursor-1");
  page_add_gone (page, "subject", id, 2, FALSE);
  apply_page (workspace, page);
  gone = relais_workspace_lookup (workspace, "subject", id);
  g_assert_null (gone);

  /* no_zombie: an old answer that is delivered again brings nothing back. */
  page = make_page (2, FALSE, 0);
  page_add (page, make_state ("subject", id, 1, 1, "title", "One", "state", "proposed", NULL));
  apply_page (workspace, page);
  gone = relais_workspace_lookup (workspace, "subject", id);
  g_assert_null (gone);
}

static void
test_bases (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *id = pull_subject (workspace);
  g_autofree char *mine = NULL;
  g_autoptr (GPtrArray) first = NULL, second = NULL;

  set_field (workspace, "subject", id, "title", "Two");
  mine = make_subject (workspace, "Mine");
  set_field (workspace, "subject", id, "summary", "S");
  first = take (workspace);
  g_assert_cmpuint (first->len, ==, 3);
  g_assert_cmpuint (get_mutation (first, 0)->mid, ==, 1);
  g_assert_cmpuint (get_mutation (first, 2)->mid, ==, 3);
  assert_base (get_op (first, 0, 0), RELAIS_BASE_SEQ, 1, 0);
  assert_base (get_op (first, 1, 0), RELAIS_BASE_NONE, 0, 0);
  assert_base (get_op (first, 2, 0), RELAIS_BASE_MID, 1, 1);

  /* On top of what is in flight. */
  set_field (workspace, "subject", mine, "summary", "later");
  apply_outcome (workspace, 1, RELAIS_OUTCOME_APPLIED, 2, 4);
  apply_outcome (workspace, 2, RELAIS_OUTCOME_APPLIED, 3, 4);
  apply_outcome (workspace, 3, RELAIS_OUTCOME_APPLIED, 4, 4);
  second = take (workspace);
  g_assert_cmpuint (second->len, ==, 1);
  g_assert_cmpuint (get_mutation (second, 0)->mid, ==, 4);
  assert_base (get_op (second, 0, 0), RELAIS_BASE_MID, 2, 0);
}

static void
test_in_flight_never_changes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = pull_subject (fixture->workspace);
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GPtrArray) first = NULL, again = NULL;

  set_field (fixture->workspace, "subject", id, "title", "Two");
  first = take (fixture->workspace);
  before = print_mutations (first);
  set_field (fixture->workspace, "subject", id, "title", "Three");
  pull_state (fixture->workspace, id, 5, 0, "summary", "theirs");
  fixture_reopen (fixture);
  again = take (fixture->workspace);
  after = print_mutations (again);
  g_assert_cmpstr (before, ==, after);
}

static void
test_limits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) some = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5; i++)
    g_free (make_subject (fixture->workspace, "S"));
  some = relais_workspace_take_outbox (fixture->workspace, 2, 1000000, &error);
  g_assert_cmpuint (some->len, ==, 2);
  g_clear_pointer (&some, g_ptr_array_unref);
  apply_outcome (fixture->workspace, 1, RELAIS_OUTCOME_APPLIED, 1, 2);
  apply_outcome (fixture->workspace, 2, RELAIS_OUTCOME_APPLIED, 2, 2);
  /* One goes always, however small the limit. */
  some = relais_workspace_take_outbox (fixture->workspace, 100, 10, &error);
  g_assert_cmpuint (some->len, ==, 1);
}

static void
test_applied (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = pull_subject (fixture->workspace);
  g_autoptr (GPtrArray) sent = NULL;
  RelaisPage *page;

  set_field (fixture->workspace, "subject", id, "title", "Two");
  sent = take (fixture->workspace);
  apply_outcome (fixture->workspace, 1, RELAIS_OUTCOME_APPLIED, 7, 7);
  g_assert_cmpuint (get_queue_state (fixture->workspace).waiting, ==, 0);
  assert_field (fixture->workspace, "subject", id, "title", "Two");

  /* A page that does not reach its seq yet: my change goes on showing. */
  page = make_page (7, TRUE, 1);
  page_add (page, make_state ("subject", id, 5, 2, "title", "One", "state", "proposed", "summary", "theirs", NULL));
  apply_page (fixture->workspace, page);
  assert_field (fixture->workspace, "subject", id, "title", "Two");
  assert_field (fixture->workspace, "subject", id, "summary", "theirs");

  page = make_page (7, FALSE, 1);
  page_add (page, make_state ("subject", id, 7, 3, "title", "Two", "state", "proposed", "summary", "theirs", NULL));
  apply_page (fixture->workspace, page);
  assert_field (fixture->workspace, "subject", id, "title", "Two");
}

/* The answer to the push was lost; the pull brought the state already. */
static void
test_applied_late (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = pull_subject (fixture->workspace);
  g_autoptr (GPtrArray) sent = NULL, again = NULL;

  set_field (fixture->workspace, "subject", id, "title", "Two");
  sent = take (fixture->workspace);
  pull_state (fixture->workspace, id, 3, 1, "title", "Three");
  /* Not known yet whether mine came before theirs. */
  assert_field (fixture->workspace, "subject", id, "title", "Two");
  again = take (fixture->workspace);
  g_assert_cmpuint (again->len, ==, 1);
  apply_outcome (fixture->workspace, 1, RELAIS_OUTCOME_APPLIED, 2, 3);
  assert_field (fixture->workspace, "subject", id, "title", "Three");
  g_assert_cmpuint (get_queue_state (fixture->workspace).waiting, ==, 0);
  g_assert_cmpuint (get_queue_state (fixture->workspace).conflicts, ==, 0);
}

/* no_silent_loss: last_mid says that the back end decided, not what: a refusal whose answer was lost is heard when it is sent
 * again. */
static void
test_rejected_late (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = pull_subject (fixture->workspace);
  g_autoptr (GPtrArray) sent = NULL, again = NULL;

  set_field (fixture->workspace, "subject", id, "title", "Two");
  sent = take (fixture->workspace);
  apply_page (fixture->workspace, make_page (1, FALSE, 1));
  again = take (fixture->workspace);
  g_assert_cmpuint (again->len, ==, 1);
  apply_outcome (fixture->workspace, 1, RELAIS_OUTCOME_REJECTED, 0, 1);
  g_assert_cmpuint (get_queue_state (fixture->workspace).failed, ==, 1);
}

static void
test_rejected (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *id = pull_subject (workspace);
  g_autoptr (GPtrArray) sent = NULL, refusals = NULL, again = NULL;
  RelaisRefusal *refusal;
  g_autoptr (GError) error = NULL;

  set_field (workspace, "subject", id, "title", "Two");
  sent = take (workspace);
  set_field (workspace, "subject", id, "summary", "built on it");
  apply_outcome (workspace, 1, RELAIS_OUTCOME_REJECTED, 0, 1);
  assert_field (workspace, "subject", id, "title", "One");
  assert_field (workspace, "subject", id, "summary", "built on it");
  refusals = relais_workspace_list_refusals (workspace);
  g_assert_cmpuint (refusals->len, ==, 1);
  refusal = g_ptr_array_index (refusals, 0);
  g_assert_cmpstr (refusal->label, ==, "Change title");
  g_assert_cmpstr (refusal->code, ==, "forbidden");
  g_assert_cmpstr (refusal->field, ==, "title");
  g_assert_cmpstr (refusal->detail, ==, "You may not");

  g_assert_true (relais_workspace_retry_refusal (workspace, refusal->id, NULL, &error));
  assert_field (workspace, "subject", id, "title", "Two");
  g_assert_cmpuint (get_queue_state (workspace).failed, ==, 0);
  again = take (workspace);
  g_assert_cmpuint (get_mutation (again, 0)->mid, ==, 2);
  g_assert_false (relais_workspace_retry_refusal (workspace, refusal->id, NULL, &error));
  g_assert_error (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_NOT_FOUND);
}

/* What was built on a creation that was refused creates the record itself, with everything it had. */
static void
test_rejected_creation (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "Mine");
  g_autoptr (GPtrArray) sent = take (fixture->workspace);
  g_autoptr (GPtrArray) again = NULL, refusals = NULL;
  g_autoptr (GError) error = NULL;
  RelaisOp *op;

  set_field (fixture->workspace, "subject", id, "summary", "S");
  apply_outcome (fixture->workspace, 1, RELAIS_OUTCOME_REJECTED, 0, 1);
  assert_field (fixture->workspace, "subject", id, "title", "Mine");
  again = take (fixture->workspace);
  op = get_op (again, 0, 0);
  assert_base (op, RELAIS_BASE_NONE, 0, 0);
  g_assert_nonnull (op->fields->values[relais_kind_field (op->kind, "title")]);
  apply_outcome (fixture->workspace, 2, RELAIS_OUTCOME_REJECTED, 0, 1);
  assert_field (fixture->workspace, "subject", id, "title", NULL);
  refusals = relais_workspace_list_refusals (fixture->workspace);
  g_assert_cmpuint (refusals->len, ==, 2);
  g_assert_true (relais_workspace_drop_refusal (fixture->workspace, ((RelaisRefusal *) g_ptr_array_index (refusals, 0))->id,
                                                NULL, &error));
  g_assert_cmpuint (get_queue_state (fixture->workspace).failed, ==, 1);
}

/* Mine was decided at seq 3, and the record moved on to 6 since: the page that goes by 3 does not have it. What I did goes on
 * showing, or what I do next would be made on a state that I had left behind. */
static void
test_applied_over_pages (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *id = pull_subject (workspace);
  g_autofree char *other = relais_id_new ();
  g_autoptr (GPtrArray) sent = NULL, again = NULL;
  RelaisPage *page = make_page (6, TRUE, 1);

  set_field (workspace, "subject", id, "title", "Mine");
  sent = take (workspace);
  apply_outcome (workspace, 1, RELAIS_OUTCOME_APPLIED, 3, 6);
  page_add (page, make_state ("subject", other, 4, 1, "title", "Other", "state", "proposed", NULL));
  apply_page (workspace, page);
  assert_field (workspace, "subject", id, "title", "Mine");
  pull_state (workspace, id, 6, 1, "summary", "Theirs");
  assert_field (workspace, "subject", id, "summary", "Theirs");
  assert_field (workspace, "subject", id, "title", "One");
  again = take (workspace);
  g_assert_cmpuint (again->len, ==, 0);
  fixture_assert_sound (fixture);
}

/* One action on two records; somebody who had seen it put their words over mine in one of them, and that one comes first. It is
 * no longer mine, while the other waits. */
static void
test_applied_in_part (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *id = pull_subject (workspace);
  g_autofree char *theme = NULL;
  g_autoptr (RelaisAction) action = relais_action_new ("Both");
  RelaisFields *subject_fields = relais_fields_new (relais_kind_lookup ("subject"));
  RelaisFields *theme_fields = relais_fields_new (relais_kind_lookup ("theme"));
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (GError) error = NULL;
  RelaisPage *page = make_page (6, TRUE, 1);

  relais_fields_set_string (theme_fields, "name", "T");
  theme = g_strdup (relais_action_create (action, NULL, theme_fields));
  relais_fields_set_string (subject_fields, "title", "Mine");
  relais_action_update (action, id, subject_fields);
  g_assert_true (relais_workspace_commit (workspace, NULL, action, NULL, NULL, &error));
  sent = take (workspace);
  apply_outcome (workspace, 1, RELAIS_OUTCOME_APPLIED, 3, 6);
  page_add (page, make_state ("subject", id, 5, 3, "title", "Theirs", "state", "proposed", "tags", "a", NULL));
  apply_page (workspace, page);
  assert_field (workspace, "subject", id, "title", "Theirs");
  assert_field (workspace, "theme", theme, "name", "T");
  page = make_page (6, FALSE, 1);
  page_add (page, make_state ("theme", theme, 6, 2, "name", "Their T", NULL));
  apply_page (workspace, page);
  assert_field (workspace, "theme", theme, "name", "Their T");
  fixture_assert_sound (fixture);
}

static void
test_expected_mid (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *a = make_subject (workspace, "A");
  g_autofree char *b = NULL;
  g_autoptr (GPtrArray) first = take (workspace);
  g_autoptr (GPtrArray) second = NULL, third = NULL;
  g_autoptr (RelaisPushResult) result = relais_push_result_new ();
  g_autoptr (GError) error = NULL;

  apply_outcome (workspace, 1, RELAIS_OUTCOME_APPLIED, 1, 1);
  b = make_subject (workspace, "B");
  second = take (workspace);
  g_assert_cmpuint (get_mutation (second, 0)->mid, ==, 2);
  result->epoch = g_strdup ("epoch-1");
  result->expected_mid = 1;
  g_assert_true (relais_workspace_apply_push (workspace, result, NULL, &error));
  /* Also what it had acknowledged but does not know any more. */
  third = take (workspace);
  g_assert_cmpuint (third->len, ==, 2);
  g_assert_cmpuint (get_mutation (third, 0)->mid, ==, 1);
  g_assert_cmpuint (get_mutation (third, 1)->mid, ==, 2);
  g_assert_cmpstr (get_op (third, 0, 0)->id, ==, a);
}

static void
test_pending (Fixture *fixture, gconstpointer data)
{
  g_autofree char *a = make_subject (fixture->workspace, "A");
  g_autoptr (GPtrArray) sent = take (fixture->workspace);
  g_autofree char *b = make_subject (fixture->workspace, "B");
  g_autoptr (GPtrArray) pending = relais_workspace_list_pending (fixture->workspace, 10);
  RelaisPending *first, *second;

  g_assert_cmpuint (pending->len, ==, 2);
  g_ptr_array_set_free_func (pending, (GDestroyNotify) relais_pending_free);
  first = g_ptr_array_index (pending, 0);
  second = g_ptr_array_index (pending, 1);
  g_assert_cmpstr (first->label, ==, "New subject");
  g_assert_true (first->in_flight);
  g_assert_cmpuint (first->mid, ==, 1);
  g_assert_false (second->in_flight);
}

/* Of a first reading each page is found by the search at once, and all of it is on the disk and as usual at its end. */
static void
test_first_reading (Fixture *fixture, gconstpointer data)
{
  const char *words[] = { "Été", "Hiver", "Automne" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gboolean more = i + 1 < G_N_ELEMENTS (words);
    g_autofree char *id = relais_id_new ();
    RelaisPage *page = make_page (3, more, 0);
    g_autoptr (GPtrArray) hits = NULL;

    page_add (page, make_state ("subject", id, i + 1, 1, "title", words[i], NULL));
    apply_page (fixture->workspace, page);
    hits = relais_workspace_search (fixture->workspace, words[i], 5, NULL);
    g_assert_cmpuint (hits->len, ==, 1);
    g_assert_cmpint (relais_database_get_integer (fixture->workspace->db, 4, "SELECT v FROM search_config WHERE k = 'automerge'", ""), ==,
                     more ? 16 : 4);
    g_assert_cmpint (relais_database_get_integer (fixture->workspace->db, 0, "PRAGMA synchronous", ""), ==, 2);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/exchange/first-reading", test_first_reading);
  fixture_add ("/store/exchange/page", test_page);
  fixture_add ("/store/exchange/bases", test_bases);
  fixture_add ("/store/exchange/in-flight-never-changes", test_in_flight_never_changes);
  fixture_add ("/store/exchange/limits", test_limits);
  fixture_add ("/store/exchange/applied", test_applied);
  fixture_add ("/store/exchange/applied-late", test_applied_late);
  fixture_add ("/store/exchange/applied-over-pages", test_applied_over_pages);
  fixture_add ("/store/exchange/applied-in-part", test_applied_in_part);
  fixture_add ("/store/exchange/rejected", test_rejected);
  fixture_add ("/store/exchange/rejected-late", test_rejected_late);
  fixture_add ("/store/exchange/rejected-creation", test_rejected_creation);
  fixture_add ("/store/exchange/expected-mid", test_expected_mid);
  fixture_add ("/store/exchange/pending", test_pending);
  return g_test_run ();
}
