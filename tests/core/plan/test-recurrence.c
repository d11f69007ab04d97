/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-recurrence.h"

#include <string.h>

#include "plan-fixture.h"

#define RUNS 600

static void
check (PlanFixture *fixture, const char *text, RelaisOnClosed on_closed, const char *starts, const char *to, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) found = g_string_new (NULL);
  RelaisRule rule;

  g_assert_true (relais_rule_parse (text, &rule, &error));
  g_autoptr (GArray) occurrences = relais_rule_occurrences (&rule, relais_day_parse (starts), RELAIS_DAY_NONE, on_closed,
    fixture->calendar, relais_day_parse (starts), relais_day_parse (to));
  for (guint i = 0; i < occurrences->len; i++)
    {
      char day[RELAIS_DAY_SIZE];
      relais_day_print (g_array_index (occurrences, RelaisOccurrence, i).planned, day);
      g_string_append_printf (found, "%s%s", i > 0 ? " " : "", day);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

/* Some are examples of RFC 5545 §3.8.5.3, with their days. */
static void
test_examples (PlanFixture *fixture, gconstpointer data)
{
#define KEEP(text, starts, to, expected) check (fixture, text, RELAIS_ON_CLOSED_KEEP, starts, to, expected)
  KEEP ("FREQ=WEEKLY;COUNT=3", "1997-09-02", "1998-01-01", "1997-09-02 1997-09-09 1997-09-16");
  KEEP ("FREQ=WEEKLY;INTERVAL=2;COUNT=6;BYDAY=TU,TH;WKST=MO", "1997-09-02", "1998-01-01",
        "1997-09-02 1997-09-04 1997-09-16 1997-09-18 1997-09-30 1997-10-02");
  KEEP ("FREQ=MONTHLY;COUNT=3;BYDAY=1FR", "1997-09-05", "1998-01-01", "1997-09-05 1997-10-03 1997-11-07");
  KEEP ("FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU", "1997-09-07", "1998-06-01", "1997-09-07 1997-09-28 1997-11-02 1997-11-30");
  KEEP ("FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=3", "1997-09-28", "1998-01-01", "1997-09-28 1997-10-29 1997-11-28");
  KEEP ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4", "2027-12-15", "2028-12-31", "2027-12-31 2028-01-31 2028-02-29 2028-03-31");
  KEEP ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "1998-01-01", "1997-09-04 1997-10-07 1997-11-06");
  KEEP ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02", "1998-12-01", "1998-02-13 1998-03-13 1998-11-13");
  KEEP ("FREQ=YEARLY;COUNT=4;BYMONTH=6,7", "1997-06-10", "2000-01-01", "1997-06-10 1997-07-10 1998-06-10 1998-07-10");
  KEEP ("FREQ=YEARLY;BYDAY=20MO;COUNT=3", "1997-05-19", "2000-01-01", "1997-05-19 1998-05-18 1999-05-17");
  KEEP ("FREQ=YEARLY;BYDAY=TH;BYMONTH=3;COUNT=4", "1997-03-13", "2000-01-01", "1997-03-13 1997-03-20 1997-03-27 1998-03-05");
  KEEP ("FREQ=DAILY;INTERVAL=10;UNTIL=20261225T230000Z", "2026-12-01", "2027-12-01", "2026-12-01 2026-12-11 2026-12-21");
  /* a birthday of 29 February is there every four years, 31 in months that have it */
  KEEP ("FREQ=YEARLY", "2024-02-29", "2034-01-01", "2024-02-29 2028-02-29 2032-02-29");
  KEEP ("FREQ=MONTHLY", "2026-12-31", "2027-06-01", "2026-12-31 2027-01-31 2027-03-31 2027-05-31");
  KEEP ("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", "2026-12-31", "2099-06-01", "");
  /* the first working day of the month is not 1 January, 1 November, nor in the closed period */
  KEEP ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "2026-08-01", "2027-02-01", 
        "2026-08-17 2026-09-01 2026-10-01 2026-11-02 2026-12-01 2027-01-04 2027-02-01");
  KEEP ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-12-01", "2027-01-31", "2026-12-23 2027-01-29");
#undef KEEP
}

static void
test_on_closed (PlanFixture *fixture, gconstpointer data)
{
  /* 1 May 2026 is a Friday; 8 May too; 14 May Ascension Day */
  const char *rule = "FREQ=WEEKLY;BYDAY=FR";

  check (fixture, rule, RELAIS_ON_CLOSED_KEEP, "2026-05-01", "2026-05-15", "2026-05-01 2026-05-08 2026-05-15");
  check (fixture, rule, RELAIS_ON_CLOSED_NEXT, "2026-05-01", "2026-05-15", "2026-05-04 2026-05-11 2026-05-15");
  check (fixture, rule, RELAIS_ON_CLOSED_PREVIOUS, "2026-05-01", "2026-05-15", "2026-04-30 2026-05-07 2026-05-15");
  check (fixture, rule, RELAIS_ON_CLOSED_SKIP, "2026-05-01", "2026-05-15", "2026-05-15");
  /* three days that move to one: one occurrence */
  check (fixture, "FREQ=DAILY", RELAIS_ON_CLOSED_NEXT, "2026-05-01", "2026-05-05", "2026-05-04 2026-05-05");
  g_assert_cmpint (relais_on_closed_parse ("skip"), ==, RELAIS_ON_CLOSED_SKIP);
  g_assert_cmpint (relais_on_closed_parse (NULL), ==, RELAIS_ON_CLOSED_KEEP);
}

static void
draw_rule (RelaisRule *rule)
{
  *rule = (RelaisRule) {
    .frequency = (RelaisFrequency) g_test_rand_int_range (0, 4),
    .interval = g_test_rand_int_range (1, 5),
    .until = RELAIS_DAY_NONE,
  };
  if (g_test_rand_bit ())
    for (int weekday = 1; weekday <= 7; weekday++)
      if (g_test_rand_int_range (0, 3) == 0)
        rule->days[rule->n_days++] = (RelaisRuleDay) { weekday, 0 };
  if (rule->n_days > 0 && rule->frequency >= RELAIS_MONTHLY && g_test_rand_bit ())
    for (guint i = 0, ordinal = 1; i < rule->n_days; i++)
      rule->days[i].ordinal = (int) ordinal++;
  if (rule->frequency != RELAIS_WEEKLY && g_test_rand_int_range (0, 3) == 0)
    {
      rule->month_days[rule->n_month_days++] = -1;
      rule->month_days[rule->n_month_days++] = (gint8) g_test_rand_int_range (1, 32);
    }
  if (g_test_rand_int_range (0, 3) == 0)
    rule->months = (guint16) (g_test_rand_int_range (1, 4096) << 1);
  if (rule->n_days > 0 && g_test_rand_int_range (0, 3) == 0)
    rule->positions[rule->n_positions++] = g_test_rand_bit () ? 1 : -1;
  if (g_test_rand_int_range (0, 3) == 0)
    rule->count = g_test_rand_int_range (1, 30);
}

/* What the rule says of a single day, told anew: no intervals, no positions. */
static gboolean
may_be (const RelaisRule *rule, RelaisDay day)
{
  int year, month, mday;
  gboolean of_weekday = rule->n_days == 0, of_month_day = rule->n_month_days == 0;

  relais_day_to_ymd (day, &year, &month, &mday);
  for (guint i = 0; i < rule->n_days; i++)
    of_weekday = of_weekday || rule->days[i].weekday == relais_day_get_weekday (day);
  for (guint i = 0; i < rule->n_month_days; i++)
    of_month_day = of_month_day || rule->month_days[i] == mday || (rule->month_days[i] == -1 && day == relais_day_month_last (day));
  return of_weekday && of_month_day && (rule->months == 0 || (rule->months >> month & 1) != 0);
}

static void
check_laws (PlanFixture *fixture, const RelaisRule *rule, RelaisOnClosed on_closed)
{
  RelaisDay starts = relais_day_from_ymd (1950, 1, 1) + g_test_rand_int_range (0, 200 * 365);
  RelaisDay to = starts + g_test_rand_int_range (1, 1500), split = starts + g_test_rand_int_range (0, to - starts);
  g_autoptr (GArray) all = relais_rule_occurrences (rule, starts, RELAIS_DAY_NONE, on_closed, fixture->calendar, starts, to);
  g_autoptr (GArray) first = relais_rule_occurrences (rule, starts, RELAIS_DAY_NONE, on_closed, fixture->calendar, starts, split);
  g_autoptr (GArray) second = relais_rule_occurrences (rule, starts, RELAIS_DAY_NONE, on_closed, fixture->calendar, split + 1, to);
  RelaisOccurrence last = { starts - 1, RELAIS_DAY_NONE };

  g_assert_cmpuint (all->len, ==, first->len + second->len);
  g_assert_true (rule->count == 0 || all->len <= (guint) rule->count);
  for (guint i = 0; i < all->len; i++)
    {
      RelaisOccurrence occurrence = g_array_index (all, RelaisOccurrence, i);
      RelaisOccurrence part = i < first->len ? g_array_index (first, RelaisOccurrence, i)
                                             : g_array_index (second, RelaisOccurrence, i - first->len);
      g_assert_true (part.day == occurrence.day && part.planned == occurrence.planned);
      g_assert_true (occurrence.day > last.day && occurrence.planned > last.planned && occurrence.day <= to);
      g_assert_true (may_be (rule, occurrence.day));
      g_assert_true (on_closed == RELAIS_ON_CLOSED_KEEP || relais_plan_calendar_is_working_day (fixture->calendar, occurrence.planned));
      if (on_closed == RELAIS_ON_CLOSED_KEEP || on_closed == RELAIS_ON_CLOSED_SKIP)
        g_assert_cmpint (occurrence.planned, ==, occurrence.day);
      last = occurrence;
    }
}

static void
test_laws (PlanFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < RUNS; i++)
    {
      g_autoptr (GError) error = NULL;
      RelaisRule rule, again;

      draw_rule (&rule);
      g_autofree char *text = relais_rule_print (&rule);
      g_assert_true (relais_rule_parse (text, &again, &error));
      g_assert_no_error (error);
      g_autofree char *same = relais_rule_print (&again);
      g_assert_cmpstr (same, ==, text);
      g_test_message ("%s", text);
      check_laws (fixture, &again, (RelaisOnClosed) g_test_rand_int_range (0, 4));
      g_autofree char *words = relais_rule_describe (&again);
      g_assert_cmpuint (strlen (words), >, 5);
    }
}

/* The first working day of the month is worked, and the month has none before it. */
static void
test_first_working_day (PlanFixture *fixture, gconstpointer data)
{
  RelaisRule rule;

  g_assert_true (relais_rule_parse ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", &rule, NULL));
  g_autoptr (GArray) found = relais_rule_occurrences (&rule, relais_day_parse ("1900-01-01"), RELAIS_DAY_NONE, RELAIS_ON_CLOSED_SKIP,
    fixture->calendar, relais_day_parse ("1900-01-01"), relais_day_parse ("2099-12-31"));
  g_assert_cmpuint (found->len, ==, 200 * 12);
  for (guint i = 0; i < found->len; i++)
    {
      RelaisDay day = g_array_index (found, RelaisOccurrence, i).planned;
      g_assert_true (relais_plan_calendar_is_working_day (fixture->calendar, day));
      for (RelaisDay earlier = relais_day_month_first (day); earlier < day; earlier++)
        g_assert_false (relais_plan_calendar_is_working_day (fixture->calendar, earlier));
    }
}

static void
test_refuses (PlanFixture *fixture, gconstpointer data)
{
  static const struct { const char *text; RelaisRecurrenceError code; } wrong[] = {
    { "", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "every day", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "BYDAY=MO", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "FREQ=SECONDLY", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "FREQ=DAILY;FREQ=DAILY", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "FREQ=DAILY;INTERVAL=0", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "FREQ=DAILY;INTERVAL=1x", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "FREQ=DAILY;COUNT=3;UNTIL=20270101", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "FREQ=DAILY;UNTIL=20270231", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "FREQ=WEEKLY;BYDAY=1MO", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "FREQ=WEEKLY;BYDAY=XX", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "FREQ=WEEKLY;BYDAY=", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "FREQ=WEEKLY;BYMONTHDAY=1", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "FREQ=MONTHLY;BYMONTHDAY=0", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "FREQ=MONTHLY;BYMONTHDAY=32", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "FREQ=MONTHLY;BYSETPOS=1", RELAIS_RECURRENCE_ERROR_MALFORMED },
    { "FREQ=DAILY;BYHOUR=8", RELAIS_RECURRENCE_ERROR_UNSUPPORTED },
    { "FREQ=YEARLY;BYWEEKNO=1", RELAIS_RECURRENCE_ERROR_UNSUPPORTED },
    { "FREQ=WEEKLY;WKST=SU", RELAIS_RECURRENCE_ERROR_UNSUPPORTED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      RelaisRule rule = { .interval = 77 };
      g_test_message ("%s", wrong[i].text);
      g_assert_false (relais_rule_parse (wrong[i].text, &rule, &error));
      g_assert_error (error, RELAIS_RECURRENCE_ERROR, (int) wrong[i].code);
      g_assert_cmpint (rule.interval, ==, 77);
    }
}

static void
test_words (PlanFixture *fixture, gconstpointer data)
{
  static const struct { const char *rule, *words; } said[] = {
    { "RRULE:freq=weekly;byday=th", "Every week, on Thursday" },
    { "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,MO,WE", "Every 2 weeks, on Monday, Wednesday and Friday" },
    { "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "Every month, on the first working day" },
    { "FREQ=MONTHLY;BYDAY=-1FR", "Every month, on the last Friday" },
    { "FREQ=MONTHLY;BYMONTHDAY=-1,15;COUNT=6", "Every month, on the last day and on day 15, 6 times" },
    { "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1;UNTIL=20281231", "Every year, on the first day, in March and September, until 31 December 2028" },
    { "FREQ=DAILY;INTERVAL=3", "Every 3 days" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      RelaisRule rule;
      g_assert_true (relais_rule_parse (said[i].rule, &rule, NULL));
      g_autofree char *words = relais_rule_describe (&rule);
      g_assert_cmpstr (words, ==, said[i].words);
    }
}

#define ADD(path, func) plan_fixture_add ("/plan/recurrence/" path, func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("examples", test_examples);
  ADD ("on_closed", test_on_closed);
  ADD ("laws", test_laws);
  ADD ("first_working_day", test_first_working_day);
  ADD ("refuses", test_refuses);
  ADD ("words", test_words);
  return g_test_run ();
}
