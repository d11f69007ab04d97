/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-plan-filter.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisFilterBar: one menu a facet, side by side. Signal "changed": the person chose something else. The words that are searched
 * for are the page's to give. */
#define RELAIS_TYPE_FILTER_BAR (relais_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (RelaisFilterBar, relais_filter_bar, RELAIS, FILTER_BAR, AdwBin)

GtkWidget *relais_filter_bar_new     (RelaisSession *session);
/* What comes before the menus. */
void       relais_filter_bar_prepend (RelaisFilterBar *self, GtkWidget *child);
/* Shows all but the words of @filter, without "changed". */
void       relais_filter_bar_show    (RelaisFilterBar *self, const RelaisPlanFilter *filter);
/* Puts all but the words into @filter. */
void       relais_filter_bar_read    (RelaisFilterBar *self, RelaisPlanFilter *filter);
/* Records were renamed. */
void       relais_filter_bar_refresh (RelaisFilterBar *self);

G_END_DECLS
