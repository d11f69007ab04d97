/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-placement-menu.h"

#include "relais-choice.h"
#include "relais-date-row.h"
#include "relais-plan-move-dialog.h"
#include "relais-plan-mover.h"
#include "relais-popover.h"
#include "relais-subject-actions.h"

#include <glib/gi18n.h>

/* What the actions of one view work on; their group owns it. */
typedef struct {
  GtkWidget                       *view;     /* borrowed */
  RelaisSession                   *session;  /* owned */
  const RelaisPlacementMenuClient *client;   /* static */
} Menu;

static void
free_menu (Menu *menu)
{
  g_object_unref (menu->session);
  g_free (menu);
}

/* (transfer full) (nullable): never empty */
static GPtrArray *
dup_chosen (Menu *menu)
{
  g_autoptr (GPtrArray) chosen = menu->client->dup_chosen (menu->view);

  return chosen != NULL && chosen->len > 0 ? g_steal_pointer (&chosen) : NULL;
}

static gboolean
may_go_to_ideas (RelaisSession *session, RelaisRecord *placement)
{
  return relais_record_get (placement, "planned") != NULL && relais_plan_move_may_take_day (placement)
         && relais_access_may_edit (relais_session_get_access (session), placement, "planned");
}

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
  if (may_go_to_ideas (session, placement))
    g_menu_append (change, _("Move to _Ideas"), "placement.to-ideas");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (change));
  if (relais_access_may_edit (access, placement, "binned"))
    g_menu_append (bin, _("_Throw Away"), "placement.throw-away");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (bin));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
moved_cb (RelaisPlanMoveEnd how, const char *label, gpointer user_data)
{
  g_autoptr (GtkWidget) view = user_data;

  if (how == RELAIS_PLAN_MOVE_DONE)
    gtk_accessible_announce (GTK_ACCESSIBLE (view), label, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
move (Menu *menu, const RelaisPlanTarget *target)
{
  g_autoptr (GPtrArray) chosen = dup_chosen (menu);

  if (chosen != NULL)
    relais_plan_mover_move (menu->view, menu->session, chosen, target, moved_cb, g_object_ref (menu->view));
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Menu *menu = user_data;
  g_autoptr (GPtrArray) chosen = dup_chosen (menu);

  if (chosen != NULL)
    menu->client->open (menu->view, g_ptr_array_index (chosen, 0));
}

static void
move_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move (user_data, &(RelaisPlanTarget) { .state = g_variant_get_string (parameter, NULL) });
}

static void
day_chosen_cb (const char *day, gpointer user_data)
{
  move (user_data, &(RelaisPlanTarget) { .day = day != NULL ? day : "" });
}

static void
date_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Menu *menu = user_data;
  g_autoptr (GPtrArray) chosen = dup_chosen (menu);
  GdkRectangle place;

  if (chosen == NULL
      || !relais_access_may_edit (relais_session_get_access (menu->session), g_ptr_array_index (chosen, 0), "planned"))
    return;
  menu->client->get_place (menu->view, &place);
  /* The popover goes with the view, and the view keeps the menu. */
  relais_day_popover_show (menu->view, &place, relais_record_get_string (g_ptr_array_index (chosen, 0), "planned"), day_chosen_cb,
                           menu, NULL);
}

static void
move_to_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Menu *menu = user_data;
  g_autoptr (GPtrArray) chosen = dup_chosen (menu);

  if (chosen != NULL)
    relais_plan_move_dialog_show (menu->view, menu->session, chosen);
}

static void
to_ideas_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move (user_data, &(RelaisPlanTarget) { .day = "" });
}

static void
throw_away_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Menu *menu = user_data;
  g_autoptr (GPtrArray) chosen = dup_chosen (menu);

  if (chosen != NULL)
    relais_placement_throw_away (menu->session, g_ptr_array_index (chosen, 0));
}

void
relais_placement_menu_install (GtkWidget *view, RelaisSession *session, const RelaisPlacementMenuClient *client)
{
  static const GActionEntry entries[] = {
    { "open", open_cb },
    { "move", move_cb, "s" },
    { "date", date_cb },
    { "move-to", move_to_cb },
    { "to-ideas", to_ideas_cb },
    { "throw-away", throw_away_cb },
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();
  Menu *menu = g_new0 (Menu, 1);

  g_return_if_fail (GTK_IS_WIDGET (view) && RELAIS_IS_SESSION (session) && client != NULL);

  menu->view = view;
  menu->session = g_object_ref (session);
  menu->client = client;
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), menu);
  g_object_set_data_full (G_OBJECT (actions), "relais-placement-menu", menu, (GDestroyNotify) free_menu);
  gtk_widget_insert_action_group (view, "placement", G_ACTION_GROUP (actions));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_i, GDK_CONTROL_MASK),
                                                          gtk_named_action_new ("placement.to-ideas")));
  gtk_widget_add_controller (view, shortcuts);
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
  /* Of a subject that is on no channel there is nothing else to throw away. */
  if (relais_plan_is_draft (placement))
    {
      relais_session_commit (session, relais_subject_bin (relais_session_get_store (session),
                                                          relais_record_get_string (placement, "subject"), TRUE));
      return;
    }
  g_autofree char *name = relais_placement_dup_name (session, placement);
  g_autofree char *label = g_strdup_printf (_("Throw away “%s”"), name);
  RelaisAction *action = relais_action_new (label);

  relais_action_bin (action, relais_record_get_kind (placement), relais_record_get_id (placement), TRUE);
  relais_session_commit (session, action);
}
