/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-table-private.h"

#include "relais-popover.h"

#include <glib/gi18n.h>

/* A line of text is about as high as this where nobody asked for larger text. */
#define USUAL_LINE 20

enum { OPEN, MORE, STEP, CAMPAIGN, FOLDED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisPlanTable, relais_plan_table, RELAIS_TYPE_SCROLL_AREA)

/* Cards that one row shows at most. */
static int
find_most (RelaisPlanTable *self)
{
  if (relais_plan_frame_is_board (self->frame) && !relais_plan_frame_has_headings (self->frame))
    return RELAIS_PLAN_TABLE_MOST_ALONE;
  return (int) relais_plan_table_get_most (self->frame->shape.scale);
}

/* A calendar fills the window; a grid gives each row what it needs, up to a limit. */
static void
measure_rows (RelaisPlanTable *self, int height)
{
  int n_rows = (int) relais_plan_frame_get_n_rows (self->frame), top = 0;
  int line = relais_plan_card_get_height (GTK_WIDGET (self), relais_plan_table_get_size (self)) + RELAIS_PLAN_TABLE_GAP;
  int more = relais_plan_card_get_height (GTK_WIDGET (self), RELAIS_PLAN_CARD_FLAT) + RELAIS_PLAN_TABLE_GAP;
  int most = find_most (self), above = relais_plan_table_get_cell_heading_height (self) + 2 * RELAIS_PLAN_TABLE_PADDING;
  int heading = relais_plan_frame_has_headings (self->frame) ? relais_plan_card_get_heading_height (GTK_WIDGET (self)) + 6
                : relais_plan_frame_is_board (self->frame) ? height : 2 * relais_draw_line_height (GTK_WIDGET (self), 1) + 8;

  g_array_set_size (self->row_tops, 0);
  g_array_set_size (self->row_cards, 0);
  g_array_append_val (self->row_tops, top);
  for (int row = 0; row < n_rows; row++)
    {
      int wanted = 0, lines, room;
      for (int column = 0; column < (int) self->frame->n_columns && relais_plan_table_is_grid (self); column++)
        wanted = MAX (wanted, (int) relais_plan_frame_get_slot (self->frame, (guint) row, (guint) column)->cell->count);
      lines = relais_plan_table_is_folded (self, row) ? 0 : MIN (wanted, most);
      room = MAX (heading, lines * line + above - RELAIS_PLAN_TABLE_GAP + (lines > 0 && wanted > most ? more : 0));
      if (!relais_plan_table_is_grid (self))
        {
          room = MAX (height / n_rows, above + line);
          lines = MAX ((room - above + RELAIS_PLAN_TABLE_GAP) / line, 1);
        }
      top += room;
      g_array_append_val (self->row_cards, lines);
      g_array_append_val (self->row_tops, top);
    }
}

/* Where the window is narrow one column is seen at a time, and that another follows. */
static void
measure_board (RelaisPlanTable *self, int width, int *column)
{
  gboolean rows = relais_plan_frame_has_headings (self->frame);

  self->heading_width = !rows ? 0 : width < 600 ? 104 : 160;
  /* Large text gets wider columns: the board is wider than its window anyway. */
  *column = width < 600 ? MAX (width - self->heading_width - 28, 160)
                        : 176 * MAX (relais_draw_line_height (GTK_WIDGET (self), 1), USUAL_LINE) / USUAL_LINE;
  for (guint i = 0; self->heads != NULL && i < self->heads->len; i++)
    {
      int natural;
      gtk_widget_measure (self->heads->pdata[i], GTK_ORIENTATION_VERTICAL, *column - 4, NULL, &natural, NULL, NULL);
      self->heading_height = MAX (self->heading_height, natural + 2);
    }
}

static void
measure (RelaisPlanTable *self, int width, int height)
{
  GtkWidget *widget = GTK_WIDGET (self);
  RelaisScrollArea *area = RELAIS_SCROLL_AREA (self);
  gboolean narrow = width < 600, grid = relais_plan_table_is_grid (self), remarks = FALSE;
  int n = (int) self->frame->n_columns, line = relais_draw_line_height (widget, 1);
  int min_column = !grid ? 44 : self->frame->shape.days > 1 ? 96 : self->frame->shape.n_columns > 14 ? 92 : 104, body;

  for (int i = 0; i < n; i++)
    {
      RelaisSheetColumn *column = &g_array_index (self->frame->sheet->columns, RelaisSheetColumn, i);
      remarks = remarks || column->remark != NULL;
    }
  self->heading_width = grid ? (narrow ? 92 : 148) : narrow ? 24 : 34;
  self->heading_height = line + 10 + (grid && remarks ? relais_draw_line_height (widget, 0.82) + 2 : 0);
  if (relais_plan_frame_is_board (self->frame))
    measure_board (self, width, &min_column);
  self->bar_height = relais_draw_line_height (widget, 0.9) + 10;
  self->total_height = 2 * relais_draw_line_height (widget, 0.82) + 10;
  self->column_width = MAX (min_column, (width - self->heading_width) / n);
  body = height - relais_plan_table_get_body_top (self) - (int) self->frame->totals->len * self->total_height;
  measure_rows (self, body);
  relais_scroll_area_configure (area, GTK_ORIENTATION_HORIZONTAL, self->column_width * n, width - self->heading_width, 60);
  relais_scroll_area_configure (area, GTK_ORIENTATION_VERTICAL, relais_plan_table_get_top (self, (int) self->row_tops->len - 1), body,
                                60);
}

static void
free_seen (gpointer data)
{
  gtk_widget_unparent (((RelaisPlanSeen *) data)->widget);
  g_free (data);
}

static void
relais_plan_table_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RelaisPlanTable *self = RELAIS_PLAN_TABLE (widget);
  GdkRectangle area;

  if (self->frame == NULL || width == 0)
    return;
  measure (self, width, height);
  relais_plan_table_see_all (self);
  relais_plan_table_place_bars (self);
  relais_plan_table_place_headings (self);
  relais_plan_table_place_heads (self);
  relais_popover_present_all (widget);
  gtk_widget_set_child_visible (self->cell, self->cursor.row < (int) relais_plan_frame_get_n_rows (self->frame));
  if (self->cursor.row >= (int) relais_plan_frame_get_n_rows (self->frame))
    return;
  relais_plan_table_get_cell_area (self, self->cursor.row, self->cursor.column, &area);
  gtk_widget_measure (self->cell, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->cell, &(GtkAllocation) { area.x + 2, area.y + 2, area.width - 4, area.height - 4 }, -1);
}

static void
relais_plan_table_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 800 : 500;
}

static void
relais_plan_table_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RelaisPlanTable *self = RELAIS_PLAN_TABLE (widget);
  int width = gtk_widget_get_width (widget);

  if (self->frame == NULL || self->row_tops->len == 0)
    return;
  relais_plan_table_draw (self, snapshot);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT ((float) self->heading_width, (float) relais_plan_table_get_body_top (self),
                                                         (float) (width - self->heading_width), (float) relais_plan_table_get_body_height (self)));
  gtk_widget_snapshot_child (widget, self->cell, snapshot);
  for (guint i = 0; i < self->seen->len; i++)
    gtk_widget_snapshot_child (widget, ((RelaisPlanSeen *) self->seen->pdata[i])->widget, snapshot);
  relais_plan_table_draw_warning (self, snapshot);
  gtk_snapshot_pop (snapshot);
  for (guint i = 0; i < self->bars->len; i++)
    gtk_widget_snapshot_child (widget, self->bars->pdata[i], snapshot);
  for (guint i = 0; self->heads != NULL && i < self->heads->len; i++)
    gtk_widget_snapshot_child (widget, self->heads->pdata[i], snapshot);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, (float) relais_plan_table_get_body_top (self), (float) self->heading_width,
                                                         (float) relais_plan_table_get_body_height (self)));
  for (guint i = 0; i < self->headings->len; i++)
    gtk_widget_snapshot_child (widget, self->headings->pdata[i], snapshot);
  gtk_snapshot_pop (snapshot);
}

/* Tab comes to where one was, and leaves the table from there. */
static gboolean
relais_plan_table_focus (GtkWidget *widget, GtkDirectionType direction)
{
  RelaisPlanTable *self = RELAIS_PLAN_TABLE (widget);
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  /* Within a menu the arrows go from item to item. */
  if (child != NULL && GTK_IS_POPOVER (child))
    return gtk_widget_child_focus (child, direction);
  if (child != NULL || self->frame == NULL || relais_plan_frame_get_n_rows (self->frame) == 0)
    return FALSE;
  relais_plan_table_focus_spot (self, &self->cursor);
  return TRUE;
}

/* A menu that closes gives the focus back to the widget it is over. */
static gboolean
relais_plan_table_grab_focus (GtkWidget *widget)
{
  RelaisPlanTable *self = RELAIS_PLAN_TABLE (widget);

  if (self->frame == NULL || relais_plan_frame_get_n_rows (self->frame) == 0)
    return FALSE;
  relais_plan_table_focus_spot (self, &self->cursor);
  return TRUE;
}

static void
relais_plan_table_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  RelaisPlanTable *self = RELAIS_PLAN_TABLE (widget);

  GTK_WIDGET_CLASS (relais_plan_table_parent_class)->css_changed (widget, change);
  g_ptr_array_set_size (self->texts, 0);
  gtk_widget_queue_allocate (widget);
}

static void
free_text (gpointer data)
{
  relais_draw_clear_text (data);
  g_free (data);
}

static void
relais_plan_table_dispose (GObject *object)
{
  RelaisPlanTable *self = RELAIS_PLAN_TABLE (object);

  relais_popover_unparent_all (GTK_WIDGET (self));
  g_ptr_array_set_size (self->seen, 0);
  g_ptr_array_set_size (self->spare, 0);
  g_ptr_array_set_size (self->bars, 0);
  g_ptr_array_set_size (self->headings, 0);
  g_clear_pointer (&self->heads, g_ptr_array_unref);
  g_clear_pointer (&self->cell, gtk_widget_unparent);
  g_clear_pointer (&self->frame, relais_plan_frame_free);
  g_clear_pointer (&self->carried, g_ptr_array_unref);
  g_clear_pointer (&self->open, g_free);
  g_clear_pointer (&self->carried_key, g_free);
  g_clear_weak_pointer (&self->carried_from);
  g_clear_pointer (&self->follow, g_free);
  g_clear_pointer (&self->warning, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_plan_table_parent_class)->dispose (object);
}

static void
relais_plan_table_finalize (GObject *object)
{
  RelaisPlanTable *self = RELAIS_PLAN_TABLE (object);

  g_ptr_array_unref (self->seen);
  g_ptr_array_unref (self->spare);
  g_ptr_array_unref (self->bars);
  g_ptr_array_unref (self->headings);
  g_hash_table_unref (self->folds);
  g_ptr_array_unref (self->texts);
  g_array_unref (self->row_tops);
  g_array_unref (self->row_cards);
  g_hash_table_unref (self->selected);
  G_OBJECT_CLASS (relais_plan_table_parent_class)->finalize (object);
}

static void
relais_plan_table_class_init (RelaisPlanTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = relais_plan_table_dispose;
  object_class->finalize = relais_plan_table_finalize;
  widget_class->measure = relais_plan_table_measure;
  widget_class->size_allocate = relais_plan_table_size_allocate;
  widget_class->snapshot = relais_plan_table_snapshot;
  widget_class->focus = relais_plan_table_focus;
  widget_class->grab_focus = relais_plan_table_grab_focus;
  widget_class->css_changed = relais_plan_table_css_changed;
  signals[OPEN] = g_signal_new ("open", RELAIS_TYPE_PLAN_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_STRING, G_TYPE_STRING);
  signals[MORE] = g_signal_new ("more", RELAIS_TYPE_PLAN_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_UINT, G_TYPE_UINT);
  signals[STEP] = g_signal_new ("step", RELAIS_TYPE_PLAN_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[CAMPAIGN] = g_signal_new ("campaign", RELAIS_TYPE_PLAN_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                    G_TYPE_STRING);
  signals[FOLDED] = g_signal_new ("folded", RELAIS_TYPE_PLAN_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "plantable");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static void
relais_plan_table_init (RelaisPlanTable *self)
{
  self->seen = g_ptr_array_new_with_free_func (free_seen);
  self->spare = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->bars = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->headings = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->folds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->texts = g_ptr_array_new_with_free_func (free_text);
  self->row_tops = g_array_new (FALSE, FALSE, sizeof (int));
  self->row_cards = g_array_new (FALSE, FALSE, sizeof (int));
  self->selected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cursor.index = self->anchor.index = -1;
  self->hover.row = -1;
  self->cell = relais_plan_card_new ();
  gtk_widget_set_can_target (self->cell, FALSE);
  gtk_widget_set_parent (self->cell, GTK_WIDGET (self));
  relais_plan_card_set_words (RELAIS_PLAN_CARD (self->cell), NULL, "");
  gtk_widget_add_css_class (self->cell, "relais-plan-cell");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
relais_plan_table_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisPlanTable *self = g_object_new (RELAIS_TYPE_PLAN_TABLE, NULL);
  self->session = g_object_ref (session);
  relais_plan_table_add_keys (self);
  relais_plan_table_add_mouse (self);
  return GTK_WIDGET (self);
}

/* What was selected and is not shown any more is not selected. */
static void
drop_unknown (RelaisPlanTable *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer id;

  for (guint i = 0; i < relais_plan_frame_get_n_rows (self->frame) * self->frame->n_columns; i++)
    {
      GPtrArray *entries = self->frame->slots[i].cell->entries;
      for (guint j = 0; entries != NULL && j < entries->len; j++)
        g_hash_table_add (known, ((RelaisPlanEntry *) entries->pdata[j])->id);
    }
  g_hash_table_iter_init (&iter, self->selected);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (known, id))
      g_hash_table_iter_remove (&iter);
}

/* The day, or the status, of the cell that one was on. */
static gboolean
is_column (RelaisPlanTable *self, const RelaisPlanSlot *slot, RelaisDay day, const char *state)
{
  if (relais_plan_frame_is_board (self->frame))
    return g_strcmp0 (slot->state, state) == 0;
  return day >= slot->day && day < slot->day + (RelaisDay) self->frame->shape.days;
}

/* Where the placement is now; else the cell that one was on; else the first cell. */
static RelaisPlanSpot
find_again (RelaisPlanTable *self, const char *id, const char *key, RelaisDay day, const char *state)
{
  RelaisPlanSpot found = { 0, 0, -1 };
  guint n = self->frame->n_columns;
  gboolean is_found = FALSE;

  for (guint i = 0; i < relais_plan_frame_get_n_rows (self->frame) * n; i++)
    {
      RelaisPlanSlot *slot = &self->frame->slots[i];
      for (guint j = 0; id != NULL && slot->cell->entries != NULL && j < slot->cell->entries->len; j++)
        if (g_str_equal (((RelaisPlanEntry *) slot->cell->entries->pdata[j])->id, id))
          return (RelaisPlanSpot) { (int) (i / n), (int) (i % n), (int) j };
      if (!is_found && is_column (self, slot, day, state) && (key == NULL || g_strcmp0 (slot->key, key) == 0))
        {
          found = (RelaisPlanSpot) { (int) (i / n), (int) (i % n), -1 };
          is_found = TRUE;
        }
    }
  return found;
}

void
relais_plan_table_set_frame (RelaisPlanTable *self, RelaisPlanFrame *frame)
{
  g_return_if_fail (RELAIS_IS_PLAN_TABLE (self) && frame != NULL);

  /* A menu that is open keeps the keyboard. */
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));
  gboolean focused = focus != NULL && !GTK_IS_POPOVER (focus);
  RelaisPlanEntry *entry = self->frame != NULL ? relais_plan_table_get_entry (self, &self->cursor) : NULL;
  RelaisPlanSlot *slot = self->frame != NULL ? relais_plan_table_get_slot (self, &self->cursor) : NULL;
  g_autofree char *id = self->follow != NULL ? g_steal_pointer (&self->follow) : entry != NULL ? g_strdup (entry->id) : NULL;
  g_autofree char *key = slot != NULL ? g_strdup (slot->key) : NULL;
  const char *state = slot != NULL ? slot->state : NULL;
  gboolean heading = self->cursor.index == RELAIS_PLAN_HEADING;
  RelaisDay day = relais_plan_frame_is_board (frame) ? RELAIS_DAY_NONE
                  : CLAMP (slot != NULL ? slot->day : frame->today, frame->shape.first, relais_plan_shape_get_last (&frame->shape));
  g_autoptr (RelaisPlanFrame) old = self->frame;

  /* The focus waits in the cell while the cards are given out anew. */
  if (focused)
    gtk_widget_grab_focus (self->cell);
  for (guint i = 0; i < self->seen->len; i++)
    {
      RelaisPlanSeen *seen = g_ptr_array_index (self->seen, i);
      gtk_widget_set_child_visible (seen->widget, FALSE);
      g_ptr_array_add (self->spare, seen->widget);
      g_free (seen);
    }
  g_ptr_array_set_free_func (self->seen, NULL);
  g_ptr_array_set_size (self->seen, 0);
  g_ptr_array_set_free_func (self->seen, free_seen);
  self->frame = frame;
  g_ptr_array_set_size (self->texts, 0);
  relais_plan_table_build_bars (self);
  relais_plan_table_show_headings (self);
  drop_unknown (self);
  self->cursor = find_again (self, id, key, day, state);
  if (heading && id == NULL)
    self->cursor.index = RELAIS_PLAN_HEADING;
  self->hover.row = -1;
  if (relais_plan_frame_get_n_rows (frame) > 0)
    {
      g_autofree char *name = relais_plan_frame_describe (frame, (guint) self->cursor.row, (guint) self->cursor.column);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (focused && relais_plan_frame_get_n_rows (frame) > 0)
    relais_plan_table_focus_spot (self, &self->cursor);
}

const RelaisPlanFrame *
relais_plan_table_get_frame (RelaisPlanTable *self)
{
  g_return_val_if_fail (RELAIS_IS_PLAN_TABLE (self), NULL);
  return self->frame;
}

void
relais_plan_table_choose (RelaisPlanTable *self, const char *placement)
{
  g_return_if_fail (RELAIS_IS_PLAN_TABLE (self));

  g_set_str (&self->open, placement);
  relais_plan_table_update_selected (self);
}

RelaisDay
relais_plan_table_get_day (RelaisPlanTable *self)
{
  g_return_val_if_fail (RELAIS_IS_PLAN_TABLE (self), RELAIS_DAY_NONE);

  if (self->frame == NULL || gtk_widget_get_focus_child (GTK_WIDGET (self)) == NULL)
    return RELAIS_DAY_NONE;
  return relais_plan_table_get_slot (self, &self->cursor)->day;
}

void
relais_plan_table_get_cell_area (RelaisPlanTable *self, int row, int column, GdkRectangle *area)
{
  area->x = self->heading_width + column * self->column_width - (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_HORIZONTAL);
  area->y = relais_plan_table_get_body_top (self) + relais_plan_table_get_top (self, row) - (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_VERTICAL);
  area->width = self->column_width;
  area->height = relais_plan_table_get_top (self, row + 1) - relais_plan_table_get_top (self, row);
}

gboolean
relais_plan_table_is_grid (RelaisPlanTable *self)
{
  return relais_plan_scale_is_grid (self->frame->shape.scale);
}

RelaisPlanCardSize
relais_plan_table_get_size (RelaisPlanTable *self)
{
  /* A month and columns of weeks have much to say on little room. */
  return self->frame->shape.days == 7 || self->frame->shape.scale == RELAIS_PLAN_CALENDAR_MONTH ? RELAIS_PLAN_CARD_FLAT
                                                                                                : RELAIS_PLAN_CARD_TALL;
}

int
relais_plan_table_get_top (RelaisPlanTable *self, int row)
{
  return g_array_index (self->row_tops, int, row);
}

int
relais_plan_table_get_body_top (RelaisPlanTable *self)
{
  return self->heading_height + (int) self->frame->bars->len * self->bar_height;
}

int
relais_plan_table_get_body_height (RelaisPlanTable *self)
{
  return gtk_widget_get_height (GTK_WIDGET (self)) - relais_plan_table_get_body_top (self) - (int) self->frame->totals->len * self->total_height;
}

int
relais_plan_table_get_cell_heading_height (RelaisPlanTable *self)
{
  if (relais_plan_frame_has_headings (self->frame))
    return relais_draw_line_height (GTK_WIDGET (self), 0.82) + RELAIS_PLAN_TABLE_GAP;
  return relais_plan_table_is_grid (self) ? 0 : relais_draw_line_height (GTK_WIDGET (self), 1) + RELAIS_PLAN_TABLE_GAP;
}

/* Rows of a grid grow up to a limit; the cells of a calendar have what the window gives them, and windows have limits, too. */
guint
relais_plan_table_get_most (RelaisPlanScale scale)
{
  switch (scale)
    {
    case RELAIS_PLAN_GRID_WEEK:
    case RELAIS_PLAN_GRID_FORTNIGHT:
    case RELAIS_PLAN_GRID_MONTH:
      return 4;
    case RELAIS_PLAN_GRID_QUARTER:
    case RELAIS_PLAN_BOARD:
      return 6;
    case RELAIS_PLAN_CALENDAR_MONTH:
      return 16;
    case RELAIS_PLAN_CALENDAR_WEEK:
    case RELAIS_PLAN_N_SCALES:
    default:
      return 24;
    }
}
