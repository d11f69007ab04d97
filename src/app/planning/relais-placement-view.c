/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-placement-view.h"

#include "relais-choice.h"
#include "relais-format.h"
#include "relais-late.h"
#include "relais-list-row.h"
#include "relais-placement-card.h"
#include "relais-placement-menu.h"
#include "relais-drag.h"
#include "relais-plan-drag.h"
#include "relais-plan-moves.h"
#include "relais-popover.h"
#include "relais-section-model.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _RelaisPlacementView
{
  GtkWidget           parent_instance;

  GtkWidget          *scroller;   /* owned: child */
  GtkWidget          *view;       /* borrowed: a list view of rows, a grid view of one column of cards */
  RelaisSession      *session;    /* owned */
  RelaisRecordList   *list;       /* owned */
  RelaisSectionModel *sections;   /* owned */
  RelaisRecordList   *unplaced;   /* owned, nullable: subjects before the placements, of the ideas */
  GtkListItem        *menu_item;  /* borrowed: whose menu or calendar is open, nullable */
  GtkSingleSelection *selection;  /* borrowed: of the view */
  char               *chosen;     /* owned, nullable: id of the placement that was opened last */
  gulong              changed_id;
  gboolean            cards;
  gboolean            refill;     /* another query was set and has not been answered */
  char                today[RELAIS_DAY_SIZE];
};

enum { OPEN, COUNT_CHANGED, CARRY, DRAGGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RelaisPlacementView, relais_placement_view, GTK_TYPE_WIDGET)

static RelaisStore *
get_store (RelaisPlacementView *self)
{
  return relais_session_get_store (self->session);
}

static RelaisRecord *
get_record (GtkListItem *item)
{
  RelaisRecordItem *record_item = gtk_list_item_get_item (item);
  return record_item != NULL ? relais_record_item_get_record (record_item) : NULL;
}

static gboolean
is_subject (RelaisRecord *record)
{
  return g_str_equal (relais_record_get_kind (record)->name, "subject");
}

/* What is moved: a subject gets the placement that it has not yet. (transfer full) (element-type RelaisRecord) (nullable) */
static GPtrArray *
dup_moved (GtkListItem *item)
{
  RelaisRecord *record = item != NULL ? get_record (item) : NULL;

  if (record == NULL)
    return NULL;
  GPtrArray *moved = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  g_ptr_array_add (moved, is_subject (record) ? relais_plan_draft_new (record) : relais_record_ref (record));
  return moved;
}

/* Where everything is without a day, the status is worth saying, unless it is that of an idea. */
static void
read_text (RelaisPlacementView *self, RelaisRecord *record, RelaisPlacementText *text)
{
  const char *state = relais_record_get_string (record, "state");

  if (is_subject (record))
    *text = (RelaisPlacementText) {
      .title = relais_record_dup_title (record), .channel = g_strdup (_("No channel yet")), .author = g_strdup (""),
      .date = g_strdup (""), .short_date = g_strdup (""), .icon = "relais-idea-symbolic", .style = relais_color_style (NULL),
    };
  else
    relais_placement_text_read (text, get_store (self), record, self->today);
  if (self->unplaced != NULL && !is_subject (record) && !g_str_equal (state, "idea"))
    g_set_str (&text->short_date, relais_choice_label (relais_record_get_kind (record), "state", state));
}

static void
show_row (RelaisListRow *row, RelaisRecord *record, const RelaisPlacementText *text)
{
  g_autofree char *subtitle = text->author[0] != '\0' ? g_strdup_printf ("%s · %s", text->channel, text->author)
                                                      : g_strdup (text->channel);

  relais_list_row_set_icon (row, text->icon, text->style, NULL);
  relais_list_row_set_title (row, text->title);
  relais_list_row_set_subtitle (row, subtitle);
  relais_list_row_set_note (row, text->date, text->late ? "error" : NULL);
  relais_list_row_set_state (row, relais_record_get_kind (record), "state", relais_record_get_string (record, "state"));
}

static void
show (RelaisPlacementView *self, GtkListItem *item)
{
  RelaisRecord *record = get_record (item);
  GtkWidget *child = gtk_list_item_get_child (item);
  g_auto (RelaisPlacementText) text = { 0 };

  if (record == NULL)
    return;
  read_text (self, record, &text);
  if (self->cards)
    relais_placement_card_set (RELAIS_PLACEMENT_CARD (child), &text);
  else
    show_row (RELAIS_LIST_ROW (child), record, &text);

  g_autofree char *label = g_strdup_printf ("%s, %s, %s, %s", text.title, text.channel,
                                            relais_choice_label (relais_record_get_kind (record), "state",
                                                                 relais_record_get_string (record, "state")), text.date);
  gtk_list_item_set_accessible_label (item, label);
}

static void
show_menu (RelaisPlacementView *self, GtkListItem *item, double x, double y)
{
  g_autoptr (GPtrArray) moved = dup_moved (item);

  if (moved == NULL)
    return;
  self->menu_item = item;
  GdkRectangle at;
  relais_popover_get_place (gtk_list_item_get_child (item), GTK_WIDGET (self), &at);
  if (x >= 0)
    at = (GdkRectangle) { at.x + (int) x, at.y + (int) y, 1, 1 };
  relais_placement_menu_popup (GTK_WIDGET (self), &at, self->session, g_ptr_array_index (moved, 0));
}

static void
pressed_cb (GtkGesture *gesture, int n, double x, double y, GtkListItem *item)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu (g_object_get_data (G_OBJECT (item), "view"), item, x, y);
}

static void
long_pressed_cb (GtkGesture *gesture, double x, double y, GtkListItem *item)
{
  pressed_cb (gesture, 1, x, y, item);
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, GtkListItem *item)
{
  GPtrArray *placements = dup_moved (item);

  return placements != NULL ? relais_plan_drag_new_content (placements, NULL) : NULL;
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, GtkListItem *item)
{
  relais_drag_set_icon (source, gtk_widget_get_parent (gtk_list_item_get_child (item)), 1, 20, 20);
  g_signal_emit (g_object_get_data (G_OBJECT (item), "view"), signals[DRAGGED], 0);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RelaisPlacementView *self)
{
  GtkWidget *child = self->cards ? relais_placement_card_new () : relais_list_row_new ();
  GtkGesture *click = gtk_gesture_click_new (), *press = gtk_gesture_long_press_new ();

  g_object_set_data (G_OBJECT (item), "view", self);
  g_object_set_data (G_OBJECT (child), "item", item);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), item, G_CONNECT_DEFAULT);
  g_signal_connect_object (press, "pressed", G_CALLBACK (long_pressed_cb), item, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (child, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (child, GTK_EVENT_CONTROLLER (press));
  if (self->cards)
    {
      GtkDragSource *source = relais_drag_source_new ();
      g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), item, G_CONNECT_DEFAULT);
      g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begin_cb), item, G_CONNECT_DEFAULT);
      gtk_widget_add_controller (child, GTK_EVENT_CONTROLLER (source));
    }
  gtk_list_item_set_child (item, child);
}

static void
show_cb (GtkListItem *item, gpointer user_data)
{
  show (user_data, item);
}

static void
record_cb (GObject *record_item, GParamSpec *pspec, GtkListItem *item)
{
  relais_late_bind (item, show_cb, g_object_get_data (G_OBJECT (item), "view"));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RelaisPlacementView *self)
{
  g_signal_connect_object (gtk_list_item_get_item (item), "notify::record", G_CALLBACK (record_cb), item, G_CONNECT_DEFAULT);
  relais_late_bind (item, show_cb, self);
  GtkWidget *cell = gtk_widget_get_parent (gtk_list_item_get_child (item));
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (cell)) == GTK_ACCESSIBLE_ROLE_GRID_CELL)
    g_object_set (cell, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RelaisPlacementView *self)
{
  relais_late_unbind (item);
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), record_cb, item);
  if (self->menu_item == item)
    self->menu_item = NULL;
}

static char *
describe_week (GtkListHeader *header, gpointer user_data)
{
  RelaisPlacementView *self = user_data;
  return relais_format_week (relais_section_model_get_key (self->sections, header), self->today);
}

/* The highlight follows the placement, not the position, when the list changes around it. */
static void
select_chosen (RelaisPlacementView *self)
{
  int position = self->chosen != NULL ? relais_record_list_find (self->list, self->chosen) : -1;
  guint before = self->unplaced != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->unplaced)) : 0;

  gtk_single_selection_set_selected (self->selection, position >= 0 ? before + (guint) position : GTK_INVALID_LIST_POSITION);
}

/* A subject that is on no channel is open without a placement. */
static void
open_placement (GtkWidget *view, RelaisRecord *record)
{
  const char *id = relais_record_get_id (record);

  if (is_subject (record))
    g_signal_emit (view, signals[OPEN], 0, id, NULL);
  else
    g_signal_emit (view, signals[OPEN], 0, relais_record_get_string (record, "subject"),
                   relais_plan_is_draft (record) ? NULL : id);
}

static void
activate_cb (GtkWidget *view, guint position, RelaisPlacementView *self)
{
  g_autoptr (RelaisRecordItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    open_placement (GTK_WIDGET (self), relais_record_item_get_record (item));
}

/* The row or card that has the keyboard focus: the focus is on its parent, which belongs to the list view. */
static GtkListItem *
find_focused (RelaisPlacementView *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (focus == NULL || !gtk_widget_is_ancestor (focus, self->view))
    return NULL;
  GtkWidget *child = gtk_widget_get_first_child (focus);
  return child != NULL ? g_object_get_data (G_OBJECT (child), "item") : NULL;
}

static GPtrArray *
dup_chosen (GtkWidget *view)
{
  return dup_moved (RELAIS_PLACEMENT_VIEW (view)->menu_item);
}

static void
get_place (GtkWidget *view, GdkRectangle *place)
{
  relais_popover_get_place (gtk_list_item_get_child (RELAIS_PLACEMENT_VIEW (view)->menu_item), view, place);
}

/* Ctrl+Left and Ctrl+Right: the status before and after, as on the board. */
static void
step (RelaisPlacementView *self, RelaisRecord *record, int by)
{
  const char * const *states = relais_placement_states ();

  for (int i = 0; states[i] != NULL; i++)
    if (g_str_equal (states[i], relais_record_get_string (record, "state")))
      {
        const char *next = i + by >= 0 ? states[i + by] : NULL;
        if (next != NULL && relais_placement_may_move (self->session, record, next))
          relais_placement_move (GTK_WIDGET (self), self->session, record, next);
        return;
      }
}

static void
activate (RelaisPlacementView *self, GtkListItem *item, const char *action)
{
  self->menu_item = item;
  gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, RelaisPlacementView *self)
{
  GtkListItem *item = find_focused (self);
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (item == NULL)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK))
    show_menu (self, item, -1, -1);
  else if (key == GDK_KEY_d && modifiers == GDK_CONTROL_MASK)
    activate (self, item, "placement.date");
  else if (key == GDK_KEY_i && modifiers == GDK_CONTROL_MASK)
    activate (self, item, "placement.to-ideas");
  else if ((key == GDK_KEY_Left || key == GDK_KEY_Right) && modifiers == GDK_CONTROL_MASK)
    {
      g_autoptr (GPtrArray) moved = dup_moved (item);
      step (self, g_ptr_array_index (moved, 0), key == GDK_KEY_Left ? -1 : 1);
    }
  else if (key == GDK_KEY_space && modifiers == 0 && self->unplaced != NULL)
    {
      g_autoptr (GPtrArray) moved = dup_moved (item);
      g_signal_emit (self, signals[CARRY], 0, moved, self->view);
    }
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* A row follows its own record; when a subject, channel or person changes, what it says of them is read again. */
static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisPlacementView *self)
{
  if (!relais_changes_has_kind (changes, "subject") && !relais_changes_has_kind (changes, "channel")
      && !relais_changes_has_kind (changes, "person"))
    return;
  GtkWidget *next;
  for (GtkWidget *cell = gtk_widget_get_first_child (self->view); cell != NULL; cell = next)
    {
      next = gtk_widget_get_next_sibling (cell);
      GtkWidget *child = gtk_widget_get_first_child (cell);
      GtkListItem *item = child != NULL ? g_object_get_data (G_OBJECT (child), "item") : NULL;
      if (item != NULL)
        relais_late_bind (item, show_cb, self);
    }
}

static void
items_changed_cb (RelaisPlacementView *self)
{
  if (self->refill && relais_placement_view_get_count (self) > 0)
    {
      self->refill = FALSE;
      relais_list_view_show_top (self->view);
    }
  if (self->chosen != NULL)
    select_chosen (self);
  g_signal_emit (self, signals[COUNT_CHANGED], 0);
}

static void
relais_placement_view_dispose (GObject *object)
{
  RelaisPlacementView *self = RELAIS_PLACEMENT_VIEW (object);

  relais_popover_unparent_all (GTK_WIDGET (self));
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->sections);
  g_clear_object (&self->list);
  g_clear_object (&self->unplaced);
  g_clear_object (&self->session);
  g_clear_pointer (&self->chosen, g_free);
  G_OBJECT_CLASS (relais_placement_view_parent_class)->dispose (object);
}

static void
relais_placement_view_class_init (RelaisPlacementViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_placement_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[OPEN] = g_signal_new ("open", RELAIS_TYPE_PLACEMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[COUNT_CHANGED] = g_signal_new ("count-changed", RELAIS_TYPE_PLACEMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
  signals[CARRY] = g_signal_new ("carry", RELAIS_TYPE_PLACEMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                 G_TYPE_PTR_ARRAY, GTK_TYPE_WIDGET);
  signals[DRAGGED] = g_signal_new ("dragged", RELAIS_TYPE_PLACEMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
relais_placement_view_init (RelaisPlacementView *self)
{
  relais_today (self->today);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

static GtkWidget *
new_row_view (RelaisPlacementView *self, GtkListItemFactory *factory)
{
  GtkWidget *view = gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory);
  g_autoptr (GtkListItemFactory) headers = relais_header_factory_new (describe_week, self);

  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (view), TRUE);
  gtk_list_view_set_tab_behavior (GTK_LIST_VIEW (view), GTK_LIST_TAB_ITEM);
  gtk_list_view_set_header_factory (GTK_LIST_VIEW (view), headers);
  gtk_widget_add_css_class (view, "relais-list");
  return view;
}

/* Thirty cards alive, where a list view keeps two hundred. It says of itself that it is a list; so do its cells, in bind_cb. */
static GtkWidget *
new_card_view (RelaisPlacementView *self, GtkListItemFactory *factory)
{
  GtkWidget *view = g_object_new (GTK_TYPE_GRID_VIEW, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST, "model", self->selection,
                                  "factory", factory, "max-columns", 1, "single-click-activate", TRUE,
                                  "tab-behavior", GTK_LIST_TAB_ITEM, NULL);

  g_object_unref (self->selection);
  g_object_unref (factory);
  gtk_widget_add_css_class (view, "relais-cards");
  return view;
}

/* A list that is asked when its query is set, and not before it is in sight. */
static RelaisRecordList *
new_list (RelaisPlacementView *self)
{
  RelaisRecordList *list = relais_record_list_new (get_store (self), NULL);

  relais_record_list_set_active (list, FALSE);
  return list;
}

/* After the models above have heard of it. */
static void
follow (RelaisPlacementView *self, RelaisRecordList *list)
{
  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify::loading", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
}

/* (transfer full): what is selected from */
static GListModel *
build_model (RelaisPlacementView *self, gboolean ideas)
{
  self->list = new_list (self);
  self->sections = relais_section_model_new (g_object_ref (self->list));
  if (!ideas)
    return g_object_ref (G_LIST_MODEL (self->sections));
  GListStore *lists = g_list_store_new (G_TYPE_LIST_MODEL);
  self->unplaced = new_list (self);
  g_list_store_append (lists, self->unplaced);
  g_list_store_append (lists, self->sections);
  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (lists)));
}

static void
build (RelaisPlacementView *self, gboolean ideas)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_DEFAULT);

  self->selection = gtk_single_selection_new (build_model (self, ideas));
  follow (self, self->list);
  if (self->unplaced != NULL)
    follow (self, self->unplaced);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->view = self->cards ? new_card_view (self, factory) : new_row_view (self, factory);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_DEFAULT);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->view, keys);
  GtkWidget *clamp = adw_clamp_scrollable_new ();
  adw_clamp_scrollable_set_maximum_size (ADW_CLAMP_SCROLLABLE (clamp), 960);
  adw_clamp_scrollable_set_child (ADW_CLAMP_SCROLLABLE (clamp), self->view);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), clamp);
}

static GtkWidget *
new_view (RelaisSession *session, gboolean cards, gboolean ideas)
{
  static const RelaisPlacementMenuClient client = { dup_chosen, get_place, open_placement };
  RelaisPlacementView *self = g_object_new (RELAIS_TYPE_PLACEMENT_VIEW, NULL);

  self->session = g_object_ref (session);
  self->cards = cards;
  build (self, ideas);
  relais_placement_menu_install (GTK_WIDGET (self), session, &client);
  return GTK_WIDGET (self);
}

GtkWidget *
relais_placement_view_new (RelaisSession *session, gboolean cards)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);
  return new_view (session, cards, FALSE);
}

GtkWidget *
relais_placement_view_new_ideas (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);
  return new_view (session, TRUE, TRUE);
}

void
relais_placement_view_focus_top (RelaisPlacementView *self)
{
  g_return_if_fail (RELAIS_IS_PLACEMENT_VIEW (self) && self->cards);

  if (relais_placement_view_get_count (self) > 0)
    gtk_grid_view_scroll_to (GTK_GRID_VIEW (self->view), 0, GTK_LIST_SCROLL_FOCUS, NULL);
  gtk_widget_grab_focus (self->view);
}

void
relais_placement_view_set_unplaced (RelaisPlacementView *self, RelaisQuery *query)
{
  g_return_if_fail (RELAIS_IS_PLACEMENT_VIEW (self) && self->unplaced != NULL);
  relais_record_list_set_query (self->unplaced, query);
}

void
relais_placement_view_set_query (RelaisPlacementView *self, RelaisQuery *query)
{
  g_return_if_fail (RELAIS_IS_PLACEMENT_VIEW (self));
  relais_today (self->today);
  self->refill = TRUE;
  relais_record_list_set_query (self->list, query);
}

void
relais_placement_view_set_active (RelaisPlacementView *self, gboolean active)
{
  g_return_if_fail (RELAIS_IS_PLACEMENT_VIEW (self));

  relais_record_list_set_active (self->list, active);
  if (self->unplaced != NULL)
    relais_record_list_set_active (self->unplaced, active);
  if (active && self->changed_id == 0)
    self->changed_id = g_signal_connect_object (get_store (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  else if (!active)
    g_clear_signal_handler (&self->changed_id, get_store (self));
}

guint
relais_placement_view_get_count (RelaisPlacementView *self)
{
  g_return_val_if_fail (RELAIS_IS_PLACEMENT_VIEW (self), 0);
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

gboolean
relais_placement_view_is_loading (RelaisPlacementView *self)
{
  g_return_val_if_fail (RELAIS_IS_PLACEMENT_VIEW (self), FALSE);
  return relais_record_list_get_loading (self->list)
         || (self->unplaced != NULL && relais_record_list_get_loading (self->unplaced));
}

GtkWidget *
relais_placement_view_get_list (RelaisPlacementView *self)
{
  g_return_val_if_fail (RELAIS_IS_PLACEMENT_VIEW (self), NULL);
  return self->view;
}

void
relais_placement_view_choose (RelaisPlacementView *self, const char *placement)
{
  g_return_if_fail (RELAIS_IS_PLACEMENT_VIEW (self));

  g_set_str (&self->chosen, placement);
  select_chosen (self);
}
