/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-calendar.h"

G_BEGIN_DECLS

#define RELAIS_RECURRENCE_ERROR (relais_recurrence_error_quark ())
GQuark relais_recurrence_error_quark (void);

typedef enum {
  RELAIS_RECURRENCE_ERROR_MALFORMED,    /* not a rule of RFC 5545 §3.3.10 */
  RELAIS_RECURRENCE_ERROR_UNSUPPORTED,  /* a rule with hours, week numbers or days of the year: plans have none */
} RelaisRecurrenceError;

/* What happens to an occurrence on a day that is not worked: field `on_closed` of a template. */
typedef enum {
  RELAIS_ON_CLOSED_KEEP,
  RELAIS_ON_CLOSED_NEXT,
  RELAIS_ON_CLOSED_PREVIOUS,
  RELAIS_ON_CLOSED_SKIP,
} RelaisOnClosed;

typedef enum {
  RELAIS_DAILY,
  RELAIS_WEEKLY,
  RELAIS_MONTHLY,
  RELAIS_YEARLY,
} RelaisFrequency;

typedef struct {
  int weekday;  /* 1 = Monday */
  int ordinal;  /* 0: every; 2: the second of the month (YEARLY without BYMONTH: of the year); -1: the last */
} RelaisRuleDay;

#define RELAIS_RULE_MAX 31

/* A rule of recurrence, RFC 5545 §3.3.10 without hours: FREQ, INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, COUNT, UNTIL. Weeks
 * start on Monday. One meaning is ours: BYDAY of exactly Monday to Friday with BYSETPOS chooses among the days that are worked ("the
 * first working day of the month"), so that holidays and closed periods drop out before the position is counted. */
typedef struct {
  RelaisFrequency frequency;
  int             interval;                      /* 1 and more */
  int             count;                         /* 0: without end */
  RelaisDay       until;                         /* included; RELAIS_DAY_NONE: without end */
  guint16         months;                        /* bit 1 = January … bit 12; 0: every month */
  guint           n_days, n_month_days, n_positions;
  RelaisRuleDay   days[RELAIS_RULE_MAX];
  gint8           month_days[RELAIS_RULE_MAX];   /* 1 to 31, -1 to -31 */
  gint16          positions[RELAIS_RULE_MAX];    /* 1 to 366, -1 to -366 */
} RelaisRule;

typedef struct {
  RelaisDay day;      /* what the rule says: identifies the occurrence, whatever the calendar becomes */
  RelaisDay planned;  /* after `on_closed` */
} RelaisOccurrence;

/* "FREQ=MONTHLY;BYDAY=-1FR", with or without "RRULE:". @rule is written when TRUE is returned. */
gboolean       relais_rule_parse    (const char *text, RelaisRule *rule, GError **error);
/* In one order, so that equal rules have equal texts. (transfer full) */
char          *relais_rule_print    (const RelaisRule *rule);
/* A sentence in the person's language: "Every second Thursday", "On the first working day of each month". (transfer full) */
char          *relais_rule_describe (const RelaisRule *rule);

/**
 * relais_rule_occurrences:
 * @starts: first day that the rule is for; intervals and COUNT are counted from here. What the rule leaves open (weekday, day of
 *   the month, month) is taken from it
 * @ends: last day of the rule, or RELAIS_DAY_NONE
 * @calendar: which days are worked
 * @from: first day asked for
 * @to: last day asked for
 *
 * Occurrences whose `day` is from @from to @to, in order, both `day` and `planned` strictly rising: where moving brings two
 * on one day, the first stays. What is asked for in two parts is the same as asked for in one.
 *
 * Returns: (transfer full) (element-type RelaisOccurrence)
 */
GArray        *relais_rule_occurrences (const RelaisRule *rule, RelaisDay starts, RelaisDay ends, RelaisOnClosed on_closed,
                                        RelaisPlanCalendar *calendar, RelaisDay from, RelaisDay to);

/* Of the values of the field `on_closed`; NULL and unknown words mean keep. */
RelaisOnClosed relais_on_closed_parse  (const char *word);

G_END_DECLS
