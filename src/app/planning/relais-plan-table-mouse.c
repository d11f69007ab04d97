/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-table-private.h"

#include "relais-drag.h"
#include "relais-placement-menu.h"
#include "relais-plan-drag.h"

/* As close to an edge as this, a drag scrolls the table. */
#define EDGE 36

static RelaisPlanSeen *
pick (RelaisPlanTable *self, double x, double y)
{
  RelaisPlanSpot spot;

  return relais_plan_table_find_spot (self, x, y, &spot) && spot.index >= 0 ? relais_plan_table_get_seen (self, &spot) : NULL;
}

static void
released_cb (GtkGestureClick *click, int n, double x, double y, RelaisPlanTable *self)
{
  GdkModifierType modifiers = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (click));
  RelaisPlanSpot spot;

  int heading = self->frame != NULL && self->row_tops->len > 0 ? relais_plan_table_find_heading (self, x, y) : -1;

  if (heading >= 0)
    relais_plan_table_fold (self, heading, !relais_plan_table_is_folded (self, heading));
  if (self->frame == NULL || !relais_plan_table_find_spot (self, x, y, &spot))
    return;
  relais_plan_table_focus_spot (self, &spot);
  relais_plan_table_click (self, &spot, modifiers);
}

static void
menu_cb (GtkGesture *gesture, int n, double x, double y, RelaisPlanTable *self)
{
  RelaisPlanSeen *seen = pick (self, x, y);

  if (seen == NULL || seen->entry == NULL)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  RelaisPlanSpot spot = seen->spot;
  relais_plan_table_focus_spot (self, &spot);
  relais_plan_table_show_menu (self, &spot);
}

static void
long_press_cb (GtkGesture *gesture, double x, double y, RelaisPlanTable *self)
{
  menu_cb (gesture, 1, x, y, self);
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, RelaisPlanTable *self)
{
  RelaisPlanSeen *seen = pick (self, x, y);

  if (seen == NULL || seen->entry == NULL)
    return NULL;
  GPtrArray *placements = relais_plan_table_dup_moved (self, seen->entry);
  relais_drag_set_icon (source, seen->widget, placements->len, 12, 12);
  return relais_plan_drag_new_content (placements, relais_plan_table_get_slot (self, &seen->spot)->key);
}

/* @placements: (nullable): what is dragged */
static void
hover (RelaisPlanTable *self, int row, int column, GPtrArray *placements)
{
  if (self->hover.row == row && self->hover.column == column)
    return;
  self->hover = (RelaisPlanSpot) { row, column, -1 };
  g_free (self->warning);
  self->warning = row >= 0 && placements != NULL ? relais_plan_frame_warn (self->frame, (guint) row, (guint) column, placements) : NULL;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
scroll_at_edge (RelaisPlanTable *self, double x, double y)
{
  RelaisScrollArea *area = RELAIS_SCROLL_AREA (self);
  double ends[2] = { gtk_widget_get_width (GTK_WIDGET (self)), relais_plan_table_get_body_top (self)
                                                               + relais_plan_table_get_body_height (self) };
  double starts[2] = { self->heading_width, relais_plan_table_get_body_top (self) }, at[2] = { x, y };

  for (int i = 0; i < 2; i++)
    {
      int by = at[i] < starts[i] + EDGE ? -1 : at[i] > ends[i] - EDGE ? 1 : 0;
      if (by != 0)
        relais_scroll_area_set_value (area, i, relais_scroll_area_get_value (area, i) + by * 12);
    }
}

static GdkDragAction
motion_cb (GtkDropTarget *target, double x, double y, RelaisPlanTable *self)
{
  g_autoptr (RelaisPlanDrag) drag = relais_plan_drag_dup_current (target);
  RelaisPlanSpot spot;

  if (self->frame == NULL)
    return 0;
  scroll_at_edge (self, x, y);
  if (!relais_plan_table_find_spot (self, x, y, &spot))
    {
      hover (self, -1, 0, NULL);
      return 0;
    }
  hover (self, spot.row, spot.column, drag != NULL ? drag->placements : NULL);
  return GDK_ACTION_MOVE;
}

static void
leave_cb (RelaisPlanTable *self)
{
  hover (self, -1, 0, NULL);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, RelaisPlanTable *self)
{
  RelaisPlanDrag *drag = g_value_get_boxed (value);
  RelaisPlanSpot spot;

  hover (self, -1, 0, NULL);
  if (self->frame == NULL || !relais_plan_table_find_spot (self, x, y, &spot) || drag->placements->len == 0)
    return FALSE;
  RelaisRecord *first = g_ptr_array_index (drag->placements, 0);
  RelaisPlanEntry from = { .planned = relais_day_parse (relais_record_get_string (first, "planned")) };
  relais_plan_table_move (self, drag->placements, &from, drag->key, &spot);
  return TRUE;
}

static RelaisRecord *
lookup_cursor (RelaisPlanTable *self)
{
  RelaisPlanEntry *entry = self->frame != NULL ? relais_plan_table_get_entry (self, &self->cursor) : NULL;

  return entry != NULL ? relais_store_lookup (relais_session_get_store (self->session), "placement", entry->id) : NULL;
}

/* What the menu of a card is about: those that are selected, when it is one of them. (nullable) */
static GPtrArray *
dup_chosen (GtkWidget *table)
{
  RelaisPlanTable *self = RELAIS_PLAN_TABLE (table);
  RelaisPlanEntry *entry = self->frame != NULL ? relais_plan_table_get_entry (self, &self->cursor) : NULL;

  return entry != NULL ? relais_plan_table_dup_moved (self, entry) : NULL;
}

static void
get_place (GtkWidget *table, GdkRectangle *place)
{
  RelaisPlanTable *self = RELAIS_PLAN_TABLE (table);

  relais_plan_table_get_cell_area (self, self->cursor.row, self->cursor.column, place);
}

static void
open_placement (GtkWidget *table, RelaisRecord *placement)
{
  g_signal_emit_by_name (table, "open", relais_record_get_string (placement, "subject"), relais_record_get_id (placement));
}

void
relais_plan_table_show_menu (RelaisPlanTable *self, const RelaisPlanSpot *spot)
{
  RelaisPlanSeen *seen = relais_plan_table_get_seen (self, spot);
  g_autoptr (RelaisRecord) placement = lookup_cursor (self);
  graphene_rect_t bounds;

  if (seen == NULL || placement == NULL || !gtk_widget_compute_bounds (seen->widget, GTK_WIDGET (self), &bounds))
    return;
  relais_placement_menu_popup (GTK_WIDGET (self), &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y,
                                                                    (int) bounds.size.width, (int) bounds.size.height },
                               self->session, placement);
}

void
relais_plan_table_add_mouse (RelaisPlanTable *self)
{
  static const RelaisPlacementMenuClient client = { dup_chosen, get_place, open_placement };
  GtkGesture *click = gtk_gesture_click_new (), *menu = gtk_gesture_click_new (), *press = gtk_gesture_long_press_new ();
  GtkDragSource *source = relais_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (RELAIS_TYPE_PLAN_DRAG, GDK_ACTION_MOVE);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (menu, "pressed", G_CALLBACK (menu_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (press, "pressed", G_CALLBACK (long_press_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (target, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (target, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (menu));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  relais_placement_menu_install (GTK_WIDGET (self), self->session, &client);
}
