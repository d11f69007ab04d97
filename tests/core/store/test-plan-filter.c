/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "relais-plan-filter.h"

#define DIRECTION "0190a000-0000-7000-8000-000000000001"
#define SERVICE   "0190a000-0000-7000-8000-000000000002"
#define TEAM      "0190a000-0000-7000-8000-000000000003"
#define OTHER     "0190a000-0000-7000-8000-000000000004"
#define BRIEF     "0190a000-0000-7000-8000-000000000011"
#define LETTER    "0190a000-0000-7000-8000-000000000012"
#define THEME     "0190a000-0000-7000-8000-000000000021"
#define OWN       "0190a000-0000-7000-8000-000000000031"
#define FAR       "0190a000-0000-7000-8000-000000000032"
#define IDEA      "0190a000-0000-7000-8000-000000000033"
#define LOST      "0190a000-0000-7000-8000-000000000034"

static void
add_placement (RelaisPage *page, guint n, const char *subject, const char *channel, const char *state, const char *field,
               const char *value)
{
  g_autofree char *id = g_strdup_printf ("0190a000-0000-7000-8000-0000000001%02u", n);

  page_add (page, make_state ("placement", id, 20 + n, 1, "subject", subject, "channel", channel, "state", state,
                              field, value, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  RelaisPage *page = make_page (40, FALSE, 0);

  fixture_set_up (fixture, data);
  page_add (page, make_state ("unit", DIRECTION, 1, 1, "name", "Culture", "type", "directorate", NULL));
  page_add (page, make_state ("unit", SERVICE, 2, 1, "name", "Lecture", "type", "service", "parent", DIRECTION, NULL));
  page_add (page, make_state ("unit", TEAM, 3, 1, "name", "Bibliobus", "type", "service", "parent", SERVICE, NULL));
  page_add (page, make_state ("unit", OTHER, 4, 1, "name", "Sports", "type", "directorate", NULL));
  page_add (page, make_state ("channel", BRIEF, 5, 1, "name", "Brève", "form", "brief", "audience", "everyone", NULL));
  page_add (page, make_state ("channel", LETTER, 6, 1, "name", "Lettre", "form", "newsletter", "audience", "managers", NULL));
  page_add (page, make_state ("theme", THEME, 7, 1, "name", "Vie au travail", NULL));
  page_add (page, make_state ("subject", OWN, 8, 1, "title", "Médiathèque", "state", "kept", "unit", TEAM, "theme", THEME, NULL));
  page_add (page, make_state ("subject", FAR, 9, 1, "title", "Piscine", "state", "kept", "unit", OTHER, NULL));
  add_placement (page, 1, OWN, BRIEF, "writing", NULL, NULL);
  add_placement (page, 2, OWN, LETTER, "writing", "audience", "everyone");
  add_placement (page, 3, FAR, LETTER, "review", NULL, NULL);
  add_placement (page, 4, FAR, BRIEF, "refused", NULL, NULL);
  add_placement (page, 5, FAR, BRIEF, "archived", NULL, NULL);
  apply_page (fixture->workspace, page);
}

static guint
count (Fixture *fixture, RelaisPlanFacet facet, const char *value)
{
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();
  g_auto (GStrv) values = g_strsplit (value, "|", -1);

  relais_plan_filter_choose (filter, facet, (const char * const *) values);
  g_autoptr (RelaisQuery) query = relais_plan_filter_build (filter);
  return relais_workspace_count (fixture->workspace, query);
}

/* What is refused or archived shows only when asked for. */
static void
test_states (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisPlanFilter) any = relais_plan_filter_new ();
  g_autoptr (RelaisQuery) query = relais_plan_filter_build (any);
  g_assert_cmpuint (relais_workspace_count (fixture->workspace, query), ==, 3);
  g_assert_cmpuint (count (fixture, RELAIS_PLAN_STATE, "refused"), ==, 1);
  g_assert_cmpuint (count (fixture, RELAIS_PLAN_STATE, "refused|archived|review"), ==, 3);

  const char *states[] = { "refused", NULL };
  relais_plan_filter_choose (any, RELAIS_PLAN_STATE, states);
  g_assert_null (relais_plan_filter_build_state (any, "writing"));
  g_autoptr (RelaisQuery) refused = relais_plan_filter_build_state (any, "refused");
  g_assert_cmpuint (relais_workspace_count (fixture->workspace, refused), ==, 1);
}

/* A direction is all that is part of it, however deep; an audience is the channel's unless the placement has its own. */
static void
test_facets (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (count (fixture, RELAIS_PLAN_UNIT, DIRECTION), ==, 2);
  g_assert_cmpuint (count (fixture, RELAIS_PLAN_UNIT, SERVICE), ==, 2);
  g_assert_cmpuint (count (fixture, RELAIS_PLAN_UNIT, OTHER), ==, 1);
  g_assert_cmpuint (count (fixture, RELAIS_PLAN_UNIT, DIRECTION "|" OTHER), ==, 3);
  g_assert_cmpuint (count (fixture, RELAIS_PLAN_AUDIENCE, "everyone"), ==, 2);
  g_assert_cmpuint (count (fixture, RELAIS_PLAN_AUDIENCE, "managers"), ==, 1);
  g_assert_cmpuint (count (fixture, RELAIS_PLAN_CHANNEL, LETTER), ==, 2);
  g_assert_cmpuint (count (fixture, RELAIS_PLAN_THEME, THEME), ==, 2);
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();

  relais_plan_filter_set_text (filter, "mediath");
  g_autoptr (RelaisQuery) query = relais_plan_filter_build (filter);
  g_assert_cmpuint (relais_workspace_count (fixture->workspace, query), ==, 2);
}

static guint
count_ideas (Fixture *fixture, const RelaisPlanFilter *filter, gboolean placed)
{
  g_autoptr (RelaisQuery) query = placed ? relais_plan_filter_build_undated (filter) : relais_plan_filter_build_unplaced (filter);

  return query != NULL ? relais_workspace_count (fixture->workspace, query) : G_MAXUINT;
}

#define assert_ideas(fixture, filter, undated, unplaced) G_STMT_START { \
  g_assert_cmpuint (count_ideas (fixture, filter, TRUE), ==, undated); \
  g_assert_cmpuint (count_ideas (fixture, filter, FALSE), ==, unplaced); } G_STMT_END

/* Three placements have no day; of one more subject nobody has said where it goes, of another only in the bin. */
static void
add_ideas (Fixture *fixture)
{
  RelaisPage *page = make_page (60, FALSE, 0);

  page_add (page, make_state ("subject", IDEA, 41, 1, "title", "Jardin partagé", "state", "proposed", "unit", SERVICE, NULL));
  page_add (page, make_state ("subject", LOST, 42, 1, "title", "Covoiturage", "state", "kept", "theme", THEME, NULL));
  page_add (page, make_state ("placement", "0190a000-0000-7000-8000-000000000150", 43, 1, "subject", LOST, "channel", BRIEF, "state",
                              "idea", "binned", "yes", NULL));
  page_add (page, make_state ("subject", "0190a000-0000-7000-8000-000000000035", 44, 1, "title", "Non", "state", "refused", NULL));
  page_add (page, make_state ("subject", "0190a000-0000-7000-8000-000000000036", 45, 1, "title", "Passé", "state", "kept", "archived",
                              "yes", NULL));
  page_add (page, make_state ("placement", "0190a000-0000-7000-8000-000000000151", 46, 1, "subject",
                              "0190a000-0000-7000-8000-000000000036", "channel", BRIEF, "state", "idea", NULL));
  page_add (page, make_state ("placement", "0190a000-0000-7000-8000-000000000152", 47, 1, "subject", FAR, "channel", BRIEF, "state",
                              "accepted", "planned", "2027-01-12", NULL));
  page_add (page, make_state ("placement", "0190a000-0000-7000-8000-000000000153", 48, 1, "subject", FAR, "channel", BRIEF, "state",
                              "published", NULL));
  apply_page (fixture->workspace, page);
}

/* What is published, refused, archived or has a day is no idea; what a facet cannot be true of is left out. */
static void
test_ideas (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();
  const char *unit[] = { DIRECTION, NULL }, *channel[] = { LETTER, NULL }, *state[] = { "review", "published", NULL };

  add_ideas (fixture);
  assert_ideas (fixture, filter, 3, 2);
  relais_plan_filter_choose (filter, RELAIS_PLAN_UNIT, unit);
  assert_ideas (fixture, filter, 2, 1);
  relais_plan_filter_set_text (filter, "jardin");
  assert_ideas (fixture, filter, 0, 1);
  relais_plan_filter_set_text (filter, NULL);
  relais_plan_filter_choose (filter, RELAIS_PLAN_UNIT, NULL);
  relais_plan_filter_choose (filter, RELAIS_PLAN_CHANNEL, channel);
  assert_ideas (fixture, filter, 2, G_MAXUINT);
  relais_plan_filter_choose (filter, RELAIS_PLAN_CHANNEL, NULL);
  relais_plan_filter_choose (filter, RELAIS_PLAN_STATE, state);
  assert_ideas (fixture, filter, 1, G_MAXUINT);
  relais_plan_filter_choose (filter, RELAIS_PLAN_STATE, (const char *[]) { "published", NULL });
  assert_ideas (fixture, filter, G_MAXUINT, G_MAXUINT);
  relais_plan_filter_choose (filter, RELAIS_PLAN_STATE, (const char *[]) { "idea", NULL });
  assert_ideas (fixture, filter, 0, 2);
}

/* What a saved view keeps comes back as it was; what a later Relais wrote, or somebody by hand, is left out. */
static void
test_json (void)
{
  const char *units[] = { OTHER, DIRECTION, NULL }, *states[] = { "writing", NULL };
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();

  g_assert_true (relais_plan_filter_is_empty (filter));
  relais_plan_filter_choose (filter, RELAIS_PLAN_UNIT, units);
  relais_plan_filter_choose (filter, RELAIS_PLAN_STATE, states);
  relais_plan_filter_set_text (filter, "vœux \"2027\"");
  g_assert_false (relais_plan_filter_is_empty (filter));
  g_autofree char *json = relais_plan_filter_to_json (filter);
  g_autoptr (RelaisPlanFilter) back = relais_plan_filter_from_json (json);
  g_assert_true (relais_plan_filter_equal (filter, back));
  g_autoptr (RelaisPlanFilter) copy = relais_plan_filter_copy (back);
  relais_plan_filter_set_text (copy, NULL);
  g_assert_false (relais_plan_filter_equal (filter, copy));

  g_autoptr (RelaisPlanFilter) odd = relais_plan_filter_from_json ("{\"state\": [\"sleeping\", \"review\", 4], \"unit\": [\"x|y\"],"
                                                                   " \"later\": {}, \"channel\": \"all\"}");
  g_assert_true (relais_plan_filter_has (odd, RELAIS_PLAN_STATE, "review"));
  g_assert_cmpuint (g_strv_length (odd->chosen[RELAIS_PLAN_STATE]), ==, 1);
  g_assert_null (odd->chosen[RELAIS_PLAN_UNIT]);
  g_assert_null (odd->chosen[RELAIS_PLAN_CHANNEL]);
  g_autoptr (RelaisPlanFilter) broken = relais_plan_filter_from_json ("[1, 2");
  g_assert_true (relais_plan_filter_is_empty (broken));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/plan-filter/states", Fixture, NULL, set_up, test_states, fixture_tear_down);
  g_test_add ("/store/plan-filter/facets", Fixture, NULL, set_up, test_facets, fixture_tear_down);
  g_test_add ("/store/plan-filter/text", Fixture, NULL, set_up, test_text, fixture_tear_down);
  g_test_add ("/store/plan-filter/ideas", Fixture, NULL, set_up, test_ideas, fixture_tear_down);
  g_test_add_func ("/store/plan-filter/json", test_json);
  return g_test_run ();
}
