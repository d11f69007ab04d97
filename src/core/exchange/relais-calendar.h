/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-table.h"

G_BEGIN_DECLS

/* An entry of a calendar, with days and hours of the organisation. */
typedef struct {
  char    *uid;        /* all of these owned; the ones that may be NULL say so */
  char    *title;
  char    *text;       /* nullable */
  char    *place;      /* nullable */
  char    *category;   /* nullable: the first of its categories */
  char    *day;        /* "2026-11-21" */
  char    *last_day;   /* inclusive; nullable: one day */
  char    *time;       /* "08:30"; nullable: all day */
  char    *end_time;   /* nullable */
  gboolean cancelled;
  gboolean tentative;  /* out: STATUS:TENTATIVE */
  gboolean repeats;    /* in: it has a rule; only the first time is given */
  gboolean free;       /* out: TRANSP:TRANSPARENT, the reader's time stays free */
  guint    sequence;   /* out: rises with each change */
  gint64   changed_at; /* Unix seconds: DTSTAMP and LAST-MODIFIED; 0: not known */
} RelaisEvent;

RelaisEvent *relais_event_new  (void);
void         relais_event_free (RelaisEvent *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisEvent, relais_event_free)

/* iCalendar (RFC 5545). All-day DTEND is exclusive; one equal to DTSTART means one day (the State's holiday file).
 * @zone: (nullable): the organisation's. Entries without UID get one from their content.
 * Returns: (transfer full) (nullable) (element-type RelaisEvent) */
GPtrArray   *relais_calendar_read  (GBytes *bytes, GTimeZone *zone, GError **error);

/* The same with each time of a series that begins up to @last ("2027-12-31") as an event of its own (RFC 5545, 3.8.5). */
GPtrArray   *relais_calendar_read_times (GBytes *bytes, GTimeZone *zone, const char *last, GError **error);

/* A whole calendar, RFC 5545 and 7986. @name: (nullable). (transfer full) */
char        *relais_calendar_write (GPtrArray *events, const char *name, GTimeZone *zone);

G_END_DECLS
