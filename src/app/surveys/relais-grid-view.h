/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A table of texts, as of relais_grid_of_question(): the first column at the start, the others, which are figures, at the end of their cells.
 * Takes @grid. @label: what the table is called, for a screen reader */
GtkWidget *relais_grid_view_new (const char *label, GPtrArray *grid);

G_END_DECLS
