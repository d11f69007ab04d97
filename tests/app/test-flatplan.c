/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-flatplan-actions.h"
#include "relais-flatplan.h"
#include "relais-plan-check.h"
#include "use-store.h"

/* What the flatplan does, on a real store: what comes of it, and that one Undo takes all of it back. 2027-03-15 is a Monday. */
typedef struct {
  RelaisStore *store;
  char        *journal, *brief;          /* channels */
  char        *subject;
  char        *edition, *later;
  char        *placement, *elsewhere;    /* on the journal, on the other channel */
  gint64       action;                   /* the last one */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  RelaisAction *action = relais_action_new ("seed");

  fixture->store = store_open ();
  fixture->journal = action_add (action, "channel", "name", "Journal", "form", "journal", "per_day", "1", NULL);
  fixture->brief = action_add (action, "channel", "name", "Brèves", "form", "brief", NULL);
  fixture->subject = action_add (action, "subject", "title", "Cérémonie des vœux", "state", "kept", NULL);
  fixture->edition = action_add (action, "edition", "channel", fixture->journal, "title", "Traits d’union 42", "state", "planned", "pages", "4",
                                 "page_signs", "1500", "print_on", "2027-03-01", "out_on", "2027-03-15", NULL);
  fixture->later = action_add (action, "edition", "channel", fixture->journal, "title", "Traits d’union 43", "state", "planned", "pages", "4",
                               "print_on", "2027-06-07", NULL);
  fixture->placement = action_add (action, "placement", "subject", fixture->subject, "channel", fixture->journal, "state", "accepted", NULL);
  fixture->elsewhere = action_add (action, "placement", "subject", fixture->subject, "channel", fixture->brief, "state", "accepted", "planned",
                                   "2027-03-15", NULL);
  fixture->action = store_commit (fixture->store, action);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  store_close (fixture->store);
  g_free (fixture->journal);
  g_free (fixture->brief);
  g_free (fixture->subject);
  g_free (fixture->edition);
  g_free (fixture->later);
  g_free (fixture->placement);
  g_free (fixture->elsewhere);
}

static RelaisRecord *
lookup (Fixture *fixture, const char *kind, const char *id)
{
  RelaisRecord *record = relais_store_lookup (fixture->store, kind, id);

  g_assert_nonnull (record);
  return record;
}

/* Returns the name of the action. (transfer full) */
static char *
place (Fixture *fixture, RelaisRecord *placement, const char *edition, guint page)
{
  g_autoptr (RelaisRecord) issue = edition != NULL ? lookup (fixture, "edition", edition) : NULL;
  g_autoptr (GPtrArray) placements = g_ptr_array_new ();
  RelaisPlanTarget target;

  g_ptr_array_add (placements, placement);
  relais_flatplan_aim (fixture->store, placement, issue, page, &target);
  RelaisAction *action = relais_plan_move_build (fixture->store, placements, &target, RELAIS_PLAN_DATES_KEEP_DISTANCE, NULL);
  char *label = g_strdup (relais_action_get_label (action));
  fixture->action = store_commit (fixture->store, action);
  return label;
}

static char *
place_own (Fixture *fixture, const char *edition, guint page)
{
  g_autoptr (RelaisRecord) placement = lookup (fixture, "placement", fixture->placement);

  return place (fixture, placement, edition, page);
}

static void
check (Fixture *fixture, const char *field, const char *expected)
{
  store_check (fixture->store, "placement", fixture->placement, field, expected);
}

static void
check_page (Fixture *fixture, gint64 expected)
{
  g_autoptr (RelaisRecord) placement = lookup (fixture, "placement", fixture->placement);

  g_assert_cmpint (relais_record_get_integer (placement, "page"), ==, expected);
}

/* What has no day takes that of the issue, and goes with it to the next one; what has one of its own keeps it. */
static void
test_days (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = place_own (fixture, fixture->edition, 2);

  g_assert_cmpstr (first, ==, "Put “Cérémonie des vœux” on page 2 of “Traits d’union 42”");
  check (fixture, "edition", fixture->edition);
  check (fixture, "planned", "2027-03-15");
  check_page (fixture, 2);
  g_autofree char *second = place_own (fixture, fixture->later, 0);
  g_assert_cmpstr (second, ==, "Put “Cérémonie des vœux” into “Traits d’union 43”, on no page yet");
  check (fixture, "planned", "2027-06-07");
  check_page (fixture, 0);
  g_autofree char *third = place_own (fixture, NULL, 0);
  g_assert_cmpstr (third, ==, "Take “Cérémonie des vœux” out of “Traits d’union 43”");
  check (fixture, "edition", NULL);
  check (fixture, "planned", "2027-06-07");
  store_undo (fixture->store, fixture->action);
  check (fixture, "edition", fixture->later);
  store_commit (fixture->store, action_change ("placement", fixture->placement, "planned", "2027-05-03", NULL));
  g_free (place_own (fixture, fixture->edition, 1));
  check (fixture, "planned", "2027-05-03");
}

/* What a subject has on the journal and in no issue is taken; where there is none, one is made, accepted, and taken away by Undo. */
static void
test_find (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisRecord) subject = lookup (fixture, "subject", fixture->subject);
  g_autoptr (RelaisRecord) edition = lookup (fixture, "edition", fixture->edition);
  g_autoptr (RelaisRecord) found = relais_flatplan_find (fixture->store, subject, edition);

  g_assert_cmpstr (relais_record_get_id (found), ==, fixture->placement);
  g_free (place_own (fixture, fixture->later, 1));
  g_autoptr (RelaisRecord) draft = relais_flatplan_find (fixture->store, subject, edition);
  g_assert_true (relais_plan_is_draft (draft));
  g_free (place (fixture, draft, fixture->edition, 3));
  g_autoptr (RelaisRecord) made = lookup (fixture, "placement", relais_record_get_id (draft));
  g_assert_cmpstr (relais_record_get_string (made, "channel"), ==, fixture->journal);
  g_assert_cmpstr (relais_record_get_string (made, "state"), ==, "accepted");
  g_assert_cmpstr (relais_record_get_string (made, "edition"), ==, fixture->edition);
  g_assert_cmpstr (relais_record_get_string (made, "planned"), ==, "2027-03-15");
  g_assert_cmpint (relais_record_get_integer (made, "page"), ==, 3);
  store_undo (fixture->store, fixture->action);
  g_autoptr (RelaisRecord) gone = relais_store_lookup (fixture->store, "placement", relais_record_get_id (draft));
  g_assert_true (gone == NULL || relais_record_get_boolean (gone, "binned"));
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  RelaisPlanObjections **objections = user_data;

  *objections = relais_plan_check_finish (RELAIS_STORE (source), result, &error);
  g_assert_no_error (error);
  g_main_context_wakeup (NULL);
  g_object_set_data (source, "checked", GINT_TO_POINTER (TRUE));
}

static RelaisPlanObjections *
check_place (Fixture *fixture)
{
  g_autoptr (RelaisRecord) placement = lookup (fixture, "placement", fixture->placement);
  g_autoptr (RelaisRecord) edition = lookup (fixture, "edition", fixture->edition);
  g_autoptr (GPtrArray) placements = g_ptr_array_new ();
  RelaisPlanObjections *objections = NULL;
  RelaisPlanTarget target;

  g_ptr_array_add (placements, placement);
  relais_flatplan_aim (fixture->store, placement, edition, 2, &target);
  g_object_set_data (G_OBJECT (fixture->store), "checked", NULL);
  relais_plan_check_async (fixture->store, placements, &target, RELAIS_PLAN_DATES_KEEP_DISTANCE, relais_day_from_ymd (2027, 1, 4), checked_cb,
                           &objections);
  while (g_object_get_data (G_OBJECT (fixture->store), "checked") == NULL)
    g_main_context_iteration (NULL, TRUE);
  return objections;
}

/* Twelve articles in an issue are one journal to its readers; but a day on which nothing goes out objects. */
static void
test_objections (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = store_add (fixture->store, "placement", "subject", fixture->subject, "channel", fixture->journal, "state",
                                      "accepted", "edition", fixture->edition, "planned", "2027-03-15", NULL);

  g_assert_nonnull (other);
  g_assert_null (check_place (fixture));
  g_autofree char *period = store_add (fixture->store, "closed_period", "starts", "2027-03-15", "ends", "2027-03-16", "reason", "Inventaire",
                                       NULL);
  g_assert_nonnull (period);
  g_autoptr (RelaisPlanObjections) objections = check_place (fixture);
  g_assert_nonnull (objections);
  g_assert_cmpuint (g_strv_length (objections->sentences), ==, 1);
  g_assert_nonnull (strstr (objections->sentences[0], "Inventaire"));
  g_assert_cmpint (objections->next_free, ==, RELAIS_DAY_NONE);
}

static void
set_room (Fixture *fixture, guint page, int signs, guint expected)
{
  g_autoptr (RelaisRecord) before = lookup (fixture, "edition", fixture->edition);

  fixture->action = store_commit (fixture->store, relais_flatplan_set_room (before, page, signs));
  g_autoptr (RelaisRecord) after = lookup (fixture, "edition", fixture->edition);
  g_assert_cmpuint (relais_flatplan_get_room (after, page), ==, expected);
}

/* A page has its own room, or that of the others; other pages stay as they are. */
static void
test_rooms (Fixture *fixture, gconstpointer data)
{
  set_room (fixture, 1, 400, 400);
  set_room (fixture, 4, 0, 0);
  g_autoptr (RelaisRecord) both = lookup (fixture, "edition", fixture->edition);
  g_assert_cmpuint (relais_flatplan_get_room (both, 1), ==, 400);
  g_assert_cmpuint (relais_flatplan_get_room (both, 2), ==, 1500);
  set_room (fixture, 1, -1, 1500);
  set_room (fixture, 4, -1, 1500);
  store_check (fixture->store, "edition", fixture->edition, "rooms", NULL);
  store_undo (fixture->store, fixture->action);
  g_autoptr (RelaisRecord) undone = lookup (fixture, "edition", fixture->edition);
  g_assert_cmpuint (relais_flatplan_get_room (undone, 4), ==, 0);
}

/* An issue has the rhythm of the one before. */
static void
test_steps (Fixture *fixture, gconstpointer data)
{
  g_autofree char *usual = relais_flatplan_dup_steps (NULL);

  g_assert_nonnull (strstr (usual, "Proofreading"));
  store_commit (fixture->store, action_change ("edition", fixture->edition, "steps", "[[\"Photos\",4]]", NULL));
  g_autoptr (RelaisRecord) before = lookup (fixture, "edition", fixture->edition);
  g_autofree char *kept = relais_flatplan_dup_steps (before);
  g_assert_cmpstr (kept, ==, "[[\"Photos\",4]]");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/flatplan/days", Fixture, NULL, set_up, test_days, tear_down);
  g_test_add ("/app/flatplan/find", Fixture, NULL, set_up, test_find, tear_down);
  g_test_add ("/app/flatplan/objections", Fixture, NULL, set_up, test_objections, tear_down);
  g_test_add ("/app/flatplan/rooms", Fixture, NULL, set_up, test_rooms, tear_down);
  g_test_add ("/app/flatplan/steps", Fixture, NULL, set_up, test_steps, tear_down);
  return g_test_run ();
}
