/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-planning-page.h"

#include "relais-board.h"
#include "relais-choice.h"
#include "relais-format.h"
#include "relais-names.h"
#include "relais-placement-view.h"
#include "relais-planning-filter.h"
#include "relais-subject-dialog.h"
#include "relais-subject-pane.h"

#include <glib/gi18n.h>

/* Longer lists of channels or directions than this do not fit a menu. */
#define MAX_CHOICES 200

struct _RelaisPlanningPage
{
  RelaisAppPage        parent_instance;

  AdwOverlaySplitView *split;        /* template */
  AdwToggleGroup      *mode;         /* template: list, board */
  GtkWidget           *create;       /* template */
  GtkSearchBar        *search_bar;   /* template */
  GtkSearchEntry      *search_entry; /* template */
  GtkDropDown         *period;       /* template */
  GtkDropDown         *channel;      /* template */
  GtkDropDown         *state;        /* template */
  GtkDropDown         *unit;         /* template */
  GtkWidget           *reset;        /* template */
  GtkStack            *stack;        /* template: list, board, nothing */
  RelaisSubjectPane   *pane;         /* template */

  RelaisPlacementView *list;         /* borrowed: in the stack */
  RelaisBoard         *board;        /* borrowed: in the stack, made when first wanted */
  RelaisPlanningFilter filter;
  GStrv                channels;     /* owned: ids, "" first: any */
  GStrv                units;        /* owned: ids, "" first: any */
  gulong               changed_id;
  gboolean             filling;      /* the menus are being filled: no choice was made */
};

G_DEFINE_FINAL_TYPE (RelaisPlanningPage, relais_planning_page, RELAIS_TYPE_APP_PAGE)

static gboolean
is_board (RelaisPlanningPage *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->mode), "board") == 0;
}

static void
update_stack (RelaisPlanningPage *self)
{
  if (is_board (self))
    gtk_stack_set_visible_child_name (self->stack, "board");
  else if (relais_placement_view_get_count (self->list) == 0 && !relais_placement_view_is_loading (self->list))
    gtk_stack_set_visible_child_name (self->stack, "nothing");
  else
    gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
apply_filter (RelaisPlanningPage *self)
{
  char today[RELAIS_DAY_SIZE];
  const RelaisPlanningFilter *filter = &self->filter;

  if (self->list == NULL)
    return;
  relais_today (today);
  g_autoptr (RelaisQuery) query = relais_planning_filter_build (filter, NULL, today);
  relais_placement_view_set_query (self->list, query);
  if (self->board != NULL)
    relais_board_set_filter (self->board, filter);
  gtk_widget_set_visible (self->reset, filter->period != RELAIS_PERIOD_COMING || filter->channel != NULL || filter->state != NULL
                                       || filter->every_state || filter->units != NULL || filter->text != NULL);
}

static void
update_active (RelaisPlanningPage *self)
{
  gboolean active = relais_app_page_get_active (RELAIS_APP_PAGE (self));

  relais_placement_view_set_active (self->list, active && !is_board (self));
  if (self->board != NULL)
    relais_board_set_active (self->board, active && is_board (self));
}

static void
choose (RelaisPlanningPage *self, const char *placement)
{
  relais_placement_view_choose (self->list, placement);
  if (self->board != NULL)
    relais_board_choose (self->board, placement);
}

static void
show_subject (RelaisPlanningPage *self, const char *subject, const char *placement)
{
  gboolean laid_out = gtk_widget_get_width (GTK_WIDGET (self->split)) > 0;

  choose (self, placement);
  relais_subject_pane_show (self->pane, subject, placement);
  /* On a page that never had a width the pane would slide in by a fraction of nothing, which is not a number: there it just is. */
  gtk_widget_set_child_visible (GTK_WIDGET (self->split), laid_out);
  adw_overlay_split_view_set_show_sidebar (self->split, relais_subject_pane_get_subject (self->pane) != NULL);
  gtk_widget_set_child_visible (GTK_WIDGET (self->split), TRUE);
}

static void
open_cb (GtkWidget *view, const char *subject, const char *placement, RelaisPlanningPage *self)
{
  show_subject (self, subject, placement);
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
mode_cb (RelaisPlanningPage *self)
{
  if (self->list == NULL)
    return;
  if (is_board (self) && self->board == NULL)
    {
      GtkWidget *board = relais_board_new (relais_app_page_get_session (RELAIS_APP_PAGE (self)));
      g_signal_connect_object (board, "open", G_CALLBACK (open_cb), self, G_CONNECT_DEFAULT);
      gtk_stack_add_named (self->stack, board, "board");
      self->board = RELAIS_BOARD (board);
      relais_board_set_filter (self->board, &self->filter);
    }
  update_active (self);
  update_stack (self);
}

static const char *
get_choice (GtkDropDown *menu, GStrv ids)
{
  guint selected = gtk_drop_down_get_selected (menu);
  return ids != NULL && selected < g_strv_length (ids) && ids[selected][0] != '\0' ? ids[selected] : NULL;
}

static void
filter_cb (RelaisPlanningPage *self)
{
  RelaisPlanningFilter *filter = &self->filter;
  const RelaisKind *kind = relais_kind_lookup ("placement");
  const char * const *states = kind->fields[relais_kind_field (kind, "state")].choices;
  guint state = gtk_drop_down_get_selected (self->state);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  if (self->filling || self->list == NULL)
    return;
  relais_planning_filter_clear (filter);
  filter->period = gtk_drop_down_get_selected (self->period);
  filter->channel = g_strdup (get_choice (self->channel, self->channels));
  /* "In hand" and "Every status" come before the statuses. */
  filter->every_state = state == 1;
  filter->state = state >= 2 && state != GTK_INVALID_LIST_POSITION ? g_strdup (states[state - 2]) : NULL;
  if (get_choice (self->unit, self->units) != NULL)
    filter->units = relais_planning_join_units (relais_app_page_get_store (RELAIS_APP_PAGE (self)),
                                                get_choice (self->unit, self->units));
  filter->text = text[0] != '\0' ? g_strdup (text) : NULL;
  apply_filter (self);
}

static void
reset_cb (RelaisPlanningPage *self)
{
  self->filling = TRUE;
  gtk_drop_down_set_selected (self->period, 0);
  gtk_drop_down_set_selected (self->channel, 0);
  gtk_drop_down_set_selected (self->state, 0);
  gtk_drop_down_set_selected (self->unit, 0);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  self->filling = FALSE;
  filter_cb (self);
}

static char *
make_stamp (GPtrArray *records)
{
  GString *stamp = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *title = relais_record_dup_title (records->pdata[i]);
      g_string_append_printf (stamp, "%s %s\n", relais_record_get_id (records->pdata[i]), title);
    }
  return g_string_free (stamp, FALSE);
}

/* Fills a menu of records, keeps what was chosen. */
static void
fill_menu (RelaisPlanningPage *self, GtkDropDown *menu, GStrv *ids, const char *any, RelaisQuery *query)
{
  g_autoptr (GPtrArray) records = relais_store_query (relais_app_page_get_store (RELAIS_APP_PAGE (self)), query);
  g_autoptr (GtkStringList) labels = gtk_string_list_new ((const char *[]) { any, NULL });
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *chosen = g_strdup (get_choice (menu, *ids));
  guint selected = 0;

  /* Another model makes the menu anew: only when it says something else. */
  g_autofree char *stamp = make_stamp (records);
  if (g_strcmp0 (g_object_get_data (G_OBJECT (menu), "stamp"), stamp) == 0)
    return;
  g_object_set_data_full (G_OBJECT (menu), "stamp", g_steal_pointer (&stamp), g_free);
  g_strv_builder_add (builder, "");
  for (guint i = 0; i < MIN (records->len, MAX_CHOICES); i++)
    {
      RelaisRecord *record = g_ptr_array_index (records, i);
      g_autofree char *title = relais_record_dup_title (record);
      gtk_string_list_append (labels, title);
      g_strv_builder_add (builder, relais_record_get_id (record));
      if (g_strcmp0 (relais_record_get_id (record), chosen) == 0)
        selected = i + 1;
    }
  self->filling = TRUE;
  g_strfreev (*ids);
  *ids = g_strv_builder_end (builder);
  gtk_drop_down_set_model (menu, G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (menu, selected);
  self->filling = FALSE;
}

static void
fill_menus (RelaisPlanningPage *self)
{
  g_autoptr (RelaisQuery) channels = relais_query_order (relais_query_new (relais_kind_lookup ("channel")), "position", FALSE);
  g_autoptr (RelaisQuery) units = relais_query_order (relais_query_new (relais_kind_lookup ("unit")), "name", FALSE);

  relais_query_where (units, "type", RELAIS_MATCH_EQUAL, "directorate");
  fill_menu (self, self->channel, &self->channels, _("All Channels"), channels);
  fill_menu (self, self->unit, &self->units, _("All Directions"), units);
}

static void
fill_states (RelaisPlanningPage *self)
{
  const RelaisKind *kind = relais_kind_lookup ("placement");
  const char * const *states = kind->fields[relais_kind_field (kind, "state")].choices;
  g_autoptr (GtkStringList) labels = gtk_string_list_new ((const char *[]) { _("In Hand"), _("Every Status"), NULL });

  for (; *states != NULL; states++)
    gtk_string_list_append (labels, relais_choice_label (kind, "state", *states));
  gtk_drop_down_set_model (self->state, G_LIST_MODEL (labels));
}

static void
name_menus (RelaisPlanningPage *self)
{
  relais_name_drop_down (self->period, _("Period"));
  relais_name_drop_down (self->channel, _("Channel"));
  relais_name_drop_down (self->state, _("Status"));
  relais_name_drop_down (self->unit, _("Direction"));
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisPlanningPage *self)
{
  if (relais_changes_has_kind (changes, "channel") || relais_changes_has_kind (changes, "unit"))
    fill_menus (self);
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

static void
relais_planning_page_set_active (RelaisAppPage *page, gboolean active)
{
  RelaisPlanningPage *self = RELAIS_PLANNING_PAGE (page);
  RelaisStore *store = relais_app_page_get_store (page);

  RELAIS_APP_PAGE_CLASS (relais_planning_page_parent_class)->set_active (page, active);
  update_active (self);
  if (active)
    {
      fill_menus (self);
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
relais_planning_page_constructed (GObject *object)
{
  RelaisPlanningPage *self = RELAIS_PLANNING_PAGE (object);
  RelaisSession *session = relais_app_page_get_session (RELAIS_APP_PAGE (self));
  GtkWidget *list = relais_placement_view_new (session, FALSE);

  G_OBJECT_CLASS (relais_planning_page_parent_class)->constructed (object);
  gtk_accessible_update_property (GTK_ACCESSIBLE (relais_placement_view_get_list (RELAIS_PLACEMENT_VIEW (list))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Plan"), -1);
  g_signal_connect_object (list, "open", G_CALLBACK (open_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (list, "count-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, list, "list");
  self->list = RELAIS_PLACEMENT_VIEW (list);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  relais_subject_pane_set_session (self->pane, session);
  g_signal_connect_object (relais_session_get_store (session), "notify::access", G_CALLBACK (access_cb), self, G_CONNECT_SWAPPED);
  self->filling = TRUE;
  fill_states (self);
  self->filling = FALSE;
  name_menus (self);
  apply_filter (self);
  update_stack (self);
}

static void
relais_planning_page_dispose (GObject *object)
{
  RelaisPlanningPage *self = RELAIS_PLANNING_PAGE (object);

  self->list = NULL;
  self->board = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_PLANNING_PAGE);
  relais_planning_filter_clear (&self->filter);
  g_clear_pointer (&self->channels, g_strfreev);
  g_clear_pointer (&self->units, g_strfreev);
  G_OBJECT_CLASS (relais_planning_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/planning/relais-planning-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, split);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, mode);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, create);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, period);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, channel);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, state);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, unit);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, reset);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RelaisPlanningPage, pane);
  gtk_widget_class_bind_template_callback (widget_class, close_pane_cb);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_cb);
  gtk_widget_class_bind_template_callback (widget_class, mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
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
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, escape_cb, NULL);
  g_type_ensure (RELAIS_TYPE_SUBJECT_PANE);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
relais_planning_page_init (RelaisPlanningPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
