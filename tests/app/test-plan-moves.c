/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-mentions.h"
#include "relais-plan-check.h"
#include "relais-plan-moves.h"
#include "relais-subject-actions.h"
#include "use-store.h"

/* Actions on a real store: what they make of the plan, and that one Undo takes all of it back. */
typedef struct {
  RelaisStore *store;
  char        *brief, *journal;      /* channels */
  char        *subject, *other;
  char        *first, *second;       /* placements of the subject */
  char        *article;
  gint64       action;               /* the last one */
} Fixture;

/* Takes @action. */
static void
commit (Fixture *fixture, RelaisAction *action)
{
  fixture->action = store_commit (fixture->store, action);
}

static void
undo (Fixture *fixture)
{
  store_undo (fixture->store, fixture->action);
}

static void
add_comment (RelaisAction *action, const char *subject)
{
  g_autofree char *id = action_add (action, "comment", "subject", subject, "text", "Avec photo ?", NULL);
}

/* 2027-01-12 is a Tuesday. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  RelaisAction *action = relais_action_new ("seed");

  fixture->store = store_open ();
  fixture->brief = action_add (action, "channel", "name", "Brèves", "form", "brief", "length_unit", "signs", "lead_days", "3",
                               NULL);
  fixture->journal = action_add (action, "channel", "name", "Journal", "form", "journal", "length_unit", "pages", "lead_days",
                                 "10", NULL);
  fixture->subject = action_add (action, "subject", "title", "Cérémonie des vœux", "state", "kept", NULL);
  fixture->other = action_add (action, "subject", "title", "Vœux du maire", "state", "proposed", NULL);
  fixture->article = action_add (action, "article", "title", "Vœux", "subject", fixture->subject, NULL);
  fixture->first = action_add (action, "placement", "subject", fixture->subject, "channel", fixture->brief, "state", "writing",
                               "planned", "2027-01-12", "copy_due", "2027-01-07", "publish_at", "2027-01-12T07:30:00Z", "article",
                               fixture->article, NULL);
  fixture->second = action_add (action, "placement", "subject", fixture->subject, "channel", fixture->journal, "state", "idea",
                                NULL);
  add_comment (action, fixture->subject);
  commit (fixture, action);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  store_close (fixture->store);
  g_free (fixture->brief);
  g_free (fixture->journal);
  g_free (fixture->subject);
  g_free (fixture->other);
  g_free (fixture->first);
  g_free (fixture->second);
  g_free (fixture->article);
}

static GPtrArray *
read_placements (Fixture *fixture, const char *id, const char *more)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);

  g_ptr_array_add (records, relais_store_lookup (fixture->store, "placement", id));
  if (more != NULL)
    g_ptr_array_add (records, relais_store_lookup (fixture->store, "placement", more));
  return records;
}

static void
check (Fixture *fixture, const char *kind, const char *id, const char *field, const char *expected)
{
  store_check (fixture->store, kind, id, field, expected);
}

static void
move (Fixture *fixture, const char *id, const char *more, const RelaisPlanTarget *target, RelaisPlanDates dates, const char *label)
{
  g_autoptr (GPtrArray) placements = read_placements (fixture, id, more);
  RelaisAction *action = relais_plan_move_build (fixture->store, placements, target, dates, NULL);

  g_assert_cmpstr (relais_action_get_label (action), ==, label);
  commit (fixture, action);
}

/* Friday 15: three days later, so the copy is due on Tuesday 12 instead of Thursday 7, and 8:30 in Paris stays 8:30. */
static void
test_dates_follow (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) placements = read_placements (fixture, fixture->first, NULL);
  RelaisPlanTarget target = { .day = "2027-01-15" };

  g_assert_true (relais_plan_move_has_dates (fixture->store, placements, &target));
  move (fixture, fixture->first, NULL, &target, RELAIS_PLAN_DATES_KEEP_DISTANCE,
        "Move “Cérémonie des vœux” to 15 January 2027");
  check (fixture, "placement", fixture->first, "planned", "2027-01-15");
  check (fixture, "placement", fixture->first, "copy_due", "2027-01-12");
  check (fixture, "placement", fixture->first, "publish_at", "2027-01-15T07:30:00Z");
  undo (fixture);
  check (fixture, "placement", fixture->first, "planned", "2027-01-12");
  check (fixture, "placement", fixture->first, "copy_due", "2027-01-07");

  move (fixture, fixture->first, NULL, &target, RELAIS_PLAN_DATES_ONLY_THIS, "Move “Cérémonie des vœux” to 15 January 2027");
  check (fixture, "placement", fixture->first, "copy_due", "2027-01-07");
  check (fixture, "placement", fixture->first, "publish_at", "2027-01-12T07:30:00Z");
}

/* An idea that gets a day is told when its copy is due, and is proposed; without a day nothing is due any more, unless the person
 * says so. */
static void
test_idea (Fixture *fixture, gconstpointer data)
{
  RelaisPlanTarget away = { .day = "" };
  g_autoptr (GPtrArray) first = read_placements (fixture, fixture->first, NULL), second = read_placements (fixture, fixture->second, NULL);

  move (fixture, fixture->second, NULL, &(RelaisPlanTarget) { .day = "2027-01-29" }, RELAIS_PLAN_DATES_KEEP_DISTANCE,
        "Move “Cérémonie des vœux” to 29 January 2027");
  check (fixture, "placement", fixture->second, "copy_due", "2027-01-15");
  check (fixture, "placement", fixture->second, "state", "proposed");
  undo (fixture);
  check (fixture, "placement", fixture->second, "state", "idea");

  g_assert_true (relais_plan_move_takes_day (&away));
  g_assert_true (relais_plan_move_has_dates (fixture->store, first, &away));
  g_assert_false (relais_plan_move_has_dates (fixture->store, second, &away));
  move (fixture, fixture->first, NULL, &away, RELAIS_PLAN_DATES_ONLY_THIS, "Move “Cérémonie des vœux” to the ideas");
  check (fixture, "placement", fixture->first, "planned", NULL);
  check (fixture, "placement", fixture->first, "copy_due", "2027-01-07");
  undo (fixture);
  move (fixture, fixture->first, NULL, &away, RELAIS_PLAN_DATES_KEEP_DISTANCE, "Move “Cérémonie des vœux” to the ideas");
  check (fixture, "placement", fixture->first, "planned", NULL);
  check (fixture, "placement", fixture->first, "copy_due", NULL);
  check (fixture, "placement", fixture->first, "publish_at", NULL);
  check (fixture, "placement", fixture->first, "state", "writing");
}

/* A subject on no channel is planned by making its placement where it gets to; undone, there is none again. */
static void
test_draft (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisRecord) subject = relais_store_lookup (fixture->store, "subject", fixture->other);
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  RelaisRecord *draft = relais_plan_draft_new (subject);
  RelaisPlanTarget target = { .day = "2027-01-29", .channel = fixture->journal };

  g_ptr_array_add (drafts, draft);
  g_assert_true (relais_plan_is_draft (draft));
  g_assert_true (relais_plan_target_changes (&target, fixture->store, draft));
  g_assert_false (relais_plan_target_changes (&(RelaisPlanTarget) { .day = "" }, fixture->store, draft));
  RelaisAction *action = relais_plan_move_build (fixture->store, drafts, &target, RELAIS_PLAN_DATES_KEEP_DISTANCE, NULL);
  g_assert_cmpstr (relais_action_get_label (action), ==, "Move “Vœux du maire” to: 29 January 2027, Journal");
  commit (fixture, action);
  const char *id = relais_record_get_id (draft);
  check (fixture, "placement", id, "subject", fixture->other);
  check (fixture, "placement", id, "channel", fixture->journal);
  check (fixture, "placement", id, "planned", "2027-01-29");
  check (fixture, "placement", id, "copy_due", "2027-01-15");
  check (fixture, "placement", id, "state", "proposed");
  g_autoptr (RelaisRecord) made = relais_store_lookup (fixture->store, "placement", id);
  g_assert_false (relais_plan_is_draft (made));
  undo (fixture);
  g_autoptr (GPtrArray) none = relais_subject_list_placements (fixture->store, fixture->other, FALSE);
  g_assert_cmpuint (none->len, ==, 0);
}

/* Several at once are one action; what would not change is left alone. */
static void
test_several (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) placements = read_placements (fixture, fixture->first, fixture->second);
  RelaisPlanTarget target = { .state = "writing" };

  g_assert_false (relais_plan_target_changes (&target, fixture->store, g_ptr_array_index (placements, 0)));
  g_assert_true (relais_plan_target_changes (&target, fixture->store, g_ptr_array_index (placements, 1)));
  move (fixture, fixture->first, fixture->second, &(RelaisPlanTarget) { .day = "2027-02-02", .state = "review" },
        RELAIS_PLAN_DATES_KEEP_DISTANCE, "Move 2 placements to: 2 February 2027, In review");
  check (fixture, "placement", fixture->first, "state", "review");
  check (fixture, "placement", fixture->second, "planned", "2027-02-02");
  undo (fixture);
  check (fixture, "placement", fixture->first, "planned", "2027-01-12");
  check (fixture, "placement", fixture->second, "planned", NULL);
}

/* Dragged together, each keeps its own place in the week. */
static void
test_shift (Fixture *fixture, gconstpointer data)
{
  move (fixture, fixture->first, fixture->second, &(RelaisPlanTarget) { .shift = 7 }, RELAIS_PLAN_DATES_KEEP_DISTANCE,
        "Move 2 placements");
  check (fixture, "placement", fixture->first, "planned", "2027-01-19");
  check (fixture, "placement", fixture->second, "planned", NULL);
}

/* Who does it, and the campaign of the subject: named by the field, the subject changed once for both. */
static void
test_assign (Fixture *fixture, gconstpointer data)
{
  g_autofree char *person = store_add (fixture->store, "person", "first_name", "Marie", "last_name", "Dupont", NULL);
  g_autofree char *campaign = store_add (fixture->store, "campaign", "title", "Vœux 2027", "starts", "2027-01-04", "ends",
                                         "2027-01-31", NULL);

  move (fixture, fixture->first, NULL, &(RelaisPlanTarget) { .reviewer = person }, RELAIS_PLAN_DATES_KEEP_DISTANCE,
        "Reviewer of “Cérémonie des vœux”: Marie Dupont");
  check (fixture, "placement", fixture->first, "reviewer", person);
  move (fixture, fixture->first, fixture->second, &(RelaisPlanTarget) { .campaign = campaign }, RELAIS_PLAN_DATES_KEEP_DISTANCE,
        "Campaign of 2 placements: Vœux 2027");
  check (fixture, "subject", fixture->subject, "campaign", campaign);
  undo (fixture);
  check (fixture, "subject", fixture->subject, "campaign", NULL);
}

static void
test_channel (Fixture *fixture, gconstpointer data)
{
  RelaisAction *action = relais_action_new ("length");
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("placement"));

  relais_fields_set_integer (fields, "length", 1200);
  relais_fields_set_integer (fields, "page", 3);
  relais_action_update (action, fixture->first, fields);
  commit (fixture, action);
  move (fixture, fixture->first, NULL, &(RelaisPlanTarget) { .channel = fixture->journal }, RELAIS_PLAN_DATES_KEEP_DISTANCE,
        "Move “Cérémonie des vœux” to: Journal");
  g_autoptr (RelaisRecord) moved = relais_store_lookup (fixture->store, "placement", fixture->first);
  g_assert_cmpstr (relais_record_get_string (moved, "channel"), ==, fixture->journal);
  g_assert_cmpstr (relais_record_get_string (moved, "article"), ==, fixture->article);
  g_assert_null (relais_record_get (moved, "page"));
  g_assert_null (relais_record_get (moved, "length"));   /* the journal counts pages */
  /* Copy was due three working days before, as the brief wants it: the journal wants it ten before. */
  g_assert_cmpstr (relais_record_get_string (moved, "copy_due"), ==, "2026-12-28");
  undo (fixture);
  check (fixture, "placement", fixture->first, "channel", fixture->brief);
  check (fixture, "placement", fixture->first, "copy_due", "2027-01-07");
}

/* What somebody chose themselves stays; what was not said is proposed; whoever may not set dates leaves them alone. */
static void
test_channel_dates (Fixture *fixture, gconstpointer data)
{
  RelaisPlanTarget to_journal = { .channel = fixture->journal }, to_brief = { .channel = fixture->brief };

  move (fixture, fixture->first, NULL, &to_journal, RELAIS_PLAN_DATES_ONLY_THIS, "Move “Cérémonie des vœux” to: Journal");
  check (fixture, "placement", fixture->first, "copy_due", "2027-01-07");
  undo (fixture);
  move (fixture, fixture->first, NULL, &(RelaisPlanTarget) { .field = "copy_due", .day = "2027-01-08" },
        RELAIS_PLAN_DATES_ONLY_THIS, "Copy due of “Cérémonie des vœux”");
  move (fixture, fixture->first, NULL, &to_journal, RELAIS_PLAN_DATES_KEEP_DISTANCE, "Move “Cérémonie des vœux” to: Journal");
  check (fixture, "placement", fixture->first, "copy_due", "2027-01-08");
  move (fixture, fixture->first, NULL, &(RelaisPlanTarget) { .field = "copy_due", .day = "" },
        RELAIS_PLAN_DATES_ONLY_THIS, "Copy due of “Cérémonie des vœux”");
  move (fixture, fixture->first, NULL, &to_brief, RELAIS_PLAN_DATES_KEEP_DISTANCE, "Move “Cérémonie des vœux” to: Brèves");
  check (fixture, "placement", fixture->first, "copy_due", "2027-01-07");
}

/* A move that began before somebody else's came in does not overwrite it unseen: both values are kept. */
static void
test_not_unseen (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) before = read_placements (fixture, fixture->first, NULL);

  move (fixture, fixture->first, NULL, &(RelaisPlanTarget) { .day = "2027-01-14" }, RELAIS_PLAN_DATES_ONLY_THIS,
        "Move “Cérémonie des vœux” to 14 January 2027");
  commit (fixture, relais_plan_move_build (fixture->store, before, &(RelaisPlanTarget) { .day = "2027-01-20" },
                                           RELAIS_PLAN_DATES_ONLY_THIS, NULL));
  RelaisQueueState state;
  relais_store_get_queue_state (fixture->store, &state);
  g_assert_cmpuint (state.conflicts, ==, 1);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RelaisPlanObjections **objections = user_data;
  g_autoptr (GError) error = NULL;

  *objections = relais_plan_check_finish (RELAIS_STORE (source), result, &error);
  g_assert_no_error (error);
}

/* (nullable) */
static RelaisPlanObjections *
ask (Fixture *fixture, const char *id, const char *more, const RelaisPlanTarget *target, const char *today)
{
  static RelaisPlanObjections unanswered;
  RelaisPlanObjections *objections = &unanswered;
  g_autoptr (GPtrArray) placements = read_placements (fixture, id, more);

  relais_plan_check_async (fixture->store, placements, target, RELAIS_PLAN_DATES_KEEP_DISTANCE, relais_day_parse (today), checked_cb,
                           &objections);
  while (objections == &unanswered)
    g_main_context_iteration (NULL, TRUE);
  return objections;
}

static void
check_objections (Fixture *fixture, const RelaisPlanTarget *target, const char *sentence, const char *next)
{
  g_autoptr (RelaisPlanObjections) objections = ask (fixture, fixture->first, NULL, target, "2027-01-04");

  g_assert_nonnull (objections);
  g_assert_cmpuint (g_strv_length (objections->sentences), ==, 1);
  g_assert_nonnull (strstr (objections->sentences[0], sentence));
  g_assert_cmpint (objections->next_free, ==, relais_day_parse (next));
}

/* What speaks against a day is said with the next one against which nothing does. */
static void
test_check (Fixture *fixture, gconstpointer data)
{
  RelaisAction *action = relais_action_new ("closed");
  g_autofree char *period = action_add (action, "closed_period", "starts", "2027-02-08", "ends", "2027-02-12", "reason",
                                        "Élections", NULL);

  commit (fixture, action);
  g_assert_null (ask (fixture, fixture->first, NULL, &(RelaisPlanTarget) { .day = "2027-02-04" }, "2027-01-04"));
  g_assert_null (ask (fixture, fixture->first, NULL, &(RelaisPlanTarget) { .day = "" }, "2027-01-04"));
  check_objections (fixture, &(RelaisPlanTarget) { .day = "2027-02-09" }, "Élections", "2027-02-15");
  check_objections (fixture, &(RelaisPlanTarget) { .day = "2027-02-06" }, "Saturday", "2027-02-15");
  check_objections (fixture, &(RelaisPlanTarget) { .day = "2026-12-30" }, "past", "2027-01-04");
}

/* One brief a day: two that move together need a day that has room for both, and what stays where it is takes no more room. */
static void
test_ceiling (Fixture *fixture, gconstpointer data)
{
  RelaisAction *action = relais_action_new ("ceiling");
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("channel"));
  g_autofree char *third = action_add (action, "placement", "subject", fixture->other, "channel", fixture->brief, "state",
                                       "accepted", "planned", "2027-01-20", NULL);

  relais_fields_set_integer (fields, "per_day", 1);
  relais_action_update (action, fixture->brief, fields);
  commit (fixture, action);
  check_objections (fixture, &(RelaisPlanTarget) { .day = "2027-01-20" }, "Brèves", "2027-01-21");
  g_assert_null (ask (fixture, third, NULL, &(RelaisPlanTarget) { .state = "writing" }, "2027-01-25"));
  g_autoptr (RelaisPlanObjections) both = ask (fixture, fixture->first, third, &(RelaisPlanTarget) { .day = "2027-01-28" },
                                               "2027-01-04");
  g_assert_nonnull (both);
  g_assert_cmpint (both->next_free, ==, RELAIS_DAY_NONE);
}

static void
test_duplicate (Fixture *fixture, gconstpointer data)
{
  RelaisAction *action = relais_subject_duplicate (fixture->store, fixture->subject, "Vœux 2028");
  g_autofree char *made = g_strdup (((RelaisOp *) g_ptr_array_index (relais_action_get_ops (action), 0))->id);

  commit (fixture, action);
  check (fixture, "subject", made, "title", "Vœux 2028");
  g_autoptr (GPtrArray) placements = relais_subject_list_placements (fixture->store, made, FALSE);
  g_assert_cmpuint (placements->len, ==, 2);
  for (guint i = 0; i < placements->len; i++)
    {
      g_assert_null (relais_record_get (g_ptr_array_index (placements, i), "planned"));
      g_assert_null (relais_record_get (g_ptr_array_index (placements, i), "article"));
    }
}

static void
test_split_and_merge (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) chosen = read_placements (fixture, fixture->first, NULL);
  RelaisAction *action = relais_subject_split (fixture->store, fixture->subject, chosen, "Les vœux en images");
  g_autofree char *made = g_strdup (((RelaisOp *) g_ptr_array_index (relais_action_get_ops (action), 0))->id);

  commit (fixture, action);
  check (fixture, "placement", fixture->first, "subject", made);
  check (fixture, "article", fixture->article, "subject", made);
  check (fixture, "placement", fixture->second, "subject", fixture->subject);
  check (fixture, "subject", made, "origin", fixture->subject);

  commit (fixture, relais_subject_merge (fixture->store, fixture->subject, made));
  check (fixture, "placement", fixture->first, "subject", fixture->subject);
  check (fixture, "article", fixture->article, "subject", fixture->subject);
  check (fixture, "subject", made, "merged_into", fixture->subject);
  g_autoptr (RelaisRecord) gone = relais_store_lookup (fixture->store, "subject", made);
  g_assert_true (relais_record_get_boolean (gone, "binned"));
  undo (fixture);
  check (fixture, "placement", fixture->first, "subject", made);
  check (fixture, "subject", made, "merged_into", NULL);

  commit (fixture, relais_subject_merge (fixture->store, fixture->other, fixture->subject));
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("comment"));
  relais_query_where (query, "subject", RELAIS_MATCH_EQUAL, fixture->other);
  g_autoptr (GPtrArray) comments = relais_store_query (fixture->store, query);
  g_assert_cmpuint (comments->len, ==, 1);
}

/* "Not on this channel" keeps its reason, and proposing again takes the same placement up. */
static void
test_refuse_channel (Fixture *fixture, gconstpointer data)
{
  commit (fixture, relais_subject_refuse_channel (fixture->store, fixture->other, fixture->brief, "Déjà dit en décembre"));
  g_autoptr (GPtrArray) placements = relais_subject_list_placements (fixture->store, fixture->other, FALSE);
  g_assert_cmpuint (placements->len, ==, 1);
  g_autofree char *id = g_strdup (relais_record_get_id (g_ptr_array_index (placements, 0)));
  check (fixture, "placement", id, "state", "refused");
  check (fixture, "placement", id, "reason", "Déjà dit en décembre");
  commit (fixture, relais_subject_add_channel (fixture->store, fixture->other, fixture->brief));
  check (fixture, "placement", id, "state", "proposed");
  check (fixture, "placement", id, "reason", NULL);
}

static void
test_bin (Fixture *fixture, gconstpointer data)
{
  commit (fixture, relais_subject_bin (fixture->store, fixture->subject, TRUE));
  g_autoptr (GPtrArray) none = relais_subject_list_placements (fixture->store, fixture->subject, FALSE);
  g_assert_cmpuint (none->len, ==, 0);
  commit (fixture, relais_subject_bin (fixture->store, fixture->subject, FALSE));
  g_autoptr (GPtrArray) both = relais_subject_list_placements (fixture->store, fixture->subject, FALSE);
  g_assert_cmpuint (both->len, ==, 2);
}

static void
check_prefix (const char *text, const char *expected)
{
  gsize begins;
  g_autofree char *prefix = relais_mention_find_prefix (text, strlen (text), &begins);

  g_assert_cmpstr (prefix, ==, expected);
}

static void
test_mention (void)
{
  check_prefix ("@", "");
  check_prefix ("Merci @Mar", "Mar");
  check_prefix ("Merci @Marie Du", "Marie Du");
  check_prefix ("Merci @Marie Dupont et", NULL);
  check_prefix ("marie@ville", NULL);
  check_prefix ("(@Éli", "Éli");
  check_prefix ("Merci", NULL);
}

#define ADD(name, func) g_test_add ("/app/plan-moves/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("dates-follow", test_dates_follow);
  ADD ("idea", test_idea);
  ADD ("draft", test_draft);
  ADD ("several", test_several);
  ADD ("shift", test_shift);
  ADD ("assign", test_assign);
  ADD ("channel", test_channel);
  ADD ("channel-dates", test_channel_dates);
  ADD ("not-unseen", test_not_unseen);
  ADD ("check", test_check);
  ADD ("ceiling", test_ceiling);
  ADD ("duplicate", test_duplicate);
  ADD ("split-and-merge", test_split_and_merge);
  ADD ("refuse-channel", test_refuse_channel);
  ADD ("bin", test_bin);
  g_test_add_func ("/app/plan-moves/mention", test_mention);
  return g_test_run ();
}
