/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-page-stack.h"

static void
test_only_the_page_in_sight_is_visible (void)
{
  g_autoptr (GtkWidget) stack = g_object_ref_sink (gtk_stack_new ());
  GtkWidget *pages[3];

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      pages[i] = gtk_label_new ("page");
      gtk_stack_add_child (GTK_STACK (stack), pages[i]);
      relais_page_stack_show (GTK_STACK (stack), pages[i]);
    }
  for (guint shown = 0; shown < G_N_ELEMENTS (pages); shown++)
    {
      relais_page_stack_show (GTK_STACK (stack), pages[shown]);
      relais_page_stack_show (GTK_STACK (stack), pages[shown]);
      g_assert_true (gtk_stack_get_visible_child (GTK_STACK (stack)) == pages[shown]);
      for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
        g_assert_cmpint (gtk_widget_get_visible (pages[i]), ==, i == shown);
    }
}

int
main (int argc, char **argv)
{
  gtk_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/page-stack/only-the-page-in-sight-is-visible", test_only_the_page_in_sight_is_visible);
  return g_test_run ();
}
