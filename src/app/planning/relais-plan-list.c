/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-list.h"

#include "relais-bulk-bar.h"
#include "relais-format.h"
#include "relais-list-table.h"
#include "relais-names.h"
#include "relais-plan-order.h"

#include <glib/gi18n.h>
#include <string.h>

/* As many lines as a window may show at once, and some more. */
#define FIRST_ROWS 80

typedef enum {
  PERIOD_COMING, PERIOD_PAST, PERIOD_NO_DATE, PERIOD_ALL, PERIOD_3_MONTHS, PERIOD_6_MONTHS, PERIOD_12_MONTHS, N_PERIODS
} Period;

/* Up to today; 0: the period is not one of these. */
static const int months[N_PERIODS] = { [PERIOD_3_MONTHS] = 3, [PERIOD_6_MONTHS] = 6, [PERIOD_12_MONTHS] = 12 };

struct _RelaisPlanList
{
  AdwBin            parent_instance;

  RelaisSession    *session;  /* owned */
  RelaisRecordList *list;     /* owned */
  GtkDropDown      *period;   /* borrowed */
  GtkDropDown      *group;    /* borrowed */
  GtkStack         *stack;    /* borrowed: table, nothing */
  RelaisListTable  *table;    /* borrowed */
  RelaisBulkBar    *bar;      /* borrowed */
  RelaisPlanFilter *filter;   /* owned */
  RelaisPlanOrder   order;
  gboolean          setting;  /* what was kept is being shown: nobody chose anything */
  gulong            changed_id;
};

static void relais_plan_list_view_init (RelaisPlanViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RelaisPlanList, relais_plan_list, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (RELAIS_TYPE_PLAN_VIEW, relais_plan_list_view_init))

/* RELAIS_DAY_NONE: without end on that side. */
static void
find_days (RelaisPlanList *self, RelaisDay *first, RelaisDay *last)
{
  Period period = gtk_drop_down_get_selected (self->period);
  RelaisDay today = relais_day_today ();

  *first = period == PERIOD_COMING ? relais_day_monday (today) : RELAIS_DAY_NONE;
  *last = period == PERIOD_PAST ? relais_day_monday (today) - 1 : RELAIS_DAY_NONE;
  if (months[period] > 0)
    {
      *first = relais_day_add_months (today, -months[period]) + 1;
      *last = today;
    }
}

static RelaisQuery *
build_query (RelaisPlanList *self)
{
  RelaisQuery *query = relais_plan_filter_build (self->filter);
  RelaisDay first, last;

  find_days (self, &first, &last);
  g_autofree char *from = relais_day_to_string (first), *to = relais_day_to_string (last);
  if (from != NULL)
    relais_query_where (query, "planned", RELAIS_MATCH_AT_LEAST, from);
  if (to != NULL)
    relais_query_where (query, "planned", RELAIS_MATCH_AT_MOST, to);
  if (gtk_drop_down_get_selected (self->period) == PERIOD_NO_DATE)
    relais_query_where (query, "planned", RELAIS_MATCH_EQUAL, NULL);
  relais_plan_order_apply (&self->order, query);
  return query;
}

static void
update_stack (RelaisPlanList *self)
{
  gboolean nothing = g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0 && !relais_record_list_get_loading (self->list);

  gtk_stack_set_visible_child_name (self->stack, nothing ? "nothing" : "table");
}

static void
apply (RelaisPlanList *self)
{
  g_autoptr (RelaisQuery) query = build_query (self);

  relais_list_table_restart (self->table, &self->order);
  relais_record_list_set_query (self->list, query);
  update_stack (self);
}

static void
follow_choice (RelaisPlanList *self)
{
  if (self->setting)
    return;
  apply (self);
  relais_plan_view_emit_changed (RELAIS_PLAN_VIEW (self));
}

/* What is past is read backwards, unless somebody sorts it. */
static void
period_cb (RelaisPlanList *self)
{
  if (!self->setting && self->order.sort == RELAIS_PLAN_COLUMN_PLANNED)
    {
      Period period = gtk_drop_down_get_selected (self->period);
      self->order.descending = period == PERIOD_PAST || months[period] > 0;
    }
  follow_choice (self);
}

static void
group_cb (RelaisPlanList *self)
{
  self->order.group = gtk_drop_down_get_selected (self->group);
  follow_choice (self);
}

static void
sort_cb (RelaisListTable *table, guint column, gboolean descending, RelaisPlanList *self)
{
  g_autofree char *words = NULL;

  self->order.descending = descending;
  self->order.sort = column;
  follow_choice (self);
  words = g_strdup_printf (self->order.descending ? _("Sorted by %s, descending") : _("Sorted by %s, ascending"),
                           _(relais_plan_column_label (column)));
  gtk_accessible_announce (GTK_ACCESSIBLE (table), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
resized_cb (RelaisPlanList *self)
{
  memcpy (self->order.widths, relais_list_table_get_widths (self->table), sizeof self->order.widths);
  relais_plan_view_emit_changed (RELAIS_PLAN_VIEW (self));
}

static void
show_columns (RelaisPlanList *self)
{
  for (guint i = RELAIS_PLAN_COLUMN_SUBJECT + 1; i < RELAIS_PLAN_N_COLUMNS; i++)
    {
      g_autofree char *name = g_strdup_printf ("column-%u", i);
      GActionGroup *actions = g_object_get_data (G_OBJECT (self), "columns");
      g_action_group_change_action_state (actions, name, g_variant_new_boolean (relais_plan_order_shows (&self->order, i)));
    }
}

/* Columns are chosen without the list being read anew. */
static void
column_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  RelaisPlanList *self = user_data;
  guint column = (guint) atoi (g_action_get_name (G_ACTION (action)) + strlen ("column-"));

  g_simple_action_set_state (action, value);
  if (self->setting)
    return;
  self->order.shown &= ~(1u << column);
  self->order.shown |= g_variant_get_boolean (value) ? 1u << column : 0;
  relais_list_table_set_columns (self->table, &self->order);
  relais_plan_view_emit_changed (RELAIS_PLAN_VIEW (self));
}

/* As in the menu of the columns, where it can be shown again. */
static void
hide_cb (RelaisListTable *table, guint column, RelaisPlanList *self)
{
  g_autofree char *name = g_strdup_printf ("column-%u", column);

  g_action_group_change_action_state (g_object_get_data (G_OBJECT (self), "columns"), name, g_variant_new_boolean (FALSE));
  relais_list_table_focus (table);
}

static void
usual_widths_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RelaisPlanList *self = user_data;

  memset (self->order.widths, 0, sizeof self->order.widths);
  relais_list_table_set_columns (self->table, &self->order);
  relais_plan_view_emit_changed (RELAIS_PLAN_VIEW (self));
}

static void
open_cb (RelaisListTable *table, const char *subject, const char *placement, RelaisPlanList *self)
{
  relais_plan_view_emit_open (RELAIS_PLAN_VIEW (self), subject, placement);
}

static void
selection_cb (RelaisPlanList *self)
{
  g_autoptr (GtkBitset) selected = relais_list_table_dup_selected (self->table);

  /* The bar goes away, and may have the focus. */
  gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self->bar)) != NULL;
  relais_bulk_bar_set_selected (self->bar, selected);
  if (focused && gtk_bitset_get_size (selected) < 2)
    relais_list_table_focus (self->table);
}

static void
unselect_cb (RelaisPlanList *self)
{
  relais_list_table_unselect (self->table);
  relais_list_table_focus (self->table);
}

/* A line follows its own record; when a subject, channel, person or unit changes, what it says of them is read again. */
static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisPlanList *self)
{
  static const char * const kinds[] = { "subject", "channel", "person", "unit", NULL };

  if (relais_changes_has_any_kind (changes, kinds))
    relais_list_table_refresh (self->table);
}

static void
relais_plan_list_set_filter (RelaisPlanView *view, const RelaisPlanFilter *filter)
{
  RelaisPlanList *self = RELAIS_PLAN_LIST (view);
  RelaisPlanFilter *old = self->filter;

  if (old != NULL && relais_plan_filter_equal (old, filter))
    return;
  self->filter = relais_plan_filter_copy (filter);
  g_clear_pointer (&old, relais_plan_filter_free);
  apply (self);
}

static void
relais_plan_list_set_active (RelaisPlanView *view, gboolean active)
{
  RelaisPlanList *self = RELAIS_PLAN_LIST (view);
  RelaisStore *store = relais_session_get_store (self->session);

  relais_record_list_set_active (self->list, active);
  if (active == (self->changed_id != 0))
    return;
  if (active)
    {
      relais_list_table_refresh (self->table);
      self->changed_id = g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
    }
  else
    g_clear_signal_handler (&self->changed_id, store);
}

static void
relais_plan_list_choose (RelaisPlanView *view, const char *placement)
{
  relais_list_table_choose (RELAIS_PLAN_LIST (view)->table, placement);
}

static RelaisDay
relais_plan_list_get_day (RelaisPlanView *view)
{
  return relais_list_table_get_day (RELAIS_PLAN_LIST (view)->table);
}

static void
relais_plan_list_describe (RelaisPlanView *view, RelaisPlanSheetRequest *request)
{
  RelaisPlanList *self = RELAIS_PLAN_LIST (view);
  Period period = gtk_drop_down_get_selected (self->period);

  find_days (self, &request->first, &request->last);
  request->undated = period == PERIOD_ALL;
  request->only_undated = period == PERIOD_NO_DATE;
  request->ordered = TRUE;
  request->order = self->order;
}

static JsonObject *
relais_plan_list_dup_options (RelaisPlanView *view)
{
  RelaisPlanList *self = RELAIS_PLAN_LIST (view);
  JsonObject *options = json_object_new ();

  json_object_set_int_member (options, "period", gtk_drop_down_get_selected (self->period));
  relais_plan_order_write (&self->order, options);
  return options;
}

static void
relais_plan_list_set_options (RelaisPlanView *view, JsonObject *options)
{
  RelaisPlanList *self = RELAIS_PLAN_LIST (view);
  gint64 period = json_object_get_int_member_with_default (options, "period", PERIOD_COMING);

  self->setting = TRUE;
  relais_plan_order_read (&self->order, options);
  if (period >= 0 && period < N_PERIODS)
    gtk_drop_down_set_selected (self->period, (guint) period);
  gtk_drop_down_set_selected (self->group, self->order.group);
  show_columns (self);
  self->setting = FALSE;
  if (self->filter != NULL)
    apply (self);
}

static gboolean
relais_plan_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (RELAIS_PLAN_LIST (widget)->table));
}

static void
relais_plan_list_dispose (GObject *object)
{
  RelaisPlanList *self = RELAIS_PLAN_LIST (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_pointer (&self->filter, relais_plan_filter_free);
  g_clear_object (&self->list);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (relais_plan_list_parent_class)->dispose (object);
}

static void
relais_plan_list_view_init (RelaisPlanViewInterface *iface)
{
  iface->set_filter = relais_plan_list_set_filter;
  iface->set_active = relais_plan_list_set_active;
  iface->choose = relais_plan_list_choose;
  iface->get_day = relais_plan_list_get_day;
  iface->describe = relais_plan_list_describe;
  iface->dup_options = relais_plan_list_dup_options;
  iface->set_options = relais_plan_list_set_options;
}

static void
relais_plan_list_class_init (RelaisPlanListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_plan_list_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = relais_plan_list_grab_focus;
}

static void
relais_plan_list_init (RelaisPlanList *self)
{
  relais_plan_order_init (&self->order);
}

static GtkWidget *
build_nothing (void)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "x-office-calendar-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("Nothing Planned Here"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                   _("Press + to propose a subject, or choose other dates, channels or directions."));
  gtk_widget_add_css_class (page, "compact");
  return page;
}

static GtkDropDown *
build_choice (RelaisPlanList *self, const char * const *labels, const char *name, guint selected, GCallback callback)
{
  GtkWidget *menu = gtk_drop_down_new_from_strings (labels);

  relais_name_drop_down (GTK_DROP_DOWN (menu), name);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (menu), selected);
  g_signal_connect_object (menu, "notify::selected", callback, self, G_CONNECT_SWAPPED);
  return GTK_DROP_DOWN (menu);
}

static GtkWidget *
build_columns (RelaisPlanList *self)
{
  static const GActionEntry entries[] = { { "usual-widths", usual_widths_cb } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GMenu) menu = g_menu_new (), shown = g_menu_new (), widths = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  for (guint i = RELAIS_PLAN_COLUMN_SUBJECT + 1; i < RELAIS_PLAN_N_COLUMNS; i++)
    {
      g_autofree char *name = g_strdup_printf ("column-%u", i), *full = g_strdup_printf ("columns.column-%u", i);
      g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (relais_plan_order_shows (&self->order, i)));
      g_signal_connect_object (action, "change-state", G_CALLBACK (column_cb), self, G_CONNECT_DEFAULT);
      g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (action));
      g_menu_append (shown, _(relais_plan_column_label (i)), full);
    }
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  g_menu_append (widths, _("Usual _Widths"), "columns.usual-widths");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (shown));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (widths));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns", G_ACTION_GROUP (actions));
  g_object_set_data_full (G_OBJECT (self), "columns", g_object_ref (actions), g_object_unref);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("Columns"));
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  return button;
}

static GtkWidget *
build_tools (RelaisPlanList *self)
{
  const char *periods[] = { _("From This Week"), _("Past"), _("Without a Date"), _("All Dates"), _("Last 3 Months"), _("Last 6 Months"),
                            _("Last 12 Months"), NULL };
  const char *groups[RELAIS_PLAN_N_GROUPS + 1] = { NULL, };
  GtkWidget *tools = adw_wrap_box_new ();

  for (guint i = 0; i < RELAIS_PLAN_N_GROUPS; i++)
    groups[i] = _(relais_plan_group_label (i));
  self->period = build_choice (self, periods, _("Period"), PERIOD_COMING, G_CALLBACK (period_cb));
  self->group = build_choice (self, groups, _("Groups"), self->order.group, G_CALLBACK (group_cb));
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (tools), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (tools), 6);
  gtk_widget_add_css_class (tools, "relais-plan-tools");
  adw_wrap_box_append (ADW_WRAP_BOX (tools), GTK_WIDGET (self->period));
  adw_wrap_box_append (ADW_WRAP_BOX (tools), GTK_WIDGET (self->group));
  adw_wrap_box_append (ADW_WRAP_BOX (tools), build_columns (self));
  return tools;
}

static GtkWidget *
build_table (RelaisPlanList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *table;

  self->list = relais_record_list_new (relais_session_get_store (self->session), NULL);
  relais_record_list_show_first (self->list, FIRST_ROWS);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  table = relais_list_table_new (self->session, self->list);
  self->table = RELAIS_LIST_TABLE (table);
  gtk_accessible_update_property (GTK_ACCESSIBLE (table), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Plan"), -1);
  g_signal_connect_object (table, "open", G_CALLBACK (open_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (table, "sort", G_CALLBACK (sort_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (table, "resized", G_CALLBACK (resized_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (table, "hide-column", G_CALLBACK (hide_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (table, "selection-changed", G_CALLBACK (selection_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), table);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

GtkWidget *
relais_plan_list_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisPlanList *self = g_object_new (RELAIS_TYPE_PLAN_LIST, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *stack = gtk_stack_new (), *bar = relais_bulk_bar_new (session);

  self->session = g_object_ref (session);
  self->stack = GTK_STACK (stack);
  self->bar = RELAIS_BULK_BAR (bar);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "bulk", relais_bulk_bar_get_actions (self->bar));
  gtk_box_append (GTK_BOX (box), build_tools (self));
  gtk_stack_add_named (self->stack, build_table (self), "table");
  gtk_stack_add_named (self->stack, build_nothing (), "nothing");
  g_signal_connect_object (bar, "unselect", G_CALLBACK (unselect_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), stack);
  gtk_box_append (GTK_BOX (box), bar);
  adw_bin_set_child (ADW_BIN (self), box);
  return GTK_WIDGET (self);
}

void
relais_plan_list_show_months (RelaisPlanList *self, int n_months)
{
  g_return_if_fail (RELAIS_IS_PLAN_LIST (self));

  for (guint i = 0; i < N_PERIODS; i++)
    if (months[i] == n_months)
      gtk_drop_down_set_selected (self->period, i);
}
