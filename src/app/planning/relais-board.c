/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-board.h"

#include "relais-choice.h"
#include "relais-placement-menu.h"
#include "relais-placement-view.h"
#include "relais-plan-drag.h"
#include "relais-plan-mover.h"
#include "relais-state-pill.h"

#include <glib/gi18n.h>

typedef struct {
  RelaisBoard *board;   /* borrowed */
  const char  *state;   /* static */
  GtkWidget   *box;     /* borrowed: header, then view */
  GtkWidget   *view;    /* borrowed: RelaisPlacementView, nullable: made when its turn comes */
  GtkWidget   *count;   /* borrowed: label */
  RelaisQuery *query;   /* owned, nullable: what it will show when its turn comes */
} Column;

struct _RelaisBoard
{
  AdwBin         parent_instance;

  RelaisSession *session;  /* owned */
  GPtrArray     *columns;  /* owned, element-type Column */
  guint          turn_id;  /* tick callback while columns wait for their turn */
  gboolean       active;
  char          *chosen;   /* owned, nullable: id of a placement */
};

static void relais_board_view_init (RelaisPlanViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RelaisBoard, relais_board, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (RELAIS_TYPE_PLAN_VIEW, relais_board_view_init))

static void
free_column (Column *column)
{
  g_clear_pointer (&column->query, relais_query_unref);
  g_free (column);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, Column *column)
{
  RelaisPlanDrag *drag = g_value_get_boxed (value);

  relais_plan_mover_move (GTK_WIDGET (column->board), column->board->session, drag->placements,
                          &(RelaisPlanTarget) { .state = column->state }, NULL, NULL);
  return TRUE;
}

static void
count_cb (RelaisPlacementView *view, Column *column)
{
  g_autofree char *count = g_strdup_printf ("%u", relais_placement_view_get_count (view));
  gtk_label_set_label (GTK_LABEL (column->count), count);
}

static void
open_cb (RelaisPlacementView *view, const char *subject, const char *placement, RelaisBoard *self)
{
  relais_plan_view_emit_open (RELAIS_PLAN_VIEW (self), subject, placement);
}

static GtkWidget *
build_header (Column *column)
{
  const RelaisKind *kind = relais_kind_lookup ("placement");
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *pill = relais_state_pill_new ();

  relais_state_pill_set (RELAIS_STATE_PILL (pill), kind, "state", column->state);
  gtk_widget_set_hexpand (pill, TRUE);
  gtk_widget_set_halign (pill, GTK_ALIGN_START);
  column->count = gtk_label_new ("0");
  gtk_widget_add_css_class (column->count, "dimmed");
  gtk_widget_add_css_class (column->count, "numeric");
  gtk_widget_add_css_class (header, "relais-column-header");
  gtk_box_append (GTK_BOX (header), pill);
  gtk_box_append (GTK_BOX (header), column->count);
  return header;
}

static void
build_view (RelaisBoard *self, Column *column)
{
  const char *label = relais_choice_label (relais_kind_lookup ("placement"), "state", column->state);

  column->view = relais_placement_view_new (self->session, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (relais_placement_view_get_list (RELAIS_PLACEMENT_VIEW (column->view))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_box_append (GTK_BOX (column->box), column->view);
  g_signal_connect (column->view, "count-changed", G_CALLBACK (count_cb), column);
  g_signal_connect_object (column->view, "open", G_CALLBACK (open_cb), self, G_CONNECT_DEFAULT);
  relais_placement_view_set_active (RELAIS_PLACEMENT_VIEW (column->view), self->active);
  relais_placement_view_choose (RELAIS_PLACEMENT_VIEW (column->view), self->chosen);
}

/* One column a frame: making and filling all of them at once would hold up the window for as long as eight lists take. */
static gboolean
turn_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  RelaisBoard *self = RELAIS_BOARD (widget);

  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = g_ptr_array_index (self->columns, i);
      g_autoptr (RelaisQuery) query = g_steal_pointer (&column->query);
      if (query == NULL)
        continue;
      if (column->view == NULL)
        build_view (self, column);
      relais_placement_view_set_query (RELAIS_PLACEMENT_VIEW (column->view), query);
      return G_SOURCE_CONTINUE;
    }
  self->turn_id = 0;
  return G_SOURCE_REMOVE;
}

static GtkWidget *
build_column (RelaisBoard *self, const char *state)
{
  Column *column = g_new0 (Column, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkDropTarget *target = gtk_drop_target_new (RELAIS_TYPE_PLAN_DRAG, GDK_ACTION_MOVE);

  column->board = self;
  column->state = state;
  column->box = box;
  g_ptr_array_add (self->columns, column);
  gtk_widget_add_css_class (box, "relais-column");
  gtk_widget_set_size_request (box, 250, -1);
  gtk_widget_set_name (box, state);
  gtk_box_append (GTK_BOX (box), build_header (column));
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), column);
  gtk_widget_add_controller (box, GTK_EVENT_CONTROLLER (target));
  return box;
}

static void
relais_board_set_filter (RelaisPlanView *view, const RelaisPlanFilter *filter)
{
  RelaisBoard *self = RELAIS_BOARD (view);

  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = g_ptr_array_index (self->columns, i);
      g_clear_pointer (&column->query, relais_query_unref);
      column->query = relais_plan_filter_build_state (filter, column->state);
      gtk_widget_set_visible (column->box, column->query != NULL);
    }
  if (self->turn_id == 0)
    self->turn_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), turn_cb, NULL, NULL);
}

static void
relais_board_set_active (RelaisPlanView *view, gboolean active)
{
  RelaisBoard *self = RELAIS_BOARD (view);

  self->active = active;
  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = g_ptr_array_index (self->columns, i);
      if (column->view != NULL)
        relais_placement_view_set_active (RELAIS_PLACEMENT_VIEW (column->view), active);
    }
}

static void
relais_board_choose (RelaisPlanView *view, const char *placement)
{
  RelaisBoard *self = RELAIS_BOARD (view);

  g_set_str (&self->chosen, placement);
  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = g_ptr_array_index (self->columns, i);
      if (column->view != NULL)
        relais_placement_view_choose (RELAIS_PLACEMENT_VIEW (column->view), placement);
    }
}

static void
relais_board_describe (RelaisPlanView *view, RelaisPlanSheetRequest *request)
{
  request->view = RELAIS_PLAN_SHEET_BOARD;
  request->undated = TRUE;
}

static void
relais_board_view_init (RelaisPlanViewInterface *iface)
{
  iface->describe = relais_board_describe;
  iface->set_filter = relais_board_set_filter;
  iface->set_active = relais_board_set_active;
  iface->choose = relais_board_choose;
}

static void
relais_board_dispose (GObject *object)
{
  RelaisBoard *self = RELAIS_BOARD (object);

  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = g_ptr_array_index (self->columns, i);
      if (column->view != NULL)
        g_signal_handlers_disconnect_by_data (column->view, column);
    }
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_ptr_array_set_size (self->columns, 0);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_board_parent_class)->dispose (object);
}

static void
relais_board_finalize (GObject *object)
{
  g_ptr_array_unref (RELAIS_BOARD (object)->columns);
  g_free (RELAIS_BOARD (object)->chosen);
  G_OBJECT_CLASS (relais_board_parent_class)->finalize (object);
}

static void
relais_board_class_init (RelaisBoardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_board_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_board_finalize;
}

static void
relais_board_init (RelaisBoard *self)
{
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) free_column);
}

GtkWidget *
relais_board_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisBoard *self = g_object_new (RELAIS_TYPE_BOARD, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->session = g_object_ref (session);
  gtk_widget_add_css_class (box, "relais-board");
  for (const char * const *state = relais_placement_states (); *state != NULL; state++)
    gtk_box_append (GTK_BOX (box), build_column (self, *state));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  adw_bin_set_child (ADW_BIN (self), scroller);
  return GTK_WIDGET (self);
}
