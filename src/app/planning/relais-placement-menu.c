/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-placement-menu.h"

#include "relais-choice.h"
#include "relais-plan-mover.h"
#include "relais-popover.h"

#include <glib/gi18n.h>

static GMenuModel *
build_menu (RelaisSession *session, RelaisRecord *placement)
{
  RelaisAccess *access = relais_session_get_access (session);
  g_autofree const char **states = relais_access_dup_next_states (access, placement);
  const char *current = relais_record_get_string (placement, "state");
  g_autoptr (GMenu) menu = g_menu_new (), move = g_menu_new (), change = g_menu_new (), bin = g_menu_new ();

  g_menu_append (menu, _("_Open"), "placement.open");
  for (guint i = 0; states != NULL && states[i] != NULL; i++)
    if (!g_str_equal (states[i], current))
      {
        g_autoptr (GMenuItem) item = g_menu_item_new (relais_choice_label (relais_record_get_kind (placement), "state",
                                                                           states[i]), NULL);
        g_menu_item_set_action_and_target (item, "placement.move", "s", states[i]);
        g_menu_append_item (move, item);
      }
  if (g_menu_model_get_n_items (G_MENU_MODEL (move)) > 0)
    g_menu_append_submenu (change, _("_Status"), G_MENU_MODEL (move));
  if (relais_access_may_edit (access, placement, "planned"))
    g_menu_append (change, _("Change _Date…"), "placement.date");
  if (g_menu_model_get_n_items (G_MENU_MODEL (change)) > 0)
    g_menu_append (change, _("Move _To…"), "placement.move-to");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (change));
  if (relais_access_may_edit (access, placement, "binned"))
    g_menu_append (bin, _("_Throw Away"), "placement.throw-away");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (bin));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

void
relais_placement_menu_popup (GtkWidget *parent, const GdkRectangle *at, RelaisSession *session, RelaisRecord *placement)
{
  g_return_if_fail (GTK_IS_WIDGET (parent) && at != NULL);

  g_autoptr (GMenuModel) menu = build_menu (session, placement);
  GtkWidget *popover = gtk_popover_menu_new_from_model (menu);

  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  /* From the keyboard: over the middle of the row or card. */
  relais_popover_show (popover, parent, &(GdkRectangle) { at->x + at->width / 2, at->y + at->height / 2, 1, 1 });
}

const char * const *
relais_placement_states (void)
{
  static const char * const states[] = {
    "idea", "proposed", "accepted", "writing", "review", "approved", "scheduled", "published", NULL,
  };
  return states;
}

gboolean
relais_placement_may_move (RelaisSession *session, RelaisRecord *placement, const char *state)
{
  g_autofree const char **states = relais_access_dup_next_states (relais_session_get_access (session), placement);

  return g_strcmp0 (state, relais_record_get_string (placement, "state")) != 0 && states != NULL
         && g_strv_contains (states, state);
}

char *
relais_placement_dup_name (RelaisSession *session, RelaisRecord *placement)
{
  RelaisStore *store = relais_session_get_store (session);
  g_autofree char *subject = relais_store_dup_title (store, "subject", relais_record_get_string (placement, "subject"));
  g_autofree char *channel = relais_store_dup_title (store, "channel", relais_record_get_string (placement, "channel"));

  return g_strdup_printf ("%s (%s)", subject, channel);
}

void
relais_placement_move (GtkWidget *parent, RelaisSession *session, RelaisRecord *placement, const char *state)
{
  g_autoptr (GPtrArray) placements = g_ptr_array_new ();

  g_ptr_array_add (placements, placement);
  relais_plan_mover_move (parent, session, placements, &(RelaisPlanTarget) { .state = state }, NULL, NULL);
}

void
relais_placement_throw_away (RelaisSession *session, RelaisRecord *placement)
{
  g_autofree char *name = relais_placement_dup_name (session, placement);
  g_autofree char *label = g_strdup_printf (_("Throw away “%s”"), name);
  RelaisAction *action = relais_action_new (label);

  relais_action_bin (action, relais_record_get_kind (placement), relais_record_get_id (placement), TRUE);
  relais_session_commit (session, action);
}
