/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A day of the Gregorian calendar, without hour or zone: days since 1970-01-01. Days compare and subtract as numbers; one more
 * is the next day. Years 1 to 9999. Nothing here knows what day it is: "today" is always a parameter. */
typedef gint32 RelaisDay;

#define RELAIS_DAY_NONE G_MININT32

/* "2026-11-21" with its final NUL. */
#define RELAIS_DAY_SIZE 11

/* Monday is 1, Sunday 7 (ISO 8601). */
#define RELAIS_MONDAY   1
#define RELAIS_SATURDAY 6
#define RELAIS_SUNDAY   7

/* RELAIS_DAY_NONE when there is no such day (31 April, month 13, year 0). */
RelaisDay relais_day_from_ymd    (int year, int month, int mday);
/* @day must not be RELAIS_DAY_NONE. Each result: (out) (optional). */
void      relais_day_to_ymd      (RelaisDay day, int *year, int *month, int *mday);

/* "2026-11-21" exactly; RELAIS_DAY_NONE for anything else. @text: (nullable) */
RelaisDay relais_day_parse       (const char *text);
/* Writes "2026-11-21", or "" for RELAIS_DAY_NONE. */
void      relais_day_print       (RelaisDay day, char text[RELAIS_DAY_SIZE]);
/* (transfer full) (nullable): NULL for RELAIS_DAY_NONE, as an empty field of a record */
char     *relais_day_to_string   (RelaisDay day);

/* 1 = Monday … 7 = Sunday. */
int       relais_day_get_weekday (RelaisDay day);
/* ISO 8601 week, 1 to 53. A week belongs to the year of its Thursday, written to @year (optional). */
int       relais_day_get_week    (RelaisDay day, int *year);
/* Monday of week @week of the ISO year @year; RELAIS_DAY_NONE when that year has no such week. */
RelaisDay relais_day_from_week   (int year, int week);
/* "2026-W47", the name of a week. */
void      relais_day_print_week  (RelaisDay day, char text[RELAIS_DAY_SIZE]);
/* Monday of a week by its name; RELAIS_DAY_NONE for anything else. @text: (nullable) */
RelaisDay relais_day_parse_week  (const char *text);
RelaisDay relais_day_monday      (RelaisDay day);

RelaisDay relais_day_month_first (RelaisDay day);
RelaisDay relais_day_month_last  (RelaisDay day);
int       relais_month_length    (int year, int month);
/* The same day of the month @months later (or earlier), or the month's last day: 31 January + 1 = 28 or 29 February. */
RelaisDay relais_day_add_months  (RelaisDay day, int months);

G_END_DECLS
