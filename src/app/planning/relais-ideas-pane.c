/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-ideas-pane.h"

#include "relais-idea.h"
#include "relais-list-row.h"
#include "relais-placement-view.h"
#include "relais-plan-drag.h"
#include "relais-plan-mover.h"

#include <glib/gi18n.h>

struct _RelaisIdeasPane
{
  AdwBin               parent_instance;

  AdwWindowTitle      *heading;       /* template */
  GtkWidget           *entry_place;   /* template */
  GtkEditable         *entry;         /* template */
  GtkToggleButton     *search_button; /* template */
  GtkEditable         *search_entry;  /* template */
  GtkStack            *stack;         /* template */
  AdwBin              *list_place;    /* template */

  RelaisSession       *session;       /* owned */
  RelaisPlacementView *list;          /* borrowed */
  RelaisPlanFilter    *filter;        /* owned: the page's */
};

enum { OPEN, CARRY, DRAGGED, CLOSE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisIdeasPane, relais_ideas_pane, ADW_TYPE_BIN)

static void
announce (RelaisIdeasPane *self, const char *words)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
show_count (RelaisIdeasPane *self)
{
  guint n = relais_placement_view_get_count (self->list);
  gboolean whole = relais_plan_filter_is_empty (self->filter) && gtk_editable_get_text (self->search_entry)[0] == '\0';
  g_autofree char *count = g_strdup_printf (ngettext ("%u idea", "%u ideas", n), n);

  if (relais_placement_view_is_loading (self->list))
    return;
  adw_window_title_set_subtitle (self->heading, n > 0 ? count : "");
  /* Whoever notes ideas sees the last one. */
  if (n > 0 && gtk_widget_get_focus_child (self->entry_place) != NULL)
    relais_list_view_show_top (relais_placement_view_get_list (self->list));
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : whole ? "nothing" : "no-match");
}

static void
apply (RelaisIdeasPane *self)
{
  const char *words = gtk_editable_get_text (self->search_entry);
  g_autoptr (RelaisQuery) undated = relais_plan_filter_build_undated (self->filter);
  g_autoptr (RelaisQuery) unplaced = relais_plan_filter_build_unplaced (self->filter);

  if (undated != NULL)
    relais_query_order_latest (undated);
  if (unplaced != NULL)
    relais_query_order_latest (unplaced);
  if (undated != NULL && words[0] != '\0')
    relais_query_text_through (undated, "subject", words);
  if (unplaced != NULL && words[0] != '\0')
    relais_query_text (unplaced, words);
  relais_placement_view_set_query (self->list, undated);
  relais_placement_view_set_unplaced (self->list, unplaced);
  show_count (self);
}

/* The entry stays where it is: the next idea follows. */
static void
add_cb (RelaisIdeasPane *self)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
  gboolean hidden;

  if (title[0] == '\0')
    return;
  RelaisAction *action = relais_idea_build (self->session, title, self->filter, &hidden);
  g_autofree char *label = g_strdup (relais_action_get_label (action));
  gtk_editable_set_text (self->entry, "");
  gtk_editable_set_text (self->search_entry, "");
  relais_session_commit_quietly (self->session, action);
  announce (self, label);
  if (hidden)
    {
      g_autofree char *notice = g_strdup_printf (_("“%s” is among the ideas; the filter of the plan does not show it."), title);
      relais_session_notice (self->session, notice);
    }
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, RelaisIdeasPane *self)
{
  if ((key != GDK_KEY_Down && key != GDK_KEY_KP_Down) || relais_placement_view_get_count (self->list) == 0)
    return GDK_EVENT_PROPAGATE;
  relais_placement_view_focus_top (self->list);
  return GDK_EVENT_STOP;
}

static void
search_cb (RelaisIdeasPane *self)
{
  if (self->list != NULL)
    apply (self);
}

static void
search_toggled_cb (RelaisIdeasPane *self)
{
  if (gtk_toggle_button_get_active (self->search_button))
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  else
    gtk_editable_set_text (self->search_entry, "");
}

static void
stop_search_cb (RelaisIdeasPane *self)
{
  gtk_toggle_button_set_active (self->search_button, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_button));
}

static void
close_cb (RelaisIdeasPane *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
open_cb (RelaisPlacementView *list, const char *subject, const char *placement, RelaisIdeasPane *self)
{
  g_signal_emit (self, signals[OPEN], 0, subject, placement);
}

static void
carry_cb (RelaisPlacementView *list, GPtrArray *placements, GtkWidget *from, RelaisIdeasPane *self)
{
  g_signal_emit (self, signals[CARRY], 0, placements, from);
}

static void
dragged_cb (RelaisIdeasPane *self)
{
  g_signal_emit (self, signals[DRAGGED], 0);
}

static void
moved_cb (RelaisPlanMoveEnd end, const char *label, gpointer user_data)
{
  g_autoptr (RelaisIdeasPane) self = user_data;

  if (end == RELAIS_PLAN_MOVE_DONE)
    announce (self, label);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, RelaisIdeasPane *self)
{
  RelaisPlanDrag *drag = g_value_get_boxed (value);

  relais_plan_mover_move (GTK_WIDGET (self), self->session, drag->placements, &(RelaisPlanTarget) { .day = "" }, moved_cb,
                          g_object_ref (self));
  return TRUE;
}

/* Who works here decides what can be made. */
static void
access_cb (RelaisIdeasPane *self)
{
  gtk_widget_set_visible (self->entry_place, relais_access_may_create (relais_session_get_access (self->session),
                                                                       relais_kind_lookup ("subject")));
}

static void
relais_ideas_pane_dispose (GObject *object)
{
  RelaisIdeasPane *self = RELAIS_IDEAS_PANE (object);

  self->list = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_IDEAS_PANE);
  g_clear_object (&self->session);
  g_clear_pointer (&self->filter, relais_plan_filter_free);
  G_OBJECT_CLASS (relais_ideas_pane_parent_class)->dispose (object);
}

static void
relais_ideas_pane_class_init (RelaisIdeasPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_ideas_pane_dispose;
  signals[OPEN] = g_signal_new ("open", RELAIS_TYPE_IDEAS_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_STRING, G_TYPE_STRING);
  signals[CARRY] = g_signal_new ("carry", RELAIS_TYPE_IDEAS_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                 G_TYPE_PTR_ARRAY, GTK_TYPE_WIDGET);
  signals[DRAGGED] = g_signal_new ("dragged", RELAIS_TYPE_IDEAS_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLOSE] = g_signal_new ("close", RELAIS_TYPE_IDEAS_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/planning/relais-ideas-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisIdeasPane, heading);
  gtk_widget_class_bind_template_child (widget_class, RelaisIdeasPane, entry_place);
  gtk_widget_class_bind_template_child (widget_class, RelaisIdeasPane, entry);
  gtk_widget_class_bind_template_child (widget_class, RelaisIdeasPane, search_button);
  gtk_widget_class_bind_template_child (widget_class, RelaisIdeasPane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, RelaisIdeasPane, stack);
  gtk_widget_class_bind_template_child (widget_class, RelaisIdeasPane, list_place);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_set_css_name (widget_class, "ideaspane");
}

static void
relais_ideas_pane_init (RelaisIdeasPane *self)
{
  GtkDropTarget *target = gtk_drop_target_new (RELAIS_TYPE_PLAN_DRAG, GDK_ACTION_MOVE);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = relais_plan_filter_new ();
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (self->entry_place, keys);
}

void
relais_ideas_pane_set_session (RelaisIdeasPane *self, RelaisSession *session)
{
  g_return_if_fail (RELAIS_IS_IDEAS_PANE (self) && RELAIS_IS_SESSION (session) && self->session == NULL);

  GtkWidget *list = relais_placement_view_new_ideas (session);
  self->session = g_object_ref (session);
  self->list = RELAIS_PLACEMENT_VIEW (list);
  gtk_accessible_update_property (GTK_ACCESSIBLE (relais_placement_view_get_list (self->list)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Ideas"), -1);
  g_signal_connect_object (list, "count-changed", G_CALLBACK (show_count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "open", G_CALLBACK (open_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (list, "carry", G_CALLBACK (carry_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (list, "dragged", G_CALLBACK (dragged_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->list_place, list);
  g_signal_connect_object (relais_session_get_store (session), "notify::access", G_CALLBACK (access_cb), self, G_CONNECT_SWAPPED);
  access_cb (self);
  apply (self);
}

void
relais_ideas_pane_set_filter (RelaisIdeasPane *self, const RelaisPlanFilter *filter)
{
  g_return_if_fail (RELAIS_IS_IDEAS_PANE (self) && self->session != NULL && filter != NULL);

  if (relais_plan_filter_equal (filter, self->filter))
    return;
  relais_plan_filter_free (self->filter);
  self->filter = relais_plan_filter_copy (filter);
  apply (self);
}

void
relais_ideas_pane_set_active (RelaisIdeasPane *self, gboolean active)
{
  g_return_if_fail (RELAIS_IS_IDEAS_PANE (self) && self->session != NULL);
  relais_placement_view_set_active (self->list, active);
}

void
relais_ideas_pane_choose (RelaisIdeasPane *self, const char *placement)
{
  g_return_if_fail (RELAIS_IS_IDEAS_PANE (self) && self->session != NULL);
  relais_placement_view_choose (self->list, placement);
}

void
relais_ideas_pane_focus (RelaisIdeasPane *self)
{
  g_return_if_fail (RELAIS_IS_IDEAS_PANE (self));

  if (gtk_widget_get_visible (self->entry_place))
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else if (self->list != NULL)
    gtk_widget_grab_focus (relais_placement_view_get_list (self->list));
}
