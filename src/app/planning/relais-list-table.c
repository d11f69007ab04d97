/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-list-table-private.h"

#include "relais-draw.h"
#include "relais-format.h"
#include "relais-popover.h"

#include <string.h>

enum { OPEN, SORT, RESIZED, HIDE_COLUMN, SELECTION_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisListTable, relais_list_table, RELAIS_TYPE_SCROLL_AREA)

static void
find_sections (RelaisListTable *self)
{
  g_array_set_size (self->sections, 0);
  if (self->order.group == RELAIS_PLAN_GROUP_NONE)
    return;
  for (guint row = 0, start, end; row < self->n_rows; row = end)
    {
      relais_record_list_get_section (self->list, row, &start, &end, NULL);
      g_array_append_val (self->sections, row);
    }
}

/* What was selected and is not shown any more is not selected. */
static void
drop_unknown (RelaisListTable *self)
{
  guint64 before = gtk_bitset_get_size (self->selected);

  if (before == 0 || relais_record_list_get_loading (self->list))
    return;
  g_autoptr (GtkBitset) known = gtk_bitset_new_empty ();
  for (guint row = 0; row < self->n_rows; row++)
    gtk_bitset_add (known, (guint) relais_record_list_get_key (self->list, row));
  gtk_bitset_intersect (self->selected, known);
  if (gtk_bitset_get_size (self->selected) != before)
    g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

/* The line that one is on, wherever it is now; when it is gone, the one that took its place. */
static void
find_cursor (RelaisListTable *self)
{
  int row = self->cursor != 0 ? relais_record_list_find_key (self->list, self->cursor) : -1;

  if (row >= 0)
    self->row = (guint) row;
  else if (self->n_rows > 0)
    {
      gboolean focused = relais_list_table_is_in_cells (self);
      self->row = MIN (self->row, self->n_rows - 1);
      self->cursor = relais_record_list_get_key (self->list, self->row);
      if (focused)
        relais_list_table_go (self, self->row, self->column, GDK_CONTROL_MASK);
    }
  else
    self->cursor = 0;
}

void
relais_list_table_update (RelaisListTable *self)
{
  if (!self->is_stale)
    return;
  self->is_stale = FALSE;
  self->n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  find_sections (self);
  if (self->from_top)
    relais_scroll_area_set_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_VERTICAL, 0);
  self->from_top = FALSE;
  find_cursor (self);
  drop_unknown (self);
}

/* While only the first rows are known it stays as long as it was: mostly the same rows come in another order, and a scroll bar that
 * grows and shrinks again is one thing more to look at. */
static int
find_whole (RelaisListTable *self)
{
  int known = relais_list_table_get_top (self, self->n_rows);

  return relais_record_list_get_loading (self->list) ? MAX (known, self->whole) : (self->whole = known);
}

void
relais_list_table_layout (RelaisListTable *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int line = relais_draw_line_height (widget, 1);
  RelaisListColumns *columns = &self->columns;

  relais_list_table_update (self);
  self->header_height = line + 16;
  self->line_height = relais_list_cell_height (widget);
  self->section_height = line + 22;
  relais_list_table_measure_columns (self, width);
  int whole = columns->x[columns->n - 1] + columns->width[columns->n - 1];
  relais_scroll_area_configure (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_HORIZONTAL, whole, width, 60);
  relais_scroll_area_configure (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_VERTICAL, find_whole (self), height - self->header_height,
                                self->line_height);
  relais_list_table_see_all (self);
  relais_list_table_place_titles (self);
  relais_list_table_place_editor (self);
}

static void
relais_list_table_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  if (width > 0)
    relais_list_table_layout (RELAIS_LIST_TABLE (widget));
  relais_popover_present_all (widget);
}

static void
relais_list_table_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 800 : 500;
}

static void
snapshot_rule (RelaisListTable *self, GtkSnapshot *snapshot, int y)
{
  GdkRGBA ink;

  gtk_widget_get_color (GTK_WIDGET (self), &ink);
  ink.alpha *= 0.15f;
  gtk_snapshot_append_color (snapshot, &ink, &GRAPHENE_RECT_INIT (0, (float) y, (float) gtk_widget_get_width (GTK_WIDGET (self)), 1));
}

static void
relais_list_table_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RelaisListTable *self = RELAIS_LIST_TABLE (widget);
  float width = (float) gtk_widget_get_width (widget), height = (float) gtk_widget_get_height (widget);
  float top = (float) self->header_height, frozen = (float) self->columns.width[0];

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, top, width, MAX (height - top, 0)));
  for (guint i = 0; i < self->seen->len; i++)
    gtk_widget_snapshot_child (widget, ((RelaisListSeen *) self->seen->pdata[i])->line, snapshot);
  for (guint i = 0; i < self->headings->len; i++)
    gtk_widget_snapshot_child (widget, self->headings->pdata[i], snapshot);
  if (self->editor != NULL)
    gtk_widget_snapshot_child (widget, self->editor, snapshot);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (frozen, 0, MAX (width - frozen, 0), top));
  for (guint i = 1; i < self->columns.n; i++)
    gtk_widget_snapshot_child (widget, self->headers[self->columns.columns[i]], snapshot);
  gtk_snapshot_pop (snapshot);
  if (self->columns.n > 0)
    gtk_widget_snapshot_child (widget, self->headers[self->columns.columns[0]], snapshot);
  snapshot_rule (self, snapshot, self->header_height - 1);
}

/* Titles are one stop of the Tab key, cells the other one; within them arrows go from one to the next. */
static gboolean
relais_list_table_focus_move (GtkWidget *widget, GtkDirectionType direction)
{
  RelaisListTable *self = RELAIS_LIST_TABLE (widget);
  GtkWidget *inside = gtk_widget_get_focus_child (widget);
  gboolean cells = relais_list_table_is_in_cells (self), titles = !cells && inside != NULL;
  gboolean back = direction == GTK_DIR_TAB_BACKWARD;
  GtkWidget *title = self->headers[relais_list_columns_find (&self->columns, self->order.sort) >= 0 ? self->order.sort : 0];

  /* A menu goes through its items by itself. */
  if (GTK_IS_POPOVER (inside))
    return gtk_widget_child_focus (inside, direction);
  if (self->editor != NULL || (direction != GTK_DIR_TAB_FORWARD && !back))
    return FALSE;
  if (back ? titles : cells)
    return FALSE;
  if ((back ? cells : !titles) || self->n_rows == 0)
    return (titles && self->n_rows == 0) ? FALSE : gtk_widget_grab_focus (title);
  relais_list_table_focus (self);
  return TRUE;
}

/* A menu that closes gives the focus back to the widget it is over. */
static gboolean
relais_list_table_grab_focus (GtkWidget *widget)
{
  RelaisListTable *self = RELAIS_LIST_TABLE (widget);

  if (self->from_title && relais_list_columns_find (&self->columns, self->title) >= 0)
    return gtk_widget_grab_focus (self->headers[self->title]);
  relais_list_table_focus (self);
  return relais_list_table_is_in_cells (self);
}

/* What was shown stays, under its own headings, until there is something else. */
static void
items_changed_cb (RelaisListTable *self)
{
  if (self->restart)
    {
      self->order = self->next_order;
      self->row = 0;
      self->cursor = 0;
      self->from_top = TRUE;
    }
  self->restart = FALSE;
  self->is_stale = TRUE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
relais_list_table_dispose (GObject *object)
{
  RelaisListTable *self = RELAIS_LIST_TABLE (object);

  relais_popover_unparent_all (GTK_WIDGET (self));
  g_clear_pointer (&self->editor, gtk_widget_unparent);
  g_ptr_array_set_size (self->seen, 0);
  g_ptr_array_set_size (self->spare, 0);
  g_ptr_array_set_size (self->headings, 0);
  for (guint i = 0; i < RELAIS_PLAN_N_COLUMNS; i++)
    g_clear_pointer (&self->headers[i], gtk_widget_unparent);
  g_clear_pointer (&self->open, g_free);
  g_clear_object (&self->list);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_list_table_parent_class)->dispose (object);
}

static void
relais_list_table_finalize (GObject *object)
{
  RelaisListTable *self = RELAIS_LIST_TABLE (object);

  g_ptr_array_unref (self->seen);
  g_ptr_array_unref (self->spare);
  g_ptr_array_unref (self->headings);
  g_array_unref (self->sections);
  gtk_bitset_unref (self->selected);
  G_OBJECT_CLASS (relais_list_table_parent_class)->finalize (object);
}

static void
relais_list_table_class_init (RelaisListTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = relais_list_table_dispose;
  object_class->finalize = relais_list_table_finalize;
  widget_class->measure = relais_list_table_measure;
  widget_class->size_allocate = relais_list_table_size_allocate;
  widget_class->snapshot = relais_list_table_snapshot;
  widget_class->focus = relais_list_table_focus_move;
  widget_class->grab_focus = relais_list_table_grab_focus;
  signals[OPEN] = g_signal_new ("open", RELAIS_TYPE_LIST_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_STRING, G_TYPE_STRING);
  signals[SORT] = g_signal_new ("sort", RELAIS_TYPE_LIST_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_UINT, G_TYPE_BOOLEAN);
  signals[RESIZED] = g_signal_new ("resized", RELAIS_TYPE_LIST_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[HIDE_COLUMN] = g_signal_new ("hide-column", RELAIS_TYPE_LIST_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                       G_TYPE_UINT);
  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", RELAIS_TYPE_LIST_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 0);
  relais_list_table_install_titles (widget_class);
  gtk_widget_class_set_css_name (widget_class, "listtable");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static void
relais_list_table_init (RelaisListTable *self)
{
  relais_plan_order_init (&self->order);
  relais_plan_order_init (&self->next_order);
  self->seen = g_ptr_array_new_with_free_func (relais_list_seen_free);
  self->spare = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->headings = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->sections = g_array_new (FALSE, FALSE, sizeof (guint));
  self->selected = gtk_bitset_new_empty ();
  self->is_stale = TRUE;
  relais_today (self->today);
  relais_list_table_build_titles (self);
  relais_list_table_show_sort (self);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
relais_list_table_new (RelaisSession *session, RelaisRecordList *list)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session) && RELAIS_IS_RECORD_LIST (list), NULL);

  RelaisListTable *self = g_object_new (RELAIS_TYPE_LIST_TABLE, NULL);
  self->session = g_object_ref (session);
  self->list = g_object_ref (list);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  /* What was left out while more was to come. */
  g_signal_connect_object (list, "notify::loading", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  relais_list_table_add_keys (self);
  relais_list_table_add_mouse (self);
  return GTK_WIDGET (self);
}

void
relais_list_table_set_columns (RelaisListTable *self, const RelaisPlanOrder *order)
{
  g_return_if_fail (RELAIS_IS_LIST_TABLE (self) && order != NULL);

  self->order.shown = self->next_order.shown = order->shown;
  memcpy (self->order.widths, order->widths, sizeof order->widths);
  memcpy (self->next_order.widths, order->widths, sizeof order->widths);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
relais_list_table_restart (RelaisListTable *self, const RelaisPlanOrder *order)
{
  g_return_if_fail (RELAIS_IS_LIST_TABLE (self) && order != NULL);

  relais_list_table_end_edit (self);
  relais_list_table_unselect (self);
  relais_today (self->today);
  self->restart = TRUE;
  self->next_order = *order;
  relais_list_table_set_columns (self, order);
  relais_list_table_show_sort (self);
}

void
relais_list_table_choose (RelaisListTable *self, const char *placement)
{
  g_return_if_fail (RELAIS_IS_LIST_TABLE (self));

  g_set_str (&self->open, placement);
  relais_list_table_show_selected (self);
}

void
relais_list_table_refresh (RelaisListTable *self)
{
  g_return_if_fail (RELAIS_IS_LIST_TABLE (self));

  for (guint i = 0; i < self->seen->len; i++)
    g_object_notify (G_OBJECT (((RelaisListSeen *) self->seen->pdata[i])->item), "record");
}

const guint *
relais_list_table_get_widths (RelaisListTable *self)
{
  g_return_val_if_fail (RELAIS_IS_LIST_TABLE (self), NULL);
  return self->next_order.widths;
}

GtkBitset *
relais_list_table_dup_selected (RelaisListTable *self)
{
  g_return_val_if_fail (RELAIS_IS_LIST_TABLE (self), NULL);
  return gtk_bitset_copy (self->selected);
}

void
relais_list_table_unselect (RelaisListTable *self)
{
  g_return_if_fail (RELAIS_IS_LIST_TABLE (self));

  if (gtk_bitset_is_empty (self->selected))
    return;
  gtk_bitset_remove_all (self->selected);
  relais_list_table_show_selected (self);
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

void
relais_list_table_focus (RelaisListTable *self)
{
  g_return_if_fail (RELAIS_IS_LIST_TABLE (self));

  relais_list_table_update (self);
  if (self->n_rows > 0)
    relais_list_table_go (self, MIN (self->row, self->n_rows - 1), self->column, GDK_CONTROL_MASK);
}

RelaisDay
relais_list_table_get_day (RelaisListTable *self)
{
  g_return_val_if_fail (RELAIS_IS_LIST_TABLE (self), RELAIS_DAY_NONE);

  g_autoptr (RelaisRecord) record = relais_list_table_is_in_cells (self) ? relais_list_table_dup_current (self) : NULL;
  return record != NULL ? relais_day_parse (relais_record_get_string (record, "planned")) : RELAIS_DAY_NONE;
}

int
relais_list_table_get_body_height (RelaisListTable *self)
{
  return MAX (gtk_widget_get_height (GTK_WIDGET (self)) - self->header_height, 0);
}

/* How many groups begin at or before @row. */
static guint
count_headings (RelaisListTable *self, guint row)
{
  guint low = 0, high = self->sections->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (g_array_index (self->sections, guint, middle) <= row)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

int
relais_list_table_get_top (RelaisListTable *self, guint row)
{
  return (int) row * self->line_height + (int) count_headings (self, row) * self->section_height;
}

guint
relais_list_table_get_first_row (RelaisListTable *self, double y)
{
  guint low = 0, high = self->n_rows;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (relais_list_table_get_top (self, middle) + self->line_height <= y)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

gboolean
relais_list_table_find_row (RelaisListTable *self, double y, guint *row)
{
  double wanted = y - self->header_height + relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_VERTICAL);

  *row = relais_list_table_get_first_row (self, wanted);
  return y >= self->header_height && *row < self->n_rows && relais_list_table_get_top (self, *row) <= wanted;
}

gboolean
relais_list_table_find_column (RelaisListTable *self, double x, RelaisPlanField *column)
{
  for (guint i = 0; i < self->columns.n; i++)
    {
      int left = relais_list_columns_get_x (&self->columns, i);
      if (x < left || x >= left + self->columns.width[i])
        continue;
      *column = self->columns.columns[i];
      return TRUE;
    }
  return FALSE;
}

gboolean
relais_list_table_get_area (RelaisListTable *self, guint row, RelaisPlanField column, GdkRectangle *area)
{
  int index = relais_list_columns_find (&self->columns, column);

  if (index < 0)
    return FALSE;
  area->x = relais_list_columns_get_x (&self->columns, (guint) index);
  area->y = self->header_height + relais_list_table_get_top (self, row) - (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_VERTICAL);
  area->width = self->columns.width[index];
  area->height = self->line_height;
  return TRUE;
}
