/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-store.h"

G_BEGIN_DECLS

typedef enum {
  RELAIS_PERIOD_COMING,   /* from Monday of this week on */
  RELAIS_PERIOD_PAST,     /* before this week, latest first */
  RELAIS_PERIOD_NO_DATE,
  RELAIS_PERIOD_ALL,
} RelaisPeriod;

/* What the plan shows: a value. */
typedef struct {
  RelaisPeriod period;
  char        *channel;  /* owned, nullable: id */
  char        *state;    /* owned, nullable: a status; NULL: those in hand (neither archived, refused nor postponed) */
  gboolean     every_state;
  char        *units;    /* owned, nullable: ids joined by '|': a direction and what is part of it */
  char        *text;     /* owned, nullable */
} RelaisPlanningFilter;

void         relais_planning_filter_clear (RelaisPlanningFilter *filter);
/* Query over placements. @state: (nullable): only this status (a column of the board); otherwise grouped by week. */
RelaisQuery *relais_planning_filter_build (const RelaisPlanningFilter *filter, const char *state, const char *today);
/* The unit and all that is part of it, joined by '|'. Bounded lookups on the main thread. */
char        *relais_planning_join_units   (RelaisStore *store, const char *unit);

/* The columns of the board, in order, NULL-terminated. */
const char * const *relais_planning_board_states (void);

G_END_DECLS
