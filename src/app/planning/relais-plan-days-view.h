/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-view.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisPlanDaysView: days with what is planned on them, as a grid or as a calendar. Two RelaisPlanViews that differ in the scales
 * they offer. */
#define RELAIS_TYPE_PLAN_DAYS_VIEW (relais_plan_days_view_get_type ())
G_DECLARE_FINAL_TYPE (RelaisPlanDaysView, relais_plan_days_view, RELAIS, PLAN_DAYS_VIEW, GtkWidget)

GtkWidget *relais_plan_grid_new     (RelaisSession *session);
GtkWidget *relais_plan_calendar_view_new (RelaisSession *session);

G_END_DECLS
