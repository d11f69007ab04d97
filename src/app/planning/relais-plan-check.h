/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-day.h"
#include "relais-plan-moves.h"

G_BEGIN_DECLS

/* What speaks against a move, asked before it is made: closed periods, holidays, week-ends, the past and ceilings. */
typedef struct {
  char    **sentences;  /* owned, NULL-terminated: each once */
  RelaisDay next_free;  /* when nothing speaks against any of them; RELAIS_DAY_NONE: not soon, or not asked for */
} RelaisPlanObjections;

void relais_plan_objections_free (RelaisPlanObjections *objections);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisPlanObjections, relais_plan_objections_free)

/* @placements: (element-type RelaisRecord). What the plan holds then is read on the store's thread. */
void                  relais_plan_check_async  (RelaisStore *store, GPtrArray *placements, const RelaisPlanTarget *target,
                                                RelaisPlanDates dates, RelaisDay today, GAsyncReadyCallback callback,
                                                gpointer user_data);
/* (transfer full) (nullable): NULL without @error: nothing speaks against it */
RelaisPlanObjections *relais_plan_check_finish (RelaisStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
