/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-day.h"

G_BEGIN_DECLS

/* Days and instants as a person reads them, in the locale's words. A day is "2026-11-21" (RELAIS_FIELD_DATE); an instant is
 * "2026-11-21T08:30:00Z" (RELAIS_FIELD_INSTANT) and is shown on the clocks of the organisation, wherever the computer is. When somebody
 * did something (seconds) is shown on the computer's own. */

/* Today on this computer, local time. */
RelaisDay relais_day_today         (void);
/* The same, written into @day. */
void     relais_today              (char day[RELAIS_DAY_SIZE]);

/* "Today", "Tomorrow", "Yesterday", "Thursday", otherwise "Thu 12 January" with the year when it is another one. "" for NULL. */
char    *relais_format_day         (const char *day, const char *today);
/* The same where there is little room: "12 Jan" */
char    *relais_format_day_short   (const char *day, const char *today);
/* "Thursday 12 January 2027" */
char    *relais_format_day_full    (const char *day);
/* "12 January", with the year when it is not this one: for what is still read tomorrow (names of actions). "" for NULL. */
char    *relais_format_date        (const char *day);
/* "12 January 2027", always with the year: for titles that are read years later. "" for NULL. */
char    *relais_format_date_full   (const char *day);
/* @key as of relais_record_list_get_section(): "2026-W47" → "This week · 16–22 November"; "" → "No date" */
char    *relais_format_week        (const char *key, const char *today);
/* "Thu 12 Jan, 08:30" on the clocks of the organisation. "" for NULL. */
char    *relais_format_instant     (const char *instant);
/* The same in local time. */
char    *relais_format_unix        (gint64 unix_seconds);
/* "just now", "5 minutes ago", "yesterday", then a day; for display, by this computer's clock. */
char    *relais_format_ago         (gint64 unix_seconds, gint64 now);
/* Day and hour ("08:30") of an instant on the clocks of the organisation, and back. FALSE when there is none, or it is not one. */
gboolean relais_instant_split      (const char *instant, char day[RELAIS_DAY_SIZE], char hour[6]);
char    *relais_instant_join       (const char *day, const char *hour);
/* The session says whose clocks these are: @name as of relais_zone_new(), nullable. (transfer full) */
void       relais_format_set_zone  (const char *name);
GTimeZone *relais_format_dup_zone  (void);

G_END_DECLS
