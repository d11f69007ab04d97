/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-table-private.h"

static gboolean
is_body (RelaisPlanTable *self, double x, double y)
{
  int top = relais_plan_table_get_body_top (self);

  return x >= self->heading_width && y >= top && y < top + relais_plan_table_get_body_height (self);
}

RelaisPlanSlot *
relais_plan_table_get_slot (RelaisPlanTable *self, const RelaisPlanSpot *spot)
{
  if (spot->row >= (int) relais_plan_frame_get_n_rows (self->frame) || spot->column >= (int) self->frame->n_columns)
    return NULL;
  return relais_plan_frame_get_slot (self->frame, (guint) spot->row, (guint) spot->column);
}

RelaisPlanEntry *
relais_plan_table_get_entry (RelaisPlanTable *self, const RelaisPlanSpot *spot)
{
  RelaisPlanSlot *slot = relais_plan_table_get_slot (self, spot);

  if (slot == NULL || spot->index < 0 || slot->cell->entries == NULL || spot->index >= (int) slot->cell->entries->len)
    return NULL;
  return g_ptr_array_index (slot->cell->entries, spot->index);
}

RelaisPlanSeen *
relais_plan_table_find_seen (RelaisPlanTable *self, GtkWidget *widget)
{
  for (guint i = 0; i < self->seen->len; i++)
    {
      RelaisPlanSeen *seen = g_ptr_array_index (self->seen, i);
      if (seen->widget == widget)
        return seen;
    }
  return NULL;
}

gboolean
relais_plan_table_find_spot (RelaisPlanTable *self, double x, double y, RelaisPlanSpot *spot)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  RelaisPlanSeen *seen = picked != NULL ? relais_plan_table_find_seen (self, picked) : NULL;
  GdkRectangle area;

  if (self->frame == NULL || self->row_tops->len == 0 || !is_body (self, x, y))
    return FALSE;
  if (seen != NULL)
    {
      *spot = seen->spot;
      return TRUE;
    }
  for (int row = 0; row < (int) relais_plan_frame_get_n_rows (self->frame); row++)
    for (int column = 0; column < (int) self->frame->n_columns; column++)
      {
        relais_plan_table_get_cell_area (self, row, column, &area);
        if (x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height)
          {
            *spot = (RelaisPlanSpot) { row, column, -1 };
            return TRUE;
          }
      }
  return FALSE;
}

/* The cards in sight are found when the table is allocated: a focus that is to go to one which is not there yet makes the table
 * find them now. */
void
relais_plan_table_focus_spot (RelaisPlanTable *self, const RelaisPlanSpot *spot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean laid_out = width > 0 && self->row_tops->len > (guint) spot->row + 1;

  self->cursor = *spot;
  if (laid_out)
    {
      relais_scroll_area_reveal (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_HORIZONTAL, spot->column * self->column_width,
                                 (spot->column + 1) * self->column_width);
      int top = relais_plan_table_get_top (self, spot->row), bottom = relais_plan_table_get_top (self, spot->row + 1);
      /* A row that is higher than the window is seen in pieces. */
      if (bottom - top > relais_plan_table_get_body_height (self) && spot->index >= 0)
        relais_plan_table_get_extent (self, spot, &top, &bottom);
      relais_scroll_area_reveal (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_VERTICAL, top, bottom);
    }
  if (width > 0)
    GTK_WIDGET_GET_CLASS (widget)->size_allocate (widget, width, height, -1);
  RelaisPlanSeen *seen = self->carried == NULL ? relais_plan_table_get_seen (self, spot) : NULL;
  GtkWidget *heading = spot->index == RELAIS_PLAN_HEADING ? self->headings->pdata[spot->row] : NULL;
  g_autofree char *cell = relais_plan_frame_describe (self->frame, (guint) spot->row, (guint) spot->column);
  g_autofree char *name = g_strjoin (", ", cell, self->carried != NULL ? self->warning : NULL, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_grab_focus (heading != NULL ? heading : seen != NULL ? seen->widget : self->cell);
  gtk_widget_queue_allocate (widget);
}

void
relais_plan_table_update_selected (RelaisPlanTable *self)
{
  for (guint i = 0; i < self->seen->len; i++)
    {
      RelaisPlanSeen *seen = g_ptr_array_index (self->seen, i);
      if (seen->entry == NULL)
        continue;
      relais_plan_card_set_selected (RELAIS_PLAN_CARD (seen->widget), g_hash_table_contains (self->selected, seen->entry->id));
      relais_plan_card_set_open (RELAIS_PLAN_CARD (seen->widget), g_strcmp0 (self->open, seen->entry->id) == 0);
    }
}

void
relais_plan_table_emit_open (RelaisPlanTable *self, const RelaisPlanEntry *entry)
{
  g_signal_emit_by_name (self, "open", entry->subject, entry->id);
}

void
relais_plan_table_emit_more (RelaisPlanTable *self, const RelaisPlanSpot *spot)
{
  g_signal_emit_by_name (self, "more", (guint) spot->row, (guint) spot->column);
}

void
relais_plan_table_emit_step (RelaisPlanTable *self, int by)
{
  g_signal_emit_by_name (self, "step", by);
}
