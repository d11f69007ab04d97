/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-planning-page.h"

struct _RelaisPlanningPage
{
  RelaisAppPage parent_instance;
};

G_DEFINE_FINAL_TYPE (RelaisPlanningPage, relais_planning_page, RELAIS_TYPE_APP_PAGE)

static void
relais_planning_page_class_init (RelaisPlanningPageClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), "/fr/relais/Relais/planning/relais-planning-page.ui");
}

static void
relais_planning_page_init (RelaisPlanningPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
