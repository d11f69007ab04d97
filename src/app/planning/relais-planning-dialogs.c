/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-planning-dialogs.h"

#include "relais-app-page.h"
#include "relais-collection-dialog.h"
#include "relais-feeds-dialog.h"

typedef struct {
  const char *action;
  AdwDialog *(*build) (RelaisSession *session);
} DialogInfo;

static const DialogInfo infos[] = {
  { "plan.campaigns", relais_campaigns_dialog_new },
  { "plan.templates", relais_templates_dialog_new },
  { "plan.closed-periods", relais_closed_periods_dialog_new },
  { "plan.calendars", relais_calendars_dialog_new },
  { "plan.feeds", relais_feeds_dialog_new },
};

static void
open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    if (g_str_equal (infos[i].action, action))
      adw_dialog_present (infos[i].build (relais_app_page_get_session (RELAIS_APP_PAGE (widget))), widget);
}

void
relais_planning_dialogs_install (GtkWidgetClass *page_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    gtk_widget_class_install_action (page_class, infos[i].action, NULL, open_cb);
}
