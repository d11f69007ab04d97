/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-plan-pace.h"
#include "use-store.h"

/* How often a view reads, seen from the view: here it only counts. */
typedef struct {
  RelaisStore   *store;
  RelaisPlanPace pace;
} Fixture;

static const char * const kinds[] = { "channel", NULL };
static guint n_readings;

static void
read_one (RelaisPlanView *view)
{
  n_readings++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  n_readings = 0;
  fixture->store = store_open ();
  relais_plan_pace_init (&fixture->pace, NULL, fixture->store, kinds, read_one);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  relais_plan_pace_clear (&fixture->pace);
  store_close (fixture->store);
}

static void
test_only_in_sight (Fixture *fixture, gconstpointer data)
{
  relais_plan_pace_ask (&fixture->pace);
  g_assert_cmpuint (n_readings, ==, 0);
  relais_plan_pace_set_active (&fixture->pace, TRUE);
  relais_plan_pace_set_active (&fixture->pace, TRUE);
  g_assert_cmpuint (n_readings, ==, 1);
  g_assert_true (relais_plan_pace_end (&fixture->pace));

  relais_plan_pace_set_active (&fixture->pace, FALSE);
  g_autofree char *channel = store_add (fixture->store, "channel", "name", "Lettre", "form", "newsletter", NULL);
  g_assert_cmpuint (n_readings, ==, 1);
  relais_plan_pace_set_active (&fixture->pace, TRUE);
  g_assert_cmpuint (n_readings, ==, 2);
}

static void
test_one_at_a_time (Fixture *fixture, gconstpointer data)
{
  relais_plan_pace_set_active (&fixture->pace, TRUE);
  g_autoptr (GCancellable) first = g_object_ref (fixture->pace.reading);
  relais_plan_pace_ask (&fixture->pace);
  relais_plan_pace_ask (&fixture->pace);
  g_assert_true (g_cancellable_is_cancelled (first));
  g_assert_cmpuint (n_readings, ==, 1);

  g_assert_false (relais_plan_pace_end (&fixture->pace));
  g_assert_cmpuint (n_readings, ==, 2);
  g_assert_false (g_cancellable_is_cancelled (fixture->pace.reading));
  g_assert_true (relais_plan_pace_end (&fixture->pace));
  g_assert_cmpuint (n_readings, ==, 2);
}

/* Put out of sight while it reads: what was asked for waits until it is back. */
static void
test_out_of_sight_while_reading (Fixture *fixture, gconstpointer data)
{
  relais_plan_pace_set_active (&fixture->pace, TRUE);
  relais_plan_pace_ask (&fixture->pace);
  relais_plan_pace_set_active (&fixture->pace, FALSE);
  g_assert_false (relais_plan_pace_end (&fixture->pace));
  g_assert_cmpuint (n_readings, ==, 1);
  relais_plan_pace_set_active (&fixture->pace, TRUE);
  g_assert_cmpuint (n_readings, ==, 2);
}

static void
test_what_changes_it (Fixture *fixture, gconstpointer data)
{
  static const char * const states[] = { "accepted", NULL };
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();

  relais_plan_pace_set_active (&fixture->pace, TRUE);
  g_assert_true (relais_plan_pace_end (&fixture->pace));
  relais_plan_pace_set_filter (&fixture->pace, filter);
  g_assert_cmpuint (n_readings, ==, 1);
  relais_plan_filter_choose (filter, RELAIS_PLAN_STATE, states);
  relais_plan_pace_set_filter (&fixture->pace, filter);
  g_assert_cmpuint (n_readings, ==, 2);
  g_assert_true (relais_plan_pace_end (&fixture->pace));

  g_autofree char *theme = store_add (fixture->store, "theme", "name", "Sports", NULL);
  g_assert_cmpuint (n_readings, ==, 2);
  g_autofree char *channel = store_add (fixture->store, "channel", "name", "Lettre", "form", "newsletter", NULL);
  g_assert_cmpuint (n_readings, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/plan-pace/only-in-sight", Fixture, NULL, set_up, test_only_in_sight, tear_down);
  g_test_add ("/plan-pace/one-at-a-time", Fixture, NULL, set_up, test_one_at_a_time, tear_down);
  g_test_add ("/plan-pace/out-of-sight-while-reading", Fixture, NULL, set_up, test_out_of_sight_while_reading, tear_down);
  g_test_add ("/plan-pace/what-changes-it", Fixture, NULL, set_up, test_what_changes_it, tear_down);
  return g_test_run ();
}
