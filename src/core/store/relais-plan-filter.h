/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-query.h"

G_BEGIN_DECLS

/* RelaisPlanFilter: which placements the plan shows, whatever view it is seen in; what a saved view keeps. */

/* What one can choose by. Within one facet any of the chosen values will do, and every facet must agree. */
typedef enum {
  RELAIS_PLAN_CHANNEL,
  RELAIS_PLAN_STATE,     /* nothing chosen: what is in hand, neither archived, refused nor postponed */
  RELAIS_PLAN_UNIT,      /* directions, with all that is part of them */
  RELAIS_PLAN_AUTHOR,
  RELAIS_PLAN_THEME,
  RELAIS_PLAN_CAMPAIGN,
  RELAIS_PLAN_AUDIENCE,  /* of the placement, else of its channel */
  RELAIS_PLAN_N_FACETS
} RelaisPlanFacet;

typedef struct {
  GStrv chosen[RELAIS_PLAN_N_FACETS];  /* owned: ids or values, sorted; NULL: any */
  char *text;                          /* owned, nullable: words of the subject */
} RelaisPlanFilter;

RelaisPlanFilter *relais_plan_filter_new   (void);
RelaisPlanFilter *relais_plan_filter_copy  (const RelaisPlanFilter *filter);
void              relais_plan_filter_free  (RelaisPlanFilter *filter);
gboolean          relais_plan_filter_equal (const RelaisPlanFilter *a, const RelaisPlanFilter *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisPlanFilter, relais_plan_filter_free)

/* @values: (nullable): NULL or empty: any */
void         relais_plan_filter_choose   (RelaisPlanFilter *filter, RelaisPlanFacet facet, const char * const *values);
void         relais_plan_filter_set_text (RelaisPlanFilter *filter, const char *text /* NULL or "": any */);
gboolean     relais_plan_filter_has      (const RelaisPlanFilter *filter, RelaisPlanFacet facet, const char *value);
gboolean     relais_plan_filter_is_empty (const RelaisPlanFilter *filter);

/* {"channel": [id, …], "state": […], "text": "…"}, as in saved_view.filter. What is not understood (a later Relais, something that
 * is no filter) is left out. (transfer full) */
char             *relais_plan_filter_to_json   (const RelaisPlanFilter *filter);
RelaisPlanFilter *relais_plan_filter_from_json (const char *json /* nullable */);

/* Over placements, without order. (transfer full) */
RelaisQuery *relais_plan_filter_build    (const RelaisPlanFilter *filter);
/* Neither archived, refused nor postponed. */
gboolean     relais_plan_state_is_in_hand (const char *state);
/* The same for one status, whatever is chosen; NULL when the choice leaves it out (a column of the board). */
RelaisQuery *relais_plan_filter_build_state (const RelaisPlanFilter *filter, const char *state);
/* The ideas: placements without a day that can still get one, and subjects that are on no channel yet. Without order; NULL when the
 * choice leaves all of them out: what is on no channel has none of the chosen channels, authors and audiences. */
RelaisQuery *relais_plan_filter_build_undated (const RelaisPlanFilter *filter);
RelaisQuery *relais_plan_filter_build_unplaced (const RelaisPlanFilter *filter);

G_END_DECLS
