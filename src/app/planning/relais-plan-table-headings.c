/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

/* Headings of the board: of rows, which can be folded, and over the columns. */

#include "relais-plan-table-private.h"

#include <glib/gi18n.h>

/* What is left of a head that scrolls away: less says nothing. */
#define LEAST_HEAD 60

static RelaisPlanRow *
get_row (RelaisPlanTable *self, int row)
{
  return g_ptr_array_index (self->frame->matrix->rows, row);
}

/* A row without work in hand is folded until somebody unfolds it. */
static gboolean
is_idle (RelaisPlanTable *self, int row)
{
  for (guint column = 0; column < self->frame->n_columns; column++)
    {
      RelaisPlanSlot *slot = relais_plan_frame_get_slot (self->frame, (guint) row, column);
      if (slot->cell->count > 0 && g_strcmp0 (slot->state, "published") != 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
relais_plan_table_is_folded (RelaisPlanTable *self, int row)
{
  gpointer folded;

  if (!relais_plan_frame_has_headings (self->frame))
    return FALSE;
  if (g_hash_table_lookup_extended (self->folds, get_row (self, row)->key, NULL, &folded))
    return GPOINTER_TO_INT (folded);
  return is_idle (self, row);
}

void
relais_plan_table_fold (RelaisPlanTable *self, int row, gboolean folded)
{
  RelaisSheetRow *body = g_ptr_array_index (self->frame->body, row);

  if (!relais_plan_frame_has_headings (self->frame) || relais_plan_table_is_folded (self, row) == folded)
    return;
  g_hash_table_replace (self->folds, g_strdup (get_row (self, row)->key), GINT_TO_POINTER (folded));
  relais_plan_table_show_headings (self);
  g_autofree char *words = g_strdup_printf (folded ? _("%s folded") : _("%s unfolded"), body->heading);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  relais_plan_table_focus_spot (self, &(RelaisPlanSpot) { row, 0, RELAIS_PLAN_HEADING });
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_signal_emit_by_name (self, "folded");
}

/* What they say, when another frame is shown or one is folded. */
void
relais_plan_table_show_headings (RelaisPlanTable *self)
{
  guint n = relais_plan_frame_has_headings (self->frame) ? relais_plan_frame_get_n_rows (self->frame) : 0;

  while (self->headings->len < n)
    {
      GtkWidget *heading = relais_plan_card_new ();
      g_object_set (heading, "accessible-role", GTK_ACCESSIBLE_ROLE_BUTTON, NULL);
      gtk_widget_set_parent (heading, GTK_WIDGET (self));
      g_ptr_array_add (self->headings, heading);
    }
  for (guint i = 0; i < self->headings->len; i++)
    {
      RelaisSheetRow *row = i < n ? g_ptr_array_index (self->frame->body, i) : NULL;
      gtk_widget_set_visible (self->headings->pdata[i], row != NULL);
      if (row == NULL)
        continue;
      g_autofree char *caption = g_strdup_printf ("%u", get_row (self, (int) i)->count);
      g_autofree char *name = g_strjoin (", ", row->heading, row->remark, NULL);
      relais_plan_card_set_heading (self->headings->pdata[i], row->heading, caption, name,
                                    relais_plan_table_is_folded (self, (int) i));
    }
}

void
relais_plan_table_place_headings (RelaisPlanTable *self)
{
  int scroll = (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_VERTICAL), top = relais_plan_table_get_body_top (self);
  guint n = relais_plan_frame_has_headings (self->frame) ? relais_plan_frame_get_n_rows (self->frame) : 0;
  int height = relais_plan_card_get_heading_height (GTK_WIDGET (self));

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *heading = g_ptr_array_index (self->headings, i);
      int start = relais_plan_table_get_top (self, (int) i) - scroll, end = relais_plan_table_get_top (self, (int) i + 1) - scroll;
      gboolean seen = end > 0 && start < relais_plan_table_get_body_height (self);
      gtk_widget_set_child_visible (heading, seen);
      if (!seen)
        continue;
      /* It stays in sight as long as its row does. */
      start = CLAMP (0, start, MAX (end - height - 4, start));
      gtk_widget_measure (heading, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (heading, &(GtkAllocation) { 6, top + start + 2, MAX (self->heading_width - 9, 8), height }, -1);
    }
}

void
relais_plan_table_place_heads (RelaisPlanTable *self)
{
  int scroll = (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_HORIZONTAL);

  for (guint i = 0; self->heads != NULL && i < self->heads->len; i++)
    {
      GtkWidget *head = g_ptr_array_index (self->heads, i);
      int left = MAX (self->heading_width + (int) i * self->column_width - scroll, self->heading_width);
      int right = self->heading_width + (int) (i + 1) * self->column_width - scroll;
      gboolean seen = right - left >= LEAST_HEAD && left < gtk_widget_get_width (GTK_WIDGET (self));
      gtk_widget_set_child_visible (head, seen);
      if (!seen)
        continue;
      gtk_widget_measure (head, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (head, &(GtkAllocation) { left + 2, 1, right - left - 4, self->heading_height - 2 }, -1);
    }
}

int
relais_plan_table_find_heading (RelaisPlanTable *self, double x, double y)
{
  double in_body = y - relais_plan_table_get_body_top (self) + relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_VERTICAL);

  if (!relais_plan_frame_has_headings (self->frame) || x >= self->heading_width || y < relais_plan_table_get_body_top (self))
    return -1;
  for (int row = 0; row < (int) relais_plan_frame_get_n_rows (self->frame); row++)
    if (in_body >= relais_plan_table_get_top (self, row) && in_body < relais_plan_table_get_top (self, row + 1))
      return row;
  return -1;
}

void
relais_plan_table_set_heads (RelaisPlanTable *self, GPtrArray *heads)
{
  g_return_if_fail (RELAIS_IS_PLAN_TABLE (self));

  g_clear_pointer (&self->heads, g_ptr_array_unref);
  self->heads = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  for (guint i = 0; i < heads->len; i++)
    {
      gtk_widget_set_parent (heads->pdata[i], GTK_WIDGET (self));
      g_ptr_array_add (self->heads, heads->pdata[i]);
    }
}

JsonObject *
relais_plan_table_dup_folds (RelaisPlanTable *self)
{
  g_return_val_if_fail (RELAIS_IS_PLAN_TABLE (self), NULL);

  JsonObject *folds = json_object_new ();
  GHashTableIter iter;
  gpointer key, folded;

  g_hash_table_iter_init (&iter, self->folds);
  while (g_hash_table_iter_next (&iter, &key, &folded))
    json_object_set_boolean_member (folds, key, GPOINTER_TO_INT (folded));
  return folds;
}

void
relais_plan_table_set_folds (RelaisPlanTable *self, JsonObject *folds)
{
  g_return_if_fail (RELAIS_IS_PLAN_TABLE (self));

  g_autoptr (GList) keys = json_object_get_members (folds);
  g_hash_table_remove_all (self->folds);
  for (GList *l = keys; l != NULL; l = l->next)
    g_hash_table_insert (self->folds, g_strdup (l->data),
                         GINT_TO_POINTER (json_object_get_boolean_member_with_default (folds, l->data, FALSE)));
}
