/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-application.h"
#include "relais-calendar-reader.h"
#include "relais-committee-page.h"
#include "relais-contents-page.h"
#include "relais-network-page.h"
#include "relais-planning-page.h"
#include "relais-reminder.h"
#include "relais-surveys-page.h"
#include "relais-todo-page.h"

#include "relais-config.h"

#include <glib/gi18n.h>
#include <locale.h>

/* Which pages there are, in the order of the sidebar, and which kinds each of them shows. */
static const RelaisAppPageInfo pages[] = {
  { "todo", N_("To Do"), "relais-todo-symbolic", NULL, relais_todo_page_get_type, relais_reminder_begin },
  { "planning", N_("Planning"), "x-office-calendar-symbolic", (const char * const[]) { "subject", "placement", "plan", NULL },
    relais_planning_page_get_type, relais_calendar_reader_begin },
  { "contents", N_("Contents"), "document-edit-symbolic", (const char * const[]) { "article", NULL },
    relais_contents_page_get_type },
  { "network", N_("Network"), "relais-network-symbolic", (const char * const[]) { "person", "unit", "mandate", NULL },
    relais_network_page_get_type },
  { "surveys", N_("Surveys"), "relais-survey-symbolic", (const char * const[]) { "survey", "question", "report", NULL },
    relais_surveys_page_get_type },
  { "committee", N_("Committee"), "relais-committee-symbolic", (const char * const[]) { "meeting", NULL },
    relais_committee_page_get_type },
  { NULL },
};

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, RELAIS_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_autoptr (RelaisApplication) application = relais_application_new (pages);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
