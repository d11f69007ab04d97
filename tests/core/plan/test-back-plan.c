/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-back-plan.h"

#include "plan-fixture.h"

#include <stdlib.h>

#define RUNS 4000

static RelaisDay
draw_day (void)
{
  return relais_day_from_ymd (2020, 1, 1) + g_test_rand_int_range (0, 20 * 365);
}

static void
test_laws (PlanFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < RUNS; i++)
    {
      int lead = g_test_rand_int_range (1, 60);
      RelaisDay any = draw_day (), planned = relais_plan_calendar_next_working_day (fixture->calendar, any);
      RelaisDay due = relais_back_plan_copy_due (fixture->calendar, planned, lead);

      /* never on a closed day, even from one; earlier; inverse of each other; more lead is earlier */
      g_assert_true (relais_plan_calendar_is_working_day (fixture->calendar, due));
      g_assert_true (relais_plan_calendar_is_working_day (fixture->calendar, relais_back_plan_copy_due (fixture->calendar, any, lead)));
      g_assert_true (relais_plan_calendar_is_working_day (fixture->calendar, relais_back_plan_planned (fixture->calendar, any, lead)));
      g_assert_cmpint (due, <, planned);
      g_assert_cmpint (relais_back_plan_planned (fixture->calendar, due, lead), ==, planned);
      g_assert_cmpint (relais_back_plan_copy_due (fixture->calendar, relais_back_plan_planned (fixture->calendar, planned, lead), lead),
                       ==, planned);
      g_assert_cmpint (relais_back_plan_copy_due (fixture->calendar, planned, lead + 1), <, due);
      g_assert_cmpint (relais_back_plan_copy_due (fixture->calendar, planned, 0), ==, planned);
    }
  g_assert_cmpint (relais_back_plan_copy_due (fixture->calendar, RELAIS_DAY_NONE, 3), ==, RELAIS_DAY_NONE);
  /* over the truce of the summer */
  g_assert_cmpint (relais_back_plan_copy_due (fixture->calendar, relais_day_parse ("2026-08-18"), 2), ==, relais_day_parse ("2026-07-31"));
}

static gint64
make_instant (PlanFixture *fixture, RelaisDay day, int hour, int minute)
{
  int year, month, mday;

  relais_day_to_ymd (day, &year, &month, &mday);
  g_autoptr (GDateTime) time = g_date_time_new (fixture->paris, year, month, mday, hour, minute, 0);
  return g_date_time_to_unix (time);
}

/* Instants moved by whole days keep the hour on the clocks of Paris, summer and winter. */
static void
test_summer_time (PlanFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < RUNS; i++)
    {
      int hour = g_test_rand_int_range (4, 24), minute = g_test_rand_int_range (0, 60), days = g_test_rand_int_range (-400, 400);
      RelaisDay day = draw_day ();
      gint64 moved = relais_instant_add_days (make_instant (fixture, day, hour, minute), days, fixture->paris);
      g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (moved), local = g_date_time_to_timezone (utc, fixture->paris);

      g_assert_cmpint (g_date_time_get_hour (local), ==, hour);
      g_assert_cmpint (g_date_time_get_minute (local), ==, minute);
      g_assert_cmpint (relais_instant_get_day (moved, fixture->paris), ==, day + days);
    }
  /* the last Sunday of March 2027 has no 02:30 */
  gint64 gap = relais_instant_add_days (make_instant (fixture, relais_day_parse ("2027-03-27"), 2, 30), 1, fixture->paris);
  g_assert_cmpint (relais_instant_get_day (gap, fixture->paris), ==, relais_day_parse ("2027-03-28"));
  /* one minute before midnight stays on its day */
  g_assert_cmpint (relais_instant_get_day (make_instant (fixture, relais_day_parse ("2026-07-14"), 23, 59), fixture->paris), ==,
                   relais_day_parse ("2026-07-14"));
}

/* Day and hour of an instant and back, on the clocks of the organisation, wherever the computer is (TZ is not asked). */
static void
test_zones (PlanFixture *fixture, gconstpointer data)
{
  static const char * const names[] = { "Europe/Paris", "Indian/Reunion", "America/Cayenne", "Pacific/Noumea", "America/Miquelon" };
  guint n_gaps = 0, n_twice = 0;

  for (guint i = 0; i < RUNS; i++)
    {
      g_autoptr (GTimeZone) zone = relais_zone_new (names[i % G_N_ELEMENTS (names)]);
      RelaisDay date = i % 3 == 0 ? relais_day_monday (relais_day_from_ymd (2020 + i % 20, i % 2 ? 3 : 10, 31)) - 1 : draw_day ();
      char hour[6], same_hour[6] = "", day[RELAIS_DAY_SIZE], same_day[RELAIS_DAY_SIZE] = "", later[6], again[RELAIS_DAY_SIZE];
      relais_day_print (date, day);
      g_snprintf (hour, sizeof hour, "%02d:%02d", g_test_rand_int_range (0, i % 3 == 0 ? 4 : 24), g_test_rand_int_range (0, 60));
      g_autofree char *instant = relais_zone_join (zone, day, hour);

      g_assert_true (relais_zone_split (zone, instant, same_day, same_hour));
      g_assert_cmpstr (same_day, ==, day);
      /* only the hour that summer time leaves out is another one: the first that there is */
      if (!g_str_equal (same_hour, hour))
        {
          g_assert_cmpstr (names[i % G_N_ELEMENTS (names)], !=, "Indian/Reunion");
          g_assert_cmpint (atoi (same_hour), ==, atoi (hour) + 1);
          g_assert_cmpstr (same_hour + 2, ==, ":00");
          n_gaps++;
        }
      /* who opens the picker and closes it changes nothing, but in the hour that there is twice */
      g_autofree char *back = relais_zone_join (zone, same_day, same_hour);
      n_twice += !g_str_equal (back, instant);
      g_assert_true (relais_zone_split (zone, back, again, later));
      g_assert_cmpstr (later, ==, same_hour);
    }
  g_test_message ("%u hours in gaps", n_gaps);
  g_assert_cmpuint (n_gaps, >, 0);
  g_assert_cmpuint (n_twice, ==, 0);
  g_assert_null (relais_zone_join (fixture->paris, "2026-13-01", "08:00"));
  g_assert_null (relais_zone_join (fixture->paris, "2026-12-01", "24:00"));
  g_assert_null (relais_zone_join (fixture->paris, "2026-12-01", NULL));
  g_assert_false (relais_zone_split (fixture->paris, "demain", (char[RELAIS_DAY_SIZE]) { 0 }, (char[6]) { 0 }));
}

/* What was published at half past eight is published at half past eight after the change to summer time: 07:30 and 06:30 in UTC. */
static void
test_zone_of_the_organisation (PlanFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) records = plan_records (make_record ("setting", NULL, "key", "zone", "value", "Indian/Reunion", NULL), NULL);
  g_autoptr (RelaisPlanCalendar) reunion = relais_plan_calendar_new (records);
  g_autoptr (GTimeZone) unknown = relais_zone_new ("Mars/Olympus");
  g_autofree char *paris = relais_zone_join (relais_plan_calendar_get_zone (fixture->calendar), "2027-03-26", "08:30");
  g_autofree char *summer = relais_zone_join (relais_plan_calendar_get_zone (fixture->calendar), "2027-03-29", "08:30");
  g_autofree char *there = relais_zone_join (relais_plan_calendar_get_zone (reunion), "2027-03-26", "08:30");
  g_autofree char *default_zone = relais_zone_join (unknown, "2027-03-26", "08:30");

  g_assert_cmpstr (paris, ==, "2027-03-26T07:30:00Z");
  g_assert_cmpstr (summer, ==, "2027-03-29T06:30:00Z");
  g_assert_cmpstr (there, ==, "2027-03-26T04:30:00Z");
  g_assert_cmpstr (default_zone, ==, paris);
}

static void
test_follow (PlanFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < RUNS; i++)
    {
      int lead = g_test_rand_int_range (0, 20), own_lead = g_test_rand_int_range (1, 20);
      RelaisThreeDates before = { .planned = relais_plan_calendar_next_working_day (fixture->calendar, draw_day ()) }, after, result;

      before.copy_due = relais_back_plan_copy_due (fixture->calendar, before.planned, own_lead);
      before.publish_at = make_instant (fixture, before.planned, 8, 30);
      after = before;
      after.planned = relais_plan_calendar_next_working_day (fixture->calendar, draw_day ());
      result = relais_back_plan_follow (fixture->calendar, &before, RELAIS_DATE_PLANNED, &after, lead, fixture->paris);
      g_assert_cmpint (result.planned, ==, after.planned);
      g_assert_cmpint (result.copy_due, ==, relais_back_plan_copy_due (fixture->calendar, after.planned, own_lead));
      g_assert_cmpint (result.publish_at, ==, make_instant (fixture, after.planned, 8, 30));

      /* moving copy due, or publication, to where they came to brings the same plan */
      RelaisThreeDates again = relais_back_plan_follow (fixture->calendar, &before, RELAIS_DATE_COPY_DUE, &result, lead,
                                                       fixture->paris);
      g_assert_cmpint (again.planned, ==, result.planned);
      g_assert_cmpint (again.publish_at, ==, result.publish_at);
      again = relais_back_plan_follow (fixture->calendar, &before, RELAIS_DATE_PUBLISH_AT, &result, lead, fixture->paris);
      g_assert_cmpint (again.planned, ==, result.planned);
      g_assert_cmpint (again.copy_due, ==, result.copy_due);
    }
}

static void
test_follow_empty (PlanFixture *fixture, gconstpointer data)
{
  RelaisThreeDates none = { RELAIS_DAY_NONE, RELAIS_DAY_NONE, RELAIS_INSTANT_NONE }, after = none, result;

  /* a first date proposes when copy is due, nothing about publication */
  after.planned = relais_day_parse ("2026-11-26");
  result = relais_back_plan_follow (fixture->calendar, &none, RELAIS_DATE_PLANNED, &after, 3, fixture->paris);
  g_assert_cmpint (result.copy_due, ==, relais_day_parse ("2026-11-23"));
  g_assert_cmpint (result.publish_at, ==, RELAIS_INSTANT_NONE);
  /* a plan without copy due keeps none; taken off the plan, the others stay for a person to decide */
  RelaisThreeDates before = after;
  after.planned = relais_day_parse ("2026-12-01");
  result = relais_back_plan_follow (fixture->calendar, &before, RELAIS_DATE_PLANNED, &after, 3, fixture->paris);
  g_assert_cmpint (result.copy_due, ==, RELAIS_DAY_NONE);
  before.copy_due = relais_day_parse ("2026-11-20");
  after.planned = RELAIS_DAY_NONE;
  result = relais_back_plan_follow (fixture->calendar, &before, RELAIS_DATE_PLANNED, &after, 3, fixture->paris);
  g_assert_cmpint (result.copy_due, ==, before.copy_due);
}

static void
test_steps (PlanFixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisRecord) edition = make_record ("edition", NULL, "title", "N° 12", "state", "planned", "print_on", "2026-12-01",
                                                  "steps",
                                                  "[[\"Bon à tirer\",2],[\"Maquette\",8],7,[\"x\"],[\"Bouclage\",15],[3,\"x\"],[\"Départ\",0]]",
                                                  NULL);
  g_autoptr (GPtrArray) steps = relais_back_plan_steps (fixture->calendar, edition);
  const RelaisPlanStep *step;

  g_assert_cmpuint (steps->len, ==, 4);
  step = g_ptr_array_index (steps, 0);
  g_assert_cmpstr (step->name, ==, "Bouclage");
  g_assert_cmpint (step->day, ==, relais_day_parse ("2026-11-09"));   /* over All Saints' week-end and Armistice Day */
  step = g_ptr_array_index (steps, 2);
  g_assert_cmpstr (step->name, ==, "Bon à tirer");
  g_assert_cmpint (step->day, ==, relais_day_parse ("2026-11-27"));
  step = g_ptr_array_index (steps, 3);
  g_assert_cmpint (step->day, ==, relais_day_parse ("2026-12-01"));
}

#define ADD(path, func) plan_fixture_add ("/plan/back_plan/" path, func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("laws", test_laws);
  ADD ("summer_time", test_summer_time);
  ADD ("zones", test_zones);
  ADD ("zone_of_the_organisation", test_zone_of_the_organisation);
  ADD ("follow", test_follow);
  ADD ("follow_empty", test_follow_empty);
  ADD ("steps", test_steps);
  return g_test_run ();
}
