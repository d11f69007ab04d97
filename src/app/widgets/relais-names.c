/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-names.h"

#include <glib/gi18n.h>

static void
set_label (GtkWidget *widget, const char *label)
{
  /* A relation would count for more than the label. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static GtkWidget *
find_list (GtkWidget *widget)
{
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_LIST)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_list (child);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The button in it, which has the focus, is called like the menu itself. */
static void
selected_cb (GtkDropDown *menu)
{
  const char *name = g_object_get_data (G_OBJECT (menu), "relais-name");
  GObject *item = gtk_drop_down_get_selected_item (menu);
  const char *value = GTK_IS_STRING_OBJECT (item) ? gtk_string_object_get_string (GTK_STRING_OBJECT (item)) : NULL;
  /* Translators: for a screen reader: what is chosen, and the choice ("Period: Past") */
  g_autofree char *label = value != NULL ? g_strdup_printf (_("%s: %s"), name, value) : g_strdup (name);

  set_label (GTK_WIDGET (menu), label);
}

static void
title_cb (AdwExpanderRow *row)
{
  set_label (GTK_WIDGET (row), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
}

void
relais_name_drop_down (GtkDropDown *menu, const char *name)
{
  g_return_if_fail (GTK_IS_DROP_DOWN (menu) && name != NULL);

  g_object_set_data_full (G_OBJECT (menu), "relais-name", g_strdup (name), g_free);
  g_signal_connect (menu, "notify::selected-item", G_CALLBACK (selected_cb), NULL);
  selected_cb (menu);
}

void
relais_name_group (AdwPreferencesGroup *group, const char *name)
{
  g_return_if_fail (ADW_IS_PREFERENCES_GROUP (group) && name != NULL);
  set_label (find_list (GTK_WIDGET (group)), name);
}

void
relais_name_expander (AdwExpanderRow *row)
{
  g_return_if_fail (ADW_IS_EXPANDER_ROW (row));

  set_label (find_list (GTK_WIDGET (row)), _("Details"));
  g_signal_connect (row, "notify::title", G_CALLBACK (title_cb), NULL);
  title_cb (row);
}

void
relais_name_row (GtkWidget *row, const char *name)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
