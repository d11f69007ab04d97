/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-plan-moves.h"

G_BEGIN_DECLS

/* The most that is changed at once: one action is one message to the back end. */
#define RELAIS_BULK_MOST 500

/**
 * relais_bulk_change_run:
 * @keys: of the placements, see relais_record_list_get_key()
 * @target: (nullable): what changes; %NULL: they are thrown away
 *
 * One change of many placements as one action with one name. Those that may not be changed so are said first, with why; the person
 * then changes the others or none. What speaks against a move is said as for any other.
 */
void relais_bulk_change_run (GtkWidget *parent, RelaisSession *session, GtkBitset *keys, const RelaisPlanTarget *target);

G_END_DECLS
