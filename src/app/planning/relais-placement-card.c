/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-placement-card.h"

#include "relais-choice.h"
#include "relais-format.h"

#include <string.h>

struct _RelaisPlacementCard
{
  GtkWidget   parent_instance;

  GtkWidget  *title;    /* owned: child */
  GtkWidget  *foot;     /* owned: child */
  GtkWidget  *icon;     /* borrowed */
  GtkWidget  *channel;  /* borrowed */
  GtkWidget  *date;     /* borrowed */
  const char *style;    /* static */
};

G_DEFINE_FINAL_TYPE (RelaisPlacementCard, relais_placement_card, GTK_TYPE_WIDGET)

static gboolean
is_copy_late (RelaisRecord *placement, const char *today)
{
  const char *state = relais_record_get_string (placement, "state");
  const char *due = relais_record_get_string (placement, "copy_due");

  return due != NULL && strcmp (due, today) < 0 && (g_str_equal (state, "accepted") || g_str_equal (state, "writing"));
}

static void
relais_placement_card_dispose (GObject *object)
{
  RelaisPlacementCard *self = RELAIS_PLACEMENT_CARD (object);

  g_clear_pointer (&self->title, gtk_widget_unparent);
  g_clear_pointer (&self->foot, gtk_widget_unparent);
  G_OBJECT_CLASS (relais_placement_card_parent_class)->dispose (object);
}

static void
relais_placement_card_class_init (RelaisPlacementCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_placement_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "placementcard");
}

static void
relais_placement_card_init (RelaisPlacementCard *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_yalign (GTK_LABEL (self->title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (self->title), 2);
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_vexpand (self->title, TRUE);
  gtk_widget_add_css_class (self->title, "relais-card-title");
  gtk_widget_set_parent (self->title, GTK_WIDGET (self));

  self->foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->icon = gtk_image_new ();
  gtk_widget_add_css_class (self->icon, "relais-dot");
  self->channel = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->channel), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->channel), 0);
  gtk_widget_set_hexpand (self->channel, TRUE);
  self->date = gtk_label_new (NULL);
  gtk_box_append (GTK_BOX (self->foot), self->icon);
  gtk_box_append (GTK_BOX (self->foot), self->channel);
  gtk_box_append (GTK_BOX (self->foot), self->date);
  gtk_widget_add_css_class (self->foot, "caption");
  gtk_widget_set_parent (self->foot, GTK_WIDGET (self));
}

GtkWidget *
relais_placement_card_new (void)
{
  return g_object_new (RELAIS_TYPE_PLACEMENT_CARD, NULL);
}

void
relais_placement_card_set (RelaisPlacementCard *self, const RelaisPlacementText *text)
{
  g_return_if_fail (RELAIS_IS_PLACEMENT_CARD (self));

  gtk_label_set_label (GTK_LABEL (self->title), text->title);
  gtk_label_set_label (GTK_LABEL (self->channel), text->channel);
  gtk_label_set_label (GTK_LABEL (self->date), text->short_date);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), text->icon);
  if (text->late)
    gtk_widget_add_css_class (self->date, "error");
  else
    gtk_widget_remove_css_class (self->date, "error");
  if (self->style != text->style)
    {
      if (self->style != NULL)
        gtk_widget_remove_css_class (self->icon, self->style);
      gtk_widget_add_css_class (self->icon, text->style);
      self->style = text->style;
    }
}

void
relais_placement_text_read (RelaisPlacementText *text, RelaisStore *store, RelaisRecord *placement, const char *today)
{
  g_autoptr (RelaisRecord) channel = relais_store_lookup (store, "channel", relais_record_get_string (placement, "channel"));

  text->title = relais_store_dup_title (store, "subject", relais_record_get_string (placement, "subject"));
  text->channel = channel != NULL ? relais_record_dup_title (channel) : g_strdup ("");
  text->author = relais_store_dup_title (store, "person", relais_record_get_string (placement, "author"));
  text->date = relais_format_day (relais_record_get_string (placement, "planned"), today);
  text->short_date = relais_format_day_short (relais_record_get_string (placement, "planned"), today);
  text->icon = relais_channel_icon (channel != NULL ? relais_record_get_string (channel, "form") : NULL);
  text->style = relais_color_style (channel != NULL ? relais_record_get_string (channel, "color") : NULL);
  text->late = is_copy_late (placement, today);
}

void
relais_placement_text_clear (RelaisPlacementText *text)
{
  g_clear_pointer (&text->title, g_free);
  g_clear_pointer (&text->channel, g_free);
  g_clear_pointer (&text->author, g_free);
  g_clear_pointer (&text->date, g_free);
  g_clear_pointer (&text->short_date, g_free);
}
