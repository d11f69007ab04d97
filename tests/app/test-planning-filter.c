/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-format.h"
#include "relais-planning-filter.h"

#define TODAY "2026-11-21"   /* a Saturday */

typedef struct {
  RelaisWorkspace *workspace;
  char            *channel;
  char            *unit;
} Fixture;

static char *
add_record (RelaisAction *action, const char *kind, ...)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup (kind));
  va_list args;

  va_start (args, kind);
  for (const char *name = va_arg (args, const char *); name != NULL; name = va_arg (args, const char *))
    relais_fields_set_string (fields, name, va_arg (args, const char *));
  va_end (args);
  fields->unset = 0;
  return g_strdup (relais_action_create (action, NULL, fields));
}

static void
add_placement (RelaisAction *action, const char *subject, const char *channel, const char *state, const char *planned)
{
  g_autofree char *id = add_record (action, "placement", "subject", subject, "channel", channel, "state", state, "planned",
                                    planned, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisAction) action = relais_action_new ("seed");

  fixture->workspace = relais_workspace_open (":memory:", &error);
  g_assert_no_error (error);
  fixture->unit = add_record (action, "unit", "name", "Culture", "type", "directorate", NULL);
  fixture->channel = add_record (action, "channel", "name", "Brève", "form", "brief", NULL);
  g_autofree char *other = add_record (action, "channel", "name", "Journal", "form", "journal", NULL);
  g_autofree char *own = add_record (action, "subject", "title", "Médiathèque", "state", "kept", "unit", fixture->unit, NULL);
  g_autofree char *none = add_record (action, "subject", "title", "Congés", "state", "kept", NULL);
  add_placement (action, own, fixture->channel, "writing", "2026-11-30");
  add_placement (action, own, other, "writing", "2026-11-16");
  add_placement (action, none, fixture->channel, "published", "2026-11-02");
  add_placement (action, none, other, "refused", "2026-12-01");
  add_placement (action, none, other, "idea", NULL);
  relais_workspace_commit (fixture->workspace, NULL, action, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  relais_workspace_close (fixture->workspace);
  g_free (fixture->channel);
  g_free (fixture->unit);
}

static guint
count (Fixture *fixture, const RelaisPlanningFilter *filter, const char *state)
{
  g_autoptr (RelaisQuery) query = relais_planning_filter_build (filter, state, TODAY);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = relais_workspace_query (fixture->workspace, query, &error);

  g_assert_no_error (error);
  return records->len;
}

/* The week begins on Monday; what is refused shows only when asked for. */
static void
test_period (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (count (fixture, &(RelaisPlanningFilter) { .period = RELAIS_PERIOD_COMING }, NULL), ==, 2);
  RelaisPlanningFilter every = { .period = RELAIS_PERIOD_COMING, .every_state = TRUE };
  g_assert_cmpuint (count (fixture, &every, NULL), ==, 3);
  g_assert_cmpuint (count (fixture, &(RelaisPlanningFilter) { .period = RELAIS_PERIOD_PAST }, NULL), ==, 1);
  g_assert_cmpuint (count (fixture, &(RelaisPlanningFilter) { .period = RELAIS_PERIOD_NO_DATE }, NULL), ==, 1);
  g_assert_cmpuint (count (fixture, &(RelaisPlanningFilter) { .period = RELAIS_PERIOD_ALL, .every_state = TRUE }, NULL), ==, 5);
}

static void
test_conditions (Fixture *fixture, gconstpointer data)
{
  RelaisPlanningFilter filter = { .period = RELAIS_PERIOD_ALL, .every_state = TRUE };

  filter.channel = fixture->channel;
  g_assert_cmpuint (count (fixture, &filter, NULL), ==, 2);
  filter.channel = NULL;
  filter.units = fixture->unit;
  g_assert_cmpuint (count (fixture, &filter, NULL), ==, 2);
  filter.units = NULL;
  filter.text = (char *) "mediath";
  g_assert_cmpuint (count (fixture, &filter, NULL), ==, 2);
  filter.text = NULL;
  filter.state = (char *) "refused";
  g_assert_cmpuint (count (fixture, &filter, NULL), ==, 1);
  /* A column of the board is one status, whatever the menu says. */
  g_assert_cmpuint (count (fixture, &filter, "writing"), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/planning-filter/period", Fixture, NULL, set_up, test_period, tear_down);
  g_test_add ("/app/planning-filter/conditions", Fixture, NULL, set_up, test_conditions, tear_down);
  return g_test_run ();
}
