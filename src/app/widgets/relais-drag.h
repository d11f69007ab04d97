/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A source whose things are moved. Escape gives its drag up, wherever the keyboard is: under X11 the desktop does not do that by itself. */
GtkDragSource *relais_drag_source_new (void);

/* Under the pointer: the picture of @card as it is now, even when it goes out of sight meanwhile; of @n, a pile. @x, @y: where the
 * pointer holds it. */
void           relais_drag_set_icon   (GtkDragSource *source, GtkWidget *card, guint n, int x, int y);

G_END_DECLS
