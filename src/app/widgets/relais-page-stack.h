/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows @child of @stack, and hides what was shown. A stack alone keeps its other children visible to styling: GTK styles all of them
 * anew whenever the focus moves anywhere in the window, which costs more than drawing what is seen. For stacks of whole pages. */
void relais_page_stack_show (GtkStack *stack, GtkWidget *child);

G_END_DECLS
