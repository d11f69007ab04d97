/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-typed-day.h"

#include <locale.h>

#define TODAY relais_day_from_ymd (2026, 11, 22)   /* a Sunday */

static void
test_read (void)
{
  static const struct { const char *text, *day; } cases[] = {
    { "2027-01-12", "2027-01-12" }, { "12/01/2027", "2027-01-12" }, { "12.1.27", "2027-01-12" }, { " 12/01 ", "2027-01-12" },
    /* Without a year: the next one, or the last one when it was not long ago. */
    { "22/11", "2026-11-22" }, { "1/11", "2026-11-01" }, { "1/9", "2027-09-01" }, { "29/02", "2028-02-29" }, { "12.01.", "2027-01-12" },
    { "12 Jan", "2027-01-12" }, { "12 jan. 2028", "2028-01-12" }, { "January 12", "2027-01-12" }, { "1st january", "2027-01-01" },
    { "Mon 12 january 2027", "2027-01-12" }, { "25", "2026-11-25" }, { "3", "2026-12-03" },
    { "today", "2026-11-22" }, { "Tomorrow", "2026-11-23" }, { "yesterday", "2026-11-21" }, { "+7", "2026-11-29" }, { "-1", "2026-11-21" },
    { "monday", "2026-11-23" }, { "fri", "2026-11-27" }, { "Sunday", "2026-11-29" }, { "", "" }, { "  ", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *why = NULL;
      RelaisDay day;
      char text[RELAIS_DAY_SIZE];
      g_test_message ("%s", cases[i].text);
      g_assert_true (relais_day_read (cases[i].text, TODAY, &day, &why));
      relais_day_print (day, text);
      g_assert_cmpstr (text, ==, cases[i].day);
      g_assert_null (why);
    }
}

/* Nothing is guessed: it is said why. */
static void
test_refused (void)
{
  static const char * const not_dates[] = { "soon", "ju", "12 13", "12 jan 2027 3", "t", "12/", "/", "+", "+7 days", "1/2/3/4", "12 foo" };
  static const char * const no_days[] = { "31/04", "30 february", "12/13", "32", "29/02/2027" };

  for (guint i = 0; i < G_N_ELEMENTS (not_dates) + G_N_ELEMENTS (no_days); i++)
    {
      gboolean known = i >= G_N_ELEMENTS (not_dates);
      const char *text = known ? no_days[i - G_N_ELEMENTS (not_dates)] : not_dates[i];
      g_autofree char *why = NULL;
      g_autofree char *sentence = g_strdup_printf (known ? "There is no day “%s”."
                                                         : "“%s” is not a date. Write for example 12/01, 12 January, tomorrow, Monday or +7.",
                                                   text);
      RelaisDay day;
      g_assert_false (relais_day_read (text, TODAY, &day, &why));
      g_assert_cmpstr (why, ==, sentence);
    }
}

static void
check_instant (const char *text, const char *before, const char *expected)
{
  g_autofree char *instant = NULL, *why = NULL;

  g_assert_true (relais_instant_read (text, TODAY, before, "08:30", &instant, &why));
  g_assert_cmpstr (instant, ==, expected);
}

/* In Paris winter time. */
static void
test_instant (void)
{
  g_autofree char *instant = NULL, *why = NULL;

  check_instant ("12/01 14:00", NULL, "2027-01-12T13:00:00Z");
  check_instant ("12 jan 8h", NULL, "2027-01-12T07:00:00Z");
  check_instant ("12/01", NULL, "2027-01-12T07:30:00Z");
  /* What is not typed stays. */
  check_instant ("12/01", "2026-12-01T15:00:00Z", "2027-01-12T15:00:00Z");
  check_instant ("9h15", "2026-12-01T15:00:00Z", "2026-12-01T08:15:00Z");
  check_instant ("9:15", NULL, "2026-11-22T08:15:00Z");
  check_instant ("", "2026-12-01T15:00:00Z", "");
  g_assert_false (relais_instant_read ("tea time", TODAY, NULL, "08:30", &instant, &why));
  g_assert_nonnull (why);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/typed-day/read", test_read);
  g_test_add_func ("/app/typed-day/refused", test_refused);
  g_test_add_func ("/app/typed-day/instant", test_instant);
  return g_test_run ();
}
