/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-list.h"

#include "relais-format.h"
#include "relais-names.h"
#include "relais-placement-view.h"

#include <glib/gi18n.h>

typedef enum { PERIOD_COMING, PERIOD_PAST, PERIOD_NO_DATE, PERIOD_ALL, N_PERIODS } Period;

struct _RelaisPlanList
{
  AdwBin               parent_instance;

  GtkDropDown         *period;  /* borrowed */
  GtkStack            *stack;   /* borrowed: list, nothing */
  RelaisPlacementView *list;    /* borrowed */
  RelaisPlanFilter    *filter;  /* owned */
};

static void relais_plan_list_view_init (RelaisPlanViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RelaisPlanList, relais_plan_list, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (RELAIS_TYPE_PLAN_VIEW, relais_plan_list_view_init))

static RelaisQuery *
build_query (RelaisPlanList *self)
{
  Period period = gtk_drop_down_get_selected (self->period);
  RelaisQuery *query = relais_plan_filter_build (self->filter);
  char today[RELAIS_DAY_SIZE], monday[RELAIS_DAY_SIZE], sunday[RELAIS_DAY_SIZE];

  relais_today (today);
  relais_day_print (relais_day_monday (relais_day_parse (today)), monday);
  relais_day_print (relais_day_monday (relais_day_parse (today)) - 1, sunday);
  if (period == PERIOD_COMING)
    relais_query_where (query, "planned", RELAIS_MATCH_AT_LEAST, monday);
  else if (period == PERIOD_PAST)
    relais_query_where (query, "planned", RELAIS_MATCH_AT_MOST, sunday);
  else if (period == PERIOD_NO_DATE)
    relais_query_where (query, "planned", RELAIS_MATCH_EQUAL, NULL);
  relais_query_order (query, "planned", period == PERIOD_PAST);
  return relais_query_group (query, "planned", TRUE);
}

static void
update_stack (RelaisPlanList *self)
{
  gboolean nothing = relais_placement_view_get_count (self->list) == 0 && !relais_placement_view_is_loading (self->list);

  gtk_stack_set_visible_child_name (self->stack, nothing ? "nothing" : "list");
}

static void
apply (RelaisPlanList *self)
{
  g_autoptr (RelaisQuery) query = build_query (self);

  relais_placement_view_set_query (self->list, query);
}

static void
period_cb (RelaisPlanList *self)
{
  apply (self);
  relais_plan_view_emit_changed (RELAIS_PLAN_VIEW (self));
}

static void
open_cb (RelaisPlacementView *list, const char *subject, const char *placement, RelaisPlanList *self)
{
  relais_plan_view_emit_open (RELAIS_PLAN_VIEW (self), subject, placement);
}

static void
relais_plan_list_set_filter (RelaisPlanView *view, const RelaisPlanFilter *filter)
{
  RelaisPlanList *self = RELAIS_PLAN_LIST (view);

  relais_plan_filter_free (self->filter);
  self->filter = relais_plan_filter_copy (filter);
  apply (self);
}

static void
relais_plan_list_set_active (RelaisPlanView *view, gboolean active)
{
  relais_placement_view_set_active (RELAIS_PLAN_LIST (view)->list, active);
}

static void
relais_plan_list_choose (RelaisPlanView *view, const char *placement)
{
  relais_placement_view_choose (RELAIS_PLAN_LIST (view)->list, placement);
}

static void
relais_plan_list_describe (RelaisPlanView *view, RelaisPlanSheetRequest *request)
{
  Period period = gtk_drop_down_get_selected (RELAIS_PLAN_LIST (view)->period);
  char today[RELAIS_DAY_SIZE];

  relais_today (today);
  RelaisDay monday = relais_day_monday (relais_day_parse (today));
  request->first = period == PERIOD_COMING ? monday : RELAIS_DAY_NONE;
  request->last = period == PERIOD_PAST ? monday - 1 : RELAIS_DAY_NONE;
  request->undated = period == PERIOD_ALL;
  request->only_undated = period == PERIOD_NO_DATE;
}

static JsonObject *
relais_plan_list_dup_options (RelaisPlanView *view)
{
  JsonObject *options = json_object_new ();

  json_object_set_int_member (options, "period", gtk_drop_down_get_selected (RELAIS_PLAN_LIST (view)->period));
  return options;
}

static void
relais_plan_list_set_options (RelaisPlanView *view, JsonObject *options)
{
  gint64 period = json_object_get_int_member_with_default (options, "period", PERIOD_COMING);

  if (period >= 0 && period < N_PERIODS)
    gtk_drop_down_set_selected (RELAIS_PLAN_LIST (view)->period, (guint) period);
}

static void
relais_plan_list_dispose (GObject *object)
{
  RelaisPlanList *self = RELAIS_PLAN_LIST (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_pointer (&self->filter, relais_plan_filter_free);
  G_OBJECT_CLASS (relais_plan_list_parent_class)->dispose (object);
}

static void
relais_plan_list_view_init (RelaisPlanViewInterface *iface)
{
  iface->set_filter = relais_plan_list_set_filter;
  iface->set_active = relais_plan_list_set_active;
  iface->choose = relais_plan_list_choose;
  iface->describe = relais_plan_list_describe;
  iface->dup_options = relais_plan_list_dup_options;
  iface->set_options = relais_plan_list_set_options;
}

static void
relais_plan_list_class_init (RelaisPlanListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = relais_plan_list_dispose;
}

static void
relais_plan_list_init (RelaisPlanList *self)
{
  self->filter = relais_plan_filter_new ();
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

static GtkWidget *
build_period (RelaisPlanList *self)
{
  const char *labels[] = { _("From This Week"), _("Past"), _("Without a Date"), _("All Dates"), NULL };
  GtkWidget *period = gtk_drop_down_new_from_strings (labels);

  self->period = GTK_DROP_DOWN (period);
  relais_name_drop_down (self->period, _("Period"));
  gtk_widget_set_halign (period, GTK_ALIGN_START);
  gtk_widget_add_css_class (period, "relais-plan-tools");
  g_signal_connect_object (period, "notify::selected", G_CALLBACK (period_cb), self, G_CONNECT_SWAPPED);
  return period;
}

GtkWidget *
relais_plan_list_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisPlanList *self = g_object_new (RELAIS_TYPE_PLAN_LIST, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *list = relais_placement_view_new (session, FALSE);
  GtkWidget *stack = gtk_stack_new ();

  self->list = RELAIS_PLACEMENT_VIEW (list);
  self->stack = GTK_STACK (stack);
  gtk_accessible_update_property (GTK_ACCESSIBLE (relais_placement_view_get_list (self->list)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Plan"), -1);
  g_signal_connect_object (list, "open", G_CALLBACK (open_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (list, "count-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, list, "list");
  gtk_stack_add_named (self->stack, build_nothing (), "nothing");
  gtk_box_append (GTK_BOX (box), build_period (self));
  gtk_box_append (GTK_BOX (box), stack);
  adw_bin_set_child (ADW_BIN (self), box);
  return GTK_WIDGET (self);
}
