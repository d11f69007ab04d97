/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-view.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisPlanList: the plan as a list by week: what is coming, past, without a date, of the last months, or all. A RelaisPlanView. */
#define RELAIS_TYPE_PLAN_LIST (relais_plan_list_get_type ())
G_DECLARE_FINAL_TYPE (RelaisPlanList, relais_plan_list, RELAIS, PLAN_LIST, AdwBin)

GtkWidget *relais_plan_list_new         (RelaisSession *session);
/* Of the choices of the period: the last 3, 6 or 12 months. */
void       relais_plan_list_show_months (RelaisPlanList *self, int n_months);

G_END_DECLS
