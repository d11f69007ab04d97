/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-grid-view.h"

#define ROWS_AT_ONCE 60
#define LONG_HEIGHT  600
#define TITLE_CHARS  26    /* of a heading; the chart has them whole */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, gpointer column)
{
  GtkWidget *label = gtk_label_new (NULL);
  gboolean is_name = GPOINTER_TO_UINT (column) == 0;

  gtk_label_set_xalign (GTK_LABEL (label), is_name ? 0 : 1);
  if (is_name)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (label), 22);
    }
  else
    gtk_widget_add_css_class (label, "numeric");
  gtk_column_view_cell_set_child (cell, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, gpointer column)
{
  GtkStringList *row = gtk_column_view_cell_get_item (cell);
  GtkWidget *label = gtk_column_view_cell_get_child (cell);
  const char *text = gtk_string_list_get_string (row, GPOINTER_TO_UINT (column));

  gtk_label_set_label (GTK_LABEL (label), text);
  if (GPOINTER_TO_UINT (column) == 0)
    gtk_widget_set_tooltip_text (label, text);
}

static void
fit (gpointer data)
{
  GtkScrolledWindow *window = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (window);
  GtkWidget *view = gtk_scrolled_window_get_child (window);
  int missing = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  int height = view ? gtk_widget_get_height (view) : 0;

  /* The adjustment is about the rows alone; the headings are in the height. */
  if (height > 0 && missing > 0)
    gtk_widget_set_size_request (view, -1, height + missing);
  g_object_unref (window);
}

/* A column view knows how high it is only after it has placed its rows: then it asks for that height, outside of the layout. */
static void
upper_cb (GtkAdjustment *adjustment, GParamSpec *pspec, GtkWidget *window)
{
  g_idle_add_once (fit, g_object_ref (window));
}

/* A scrolled window keeps vertical scrolling to itself even if it can only scroll sideways: the wheel would stop over each table. */
static void
let_page_scroll (GtkWidget *window)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_scroll_set_flags (GTK_EVENT_CONTROLLER_SCROLL (controller),
                                               GTK_EVENT_CONTROLLER_SCROLL_HORIZONTAL | GTK_EVENT_CONTROLLER_SCROLL_KINETIC);
    }
}

/* A table of usual length is shown whole, so that the page scrolls over it; a very long one scrolls by itself. */
static void
set_height (GtkWidget *window, guint n_rows)
{
  GtkScrolledWindow *scrolled = GTK_SCROLLED_WINDOW (window);

  if (n_rows > ROWS_AT_ONCE)
    {
      gtk_scrolled_window_set_min_content_height (scrolled, LONG_HEIGHT);
      return;
    }
  gtk_scrolled_window_set_policy (scrolled, GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  let_page_scroll (window);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (scrolled), "notify::upper", G_CALLBACK (upper_cb), window,
                           G_CONNECT_DEFAULT);
}

static char *
shorten (const char *title)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (title, -1) <= TITLE_CHARS)
    return g_strdup (title);
  start = g_utf8_substring (title, 0, TITLE_CHARS - 1);
  return g_strconcat (g_strchomp (start), "…", NULL);
}

static void
append_column (GtkColumnView *view, const char *title, guint position)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autofree char *shown = shorten (title);
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (shown, factory);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (position));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (position));
  gtk_column_view_column_set_expand (column, position == 0);
  gtk_column_view_column_set_resizable (column, position == 0);
  gtk_column_view_append_column (view, column);
}

/* Headings of figures end where the figures end; GTK has no property for that. */
static void
align_headings (GtkWidget *view)
{
  GtkWidget *header = gtk_widget_get_first_child (view);
  GtkWidget *title = gtk_widget_get_first_child (header);

  for (title = gtk_widget_get_next_sibling (title); title; title = gtk_widget_get_next_sibling (title))
    {
      GtkWidget *content = gtk_widget_get_first_child (title);

      if (content)
        gtk_widget_set_halign (content, GTK_ALIGN_END);
    }
}

GtkWidget *
relais_grid_view_new (const char *label, GPtrArray *grid)
{
  GListStore *rows = g_list_store_new (GTK_TYPE_STRING_LIST);
  GtkWidget *view = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (rows))));
  GtkWidget *window = gtk_scrolled_window_new ();
  char **header = g_ptr_array_index (grid, 0);

  for (guint i = 1; i < grid->len; i++)
    {
      g_autoptr (GtkStringList) row = gtk_string_list_new (g_ptr_array_index (grid, i));
      g_list_store_append (rows, row);
    }
  for (guint i = 0; header[i]; i++)
    append_column (GTK_COLUMN_VIEW (view), header[i], i);
  align_headings (view);
  g_ptr_array_unref (grid);

  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (view), TRUE);
  gtk_widget_add_css_class (view, "relais-grid");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), view);
  set_height (window, g_list_model_get_n_items (G_LIST_MODEL (rows)));
  gtk_widget_set_overflow (window, GTK_OVERFLOW_HIDDEN);
  return window;
}
