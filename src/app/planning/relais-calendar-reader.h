/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-session.h"

G_BEGIN_DECLS

/* Calendars of others (school holidays, events of the city) follow what their publishers change. */

/* From now on, and as long as @session is there: each calendar with an address is read when work begins and then once a day, by who may
 * write it and stands in sync with the others. What did not change is not written; what cannot be read is tried again within the hour. */
void  relais_calendar_reader_begin    (RelaisSession *session);

/**
 * relais_calendar_reader_take:
 * @id: of a calendar
 * @bytes: an iCalendar file
 *
 * Puts the entries of @bytes in the place of those that @id has, as an action of a person; says what is wrong with it.
 */
void  relais_calendar_reader_take     (RelaisSession *session, const char *id, GBytes *bytes);

/* "Read Monday 3 November, 08:30 · checked 5 minutes ago". (transfer full) */
char *relais_calendar_reader_describe (RelaisSession *session, RelaisRecord *calendar);

G_END_DECLS
