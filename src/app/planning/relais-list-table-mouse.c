/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-list-table-private.h"

#include "relais-bulk-bar.h"
#include "relais-placement-menu.h"

static gboolean
find (RelaisListTable *self, double x, double y, guint *row, RelaisPlanField *column)
{
  relais_list_table_update (self);
  return relais_list_table_find_row (self, y, row) && relais_list_table_find_column (self, x, column);
}

static void
released_cb (GtkGestureClick *click, int n, double x, double y, RelaisListTable *self)
{
  GdkModifierType modifiers = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (click))
                              & (GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  RelaisPlanField column;
  guint row;

  if (self->editor != NULL || !find (self, x, y, &row, &column))
    return;
  /* What is open beside needs not be opened. */
  g_autoptr (RelaisRecord) current = relais_list_table_dup_current (self);
  gboolean again = relais_record_list_get_key (self->list, row) == self->cursor && column == self->column && current != NULL
                   && g_strcmp0 (self->open, relais_record_get_id (current)) == 0 && gtk_bitset_get_size (self->selected) < 2;
  if (modifiers & GDK_CONTROL_MASK)
    {
      relais_list_table_go (self, row, column, GDK_CONTROL_MASK);
      relais_list_table_select (self, row, GDK_CONTROL_MASK);
    }
  else
    relais_list_table_go (self, row, column, modifiers);
  if (modifiers == 0 && again && relais_list_table_may_edit (self))
    relais_list_table_edit (self);
  else if (modifiers == 0)
    relais_list_table_emit_open (self);
}

/* What is typed is not lost to a click elsewhere; the editor decides when it loses the focus. */
static void
pressed_cb (GtkGestureClick *click, int n, double x, double y, RelaisListTable *self)
{
  GdkRectangle area;

  if (self->editor == NULL)
    return;
  if (relais_list_table_get_area (self, self->row, self->column, &area) && gdk_rectangle_contains_point (&area, (int) x, (int) y))
    return;
  relais_cell_editor_leave (RELAIS_CELL_EDITOR (self->editor));
}

static void
menu_cb (GtkGesture *gesture, int n, double x, double y, RelaisListTable *self)
{
  RelaisPlanField column;
  guint row;

  if (self->editor != NULL || !find (self, x, y, &row, &column))
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  /* Several that are selected stay so. */
  relais_list_table_go (self, row, column, relais_list_table_is_among_several (self, row) ? GDK_CONTROL_MASK : 0);
  relais_list_table_show_menu (self, &(GdkRectangle) { (int) x, (int) y, 1, 1 });
}

static void
long_press_cb (GtkGesture *gesture, double x, double y, RelaisListTable *self)
{
  menu_cb (gesture, 1, x, y, self);
}

/* The menu is about the placement that one is on; that of several is about them. */
static GPtrArray *
dup_chosen (GtkWidget *view)
{
  RelaisRecord *record = relais_list_table_dup_current (RELAIS_LIST_TABLE (view));
  GPtrArray *chosen = record != NULL ? g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref) : NULL;

  if (record != NULL)
    g_ptr_array_add (chosen, record);
  return chosen;
}

static void
get_place (GtkWidget *view, GdkRectangle *place)
{
  RelaisListTable *self = RELAIS_LIST_TABLE (view);

  if (!relais_list_table_get_area (self, self->row, self->column, place))
    *place = (GdkRectangle) { 0, self->header_height, 1, 1 };
}

static void
open_placement (GtkWidget *view, RelaisRecord *placement)
{
  relais_list_table_emit_open (RELAIS_LIST_TABLE (view));
}

void
relais_list_table_show_menu (RelaisListTable *self, const GdkRectangle *at)
{
  g_autoptr (RelaisRecord) placement = relais_list_table_dup_current (self);

  if (relais_list_table_is_among_several (self, self->row))
    relais_bulk_menu_popup (GTK_WIDGET (self), at, (guint) gtk_bitset_get_size (self->selected));
  else if (placement != NULL)
    relais_placement_menu_popup (GTK_WIDGET (self), at, self->session, placement);
}

void
relais_list_table_add_mouse (RelaisListTable *self)
{
  static const RelaisPlacementMenuClient client = { dup_chosen, get_place, open_placement };
  GtkGesture *click = gtk_gesture_click_new (), *menu = gtk_gesture_click_new (), *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (menu, "pressed", G_CALLBACK (menu_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (press, "pressed", G_CALLBACK (long_press_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (menu));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
  relais_placement_menu_install (GTK_WIDGET (self), self->session, &client);
}
