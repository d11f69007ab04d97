/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-list-table-private.h"

#include "relais-popover.h"

#include <glib/gi18n.h>

/* So near to the edge of a title it is taken by the mouse. */
#define GRIP 5

/* The index of a column that is in sight, of whose title it is; -1: of none. */
static int
find_title (RelaisListTable *self, GtkWidget *button)
{
  for (guint i = 0; i < self->columns.n; i++)
    if (self->headers[self->columns.columns[i]] == button)
      return (int) i;
  return -1;
}

/* The column whose edge is there; -1: none. */
static int
find_edge (RelaisListTable *self, double x, double y)
{
  if (y >= self->header_height || relais_list_table_is_narrow (self))
    return -1;
  for (int i = (int) self->columns.n - 1; i >= 0; i--)
    {
      int edge = relais_list_columns_get_x (&self->columns, (guint) i) + self->columns.width[i];
      /* What is scrolled under the first one is not there. */
      if (ABS (x - edge) <= GRIP && (i == 0 || edge > self->columns.width[0] + GRIP))
        return i;
    }
  return -1;
}

/* Spoken: columns are as wide as they were made. (transfer full): @words */
static void
announce (RelaisListTable *self, char *words)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  g_free (words);
}

static void
widen (RelaisListTable *self, int index, int lines)
{
  const char *label = _(relais_plan_column_label (self->columns.columns[index]));

  relais_list_table_widen (self, (guint) index, lines);
  g_signal_emit_by_name (self, "resized");
  /* Translators: spoken, of a column: "Channel: wider" */
  announce (self, g_strdup_printf (lines > 0 ? _("%s: wider") : _("%s: narrower"), label));
}

static void
show_menu (RelaisListTable *self, int index)
{
  RelaisPlanField column = self->columns.columns[index];
  g_autoptr (GMenu) menu = g_menu_new (), sort = g_menu_new (), width = g_menu_new (), hide = g_menu_new ();
  GdkRectangle at;

  g_menu_append (sort, _("Sort _Ascending"), "column.sort(false)");
  g_menu_append (sort, _("Sort _Descending"), "column.sort(true)");
  g_menu_append (width, _("_Wider"), "column.widen(1)");
  g_menu_append (width, _("_Narrower"), "column.widen(-1)");
  g_menu_append (width, _("As Wide as Its _Content"), "column.fit");
  g_menu_append (width, _("_Usual Width"), "column.usual-width");
  g_menu_append (hide, _("_Hide"), "column.hide");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (sort));
  if (!relais_list_table_is_narrow (self))
    g_menu_append_section (menu, NULL, G_MENU_MODEL (width));
  if (column != RELAIS_PLAN_COLUMN_SUBJECT)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (hide));
  self->title = column;
  self->from_title = TRUE;
  relais_popover_get_place (self->headers[column], GTK_WIDGET (self), &at);
  GtkWidget *popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  relais_popover_show (popover, GTK_WIDGET (self), &at);
}

static void
sort (RelaisListTable *self, RelaisPlanField column, gboolean descending)
{
  g_signal_emit_by_name (self, "sort", column, descending);
}

static void
clicked_cb (GtkWidget *button, RelaisListTable *self)
{
  int index = find_title (self, button);
  RelaisPlanField column = index >= 0 ? self->columns.columns[index] : RELAIS_PLAN_COLUMN_SUBJECT;

  if (index >= 0)
    sort (self, column, self->next_order.sort == column && !self->next_order.descending);
}

static void
menu_cb (GtkGesture *gesture, int n, double x, double y, RelaisListTable *self)
{
  int index = find_title (self, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)));

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  if (index >= 0)
    show_menu (self, index);
}

static void
sort_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  sort (RELAIS_LIST_TABLE (widget), RELAIS_LIST_TABLE (widget)->title, g_variant_get_boolean (parameter));
}

static void
widen_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisListTable *self = RELAIS_LIST_TABLE (widget);
  int index = relais_list_columns_find (&self->columns, self->title);

  if (index >= 0)
    widen (self, index, g_variant_get_int32 (parameter));
}

static void
fit_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisListTable *self = RELAIS_LIST_TABLE (widget);
  int index = relais_list_columns_find (&self->columns, self->title);

  if (index < 0)
    return;
  relais_list_table_fit (self, (guint) index);
  g_signal_emit_by_name (self, "resized");
  announce (self, g_strdup_printf (_("%s: as wide as its content"), _(relais_plan_column_label (self->title))));
}

static void
usual_width_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RelaisListTable *self = RELAIS_LIST_TABLE (widget);
  int index = relais_list_columns_find (&self->columns, self->title);

  if (index < 0)
    return;
  relais_list_table_forget_width (self, (guint) index);
  g_signal_emit_by_name (self, "resized");
  announce (self, g_strdup_printf (_("%s: as wide as usual"), _(relais_plan_column_label (self->title))));
}

static void
hide_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit_by_name (widget, "hide-column", RELAIS_LIST_TABLE (widget)->title);
}

static void
drag_begin_cb (GtkGesture *drag, double x, double y, RelaisListTable *self)
{
  self->dragged = self->editor == NULL ? find_edge (self, x, y) : -1;
  if (self->dragged < 0)
    {
      gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_CLAIMED);
  self->dragged_width = self->columns.width[self->dragged];
}

static void
drag_update_cb (GtkGesture *drag, double x, double y, RelaisListTable *self)
{
  if (self->dragged >= 0 && self->dragged < (int) self->columns.n)
    relais_list_table_resize (self, (guint) self->dragged, self->dragged_width + (int) x);
}

static void
drag_end_cb (GtkGesture *drag, double x, double y, RelaisListTable *self)
{
  if (self->dragged >= 0)
    g_signal_emit_by_name (self, "resized");
  self->dragged = -1;
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, RelaisListTable *self)
{
  gboolean over = self->dragged >= 0 || find_edge (self, x, y) >= 0;

  if (over != (gtk_widget_get_cursor (GTK_WIDGET (self)) != NULL))
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), over ? "col-resize" : NULL);
}

static GtkWidget *
build_title (RelaisListTable *self, RelaisPlanField column)
{
  /* A button, not a column header: of that a screen reader hears nothing from GTK. */
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4), *label = gtk_label_new (_(relais_plan_column_label (column)));
  GtkGesture *menu = gtk_gesture_click_new ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new ());
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "relais-list-title");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _(relais_plan_column_label (column)), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_DEFAULT);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  /* Not when it is pressed: the menu would take the release, and the title look pressed from then on. */
  g_signal_connect_object (menu, "released", G_CALLBACK (menu_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (button, GTK_EVENT_CONTROLLER (menu));
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  return button;
}

void
relais_list_table_install_titles (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "column.sort", "b", sort_cb);
  gtk_widget_class_install_action (klass, "column.widen", "i", widen_cb);
  gtk_widget_class_install_action (klass, "column.fit", NULL, fit_cb);
  gtk_widget_class_install_action (klass, "column.usual-width", NULL, usual_width_cb);
  gtk_widget_class_install_action (klass, "column.hide", NULL, hide_cb);
}

void
relais_list_table_build_titles (RelaisListTable *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  for (guint i = 0; i < RELAIS_PLAN_N_COLUMNS; i++)
    self->headers[i] = build_title (self, i);
  self->dragged = -1;
  /* Before the titles, which would take it for a click. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_PRIMARY);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

void
relais_list_table_show_titles (RelaisListTable *self)
{
  for (guint i = 0; i < RELAIS_PLAN_N_COLUMNS; i++)
    {
      int index = relais_list_columns_find (&self->columns, i);
      GtkWidget *label = gtk_widget_get_first_child (gtk_button_get_child (GTK_BUTTON (self->headers[i])));
      gtk_widget_set_child_visible (self->headers[i], index >= 0);
      /* Over a sign alone there is no room for a word. */
      gtk_widget_set_child_visible (label, index >= 0 && self->columns.width[index] > RELAIS_LIST_CELL_SIGN);
    }
}

void
relais_list_table_show_sort (RelaisListTable *self)
{
  for (guint i = 0; i < RELAIS_PLAN_N_COLUMNS; i++)
    {
      GtkWidget *image = gtk_widget_get_last_child (gtk_button_get_child (GTK_BUTTON (self->headers[i])));
      gboolean sorted = i == self->next_order.sort;
      const char *words = !sorted ? "" : self->next_order.descending ? _("Sorted descending") : _("Sorted ascending");
      gtk_image_set_from_icon_name (GTK_IMAGE (image), self->next_order.descending ? "pan-down-symbolic" : "pan-up-symbolic");
      gtk_widget_set_visible (image, sorted);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->headers[i]), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
    }
}

void
relais_list_table_place_titles (RelaisListTable *self)
{
  for (guint i = 0; i < self->columns.n; i++)
    {
      GtkWidget *header = self->headers[self->columns.columns[i]];
      gtk_widget_measure (header, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (header, &(GtkAllocation) { relais_list_columns_get_x (&self->columns, i), 0, self->columns.width[i],
                                                           self->header_height }, -1);
    }
}

/* From title to title, down into the cells, and what can be done with a title. */
gboolean
relais_list_table_title_key (RelaisListTable *self, guint key, GdkModifierType modifiers)
{
  int index = find_title (self, gtk_widget_get_focus_child (GTK_WIDGET (self)));
  int step = key == GDK_KEY_Right ? 1 : key == GDK_KEY_Left ? -1 : 0, next = index + step;

  if (index < 0)
    return FALSE;
  if (step != 0 && modifiers == GDK_CONTROL_MASK && !relais_list_table_is_narrow (self))
    widen (self, index, step);
  else if ((key == GDK_KEY_Menu && modifiers == 0) || (key == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK))
    show_menu (self, index);
  else if (key == GDK_KEY_Down && modifiers == 0)
    relais_list_table_focus (self);
  else if (step != 0 && modifiers == 0 && next >= 0 && next < (int) self->columns.n)
    {
      relais_list_table_reveal_column (self, (guint) next);
      gtk_widget_grab_focus (self->headers[self->columns.columns[next]]);
    }
  else
    return FALSE;
  return TRUE;
}
