/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-late.h"

/* Rows out of sight wait until nothing was bound for so long, and are then filled for so long at a time. */
#define REST_MS    150
#define AT_ONCE_US 2000

typedef struct {
  GtkListItem  *item;      /* borrowed */
  RelaisFillRow fill;
  gpointer      user_data;
  GList         link;      /* in `waiting` while it waits */
} Late;

static GQueue waiting = G_QUEUE_INIT;
static guint rest_id;
static gint64 bound_at;   /* monotonic, µs */

static GQuark
get_quark (void)
{
  return g_quark_from_static_string ("relais-late");
}

static gboolean
is_waiting (Late *late)
{
  return late->link.data != NULL;
}

static void
stop_waiting (Late *late)
{
  if (!is_waiting (late))
    return;
  g_queue_unlink (&waiting, &late->link);
  late->link.data = NULL;
}

static void
fill_now (Late *late)
{
  stop_waiting (late);
  late->fill (late->item, late->user_data);
}

static void
free_late (gpointer data)
{
  stop_waiting (data);
  g_free (data);
}

static gboolean
fill_some_cb (gpointer user_data)
{
  gint64 end = g_get_monotonic_time () + AT_ONCE_US;

  while (waiting.head != NULL)
    {
      if (g_get_monotonic_time () >= end)
        return G_SOURCE_CONTINUE;
      fill_now (waiting.head->data);
    }
  rest_id = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
rest_cb (gpointer user_data)
{
  if (g_get_monotonic_time () < bound_at + REST_MS * 1000)
    return G_SOURCE_CONTINUE;
  rest_id = g_idle_add_full (G_PRIORITY_LOW, fill_some_cb, NULL, NULL);
  return G_SOURCE_REMOVE;
}

void
relais_late_bind (GtkListItem *item, RelaisFillRow fill, gpointer user_data)
{
  GtkWidget *child = gtk_list_item_get_child (item);

  g_return_if_fail (GTK_IS_WIDGET (child) && fill != NULL);

  Late *late = g_object_get_qdata (G_OBJECT (child), get_quark ());
  if (late == NULL)
    {
      late = g_new0 (Late, 1);
      g_object_set_qdata_full (G_OBJECT (child), get_quark (), late, free_late);
    }
  stop_waiting (late);
  late->item = item;
  late->fill = fill;
  late->user_data = user_data;
  late->link.data = late;
  g_queue_push_tail_link (&waiting, &late->link);
  gtk_widget_queue_draw (child);
  bound_at = g_get_monotonic_time ();
  if (rest_id == 0)
    rest_id = g_timeout_add_full (G_PRIORITY_LOW, REST_MS, rest_cb, NULL, NULL);
}

void
relais_late_unbind (GtkListItem *item)
{
  Late *late = g_object_get_qdata (G_OBJECT (gtk_list_item_get_child (item)), get_quark ());

  if (late != NULL)
    stop_waiting (late);
}

void
relais_late_fill (GtkWidget *child)
{
  g_return_if_fail (GTK_IS_WIDGET (child));

  Late *late = g_object_get_qdata (G_OBJECT (child), get_quark ());
  if (late != NULL && is_waiting (late))
    fill_now (late);
}

void
relais_late_fill_focus (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  /* The focus is on the row's parent, which belongs to the list view. */
  GtkWidget *focus = gtk_window_get_focus (window);
  GtkWidget *child = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;
  if (child != NULL)
    relais_late_fill (child);
}
