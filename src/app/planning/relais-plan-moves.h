/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-session.h"

G_BEGIN_DECLS

/* Where placements go. Drag, keyboard, "Move to…" and bulk change all say it with this value; what is not given stays.
 * The asking way is relais_plan_mover_move() in relais-plan-mover.h: what follows here asks nobody. */
typedef struct {
  const char *field;    /* lent: which of the three dates is meant: "planned" (NULL), "copy_due" or "publish_at" */
  const char *day;      /* lent: its new value; "": no date any more, an idea; NULL: stays … */
  int         shift;    /* … but moved by so many days, each from its own (several dragged at once); 0: none */
  const char *channel;  /* lent: id; NULL: stays */
  const char *state;    /* lent: status; NULL: stays */
  const char *author;   /* lent: id, "": nobody; NULL: stays (rows of people) */
  const char *reviewer; /* lent: id, "": nobody; NULL: stays */
  const char *campaign; /* lent: id of the campaign of the subject, "": none; NULL: stays */
  const char *unit;     /* lent: id of the direction of the subject, "": none; NULL: stays (rows of directions) */
  const char *edition;  /* lent: id of the journal issue it comes into, "": none; NULL: stays … */
  guint       page;     /* … on this page of it; 0: on none yet */
} RelaisPlanTarget;

/* With texts of its own. */
void          relais_plan_target_copy     (RelaisPlanTarget *target, const RelaisPlanTarget *from);
void          relais_plan_target_clear    (RelaisPlanTarget *target);

/* What happens to the other two of the three dates. Copy due is proposed where there was none. */
typedef enum {
  RELAIS_PLAN_DATES_KEEP_DISTANCE,  /* they move along, as many working days away as before; publish at keeps its hour; they go away
                                     * with the planned one. Copy that is due when the channel wants it is due when another one does,
                                     * on that one */
  RELAIS_PLAN_DATES_ONLY_THIS,      /* they stay where they are, on another channel too */
} RelaisPlanDates;

/* A subject that is on no channel yet can be planned all the same: what is moved is then a placement that nothing is stored of before
 * it gets there, and that has no channel. (transfer full) */
RelaisRecord *relais_plan_draft_new       (RelaisRecord *subject);
gboolean      relais_plan_is_draft        (RelaisRecord *placement);

/* Something of @placement would change. An idea that gets a day is proposed with it, because then it takes room. */
gboolean      relais_plan_target_changes  (const RelaisPlanTarget *target, RelaisStore *store, RelaisRecord *placement);

/* The person may do that with this placement: for where something can be dropped, and what menus offer. The back end decides. */
gboolean      relais_plan_move_may        (RelaisSession *session, RelaisRecord *placement, const RelaisPlanTarget *target);

/* @target takes the planned day away: what goes there is an idea again. */
gboolean      relais_plan_move_takes_day  (const RelaisPlanTarget *target);
/* What was published has its day for ever. */
gboolean      relais_plan_move_may_take_day (RelaisRecord *placement);

/* One of them has another date that would have to come along. */
gboolean      relais_plan_move_has_dates  (RelaisStore *store, GPtrArray *placements, const RelaisPlanTarget *target);

/* The placement as it would be. (transfer full) */
RelaisRecord *relais_plan_move_dup_after  (RelaisStore *store, RelaisRecord *placement, const RelaisPlanTarget *target,
                                           RelaisPlanDates dates);

/**
 * relais_plan_move_build:
 * @placements: (element-type RelaisRecord): what is moved
 * @overruled: (nullable): why rules that object were set aside, kept with each placement that changes; "": nothing objects any more
 *
 * One action for all, with a name: "Move “Cérémonie des vœux” to 12 January". Another channel clears the page of the journal issue,
 * and the expected length where the new channel counts it otherwise.
 *
 * Returns: (transfer full): the action; empty when nothing changes
 */
RelaisAction *relais_plan_move_build      (RelaisStore *store, GPtrArray *placements, const RelaisPlanTarget *target,
                                           RelaisPlanDates dates, const char *overruled);

G_END_DECLS
