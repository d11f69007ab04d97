/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-page-stack.h"

void
relais_page_stack_show (GtkStack *stack, GtkWidget *child)
{
  g_return_if_fail (GTK_IS_STACK (stack) && gtk_widget_get_parent (child) == GTK_WIDGET (stack));

  GtkWidget *before = gtk_stack_get_visible_child (stack);

  gtk_widget_set_visible (child, TRUE);
  gtk_stack_set_visible_child (stack, child);
  /* Last: a stack whose visible child is hidden chooses another one by itself. */
  if (before != NULL && before != child)
    gtk_widget_set_visible (before, FALSE);
}
