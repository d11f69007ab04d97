/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-planning-page.h"

#include "relais-balance-dialog.h"
#include "relais-board.h"
#include "relais-filter-bar.h"
#include "relais-plan-days-view.h"
#include "relais-flatplan-view.h"
#include "relais-ideas-pane.h"
#include "relais-page-stack.h"
#include "relais-plan-list.h"
#include "relais-plan-move-dialog.h"
#include "relais-plan-output.h"
#include "relais-plan-state.h"
#include "relais-plan-view.h"
#include "relais-planning-dialogs.h"
#include "relais-saved-views.h"
#include "relais-subject-dialog.h"
#include "relais-subject-pane.h"

#include <glib/gi18n.h>

typedef struct {
  const char *name;
  const char *title;     /* N_() */
  const char *icon;
  GtkWidget *(*build) (RelaisSession *session);
} ViewInfo;

static const ViewInfo infos[] = {
  { "grid", N_("Grid"), "relais-table-symbolic", relais_plan_grid_new },
  { "calendar", N_("Calendar"), "x-office-calendar-symbolic", relais_plan_calendar_view_new },
  { "board", N_("Board"), "relais-board-symbolic", relais_board_new },
  { "list", N_("List"), "view-list-symbolic", relais_plan_list_new },
  { "flatplan", N_("Flatplan"), "relais-flatplan-symbolic", relais_flatplan_view_new },
};

struct _RelaisPlanningPage
{
  RelaisAppPage        parent_instance;

  AdwOverlaySplitView *ideas_split;  /* template: ideas, and everything else */
  RelaisIdeasPane     *ideas;        /* template */
  AdwOverlaySplitView *split;        /* template */
  AdwToggleGroup      *mode;         /* template: one toggle a view */
  AdwToggleGroup      *narrow_mode;  /* template: the same, below the view where the window is narrow */
  GtkWidget           *create;       /* template */
  GMenu               *output;       /* template: section of the menu: paper and files */
  GtkSearchBar        *search_bar;   /* template */
  GtkSearchEntry      *search_entry; /* template */
  AdwBin              *filter_place; /* template */
  GtkStack            *stack;        /* template: views, made when first wanted */
  RelaisSubjectPane   *pane;         /* template */

  RelaisFilterBar     *filter_bar;   /* borrowed */
  GtkWidget           *reset;        /* borrowed */
  RelaisPlanView      *view;         /* borrowed: the one in sight, nullable before the first */
  RelaisPlanState     *state;        /* owned: filter, view and what was chosen in each view */
  char                *chosen;       /* owned, nullable: id of the placement that is open beside the view */
  gulong               changed_id;
  gboolean             showing;      /* what the state says is being shown: nobody chose anything */
};

G_DEFINE_FINAL_TYPE (RelaisPlanningPage, relais_planning_page, RELAIS_TYPE_APP_PAGE)

static const ViewInfo *
find_info (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    if (g_strcmp0 (infos[i].name, name) == 0)
      return &infos[i];
  return &infos[0];
}

static void
update_active (RelaisPlanningPage *self)
{
  gboolean active = relais_app_page_get_active (RELAIS_APP_PAGE (self));

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    relais_plan_view_set_active (RELAIS_PLAN_VIEW (child), active && child == GTK_WIDGET (self->view));
  relais_ideas_pane_set_active (self->ideas, active && adw_overlay_split_view_get_show_sidebar (self->ideas_split));
}

static void
choose (RelaisPlanningPage *self, const char *placement)
{
  g_set_str (&self->chosen, placement);
  if (self->view != NULL)
    relais_plan_view_choose (self->view, placement);
  relais_ideas_pane_choose (self->ideas, placement);
}

static void
show_subject (RelaisPlanningPage *self, const char *subject, const char *placement)
{
  gboolean laid_out = gtk_widget_get_width (GTK_WIDGET (self->split)) > 0;

  choose (self, placement);
  relais_subject_pane_show (self->pane, subject, placement);
  /* On a page that never had a width the pane would slide in by a fraction of nothing, which is not a number: there it just is. */
  gtk_widget_set_child_visible (GTK_WIDGET (self->split), laid_out);
  gtk_widget_set_visible (GTK_WIDGET (self->pane), TRUE);
  adw_overlay_split_view_set_show_sidebar (self->split, relais_subject_pane_get_subject (self->pane) != NULL);
  gtk_widget_set_child_visible (GTK_WIDGET (self->split), TRUE);
}

static void
open_cb (RelaisPlanView *view, const char *subject, const char *placement, RelaisPlanningPage *self)
{
  show_subject (self, subject, placement);
}

static void
open_idea_cb (RelaisIdeasPane *ideas, const char *subject, const char *placement, RelaisPlanningPage *self)
{
  show_subject (self, subject, placement);
}

/* What lies over the plan where the window is narrow makes way for where things are put down. */
static void
dragged_cb (RelaisPlanningPage *self)
{
  if (adw_overlay_split_view_get_collapsed (self->ideas_split))
    adw_overlay_split_view_set_show_sidebar (self->ideas_split, FALSE);
}

/* A view without days cannot be carried through: there one says where it goes. */
static void
carry_cb (RelaisIdeasPane *ideas, GPtrArray *placements, GtkWidget *from, RelaisPlanningPage *self)
{
  dragged_cb (self);
  if (!relais_plan_view_carry (self->view, placements, from))
    relais_plan_move_dialog_show (GTK_WIDGET (self), relais_app_page_get_session (RELAIS_APP_PAGE (self)), placements);
}

static void
close_ideas_cb (RelaisPlanningPage *self)
{
  adw_overlay_split_view_set_show_sidebar (self->ideas_split, FALSE);
}

static void
remember (RelaisPlanningPage *self)
{
  if (self->showing || self->view == NULL)
    return;
  relais_plan_state_remember_view (self->state, self->view);
  relais_plan_state_save (self->state);
}

static void
apply_filter (RelaisPlanningPage *self)
{
  const RelaisPlanFilter *filter = relais_plan_state_get_filter (self->state);

  if (self->view != NULL)
    relais_plan_view_set_filter (self->view, filter);
  relais_ideas_pane_set_filter (self->ideas, filter);
  gtk_widget_set_visible (self->reset, !relais_plan_filter_is_empty (filter));
}

static RelaisPlanView *
get_view (RelaisPlanningPage *self, const ViewInfo *info)
{
  GtkWidget *view = gtk_stack_get_child_by_name (self->stack, info->name);

  if (view != NULL)
    return RELAIS_PLAN_VIEW (view);
  view = info->build (relais_app_page_get_session (RELAIS_APP_PAGE (self)));
  g_signal_connect_object (view, "open", G_CALLBACK (open_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (view, "changed", G_CALLBACK (remember), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, view, info->name);
  relais_plan_state_show_view (self->state, info->name, RELAIS_PLAN_VIEW (view));
  return RELAIS_PLAN_VIEW (view);
}

/* The next view looks at the day that the one before looked at. */
static void
show_view (RelaisPlanningPage *self, const char *name)
{
  const ViewInfo *info = find_info (name);
  RelaisDay day = self->view != NULL ? relais_plan_view_get_day (self->view) : RELAIS_DAY_NONE;

  self->showing = TRUE;
  adw_toggle_group_set_active_name (self->mode, info->name);
  self->view = get_view (self, info);
  relais_plan_state_set_view (self->state, info->name);
  if (day != RELAIS_DAY_NONE)
    relais_plan_view_go_to (self->view, day);
  apply_filter (self);
  relais_plan_view_choose (self->view, self->chosen);
  relais_page_stack_show (self->stack, GTK_WIDGET (self->view));
  update_active (self);
  self->showing = FALSE;
}

static void
mode_cb (RelaisPlanningPage *self)
{
  if (self->showing)
    return;
  show_view (self, adw_toggle_group_get_active_name (self->mode));
  remember (self);
}

static void
ideas_cb (RelaisPlanningPage *self)
{
  gboolean shown = adw_overlay_split_view_get_show_sidebar (self->ideas_split);

  /* A pane that is not shown would be measured on the way to less room than it needs. */
  gtk_widget_set_visible (GTK_WIDGET (self->pane), adw_overlay_split_view_get_show_sidebar (self->split));
  if (self->showing)
    return;
  update_active (self);
  relais_plan_state_set_ideas (self->state, shown);
  relais_plan_state_save (self->state);
  if (shown)
    relais_ideas_pane_focus (self->ideas);
}

static void
toggle_ideas_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwOverlaySplitView *split = RELAIS_PLANNING_PAGE (widget)->ideas_split;

  adw_overlay_split_view_set_show_sidebar (split, !adw_overlay_split_view_get_show_sidebar (split));
}

static gboolean
ideas_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  if (!relais_app_page_get_active (RELAIS_APP_PAGE (widget)))
    return GDK_EVENT_PROPAGATE;
  toggle_ideas_cb (widget, NULL, NULL);
  return GDK_EVENT_STOP;
}

static void
close_pane_cb (RelaisPlanningPage *self)
{
  adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
}

static void
sidebar_cb (RelaisPlanningPage *self)
{
  if (!adw_overlay_split_view_get_show_sidebar (self->split) && relais_subject_pane_get_subject (self->pane) != NULL)
    {
      choose (self, NULL);
      relais_subject_pane_show (self->pane, NULL, NULL);
    }
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  RelaisPlanningPage *self = RELAIS_PLANNING_PAGE (widget);

  if (!adw_overlay_split_view_get_show_sidebar (self->split))
    return GDK_EVENT_PROPAGATE;
  adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
  return GDK_EVENT_STOP;
}

static void
filter_cb (RelaisPlanningPage *self)
{
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();

  if (self->showing || self->filter_bar == NULL)
    return;
  relais_filter_bar_read (self->filter_bar, filter);
  relais_plan_filter_set_text (filter, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  if (relais_plan_filter_equal (filter, relais_plan_state_get_filter (self->state)))
    return;
  relais_plan_state_set_filter (self->state, filter);
  apply_filter (self);
  remember (self);
}

static void
to_view_cb (RelaisPlanningPage *self)
{
  filter_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
show_filter (RelaisPlanningPage *self)
{
  const RelaisPlanFilter *filter = relais_plan_state_get_filter (self->state);
  gboolean was = self->showing;

  self->showing = TRUE;
  relais_filter_bar_show (self->filter_bar, filter);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), filter->text != NULL ? filter->text : "");
  if (filter->text != NULL)
    gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  self->showing = was;
  apply_filter (self);
}

static void
reset_cb (RelaisPlanningPage *self)
{
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();

  relais_plan_state_set_filter (self->state, filter);
  show_filter (self);
  remember (self);
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisPlanningPage *self)
{
  if (relais_changes_has_kind (changes, "channel") || relais_changes_has_kind (changes, "unit")
      || relais_changes_has_kind (changes, "campaign"))
    relais_filter_bar_refresh (self->filter_bar);
}

/* Who works here decides what can be made. */
static void
access_cb (RelaisPlanningPage *self)
{
  RelaisAccess *access = relais_session_get_access (relais_app_page_get_session (RELAIS_APP_PAGE (self)));

  gtk_widget_set_visible (self->create, relais_access_may_create (access, relais_kind_lookup ("subject")));
}

static void
create_cb (RelaisPlanningPage *self)
{
  relais_app_page_create (RELAIS_APP_PAGE (self));
}

/* What was told of one direction in the last months, as the balance counts it, whatever else was chosen. */
static void
show_direction (RelaisPlanningPage *self, const char *unit, int months)
{
  static const char * const told[] = { "accepted", "writing", "review", "approved", "scheduled", "published", "archived", NULL };
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();
  const char *units[] = { unit, NULL };

  relais_plan_filter_choose (filter, RELAIS_PLAN_UNIT, units);
  relais_plan_filter_choose (filter, RELAIS_PLAN_STATE, told);
  relais_plan_state_set_filter (self->state, filter);
  show_filter (self);
  show_view (self, "list");
  relais_plan_list_show_months (RELAIS_PLAN_LIST (self->view), months);
  remember (self);
}

static void
direction_cb (RelaisBalanceDialog *dialog, const char *unit, int months, RelaisPlanningPage *self)
{
  show_direction (self, unit, months);
}

static void
balance_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwDialog *dialog = relais_balance_dialog_new (relais_app_page_get_session (RELAIS_APP_PAGE (widget)));

  g_signal_connect_object (dialog, "direction", G_CALLBACK (direction_cb), widget, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, widget);
}

static void
search_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  relais_app_page_focus_search (RELAIS_APP_PAGE (widget));
}

static void
relais_planning_page_set_active (RelaisAppPage *page, gboolean active)
{
  RelaisPlanningPage *self = RELAIS_PLANNING_PAGE (page);
  RelaisStore *store = relais_app_page_get_store (page);

  RELAIS_APP_PAGE_CLASS (relais_planning_page_parent_class)->set_active (page, active);
  update_active (self);
  if (active)
    {
      relais_filter_bar_refresh (self->filter_bar);
      access_cb (self);
      self->changed_id = g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
    }
  else
    g_clear_signal_handler (&self->changed_id, store);
}

static void
relais_planning_page_open (RelaisAppPage *page, const char *kind, const char *id)
{
  RelaisPlanningPage *self = RELAIS_PLANNING_PAGE (page);

  if (g_str_equal (kind, "plan"))
    {
      show_direction (self, id, 12);
      return;
    }
  if (g_str_equal (kind, "subject"))
    {
      show_subject (self, id, NULL);
      return;
    }
  g_autoptr (RelaisRecord) placement = relais_store_lookup (relais_app_page_get_store (page), "placement", id);
  if (placement != NULL)
    show_subject (self, relais_record_get_string (placement, "subject"), id);
}

static void
relais_planning_page_focus_search (RelaisAppPage *page)
{
  RelaisPlanningPage *self = RELAIS_PLANNING_PAGE (page);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
relais_planning_page_create (RelaisAppPage *page)
{
  if (gtk_widget_get_visible (RELAIS_PLANNING_PAGE (page)->create))
    adw_dialog_present (relais_subject_dialog_new (relais_app_page_get_session (page)), GTK_WIDGET (page));
}

static void
relais_planning_page_print (RelaisAppPage *page)
{
  gtk_widget_activate_action (GTK_WIDGET (page), "output.print", NULL);
}

/* What paper and files are made of. */
static void
describe (GtkWidget *page, RelaisPlanSheetRequest *request)
{
  RelaisPlanningPage *self = RELAIS_PLANNING_PAGE (page);

  relais_plan_view_describe (self->view, request);
  request->filter = relais_plan_state_get_filter (self->state);
}

static void
build_toggles (AdwToggleGroup *group)
{
  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    {
      AdwToggle *toggle = adw_toggle_new ();
      adw_toggle_set_name (toggle, infos[i].name);
      adw_toggle_set_icon_name (toggle, infos[i].icon);
      adw_toggle_set_tooltip (toggle, _(infos[i].title));
      adw_toggle_group_add (group, toggle);
    }
}

/* What the chosen view shows: its filter, then the view itself, which may have been made for something else. */
static void
saved_cb (RelaisPlanningPage *self)
{
  const char *name = find_info (relais_plan_state_get_view (self->state))->name;
  GtkWidget *view = gtk_stack_get_child_by_name (self->stack, name);

  show_filter (self);
  if (view != NULL)
    relais_plan_state_show_view (self->state, name, RELAIS_PLAN_VIEW (view));
  show_view (self, name);
  remember (self);
}

static void
build_filters (RelaisPlanningPage *self)
{
  GtkWidget *bar = relais_filter_bar_new (relais_app_page_get_session (RELAIS_APP_PAGE (self)));

  self->filter_bar = RELAIS_FILTER_BAR (bar);
  self->reset = gtk_button_new_with_mnemonic (_("_Reset"));
  gtk_widget_set_tooltip_text (self->reset, _("Show the whole plan"));
  gtk_widget_add_css_class (self->reset, "flat");
  g_signal_connect_object (self->reset, "clicked", G_CALLBACK (reset_cb), self, G_CONNECT_SWAPPED);
  relais_filter_bar_prepend (self->filter_bar, self->reset);
  GtkWidget *saved = relais_saved_views_new (relais_app_page_get_session (RELAIS_APP_PAGE (self)), self->state);
  g_signal_connect_object (saved, "chosen", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  relais_filter_bar_prepend (self->filter_bar, saved);
  g_signal_connect_object (bar, "changed", G_CALLBACK (filter_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->filter_place, bar);
}

/* From wherever the focus is in the window, as long as this is the page in sight. */
static void
add_shortcuts (RelaisPlanningPage *self)
{
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (shortcuts), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F9, 0),
                                                          gtk_callback_action_new (ideas_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), shortcuts);
}

static void
relais_planning_page_constructed (GObject *object)
{
  RelaisPlanningPage *self = RELAIS_PLANNING_PAGE (object);
  RelaisSession *session = relais_app_page_get_session (RELAIS_APP_PAGE (self));

  G_OBJECT_CLASS (relais_planning_page_parent_class)->constructed (object);
  self->showing = TRUE;
  build_toggles (self->mode);
  build_toggles (self->narrow_mode);
  g_object_bind_property (self->mode, "active-name", self->narrow_mode, "active-name", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  self->state = relais_plan_state_new (relais_session_get_store (session));
  build_filters (self);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  relais_subject_pane_set_session (self->pane, session);
  relais_ideas_pane_set_session (self->ideas, session);
  adw_overlay_split_view_set_show_sidebar (self->ideas_split, relais_plan_state_get_ideas (self->state));
  add_shortcuts (self);
  g_signal_connect_object (relais_session_get_store (session), "notify::access", G_CALLBACK (access_cb), self, G_CONNECT_SWAPPED);
  relais_plan_output_install (GTK_WIDGET (self), self->output, session, describe);
  show_filter (self);
  show_view (self, relais_plan_state_get_view (self->state));
}

static void
relais_planning_page_dispose (GObject *object)
{
  RelaisPlanningPage *self = RELAIS_PLANNING_PAGE (object);

  self->view = NULL;
  self->filter_bar = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_PLANNING_PAGE);
  g_clear_pointer (&self->state, relais_plan_state_free);
  g_clear_pointer (&self->chosen, g_free);
  G_OBJECT_CLASS (relais_planning_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/planning/relais-planning-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, ideas_split);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, ideas);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, split);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, mode);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, narrow_mode);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, create);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, output);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, filter_place);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, pane);
  gtk_widget_class_bind_template_callback (widget_class, ideas_cb);
  gtk_widget_class_bind_template_callback (widget_class, to_view_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_idea_cb);
  gtk_widget_class_bind_template_callback (widget_class, carry_cb);
  gtk_widget_class_bind_template_callback (widget_class, dragged_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_ideas_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_pane_cb);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_cb);
  gtk_widget_class_bind_template_callback (widget_class, mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
}

static void
relais_planning_page_class_init (RelaisPlanningPageClass *klass)
{
  RelaisAppPageClass *page_class = RELAIS_APP_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = relais_planning_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = relais_planning_page_dispose;
  page_class->set_active = relais_planning_page_set_active;
  page_class->open = relais_planning_page_open;
  page_class->focus_search = relais_planning_page_focus_search;
  page_class->create = relais_planning_page_create;
  page_class->print = relais_planning_page_print;
  relais_planning_dialogs_install (GTK_WIDGET_CLASS (klass));
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "plan.balance", NULL, balance_action_cb);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "plan.search", NULL, search_action_cb);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "plan.ideas", NULL, toggle_ideas_cb);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, escape_cb, NULL);
  g_type_ensure (RELAIS_TYPE_SUBJECT_PANE);
  g_type_ensure (RELAIS_TYPE_IDEAS_PANE);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
relais_planning_page_init (RelaisPlanningPage *self)
{
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}
