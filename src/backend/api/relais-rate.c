/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-api"

#include "relais-rate.h"

#define MAX_KEYS 20000

typedef struct {
  gint64 began;   /* monotonic, µs */
  guint  count;
} Stretch;

struct _RelaisRate {
  GMutex      lock;
  GHashTable *stretches;   /* owned; key → Stretch */
  guint       most;
  gint64      length;      /* µs */
};

typedef struct {
  RelaisRate *rate;
  gint64      now;
} Moment;

static gboolean
is_over_cb (gpointer key, gpointer value, gpointer data)
{
  const Moment *moment = data;
  return moment->now - ((Stretch *) value)->began >= moment->rate->length;
}

RelaisRate *
relais_rate_new (guint most, guint seconds)
{
  RelaisRate *self = g_new0 (RelaisRate, 1);
  g_mutex_init (&self->lock);
  self->stretches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->most = most;
  self->length = seconds * G_USEC_PER_SEC;
  return self;
}

void
relais_rate_free (RelaisRate *self)
{
  g_hash_table_unref (self->stretches);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint
relais_rate_enter (RelaisRate *self, const char *key, gint64 now)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Stretch *stretch = g_hash_table_lookup (self->stretches, key);
  if (stretch == NULL)
    {
      Moment moment = { self, now };
      /* Full of fresh ones: somebody tries everything. Newcomers wait. */
      if (g_hash_table_size (self->stretches) >= MAX_KEYS
          && g_hash_table_foreach_remove (self->stretches, is_over_cb, &moment) == 0)
        return 60;
      stretch = g_new0 (Stretch, 1);
      stretch->began = now;
      g_hash_table_insert (self->stretches, g_strdup (key), stretch);
    }
  else if (now - stretch->began >= self->length)
    *stretch = (Stretch) { .began = now };

  if (stretch->count >= self->most)
    return (stretch->began + self->length - now + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  stretch->count++;
  return 0;
}
