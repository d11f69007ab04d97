/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-board.h"

#include "relais-board-head.h"
#include "relais-names.h"
#include "relais-plan-cell-dialog.h"
#include "relais-plan-pace.h"
#include "relais-plan-reading.h"
#include "relais-plan-table.h"

#include <glib/gi18n.h>

typedef struct {
  RelaisPlanBy by;
  const char  *name;    /* in what is kept */
  const char  *title;   /* N_() */
} Rows;

static const Rows rows[] = {
  { RELAIS_PLAN_BY_CHANNEL, "channel", N_("By Channel") },
  { RELAIS_PLAN_BY_AUTHOR, "author", N_("By Author") },
  { RELAIS_PLAN_BY_NOTHING, "none", N_("All Together") },
};

/* What changes of these kinds is seen here. */
static const char * const shown_kinds[] = { "placement", "subject", "channel", "person", "setting", NULL };

struct _RelaisBoard
{
  GtkWidget         parent_instance;

  GtkWidget        *box;       /* owned: child */
  RelaisSession    *session;   /* owned */
  RelaisPlanTable  *table;     /* borrowed */
  GtkDropDown      *rows;      /* borrowed */
  GPtrArray        *heads;     /* owned, element-type RelaisBoardHead (borrowed): of the columns that are shown */
  RelaisPlanPace    pace;
  gboolean          choosing;  /* the menu is being set */
};

static void relais_board_view_init (RelaisPlanViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RelaisBoard, relais_board, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (RELAIS_TYPE_PLAN_VIEW, relais_board_view_init))

static const Rows *
get_rows (RelaisBoard *self)
{
  return &rows[gtk_drop_down_get_selected (self->rows)];
}

/* As many in each column as the filter leaves. */
static guint
count (const RelaisPlanFrame *frame, guint column)
{
  guint n = 0;

  for (guint row = 0; row < relais_plan_frame_get_n_rows (frame); row++)
    n += relais_plan_frame_get_slot (frame, row, column)->cell->count;
  return n;
}

static gboolean
has_heads (RelaisBoard *self, const RelaisPlanFrame *frame)
{
  if (self->heads->len != frame->n_columns)
    return FALSE;
  for (guint i = 0; i < frame->n_columns; i++)
    if (!g_str_equal (gtk_widget_get_name (self->heads->pdata[i]), relais_plan_frame_get_column (frame, i)->state))
      return FALSE;
  return TRUE;
}

static void
show_heads (RelaisBoard *self, const RelaisPlanFrame *frame)
{
  if (!has_heads (self, frame))
    {
      g_ptr_array_set_size (self->heads, 0);
      for (guint i = 0; i < frame->n_columns; i++)
        {
          const char *state = relais_plan_frame_get_column (frame, i)->state;
          GtkWidget *head = relais_board_head_new (self->session, state);
          gtk_widget_set_name (head, state);
          g_ptr_array_add (self->heads, head);
        }
      relais_plan_table_set_heads (self->table, self->heads);
    }
  for (guint i = 0; i < frame->n_columns; i++)
    relais_board_head_set (self->heads->pdata[i], relais_plan_frame_get_column (frame, i), count (frame, i), frame->matrix->by,
                           !relais_plan_filter_is_empty (self->pace.filter));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisBoard) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisPlanFrame) frame = relais_plan_reading_finish (RELAIS_STORE (source), result, &error);

  if (self->session == NULL)
    return;
  gboolean wanted = relais_plan_pace_end (&self->pace);
  relais_store_log_error ("The board could not be read", error);
  if (frame != NULL && wanted)
    {
      show_heads (self, frame);
      relais_plan_table_set_frame (self->table, g_steal_pointer (&frame));
    }
}

static void
start_reading (RelaisPlanView *view)
{
  RelaisBoard *self = RELAIS_BOARD (view);
  RelaisPlanBy by = get_rows (self)->by;
  guint most = by == RELAIS_PLAN_BY_NOTHING ? RELAIS_PLAN_TABLE_MOST_ALONE : relais_plan_table_get_most (RELAIS_PLAN_BOARD);

  relais_plan_reading_start_board (self->pace.store, self->pace.filter, by, most, self->pace.reading, read_cb, g_object_ref (self));
}

static void
chosen_cb (RelaisBoard *self)
{
  if (self->choosing)
    return;
  relais_plan_pace_ask (&self->pace);
  relais_plan_view_emit_changed (RELAIS_PLAN_VIEW (self));
}

static void
folded_cb (RelaisBoard *self)
{
  relais_plan_view_emit_changed (RELAIS_PLAN_VIEW (self));
}

static void
open_cb (GtkWidget *from, const char *subject, const char *placement, RelaisBoard *self)
{
  relais_plan_view_emit_open (RELAIS_PLAN_VIEW (self), subject, placement);
}

static void
more_cb (RelaisPlanTable *table, guint row, guint column, RelaisBoard *self)
{
  relais_plan_cell_dialog_show (RELAIS_PLAN_VIEW (self), self->session, relais_plan_table_get_frame (table), self->pace.filter,
                                row, column);
}

static void
relais_board_set_filter (RelaisPlanView *view, const RelaisPlanFilter *filter)
{
  relais_plan_pace_set_filter (&RELAIS_BOARD (view)->pace, filter);
}

static void
relais_board_set_active (RelaisPlanView *view, gboolean active)
{
  relais_plan_pace_set_active (&RELAIS_BOARD (view)->pace, active);
}

static void
relais_board_choose (RelaisPlanView *view, const char *placement)
{
  relais_plan_table_choose (RELAIS_BOARD (view)->table, placement);
}

static gboolean
relais_board_carry (RelaisPlanView *view, GPtrArray *placements, GtkWidget *from)
{
  return relais_plan_table_carry (RELAIS_BOARD (view)->table, placements, from);
}

static void
relais_board_describe (RelaisPlanView *view, RelaisPlanSheetRequest *request)
{
  request->view = RELAIS_PLAN_SHEET_BOARD;
  request->rows = get_rows (RELAIS_BOARD (view))->by;
  request->undated = TRUE;
}

static JsonObject *
relais_board_dup_options (RelaisPlanView *view)
{
  RelaisBoard *self = RELAIS_BOARD (view);
  JsonObject *options = json_object_new ();

  json_object_set_string_member (options, "rows", get_rows (self)->name);
  json_object_set_object_member (options, "folds", relais_plan_table_dup_folds (self->table));
  return options;
}

static void
relais_board_set_options (RelaisPlanView *view, JsonObject *options)
{
  RelaisBoard *self = RELAIS_BOARD (view);
  const char *name = json_object_get_string_member_with_default (options, "rows", "");
  JsonNode *folds = json_object_get_member (options, "folds");

  self->choosing = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].name, name) == 0)
      gtk_drop_down_set_selected (self->rows, i);
  self->choosing = FALSE;
  if (folds != NULL && JSON_NODE_HOLDS_OBJECT (folds))
    relais_plan_table_set_folds (self->table, json_node_get_object (folds));
  relais_plan_pace_ask (&self->pace);
}

static void
relais_board_view_init (RelaisPlanViewInterface *iface)
{
  iface->describe = relais_board_describe;
  iface->set_filter = relais_board_set_filter;
  iface->set_active = relais_board_set_active;
  iface->choose = relais_board_choose;
  iface->carry = relais_board_carry;
  iface->dup_options = relais_board_dup_options;
  iface->set_options = relais_board_set_options;
}

static gboolean
relais_board_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (RELAIS_BOARD (widget)->table));
}

static void
relais_board_dispose (GObject *object)
{
  RelaisBoard *self = RELAIS_BOARD (object);

  relais_plan_pace_clear (&self->pace);
  g_ptr_array_set_size (self->heads, 0);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_board_parent_class)->dispose (object);
}

static void
relais_board_finalize (GObject *object)
{
  g_ptr_array_unref (RELAIS_BOARD (object)->heads);
  G_OBJECT_CLASS (relais_board_parent_class)->finalize (object);
}

static void
relais_board_class_init (RelaisBoardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_board_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_board_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = relais_board_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
relais_board_init (RelaisBoard *self)
{
  self->heads = g_ptr_array_new ();
}

static GtkWidget *
build_tools (RelaisBoard *self)
{
  const char *labels[G_N_ELEMENTS (rows) + 1] = { NULL, };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    labels[i] = _(rows[i].title);
  self->rows = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (labels));
  relais_name_drop_down (self->rows, _("Rows"));
  gtk_widget_set_halign (GTK_WIDGET (self->rows), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "relais-plan-tools");
  g_signal_connect_object (self->rows, "notify::selected", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self->rows);
}

GtkWidget *
relais_board_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisBoard *self = g_object_new (RELAIS_TYPE_BOARD, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new (), *table = relais_plan_table_new (session);

  self->session = g_object_ref (session);
  relais_plan_pace_init (&self->pace, RELAIS_PLAN_VIEW (self), relais_session_get_store (session), shown_kinds, start_reading);
  self->table = RELAIS_PLAN_TABLE (table);
  gtk_accessible_update_property (GTK_ACCESSIBLE (table), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Board"), -1);
  g_signal_connect_object (table, "open", G_CALLBACK (open_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (table, "more", G_CALLBACK (more_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (table, "folded", G_CALLBACK (folded_cb), self, G_CONNECT_SWAPPED);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), build_tools (self));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), table);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (self->box), scroller);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
