/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-placement-card.h"

#include "relais-choice.h"
#include "relais-draw.h"
#include "relais-format.h"
#include "relais-late.h"

#include <string.h>

#define ICON_SIZE 16
#define GAP       6
#define FOOT_GAP  8
#define CAPTION   0.82

struct _RelaisPlacementCard
{
  GtkWidget    parent_instance;

  RelaisDrawText title;  /* two lines */
  RelaisDrawText channel;
  RelaisDrawText date;
  const char  *icon;     /* static */
  const char  *style;    /* static */
  gboolean     late;
  gboolean     drawing;
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
draw (RelaisPlacementCard *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  PangoLayout *title = relais_draw_layout (&self->title, widget), *channel = relais_draw_layout (&self->channel, widget);
  PangoLayout *date = relais_draw_layout (&self->date, widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int date_width = relais_draw_width (date);
  int line = MAX (ICON_SIZE, relais_draw_height (channel));
  int foot = height - (line + ICON_SIZE) / 2, foot_text = height - (line + relais_draw_height (channel)) / 2;
  GdkRGBA color;

  relais_draw_text (widget, snapshot, title, 0, 0, width, FALSE, NULL, 1);
  relais_draw_color (widget, self->style, &color);
  relais_draw_icon (widget, snapshot, self->icon, 0, foot, ICON_SIZE, &color);
  relais_draw_text (widget, snapshot, channel, ICON_SIZE + GAP, foot_text, width - ICON_SIZE - 2 * GAP - date_width, FALSE,
                    NULL, 1);
  relais_draw_color (widget, self->late ? "error" : NULL, &color);
  relais_draw_text (widget, snapshot, date, width - date_width, foot_text, date_width, TRUE, &color, 1);
}

static void
relais_placement_card_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                               int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 120;
  else
    *minimum = *natural = 2 * relais_draw_line_height (widget, 1) + FOOT_GAP
                          + MAX (ICON_SIZE, relais_draw_line_height (widget, CAPTION));
}

static void
relais_placement_card_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RelaisPlacementCard *self = RELAIS_PLACEMENT_CARD (widget);

  self->drawing = TRUE;
  relais_late_fill (widget);
  draw (self, snapshot);
  self->drawing = FALSE;
}

/* Another font or text size. */
static void
relais_placement_card_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  RelaisPlacementCard *self = RELAIS_PLACEMENT_CARD (widget);

  GTK_WIDGET_CLASS (relais_placement_card_parent_class)->css_changed (widget, change);
  relais_draw_restyle (&self->title);
  relais_draw_restyle (&self->channel);
  relais_draw_restyle (&self->date);
}

static void
relais_placement_card_finalize (GObject *object)
{
  RelaisPlacementCard *self = RELAIS_PLACEMENT_CARD (object);

  relais_draw_clear_text (&self->title);
  relais_draw_clear_text (&self->channel);
  relais_draw_clear_text (&self->date);
  G_OBJECT_CLASS (relais_placement_card_parent_class)->finalize (object);
}

static void
relais_placement_card_class_init (RelaisPlacementCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = relais_placement_card_finalize;
  widget_class->measure = relais_placement_card_measure;
  widget_class->snapshot = relais_placement_card_snapshot;
  widget_class->css_changed = relais_placement_card_css_changed;
  gtk_widget_class_set_css_name (widget_class, "placementcard");
}

static void
relais_placement_card_init (RelaisPlacementCard *self)
{
  self->title = (RelaisDrawText) { 1, 2 };
  self->channel = (RelaisDrawText) { CAPTION, 1 };
  self->date = (RelaisDrawText) { CAPTION, 1 };
  self->icon = relais_channel_icon (NULL);
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

  relais_draw_set_text (&self->title, text->title);
  relais_draw_set_text (&self->channel, text->channel);
  relais_draw_set_text (&self->date, text->short_date);
  self->icon = text->icon;
  self->style = text->style;
  self->late = text->late;
  if (!self->drawing)
    gtk_widget_queue_draw (GTK_WIDGET (self));
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
