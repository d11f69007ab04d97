/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-day.h"

G_BEGIN_DECLS

/* Public holidays of France: article L3133-1 of the Labour Code, and L3134-13 for Alsace-Moselle. */
typedef enum {
  RELAIS_HOLIDAY_NONE,
  RELAIS_HOLIDAY_NEW_YEAR,
  RELAIS_HOLIDAY_GOOD_FRIDAY,      /* Alsace-Moselle */
  RELAIS_HOLIDAY_EASTER_MONDAY,
  RELAIS_HOLIDAY_LABOUR_DAY,
  RELAIS_HOLIDAY_VICTORY,
  RELAIS_HOLIDAY_ASCENSION,
  RELAIS_HOLIDAY_WHIT_MONDAY,
  RELAIS_HOLIDAY_NATIONAL_DAY,
  RELAIS_HOLIDAY_ASSUMPTION,
  RELAIS_HOLIDAY_ALL_SAINTS,
  RELAIS_HOLIDAY_ARMISTICE,
  RELAIS_HOLIDAY_CHRISTMAS,
  RELAIS_HOLIDAY_SAINT_STEPHEN,    /* Alsace-Moselle */
} RelaisHoliday;

/* Easter Sunday of the Gregorian @year (1583 and later). */
RelaisDay     relais_easter           (int year);
/* Where two fall on one day (Ascension on 1 or 8 May), the one with the fixed date. */
RelaisHoliday relais_holiday_of       (RelaisDay day, gboolean alsace_moselle);
/* What people call it, in their language; NULL for RELAIS_HOLIDAY_NONE. (transfer none) (nullable) */
const char   *relais_holiday_get_name (RelaisHoliday holiday);

G_END_DECLS
