/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Late rows: a list view keeps some two hundred rows alive and binds all of them anew when it jumps, of which a dozen are seen. A
 * row that binds late says what it shows when it is drawn or gets the focus; the others when the program has nothing else to do, so
 * that assistive technology finds them all. The height of a late row must not depend on what it shows.
 */
typedef void (*RelaisFillRow) (GtkListItem *item, gpointer user_data);

/* From the factory's "bind": @fill will show the item in its child. */
void relais_late_bind   (GtkListItem *item, RelaisFillRow fill, gpointer user_data);
/* From the factory's "unbind". */
void relais_late_unbind (GtkListItem *item);
/* Fills the row now, if it waits for that. @child: of the list item. The child's "snapshot" begins with it. */
void relais_late_fill   (GtkWidget *child);
/* Fills the row that has the focus now. From the window's "notify::focus-widget". */
void relais_late_fill_focus (GtkWindow *window);

G_END_DECLS
