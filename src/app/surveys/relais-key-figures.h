/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Figures side by side, each above its caption, wrapped where there is little room. @figures: (transfer full) (element-type
 * RelaisKeyFigure); one alone is a plain line. @style: style class of the values ("title-1") */
GtkWidget *relais_key_figures_new (GPtrArray *figures, const char *style);

G_END_DECLS
