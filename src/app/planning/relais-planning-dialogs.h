/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the menu of the planning page opens and needs nothing of the page: actions plan.campaigns, plan.templates,
 * plan.closed-periods, plan.calendars, plan.feeds. @page_class: of a RelaisAppPage */
void relais_planning_dialogs_install (GtkWidgetClass *page_class);

G_END_DECLS
