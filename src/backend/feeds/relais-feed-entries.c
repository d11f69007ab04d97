/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-feeds"

#include "relais-feeds-private.h"

#include "relais-plan-feed.h"
#include "relais-tables.h"

#include <string.h>

/* What the reader was told of one placement: identifier, day, title, sequence, time of the change. */
typedef struct {
  char    *id;
  char    *day;
  char    *title;
  gint64   sequence;
  gint64   changed_at;
  gboolean cancelled;
  gboolean seen;       /* taken up in this reading */
} Told;

struct _RelaisFeedEntries {
  GPtrArray  *events;  /* owned (element-type RelaisEvent) */
  GHashTable *told;    /* owned; id → Told */
  GPtrArray  *fresh;   /* owned (element-type Told): new or changed */
  GPtrArray  *past;    /* owned (element-type utf8): to be forgotten */
};

typedef struct {
  RelaisTransaction      *transaction;
  const RelaisFeedReader *reader;
  const char * const     *tags;
  gint64                  now;
  RelaisExportSource      source;
  RelaisFeedEntries      *entries;
  GHashTable             *others;   /* owned; id → RelaisRecord: channels and people are spoken of again and again */
} Collecting;

static void
free_told (gpointer data)
{
  Told *told = data;
  g_free (told->id);
  g_free (told->day);
  g_free (told->title);
  g_free (told);
}

static gboolean
is_visible (Collecting *self, const RelaisStored *stored)
{
  return stored->record != NULL && relais_tags_meet (self->tags, (const char * const *) stored->audience);
}

static gboolean
is_wanted (Collecting *self, const RelaisStored *stored)
{
  const char * const *channels = (const char * const *) self->reader->channels;
  const char *channel = is_visible (self, stored) ? relais_record_get_string (stored->record, "channel") : NULL;
  return channel != NULL && (channels[0] == NULL || g_strv_contains (channels, channel));
}

/* What an entry says of other records: only what the reader sees of them. */
static RelaisRecord *
get_cb (gpointer data, const RelaisKind *kind, const char *id)
{
  Collecting *self = data;
  RelaisRecord *known = g_hash_table_lookup (self->others, id);
  if (known != NULL)
    return relais_record_ref (known);
  g_autoptr(RelaisStored) stored = relais_record_load (self->transaction, kind, id);
  if (stored == NULL || !is_visible (self, stored))
    return NULL;
  g_hash_table_insert (self->others, g_strdup (id), relais_record_ref (stored->record));
  return g_steal_pointer (&stored->record);
}

static GHashTable *
load_told (RelaisTransaction *transaction, const char *feed)
{
  GHashTable *told = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_told);
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT id, day, title, sequence, changed_at, cancelled FROM feed_entries WHERE feed = ?1", "s", feed);
  while (relais_rows_next (rows))
    {
      Told *one = g_new0 (Told, 1);
      *one = (Told) {
        .id = g_strdup (relais_rows_get_text (rows, 0)), .day = g_strdup (relais_rows_get_text (rows, 1)),
        .title = g_strdup (relais_rows_get_text (rows, 2)), .sequence = relais_rows_get_integer (rows, 3),
        .changed_at = relais_rows_get_integer (rows, 4), .cancelled = relais_rows_get_integer (rows, 5) != 0,
      };
      g_hash_table_insert (told, one->id, one);
    }
  return told;
}

/* Adds @event (taken), with a sequence that rises whenever what the reader is told differs, whatever brought it about. */
static void
tell (Collecting *self, RelaisEvent *event, Told *before)
{
  RelaisFeedEntries *entries = self->entries;
  gboolean differs = before == NULL || !g_str_equal (before->day, event->day) || !g_str_equal (before->title, event->title)
    || before->cancelled != event->cancelled;

  if (before != NULL)
    {
      before->seen = TRUE;
      if (event->sequence <= before->sequence)
        {
          event->sequence = before->sequence + (differs ? 1 : 0);
          event->changed_at = differs ? MAX (self->now, before->changed_at) : before->changed_at;
        }
    }
  g_ptr_array_add (entries->events, event);
  if (!differs && event->sequence == before->sequence)
    return;
  Told *told = g_new0 (Told, 1);
  *told = (Told) {
    .id = g_strdup (event->uid), .day = g_strdup (event->day), .title = g_strdup (event->title), .sequence = event->sequence,
    .changed_at = event->changed_at, .cancelled = event->cancelled,
  };
  g_ptr_array_add (entries->fresh, told);
}

static gboolean
take_cb (RelaisStored *stored, gpointer data)
{
  Collecting *self = data;
  Told *before = g_hash_table_lookup (self->entries->told, stored->id);
  RelaisEvent *event = is_wanted (self, stored) ? relais_plan_event_new (stored->record, &self->source) : NULL;

  /* Nobody is told of the end of what they never saw. */
  if (event != NULL && event->cancelled && before == NULL)
    g_clear_pointer (&event, relais_event_free);
  if (event != NULL)
    tell (self, event, before);
  return self->entries->events->len < RELAIS_FEED_ENTRIES;
}

/* What the reader knows and is not planned any more, or not for them. */
static void
cancel (Collecting *self, Told *told)
{
  RelaisEvent *event = relais_event_new ();
  event->uid = g_strdup (told->id);
  event->day = g_strdup (told->day);
  event->title = g_strdup (told->title);
  event->sequence = told->sequence;
  event->changed_at = told->changed_at;
  event->cancelled = TRUE;
  event->free = TRUE;
  tell (self, event, told);
}

static void
follow_told (Collecting *self, const char *from)
{
  const RelaisKind *kind = relais_kind_lookup ("placement");
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries->told);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Told *told = value;
      if (told->seen)
        continue;
      g_autoptr(RelaisStored) stored = relais_record_load (self->transaction, kind, told->id);
      if (strcmp (told->day, from) < 0)
        g_ptr_array_add (self->entries->past, g_strdup (told->id));
      /* Moved to before the first day, or cut off: told once more, as it is now. */
      else if (stored != NULL && is_wanted (self, stored) && relais_record_get_string (stored->record, "planned") != NULL)
        take_cb (stored, self);
      else
        cancel (self, told);
    }
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const RelaisEvent *one = *(const RelaisEvent * const *) a, *two = *(const RelaisEvent * const *) b;
  int order = strcmp (one->day, two->day);
  return order != 0 ? order : strcmp (one->uid, two->uid);
}

RelaisFeedEntries *
relais_feed_collect (RelaisTransaction *transaction, const RelaisFeedReader *reader, const char *from, gint64 now)
{
  const RelaisRole team = RELAIS_ROLE_MANAGER | RELAIS_ROLE_EDITOR | RELAIS_ROLE_DESIGNER | RELAIS_ROLE_WEBMASTER;
  RelaisFeedEntries *entries = g_new0 (RelaisFeedEntries, 1);
  Collecting self = {
    .transaction = transaction, .reader = reader, .tags = relais_access_get_tags (reader->access), .now = now, .entries = entries,
    .source = { .get = get_cb, .data = &self, .for_readers = (relais_access_get_role (reader->access) & team) == 0 },
  };

  self.others = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) relais_record_unref);
  entries->events = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_event_free);
  entries->told = load_told (transaction, reader->id);
  entries->fresh = g_ptr_array_new_with_free_func (free_told);
  entries->past = g_ptr_array_new_with_free_func (g_free);
  relais_records_visit_days (transaction, relais_kind_lookup ("placement"), "planned", from, take_cb, &self);
  follow_told (&self, from);
  g_ptr_array_sort (entries->events, compare_events);
  g_hash_table_unref (self.others);
  return entries;
}

gboolean
relais_feed_changed (RelaisFeedEntries *entries)
{
  return entries->fresh->len > 0 || entries->past->len > 0;
}

void
relais_feed_remember (RelaisTransaction *transaction, const RelaisFeedReader *reader, RelaisFeedEntries *entries)
{
  /* Not for a feed that was revoked meanwhile. */
  {
    g_autoptr(RelaisRows) rows = relais_transaction_query (transaction, "SELECT 1 FROM feeds WHERE id = ?1", "s", reader->id);
    if (!relais_rows_next (rows))
      return;
  }
  for (guint i = 0; i < entries->fresh->len; i++)
    {
      const Told *told = entries->fresh->pdata[i];
      relais_transaction_run (transaction,
        "INSERT INTO feed_entries VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (feed, id) DO UPDATE SET day = excluded.day,"
        " title = excluded.title, sequence = excluded.sequence, changed_at = excluded.changed_at, cancelled = excluded.cancelled",
        "ssssiii", reader->id, told->id, told->day, told->title, told->sequence, told->changed_at, (gint64) told->cancelled);
    }
  for (guint i = 0; i < entries->past->len; i++)
    relais_transaction_run (transaction, "DELETE FROM feed_entries WHERE feed = ?1 AND id = ?2", "ss", reader->id, entries->past->pdata[i]);
}

GPtrArray *
relais_feed_events (RelaisFeedEntries *entries)
{
  return entries->events;
}

void
relais_feed_entries_free (RelaisFeedEntries *entries)
{
  g_ptr_array_unref (entries->events);
  g_hash_table_unref (entries->told);
  g_ptr_array_unref (entries->fresh);
  g_ptr_array_unref (entries->past);
  g_free (entries);
}
