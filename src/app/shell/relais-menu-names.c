/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include <gtk/gtk.h>

#include "relais-menu-names.h"

/* The items' class is private to GTK; its name and its property "text" have been the same since 4.0. */
static void
name_items (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *text = NULL;

      name_items (child);
      if (!g_str_equal (G_OBJECT_TYPE_NAME (child), "GtkModelButton"))
        continue;
      g_object_get (child, "text", &text, NULL);
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
      gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
    }
}

static gboolean
map_cb (GSignalInvocationHint *hint, guint n_params, const GValue *params, gpointer user_data)
{
  GtkWidget *widget = g_value_get_object (params);

  if (GTK_IS_POPOVER_MENU (widget))
    name_items (widget);
  return TRUE;
}

void
relais_menu_names_install (void)
{
  /* Signals exist from the moment their class does. */
  g_autoptr (GTypeClass) klass = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, map_cb, NULL, NULL);
}
