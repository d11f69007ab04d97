/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-holidays.h"

#include <string.h>

/* Gauss, by another way than the code: from the age of the moon to its Sunday, with the two exceptions of the Gregorian reform. */
static RelaisDay
find_easter_by_gauss (int year)
{
  int k = year / 100, m = 15 - (8 * k + 13) / 25 + k - k / 4, n = 4 + k - k / 4;
  int a = year % 19, b = year % 4, c = year % 7;
  int d = (19 * a + m % 30) % 30, e = (2 * b + 4 * c + 6 * d + n) % 7;
  RelaisDay day = relais_day_from_ymd (year, 3, 22) + d + e;

  if ((d == 29 && e == 6) || (d == 28 && e == 6 && (11 * m + 11) % 30 < 19))
    day -= 7;
  return day;
}

static void
test_easter (void)
{
  for (int year = 1900; year < 2200; year++)
    {
      RelaisDay easter = relais_easter (year);
      g_assert_cmpint (easter, ==, find_easter_by_gauss (year));
      g_assert_cmpint (relais_day_get_weekday (easter), ==, RELAIS_SUNDAY);
      g_assert_cmpint (easter, >=, relais_day_from_ymd (year, 3, 22));
      g_assert_cmpint (easter, <=, relais_day_from_ymd (year, 4, 25));
    }
  g_assert_cmpint (relais_easter (2026), ==, relais_day_parse ("2026-04-05"));
  g_assert_cmpint (relais_easter (2027), ==, relais_day_parse ("2027-03-28"));
}

/* Eleven names a year, thirteen in Alsace-Moselle; fewer days only where two fall on one. */
static void
test_years (void)
{
  for (int year = 1950; year < 2200; year++)
    {
      RelaisDay ascension = relais_easter (year) + 39;
      guint days[2] = { 0 }, shared = 0;

      if (ascension == relais_day_from_ymd (year, 5, 1) || ascension == relais_day_from_ymd (year, 5, 8))
        shared++;
      if (relais_easter (year) + 50 == relais_day_from_ymd (year, 5, 8))
        g_assert_not_reached ();
      for (RelaisDay day = relais_day_from_ymd (year, 1, 1); day < relais_day_from_ymd (year + 1, 1, 1); day++)
        for (int region = 0; region < 2; region++)
          {
            RelaisHoliday holiday = relais_holiday_of (day, region);
            g_assert_true ((holiday == RELAIS_HOLIDAY_NONE) == (relais_holiday_get_name (holiday) == NULL));
            days[region] += holiday != RELAIS_HOLIDAY_NONE;
          }
      g_assert_cmpuint (days[FALSE], ==, 11 - shared);
      g_assert_cmpuint (days[TRUE], ==, 13 - shared);
    }
  g_assert_cmpint (relais_holiday_of (relais_day_parse ("2026-04-03"), TRUE), ==, RELAIS_HOLIDAY_GOOD_FRIDAY);
  g_assert_cmpint (relais_holiday_of (relais_day_parse ("2026-04-03"), FALSE), ==, RELAIS_HOLIDAY_NONE);
  g_assert_cmpint (relais_holiday_of (relais_day_parse ("2008-05-01"), FALSE), ==, RELAIS_HOLIDAY_LABOUR_DAY);
  g_assert_cmpint (relais_holiday_of (relais_day_parse ("2008-05-12"), FALSE), ==, RELAIS_HOLIDAY_WHIT_MONDAY);
}

/* What the State publishes, day by day, for the years that its file has whole. */
static void
test_state_file (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "data", "public-holidays-metropole.ics", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  int first_year = 9999, last_year = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("the shared data is not beside this checkout");
      return;
    }
  for (const char *at = text; (at = strstr (at, "DTSTART;VALUE=DATE:")) != NULL; at++)
    {
      int year, month, mday;
      const char *digits = strchr (at, ':') + 1;
      year = (int) g_ascii_strtoll (digits, NULL, 10);
      mday = year % 100;
      month = year / 100 % 100;
      year /= 10000;
      RelaisDay day = relais_day_from_ymd (year, month, mday);
      g_assert_cmpint (day, !=, RELAIS_DAY_NONE);
      g_assert_cmpint (relais_holiday_of (day, FALSE), !=, RELAIS_HOLIDAY_NONE);
      g_hash_table_add (known, GINT_TO_POINTER (day));
      first_year = MIN (first_year, year);
      last_year = MAX (last_year, year);
    }
  g_assert_cmpint (last_year - first_year, >=, 2);
  for (RelaisDay day = relais_day_from_ymd (first_year, 1, 1); day <= relais_day_from_ymd (last_year, 12, 31); day++)
    g_assert_cmpint (relais_holiday_of (day, FALSE) != RELAIS_HOLIDAY_NONE, ==, g_hash_table_contains (known, GINT_TO_POINTER (day)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/holidays/easter", test_easter);
  g_test_add_func ("/plan/holidays/years", test_years);
  g_test_add_func ("/plan/holidays/state_file", test_state_file);
  return g_test_run ();
}
