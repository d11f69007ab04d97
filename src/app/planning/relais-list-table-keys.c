/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-list-table-private.h"

#include <glib/gi18n.h>

static void
announce (RelaisListTable *self, const char *words)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
say_selected (RelaisListTable *self)
{
  guint n = (guint) gtk_bitset_get_size (self->selected);
  g_autofree char *words = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);

  relais_list_table_show_selected (self);
  if (n > 1)
    announce (self, words);
  g_signal_emit_by_name (self, "selection-changed");
}

static guint
get_key (RelaisListTable *self, guint row)
{
  return (guint) relais_record_list_get_key (self->list, row);
}

gboolean
relais_list_table_is_among_several (RelaisListTable *self, guint row)
{
  return gtk_bitset_get_size (self->selected) > 1 && row < self->n_rows && gtk_bitset_contains (self->selected, get_key (self, row));
}

static void
select_range (RelaisListTable *self, guint row)
{
  int found = self->anchor != 0 ? relais_record_list_find_key (self->list, self->anchor) : -1;
  guint from = found >= 0 ? (guint) found : row;

  gtk_bitset_remove_all (self->selected);
  for (guint i = MIN (from, row); i <= MAX (from, row); i++)
    gtk_bitset_add (self->selected, get_key (self, i));
}

void
relais_list_table_select (RelaisListTable *self, guint row, GdkModifierType modifiers)
{
  guint key = get_key (self, row);

  if (modifiers & GDK_SHIFT_MASK)
    {
      select_range (self, row);
      say_selected (self);
      return;
    }
  self->anchor = key;
  if (modifiers & GDK_CONTROL_MASK)
    {
      if (!gtk_bitset_remove (self->selected, key))
        gtk_bitset_add (self->selected, key);
    }
  else
    {
      gtk_bitset_remove_all (self->selected);
      gtk_bitset_add (self->selected, key);
    }
  say_selected (self);
}

static void
select_all (RelaisListTable *self)
{
  for (guint row = 0; row < self->n_rows; row++)
    gtk_bitset_add (self->selected, get_key (self, row));
  say_selected (self);
}

/* Brings the cell into sight, a heading above it too, and the column from under the one that stays. */
static void
reveal (RelaisListTable *self)
{
  RelaisScrollArea *area = RELAIS_SCROLL_AREA (self);
  int index = relais_list_columns_find (&self->columns, self->column), top = relais_list_table_get_top (self, self->row);
  gboolean first = self->sections->len > 0 && (self->row == 0 || relais_list_table_get_top (self, self->row - 1) < top - self->line_height);

  relais_scroll_area_reveal (area, GTK_ORIENTATION_VERTICAL, top - (first ? self->section_height : 0), top + self->line_height);
  if (index >= 0)
    relais_list_table_reveal_column (self, (guint) index);
}

void
relais_list_table_reveal_column (RelaisListTable *self, guint index)
{
  RelaisScrollArea *area = RELAIS_SCROLL_AREA (self);
  int left = self->columns.x[index], right = left + self->columns.width[index];
  double scroll = relais_scroll_area_get_value (area, GTK_ORIENTATION_HORIZONTAL);

  if (index == 0)
    return;
  relais_scroll_area_set_value (area, GTK_ORIENTATION_HORIZONTAL,
                                CLAMP (scroll, right - gtk_widget_get_width (GTK_WIDGET (self)), left - self->columns.width[0]));
}

void
relais_list_table_go (RelaisListTable *self, guint row, RelaisPlanField column, GdkModifierType modifiers)
{
  GtkWidget *cell = NULL;

  if (row >= self->n_rows)
    return;
  /* Where nothing is selected yet, what is selected begins where one is. */
  if ((modifiers & GDK_SHIFT_MASK) && gtk_bitset_is_empty (self->selected))
    self->anchor = self->cursor;
  self->from_title = FALSE;
  self->row = row;
  self->cursor = relais_record_list_get_key (self->list, row);
  self->column = relais_list_columns_find (&self->columns, column) >= 0 ? column : RELAIS_PLAN_COLUMN_SUBJECT;
  if (gtk_widget_get_width (GTK_WIDGET (self)) > 0 && self->columns.n > 0)
    {
      reveal (self);
      relais_list_table_layout (self);
    }
  RelaisListSeen *seen = relais_list_table_get_seen (self, self->cursor);
  if (seen != NULL)
    cell = relais_list_line_get_cell (RELAIS_LIST_LINE (seen->line), self->column);
  if (cell != NULL)
    gtk_widget_grab_focus (cell);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  if (!(modifiers & GDK_CONTROL_MASK))
    relais_list_table_select (self, row, modifiers);
}

gboolean
relais_list_table_is_in_cells (RelaisListTable *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));

  for (guint i = 0; focus != NULL && i < self->seen->len; i++)
    if (((RelaisListSeen *) self->seen->pdata[i])->line == focus)
      return TRUE;
  return FALSE;
}

RelaisRecord *
relais_list_table_dup_current (RelaisListTable *self)
{
  RelaisListSeen *seen = self->cursor != 0 ? relais_list_table_get_seen (self, self->cursor) : NULL;
  const char *id = seen != NULL ? relais_record_item_get_id (seen->item) : NULL;

  return id != NULL && id[0] != '\0' ? relais_store_lookup (relais_session_get_store (self->session), "placement", id) : NULL;
}

void
relais_list_table_emit_open (RelaisListTable *self)
{
  g_autoptr (RelaisRecord) record = relais_list_table_dup_current (self);

  if (record != NULL)
    g_signal_emit_by_name (self, "open", relais_record_get_string (record, "subject"), relais_record_get_id (record));
}

static void
go_across (RelaisListTable *self, int by)
{
  int index = relais_list_columns_find (&self->columns, self->column) + by;

  if (index >= 0 && index < (int) self->columns.n)
    relais_list_table_go (self, self->row, self->columns.columns[index], GDK_CONTROL_MASK);
}

static void
go_down (RelaisListTable *self, int by, GdkModifierType modifiers)
{
  int row = CLAMP ((int) self->row + by, 0, (int) self->n_rows - 1);

  relais_list_table_go (self, (guint) row, self->column, modifiers);
}

static gboolean
move_key (RelaisListTable *self, guint key, GdkModifierType modifiers)
{
  int page = MAX (relais_list_table_get_body_height (self) / self->line_height - 1, 1);
  gboolean plain = (modifiers & GDK_CONTROL_MASK) == 0;

  if (key == GDK_KEY_Up || key == GDK_KEY_Down)
    go_down (self, key == GDK_KEY_Up ? -1 : 1, modifiers);
  else if (key == GDK_KEY_Page_Up || key == GDK_KEY_Page_Down)
    go_down (self, key == GDK_KEY_Page_Up ? -page : page, modifiers);
  else if (key == GDK_KEY_Home && !plain)
    go_down (self, -(int) self->n_rows, modifiers & GDK_SHIFT_MASK);
  else if (key == GDK_KEY_End && !plain)
    go_down (self, (int) self->n_rows, modifiers & GDK_SHIFT_MASK);
  else if (key == GDK_KEY_Home || key == GDK_KEY_End)
    go_across (self, key == GDK_KEY_Home ? -relais_list_columns_find (&self->columns, self->column)
                                         : (int) self->columns.n - 1 - relais_list_columns_find (&self->columns, self->column));
  else if (plain && (key == GDK_KEY_Left || key == GDK_KEY_Right))
    go_across (self, (key == GDK_KEY_Left) != (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL) ? -1 : 1);
  else
    return FALSE;
  return TRUE;
}

static gboolean
act_key (RelaisListTable *self, guint key, GdkModifierType modifiers)
{
  gboolean control = (modifiers & GDK_CONTROL_MASK) != 0, enter = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter;
  GdkRectangle area;

  if (enter && control)
    relais_list_table_emit_open (self);
  else if (enter || key == GDK_KEY_F2)
    relais_list_table_edit (self);
  else if (key == GDK_KEY_space)
    relais_list_table_select (self, self->row, modifiers & GDK_SHIFT_MASK ? GDK_SHIFT_MASK : GDK_CONTROL_MASK);
  else if (key == GDK_KEY_a && control)
    select_all (self);
  else if (key == GDK_KEY_Escape && gtk_bitset_get_size (self->selected) > 1)
    relais_list_table_unselect (self);
  else if (key == GDK_KEY_i && control && relais_list_table_is_among_several (self, self->row))
    gtk_widget_activate_action (GTK_WIDGET (self), "bulk.to-ideas", NULL);
  else if (key == GDK_KEY_Delete)
    {
      if (gtk_bitset_is_empty (self->selected))
        relais_list_table_select (self, self->row, 0);
      gtk_widget_activate_action (GTK_WIDGET (self), "bulk.throw-away", NULL);
    }
  else if ((key == GDK_KEY_Menu || (key == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK))
           && relais_list_table_get_area (self, self->row, self->column, &area))
    relais_list_table_show_menu (self, &area);
  else
    return FALSE;
  return TRUE;
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, RelaisListTable *self)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (self->editor != NULL || self->columns.n == 0)
    return GDK_EVENT_PROPAGATE;
  if (!relais_list_table_is_in_cells (self))
    return relais_list_table_title_key (self, key, modifiers) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
  relais_list_table_update (self);
  if (self->n_rows == 0 || modifiers & GDK_ALT_MASK)
    return GDK_EVENT_PROPAGATE;
  return move_key (self, key, modifiers) || act_key (self, key, modifiers) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

void
relais_list_table_add_keys (RelaisListTable *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
