/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-idea.h"
#include "use-store.h"

/* What an idea is guessed to be for, from what the plan is filtered by, and from who has it. */
typedef struct {
  RelaisStore      *store;
  RelaisSyncer     *syncer;
  RelaisSession    *session;
  RelaisPlanFilter *filter;
  char             *culture, *sports;   /* units */
  char             *brief, *letter;     /* channels */
  char             *person;             /* of the direction of sports */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = store_open ();
  fixture->syncer = relais_syncer_new (fixture->store);
  fixture->session = relais_session_new (fixture->store, fixture->syncer);
  fixture->filter = relais_plan_filter_new ();
  fixture->culture = store_add (fixture->store, "unit", "name", "Culture", "type", "directorate", NULL);
  fixture->sports = store_add (fixture->store, "unit", "name", "Sports", "type", "directorate", NULL);
  fixture->brief = store_add (fixture->store, "channel", "name", "Brèves", "form", "brief", NULL);
  fixture->letter = store_add (fixture->store, "channel", "name", "Lettre", "form", "newsletter", NULL);
  fixture->person = store_add (fixture->store, "person", "last_name", "Martin", "unit", fixture->sports, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  relais_plan_filter_free (fixture->filter);
  relais_syncer_stop (fixture->syncer);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->syncer);
  store_close (fixture->store);
  g_free (fixture->culture);
  g_free (fixture->sports);
  g_free (fixture->brief);
  g_free (fixture->letter);
  g_free (fixture->person);
}

static void
choose (Fixture *fixture, RelaisPlanFacet facet, const char *one, const char *two)
{
  const char *values[] = { one, two, NULL };

  relais_plan_filter_choose (fixture->filter, facet, values);
}

static RelaisRecord *
find (Fixture *fixture, const char *kind)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup (kind));
  g_autoptr (GPtrArray) records = relais_store_query (fixture->store, query);

  g_assert_cmpuint (records->len, <=, 1);
  return records->len > 0 ? relais_record_ref (g_ptr_array_index (records, 0)) : NULL;
}

/* Adds one, looks at it, and takes it back: the next begins anew. @channel NULL: no placement */
static void
assert_idea (Fixture *fixture, gboolean hidden, const char *unit, const char *channel)
{
  gboolean is_hidden;
  RelaisAction *action = relais_idea_build (fixture->session, "Jardin partagé", fixture->filter, &is_hidden);

  g_assert_cmpstr (relais_action_get_label (action), ==, "Add the idea “Jardin partagé”");
  gint64 number = store_commit (fixture->store, action);
  g_autoptr (RelaisRecord) subject = find (fixture, "subject"), placement = find (fixture, "placement");
  g_assert_cmpint (is_hidden, ==, hidden);
  g_assert_cmpstr (relais_record_get_string (subject, "title"), ==, "Jardin partagé");
  g_assert_cmpstr (relais_record_get_string (subject, "state"), ==, "proposed");
  g_assert_nonnull (relais_record_get_string (subject, "proposed_on"));
  g_assert_cmpstr (relais_record_get_string (subject, "unit"), ==, unit);
  g_assert_true ((placement != NULL) == (channel != NULL));
  if (placement != NULL)
    {
      g_assert_cmpstr (relais_record_get_string (placement, "channel"), ==, channel);
      g_assert_cmpstr (relais_record_get_string (placement, "state"), ==, "idea");
      g_assert_null (relais_record_get_string (placement, "planned"));
    }
  store_undo (fixture->store, number);
}

/* One value of a facet is meant; several, and words, say nothing, and hide what is not of them. */
static void
test_guess (Fixture *fixture, gconstpointer data)
{
  assert_idea (fixture, FALSE, NULL, NULL);
  choose (fixture, RELAIS_PLAN_UNIT, fixture->culture, NULL);
  assert_idea (fixture, FALSE, fixture->culture, NULL);
  choose (fixture, RELAIS_PLAN_CHANNEL, fixture->brief, NULL);
  choose (fixture, RELAIS_PLAN_STATE, "idea", "proposed");
  assert_idea (fixture, FALSE, fixture->culture, fixture->brief);
  choose (fixture, RELAIS_PLAN_STATE, "published", NULL);
  assert_idea (fixture, TRUE, fixture->culture, fixture->brief);
  choose (fixture, RELAIS_PLAN_STATE, NULL, NULL);
  choose (fixture, RELAIS_PLAN_CHANNEL, fixture->brief, fixture->letter);
  assert_idea (fixture, TRUE, fixture->culture, NULL);
  choose (fixture, RELAIS_PLAN_CHANNEL, NULL, NULL);
  choose (fixture, RELAIS_PLAN_AUDIENCE, "managers", NULL);
  assert_idea (fixture, TRUE, fixture->culture, NULL);
  choose (fixture, RELAIS_PLAN_AUDIENCE, NULL, NULL);
  relais_plan_filter_set_text (fixture->filter, "jardin");
  assert_idea (fixture, FALSE, fixture->culture, NULL);
  relais_plan_filter_set_text (fixture->filter, "piscine");
  assert_idea (fixture, TRUE, fixture->culture, NULL);
}

/* A correspondent proposes for their own unit, whatever is looked at, and writes what they propose. */
static void
test_correspondent (Fixture *fixture, gconstpointer data)
{
  const char *units[] = { fixture->sports, NULL };
  g_autoptr (RelaisAccess) access = relais_access_new ("0190a000-0000-7000-8000-0000000000aa", RELAIS_ROLE_CORRESPONDENT,
                                                       fixture->person, units);

  relais_store_set_access (fixture->store, access);
  assert_idea (fixture, FALSE, fixture->sports, NULL);
  choose (fixture, RELAIS_PLAN_UNIT, fixture->culture, NULL);
  assert_idea (fixture, TRUE, fixture->sports, NULL);
  choose (fixture, RELAIS_PLAN_UNIT, fixture->sports, NULL);
  choose (fixture, RELAIS_PLAN_CHANNEL, fixture->brief, NULL);
  assert_idea (fixture, FALSE, fixture->sports, fixture->brief);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/idea/guess", Fixture, NULL, set_up, test_guess, tear_down);
  g_test_add ("/app/idea/correspondent", Fixture, NULL, set_up, test_correspondent, tear_down);
  return g_test_run ();
}
