/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-load.h"
#include "relais-plan-calendar.h"

G_BEGIN_DECLS

/* What speaks against a day. */
typedef enum {
  RELAIS_OBSTACLE_PAST,
  RELAIS_OBSTACLE_PERIOD,         /* a closed period */
  RELAIS_OBSTACLE_HOLIDAY,
  RELAIS_OBSTACLE_WEEKEND,
  RELAIS_OBSTACLE_CHANNEL_DAY,    /* the ceiling of the channel for a day */
  RELAIS_OBSTACLE_CHANNEL_WEEK,
  RELAIS_OBSTACLE_AUDIENCE_DAY,
  RELAIS_OBSTACLE_AUDIENCE_WEEK,
} RelaisObstacleKind;

typedef struct {
  RelaisObstacleKind kind;
  char              *sentence;  /* owned: one sentence in the person's language, with what and how many */
} RelaisObstacle;

/**
 * relais_move_check:
 * @before: (nullable): the placement as it is in @load; %NULL: it is not planned yet
 * @after: the placement as it would be; `planned` RELAIS_DAY_NONE takes it off the plan: nothing speaks against it
 * @calendar: which days are worked
 * @load: what is planned, @before included; must cover the week of @after. Left as it was
 * @today: this day is not the past
 *
 * Ceilings are checked where the move adds to them: staying in a week that is too full already is no obstacle.
 *
 * Returns: (transfer full) (element-type RelaisObstacle): why not; empty when nothing speaks against it
 */
GPtrArray *relais_move_check     (const RelaisLoadItem *before, const RelaisLoadItem *after, RelaisPlanCalendar *calendar,
                                  RelaisLoad *load, RelaisDay today);

/* The first day after the wanted one, not in the past, without obstacle; RELAIS_DAY_NONE when the next @days days have none.
 * @load must cover them. */
RelaisDay  relais_move_next_free (const RelaisLoadItem *before, const RelaisLoadItem *after, RelaisPlanCalendar *calendar,
                                  RelaisLoad *load, RelaisDay today, int days);

G_END_DECLS
