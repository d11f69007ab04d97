/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-list-cell.h"

#include "relais-choice.h"
#include "relais-draw.h"
#include "relais-format.h"
#include "relais-placement-length.h"

#include <glib/gi18n.h>
#include <string.h>

#define PADDING  8
#define VERTICAL 8
#define ICON     16
#define GAP      6
G_STATIC_ASSERT (RELAIS_LIST_CELL_SIGN == ICON + 2 * PADDING);

/* A tree of units deeper than this is taken for a circle. */
#define MAX_DEPTH 10

struct _RelaisListCell
{
  GtkWidget        parent_instance;

  RelaisPlanField column;
  RelaisDrawText   text;
  const char      *icon;   /* static, nullable */
  const char      *style;  /* static, nullable */
  const char      *tone;   /* static, nullable */
};

G_DEFINE_FINAL_TYPE (RelaisListCell, relais_list_cell, GTK_TYPE_WIDGET)

static gboolean
is_copy_late (RelaisRecord *placement, const char *today)
{
  const char *state = relais_record_get_string (placement, "state"), *due = relais_record_get_string (placement, "copy_due");

  return due != NULL && strcmp (due, today) < 0 && (g_str_equal (state, "accepted") || g_str_equal (state, "writing"));
}

static void
read_state (RelaisListText *text, RelaisRecord *placement)
{
  const char *state = relais_record_get_string (placement, "state");

  text->text = g_strdup (relais_choice_label (relais_record_get_kind (placement), "state", state));
  text->icon = relais_choice_icon (relais_record_get_kind (placement), "state", state);
  text->style = relais_choice_style (relais_record_get_kind (placement), "state", state);
}

static void
read_channel (RelaisListText *text, RelaisStore *store, RelaisRecord *placement)
{
  g_autoptr (RelaisRecord) channel = relais_store_lookup (store, "channel", relais_record_get_string (placement, "channel"));

  text->text = channel != NULL ? relais_record_dup_title (channel) : g_strdup ("");
  text->icon = channel != NULL ? relais_channel_icon (relais_record_get_string (channel, "form")) : NULL;
  text->style = channel != NULL ? relais_color_style (relais_record_get_string (channel, "color")) : NULL;
}

static void
read_unit (RelaisListText *text, RelaisStore *store, RelaisRecord *placement)
{
  g_autoptr (RelaisRecord) subject = relais_store_lookup (store, "subject", relais_record_get_string (placement, "subject"));
  g_autoptr (RelaisRecord) unit = relais_list_find_direction (store, subject != NULL ? relais_record_get_string (subject, "unit") : NULL);

  text->text = unit != NULL ? relais_record_dup_title (unit) : g_strdup ("");
}

static void
warn (RelaisListText *text, const char *wrong)
{
  text->icon = "dialog-warning-symbolic";
  text->style = text->tone = "error";
  text->wrong = wrong;
}

static void
read_length (RelaisListText *text, RelaisStore *store, RelaisRecord *placement)
{
  gboolean too_long;

  text->text = relais_placement_length_describe_expected (store, placement, &too_long);
  if (too_long)
    warn (text, N_("too long"));
}

static void
relais_list_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RelaisListCell *self = RELAIS_LIST_CELL (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), x = PADDING;
  GdkRGBA color;

  if (self->icon != NULL)
    {
      relais_draw_color (widget, self->style, &color);
      relais_draw_icon (widget, snapshot, self->icon, x, (height - ICON) / 2, ICON, &color);
      x += ICON + GAP;
    }
  if (relais_draw_is_empty (&self->text) || width - x <= PADDING)
    return;
  PangoLayout *layout = relais_draw_layout (&self->text, widget);
  relais_draw_color (widget, self->tone, &color);
  relais_draw_text (widget, snapshot, layout, x, (height - relais_draw_height (layout)) / 2, width - x - PADDING, FALSE, &color, 1);
}

static void
relais_list_cell_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 2 * PADDING : relais_list_cell_height (widget);
}

static void
relais_list_cell_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (relais_list_cell_parent_class)->css_changed (widget, change);
  relais_draw_restyle (&RELAIS_LIST_CELL (widget)->text);
}

static void
relais_list_cell_finalize (GObject *object)
{
  relais_draw_clear_text (&RELAIS_LIST_CELL (object)->text);
  G_OBJECT_CLASS (relais_list_cell_parent_class)->finalize (object);
}

static void
relais_list_cell_class_init (RelaisListCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = relais_list_cell_finalize;
  widget_class->snapshot = relais_list_cell_snapshot;
  widget_class->measure = relais_list_cell_measure;
  widget_class->css_changed = relais_list_cell_css_changed;
  gtk_widget_class_set_css_name (widget_class, "listcell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static void
relais_list_cell_init (RelaisListCell *self)
{
  self->text = (RelaisDrawText) { .scale = 1, .lines = 1 };
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
relais_list_cell_new (RelaisPlanField column)
{
  g_return_val_if_fail (column < RELAIS_PLAN_N_COLUMNS, NULL);

  RelaisListCell *self = g_object_new (RELAIS_TYPE_LIST_CELL, NULL);
  self->column = column;
  if (column == RELAIS_PLAN_COLUMN_SUBJECT)
    gtk_widget_add_css_class (GTK_WIDGET (self), "relais-list-subject");
  return GTK_WIDGET (self);
}

void
relais_list_cell_set (RelaisListCell *self, const RelaisListText *text)
{
  g_return_if_fail (RELAIS_IS_LIST_CELL (self) && text != NULL);

  const char *value = text->text[0] != '\0' ? text->text : C_("value", "None");
  /* Translators: a value, and what is wrong with it: "3 November, late" */
  g_autofree char *words = text->wrong != NULL ? g_strdup_printf (_("%s, %s"), value, _(text->wrong)) : g_strdup (value);
  g_autofree char *name = g_strdup_printf (_("%s: %s"), _(relais_plan_column_label (self->column)), words);
  relais_draw_set_text (&self->text, text->text);
  self->icon = text->icon;
  self->style = text->style;
  self->tone = text->tone;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
relais_list_cell_height (GtkWidget *widget)
{
  return MAX (relais_draw_line_height (widget, 1), ICON) + 2 * VERTICAL;
}

int
relais_list_cell_get_whole_width (RelaisListCell *self)
{
  int width = 2 * PADDING + (self->icon != NULL ? ICON : 0);

  g_return_val_if_fail (RELAIS_IS_LIST_CELL (self), 0);

  if (relais_draw_is_empty (&self->text))
    return width;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  /* A pixel for what is rounded. */
  return width + (self->icon != NULL ? GAP : 0) + relais_draw_width (relais_draw_layout (&self->text, GTK_WIDGET (self))) + 1;
}

RelaisRecord *
relais_list_find_direction (RelaisStore *store, const char *id)
{
  g_autoptr (RelaisRecord) unit = id != NULL ? relais_store_lookup (store, "unit", id) : NULL;

  for (guint depth = 0; unit != NULL && depth < MAX_DEPTH; depth++)
    {
      const char *parent = relais_record_get_string (unit, "parent");
      if (g_strcmp0 (relais_record_get_string (unit, "type"), "directorate") == 0 || parent == NULL)
        break;
      RelaisRecord *above = relais_store_lookup (store, "unit", parent);
      if (above == NULL)
        break;
      relais_record_unref (unit);
      unit = above;
    }
  return g_steal_pointer (&unit);
}

void
relais_list_text_read (RelaisListText *text, RelaisStore *store, RelaisRecord *placement, RelaisPlanField column, const char *today)
{
  const char *field = relais_plan_column_field (column);

  *text = (RelaisListText) { NULL, };
  switch (column)
    {
    case RELAIS_PLAN_COLUMN_SUBJECT:
      text->text = relais_store_dup_title (store, "subject", relais_record_get_string (placement, "subject"));
      break;
    case RELAIS_PLAN_COLUMN_CHANNEL:
      read_channel (text, store, placement);
      break;
    case RELAIS_PLAN_COLUMN_STATE:
      read_state (text, placement);
      break;
    case RELAIS_PLAN_COLUMN_COPY_DUE:
      if (is_copy_late (placement, today))
        warn (text, N_("late"));
      text->text = relais_format_day_short (relais_record_get_string (placement, field), today);
      break;
    case RELAIS_PLAN_COLUMN_PLANNED:
      text->text = relais_format_day_short (relais_record_get_string (placement, field), today);
      break;
    case RELAIS_PLAN_COLUMN_PUBLISH_AT:
      text->text = relais_format_instant (relais_record_get_string (placement, field));
      break;
    case RELAIS_PLAN_COLUMN_AUTHOR:
    case RELAIS_PLAN_COLUMN_REVIEWER:
      text->text = relais_store_dup_title (store, "person", relais_record_get_string (placement, field));
      break;
    case RELAIS_PLAN_COLUMN_UNIT:
      read_unit (text, store, placement);
      break;
    case RELAIS_PLAN_COLUMN_LENGTH:
      read_length (text, store, placement);
      break;
    case RELAIS_PLAN_N_COLUMNS:
      break;
    }
}

void
relais_list_text_clear (RelaisListText *text)
{
  g_clear_pointer (&text->text, g_free);
}
