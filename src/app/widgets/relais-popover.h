/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * relais_popover_show:
 * @popover: (transfer floating): a new popover; it goes away after it was closed
 * @parent: what it belongs to: never a row, which its own choice may take away (throwing away, another week)
 * @at: what it points to, in @parent's coordinates
 */
void relais_popover_show         (GtkWidget *popover, GtkWidget *parent, const GdkRectangle *at);
/* In the parent's size_allocate(), where it has no layout manager: they are as large as they want to be, and where they point to. */
void relais_popover_present_all  (GtkWidget *parent);
/* In the parent's dispose(): those that are still open, or closed just now. */
void relais_popover_unparent_all (GtkWidget *parent);
/* Where @child is in @parent. */
void relais_popover_get_place    (GtkWidget *child, GtkWidget *parent, GdkRectangle *place);

G_END_DECLS
