/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-calendar.h"
#include "relais-export.h"

G_BEGIN_DECLS

/* The plan as calendars read it. The same functions make the file that a person saves, that of relaisctl and the feed that the
 * back end serves, so that an entry is the same entry wherever it comes from.
 *
 * UID is the identifier of the placement. SEQUENCE and LAST-MODIFIED are the latest of the placement, its subject and its channel:
 * the log's positions only rise, also when a placement goes over to another subject (a merge), whose own count of changes may be
 * smaller. Refused, postponed or thrown away, the placement or its subject, is STATUS:CANCELLED; what is not approved yet is TENTATIVE.
 * Entries take the whole of the planned day and leave the reader free. */

/**
 * relais_plan_event_new:
 * @placement: a placement
 * @source: where subject, channel and people are looked up (`get`); with `for_readers` the entry holds neither notes nor names
 *
 * Returns: (transfer full) (nullable): the entry; %NULL when nothing is planned
 */
RelaisEvent *relais_plan_event_new   (RelaisRecord *placement, const RelaisExportSource *source);

/**
 * relais_plan_feed_write:
 * @source: its `next` gives the placements of the period and channels wanted; refused ones and those of the bin too, so that who
 *   has them already learns that they are cancelled
 * @name: of the calendar, for people
 *
 * Returns: (transfer full): an iCalendar file, to be read again every six hours
 */
GBytes      *relais_plan_feed_write  (const RelaisExportSource *source, const char *name);

G_END_DECLS
