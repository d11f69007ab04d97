/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-plan-filter.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisFacetMenu: a button that says what is chosen of one facet of the filter, with a list to check it in. Long lists (people)
 * are searched: never more than a few dozen rows are made. Signal "chosen". */
#define RELAIS_TYPE_FACET_MENU (relais_facet_menu_get_type ())
G_DECLARE_FINAL_TYPE (RelaisFacetMenu, relais_facet_menu, RELAIS, FACET_MENU, AdwBin)

GtkWidget          *relais_facet_menu_new        (RelaisSession *session, RelaisPlanFacet facet);
/* Shows that, without "chosen". @values: (nullable) */
void                relais_facet_menu_set_chosen (RelaisFacetMenu *self, const char * const *values);
const char * const *relais_facet_menu_get_chosen (RelaisFacetMenu *self);   /* lent, never NULL */
/* What the chosen records are called may have changed. */
void                relais_facet_menu_refresh    (RelaisFacetMenu *self);

G_END_DECLS
