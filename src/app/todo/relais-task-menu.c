/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-task-menu.h"

#include "relais-choice.h"
#include "relais-popover.h"

#include <glib/gi18n.h>

static GMenuModel *
build_menu (RelaisSession *session, RelaisTask *task)
{
  RelaisRecord *record = relais_task_get_record (task);
  g_autoptr (GMenu) menu = g_menu_new (), states = g_menu_new ();

  g_menu_append (menu, _("_Open"), "task.open");
  if (record != NULL && relais_record_get_kind (record)->state_field != NULL)
    {
      g_autofree const char **next = relais_access_dup_next_states (relais_session_get_access (session), record);
      const char *current = relais_record_get_string (record, "state");
      for (guint i = 0; next != NULL && next[i] != NULL; i++)
        if (g_strcmp0 (next[i], current) != 0)
          {
            g_autoptr (GMenuItem) item = g_menu_item_new (relais_choice_label (relais_record_get_kind (record), "state", next[i]),
                                                          NULL);
            g_menu_item_set_action_and_target (item, "task.move", "s", next[i]);
            g_menu_append_item (states, item);
          }
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (states));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

void
relais_task_menu_popup (GtkWidget *parent, const GdkRectangle *at, RelaisSession *session, RelaisTask *task)
{
  g_return_if_fail (GTK_IS_WIDGET (parent) && RELAIS_IS_TASK (task));

  g_autoptr (GMenuModel) menu = build_menu (session, task);
  GtkWidget *popover = gtk_popover_menu_new_from_model (menu);

  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  relais_popover_show (popover, parent, at);
}

void
relais_task_move (RelaisSession *session, RelaisTask *task, const char *state)
{
  RelaisRecord *record = relais_task_get_record (task);

  g_return_if_fail (record != NULL);
  g_autofree char *label = g_strdup_printf (_("Move “%s” to: %s"), relais_task_get_title (task),
                                            relais_choice_label (relais_record_get_kind (record), "state", state));
  relais_session_set_field (session, record, "state", g_variant_new_string (state), label);
}
