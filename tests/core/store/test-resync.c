/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading everything again: after a digest that differs, and after the back end was restored. */
#include "store-fixture.h"

static void
test_epoch_errors (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = pull_subject (fixture->workspace);
  RelaisPage *page = make_page (2, FALSE, 0);
  g_autoptr (RelaisPushResult) result = relais_push_result_new ();
  g_autoptr (GError) error = NULL;

  g_set_str (&page->epoch, "epoch-2");
  page_add (page, make_state ("subject", id, 2, 2, "title", "Else", "state", "proposed", NULL));
  g_assert_false (relais_workspace_apply_page (fixture->workspace, page, NULL, NULL, &error));
  g_assert_error (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_EPOCH);
  g_clear_error (&error);
  assert_field (fixture->workspace, "subject", id, "title", "One");
  relais_page_free (page);
  result->epoch = g_strdup ("epoch-2");
  g_assert_false (relais_workspace_apply_push (fixture->workspace, result, NULL, &error));
  g_assert_error (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_EPOCH);
}

static void
test_resync (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *kept = pull_subject (workspace);
  g_autofree char *gone = relais_id_new ();
  g_autofree char *edited = relais_id_new ();
  g_autofree char *mine = NULL, *cursor = NULL;
  g_autoptr (GPtrArray) during = NULL, after = NULL;
  g_autoptr (GError) error = NULL;
  RelaisPage *page = make_page (3, FALSE, 0);

  page_add (page, make_state ("subject", gone, 2, 1, "title", "Gone", "state", "proposed", NULL));
  page_add (page, make_state ("subject", edited, 3, 1, "title", "Edited", "state", "proposed", NULL));
  apply_page (workspace, page);
  set_field (workspace, "subject", edited, "summary", "edited here");
  mine = make_subject (workspace, "Mine");
  g_assert_true (relais_workspace_begin_resync (workspace, &error));
  cursor = relais_workspace_dup_cursor (workspace);
  g_assert_null (cursor);

  page = make_page (9, TRUE, 0);
  page_add (page, make_state ("subject", kept, 1, 1, "title", "One", "state", "proposed", NULL));
  apply_page (workspace, page);
  /* no_false_delete: absence means nothing before the last page; and the resync survives a restart. */
  assert_field (workspace, "subject", gone, "title", "Gone");
  fixture_reopen (fixture);
  workspace = fixture->workspace;
  during = take (workspace);
  g_assert_cmpuint (during->len, ==, 0);
  apply_page (workspace, make_page (9, FALSE, 0));
  assert_field (workspace, "subject", kept, "title", "One");
  assert_field (workspace, "subject", gone, "title", NULL);
  assert_field (workspace, "subject", edited, "summary", "edited here");
  assert_field (workspace, "subject", mine, "title", "Mine");
  after = take (workspace);
  g_assert_cmpuint (after->len, ==, 2);
  assert_base (get_op (after, 0, 0), RELAIS_BASE_NONE, 0, 0);
}

/* Restored from a backup made at seq 3: what came later only this client has. */
static void
test_new_epoch (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *shared = pull_subject (workspace);
  g_autofree char *updated = relais_id_new (), *lost = relais_id_new ();
  g_autofree char *deleted = relais_id_new (), *other = relais_id_new ();
  g_autofree char *waiting = NULL;
  g_autoptr (GPtrArray) sent = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  RelaisPage *page = make_page (5, FALSE, 0);

  page_add (page, make_state ("subject", deleted, 2, 1, "title", "Deleted since", "state", "proposed", NULL));
  page_add (page, make_state ("subject", other, 3, 1, "title", "Other", "state", "proposed", NULL));
  page_add (page, make_state ("subject", updated, 4, 3, "title", "Newer", "state", "proposed", NULL));
  page_add (page, make_state ("subject", lost, 5, 1, "title", "Lost", "state", "proposed", NULL));
  apply_page (workspace, page);
  assert_field (workspace, "subject", deleted, "title", "Deleted since");
  waiting = make_subject (workspace, "Waiting");
  sent = take (workspace);
  apply_outcome (workspace, 1, RELAIS_OUTCOME_APPLIED, 6, 6);

  g_assert_true (relais_workspace_begin_resync (workspace, &error));
  page = make_page (3, FALSE, 0);
  g_set_str (&page->epoch, "epoch-2");
  page_add (page, make_state ("subject", shared, 1, 1, "title", "One", "state", "proposed", "tags", "a", NULL));
  page_add (page, make_state ("subject", updated, 2, 2, "title", "Older", "state", "proposed", NULL));
  page_add (page, make_state ("subject", other, 3, 1, "title", "Other", "state", "proposed", NULL));
  apply_page (workspace, page);
  assert_field (workspace, "subject", shared, "title", "One");
  assert_field (workspace, "subject", updated, "title", "Newer");
  assert_field (workspace, "subject", lost, "title", "Lost");
  assert_field (workspace, "subject", waiting, "title", "Waiting");
  /* no_zombie: it was there before the backup, and is not there now. */
  assert_field (workspace, "subject", deleted, "title", NULL);
  again = take (workspace);
  g_assert_cmpuint (again->len, ==, 3);
  g_assert_cmpuint (get_mutation (again, 0)->mid, ==, 1);
}

/* After the restore somebody offered the record again, with less than I had of it, and deleted it. What I had is given back to
 * me; a deletion later on gives nothing back. */
static void
test_new_epoch_deleted (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *shared = pull_subject (workspace);
  g_autofree char *lost = relais_id_new ();
  g_autoptr (GPtrArray) refusals = NULL, sent = NULL;
  g_autoptr (GError) error = NULL;
  RelaisPage *page = make_page (5, FALSE, 0);
  RelaisRefusal *refusal;

  page_add (page, make_state ("subject", lost, 5, 2, "title", "Only here", "state", "proposed", NULL));
  apply_page (workspace, page);
  g_assert_true (relais_workspace_begin_resync (workspace, &error));
  page = make_page (4, FALSE, 0);
  g_set_str (&page->epoch, "epoch-2");
  page_add (page, make_state ("subject", shared, 1, 1, "title", "One", "state", "proposed", "tags", "a", NULL));
  page_add_gone (page, "subject", lost, 4, FALSE);
  apply_page (workspace, page);
  assert_field (workspace, "subject", lost, "title", NULL);
  sent = take (workspace);
  g_assert_cmpuint (sent->len, ==, 0);
  refusals = relais_workspace_list_refusals (workspace);
  g_assert_cmpuint (refusals->len, ==, 1);
  refusal = g_ptr_array_index (refusals, 0);
  g_assert_cmpstr (refusal->code, ==, "deleted");
  g_assert_true (relais_workspace_retry_refusal (workspace, refusal->id, NULL, &error));
  assert_field (workspace, "subject", lost, "title", "Only here");
  page = make_page (6, FALSE, 0);
  g_set_str (&page->epoch, "epoch-2");
  page_add_gone (page, "subject", shared, 6, FALSE);
  apply_page (workspace, page);
  assert_field (workspace, "subject", shared, "title", NULL);
  g_assert_cmpuint (get_queue_state (workspace).failed, ==, 0);
}

/* Merge laws: mine was applied before the restore, and somebody who had read it offered it again. What I typed on top goes onto
 * that, and no word is there twice. */
static void
test_new_epoch_returned (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *id = pull_subject (workspace);
  g_autoptr (GPtrArray) first = NULL, second = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  RelaisPage *page = make_page (7, FALSE, 0);
  RelaisOp *op;

  pull_state (workspace, id, 2, 0, "summary", "one");
  set_field (workspace, "subject", id, "summary", "one two");
  first = take (workspace);
  apply_outcome (workspace, 1, RELAIS_OUTCOME_APPLIED, 3, 3);
  set_field (workspace, "subject", id, "summary", "one\n\nthree two");
  second = take (workspace);
  apply_outcome (workspace, 2, RELAIS_OUTCOME_APPLIED, 4, 4);
  set_field (workspace, "subject", id, "summary", "zero one\n\nthree four two");

  g_assert_true (relais_workspace_begin_resync (workspace, &error));
  g_set_str (&page->epoch, "epoch-2");
  page_add (page, make_state ("subject", id, 7, 1, "title", "One", "state", "proposed", "tags", "a",
                              "summary", "one\n\nthree two", NULL));
  apply_page (workspace, page);
  assert_field (workspace, "subject", id, "summary", "zero one\n\nthree four two");
  again = take (workspace);
  g_assert_cmpuint (again->len, ==, 1);
  op = get_op (again, 0, 0);
  g_assert_cmpuint (op->fields->set, ==, G_GUINT64_CONSTANT (1) << relais_kind_field (op->kind, "summary"));
  assert_base (op, RELAIS_BASE_SEQ, 7, 0);
}

/* Restored from the wrong backup, and from the right one before I had read to the end: what only I have of the first epoch is
 * not held against what the second one and the third have in common. */
static void
test_new_epoch_twice (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *shared = pull_subject (workspace);
  g_autofree char *lost = relais_id_new (), *later = relais_id_new ();
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (GError) error = NULL;
  RelaisPage *page = make_page (5, FALSE, 0);

  page_add (page, make_state ("subject", lost, 5, 1, "title", "Lost", "state", "proposed", NULL));
  apply_page (workspace, page);
  for (guint epoch = 2; epoch <= 3; epoch++) {
    g_assert_true (relais_workspace_begin_resync (workspace, &error));
    page = make_page (30, epoch == 2, 0);
    g_free (page->epoch);
    page->epoch = g_strdup_printf ("epoch-%u", epoch);
    page_add (page, make_state ("subject", shared, 1, 1, "title", "One", "state", "proposed", "tags", "a", NULL));
    page_add (page, make_state ("subject", later, 20, 1, "title", "Later", "state", "proposed", NULL));
    apply_page (workspace, page);
  }
  assert_field (workspace, "subject", lost, "title", "Lost");
  assert_field (workspace, "subject", later, "title", "Later");
  sent = take (workspace);
  g_assert_cmpuint (sent->len, ==, 1);
  g_assert_cmpstr (get_op (sent, 0, 0)->id, ==, lost);
}

/* The reading of a new epoch began again in the middle: what it had met and does not meet any more was deleted there. */
static void
test_new_epoch_again (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *shared = pull_subject (workspace);
  g_autofree char *met = relais_id_new ();
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++) {
    RelaisPage *page = make_page (30, i == 0, 0);

    g_assert_true (relais_workspace_begin_resync (workspace, &error));
    g_set_str (&page->epoch, "epoch-2");
    page_add (page, make_state ("subject", shared, 1, 1, "title", "One", "state", "proposed", "tags", "a", NULL));
    if (i == 0)
      page_add (page, make_state ("subject", met, 20, 1, "title", "Met", "state", "proposed", NULL));
    apply_page (workspace, page);
  }
  assert_field (workspace, "subject", met, "title", NULL);
  sent = take (workspace);
  g_assert_cmpuint (sent->len, ==, 0);
}

static void
test_digest (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *id = pull_subject (workspace);
  g_autofree char *expected = NULL, *found = NULL;
  RelaisDigest digest = { { 0 } };
  RelaisPage *page = make_page (1, FALSE, 0);
  g_autoptr (GError) error = NULL;
  gboolean matches = FALSE;

  relais_digest_add (&digest, relais_kind_lookup ("subject"), id, 1);
  expected = relais_digest_to_string (&digest);
  found = relais_workspace_dup_digest (workspace);
  g_assert_cmpstr (found, ==, expected);
  page->digest = g_strdup (expected);
  g_assert_true (relais_workspace_apply_page (workspace, page, &matches, NULL, &error));
  g_assert_true (matches);
  page->digest[0] = page->digest[0] == '0' ? '1' : '0';
  g_assert_true (relais_workspace_apply_page (workspace, page, &matches, NULL, &error));
  g_assert_false (matches);
  /* With a queue the two cannot be compared. */
  set_field (workspace, "subject", id, "title", "Two");
  g_assert_true (relais_workspace_apply_page (workspace, page, &matches, NULL, &error));
  g_assert_true (matches);
  g_clear_pointer (&found, g_free);
  found = relais_workspace_dup_digest (workspace);
  g_assert_cmpstr (found, ==, expected);
  relais_page_free (page);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/resync/epoch-errors", test_epoch_errors);
  fixture_add ("/store/resync/same-epoch", test_resync);
  fixture_add ("/store/resync/new-epoch", test_new_epoch);
  fixture_add ("/store/resync/new-epoch-deleted", test_new_epoch_deleted);
  fixture_add ("/store/resync/new-epoch-returned", test_new_epoch_returned);
  fixture_add ("/store/resync/new-epoch-twice", test_new_epoch_twice);
  fixture_add ("/store/resync/new-epoch-again", test_new_epoch_again);
  fixture_add ("/store/resync/digest", test_digest);
  return g_test_run ();
}
