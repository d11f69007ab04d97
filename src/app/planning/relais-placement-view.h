/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-record-list.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisPlacementView: placements of a query, as rows grouped by week or, of the ideas, as cards.
 *
 *   RelaisRecordList → RelaisSectionModel → GtkSingleSelection → GtkListView (RelaisListRow or RelaisPlacementCard)
 *
 * Each placement has a menu (right click, long press, Menu key): move to another status, change the date, throw away. Cards
 * can be dragged.
 * Signals: "open" (const char *subject, const char *placement), "count-changed"; of the ideas also "carry" (GPtrArray *placements,
 * GtkWidget *from): Space picked them up; "dragged": a drag begins.
 *
 * The ideas are cards of two lists, one behind the other: subjects that are on no channel, and placements.
 */
#define RELAIS_TYPE_PLACEMENT_VIEW (relais_placement_view_get_type ())
G_DECLARE_FINAL_TYPE (RelaisPlacementView, relais_placement_view, RELAIS, PLACEMENT_VIEW, GtkWidget)

GtkWidget *relais_placement_view_new        (RelaisSession *session, gboolean cards);
GtkWidget *relais_placement_view_new_ideas  (RelaisSession *session);
/* The keyboard goes to the first card. */
void       relais_placement_view_focus_top  (RelaisPlacementView *self);
/* Of the ideas: the query of subjects; NULL: none. */
void       relais_placement_view_set_unplaced (RelaisPlacementView *self, RelaisQuery *query);
/* @query: NULL: nothing */
void       relais_placement_view_set_query  (RelaisPlacementView *self, RelaisQuery *query);
void       relais_placement_view_set_active (RelaisPlacementView *self, gboolean active);
guint      relais_placement_view_get_count  (RelaisPlacementView *self);
gboolean   relais_placement_view_is_loading (RelaisPlacementView *self);
/* Highlights the placement whose subject is shown beside the view; NULL: none. */
void       relais_placement_view_choose     (RelaisPlacementView *self, const char *placement);
GtkWidget *relais_placement_view_get_list   (RelaisPlacementView *self);

G_END_DECLS
