/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-table-private.h"

#include "relais-plan-mover.h"

#include <glib/gi18n.h>

/* A tree of units deeper than this is taken for a circle. */
#define MAX_DEPTH 16

static void
announce (RelaisPlanTable *self, const char *words)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static RelaisRecord *
lookup (RelaisPlanTable *self, const char *id)
{
  return relais_store_lookup (relais_session_get_store (self->session), "placement", id);
}

static void
moved_cb (RelaisPlanMoveEnd end, const char *label, gpointer user_data)
{
  g_autoptr (RelaisPlanTable) self = user_data;

  if (end == RELAIS_PLAN_MOVE_DONE)
    announce (self, label);
  else
    g_clear_pointer (&self->follow, g_free);
  if (end == RELAIS_PLAN_MOVE_CANCELLED)
    announce (self, _("Nothing was moved"));
  /* A dialog may have had the focus. */
  if (self->frame != NULL && relais_plan_frame_get_n_rows (self->frame) > 0)
    relais_plan_table_focus_spot (self, &self->cursor);
}

/* The row that a placement would have here. */
static char *
dup_key (RelaisPlanTable *self, RelaisRecord *placement)
{
  RelaisStore *store = relais_session_get_store (self->session);
  RelaisPlanBy by = self->frame->matrix->by;
  const char *key = relais_record_get_string (placement, by == RELAIS_PLAN_BY_AUTHOR ? "author" : "channel");

  if (by != RELAIS_PLAN_BY_UNIT)
    return g_strdup (key != NULL ? key : "");
  g_autoptr (RelaisRecord) subject = relais_store_lookup (store, "subject", relais_record_get_string (placement, "subject"));
  const char *unit = subject != NULL ? relais_record_get_string (subject, "unit") : NULL;
  g_autoptr (RelaisRecord) direction = unit != NULL ? relais_store_lookup (store, "unit", unit) : NULL;
  for (guint depth = 0; direction != NULL && depth < MAX_DEPTH; depth++)
    {
      const char *above = relais_record_get_string (direction, "parent");
      if (g_str_equal (relais_record_get_string (direction, "type"), "directorate"))
        return g_strdup (relais_record_get_id (direction));
      RelaisRecord *parent = above != NULL ? relais_store_lookup (store, "unit", above) : NULL;
      relais_record_unref (direction);
      direction = parent;
    }
  return g_strdup ("");
}

/* On the board what only changes its row is not said to change its status. */
static gboolean
all_have_state (GPtrArray *placements, const char *state)
{
  for (guint i = 0; i < placements->len; i++)
    if (g_strcmp0 (relais_record_get_string (g_ptr_array_index (placements, i), "state"), state) != 0)
      return FALSE;
  return TRUE;
}

void
relais_plan_table_move (RelaisPlanTable *self, GPtrArray *placements, const RelaisPlanEntry *from, const char *from_key,
                        const RelaisPlanSpot *to)
{
  RelaisPlanTarget target;
  g_autofree char *own_key = NULL;
  char day[RELAIS_DAY_SIZE];

  if (relais_plan_table_get_slot (self, to) == NULL || placements->len == 0)
    return;
  if (from_key == NULL)
    from_key = own_key = dup_key (self, g_ptr_array_index (placements, 0));
  relais_plan_frame_aim (self->frame, (guint) to->row, (guint) to->column, from != NULL ? from->planned : RELAIS_DAY_NONE, from_key,
                         placements->len > 1, &target, day);
  if (all_have_state (placements, target.state))
    target.state = NULL;
  self->cursor = (RelaisPlanSpot) { to->row, to->column, -1 };
  g_set_str (&self->follow, relais_record_get_id (g_ptr_array_index (placements, 0)));
  relais_plan_mover_move (GTK_WIDGET (self), self->session, placements, &target, moved_cb, g_object_ref (self));
}

GPtrArray *
relais_plan_table_dup_moved (RelaisPlanTable *self, const RelaisPlanEntry *entry)
{
  GPtrArray *placements = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  GHashTableIter iter;
  gpointer id;

  /* The one under the pointer comes first: it says how far all go. */
  RelaisRecord *own = lookup (self, entry->id);
  if (own != NULL)
    g_ptr_array_add (placements, own);
  if (!g_hash_table_contains (self->selected, entry->id))
    return placements;
  g_hash_table_iter_init (&iter, self->selected);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      RelaisRecord *placement = g_str_equal (id, entry->id) ? NULL : lookup (self, id);
      if (placement != NULL)
        g_ptr_array_add (placements, placement);
    }
  return placements;
}

static void
select_one (RelaisPlanTable *self, const RelaisPlanEntry *entry)
{
  if (!g_hash_table_remove (self->selected, entry->id))
    g_hash_table_add (self->selected, g_strdup (entry->id));
}

/* Everything in the cells between the anchor and the spot. */
static void
select_range (RelaisPlanTable *self, const RelaisPlanSpot *spot)
{
  int top = MIN (self->anchor.row, spot->row), bottom = MAX (self->anchor.row, spot->row);
  int left = MIN (self->anchor.column, spot->column), right = MAX (self->anchor.column, spot->column);

  g_hash_table_remove_all (self->selected);
  for (int row = top; row <= bottom; row++)
    for (int column = left; column <= right; column++)
      for (guint i = 0; i < relais_plan_table_count_shown (self, row, column); i++)
        {
          RelaisPlanEntry *entry = relais_plan_table_get_entry (self, &(RelaisPlanSpot) { row, column, (int) i });
          gboolean one_cell = top == bottom && left == right;
          if (one_cell && ((int) i < MIN (self->anchor.index, spot->index) || (int) i > MAX (self->anchor.index, spot->index)))
            continue;
          g_hash_table_add (self->selected, g_strdup (entry->id));
        }
}

static void
say_selected (RelaisPlanTable *self)
{
  guint n = g_hash_table_size (self->selected);
  g_autofree char *words = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);

  relais_plan_table_update_selected (self);
  announce (self, words);
}

void
relais_plan_table_click (RelaisPlanTable *self, const RelaisPlanSpot *spot, GdkModifierType modifiers)
{
  RelaisPlanEntry *entry = relais_plan_table_get_entry (self, spot);
  RelaisPlanSlot *slot = relais_plan_table_get_slot (self, spot);

  if (entry != NULL && (modifiers & GDK_CONTROL_MASK))
    {
      self->anchor = *spot;
      select_one (self, entry);
      say_selected (self);
    }
  else if (entry != NULL && (modifiers & GDK_SHIFT_MASK))
    {
      select_range (self, spot);
      say_selected (self);
    }
  else
    {
      self->anchor = *spot;
      g_hash_table_remove_all (self->selected);
      relais_plan_table_update_selected (self);
      if (spot->index >= (int) relais_plan_table_count_shown (self, spot->row, spot->column) && slot->cell->count > 0)
        relais_plan_table_emit_more (self, spot);
      else if (entry != NULL)
        relais_plan_table_emit_open (self, entry);
    }
}

/* Takes @placements. */
static void
take (RelaisPlanTable *self, GPtrArray *placements)
{
  g_autofree char *title = relais_store_dup_title (relais_session_get_store (self->session), "subject",
                                                   relais_record_get_string (g_ptr_array_index (placements, 0), "subject"));
  g_autofree char *several = g_strdup_printf (ngettext ("%u placement", "%u placements", placements->len), placements->len);
  g_autofree char *words = g_strdup_printf (_("Picked up %s. Arrows choose the place, Enter drops, Escape cancels."),
                                            placements->len == 1 ? title : several);

  g_clear_pointer (&self->carried, g_ptr_array_unref);
  self->carried = placements;
  self->origin = self->cursor;
  relais_plan_table_focus_spot (self, &(RelaisPlanSpot) { self->cursor.row, self->cursor.column, -1 });
  announce (self, words);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pick_up (RelaisPlanTable *self)
{
  RelaisPlanEntry *entry = relais_plan_table_get_entry (self, &self->cursor);

  if (entry == NULL || self->cursor.index >= (int) relais_plan_table_count_shown (self, self->cursor.row, self->cursor.column))
    return;
  g_set_weak_pointer (&self->carried_from, NULL);
  self->carried_day = entry->planned;
  g_set_str (&self->carried_key, relais_plan_table_get_slot (self, &self->cursor)->key);
  take (self, relais_plan_table_dup_moved (self, entry));
}

void
relais_plan_table_put_down (RelaisPlanTable *self)
{
  g_clear_pointer (&self->carried, g_ptr_array_unref);
  g_clear_pointer (&self->warning, g_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drop (RelaisPlanTable *self)
{
  g_autoptr (GPtrArray) carried = g_steal_pointer (&self->carried);
  RelaisPlanEntry from = { .planned = self->carried_day };
  RelaisPlanSpot to = self->cursor;

  relais_plan_table_put_down (self);
  relais_plan_table_move (self, carried, &from, self->carried_key, &to);
}

static void
cancel (RelaisPlanTable *self)
{
  relais_plan_table_put_down (self);
  if (self->carried_from != NULL && gtk_widget_get_mapped (self->carried_from))
    gtk_widget_grab_focus (self->carried_from);
  else
    relais_plan_table_focus_spot (self, &self->origin);
  announce (self, _("Put back"));
}

/* Cards of a cell, and the "+3 more" after them. */
static int
count_stops (RelaisPlanTable *self, int row, int column)
{
  guint shown = relais_plan_table_count_shown (self, row, column);
  RelaisPlanSlot *slot = relais_plan_frame_get_slot (self->frame, (guint) row, (guint) column);

  return (int) shown + (shown < slot->cell->count ? 1 : 0);
}

static void
go (RelaisPlanTable *self, RelaisPlanSpot spot)
{
  g_clear_pointer (&self->warning, g_free);
  if (self->carried != NULL)
    self->warning = relais_plan_frame_warn (self->frame, (guint) spot.row, (guint) spot.column, self->carried);
  relais_plan_table_focus_spot (self, &spot);
  if (self->carried == NULL)
    return;
  g_autofree char *cell = relais_plan_frame_describe (self->frame, (guint) spot.row, (guint) spot.column);
  g_autofree char *words = g_strjoin (", ", cell, self->warning, NULL);
  announce (self, words);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
go_down (RelaisPlanTable *self, int by)
{
  RelaisPlanSpot spot = self->cursor;
  int stops = count_stops (self, spot.row, spot.column), n_rows = (int) relais_plan_frame_get_n_rows (self->frame);

  if (spot.index == RELAIS_PLAN_HEADING)
    {
      spot.row = CLAMP (spot.row + by, 0, n_rows - 1);
      go (self, spot);
      return;
    }
  if (self->carried == NULL && spot.index + by >= 0 && spot.index + by < stops)
    spot.index += by;
  else if (spot.row + by >= 0 && spot.row + by < n_rows)
    {
      spot.row += by;
      stops = count_stops (self, spot.row, spot.column);
      spot.index = by > 0 ? (stops > 0 ? 0 : -1) : stops - 1;
    }
  else
    return;
  if (self->carried != NULL)
    spot.index = -1;
  go (self, spot);
}

/* In a calendar the day after Sunday is in the next row. */
static void
go_across (RelaisPlanTable *self, int by)
{
  RelaisPlanSpot spot = self->cursor;
  int n = (int) self->frame->n_columns;
  gboolean calendar = !relais_plan_table_is_grid (self), heading = spot.index == RELAIS_PLAN_HEADING;

  if (spot.column == 0 && by < 0 && !heading && self->carried == NULL && relais_plan_frame_has_headings (self->frame))
    {
      go (self, (RelaisPlanSpot) { spot.row, 0, RELAIS_PLAN_HEADING });
      return;
    }
  spot.column += heading && by > 0 ? 0 : by;
  if (calendar && spot.column < 0 && spot.row > 0)
    spot = (RelaisPlanSpot) { spot.row - 1, n - 1, spot.index };
  else if (calendar && spot.column >= n && spot.row + 1 < (int) relais_plan_frame_get_n_rows (self->frame))
    spot = (RelaisPlanSpot) { spot.row + 1, 0, spot.index };
  if (spot.column < 0 || spot.column >= n)
    {
      relais_plan_table_emit_step (self, by);
      return;
    }
  int stops = count_stops (self, spot.row, spot.column);
  spot.index = self->carried != NULL || stops == 0 ? -1 : CLAMP (spot.index, 0, stops - 1);
  go (self, spot);
}

static gboolean
carry_key (RelaisPlanTable *self, guint key)
{
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_space)
    drop (self);
  else if (key == GDK_KEY_Escape)
    cancel (self);
  else
    return FALSE;
  return TRUE;
}

/* To the status beside it: FALSE where there is none. */
static gboolean
step_state (RelaisPlanTable *self, const RelaisPlanEntry *entry, int by)
{
  RelaisPlanSpot to = { self->cursor.row, self->cursor.column + by, -1 };

  if (!relais_plan_frame_is_board (self->frame) || entry == NULL || to.column < 0 || to.column >= (int) self->frame->n_columns)
    return FALSE;
  g_autoptr (GPtrArray) placements = relais_plan_table_dup_moved (self, entry);
  relais_plan_table_move (self, placements, entry, relais_plan_table_get_slot (self, &to)->key, &to);
  return TRUE;
}

static gboolean
act_key (RelaisPlanTable *self, guint key, GdkModifierType modifiers)
{
  RelaisPlanEntry *entry = relais_plan_table_get_entry (self, &self->cursor);
  gboolean press = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_space;

  if (press && modifiers == 0 && self->cursor.index == RELAIS_PLAN_HEADING)
    relais_plan_table_fold (self, self->cursor.row, !relais_plan_table_is_folded (self, self->cursor.row));
  else if ((key == GDK_KEY_Left || key == GDK_KEY_Right) && modifiers == GDK_CONTROL_MASK)
    return step_state (self, entry, key == GDK_KEY_Left ? -1 : 1);
  else if (key == GDK_KEY_space && (modifiers & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)))
    relais_plan_table_click (self, &self->cursor, modifiers);
  else if (key == GDK_KEY_space && modifiers == 0)
    pick_up (self);
  else if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    relais_plan_table_click (self, &self->cursor, 0);
  else if (key == GDK_KEY_Escape && g_hash_table_size (self->selected) > 0)
    {
      g_hash_table_remove_all (self->selected);
      say_selected (self);
    }
  else if ((key == GDK_KEY_Menu || (key == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK)) && entry != NULL)
    relais_plan_table_show_menu (self, &self->cursor);
  else
    return FALSE;
  return TRUE;
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, RelaisPlanTable *self)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (self->frame == NULL || self->row_tops->len == 0 || relais_plan_frame_get_n_rows (self->frame) == 0)
    return GDK_EVENT_PROPAGATE;
  if (focus == NULL || (focus != self->cell && relais_plan_table_find_seen (self, focus) == NULL
                        && !g_ptr_array_find (self->headings, focus, NULL)))
    return GDK_EVENT_PROPAGATE;
  if (modifiers == 0 && (key == GDK_KEY_Left || key == GDK_KEY_Right))
    go_across (self, key == GDK_KEY_Left ? -1 : 1);
  else if (modifiers == 0 && (key == GDK_KEY_Up || key == GDK_KEY_Down))
    go_down (self, key == GDK_KEY_Up ? -1 : 1);
  else if (modifiers == 0 && (key == GDK_KEY_Page_Up || key == GDK_KEY_Page_Down))
    relais_plan_table_emit_step (self, key == GDK_KEY_Page_Up ? -1 : 1);
  else if (!(self->carried != NULL ? carry_key (self, key) : act_key (self, key, modifiers)))
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* A card that was clicked is where one is. */
static void
focus_cb (RelaisPlanTable *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));
  RelaisPlanSeen *seen = focus != NULL ? relais_plan_table_find_seen (self, focus) : NULL;

  if (seen != NULL)
    self->cursor = seen->spot;
  else if (focus == NULL && self->carried != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    relais_plan_table_put_down (self);
}

void
relais_plan_table_add_keys (RelaisPlanTable *self)
{
  GtkEventController *keys = gtk_event_controller_key_new (), *focus = gtk_event_controller_focus_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

gboolean
relais_plan_table_carry (RelaisPlanTable *self, GPtrArray *placements, GtkWidget *from)
{
  g_return_val_if_fail (RELAIS_IS_PLAN_TABLE (self) && placements != NULL && GTK_IS_WIDGET (from), FALSE);

  if (self->frame == NULL || relais_plan_frame_get_n_rows (self->frame) == 0 || placements->len == 0)
    return FALSE;
  g_set_weak_pointer (&self->carried_from, from);
  self->carried_day = RELAIS_DAY_NONE;
  g_clear_pointer (&self->carried_key, g_free);
  take (self, g_ptr_array_ref (placements));
  return TRUE;
}
