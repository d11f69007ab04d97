/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-plan"

#include "relais-holidays.h"

#include <glib/gi18n-lib.h>

static const struct {
  int           month, mday;
  RelaisHoliday holiday;
  gboolean      alsace_moselle;
} fixed[] = {
  { 1, 1, RELAIS_HOLIDAY_NEW_YEAR },
  { 5, 1, RELAIS_HOLIDAY_LABOUR_DAY },
  { 5, 8, RELAIS_HOLIDAY_VICTORY },
  { 7, 14, RELAIS_HOLIDAY_NATIONAL_DAY },
  { 8, 15, RELAIS_HOLIDAY_ASSUMPTION },
  { 11, 1, RELAIS_HOLIDAY_ALL_SAINTS },
  { 11, 11, RELAIS_HOLIDAY_ARMISTICE },
  { 12, 25, RELAIS_HOLIDAY_CHRISTMAS },
  { 12, 26, RELAIS_HOLIDAY_SAINT_STEPHEN, TRUE },
};

static const struct {
  int           after_easter;
  RelaisHoliday holiday;
  gboolean      alsace_moselle;
} movable[] = {
  { -2, RELAIS_HOLIDAY_GOOD_FRIDAY, TRUE },
  { 1, RELAIS_HOLIDAY_EASTER_MONDAY },
  { 39, RELAIS_HOLIDAY_ASCENSION },
  { 50, RELAIS_HOLIDAY_WHIT_MONDAY },
};

static const char * const names[] = {
  [RELAIS_HOLIDAY_NEW_YEAR]      = N_("New Year’s Day"),
  [RELAIS_HOLIDAY_GOOD_FRIDAY]   = N_("Good Friday"),
  [RELAIS_HOLIDAY_EASTER_MONDAY] = N_("Easter Monday"),
  [RELAIS_HOLIDAY_LABOUR_DAY]    = N_("Labour Day"),
  [RELAIS_HOLIDAY_VICTORY]       = N_("Victory Day"),
  [RELAIS_HOLIDAY_ASCENSION]     = N_("Ascension Day"),
  [RELAIS_HOLIDAY_WHIT_MONDAY]   = N_("Whit Monday"),
  [RELAIS_HOLIDAY_NATIONAL_DAY]  = N_("Bastille Day"),
  [RELAIS_HOLIDAY_ASSUMPTION]    = N_("Assumption Day"),
  [RELAIS_HOLIDAY_ALL_SAINTS]    = N_("All Saints’ Day"),
  [RELAIS_HOLIDAY_ARMISTICE]     = N_("Armistice Day"),
  [RELAIS_HOLIDAY_CHRISTMAS]     = N_("Christmas Day"),
  [RELAIS_HOLIDAY_SAINT_STEPHEN] = N_("Saint Stephen’s Day"),
};

/* The anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8). */
RelaisDay
relais_easter (int year)
{
  int a = year % 19, b = year / 100, c = year % 100;
  int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;

  return relais_day_from_ymd (year, n / 31, n % 31 + 1);
}

RelaisHoliday
relais_holiday_of (RelaisDay day, gboolean alsace_moselle)
{
  int year, month, mday;

  g_return_val_if_fail (day != RELAIS_DAY_NONE, RELAIS_HOLIDAY_NONE);
  relais_day_to_ymd (day, &year, &month, &mday);
  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    if (fixed[i].month == month && fixed[i].mday == mday && (alsace_moselle || !fixed[i].alsace_moselle))
      return fixed[i].holiday;
  /* From Good Friday, 20 March at the earliest, to Whit Monday, 14 June at the latest. */
  if (month < 3 || month > 6)
    return RELAIS_HOLIDAY_NONE;
  int after = day - relais_easter (year);
  for (guint i = 0; i < G_N_ELEMENTS (movable); i++)
    if (movable[i].after_easter == after && (alsace_moselle || !movable[i].alsace_moselle))
      return movable[i].holiday;
  return RELAIS_HOLIDAY_NONE;
}

const char *
relais_holiday_get_name (RelaisHoliday holiday)
{
  return holiday > RELAIS_HOLIDAY_NONE && holiday < G_N_ELEMENTS (names) ? _(names[holiday]) : NULL;
}
