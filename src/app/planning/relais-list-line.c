/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-list-line.h"

#include "relais-format.h"

#include <glib/gi18n.h>

struct _RelaisListLine
{
  GtkWidget                parent_instance;

  const RelaisListColumns *columns;                       /* borrowed */
  GtkWidget               *cells[RELAIS_PLAN_N_COLUMNS];  /* owned: children, nullable: made when first wanted */
};

G_DEFINE_FINAL_TYPE (RelaisListLine, relais_list_line, GTK_TYPE_WIDGET)

static GtkWidget *
get_cell (RelaisListLine *self, RelaisPlanField column)
{
  GtkWidget *before = NULL;

  if (self->cells[column] != NULL)
    return self->cells[column];
  for (guint i = 0; i < column; i++)
    before = self->cells[i] != NULL ? self->cells[i] : before;
  self->cells[column] = relais_list_cell_new (column);
  gtk_widget_insert_after (self->cells[column], GTK_WIDGET (self), before);
  return self->cells[column];
}

static void
relais_list_line_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RelaisListLine *self = RELAIS_LIST_LINE (widget);

  for (guint i = 0; i < self->columns->n; i++)
    {
      GtkWidget *cell = self->cells[self->columns->columns[i]];
      if (cell == NULL)
        continue;
      gtk_widget_measure (cell, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (cell, &(GtkAllocation) { relais_list_columns_get_x (self->columns, i), 0, self->columns->width[i],
                                                         height }, -1);
    }
}

static void
relais_list_line_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 100 : relais_list_cell_height (widget);
}

static void
relais_list_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RelaisListLine *self = RELAIS_LIST_LINE (widget);
  int frozen = self->columns->n > 0 ? self->columns->width[0] : 0;

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT ((float) frozen, 0, (float) MAX (gtk_widget_get_width (widget) - frozen, 0),
                                                         (float) gtk_widget_get_height (widget)));
  for (guint i = 1; i < self->columns->n; i++)
    if (self->cells[self->columns->columns[i]] != NULL)
      gtk_widget_snapshot_child (widget, self->cells[self->columns->columns[i]], snapshot);
  gtk_snapshot_pop (snapshot);
  if (frozen > 0 && self->cells[self->columns->columns[0]] != NULL)
    gtk_widget_snapshot_child (widget, self->cells[self->columns->columns[0]], snapshot);
}

static void
relais_list_line_dispose (GObject *object)
{
  RelaisListLine *self = RELAIS_LIST_LINE (object);

  for (guint i = 0; i < RELAIS_PLAN_N_COLUMNS; i++)
    g_clear_pointer (&self->cells[i], gtk_widget_unparent);
  G_OBJECT_CLASS (relais_list_line_parent_class)->dispose (object);
}

static void
relais_list_line_class_init (RelaisListLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_list_line_dispose;
  widget_class->size_allocate = relais_list_line_size_allocate;
  widget_class->measure = relais_list_line_measure;
  widget_class->snapshot = relais_list_line_snapshot;
  gtk_widget_class_set_css_name (widget_class, "listline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ROW);
}

static void
relais_list_line_init (RelaisListLine *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
relais_list_line_new (const RelaisListColumns *columns)
{
  g_return_val_if_fail (columns != NULL, NULL);

  RelaisListLine *self = g_object_new (RELAIS_TYPE_LIST_LINE, NULL);
  self->columns = columns;
  return GTK_WIDGET (self);
}

/* What a screen reader says of the whole line, whatever columns are shown. */
static void
name (RelaisListLine *self, RelaisStore *store, RelaisRecord *placement, const char *today)
{
  static const RelaisPlanField said[] = {
    RELAIS_PLAN_COLUMN_SUBJECT, RELAIS_PLAN_COLUMN_CHANNEL, RELAIS_PLAN_COLUMN_STATE,
  };
  g_autofree char *day = relais_format_day (relais_record_get_string (placement, "planned"), today);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      g_auto (RelaisListText) text = { NULL, };
      relais_list_text_read (&text, store, placement, said[i], today);
      g_string_append_printf (words, "%s%s", i > 0 ? ", " : "", text.text);
    }
  g_string_append_printf (words, ", %s", day);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words->str, -1);
}

void
relais_list_line_show (RelaisListLine *self, RelaisStore *store, RelaisRecord *placement, const char *today)
{
  g_return_if_fail (RELAIS_IS_LIST_LINE (self) && placement != NULL);

  for (guint i = 0; i < self->columns->n; i++)
    {
      g_auto (RelaisListText) text = { NULL, };
      relais_list_text_read (&text, store, placement, self->columns->columns[i], today);
      relais_list_cell_set (RELAIS_LIST_CELL (get_cell (self, self->columns->columns[i])), &text);
    }
  name (self, store, placement, today);
}

void
relais_list_line_update (RelaisListLine *self)
{
  g_return_if_fail (RELAIS_IS_LIST_LINE (self));

  for (guint i = 0; i < RELAIS_PLAN_N_COLUMNS; i++)
    if (self->cells[i] != NULL)
      gtk_widget_set_child_visible (self->cells[i], relais_list_columns_find (self->columns, i) >= 0);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
relais_list_line_set_selected (RelaisListLine *self, gboolean selected)
{
  g_return_if_fail (RELAIS_IS_LIST_LINE (self));

  if (selected)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}

void
relais_list_line_set_open (RelaisListLine *self, gboolean open)
{
  g_return_if_fail (RELAIS_IS_LIST_LINE (self));

  if (open)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_CHECKED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_CHECKED);
}

GtkWidget *
relais_list_line_get_cell (RelaisListLine *self, RelaisPlanField column)
{
  g_return_val_if_fail (RELAIS_IS_LIST_LINE (self), NULL);
  return relais_list_columns_find (self->columns, column) >= 0 ? self->cells[column] : NULL;
}

int
relais_list_columns_find (const RelaisListColumns *columns, RelaisPlanField column)
{
  for (guint i = 0; i < columns->n; i++)
    if (columns->columns[i] == column)
      return (int) i;
  return -1;
}

int
relais_list_columns_get_x (const RelaisListColumns *columns, guint index)
{
  return columns->x[index] - (index > 0 ? columns->scroll : 0);
}
