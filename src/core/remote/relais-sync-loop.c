/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "relais-sync"

#include "relais-sync-loop.h"

#include "relais-backoff.h"
#include "relais-identity.h"
#include "relais-live.h"
#include "relais-pass.h"

struct _RelaisSyncLoop {
  GThread             *thread;       /* owned */
  GMainContext        *context;      /* owned: the thread's */
  GCancellable        *cancellable;  /* owned: ends the thread */
  guint                wakes;        /* atomic: RelaisWake bits */
  RelaisStore         *store;        /* owned */
  char                *server;       /* owned */
  char                *token;        /* owned */
  RelaisSyncPauses     pauses;
  RelaisSyncReportFunc func;         /* borrowed */
  gpointer             user_data;    /* borrowed */

  /* of the thread only */
  RelaisRemote        *remote;       /* owned */
  RelaisLive          *live;         /* owned */
  RelaisBackoff        backoff;
  RelaisAccess        *access;       /* owned, nullable */
  RelaisSyncState      state;        /* as last reported */
  char                *epoch;        /* owned, nullable: where the back end was last seen */
  guint64              head;
  gint64               digest_at;    /* monotonic time of the next comparison */
};

const RelaisSyncPauses relais_sync_pauses = {
  .watchdog = 2 * 60 * 1000, .poll = 30 * 1000, .digest = 60 * 60 * 1000,
};

#define WAKE_ANY (RELAIS_WAKE_EDIT | RELAIS_WAKE_HINT | RELAIS_WAKE_NETWORK | RELAIS_WAKE_PERSON)
/* Somebody who types while the back end is away must not make a request of every key. */
#define CALM_MS  1000

static gboolean
is_stopping (RelaisSyncLoop *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

static void
report (RelaisSyncLoop *self, RelaisSyncState state, const char *message, double progress, gboolean success)
{
  RelaisSyncReport *news = g_new0 (RelaisSyncReport, 1);

  self->state = state;
  news->state = state;
  news->message = g_strdup (message);
  news->progress = progress;
  news->success = success;
  self->func (news, self->user_data);
}

static gboolean
elapsed_cb (gpointer user_data)
{
  gboolean *elapsed = user_data;

  *elapsed = TRUE;
  return G_SOURCE_REMOVE;
}

/* Until the time is over, the loop is stopped, or one of @wakes comes; the live stream goes on meanwhile.
 * Returns: the wakes that came, which are taken */
static RelaisWake
wait_for (RelaisSyncLoop *self, guint ms, RelaisWake wakes)
{
  gboolean elapsed = FALSE;
  g_autoptr(GSource) timeout = g_timeout_source_new (ms);

  g_source_set_callback (timeout, elapsed_cb, &elapsed, NULL);
  g_source_attach (timeout, self->context);
  while (!elapsed && !is_stopping (self) && (g_atomic_int_get (&self->wakes) & wakes) == 0)
    g_main_context_iteration (self->context, TRUE);
  g_source_destroy (timeout);
  return g_atomic_int_and (&self->wakes, ~(guint) wakes) & wakes;
}

static void
hint_cb (const char *epoch, guint64 head, gpointer user_data)
{
  RelaisSyncLoop *self = user_data;

  /* Our own push comes back as a hint, too. */
  if (epoch == NULL || head > self->head || g_strcmp0 (epoch, self->epoch) != 0)
    g_atomic_int_or (&self->wakes, RELAIS_WAKE_HINT);
}

static void
progress_cb (double progress, gpointer user_data)
{
  report (user_data, RELAIS_SYNC_BUSY, NULL, progress, FALSE);
}

static gpointer
run_in_store (gpointer target, RelaisStoreFunc func, gpointer data, GError **error)
{
  return relais_store_call (target, func, data, error);
}

static gpointer
refresh_identity (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  RelaisSyncLoop *self = data;
  g_autoptr(RelaisAccess) access = relais_identity_refresh (workspace, self->access);

  if (access == NULL)
    return NULL;
  g_autofree char *text = relais_identity_print (access);
  return relais_workspace_set_value (workspace, RELAIS_VALUE_ACCESS, text, error) ? g_steal_pointer (&access) : NULL;
}

static void
follow_rights (RelaisSyncLoop *self)
{
  g_autoptr(GError) error = NULL;

  if (self->access == NULL)
    return;
  RelaisAccess *access = relais_store_call (self->store, refresh_identity, self, &error);
  if (access == NULL)
    return;

  RelaisSyncReport *news = g_new0 (RelaisSyncReport, 1);
  news->state = self->state;
  news->progress = -1;
  news->access = relais_access_ref (access);
  relais_access_unref (self->access);
  self->access = access;
  self->func (news, self->user_data);
}

static gboolean
run_pass (RelaisSyncLoop *self, RelaisWake wakes, GError **error)
{
  g_auto(RelaisPass) pass = {
    .remote = self->remote, .run = run_in_store, .target = self->store, .progress = progress_cb, .user_data = self,
    .cancellable = self->cancellable,
    .pull = wakes != RELAIS_WAKE_EDIT,
    .digest_due = g_get_monotonic_time () >= self->digest_at,
  };

  if (self->state != RELAIS_SYNC_IDLE)
    report (self, RELAIS_SYNC_BUSY, NULL, -1, FALSE);
  gboolean ok = relais_pass_run (&pass, error);

  if (pass.epoch != NULL)
    {
      g_set_str (&self->epoch, pass.epoch);
      self->head = pass.head;
    }
  if (!pass.digest_due)
    self->digest_at = g_get_monotonic_time () + (gint64) self->pauses.digest * 1000;
  if (pass.received > 0)
    follow_rights (self);
  return ok;
}

/* All is well. Returns: why the next pass begins; 0: because of the time */
static RelaisWake
rest (RelaisSyncLoop *self)
{
  gboolean came_back = self->state != RELAIS_SYNC_IDLE;

  relais_backoff_reset (&self->backoff);
  report (self, RELAIS_SYNC_IDLE, NULL, -1, TRUE);
  relais_live_open (self->live, came_back);
  /* The watchdog: whatever was missed, a queue is looked at again before long. */
  return wait_for (self, relais_live_is_open (self->live) ? self->pauses.watchdog : self->pauses.poll, WAKE_ANY);
}

static RelaisSyncState
state_of_failure (const GError *error)
{
  if (g_error_matches (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_SIGN_IN))
    return RELAIS_SYNC_SIGN_IN;
  if (g_error_matches (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_UNREACHABLE)
      || g_error_matches (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_NOT_RELAIS)
      || g_error_matches (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_THROTTLED)
      || g_error_matches (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_SERVER))
    return RELAIS_SYNC_OFFLINE;
  return RELAIS_SYNC_PROBLEM;
}

/* Returns: why the next pass begins; 0: because of the time */
static RelaisWake
recover (RelaisSyncLoop *self, const GError *error)
{
  RelaisSyncState state = state_of_failure (error);

  if (is_stopping (self))
    return 0;
  g_info ("sync stopped: %s", error->message);
  report (self, state, error->message, -1, FALSE);
  /* Only a person can go on; a new sign-in makes a new loop. Meanwhile nobody knocks with a token that is worth nothing. */
  if (state == RELAIS_SYNC_SIGN_IN)
    {
      relais_live_free (self->live);
      self->live = relais_live_new (self->remote, hint_cb, self);
      return wait_for (self, G_MAXUINT, RELAIS_WAKE_PERSON);
    }

  gboolean throttled = g_error_matches (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_THROTTLED);
  guint ms = relais_backoff_next (&self->backoff, throttled ? relais_remote_get_retry_after (self->remote) : 0);
  g_debug ("next try in %u ms", ms);
  if (throttled)
    return wait_for (self, ms, 0);

  guint calm = MIN (ms, CALM_MS);
  RelaisWake wakes = wait_for (self, calm, WAKE_ANY & ~RELAIS_WAKE_EDIT);
  if (wakes == 0)
    wakes = wait_for (self, ms - calm, WAKE_ANY);
  if (wakes & (RELAIS_WAKE_NETWORK | RELAIS_WAKE_PERSON))
    relais_backoff_reset (&self->backoff);
  return wakes | RELAIS_WAKE_HINT;  /* what was missed has to be read, too */
}

static gpointer
run_thread (gpointer data)
{
  RelaisSyncLoop *self = data;
  g_autoptr(GError) error = NULL;
  RelaisWake wakes = RELAIS_WAKE_PERSON;

  g_main_context_push_thread_default (self->context);
  self->remote = relais_remote_new (self->server, self->token, &error);
  if (self->remote == NULL)
    {
      report (self, RELAIS_SYNC_PROBLEM, error->message, -1, FALSE);
    }
  else
    {
      self->live = relais_live_new (self->remote, hint_cb, self);
      while (!is_stopping (self))
        {
          g_autoptr(GError) failure = NULL;
          wakes = run_pass (self, wakes, &failure) ? rest (self) : recover (self, failure);
        }
      relais_live_free (self->live);
      relais_remote_free (self->remote);
    }
  /* What the session still had to close is closed here, in its thread. */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

void
relais_sync_report_free (RelaisSyncReport *news)
{
  g_free (news->message);
  g_clear_pointer (&news->access, relais_access_unref);
  g_free (news);
}

RelaisSyncLoop *
relais_sync_loop_new (RelaisStore *store, const char *server, const char *token, RelaisAccess *access,
                      const RelaisSyncPauses *pauses, RelaisSyncReportFunc func, gpointer user_data)
{
  RelaisSyncLoop *self = g_new0 (RelaisSyncLoop, 1);

  self->context = g_main_context_new ();
  self->cancellable = g_cancellable_new ();
  self->store = g_object_ref (store);
  self->server = g_strdup (server);
  self->token = g_strdup (token);
  self->access = access != NULL ? relais_access_ref (access) : NULL;
  self->pauses = *pauses;
  self->func = func;
  self->user_data = user_data;
  self->thread = g_thread_new ("relais-sync", run_thread, self);
  return self;
}

void
relais_sync_loop_free (RelaisSyncLoop *self)
{
  if (self == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_main_context_wakeup (self->context);
  g_thread_join (self->thread);
  g_main_context_unref (self->context);
  g_object_unref (self->cancellable);
  g_object_unref (self->store);
  g_clear_pointer (&self->access, relais_access_unref);
  g_free (self->server);
  g_free (self->token);
  g_free (self->epoch);
  g_free (self);
}

void
relais_sync_loop_wake (RelaisSyncLoop *self, RelaisWake wake)
{
  g_atomic_int_or (&self->wakes, wake);
  g_main_context_wakeup (self->context);
}
