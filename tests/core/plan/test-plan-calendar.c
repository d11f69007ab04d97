/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-plan-calendar.h"

#include "plan-fixture.h"

#define RUNS 3000

static RelaisDay
draw_day (void)
{
  return relais_day_from_ymd (1950, 1, 1) + g_test_rand_int_range (0, 250 * 365);
}

static RelaisRecord *
make_period (RelaisDay first, int days)
{
  g_autofree char *starts = relais_day_to_string (first), *ends = relais_day_to_string (first + days - 1);

  return make_record ("closed_period", NULL, "starts", starts, "ends", ends, "reason", "Fermé", NULL);
}

/* Periods that overlap, touch, hold each other; also one that lasts as long as a mandate. */
static RelaisPlanCalendar *
make_calendar (GPtrArray **periods)
{
  GPtrArray *records = plan_records (make_period (draw_day (), 1500), NULL);

  for (guint i = 0; i < 400; i++)
    g_ptr_array_add (records, make_period (draw_day (), g_test_rand_int_range (1, 60)));
  *periods = records;
  return relais_plan_calendar_new (records);
}

static gboolean
is_in_period (GPtrArray *periods, RelaisDay day)
{
  for (guint i = 0; i < periods->len; i++)
    {
      RelaisRecord *period = g_ptr_array_index (periods, i);
      if (relais_day_parse (relais_record_get_string (period, "starts")) <= day &&
          relais_day_parse (relais_record_get_string (period, "ends")) >= day)
        return TRUE;
    }
  return FALSE;
}

static void
test_why (void)
{
  g_autoptr (GPtrArray) periods = NULL;
  g_autoptr (RelaisPlanCalendar) calendar = make_calendar (&periods);

  for (guint i = 0; i < RUNS; i++)
    {
      RelaisDay day = draw_day ();
      const char *words;
      RelaisClosed closed = relais_plan_calendar_why_closed (calendar, day, &words);

      g_assert_cmpint (closed == RELAIS_CLOSED_PERIOD, ==, is_in_period (periods, day));
      g_assert_cmpint (relais_plan_calendar_is_working_day (calendar, day), ==, closed == RELAIS_OPEN);
      g_assert_cmpint (words != NULL, ==, closed == RELAIS_CLOSED_PERIOD || closed == RELAIS_CLOSED_HOLIDAY);
      if (closed == RELAIS_CLOSED_PERIOD)
        g_assert_cmpstr (words, ==, "Fermé");
      if (closed == RELAIS_OPEN)
        g_assert_cmpint (relais_day_get_weekday (day), <, RELAIS_SATURDAY);
    }
}

/* Adding lands on days that are worked, is undone by its opposite, splits, and is what counting counts. */
static void
test_working_days (void)
{
  g_autoptr (GPtrArray) periods = NULL;
  g_autoptr (RelaisPlanCalendar) calendar = make_calendar (&periods);

  for (guint i = 0; i < RUNS; i++)
    {
      RelaisDay day = draw_day (), next = relais_plan_calendar_next_working_day (calendar, day);
      int a = g_test_rand_int_range (0, 40), b = g_test_rand_int_range (1, 40);
      RelaisDay there = relais_plan_calendar_add_working_days (calendar, next, a);
      RelaisDay further = relais_plan_calendar_add_working_days (calendar, there, b);

      g_assert_cmpint (next, >=, day);
      g_assert_true (relais_plan_calendar_is_working_day (calendar, there));
      g_assert_cmpint (relais_plan_calendar_add_working_days (calendar, there, -a), ==, next);
      g_assert_cmpint (relais_plan_calendar_add_working_days (calendar, next, a + b), ==, further);
      g_assert_cmpint (further, >, there);
      g_assert_cmpint (relais_plan_calendar_count_working_days (calendar, next, further), ==, a + b);
      g_assert_cmpint (relais_plan_calendar_count_working_days (calendar, further, next), ==, -(a + b));
      g_assert_cmpint (relais_plan_calendar_previous_working_day (calendar, next), ==, next);
      if (next > day)
        g_assert_cmpint (relais_plan_calendar_add_working_days (calendar, day, 1), ==, next);
    }
}

static void
test_never (void)
{
  g_autoptr (GPtrArray) records = plan_records (make_period (relais_day_parse ("2000-01-01"), 200 * 365), NULL);
  g_autoptr (RelaisPlanCalendar) calendar = relais_plan_calendar_new (records);
  RelaisDay day = relais_day_parse ("2050-01-03");

  g_assert_cmpint (relais_plan_calendar_next_working_day (calendar, day), ==, RELAIS_DAY_NONE);
  g_assert_cmpint (relais_plan_calendar_add_working_days (calendar, day, -3), ==, RELAIS_DAY_NONE);
  g_assert_cmpint (relais_plan_calendar_add_working_days (calendar, day, 0), ==, day);
}

static void
test_records (void)
{
  g_autoptr (GPtrArray) records = plan_records (
    make_record ("closed_period", NULL, "starts", "2026-08-01", "ends", "2026-08-16", "reason", "Trêve estivale", NULL),
    make_record ("closed_period", NULL, "starts", "2026-09-01", "ends", "2026-09-02", "reason", "Ancien", "binned", "true", NULL),
    make_record ("setting", NULL, "key", RELAIS_SETTING_ALSACE_MOSELLE, "value", "yes", NULL),
    make_record ("calendar", NULL, "name", "Zone C", "color", "teal", "days",
                 "[[\"2026-07-04\",\"2026-08-31\",\"Vacances d’été\"],[\"x\"],7,[\"2026-10-17\",\"2026-10-01\",\"à l’envers\"],"
                 "[\"2026-10-17\",\"2026-11-01\",\"Toussaint\"]]", NULL),
    NULL);
  g_autoptr (RelaisPlanCalendar) calendar = relais_plan_calendar_new (records);
  const char *words;

  g_assert_true (relais_plan_calendar_has_alsace_moselle (calendar));
  g_assert_cmpint (relais_plan_calendar_why_closed (calendar, relais_day_parse ("2026-08-15"), &words), ==, RELAIS_CLOSED_PERIOD);
  g_assert_cmpstr (words, ==, "Trêve estivale");
  g_assert_cmpint (relais_plan_calendar_why_closed (calendar, relais_day_parse ("2026-04-03"), NULL), ==, RELAIS_CLOSED_HOLIDAY);
  g_assert_true (relais_plan_calendar_is_working_day (calendar, relais_day_parse ("2026-09-01")));
  g_assert_true (relais_plan_calendar_is_working_day (calendar, relais_day_parse ("2026-10-20")));   /* school holidays are shown */
  g_autoptr (GPtrArray) named = relais_plan_calendar_find_named (calendar, relais_day_parse ("2026-08-16"),
                                                                 relais_day_parse ("2026-10-17"));
  g_assert_cmpuint (named->len, ==, 3);
  const RelaisNamedDays *summer = g_ptr_array_index (named, 0), *truce = g_ptr_array_index (named, 1);
  g_assert_cmpstr (summer->words, ==, "Vacances d’été");
  g_assert_cmpstr (summer->calendar, ==, "Zone C");
  g_assert_cmpstr (summer->color, ==, "teal");
  g_assert_null (truce->calendar);
}

static void
test_describe (void)
{
  g_autoptr (GPtrArray) records = plan_records (
    make_record ("closed_period", NULL, "starts", "2026-08-10", "ends", "2026-08-16", "reason", "Trêve estivale", NULL),
    make_record ("closed_period", NULL, "starts", "2026-08-24", "ends", "2026-08-24", "reason", "Trêve", NULL),
    make_record ("calendar", NULL, "name", "Zone C", "days",
                 "[[\"2026-08-01\",\"2026-08-31\",\"Vacances\"],[\"2026-08-15\",\"2026-08-15\",\"Trêve\"],"
                 "[\"2026-08-16\",\"2026-08-16\",\"Trêve\"]]", NULL),
    NULL);
  g_autoptr (RelaisPlanCalendar) calendar = relais_plan_calendar_new (records);
  g_autofree char *nothing = relais_plan_calendar_describe (calendar, relais_day_parse ("2026-09-01"), relais_day_parse ("2026-09-30"));
  g_autofree char *day = relais_plan_calendar_describe (calendar, relais_day_parse ("2026-08-15"), relais_day_parse ("2026-08-15"));
  g_autofree char *month = relais_plan_calendar_describe (calendar, relais_day_parse ("2026-08-01"), relais_day_parse ("2026-08-31"));

  g_assert_null (nothing);
  /* a holiday in a closed period keeps its name; a word that another one begins with is said all the same */
  g_assert_cmpstr (day, ==, "Assumption Day, Vacances, Trêve estivale, Trêve");
  g_assert_cmpstr (month, ==, day);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/calendar/why", test_why);
  g_test_add_func ("/plan/calendar/working_days", test_working_days);
  g_test_add_func ("/plan/calendar/never", test_never);
  g_test_add_func ("/plan/calendar/records", test_records);
  g_test_add_func ("/plan/calendar/describe", test_describe);
  return g_test_run ();
}
