/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-calendar.h"

G_BEGIN_DECLS

#define RELAIS_INSTANT_NONE G_MININT64

/* The three dates of a placement, never mixed. */
typedef struct {
  RelaisDay planned;
  RelaisDay copy_due;
  gint64    publish_at;  /* Unix seconds, or RELAIS_INSTANT_NONE */
} RelaisThreeDates;

typedef enum {
  RELAIS_DATE_PLANNED,
  RELAIS_DATE_COPY_DUE,
  RELAIS_DATE_PUBLISH_AT,
} RelaisThreeDate;

/* A step on the way to the printer. */
typedef struct {
  char     *name;         /* owned */
  int       days_before;  /* working days before the print date */
  RelaisDay day;
} RelaisPlanStep;

/* When copy must be in: @lead_days working days (of the channel) before @planned; a working day, or @planned itself without lead
 * time. RELAIS_DAY_NONE for a plan without date. */
RelaisDay relais_back_plan_copy_due  (RelaisPlanCalendar *calendar, RelaisDay planned, int lead_days);
/* The first working day that leaves @lead_days working days after @copy_due. */
RelaisDay relais_back_plan_planned   (RelaisPlanCalendar *calendar, RelaisDay copy_due, int lead_days);

/**
 * relais_back_plan_follow:
 * @before: the dates as they were
 * @which: the date that a person moves
 * @after: the dates with that one moved; its others are not read
 * @lead_days: of the channel; used where a date had no partner to keep its distance from
 * @zone: the organisation's: hours of publication are local hours
 *
 * What to propose for the other two: copy due keeps its distance to the plan in working days, publication its distance in days
 * and its local hour, also over the change to summer time. Dates that were empty stay empty, except that a first planned date
 * proposes when copy is due. RELAIS_DATE_PUBLISH_AT moves the plan to the local day of publication.
 */
RelaisThreeDates relais_back_plan_follow (RelaisPlanCalendar *calendar, const RelaisThreeDates *before, RelaisThreeDate which,
                                         const RelaisThreeDates *after, int lead_days, GTimeZone *zone);

/* The same local hour @days days later, in @zone. An hour that the change to summer time leaves out becomes the next that exists. */
gint64     relais_instant_add_days   (gint64 instant, int days, GTimeZone *zone);
/* The local day of an instant. */
RelaisDay  relais_instant_get_day    (gint64 instant, GTimeZone *zone);

/**
 * relais_back_plan_steps:
 * @edition: a record of kind `edition`: `print_on` and `steps`
 *
 * Returns: (transfer full) (element-type RelaisPlanStep): its steps with their days, first the earliest, the print date not
 *   included. Entries of `steps` that are not [name, days] are passed over
 */
GPtrArray *relais_back_plan_steps    (RelaisPlanCalendar *calendar, RelaisRecord *edition);

G_END_DECLS
