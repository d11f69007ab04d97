/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row with a number at its end that a screen reader finds by its title: it does not find what is in an AdwSpinRow.
 * Returns (transfer none): the number. */
GtkWidget *relais_number_row_add (AdwPreferencesGroup *group, const char *title, guint value, guint most);
/* What is typed counts although the focus is still there. */
guint      relais_number_row_get (GtkWidget *number);
void       relais_number_row_set (GtkWidget *number, guint value);

G_END_DECLS
