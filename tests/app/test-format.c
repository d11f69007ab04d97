/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-format.h"

#include <locale.h>

#define TODAY "2026-11-21"   /* a Saturday */

static void
check_day (const char *day, const char *expected)
{
  g_autofree char *text = relais_format_day (day, TODAY);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_day (void)
{
  check_day ("2026-11-20", "Yesterday");
  check_day ("2026-11-21", "Today");
  check_day ("2026-11-22", "Tomorrow");
  check_day ("2026-11-27", "Friday");
  check_day ("2026-11-28", "Sat 28 November");
  check_day ("2026-11-19", "Thu 19 November");
  check_day ("2027-01-01", "Fri 1 January 2027");
  check_day (NULL, "");
  check_day ("2026-02-30", "");
  check_day ("2026-11-2x", "");
}

static void
check_week (const char *key, const char *expected)
{
  g_autofree char *text = relais_format_week (key, TODAY);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_week (void)
{
  check_week ("2026-W47", "This week · 16–22 November");
  check_week ("2026-W48", "Next week · 23–29 November");
  check_week ("2026-W46", "Last week · 9–15 November");
  check_week ("2026-W49", "Week 49 · 30 November – 6 December");
  check_week ("2026-W53", "Week 53 · 28 December 2026 – 3 January 2027");
  check_week ("2027-W01", "Week 1 · 4–10 January 2027");
  check_week ("", "No date");
  check_week ("2026-W54", "No date");
}

/* Paris is an hour ahead in winter and two in summer. */
static void
test_instant (void)
{
  char day[RELAIS_DAY_SIZE], hour[6];
  g_autofree char *winter = relais_instant_join ("2026-11-21", "08:30");
  g_autofree char *summer = relais_instant_join ("2026-07-14", "00:15");
  g_autofree char *wrong = relais_instant_join ("2026-07-14", "24:00");

  g_assert_cmpstr (winter, ==, "2026-11-21T07:30:00Z");
  g_assert_cmpstr (summer, ==, "2026-07-13T22:15:00Z");
  g_assert_null (wrong);
  g_assert_true (relais_instant_split (summer, day, hour));
  g_assert_cmpstr (day, ==, "2026-07-14");
  g_assert_cmpstr (hour, ==, "00:15");
  g_assert_false (relais_instant_split (NULL, day, hour));

  /* On the clocks of the organisation, here and on a computer that somebody took along. */
  relais_format_set_zone ("Indian/Reunion");
  g_autofree char *there = relais_instant_join ("2026-11-21", "08:30"), *said = relais_format_instant (there);
  g_assert_cmpstr (there, ==, "2026-11-21T04:30:00Z");
  g_assert_cmpstr (said, ==, "Sat 21 Nov, 08:30");
  relais_format_set_zone (NULL);
  g_autofree char *elsewhere = relais_format_instant (there);
  g_assert_cmpstr (elsewhere, ==, "Sat 21 Nov, 05:30");
}

static void
test_ago (void)
{
  g_autofree char *now = relais_format_ago (1000, 1030);
  g_autofree char *minute = relais_format_ago (1000, 1090);
  g_autofree char *hours = relais_format_ago (1000, 1000 + 3 * 3600);
  /* A clock that was put back does not make the future. */
  g_autofree char *future = relais_format_ago (5000, 1000);

  g_assert_cmpstr (now, ==, "just now");
  g_assert_cmpstr (minute, ==, "1 minute ago");
  g_assert_cmpstr (hours, ==, "3 hours ago");
  g_assert_cmpstr (future, ==, "just now");
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/format/day", test_day);
  g_test_add_func ("/app/format/week", test_week);
  g_test_add_func ("/app/format/instant", test_instant);
  g_test_add_func ("/app/format/ago", test_ago);
  return g_test_run ();
}
