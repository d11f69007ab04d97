/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-drag.h"

/* The keys that are listened to while something is dragged. */
#define KEYS "relais-keys"

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GtkDragSource *source)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  /* gtk_drag_source_drag_cancel() would leave the pointer with the drag, which is dropped then when the button is let go. */
  g_signal_emit_by_name (gtk_drag_source_get_drag (source), "cancel", GDK_DRAG_CANCEL_USER_CANCELLED);
  return GDK_EVENT_STOP;
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, gpointer user_data)
{
  GtkRoot *root = gtk_widget_get_root (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)));
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), source, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (root), keys);
  g_object_set_data_full (G_OBJECT (source), KEYS, g_object_ref (keys), g_object_unref);
}

static void
drag_end_cb (GtkDragSource *source, GdkDrag *drag, gboolean delete, gpointer user_data)
{
  GtkEventController *keys = g_object_get_data (G_OBJECT (source), KEYS);
  GtkWidget *root = keys != NULL ? gtk_event_controller_get_widget (keys) : NULL;

  if (root != NULL)
    gtk_widget_remove_controller (root, keys);
  g_object_set_data (G_OBJECT (source), KEYS, NULL);
}

GtkDragSource *
relais_drag_source_new (void)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), NULL);
  g_signal_connect (source, "drag-end", G_CALLBACK (drag_end_cb), NULL);
  return source;
}

void
relais_drag_set_icon (GtkDragSource *source, GtkWidget *card, guint n, int x, int y)
{
  g_autoptr (GdkPaintable) widget = gtk_widget_paintable_new (card);
  g_autoptr (GdkPaintable) picture = gdk_paintable_get_current_image (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  int width = gtk_widget_get_width (card), height = gtk_widget_get_height (card);
  int sheets = (int) MIN (n, 3);

  /* Several are a pile. */
  for (int i = sheets - 1; i >= 0; i--)
    {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (i * 4), (float) (i * 4)));
      gdk_paintable_snapshot (picture, snapshot, width, height);
      gtk_snapshot_restore (snapshot);
    }
  g_autoptr (GdkPaintable) pile = gtk_snapshot_to_paintable (snapshot, NULL);
  gtk_drag_source_set_icon (source, pile, x, y);
}
