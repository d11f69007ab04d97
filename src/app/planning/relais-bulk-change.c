/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-bulk-change.h"

#include "relais-choice.h"
#include "relais-placement-menu.h"
#include "relais-plan-mover.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Of those that are refused so many are named. */
#define MOST_NAMED 6

typedef struct {
  GtkWidget       *parent;    /* owned */
  RelaisSession   *session;   /* owned */
  GArray          *keys;      /* owned, element-type gint64 */
  RelaisPlanTarget target;    /* its texts are owned */
  gboolean         bin;
  GPtrArray       *allowed;   /* owned, element-type RelaisRecord */
} Change;

static void
free_change (Change *change)
{
  g_object_unref (change->parent);
  g_object_unref (change->session);
  g_array_unref (change->keys);
  g_ptr_array_unref (change->allowed);
  relais_plan_target_clear (&change->target);
  g_free (change);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, free_change)

static GArray *
list_keys (GtkBitset *keys)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkBitsetIter iter;
  guint value;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, keys, &value); more; more = gtk_bitset_iter_next (&iter, &value))
    g_array_append_val (list, (gint64) { value });
  return list;
}

/* Why @placement cannot be changed so, or NULL. (transfer full) */
static char *
refuse (Change *change, RelaisRecord *placement)
{
  const RelaisKind *kind = relais_record_get_kind (placement);
  gboolean may_bin = relais_access_may_edit (relais_session_get_access (change->session), placement, "binned");
  g_autofree char *refusal = !change->bin ? relais_plan_mover_dup_refusal (change->session, placement, &change->target)
                             : may_bin ? NULL : g_strdup (_("Your role does not allow this."));

  if (refusal != NULL && change->target.state != NULL
      && !relais_placement_may_move (change->session, placement, change->target.state))
    return g_strdup_printf (_("Your role does not allow it to go from “%s” to “%s”."),
                            relais_choice_label (kind, "state", relais_record_get_string (placement, "state")),
                            relais_choice_label (kind, "state", change->target.state));
  return g_steal_pointer (&refusal);
}

/* "Cérémonie des vœux (Intranet brief): Your role does not allow it to go from “Published” to “Idea”." */
static char *
describe_refusal (Change *change, RelaisRecord *placement)
{
  g_autofree char *name = relais_placement_dup_name (change->session, placement);
  g_autofree char *why = refuse (change, placement);

  return g_strdup_printf (_("%s: %s"), name, why);
}

static void
bin (Change *change)
{
  g_autofree char *name = relais_placement_dup_name (change->session, g_ptr_array_index (change->allowed, 0));
  g_autofree char *label = change->allowed->len == 1 ? g_strdup_printf (_("Throw away “%s”"), name)
                           : g_strdup_printf (ngettext ("Throw away %u placement", "Throw away %u placements", change->allowed->len),
                                              change->allowed->len);
  RelaisAction *action = relais_action_new (label);

  for (guint i = 0; i < change->allowed->len; i++)
    relais_action_bin (action, relais_kind_lookup ("placement"), relais_record_get_id (change->allowed->pdata[i]), TRUE);
  relais_session_commit (change->session, action);
}

static void
moved_cb (RelaisPlanMoveEnd how, const char *label, gpointer user_data)
{
  g_autoptr (GtkWidget) parent = user_data;

  if (how == RELAIS_PLAN_MOVE_DONE)
    gtk_accessible_announce (GTK_ACCESSIBLE (parent), label, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* Frees @change. */
static void
carry_out (Change *owned)
{
  g_autoptr (Change) change = owned;

  if (change->bin)
    bin (change);
  else
    relais_plan_mover_move (change->parent, change->session, change->allowed, &change->target, moved_cb,
                            g_object_ref (change->parent));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Change *change = user_data;

  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "others"))
    carry_out (change);
  else
    free_change (change);
}

/* Whoever changes twelve and may change nine is asked before anything is done. */
static void
ask (Change *change, GPtrArray *refused, guint all)
{
  g_autofree char *heading = g_strdup_printf (ngettext ("%u of %u Cannot Be Changed", "%u of %u Cannot Be Changed", refused->len),
                                              refused->len, all);
  g_autofree char *others = g_strdup_printf (ngettext ("Change the _Other One", "Change the _Other %u", change->allowed->len),
                                             change->allowed->len);
  GString *body = g_string_new (NULL);

  for (guint i = 0; i < MIN (refused->len, MOST_NAMED); i++)
    {
      g_autofree char *line = describe_refusal (change, g_ptr_array_index (refused, i));
      g_string_append_printf (body, "%s%s", i > 0 ? "\n" : "", line);
    }
  if (refused->len > MOST_NAMED)
    {
      g_autofree char *more = g_strdup_printf (ngettext ("and %u more", "and %u more", refused->len - MOST_NAMED), refused->len - MOST_NAMED);
      g_string_append_printf (body, "\n%s", more);
    }
  AdwAlertDialog *alert = ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body->str));
  g_string_free (body, TRUE);
  adw_alert_dialog_add_response (alert, "cancel", change->allowed->len > 0 ? _("_Change Nothing") : _("_Close"));
  adw_alert_dialog_set_close_response (alert, "cancel");
  if (change->allowed->len > 0)
    {
      adw_alert_dialog_add_response (alert, "others", others);
      adw_alert_dialog_set_response_appearance (alert, "others", ADW_RESPONSE_SUGGESTED);
      adw_alert_dialog_set_default_response (alert, "others");
    }
  adw_alert_dialog_choose (alert, change->parent, NULL, answered_cb, change);
}

static gpointer
read_func (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  GArray *keys = ((Change *) data)->keys;

  return relais_workspace_lookup_keys (workspace, "placement", (const gint64 *) (gpointer) keys->data, keys->len);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Change *change = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) placements = relais_store_run_finish (RELAIS_STORE (source), result, &error);
  g_autoptr (GPtrArray) refused = g_ptr_array_new ();
  RelaisStore *store = RELAIS_STORE (source);
  guint n = 0;

  if (placements == NULL)
    {
      g_autofree char *message = relais_session_describe_error (error);
      relais_session_notice (change->session, message);
      free_change (change);
      return;
    }
  for (guint i = 0; i < placements->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (placements, i);
      if (!change->bin && !relais_plan_target_changes (&change->target, store, placement))
        continue;
      n++;
      g_autofree char *refusal = refuse (change, placement);
      if (refusal == NULL)
        g_ptr_array_add (change->allowed, relais_record_ref (placement));
      else
        g_ptr_array_add (refused, placement);
    }
  if (refused->len > 0)
    ask (change, refused, n);
  else if (change->allowed->len > 0)
    carry_out (change);
  else
    {
      relais_session_notice (change->session, _("They are like that already."));
      free_change (change);
    }
}

void
relais_bulk_change_run (GtkWidget *parent, RelaisSession *session, GtkBitset *keys, const RelaisPlanTarget *target)
{
  guint n = (guint) gtk_bitset_get_size (keys);

  g_return_if_fail (GTK_IS_WIDGET (parent) && RELAIS_IS_SESSION (session));
  if (n > RELAIS_BULK_MOST)
    {
      g_autofree char *words = g_strdup_printf (_("At most %u placements are changed at once; %u are selected."), RELAIS_BULK_MOST, n);
      relais_session_notice (session, words);
      return;
    }
  if (n == 0)
    return;
  Change *change = g_new0 (Change, 1);
  change->parent = g_object_ref (parent);
  change->session = g_object_ref (session);
  change->keys = list_keys (keys);
  change->allowed = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  change->bin = target == NULL;
  if (target != NULL)
    relais_plan_target_copy (&change->target, target);
  relais_store_run_async (relais_session_get_store (session), read_func, change, NULL, (GDestroyNotify) g_ptr_array_unref, NULL,
                          read_cb, change);
}
