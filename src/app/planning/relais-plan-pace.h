/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-view.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* When a view of the plan reads what it shows: while it is in sight, one reading at a time; what is asked for meanwhile comes next, and
 * what comes into sight again is read anew, because nobody told it what happened. */
typedef struct {
  RelaisPlanView      *view;        /* borrowed: has the pace */
  RelaisStore         *store;       /* borrowed */
  const char * const  *kinds;       /* static: what changes of these kinds is seen in the view */
  void               (*read) (RelaisPlanView *view);
  RelaisPlanFilter    *filter;      /* owned */
  GCancellable        *reading;     /* owned, nullable: for read() */
  gulong               changed_id;
  gboolean             active;      /* in sight */
  gboolean             stale;       /* what is shown is not what should be */
} RelaisPlanPace;

/* @read: starts a reading under @pace->filter, with @pace->reading, and calls relais_plan_pace_end() when it has ended, whatever came of
 * it, unless the view was disposed of. */
void     relais_plan_pace_init       (RelaisPlanPace *pace, RelaisPlanView *view, RelaisStore *store, const char * const *kinds,
                                      void (*read) (RelaisPlanView *view));
void     relais_plan_pace_clear      (RelaisPlanPace *pace);
/* Something else is to be shown. */
void     relais_plan_pace_ask        (RelaisPlanPace *pace);
/* TRUE: what was read is still what is wanted; otherwise it is being read again. */
gboolean relais_plan_pace_end        (RelaisPlanPace *pace);
void     relais_plan_pace_set_filter (RelaisPlanPace *pace, const RelaisPlanFilter *filter);
void     relais_plan_pace_set_active (RelaisPlanPace *pace, gboolean active);

G_END_DECLS
