/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-plan"

#include "relais-day.h"

#include <string.h>

#define FIRST_YEAR 1
#define LAST_YEAR  9999

/* Days of 400 years: the Gregorian calendar repeats after them. */
#define DAYS_OF_ERA 146097
/* From 1 March of year 0, where an era starts so that 29 February is the last day of its year, to 1970-01-01. */
#define MARCH_0_TO_1970 719468

static int
floor_div (int a, int b)
{
  return (a >= 0 ? a : a - (b - 1)) / b;
}

static gboolean
is_leap_year (int year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Digits only: scanf would take signs and spaces for a part of a number. */
static gboolean
read_digits (const char *text, guint n, int *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *value = *value * 10 + (text[i] - '0');
    }
  return TRUE;
}

RelaisDay
relais_day_from_ymd (int year, int month, int mday)
{
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || mday < 1 || mday > relais_month_length (year, month))
    return RELAIS_DAY_NONE;
  int from_march = (month + 9) % 12, y = year - (month <= 2 ? 1 : 0);
  int era = y / 400, year_of_era = y % 400;
  int day_of_year = (153 * from_march + 2) / 5 + mday - 1;
  return era * DAYS_OF_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - MARCH_0_TO_1970;
}

void
relais_day_to_ymd (RelaisDay day, int *year, int *month, int *mday)
{
  g_return_if_fail (day != RELAIS_DAY_NONE);

  int days = day + MARCH_0_TO_1970, era = floor_div (days, DAYS_OF_ERA), of_era = days - era * DAYS_OF_ERA;
  int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int from_march = (5 * of_year + 2) / 153, m = from_march < 10 ? from_march + 3 : from_march - 9;
  if (year != NULL)
    *year = era * 400 + year_of_era + (m <= 2 ? 1 : 0);
  if (month != NULL)
    *month = m;
  if (mday != NULL)
    *mday = of_year - (153 * from_march + 2) / 5 + 1;
}

RelaisDay
relais_day_parse (const char *text)
{
  int year, month, mday;

  if (text == NULL || strnlen (text, RELAIS_DAY_SIZE) != RELAIS_DAY_SIZE - 1 || text[4] != '-' || text[7] != '-' ||
      !read_digits (text, 4, &year) || !read_digits (text + 5, 2, &month) || !read_digits (text + 8, 2, &mday))
    return RELAIS_DAY_NONE;
  return relais_day_from_ymd (year, month, mday);
}

void
relais_day_print (RelaisDay day, char text[RELAIS_DAY_SIZE])
{
  int year, month, mday;

  *text = '\0';
  if (day == RELAIS_DAY_NONE)
    return;
  relais_day_to_ymd (day, &year, &month, &mday);
  g_snprintf (text, RELAIS_DAY_SIZE, "%04u-%02u-%02u", (guint) year % 10000, (guint) month % 100, (guint) mday % 100);
}

char *
relais_day_to_string (RelaisDay day)
{
  char text[RELAIS_DAY_SIZE];

  relais_day_print (day, text);
  return *text != '\0' ? g_strdup (text) : NULL;
}

int
relais_day_get_weekday (RelaisDay day)
{
  g_return_val_if_fail (day != RELAIS_DAY_NONE, RELAIS_MONDAY);

  /* 1970-01-01 was a Thursday. */
  return day + 3 - floor_div (day + 3, 7) * 7 + 1;
}

int
relais_day_get_week (RelaisDay day, int *year)
{
  RelaisDay thursday = relais_day_monday (day) + 3;
  int thursday_year;

  relais_day_to_ymd (thursday, &thursday_year, NULL, NULL);
  if (year != NULL)
    *year = thursday_year;
  return (thursday - relais_day_from_ymd (thursday_year, 1, 1)) / 7 + 1;
}

RelaisDay
relais_day_from_week (int year, int week)
{
  RelaisDay fourth = relais_day_from_ymd (year, 1, 4);
  int same_year;

  if (fourth == RELAIS_DAY_NONE || week < 1 || week > 53)
    return RELAIS_DAY_NONE;
  /* ISO 8601: 4 January is in the first week. */
  RelaisDay monday = relais_day_monday (fourth) + (week - 1) * 7;
  relais_day_get_week (monday, &same_year);
  return same_year == year ? monday : RELAIS_DAY_NONE;
}

void
relais_day_print_week (RelaisDay day, char text[RELAIS_DAY_SIZE])
{
  int year, week;

  *text = '\0';
  if (day == RELAIS_DAY_NONE)
    return;
  week = relais_day_get_week (day, &year);
  g_snprintf (text, RELAIS_DAY_SIZE, "%04u-W%02u", (guint) year % 10000, (guint) week % 100);
}

RelaisDay
relais_day_parse_week (const char *text)
{
  int year, week;

  if (text == NULL || strnlen (text, RELAIS_DAY_SIZE) != 8 || text[4] != '-' || text[5] != 'W' ||
      !read_digits (text, 4, &year) || !read_digits (text + 6, 2, &week))
    return RELAIS_DAY_NONE;
  return relais_day_from_week (year, week);
}

RelaisDay
relais_day_monday (RelaisDay day)
{
  g_return_val_if_fail (day != RELAIS_DAY_NONE, RELAIS_DAY_NONE);

  return day - (relais_day_get_weekday (day) - RELAIS_MONDAY);
}

RelaisDay
relais_day_month_first (RelaisDay day)
{
  int mday;

  g_return_val_if_fail (day != RELAIS_DAY_NONE, RELAIS_DAY_NONE);
  relais_day_to_ymd (day, NULL, NULL, &mday);
  return day - (mday - 1);
}

RelaisDay
relais_day_month_last (RelaisDay day)
{
  int year, month;

  g_return_val_if_fail (day != RELAIS_DAY_NONE, RELAIS_DAY_NONE);
  relais_day_to_ymd (day, &year, &month, NULL);
  return relais_day_month_first (day) + relais_month_length (year, month) - 1;
}

int
relais_month_length (int year, int month)
{
  static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  g_return_val_if_fail (month >= 1 && month <= 12, 0);
  return month == 2 && is_leap_year (year) ? 29 : lengths[month - 1];
}

RelaisDay
relais_day_add_months (RelaisDay day, int months)
{
  int year, month, mday;

  g_return_val_if_fail (day != RELAIS_DAY_NONE, RELAIS_DAY_NONE);
  relais_day_to_ymd (day, &year, &month, &mday);
  int total = year * 12 + month - 1 + months, y = floor_div (total, 12), m = total - y * 12 + 1;
  return relais_day_from_ymd (y, m, MIN (mday, relais_month_length (y, m)));
}
