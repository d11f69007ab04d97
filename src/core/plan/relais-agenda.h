/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-load.h"
#include "relais-plan-calendar.h"

G_BEGIN_DECLS

/* Why the committee speaks of a subject; the first that applies, in this order. */
typedef enum {
  RELAIS_AGENDA_PROPOSAL,  /* proposed, or postponed to a day that has come: to be decided */
  RELAIS_AGENDA_LATE,      /* a placement whose copy was due, or that was planned for a day gone by */
  RELAIS_AGENDA_CLASH,     /* a placement in the next weeks on a closed day, or where there are too many */
  RELAIS_AGENDA_COMING,    /* planned in the next three weeks */
  RELAIS_AGENDA_ADDED,     /* somebody put it on the agenda */
} RelaisAgendaWhy;

/* "Coming" reaches this far. */
#define RELAIS_AGENDA_DAYS 21

/* What was postponed without a day is asked for again so long, and then only by hand. */
#define RELAIS_AGENDA_PATIENCE 60

typedef struct {
  char           *subject;    /* owned */
  char           *placement;  /* owned, nullable: the one that it is about, when it is about one */
  RelaisAgendaWhy why;
  gboolean        passed;     /* spoken of, and nothing to decide */
} RelaisAgendaItem;

/**
 * relais_agenda_compute:
 * @subjects: (element-type RelaisRecord): those proposed or postponed, and those of @placements
 * @placements: (element-type RelaisRecord): in hand, up to three weeks from @today
 * @postponed: (nullable) (element-type utf8 utf8): subject → the day it was postponed to; subjects postponed to a later day than
 *   @today are left out; without a day they come back for RELAIS_AGENDA_PATIENCE days after they were proposed
 *
 * Returns: (transfer full) (element-type RelaisAgendaItem): each subject once, in the order of RelaisAgendaWhy, then by day, then
 *   by title
 */
GPtrArray        *relais_agenda_compute   (GPtrArray *subjects, GPtrArray *placements, GHashTable *postponed,
                                           RelaisPlanCalendar *calendar, RelaisLoad *load, RelaisDay today);

RelaisAgendaItem *relais_agenda_item_new  (const char *subject, const char *placement, RelaisAgendaWhy why);
void              relais_agenda_item_free (RelaisAgendaItem *item);
/* The field `agenda` of a meeting, from and to. What is not an item is passed over; NULL gives an empty agenda. */
GPtrArray        *relais_agenda_parse     (const char *json);
char             *relais_agenda_print     (GPtrArray *items);
/* "New proposal", "Late", "Clash", "Coming up", "Added", in the person's language. (transfer none) */
const char       *relais_agenda_why_get_label (RelaisAgendaWhy why);

G_END_DECLS
