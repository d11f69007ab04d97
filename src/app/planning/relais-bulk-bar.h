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
/* Throws away what is selected, be it one. */
void       relais_bulk_bar_throw_away   (RelaisBulkBar *self);

G_END_DECLS
