/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-plan-filter.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisIdeasPane: what has no day yet, beside the plan: placements, and subjects that are on no channel. A title and Enter make an
 * idea; ideas are dragged from here to the plan, cards of the plan here.
 *
 * Signals: "open" (const char *subject, const char *placement, nullable); "carry" (GPtrArray *placements, GtkWidget *from): picked up
 * with the keyboard; "dragged": something is on its way out with the mouse; "close".
 */
#define RELAIS_TYPE_IDEAS_PANE (relais_ideas_pane_get_type ())
G_DECLARE_FINAL_TYPE (RelaisIdeasPane, relais_ideas_pane, RELAIS, IDEAS_PANE, AdwBin)

/* Once, before anything else. */
void relais_ideas_pane_set_session (RelaisIdeasPane *self, RelaisSession *session);
/* The page's. */
void relais_ideas_pane_set_filter  (RelaisIdeasPane *self, const RelaisPlanFilter *filter);
/* A pane that is not in sight does not follow changes. */
void relais_ideas_pane_set_active  (RelaisIdeasPane *self, gboolean active);
/* Highlights the placement that is open beside the plan; NULL: none. */
void relais_ideas_pane_choose      (RelaisIdeasPane *self, const char *placement);
/* To the entry, or to the list for those who can only read. */
void relais_ideas_pane_focus       (RelaisIdeasPane *self);

G_END_DECLS
