/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "relais-sync"

#include "relais-syncer.h"

#include <glib/gi18n-lib.h>

#include "relais-blob-cache.h"
#include "relais-sync-loop.h"
#include "relais-sync-session.h"
#include "relais-syncer-private.h"

struct _RelaisSyncer {
  GObject          parent_instance;

  RelaisStore     *store;         /* owned */
  GMainContext    *context;       /* owned: the creator's */
  GNetworkMonitor *network;       /* owned */
  GCancellable    *cancellable;   /* owned: of relais_syncer_start() */
  RelaisSyncLoop  *loop;          /* owned, nullable */
  guint            generation;    /* reports of an earlier loop are late news */
  RelaisSyncPauses pauses;

  char            *server;        /* owned, nullable */
  char            *login;         /* owned, nullable */
  char            *token;         /* owned, nullable */
  gboolean         token_kept;

  RelaisSyncState  state;
  char            *message;       /* owned, nullable */
  double           progress;
  gint64           last_success;
};

typedef enum { PROP_STATE = 1, PROP_MESSAGE, PROP_PROGRESS, PROP_LAST_SUCCESS } Property;
static GParamSpec *properties[PROP_LAST_SUCCESS + 1];

G_DEFINE_FINAL_TYPE (RelaisSyncer, relais_syncer, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (RelaisSyncState, relais_sync_state,
                    G_DEFINE_ENUM_VALUE (RELAIS_SYNC_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (RELAIS_SYNC_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (RELAIS_SYNC_BUSY, "busy"),
                    G_DEFINE_ENUM_VALUE (RELAIS_SYNC_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (RELAIS_SYNC_SIGN_IN, "sign-in"),
                    G_DEFINE_ENUM_VALUE (RELAIS_SYNC_PROBLEM, "problem"))

/* A report on its way from the loop's thread to the creator's context. */
typedef struct {
  GWeakRef          syncer;
  guint             generation;
  RelaisSyncReport *report;   /* owned */
} News;

/* Somebody's call on its way through a worker thread. */
typedef struct {
  char            *server, *token;   /* owned */
  RelaisRemoteFunc func;
  gpointer         data;             /* owned by free_data */
  GDestroyNotify   free_data;        /* nullable */
  GDestroyNotify   free_result;      /* nullable */
} Call;

static void
free_news (News *news)
{
  g_weak_ref_clear (&news->syncer);
  relais_sync_report_free (news->report);
  g_free (news);
}

static void
set_state (RelaisSyncer *self, RelaisSyncState state, const char *message, double progress)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  if (g_set_str (&self->message, message))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
  if (self->progress != progress)
    {
      self->progress = progress;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* ---- from the loop's thread to here ---- */

static gboolean
deliver_cb (gpointer user_data)
{
  News *news = user_data;
  g_autoptr(RelaisSyncer) self = g_weak_ref_get (&news->syncer);

  if (self == NULL || self->loop == NULL || self->generation != news->generation)
    return G_SOURCE_REMOVE;
  if (news->report->access != NULL)
    {
      relais_store_set_access (self->store, news->report->access);
      return G_SOURCE_REMOVE;
    }
  if (news->report->success)
    {
      self->last_success = g_get_real_time () / G_USEC_PER_SEC;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_SUCCESS]);
    }
  set_state (self, news->report->state, news->report->message, news->report->progress);
  return G_SOURCE_REMOVE;
}

static void
report_cb (RelaisSyncReport *report, gpointer user_data)
{
  RelaisSyncer *self = user_data;   /* outlives the loop: relais_sync_loop_free() waits for the thread */
  News *news = g_new0 (News, 1);

  g_weak_ref_init (&news->syncer, self);
  news->generation = self->generation;
  news->report = report;
  g_autoptr(GSource) source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver_cb, news, (GDestroyNotify) free_news);
  g_source_attach (source, self->context);
}

/* ---- what wakes the loop ---- */

static void
changed_cb (RelaisStore *store, RelaisChanges *changes, gpointer user_data)
{
  RelaisSyncer *self = user_data;

  if (self->loop != NULL && relais_changes_has_status (changes))
    relais_sync_loop_wake (self->loop, RELAIS_WAKE_EDIT);
}

static void
network_changed_cb (GNetworkMonitor *network, gboolean available, gpointer user_data)
{
  RelaisSyncer *self = user_data;

  if (self->loop != NULL && available)
    relais_sync_loop_wake (self->loop, RELAIS_WAKE_NETWORK);
}

static void
end_loop (RelaisSyncer *self)
{
  g_clear_pointer (&self->loop, relais_sync_loop_free);
  self->generation++;
}

static void
begin_loop (RelaisSyncer *self, RelaisAccess *access)
{
  end_loop (self);
  self->loop = relais_sync_loop_new (self->store, self->server, self->token, access, &self->pauses, report_cb, self);
}

/* ---- sessions ---- */

static void
take_session (RelaisSyncer *self, RelaisSyncSession *session)
{
  g_set_str (&self->server, session->server);
  g_set_str (&self->login, session->login);
  g_set_str (&self->token, session->token);
  self->token_kept = session->token_kept;
  relais_store_set_access (self->store, session->access);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RelaisSyncer *self = RELAIS_SYNCER (source);
  g_autoptr(GTask) task = user_data;
  RelaisSyncSession *session = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  take_session (self, session);
  begin_loop (self, session->access);
  g_task_return_boolean (task, TRUE);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RelaisSyncer *self = RELAIS_SYNCER (source);
  RelaisSyncSession *session = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        set_state (self, RELAIS_SYNC_PROBLEM, error->message, -1);
      return;
    }
  if (self->loop != NULL)  /* somebody signed in meanwhile */
    return;
  if (!session->signed_in)
    {
      set_state (self, RELAIS_SYNC_OFF, NULL, -1);
      return;
    }

  if (session->token == NULL && g_strcmp0 (session->server, self->server) == 0)
    session->token = g_strdup (self->token);  /* kept in memory only, of this run */
  take_session (self, session);
  if (self->token != NULL)
    {
      begin_loop (self, session->access);
      return;
    }
  g_autofree char *message = g_strdup_printf (_("Please sign in again to %s."), self->server);
  set_state (self, RELAIS_SYNC_SIGN_IN, message, -1);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static RelaisSyncSession *
make_session (RelaisSyncer *self)
{
  RelaisSyncSession *session = g_new0 (RelaisSyncSession, 1);

  session->store = g_object_ref (self->store);
  session->server = g_strdup (self->server);
  session->login = g_strdup (self->login);
  session->token = g_strdup (self->token);
  return session;
}

static void
run_in_thread (RelaisSyncer *self, RelaisSyncSession *session, GTaskThreadFunc func, GCancellable *cancellable,
               GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) inner = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (inner, session, (GDestroyNotify) relais_sync_session_free);
  g_task_run_in_thread (inner, func);
}

/* ---- other calls ---- */

static void
free_call (Call *call)
{
  g_free (call->server);
  g_free (call->token);
  if (call->free_data != NULL)
    call->free_data (call->data);
  g_free (call);
}

static void
call_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Call *call = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisRemote) remote = relais_remote_new (call->server, call->token, &error);
  gpointer result = remote != NULL ? call->func (remote, call->data, cancellable, &error) : NULL;

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, result, call->free_result);
}

/* ---- blobs ---- */

static void
fetch_blob_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  char *path = relais_blob_fetch_run (data, cancellable, &error);

  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

static void
relais_syncer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RelaisSyncer *self = RELAIS_SYNCER (object);

  switch ((Property) id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_LAST_SUCCESS:
      g_value_set_int64 (value, self->last_success);
      break;
    }
}

static void
relais_syncer_dispose (GObject *object)
{
  RelaisSyncer *self = RELAIS_SYNCER (object);

  g_cancellable_cancel (self->cancellable);
  end_loop (self);
  G_OBJECT_CLASS (relais_syncer_parent_class)->dispose (object);
}

static void
relais_syncer_finalize (GObject *object)
{
  RelaisSyncer *self = RELAIS_SYNCER (object);

  g_clear_object (&self->store);
  g_clear_object (&self->network);
  g_clear_object (&self->cancellable);
  g_main_context_unref (self->context);
  g_free (self->server);
  g_free (self->login);
  g_free (self->token);
  g_free (self->message);
  G_OBJECT_CLASS (relais_syncer_parent_class)->finalize (object);
}

static void
relais_syncer_class_init (RelaisSyncerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = relais_syncer_get_property;
  object_class->dispose = relais_syncer_dispose;
  object_class->finalize = relais_syncer_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, RELAIS_TYPE_SYNC_STATE, RELAIS_SYNC_OFF, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_LAST_SUCCESS] = g_param_spec_int64 ("last-success", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
relais_syncer_init (RelaisSyncer *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->cancellable = g_cancellable_new ();
  self->network = g_object_ref (g_network_monitor_get_default ());
  self->pauses = relais_sync_pauses;
  self->progress = -1;
  g_signal_connect_object (self->network, "network-changed", G_CALLBACK (network_changed_cb), self, G_CONNECT_DEFAULT);
}

RelaisSyncer *
relais_syncer_new (RelaisStore *store)
{
  g_return_val_if_fail (RELAIS_IS_STORE (store), NULL);

  RelaisSyncer *self = g_object_new (RELAIS_TYPE_SYNCER, NULL);
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_DEFAULT);
  return self;
}

RelaisSyncState
relais_syncer_get_state (RelaisSyncer *self)
{
  g_return_val_if_fail (RELAIS_IS_SYNCER (self), RELAIS_SYNC_OFF);
  return self->state;
}

const char *
relais_syncer_get_message (RelaisSyncer *self)
{
  g_return_val_if_fail (RELAIS_IS_SYNCER (self), NULL);
  return self->message;
}

double
relais_syncer_get_progress (RelaisSyncer *self)
{
  g_return_val_if_fail (RELAIS_IS_SYNCER (self), -1);
  return self->progress;
}

gint64
relais_syncer_get_last_success (RelaisSyncer *self)
{
  g_return_val_if_fail (RELAIS_IS_SYNCER (self), 0);
  return self->last_success;
}

gboolean
relais_syncer_get_token_kept (RelaisSyncer *self)
{
  g_return_val_if_fail (RELAIS_IS_SYNCER (self), FALSE);
  return self->token_kept;
}

void
relais_syncer_set_pauses (RelaisSyncer *self, const RelaisSyncPauses *pauses)
{
  g_return_if_fail (RELAIS_IS_SYNCER (self) && self->loop == NULL);
  self->pauses = *pauses;
}

void
relais_syncer_sign_in_async (RelaisSyncer *self, const char *server, const char *login, const char *password,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (RELAIS_IS_SYNCER (self) && server != NULL && login != NULL && password != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  RelaisSyncSession *session = make_session (self);
  g_set_str (&session->server, server);
  g_set_str (&session->login, login);
  session->password = g_strdup (password);
  run_in_thread (self, session, relais_sync_session_sign_in, cancellable, signed_in_cb, task);
}

gboolean
relais_syncer_sign_in_finish (RelaisSyncer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
relais_syncer_start (RelaisSyncer *self)
{
  g_return_if_fail (RELAIS_IS_SYNCER (self));

  if (self->loop == NULL)
    run_in_thread (self, make_session (self), relais_sync_session_resume, self->cancellable, started_cb, NULL);
}

void
relais_syncer_stop (RelaisSyncer *self)
{
  g_return_if_fail (RELAIS_IS_SYNCER (self));

  end_loop (self);
  set_state (self, RELAIS_SYNC_OFF, NULL, -1);
}

void
relais_syncer_sign_out_async (RelaisSyncer *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (RELAIS_IS_SYNCER (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  RelaisSyncSession *session = make_session (self);
  relais_syncer_stop (self);
  relais_store_set_access (self->store, NULL);
  g_clear_pointer (&self->token, g_free);
  self->token_kept = FALSE;
  run_in_thread (self, session, relais_sync_session_sign_out, cancellable, signed_out_cb, task);
}

gboolean
relais_syncer_sign_out_finish (RelaisSyncer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
relais_syncer_wake (RelaisSyncer *self)
{
  g_return_if_fail (RELAIS_IS_SYNCER (self));

  if (self->loop != NULL)
    relais_sync_loop_wake (self->loop, RELAIS_WAKE_PERSON);
}

void
relais_syncer_fetch_blob_async (RelaisSyncer *self, const char *hash, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (RELAIS_IS_SYNCER (self) && hash != NULL);

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_task_data (task, relais_blob_fetch_new (self->server, self->token, hash), (GDestroyNotify) relais_blob_fetch_free);
  g_task_run_in_thread (task, fetch_blob_thread);
}

char *
relais_syncer_fetch_blob_finish (RelaisSyncer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
relais_syncer_call_async (RelaisSyncer *self, RelaisRemoteFunc func, gpointer data, GDestroyNotify free_data, GDestroyNotify free_result,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (RELAIS_IS_SYNCER (self) && func != NULL);

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);
  *call = (Call) { g_strdup (self->server), g_strdup (self->token), func, data, free_data, free_result };
  g_task_set_source_tag (task, relais_syncer_call_async);
  g_task_set_task_data (task, call, (GDestroyNotify) free_call);
  if (call->server != NULL && call->token != NULL)
    g_task_run_in_thread (task, call_thread);
  else
    g_task_return_new_error_literal (task, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_UNREACHABLE,
                                     _("Nobody is signed in on this computer."));
}

gpointer
relais_syncer_call_finish (RelaisSyncer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
