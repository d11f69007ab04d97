/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-calendar.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* Which days are worked, by the closed periods, calendars and settings that the workspace has now. Main thread, bounded: keep it
 * while several questions are asked. (transfer full) */
RelaisPlanCalendar *relais_plan_days_read (RelaisStore *store);

G_END_DECLS
