/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-day.h"
#include "relais-record.h"
#include "relais-zone.h"

G_BEGIN_DECLS

/* Settings that are read here ("yes" or nothing), and RELAIS_SETTING_ZONE. */
#define RELAIS_SETTING_ALSACE_MOSELLE "holidays.alsace_moselle"

/* Why nothing is published on a day; the first that applies, in this order. */
typedef enum {
  RELAIS_OPEN,
  RELAIS_CLOSED_PERIOD,    /* a closed period of the organisation, with its reason */
  RELAIS_CLOSED_HOLIDAY,
  RELAIS_CLOSED_WEEKEND,
} RelaisClosed;

/* Days that somebody gave a name to: a closed period, or an entry of a calendar read from elsewhere (school holidays). */
typedef struct {
  RelaisDay   first, last;   /* both included */
  const char *words;         /* the reason, the entry's title */
  const char *calendar;      /* nullable: name of the calendar; NULL for a closed period */
  const char *color;         /* nullable: the calendar's */
} RelaisNamedDays;

/* RelaisPlanCalendar: which days are worked. Computed holidays, closed periods, weekends; entries of other calendars are shown and
 * close nothing. Never changes after it was made; reference-counted, for any thread. */
typedef struct _RelaisPlanCalendar RelaisPlanCalendar;

/**
 * relais_plan_calendar_new:
 * @records: (element-type RelaisRecord) (nullable): records of the kinds `closed_period`, `calendar` and `setting`, in any order;
 *   others and those in the bin are passed over. %NULL: holidays and weekends alone
 */
RelaisPlanCalendar *relais_plan_calendar_new   (GPtrArray *records);
RelaisPlanCalendar *relais_plan_calendar_ref   (RelaisPlanCalendar *self);
void                relais_plan_calendar_unref (RelaisPlanCalendar *self);

gboolean            relais_plan_calendar_has_alsace_moselle (RelaisPlanCalendar *self);

/* Whose clocks the hours of publication are told by. Lent. */
GTimeZone          *relais_plan_calendar_get_zone       (RelaisPlanCalendar *self);
/* @words: (out) (optional) (nullable): the reason of the period or the holiday's name, lent by @self; NULL otherwise. */
RelaisClosed        relais_plan_calendar_why_closed     (RelaisPlanCalendar *self, RelaisDay day, const char **words);
gboolean            relais_plan_calendar_is_working_day (RelaisPlanCalendar *self, RelaisDay day);

/* The first working day at or after @day, at or before it. RELAIS_DAY_NONE when ten years have none. */
RelaisDay           relais_plan_calendar_next_working_day     (RelaisPlanCalendar *self, RelaisDay day);
RelaisDay           relais_plan_calendar_previous_working_day (RelaisPlanCalendar *self, RelaisDay day);

/* @n working days after @day (before it when negative). 0: @day itself, worked or not; otherwise the result is a working day.
 * RELAIS_DAY_NONE when ten years hold no working day in between. */
RelaisDay           relais_plan_calendar_add_working_days     (RelaisPlanCalendar *self, RelaisDay day, int n);
/* Working days after @from up to @to included; negative when @to is before @from. For a working day @to,
 * add (from, count (from, to)) is @to. */
int                 relais_plan_calendar_count_working_days   (RelaisPlanCalendar *self, RelaisDay from, RelaisDay to);

/* Closed periods and entries of calendars that touch the days from @first to @last, by first day.
 * (transfer container) (element-type RelaisNamedDays): lent by @self */
GPtrArray          *relais_plan_calendar_find_named           (RelaisPlanCalendar *self, RelaisDay first, RelaisDay last);

/* What is to be said of these days: their holidays, then what find_named() gives, each thing once: "Assumption Day, Summer break". Christmas
 * is Christmas, in a closed period too. (transfer full) (nullable): NULL when there is nothing */
char               *relais_plan_calendar_describe             (RelaisPlanCalendar *self, RelaisDay first, RelaisDay last);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisPlanCalendar, relais_plan_calendar_unref)

G_END_DECLS
