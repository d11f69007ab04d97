/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisBulkBar: what can be done with several placements at once; there while more than one is selected. Signal "unselect": the person
 * wants none of them any more. */
#define RELAIS_TYPE_BULK_BAR (relais_bulk_bar_get_type ())
G_DECLARE_FINAL_TYPE (RelaisBulkBar, relais_bulk_bar, RELAIS, BULK_BAR, AdwBin)

GtkWidget *relais_bulk_bar_new          (RelaisSession *session);
/* @keys: (transfer none): of the placements, see relais_record_list_get_key() */
void       relais_bulk_bar_set_selected (RelaisBulkBar *self, GtkBitset *keys);
/* What it does, for whoever else lets the person do it ("bulk" in menus): state and assign (s), move-to, move-by, to-ideas, throw-away;
 * with what is selected, be it one. (transfer none) */
GActionGroup *relais_bulk_bar_get_actions (RelaisBulkBar *self);
/* All of it as a menu that says how many there are, over the middle of @at. @parent: inside of what has these actions as "bulk". */
void       relais_bulk_menu_popup       (GtkWidget *parent, const GdkRectangle *at, guint n);

G_END_DECLS
