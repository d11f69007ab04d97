/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* RelaisScrollArea: a widget that is larger than what is seen of it, in a GtkScrolledWindow, and lays out only that: what tables that
 * draw their own cells derive from. It is allocated and drawn again when it is scrolled. */
#define RELAIS_TYPE_SCROLL_AREA (relais_scroll_area_get_type ())
G_DECLARE_DERIVABLE_TYPE (RelaisScrollArea, relais_scroll_area, RELAIS, SCROLL_AREA, GtkWidget)

struct _RelaisScrollAreaClass
{
  GtkWidgetClass parent_class;
};

/* How many pixels are scrolled away. */
double relais_scroll_area_get_value (RelaisScrollArea *self, GtkOrientation orientation);
void   relais_scroll_area_set_value (RelaisScrollArea *self, GtkOrientation orientation, double value);
/* Scrolls as little as brings @start to @end into sight. */
void   relais_scroll_area_reveal    (RelaisScrollArea *self, GtkOrientation orientation, double start, double end);
/* To be told of at each allocation: of @whole pixels @page are seen; a turn of the wheel goes on by @step. */
void   relais_scroll_area_configure (RelaisScrollArea *self, GtkOrientation orientation, int whole, int page, int step);

G_END_DECLS
