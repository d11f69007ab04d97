/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-view.h"

enum { OPEN, CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (RelaisPlanView, relais_plan_view, GTK_TYPE_WIDGET)

static void
relais_plan_view_default_init (RelaisPlanViewInterface *iface)
{
  signals[OPEN] = g_signal_new ("open", RELAIS_TYPE_PLAN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[CHANGED] = g_signal_new ("changed", RELAIS_TYPE_PLAN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

void
relais_plan_view_set_filter (RelaisPlanView *self, const RelaisPlanFilter *filter)
{
  g_return_if_fail (RELAIS_IS_PLAN_VIEW (self) && filter != NULL);
  RELAIS_PLAN_VIEW_GET_IFACE (self)->set_filter (self, filter);
}

void
relais_plan_view_set_active (RelaisPlanView *self, gboolean active)
{
  g_return_if_fail (RELAIS_IS_PLAN_VIEW (self));
  RELAIS_PLAN_VIEW_GET_IFACE (self)->set_active (self, active);
}

void
relais_plan_view_choose (RelaisPlanView *self, const char *placement)
{
  g_return_if_fail (RELAIS_IS_PLAN_VIEW (self));
  RELAIS_PLAN_VIEW_GET_IFACE (self)->choose (self, placement);
}

void
relais_plan_view_go_to (RelaisPlanView *self, RelaisDay day)
{
  g_return_if_fail (RELAIS_IS_PLAN_VIEW (self));
  if (RELAIS_PLAN_VIEW_GET_IFACE (self)->go_to != NULL)
    RELAIS_PLAN_VIEW_GET_IFACE (self)->go_to (self, day);
}

gboolean
relais_plan_view_carry (RelaisPlanView *self, GPtrArray *placements, GtkWidget *from)
{
  g_return_val_if_fail (RELAIS_IS_PLAN_VIEW (self) && placements != NULL && GTK_IS_WIDGET (from), FALSE);
  return RELAIS_PLAN_VIEW_GET_IFACE (self)->carry != NULL && RELAIS_PLAN_VIEW_GET_IFACE (self)->carry (self, placements, from);
}

RelaisDay
relais_plan_view_get_day (RelaisPlanView *self)
{
  g_return_val_if_fail (RELAIS_IS_PLAN_VIEW (self), RELAIS_DAY_NONE);
  return RELAIS_PLAN_VIEW_GET_IFACE (self)->get_day != NULL ? RELAIS_PLAN_VIEW_GET_IFACE (self)->get_day (self) : RELAIS_DAY_NONE;
}

gboolean
relais_plan_view_get_period (RelaisPlanView *self, RelaisDay *first, RelaisDay *last)
{
  g_return_val_if_fail (RELAIS_IS_PLAN_VIEW (self), FALSE);
  return RELAIS_PLAN_VIEW_GET_IFACE (self)->get_period != NULL
         && RELAIS_PLAN_VIEW_GET_IFACE (self)->get_period (self, first, last);
}

void
relais_plan_view_describe (RelaisPlanView *self, RelaisPlanSheetRequest *request)
{
  g_return_if_fail (RELAIS_IS_PLAN_VIEW (self) && request != NULL);
  *request = (RelaisPlanSheetRequest) {
    .view = RELAIS_PLAN_SHEET_LIST, .first = RELAIS_DAY_NONE, .last = RELAIS_DAY_NONE, .rows = RELAIS_PLAN_BY_NOTHING,
  };
  relais_plan_view_get_period (self, &request->first, &request->last);
  if (RELAIS_PLAN_VIEW_GET_IFACE (self)->describe != NULL)
    RELAIS_PLAN_VIEW_GET_IFACE (self)->describe (self, request);
}

JsonObject *
relais_plan_view_dup_options (RelaisPlanView *self)
{
  g_return_val_if_fail (RELAIS_IS_PLAN_VIEW (self), NULL);
  return RELAIS_PLAN_VIEW_GET_IFACE (self)->dup_options != NULL ? RELAIS_PLAN_VIEW_GET_IFACE (self)->dup_options (self)
                                                                : json_object_new ();
}

void
relais_plan_view_set_options (RelaisPlanView *self, JsonObject *options)
{
  g_return_if_fail (RELAIS_IS_PLAN_VIEW (self) && options != NULL);
  if (RELAIS_PLAN_VIEW_GET_IFACE (self)->set_options != NULL)
    RELAIS_PLAN_VIEW_GET_IFACE (self)->set_options (self, options);
}

void
relais_plan_view_emit_open (RelaisPlanView *self, const char *subject, const char *placement)
{
  g_signal_emit (self, signals[OPEN], 0, subject, placement);
}

void
relais_plan_view_emit_changed (RelaisPlanView *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}
