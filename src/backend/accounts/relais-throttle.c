/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-accounts"

#include "relais-throttle.h"

#define LONGEST_SECONDS  (15 * 60)
#define FORGET_USEC      (30 * 60 * G_USEC_PER_SEC)   /* of silence */
#define MAX_KEYS         20000
#define MAX_KEY_CHARS    128

typedef struct {
  guint  tries;
  gint64 last;    /* monotonic, µs */
  gint64 until;   /* no try before */
} Entry;

struct _RelaisThrottle {
  GMutex      lock;
  GHashTable *entries;     /* owned; key → Entry */
  guint       free_tries;
};

static gboolean
is_stale_cb (gpointer key, gpointer value, gpointer data)
{
  const gint64 *now = data;
  return *now - ((Entry *) value)->last > FORGET_USEC;
}

RelaisThrottle *
relais_throttle_new (guint free_tries)
{
  RelaisThrottle *self = g_new0 (RelaisThrottle, 1);
  g_mutex_init (&self->lock);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->free_tries = free_tries;
  return self;
}

void
relais_throttle_free (RelaisThrottle *self)
{
  g_hash_table_unref (self->entries);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint
relais_throttle_enter (RelaisThrottle *self, const char *key, gint64 now)
{
  g_autofree char *name = g_strndup (key, MAX_KEY_CHARS);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  Entry *entry = g_hash_table_lookup (self->entries, name);
  if (entry == NULL)
    {
      /* Full of fresh ones: somebody tries everything. Newcomers wait. */
      if (g_hash_table_size (self->entries) >= MAX_KEYS
          && g_hash_table_foreach_remove (self->entries, is_stale_cb, &now) == 0)
        return 60;
      entry = g_new0 (Entry, 1);
      g_hash_table_insert (self->entries, g_steal_pointer (&name), entry);
    }
  else if (now - entry->last > FORGET_USEC)
    *entry = (Entry) { 0 };

  if (now < entry->until)
    return (entry->until - now + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  entry->last = now;
  entry->tries++;
  if (entry->tries >= self->free_tries)
    {
      guint doubled = MIN (entry->tries - self->free_tries, 10);
      entry->until = now + MIN (1 << doubled, LONGEST_SECONDS) * G_USEC_PER_SEC;
    }
  return 0;
}

void
relais_throttle_forget (RelaisThrottle *self, const char *key)
{
  g_autofree char *name = g_strndup (key, MAX_KEY_CHARS);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_hash_table_remove (self->entries, name);
}

void
relais_throttle_forgive (RelaisThrottle *self, const char *key)
{
  g_autofree char *name = g_strndup (key, MAX_KEY_CHARS);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Entry *entry = g_hash_table_lookup (self->entries, name);
  if (entry == NULL)
    return;
  entry->tries--;
  if (entry->tries < self->free_tries)
    entry->until = 0;
}
