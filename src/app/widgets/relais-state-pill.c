/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-state-pill.h"

#include "relais-choice.h"

struct _RelaisStatePill
{
  GtkWidget   parent_instance;

  GtkWidget  *icon;   /* owned: child */
  GtkWidget  *label;  /* owned: child */
  const char *style;  /* static */
};

G_DEFINE_FINAL_TYPE (RelaisStatePill, relais_state_pill, GTK_TYPE_WIDGET)

static void
relais_state_pill_dispose (GObject *object)
{
  RelaisStatePill *self = RELAIS_STATE_PILL (object);

  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (relais_state_pill_parent_class)->dispose (object);
}

static void
relais_state_pill_class_init (RelaisStatePillClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_state_pill_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "statepill");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
relais_state_pill_init (RelaisStatePill *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 5);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);

  self->icon = gtk_image_new ();
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));

  self->label = gtk_label_new (NULL);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

GtkWidget *
relais_state_pill_new (void)
{
  return g_object_new (RELAIS_TYPE_STATE_PILL, NULL);
}

void
relais_state_pill_set (RelaisStatePill *self, const RelaisKind *kind, const char *field, const char *value)
{
  g_return_if_fail (RELAIS_IS_STATE_PILL (self));

  gtk_widget_set_visible (GTK_WIDGET (self), value != NULL);
  if (value == NULL)
    return;

  const char *icon = relais_choice_icon (kind, field, value);
  const char *style = relais_choice_style (kind, field, value);

  gtk_label_set_label (GTK_LABEL (self->label), relais_choice_label (kind, field, value));
  gtk_widget_set_visible (self->icon, icon != NULL);
  if (icon != NULL)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
  if (style != self->style)
    {
      if (self->style != NULL)
        gtk_widget_remove_css_class (GTK_WIDGET (self), self->style);
      if (style != NULL)
        gtk_widget_add_css_class (GTK_WIDGET (self), style);
      self->style = style;
    }
}
