/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-day-words.h"

#define RUNS 20000

/* From the year 1600 to the year 2400. */
static RelaisDay
draw_day (void)
{
  return relais_day_from_ymd (1600, 1, 1) + g_test_rand_int_range (0, 800 * 365);
}

static void
set_date (GDate *date, RelaisDay day)
{
  int year, month, mday;

  relais_day_to_ymd (day, &year, &month, &mday);
  g_date_clear (date, 1);
  g_date_set_dmy (date, (GDateDay) mday, (GDateMonth) month, (GDateYear) year);
}

/* GDate counts the same days, by other code. */
static void
test_days_agree (void)
{
  g_assert_cmpint (relais_day_from_ymd (1970, 1, 1), ==, 0);
  for (guint i = 0; i < RUNS; i++)
    {
      RelaisDay day = draw_day ();
      GDate date;
      char text[RELAIS_DAY_SIZE], expected[RELAIS_DAY_SIZE];

      set_date (&date, day);
      g_assert_true (g_date_valid (&date));
      g_assert_cmpint ((int) g_date_get_julian (&date) - 719163, ==, day);
      g_assert_cmpint (relais_day_get_weekday (day), ==, (int) g_date_get_weekday (&date));
      g_date_strftime (expected, sizeof expected, "%Y-%m-%d", &date);
      relais_day_print (day, text);
      g_assert_cmpstr (text, ==, expected);
      g_assert_cmpint (relais_day_parse (text), ==, day);
    }
}

/* Each day of four centuries follows the day before. */
static void
test_each_day (void)
{
  int year, month, mday, last_year = 1799, last_month = 12, last_mday = 31;

  for (RelaisDay day = relais_day_from_ymd (1800, 1, 1); day < relais_day_from_ymd (2200, 1, 1); day++)
    {
      relais_day_to_ymd (day, &year, &month, &mday);
      if (mday != 1)
        g_assert_true (year == last_year && month == last_month && mday == last_mday + 1);
      else
        {
          g_assert_cmpint (last_mday, ==, relais_month_length (last_year, last_month));
          g_assert_cmpint (year * 12 + month, ==, last_year * 12 + last_month + 1);
        }
      g_assert_cmpint (relais_day_from_ymd (year, month, mday), ==, day);
      last_year = year;
      last_month = month;
      last_mday = mday;
    }
}

static void
test_refuses (void)
{
  static const char * const wrong[] = {
    "", "2026-11-2", "2026-11-211", "2026-1-21", "2026/11/21", "2026-13-01", "2026-00-10", "2026-04-31", "2026-02-29", "1900-02-29",
    "0000-01-01", "+026-11-21", "2026- 1-21", "20261121", "2026-11-21T", "deux-mille",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpint (relais_day_parse (wrong[i]), ==, RELAIS_DAY_NONE);
  g_assert_cmpint (relais_day_parse (NULL), ==, RELAIS_DAY_NONE);
  g_assert_cmpint (relais_day_parse ("2024-02-29"), !=, RELAIS_DAY_NONE);
  g_assert_cmpint (relais_day_parse ("2000-02-29"), !=, RELAIS_DAY_NONE);
  g_assert_null (relais_day_to_string (RELAIS_DAY_NONE));
}

/* ISO 8601 by strftime, and around each new year where weeks 52, 53 and 1 meet. */
static void
check_week (RelaisDay day)
{
  GDate date;
  char text[RELAIS_DAY_SIZE], expected[16];
  int year, week = relais_day_get_week (day, &year);

  set_date (&date, day);
  g_date_strftime (expected, sizeof expected, "%G-W%V", &date);
  relais_day_print_week (day, text);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (relais_day_from_week (year, week), ==, relais_day_monday (day));
  g_assert_cmpint (relais_day_parse_week (text), ==, relais_day_monday (day));
}

static void
test_weeks (void)
{
  for (guint i = 0; i < RUNS; i++)
    check_week (draw_day ());
  for (int year = 1900; year < 2200; year++)
    for (int around = -8; around < 8; around++)
      check_week (relais_day_from_ymd (year, 1, 1) + around);
  g_assert_cmpint (relais_day_from_week (2026, 53), ==, relais_day_from_ymd (2026, 12, 28));
  g_assert_cmpint (relais_day_from_week (2025, 53), ==, RELAIS_DAY_NONE);
  g_assert_cmpint (relais_day_from_week (2025, 54), ==, RELAIS_DAY_NONE);
  g_assert_cmpint (relais_day_parse_week ("2026-W00"), ==, RELAIS_DAY_NONE);
  g_assert_cmpint (relais_day_parse_week ("2026-47"), ==, RELAIS_DAY_NONE);
  g_assert_cmpint (relais_day_parse_week (""), ==, RELAIS_DAY_NONE);
}

static void
test_months (void)
{
  for (guint i = 0; i < RUNS; i++)
    {
      RelaisDay day = draw_day (), moved;
      int months = g_test_rand_int_range (-600, 600), year, month, mday, there_year, there_month, there_mday;

      relais_day_to_ymd (day, &year, &month, &mday);
      moved = relais_day_add_months (day, months);
      relais_day_to_ymd (moved, &there_year, &there_month, &there_mday);
      g_assert_cmpint (there_year * 12 + there_month, ==, year * 12 + month + months);
      g_assert_true (there_mday == mday || (there_mday < mday && moved == relais_day_month_last (moved)));
      g_assert_cmpint (relais_day_month_first (day), ==, relais_day_from_ymd (year, month, 1));
      g_assert_cmpint (relais_day_month_last (day) + 1, ==, relais_day_add_months (relais_day_month_first (day), 1));
    }
  g_assert_cmpint (relais_day_add_months (relais_day_parse ("2027-01-31"), 1), ==, relais_day_parse ("2027-02-28"));
  g_assert_cmpint (relais_day_add_months (relais_day_parse ("2028-02-29"), -12), ==, relais_day_parse ("2027-02-28"));
}

static void
test_periods (void)
{
  static const struct { const char *first, *last, *words; } periods[] = {
    { "2026-11-01", "2026-11-30", "November 2026" }, { "2026-11-16", "2026-11-29", "16–29 November 2026" },
    { "2026-11-30", "2026-12-13", "30 November – 13 December 2026" }, { "2026-12-28", "2027-01-03", "28 December 2026 – 3 January 2027" },
    { "2026-11-16", "2026-11-16", "16 November 2026" }, { "2026-11-01", "2026-12-31", "November – December 2026" },
    { "2026-12-01", "2027-01-31", "December 2026 – January 2027" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (periods); i++)
    {
      g_autofree char *words = relais_day_format_period (relais_day_parse (periods[i].first), relais_day_parse (periods[i].last));
      g_assert_cmpstr (words, ==, periods[i].words);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/day/agree", test_days_agree);
  g_test_add_func ("/plan/day/each", test_each_day);
  g_test_add_func ("/plan/day/refuses", test_refuses);
  g_test_add_func ("/plan/day/weeks", test_weeks);
  g_test_add_func ("/plan/day/months", test_months);
  g_test_add_func ("/plan/day/periods", test_periods);
  return g_test_run ();
}
