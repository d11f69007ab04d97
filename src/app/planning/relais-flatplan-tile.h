/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-flatplan-reading.h"

G_BEGIN_DECLS

/* RelaisFlatplanTile: a page of the issue, or the list of what is on none (page 0): what it holds and how full it is, in words.
 * Cards are rows of a list; they can be dragged, and let go on it.
 *
 * Signals:
 *   "open" (const char *placement)
 *   "menu" (GtkWidget *row, GdkRectangle *at in the row)
 *   "hovered" (RelaisPlanDrag *drag, nullable): what is dragged over it; NULL: not any more
 *   "dropped" (RelaisPlanDrag *drag)
 *   "room": how much it holds is to be changed
 */
#define RELAIS_TYPE_FLATPLAN_TILE (relais_flatplan_tile_get_type ())
G_DECLARE_FINAL_TYPE (RelaisFlatplanTile, relais_flatplan_tile, RELAIS, FLATPLAN_TILE, AdwBin)

GtkWidget  *relais_flatplan_tile_new      (guint page);
guint       relais_flatplan_tile_get_page (RelaisFlatplanTile *self);
/* @cards: (element-type RelaisFlatplanCard): lent; @page: (nullable): its room; @more: said below the cards */
void        relais_flatplan_tile_set      (RelaisFlatplanTile *self, const RelaisFlatplanPage *page, GPtrArray *cards,
                                           const char *nothing, const char *more);
/* "Page 3: 1,200 of 1,500 signs, 300 to fill". Lent. */
const char *relais_flatplan_tile_get_words (RelaisFlatplanTile *self);
/* How much it holds can be changed. */
void        relais_flatplan_tile_set_editable (RelaisFlatplanTile *self, gboolean editable);
/* What would be too much if what hangs over it were let go; NULL: nothing. */
void        relais_flatplan_tile_warn     (RelaisFlatplanTile *self, const char *words);
/* Something is carried here with the keyboard. */
void        relais_flatplan_tile_set_target (RelaisFlatplanTile *self, gboolean target);
/* Highlights what is open beside the view. */
void        relais_flatplan_tile_choose   (RelaisFlatplanTile *self, const char *placement);
/* (nullable) */
GtkWidget  *relais_flatplan_tile_find_row (RelaisFlatplanTile *self, const char *placement);
/* Of a row of a tile. (nullable): lent */
RelaisRecord *relais_flatplan_row_get_placement (GtkWidget *row);

G_END_DECLS
