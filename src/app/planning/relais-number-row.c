/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-number-row.h"

GtkWidget *
relais_number_row_add (AdwPreferencesGroup *group, const char *title, guint value, guint most)
{
  GtkWidget *row = adw_action_row_new (), *number = gtk_spin_button_new_with_range (0, most, 1);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (number), value);
  gtk_editable_set_width_chars (GTK_EDITABLE (number), 5);
  gtk_widget_set_valign (number, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (number), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), number);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), number);
  adw_preferences_group_add (group, row);
  return number;
}

guint
relais_number_row_get (GtkWidget *number)
{
  gtk_spin_button_update (GTK_SPIN_BUTTON (number));
  return (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (number));
}

void
relais_number_row_set (GtkWidget *number, guint value)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (number), value);
}
