/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-sync-dialog.h"

#include "relais-format.h"
#include "relais-names.h"
#include "relais-sync-status.h"

#include <glib/gi18n.h>

/* More rows than this tell nobody anything; the group's title has the number. */
#define MAX_PENDING 50

struct _RelaisSyncDialog
{
  AdwDialog            parent_instance;

  AdwPreferencesGroup *about;            /* template */
  AdwActionRow        *state;            /* template */
  AdwActionRow        *server;           /* template */
  GtkImage            *icon;             /* template */
  GtkLevelBar         *progress;         /* template */
  AdwButtonRow        *again;            /* template */
  AdwButtonRow        *sign_in;          /* template */
  AdwPreferencesGroup *conflicts;        /* template */
  AdwPreferencesGroup *refusals;         /* template */
  AdwPreferencesGroup *pending;          /* template */

  RelaisSession       *session;          /* owned */
  GCancellable        *cancellable;      /* owned */
  GPtrArray           *rows;             /* owned, element-type GtkWidget (borrowed): what the three groups show */
};

G_DEFINE_FINAL_TYPE (RelaisSyncDialog, relais_sync_dialog, ADW_TYPE_DIALOG)

/* What the store's thread reads for one showing. */
typedef struct {
  GPtrArray *conflicts;  /* owned, element-type RelaisConflict */
  GPtrArray *titles;     /* owned, element-type char: of the conflicts' records */
  GPtrArray *refusals;   /* owned, element-type RelaisRefusal */
  GPtrArray *pending;    /* owned, element-type RelaisPending */
  char      *server;     /* owned, nullable */
  char      *login;      /* owned, nullable */
} Details;

static void
free_details (Details *details)
{
  g_ptr_array_unref (details->conflicts);
  g_ptr_array_unref (details->titles);
  g_ptr_array_unref (details->refusals);
  g_ptr_array_unref (details->pending);
  g_free (details->server);
  g_free (details->login);
  g_free (details);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Details, free_details)

/* Runs on the store's thread. */
static gpointer
read_details (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  Details *details = g_new0 (Details, 1);

  details->conflicts = relais_workspace_list_conflicts (workspace);
  details->refusals = relais_workspace_list_refusals (workspace);
  details->pending = relais_workspace_list_pending (workspace, MAX_PENDING);
  details->server = relais_workspace_dup_value (workspace, "server");
  details->login = relais_workspace_dup_value (workspace, "login");
  details->titles = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < details->conflicts->len; i++)
    {
      const RelaisConflict *conflict = g_ptr_array_index (details->conflicts, i);
      g_autoptr (RelaisRecord) record = relais_workspace_lookup (workspace, conflict->kind->name, conflict->record);
      g_ptr_array_add (details->titles, record != NULL ? relais_workspace_dup_name (workspace, record) : g_strdup (""));
    }
  return details;
}

/* Runs on the store's thread; the id is the refusal's. */
static gpointer
retry_refusal (RelaisWorkspace *workspace, gpointer id, RelaisChanges **changes, GError **error)
{
  return GINT_TO_POINTER (relais_workspace_retry_refusal (workspace, *(gint64 *) id, changes, error));
}

static gpointer
drop_refusal (RelaisWorkspace *workspace, gpointer id, RelaisChanges **changes, GError **error)
{
  return GINT_TO_POINTER (relais_workspace_drop_refusal (workspace, *(gint64 *) id, changes, error));
}

static void
add_row (RelaisSyncDialog *self, AdwPreferencesGroup *group, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
}

static GtkWidget *
build_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

static GtkWidget *
build_button (const char *icon, const char *label)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static void
refusal_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisSyncDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  relais_store_run_finish (RELAIS_STORE (source), result, &error);
  if (error != NULL && self->session != NULL)
    relais_session_notice (self->session, error->message);
  if (self->session != NULL)
    relais_syncer_wake (relais_session_get_syncer (self->session));
}

static void
run_refusal (RelaisSyncDialog *self, GtkWidget *button, RelaisStoreFunc func)
{
  gint64 *id = g_object_get_data (G_OBJECT (button), "refusal");

  relais_store_run_async (relais_session_get_store (self->session), func, g_memdup2 (id, sizeof *id), g_free, NULL,
                          self->cancellable, refusal_cb, g_object_ref (self));
}

static void
retry_cb (GtkWidget *button, RelaisSyncDialog *self)
{
  run_refusal (self, button, retry_refusal);
}

static void
drop_cb (GtkWidget *button, RelaisSyncDialog *self)
{
  run_refusal (self, button, drop_refusal);
}

static void
show_conflicts (RelaisSyncDialog *self, Details *details)
{
  gtk_widget_set_visible (GTK_WIDGET (self->conflicts), details->conflicts->len > 0);
  for (guint i = 0; i < details->conflicts->len; i++)
    {
      const RelaisConflict *conflict = g_ptr_array_index (details->conflicts, i);
      g_autofree char *fields = relais_conflict_dup_fields (details->conflicts, i);
      if (fields == NULL)
        continue;
      g_autofree char *who = relais_session_dup_account_name (self->session, conflict->theirs_by);
      g_autofree char *when = relais_format_unix (conflict->theirs_at);
      g_autofree char *subtitle = g_strdup_printf (_("%s · also changed by %s, %s"), fields, who, when);
      GtkWidget *row = build_row (g_ptr_array_index (details->titles, i), subtitle);

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.conflict");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", conflict->id);
      add_row (self, self->conflicts, row);
    }
}

static void
show_refusals (RelaisSyncDialog *self, Details *details)
{
  gtk_widget_set_visible (GTK_WIDGET (self->refusals), details->refusals->len > 0);
  for (guint i = 0; i < details->refusals->len; i++)
    {
      const RelaisRefusal *refusal = g_ptr_array_index (details->refusals, i);
      g_autofree char *when = relais_format_unix (refusal->at);
      g_autofree char *subtitle = g_strdup_printf ("%s · %s", refusal->detail != NULL ? refusal->detail : refusal->code, when);
      GtkWidget *row = build_row (refusal->label, subtitle);
      GtkWidget *retry = build_button ("view-refresh-symbolic", _("Try Again"));
      GtkWidget *drop = build_button ("user-trash-symbolic", _("Give Up This Change"));

      g_object_set_data_full (G_OBJECT (retry), "refusal", g_memdup2 (&refusal->id, sizeof refusal->id), g_free);
      g_object_set_data_full (G_OBJECT (drop), "refusal", g_memdup2 (&refusal->id, sizeof refusal->id), g_free);
      g_signal_connect_object (retry, "clicked", G_CALLBACK (retry_cb), self, G_CONNECT_DEFAULT);
      g_signal_connect_object (drop, "clicked", G_CALLBACK (drop_cb), self, G_CONNECT_DEFAULT);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), retry);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), drop);
      add_row (self, self->refusals, row);
    }
}

static void
show_pending (RelaisSyncDialog *self, Details *details)
{
  gtk_widget_set_visible (GTK_WIDGET (self->pending), details->pending->len > 0);
  for (guint i = 0; i < details->pending->len; i++)
    {
      const RelaisPending *pending = g_ptr_array_index (details->pending, i);
      g_autofree char *ago = relais_format_ago (pending->since, g_get_real_time () / G_USEC_PER_SEC);
      g_autofree char *subtitle = pending->in_flight ? g_strdup_printf (_("%s · being sent"), ago) : g_strdup (ago);

      add_row (self, self->pending, build_row (pending->label, subtitle));
    }
}

static void
update_state (RelaisSyncDialog *self)
{
  RelaisSyncer *syncer = relais_session_get_syncer (self->session);
  RelaisSyncState state = relais_syncer_get_state (syncer);
  const char *message = relais_syncer_get_message (syncer);
  double progress = relais_syncer_get_progress (syncer);
  g_auto (RelaisSyncStatus) status = { 0 };
  RelaisQueueState queue;

  relais_store_get_queue_state (relais_session_get_store (self->session), &queue);
  relais_sync_status_compute (&status, state, message, &queue, relais_syncer_get_last_success (syncer),
                              g_get_real_time () / G_USEC_PER_SEC);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->state), status.title);
  adw_action_row_set_subtitle (self->state, message != NULL && message[0] != '\0' ? message : status.detail);
  gtk_image_set_from_icon_name (self->icon, status.icon != NULL ? status.icon : "view-refresh-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->progress), state == RELAIS_SYNC_BUSY && progress >= 0);
  gtk_level_bar_set_value (self->progress, CLAMP (progress, 0, 1));
  gtk_widget_set_visible (GTK_WIDGET (self->again), state != RELAIS_SYNC_OFF && state != RELAIS_SYNC_SIGN_IN);
  gtk_widget_set_visible (GTK_WIDGET (self->sign_in), state == RELAIS_SYNC_OFF || state == RELAIS_SYNC_SIGN_IN);
}

static void
details_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisSyncDialog) self = user_data;
  g_autoptr (Details) details = relais_store_run_finish (RELAIS_STORE (source), result, NULL);

  if (details == NULL || self->session == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP)), row);
    }
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->server), details->server != NULL);
  if (details->server != NULL)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->server), details->server);
      adw_action_row_set_subtitle (self->server, details->login != NULL ? details->login : "");
    }
  show_conflicts (self, details);
  show_refusals (self, details);
  show_pending (self, details);
}

static void
load (RelaisSyncDialog *self)
{
  relais_store_run_async (relais_session_get_store (self->session), read_details, NULL, NULL, (GDestroyNotify) free_details,
                          self->cancellable, details_cb, g_object_ref (self));
}

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, RelaisSyncDialog *self)
{
  if (!relais_changes_has_status (changes))
    return;
  update_state (self);
  load (self);
}

static void
syncer_cb (GObject *syncer, GParamSpec *pspec, RelaisSyncDialog *self)
{
  update_state (self);
}

static void
relais_sync_dialog_dispose (GObject *object)
{
  RelaisSyncDialog *self = RELAIS_SYNC_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), RELAIS_TYPE_SYNC_DIALOG);
  G_OBJECT_CLASS (relais_sync_dialog_parent_class)->dispose (object);
}

static void
relais_sync_dialog_finalize (GObject *object)
{
  RelaisSyncDialog *self = RELAIS_SYNC_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (relais_sync_dialog_parent_class)->finalize (object);
}

static void
relais_sync_dialog_class_init (RelaisSyncDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = relais_sync_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = relais_sync_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/fr/relais/Relais/shell/relais-sync-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RelaisSyncDialog, about);
  gtk_widget_class_bind_template_child (widget_class, RelaisSyncDialog, state);
  gtk_widget_class_bind_template_child (widget_class, RelaisSyncDialog, server);
  gtk_widget_class_bind_template_child (widget_class, RelaisSyncDialog, icon);
  gtk_widget_class_bind_template_child (widget_class, RelaisSyncDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, RelaisSyncDialog, again);
  gtk_widget_class_bind_template_child (widget_class, RelaisSyncDialog, sign_in);
  gtk_widget_class_bind_template_child (widget_class, RelaisSyncDialog, conflicts);
  gtk_widget_class_bind_template_child (widget_class, RelaisSyncDialog, refusals);
  gtk_widget_class_bind_template_child (widget_class, RelaisSyncDialog, pending);
}

static void
relais_sync_dialog_init (RelaisSyncDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  relais_name_group (self->about, _("Synchronisation"));
}

AdwDialog *
relais_sync_dialog_new (RelaisSession *session)
{
  g_return_val_if_fail (RELAIS_IS_SESSION (session), NULL);

  RelaisSyncDialog *self = g_object_new (RELAIS_TYPE_SYNC_DIALOG, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (relais_session_get_store (session), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (relais_session_get_syncer (session), "notify", G_CALLBACK (syncer_cb), self, G_CONNECT_DEFAULT);
  update_state (self);
  load (self);
  return ADW_DIALOG (self);
}
