/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-key-figures.h"

#include "relais-report-words.h"

#include <adwaita.h>

static GtkWidget *
new_figure (const RelaisKeyFigure *figure, const char *style)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                                 NULL);
  GtkWidget *value = gtk_label_new (figure->value);
  GtkWidget *caption = gtk_label_new (figure->caption);
  g_autofree char *spoken = g_strdup_printf ("%s %s", figure->value, figure->caption);

  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_widget_add_css_class (value, style);
  gtk_widget_add_css_class (value, "numeric");
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dimmed");
  gtk_box_append (GTK_BOX (box), value);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return box;
}

static GtkWidget *
new_line (const RelaisKeyFigure *figure)
{
  g_autofree char *text = g_strdup_printf ("%s %s", figure->value, figure->caption);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dimmed");
  return label;
}

GtkWidget *
relais_key_figures_new (GPtrArray *figures, const char *style)
{
  if (figures->len == 1)
    {
      GtkWidget *line = new_line (g_ptr_array_index (figures, 0));

      g_ptr_array_unref (figures);
      return line;
    }

  GtkWidget *wrap = adw_wrap_box_new ();

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (wrap), 30);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (wrap), 9);
  for (guint i = 0; i < figures->len; i++)
    adw_wrap_box_append (ADW_WRAP_BOX (wrap), new_figure (g_ptr_array_index (figures, i), style));
  g_ptr_array_unref (figures);
  return wrap;
}
