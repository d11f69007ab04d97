/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-app-page.h"

G_BEGIN_DECLS

#define RELAIS_TYPE_PLANNING_PAGE (relais_planning_page_get_type ())
G_DECLARE_FINAL_TYPE (RelaisPlanningPage, relais_planning_page, RELAIS, PLANNING_PAGE, RelaisAppPage)

G_END_DECLS
