/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-view.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* RelaisPlanState: what the planning page of a window shows: one filter, one view, and what was chosen in each view. Kept from one
 * start to the next, and what a saved view is made of:
 *
 *   {"view": "grid", "filter": {…}, "options": {"grid": {…}, …}}
 */
typedef struct _RelaisPlanState RelaisPlanState;

/* As it was kept for this workspace. */
RelaisPlanState        *relais_plan_state_new           (RelaisStore *store);
void                    relais_plan_state_free          (RelaisPlanState *state);
/* Keeps it for the next start. */
void                    relais_plan_state_save          (RelaisPlanState *state);

const RelaisPlanFilter *relais_plan_state_get_filter    (RelaisPlanState *state);
void                    relais_plan_state_set_filter    (RelaisPlanState *state, const RelaisPlanFilter *filter);
const char             *relais_plan_state_get_view      (RelaisPlanState *state);   /* nullable */
void                    relais_plan_state_set_view      (RelaisPlanState *state, const char *name);
/* Whether the ideas are beside the plan: this window's, and no part of a saved view. */
gboolean                relais_plan_state_get_ideas     (RelaisPlanState *state);
void                    relais_plan_state_set_ideas     (RelaisPlanState *state, gboolean shown);
/* From the view in sight, and to a view that has just been made or is to show a saved view. */
void                    relais_plan_state_remember_view (RelaisPlanState *state, RelaisPlanView *view);
void                    relais_plan_state_show_view     (RelaisPlanState *state, const char *name, RelaisPlanView *view);

/* With the view in sight alone, as in saved_view.filter. (transfer full) */
char                   *relais_plan_state_to_json       (RelaisPlanState *state);
/* What is not understood is passed over. @json: (nullable) */
void                    relais_plan_state_read_json     (RelaisPlanState *state, const char *json);

G_END_DECLS
