/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of one's own changes when somebody else was at the same record. */
#include "store-fixture.h"

#include "relais-workspace-private.h"

/* Any identifier will do. */
#define MEETING "0190a000-0000-7000-8000-000000000100"

static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *id = pull_subject (workspace);
  g_autoptr (GPtrArray) sent = NULL, blocked = NULL, again = NULL, conflicts = NULL, none = NULL;
  RelaisConflict *conflict;
  g_autoptr (GError) error = NULL;
  gint64 action_id;

  g_assert_true (relais_workspace_set_value (workspace, "account", "0190a000-0000-7000-8000-000000000001", &error));
  set_field (workspace, "subject", id, "title", "Mine");
  set_field (workspace, "subject", id, "tags", "a|mine");
  sent = take (workspace);
  g_assert_cmpuint (sent->len, ==, 1);
  set_field (workspace, "subject", id, "summary", "more of mine");
  apply_outcome (workspace, 1, RELAIS_OUTCOME_CONFLICT, 0, 4);

  /* Until the pull brings what it clashed with, nothing more is sent and nothing is decided. */
  blocked = take (workspace);
  g_assert_cmpuint (blocked->len, ==, 0);
  assert_field (workspace, "subject", id, "title", "Mine");
  pull_state (workspace, id, 4, 1, "title", "Theirs");

  assert_field (workspace, "subject", id, "title", "Theirs");
  assert_field (workspace, "subject", id, "tags", "a|mine");
  assert_field (workspace, "subject", id, "summary", "more of mine");
  conflicts = relais_workspace_list_conflicts (workspace);
  g_assert_cmpuint (conflicts->len, ==, 1);
  conflict = g_ptr_array_index (conflicts, 0);
  g_assert_cmpuint (conflict->field, ==, relais_kind_field (conflict->kind, "title"));
  g_assert_cmpstr (g_variant_get_string (conflict->base, NULL), ==, "One");
  g_assert_cmpstr (g_variant_get_string (conflict->mine, NULL), ==, "Mine");
  g_assert_cmpstr (g_variant_get_string (conflict->theirs, NULL), ==, "Theirs");
  g_assert_cmpstr (conflict->mine_by, ==, "0190a000-0000-7000-8000-000000000001");
  g_assert_cmpstr (conflict->theirs_by, ==, THEIR_ACCOUNT);
  g_assert_cmpint (conflict->mine_at, >, 0);
  g_assert_cmpint (conflict->theirs_at, ==, 1750000004);

  /* Rebased ones get new mids. */
  again = take (workspace);
  g_assert_cmpuint (again->len, ==, 2);
  g_assert_cmpuint (get_mutation (again, 0)->mid, ==, 2);
  assert_base (get_op (again, 0, 0), RELAIS_BASE_SEQ, 4, 0);
  g_assert_null (get_op (again, 0, 0)->fields->values[relais_kind_field (conflict->kind, "title")]);
  assert_base (get_op (again, 1, 0), RELAIS_BASE_MID, 2, 4);

  g_assert_true (relais_workspace_resolve (workspace, NULL, conflict->id, g_variant_new_string ("Both"), &action_id, NULL,
                                           &error));
  g_assert_cmpint (action_id, >, 0);
  assert_field (workspace, "subject", id, "title", "Both");
  none = relais_workspace_list_conflicts (workspace);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_false (relais_workspace_resolve (workspace, NULL, conflict->id, NULL, NULL, NULL, &error));
  g_assert_error (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_NOT_FOUND);
}

static void
test_rebase (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *id = pull_subject (workspace);
  g_autoptr (GPtrArray) sent = NULL;

  set_field (workspace, "subject", id, "summary", "mine");
  pull_state (workspace, id, 2, 0, "title", "Theirs");
  assert_field (workspace, "subject", id, "title", "Theirs");
  assert_field (workspace, "subject", id, "summary", "mine");
  sent = take (workspace);
  assert_base (get_op (sent, 0, 0), RELAIS_BASE_SEQ, 2, 0);
}

static void
test_rebase_same_value (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = pull_subject (fixture->workspace);

  set_field (fixture->workspace, "subject", id, "title", "Same");
  pull_state (fixture->workspace, id, 2, 0, "title", "Same");
  g_assert_cmpuint (get_queue_state (fixture->workspace).waiting, ==, 0);
  g_assert_cmpuint (get_queue_state (fixture->workspace).conflicts, ==, 0);
}

/* Delete against edit keeps the edit, in both directions. */
static void
test_delete_and_edit (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *id = pull_subject (workspace);
  g_autofree char *other = NULL;
  g_autoptr (GPtrArray) sent = NULL, conflicts = NULL;
  g_autoptr (RelaisAction) remove = relais_action_new ("Empty the bin");
  g_autoptr (GError) error = NULL;
  RelaisPage *page = make_page (2, FALSE, 0);

  set_field (workspace, "subject", id, "summary", "edited here");
  page_add_gone (page, "subject", id, 2, FALSE);
  apply_page (workspace, page);
  assert_field (workspace, "subject", id, "title", "One");
  assert_field (workspace, "subject", id, "summary", "edited here");
  sent = take (workspace);
  assert_base (get_op (sent, 0, 0), RELAIS_BASE_NONE, 0, 0);
  apply_outcome (workspace, 1, RELAIS_OUTCOME_APPLIED, 3, 3);

  other = relais_id_new ();
  page = make_page (4, FALSE, 1);
  page_add (page, make_state ("subject", other, 4, 1, "title", "Other", "state", "proposed", NULL));
  apply_page (workspace, page);
  relais_action_remove (remove, relais_kind_lookup ("subject"), other);
  g_assert_true (relais_workspace_commit (workspace, NULL, remove, NULL, NULL, &error));
  page = make_page (5, FALSE, 1);
  page_add (page, make_state ("subject", other, 5, 2, "title", "Edited there", "state", "proposed", NULL));
  apply_page (workspace, page);
  assert_field (workspace, "subject", other, "title", "Edited there");
  conflicts = relais_workspace_list_conflicts (workspace);
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_cmpuint (((RelaisConflict *) g_ptr_array_index (conflicts, 0))->field, ==, relais_kind_lookup ("subject")->n_fields);
  g_assert_true (relais_workspace_resolve (workspace, NULL, ((RelaisConflict *) g_ptr_array_index (conflicts, 0))->id,
                                           g_variant_new_boolean (TRUE), NULL, NULL, &error));
  assert_field (workspace, "subject", other, "binned", "yes");
}

static void
test_hidden (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = pull_subject (fixture->workspace);
  RelaisPage *page = make_page (2, FALSE, 0);

  set_field (fixture->workspace, "subject", id, "summary", "mine");
  page_add_gone (page, "subject", id, 2, TRUE);
  apply_page (fixture->workspace, page);
  assert_field (fixture->workspace, "subject", id, "title", NULL);
  g_assert_cmpuint (get_queue_state (fixture->workspace).waiting, ==, 0);
  g_assert_cmpuint (get_queue_state (fixture->workspace).failed, ==, 1);
}

/* The simulator found this: hidden while one change was in flight and another was made on top; the first is refused. What is left
 * must
 * not be a change of nothing, which cannot be sent. */
static void
test_hidden_in_flight (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = pull_subject (fixture->workspace);
  g_autoptr (GPtrArray) sent = NULL, again = NULL;
  RelaisPage *page = make_page (2, FALSE, 0);

  set_field (fixture->workspace, "subject", id, "summary", "in flight");
  sent = take (fixture->workspace);
  page_add_gone (page, "subject", id, 2, TRUE);
  apply_page (fixture->workspace, page);
  assert_field (fixture->workspace, "subject", id, "summary", "in flight");
  set_field (fixture->workspace, "subject", id, "note", "on top");
  apply_outcome (fixture->workspace, 1, RELAIS_OUTCOME_REJECTED, 0, 2);
  assert_field (fixture->workspace, "subject", id, "note", "on top");
  again = take (fixture->workspace);
  assert_base (get_op (again, 0, 0), RELAIS_BASE_NONE, 0, 0);
  g_assert_nonnull (get_op (again, 0, 0)->fields->values[relais_kind_field (relais_kind_lookup ("subject"), "title")]);
}

/* Typing that was on its way in two pieces when somebody else's title came: one conflict, with the last of mine. */
static void
test_conflict_of_two_pieces (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *id = pull_subject (workspace);
  g_autoptr (GPtrArray) sent = NULL, conflicts = NULL;
  RelaisConflict *conflict;

  set_field (workspace, "subject", id, "title", "Min");
  sent = take (workspace);
  set_field (workspace, "subject", id, "title", "Mine");
  apply_outcome (workspace, 1, RELAIS_OUTCOME_CONFLICT, 0, 4);
  pull_state (workspace, id, 4, 1, "title", "Theirs");

  assert_field (workspace, "subject", id, "title", "Theirs");
  conflicts = relais_workspace_list_conflicts (workspace);
  g_assert_cmpuint (conflicts->len, ==, 1);
  conflict = g_ptr_array_index (conflicts, 0);
  g_assert_cmpstr (g_variant_get_string (conflict->base, NULL), ==, "One");
  g_assert_cmpstr (g_variant_get_string (conflict->mine, NULL), ==, "Mine");
  g_assert_cmpstr (g_variant_get_string (conflict->theirs, NULL), ==, "Theirs");
}

/* atomic_groups: one op of a group clashes, the group stays one. */
static void
test_group (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *id = pull_subject (workspace);
  g_autoptr (RelaisAction) action = relais_action_new ("Both");
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("subject"));
  RelaisFields *theme = relais_fields_new (relais_kind_lookup ("theme"));
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (GError) error = NULL;

  relais_fields_set_string (theme, "name", "T");
  relais_fields_set_string (fields, "title", "Mine");
  relais_fields_set_string (fields, "theme", relais_action_create (action, NULL, theme));
  relais_action_update (action, id, fields);
  g_assert_true (relais_workspace_commit (workspace, NULL, action, NULL, NULL, &error));
  pull_state (workspace, id, 2, 0, "title", "Theirs");
  sent = take (workspace);
  g_assert_cmpuint (sent->len, ==, 1);
  g_assert_cmpuint (get_mutation (sent, 0)->ops->len, ==, 2);
  g_assert_cmpuint (get_queue_state (workspace).conflicts, ==, 1);
}

/* Both dates of a card that two people moved are one conflict, settled as one; a text that was changed with them stands for itself. */
static void
test_together (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  static const char id[] = "0190a000-0000-7000-8000-000000000777";
  static const char * const days[] = { "planned", "copy_due" };
  g_autoptr (RelaisAction) action = relais_action_new ("Move");
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("placement"));
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (GError) error = NULL;
  RelaisPage *page = make_page (1, FALSE, 0);
  gint64 undo = 0;

  page_add (page, make_state ("placement", id, 1, 1, "subject", MEETING, "channel", MEETING, "state", "writing",
                              "planned", "2026-12-03", "copy_due", "2026-12-01", NULL));
  apply_page (workspace, page);
  relais_fields_set_string (fields, "planned", "2026-12-10");
  relais_fields_set_string (fields, "copy_due", "2026-12-08");
  relais_fields_set_string (fields, "reason", "mine");
  relais_action_update (action, id, fields);
  g_assert_true (relais_workspace_commit (workspace, NULL, action, NULL, NULL, &error));
  page = make_page (2, FALSE, 0);
  page_add (page, make_state ("placement", id, 2, 2, "subject", MEETING, "channel", MEETING, "state", "writing",
                              "planned", "2026-12-17", "copy_due", "2026-12-15", "reason", "theirs", NULL));
  apply_page (workspace, page);

  conflicts = relais_workspace_list_conflicts (workspace);
  g_assert_cmpuint (conflicts->len, ==, 3);
  g_assert_cmpuint (get_queue_state (workspace).conflicts, ==, 2);
  const RelaisConflict *first = g_ptr_array_index (conflicts, 0);
  g_autofree char *names = relais_conflict_dup_fields (conflicts, 0), *none = relais_conflict_dup_fields (conflicts, 1);
  g_assert_nonnull (strstr (names, ", "));
  g_assert_null (none);
  g_assert_true (relais_workspace_resolve_all (workspace, NULL, first->id, TRUE, &undo, NULL, &error));
  assert_field (workspace, "placement", id, "planned", "2026-12-10");
  assert_field (workspace, "placement", id, "copy_due", "2026-12-08");
  assert_field (workspace, "placement", id, "reason", "theirs");
  g_assert_cmpuint (get_queue_state (workspace).conflicts, ==, 1);
  g_assert_true (relais_workspace_undo (workspace, NULL, undo, NULL, NULL, &error));
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    assert_field (workspace, "placement", id, days[i], i == 0 ? "2026-12-17" : "2026-12-15");
}

/* ---- one decision a subject and meeting ---- */

/* What the committee's page does: a decision and what follows from it, as one action. @due: nullable. For undo */
static gint64
decide (RelaisWorkspace *workspace, const char *subject, const char *outcome, const char *reason, const char *due)
{
  g_autoptr (RelaisAction) action = relais_action_new (outcome);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = relais_id_derive (MEETING, subject);
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("decision")), *state = relais_fields_new (relais_kind_lookup ("subject"));

  relais_fields_set_string (fields, "meeting", MEETING);
  relais_fields_set_string (fields, "subject", subject);
  relais_fields_set_string (fields, "outcome", outcome);
  relais_fields_set_string (fields, "reason", reason);
  relais_fields_set_string (fields, "due", due);
  relais_action_create (action, id, fields);
  relais_fields_set_string (state, "state", outcome);
  relais_action_update (action, subject, state);
  gint64 done = 0;
  g_assert_true (relais_workspace_commit (workspace, NULL, action, &done, NULL, &error));
  g_assert_no_error (error);
  return done;
}

/* Somebody else kept it meanwhile, for the tenth: their decision and their state of the subject, at @seq. */
static void
pull_decision (RelaisWorkspace *workspace, const char *subject, guint64 seq, guint64 last_mid)
{
  g_autofree char *id = relais_id_derive (MEETING, subject);
  RelaisPage *page = make_page (seq, FALSE, last_mid);

  page_add (page, make_state ("subject", subject, seq, 2, "title", "One", "state", "kept", "tags", "a", NULL));
  page_add (page, make_state ("decision", id, seq, 1, "meeting", MEETING, "subject", subject, "outcome", "kept", "due", "2026-12-10", NULL));
  apply_page (workspace, page);
}

/* Two people decide one subject apart from each other: nothing is made of halves of both. */
static void
test_decided_twice (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *subject = pull_subject (workspace), *id = relais_id_derive (MEETING, subject);
  gboolean sent = GPOINTER_TO_INT (data);
  g_autoptr (GPtrArray) conflicts = NULL, mutations = NULL;
  g_autoptr (GError) error = NULL;
  gint64 undo = 0;

  decide (workspace, subject, "postponed", "trop tôt", NULL);
  decide (workspace, subject, "refused", "hors sujet", NULL);
  if (sent) {
    mutations = take (workspace);
    g_assert_cmpuint (mutations->len, ==, 2);
    apply_outcome (workspace, 1, RELAIS_OUTCOME_CONFLICT, 0, 2);
    apply_outcome (workspace, 2, RELAIS_OUTCOME_CONFLICT, 0, 2);
  }
  pull_decision (workspace, subject, 2, sent ? 2 : 0);

  /* theirs stands, as they made it, with what followed from it */
  assert_field (workspace, "decision", id, "outcome", "kept");
  assert_field (workspace, "decision", id, "reason", NULL);
  assert_field (workspace, "subject", subject, "state", "kept");
  g_assert_cmpuint (get_queue_state (workspace).waiting, ==, 0);
  conflicts = relais_workspace_list_conflicts (workspace);
  g_assert_cmpuint (conflicts->len, ==, 1);
  RelaisConflict *conflict = g_ptr_array_index (conflicts, 0);
  g_assert_cmpstr (conflict->record, ==, id);
  g_assert_cmpuint (conflict->field, ==, conflict->kind->n_fields);
  g_assert_cmpstr (relais_action_get_label (conflict->action), ==, "refused");
  g_assert_cmpstr (conflict->theirs_by, ==, THEIR_ACCOUNT);
  g_assert_cmpint (conflict->mine_at, >, 0);

  /* mine all the same: all of it, and nothing of theirs */
  g_assert_true (relais_workspace_resolve (workspace, NULL, conflict->id, conflict->mine, &undo, NULL, &error));
  assert_field (workspace, "decision", id, "outcome", "refused");
  assert_field (workspace, "decision", id, "reason", "hors sujet");
  assert_field (workspace, "decision", id, "due", NULL);
  assert_field (workspace, "subject", subject, "state", "refused");
  g_assert_cmpuint (get_queue_state (workspace).waiting, ==, 1);
  g_assert_cmpuint (get_queue_state (workspace).conflicts, ==, 0);
  g_assert_true (relais_workspace_undo (workspace, NULL, undo, NULL, NULL, &error));
  assert_field (workspace, "decision", id, "outcome", "kept");
  assert_field (workspace, "decision", id, "due", "2026-12-10");
  fixture_assert_sound (fixture);
}

static void
test_decided_twice_keep_theirs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *subject = pull_subject (fixture->workspace), *id = relais_id_derive (MEETING, subject);
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (GError) error = NULL;
  gint64 undo = 0;

  decide (fixture->workspace, subject, "refused", "hors sujet", NULL);
  pull_decision (fixture->workspace, subject, 2, 0);
  conflicts = relais_workspace_list_conflicts (fixture->workspace);
  g_assert_cmpuint (conflicts->len, ==, 1);
  RelaisConflict *conflict = g_ptr_array_index (conflicts, 0);
  g_assert_true (relais_workspace_resolve (fixture->workspace, NULL, conflict->id, conflict->theirs, &undo, NULL, &error));
  g_assert_cmpint (undo, ==, 0);
  assert_field (fixture->workspace, "decision", id, "outcome", "kept");
  g_assert_cmpuint (get_queue_state (fixture->workspace).waiting, ==, 0);
  g_assert_cmpuint (get_queue_state (fixture->workspace).conflicts, ==, 0);
}

/* The same, word for word, is not a conflict. */
static void
test_decided_alike (Fixture *fixture, gconstpointer data)
{
  g_autofree char *subject = pull_subject (fixture->workspace), *id = relais_id_derive (MEETING, subject);

  decide (fixture->workspace, subject, "kept", NULL, "2026-12-10");
  pull_decision (fixture->workspace, subject, 2, 0);
  assert_field (fixture->workspace, "decision", id, "outcome", "kept");
  g_assert_cmpuint (get_queue_state (fixture->workspace).waiting, ==, 0);
  g_assert_cmpuint (get_queue_state (fixture->workspace).conflicts, ==, 0);
}

/* Neither is what was said and taken back before anybody heard it. */
static void
test_decided_and_undone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *subject = pull_subject (fixture->workspace), *id = relais_id_derive (MEETING, subject);
  g_autoptr (GError) error = NULL;

  gint64 done = decide (fixture->workspace, subject, "refused", "hors sujet", NULL);
  g_assert_true (relais_workspace_undo (fixture->workspace, NULL, done, NULL, NULL, &error));
  pull_decision (fixture->workspace, subject, 2, 0);
  assert_field (fixture->workspace, "decision", id, "outcome", "kept");
  assert_field (fixture->workspace, "subject", subject, "state", "kept");
  g_assert_cmpuint (get_queue_state (fixture->workspace).waiting, ==, 0);
  g_assert_cmpuint (get_queue_state (fixture->workspace).conflicts, ==, 0);
}

/* What they took back does not stand against mine; nor does any of it stay in mine. */
static void
test_decided_after_undone (Fixture *fixture, gconstpointer data)
{
  RelaisWorkspace *workspace = fixture->workspace;
  g_autofree char *subject = pull_subject (workspace), *id = relais_id_derive (MEETING, subject);
  RelaisPage *page = make_page (2, FALSE, 0);

  decide (workspace, subject, "refused", "hors sujet", NULL);
  page_add (page, make_state ("decision", id, 2, 2, "meeting", MEETING, "subject", subject, "outcome", "kept", "due", "2026-12-10",
                              "binned", "yes", NULL));
  apply_page (workspace, page);
  assert_field (workspace, "decision", id, "outcome", "refused");
  assert_field (workspace, "decision", id, "due", NULL);
  assert_field (workspace, "decision", id, "binned", NULL);
  assert_field (workspace, "subject", subject, "state", "refused");
  g_assert_cmpuint (get_queue_state (workspace).waiting, ==, 1);
  g_assert_cmpuint (get_queue_state (workspace).conflicts, ==, 0);
}

/* queue_liveness: a conflict that nothing explains does not go round for ever. */
static void
test_endless_conflict (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "A");
  guint64 mid;

  for (mid = 1; mid < 50; mid++) {
    g_autoptr (GPtrArray) sent = take (fixture->workspace);

    if (sent->len == 0)
      break;
    g_assert_cmpuint (get_mutation (sent, 0)->mid, ==, mid);
    apply_outcome (fixture->workspace, mid, RELAIS_OUTCOME_CONFLICT, 0, 1);
    apply_page (fixture->workspace, make_page (1, FALSE, mid));
  }
  g_assert_cmpuint (mid, <, 20);
  g_assert_cmpuint (get_queue_state (fixture->workspace).failed, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/clashes/conflict", test_conflict);
  fixture_add ("/store/clashes/rebase", test_rebase);
  fixture_add ("/store/clashes/rebase-same-value", test_rebase_same_value);
  fixture_add ("/store/clashes/delete-and-edit", test_delete_and_edit);
  fixture_add ("/store/clashes/hidden", test_hidden);
  fixture_add ("/store/clashes/hidden-in-flight", test_hidden_in_flight);
  fixture_add ("/store/clashes/conflict-of-two-pieces", test_conflict_of_two_pieces);
  fixture_add ("/store/clashes/atomic-groups", test_group);
  fixture_add ("/store/clashes/endless-conflict", test_endless_conflict);
  fixture_add ("/store/clashes/together", test_together);
  fixture_add ("/store/clashes/decided-twice", test_decided_twice);
  g_test_add ("/store/clashes/decided-twice/sent", Fixture, GINT_TO_POINTER (TRUE), fixture_set_up, test_decided_twice, fixture_tear_down);
  fixture_add ("/store/clashes/decided-twice/theirs", test_decided_twice_keep_theirs);
  fixture_add ("/store/clashes/decided-alike", test_decided_alike);
  fixture_add ("/store/clashes/decided-and-undone", test_decided_and_undone);
  fixture_add ("/store/clashes/decided-after-undone", test_decided_after_undone);
  return g_test_run ();
}
