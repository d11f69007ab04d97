/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-reports"

#include "relais-reports.h"

/* Changes that come within this time make one refresh. */
#define PAUSE_US (2 * G_USEC_PER_SEC)

struct _RelaisReporter {
  RelaisLog  *log;        /* owned */
  GThread    *thread;     /* owned */
  GMutex      mutex;
  GCond       cond;
  gboolean    woken;      /* under the mutex, as what follows */
  gboolean    stopping;
  GHashTable *answered;   /* owned; ids (owned) of surveys whose answers changed */
};

static void
refresh (RelaisReporter *self, GHashTable *answered)
{
  g_autoptr(GError) error = NULL;
  GHashTableIter iter;
  gpointer id;
  gboolean good = TRUE;

  g_hash_table_iter_init (&iter, answered);
  while (good && g_hash_table_iter_next (&iter, &id, NULL))
    good = relais_reports_refresh (self->log, id, &error);
  if (good && g_hash_table_size (answered) == 0)
    relais_reports_refresh (self->log, NULL, &error);
  /* The next change tries again. */
  if (error)
    g_warning ("Reports could not be brought up to date: %s", error->message);
}

static gpointer
run_cb (gpointer data)
{
  RelaisReporter *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->stopping)
    {
      g_autoptr(GHashTable) answered = NULL;
      gint64 until;

      while (!self->woken && !self->stopping)
        g_cond_wait (&self->cond, &self->mutex);
      until = g_get_monotonic_time () + PAUSE_US;
      while (!self->stopping && g_cond_wait_until (&self->cond, &self->mutex, until))
        ;
      if (self->stopping)
        break;
      self->woken = FALSE;
      answered = g_steal_pointer (&self->answered);
      self->answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_mutex_unlock (&self->mutex);
      refresh (self, answered);
      g_mutex_lock (&self->mutex);
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

RelaisReporter *
relais_reporter_new (RelaisLog *log)
{
  RelaisReporter *self = g_new0 (RelaisReporter, 1);

  self->log = relais_log_ref (log);
  self->answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("reports", run_cb, self);
  return self;
}

void
relais_reporter_free (RelaisReporter *self)
{
  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  g_hash_table_unref (self->answered);
  relais_log_unref (self->log);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

void
relais_reporter_wake (RelaisReporter *self, const char *answered)
{
  g_mutex_lock (&self->mutex);
  self->woken = TRUE;
  if (answered)
    g_hash_table_add (self->answered, g_strdup (answered));
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}
