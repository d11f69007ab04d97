/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-feeds"

#include "relais-feeds-private.h"

#include "relais-calendar.h"
#include "relais-day.h"
#include "relais-tables.h"
#include "relais-zone.h"

#include <string.h>

#define TAGS_KEPT         1000
#define USED_STEP_SECONDS 3600   /* `used_at` is kept to the hour: reading must not cost a write */

/* What a feed's tag was, and when that was so. */
typedef struct {
  char   *epoch;
  guint64 head;
  char   *from;
  char   *tag;
} State;

static void
free_state (gpointer data)
{
  State *state = data;
  g_free (state->epoch);
  g_free (state->from);
  g_free (state->tag);
  g_free (state);
}

static void
clear_reader (RelaisFeedReader *reader)
{
  g_free (reader->id);
  g_free (reader->name);
  g_strfreev (reader->channels);
  g_clear_pointer (&reader->access, relais_access_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RelaisFeedReader, clear_reader)

/* gettext follows LANGUAGE (the organisation's language) in any locale but C, which is the back end's own: it speaks English to programs.
 * So any other that is installed does, best that of the language itself. */
static locale_t
find_words (void)
{
  const char *language = g_getenv ("LANGUAGE") != NULL ? g_getenv ("LANGUAGE") : "en";
  g_autofree char *country = g_ascii_strup (language, 2);
  g_autofree char *own = g_strdup_printf ("%.2s_%s.UTF-8", language, country);
  const char *names[] = { own, g_getenv ("LC_ALL"), g_getenv ("LC_MESSAGES"), g_getenv ("LANG"), "en_US.UTF-8", "en_GB.UTF-8", "C.UTF-8" };
  locale_t words = (locale_t) 0;

  for (guint i = 0; i < G_N_ELEMENTS (names) && words == (locale_t) 0; i++)
    if (names[i] != NULL && names[i][0] != '\0' && !g_str_equal (names[i], "C") && !g_str_equal (names[i], "POSIX"))
      words = newlocale (LC_MESSAGES_MASK | LC_CTYPE_MASK, names[i], (locale_t) 0);
  return words;
}

static RelaisFeedEntries *
collect (RelaisFeeds *self, RelaisTransaction *transaction, const RelaisFeedReader *reader, const char *from, gint64 now)
{
  g_mutex_lock (&self->lock);
  if (self->words == (locale_t) 0)
    self->words = find_words ();
  g_mutex_unlock (&self->lock);
  locale_t before = uselocale (self->words);
  RelaisFeedEntries *entries = relais_feed_collect (transaction, reader, from, now);
  uselocale (before);
  return entries;
}

static char **
split_channels (const char *text)
{
  return g_strsplit (text, " ", *text != '\0' ? -1 : 0);
}

static gboolean
refuse (GError **error, const char *reason)
{
  g_set_error_literal (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_REFUSED, reason);
  return FALSE;
}

static gboolean
check_channels (RelaisTransaction *transaction, RelaisAccess *access, const char * const *channels, GError **error)
{
  for (guint i = 0; channels[i] != NULL; i++)
    {
      g_autoptr(RelaisRecord) channel = i < RELAIS_FEED_CHANNELS && relais_id_is_valid (channels[i])
        ? relais_record_find (transaction, relais_kind_lookup ("channel"), channels[i]) : NULL;
      if (channel == NULL || !relais_access_can_read (access, channel))
        return refuse (error, "There is no such channel, or there are too many");
    }
  return TRUE;
}

static gint64
count_feeds (RelaisTransaction *transaction, const char *account)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction, "SELECT count(*) FROM feeds WHERE account = ?1", "s", account);
  return relais_rows_next (rows) ? relais_rows_get_integer (rows, 0) : 0;
}

/* In the organisation's zone; three months before its today. (transfer full) */
static char *
find_first_day (RelaisTransaction *transaction, gint64 now)
{
  g_autoptr(RelaisRecord) setting = relais_record_with_value (transaction, relais_kind_lookup ("setting"), "key", RELAIS_SETTING_ZONE);
  g_autoptr(GTimeZone) zone = relais_zone_new (setting != NULL ? relais_record_get_string (setting, "value") : NULL);
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (now);
  g_autoptr(GDateTime) here = g_date_time_to_timezone (utc, zone);
  RelaisDay today = relais_day_from_ymd (g_date_time_get_year (here), g_date_time_get_month (here), g_date_time_get_day_of_month (here));
  return relais_day_to_string (relais_day_add_months (today, -RELAIS_FEED_PAST_MONTHS));
}

/* FALSE: there is no such feed, or nobody to read it. */
static gboolean
find_reader (RelaisFeeds *self, RelaisTransaction *transaction, const char *token, RelaisFeedReader *reader)
{
  g_autofree char *hash = relais_token_hash (token), *account = NULL;
  {
    g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
      "SELECT id, account, name, channels, used_at FROM feeds WHERE hash = ?1", "s", hash);
    if (!relais_rows_next (rows))
      return FALSE;
    reader->id = g_strdup (relais_rows_get_text (rows, 0));
    account = g_strdup (relais_rows_get_text (rows, 1));
    reader->name = g_strdup (relais_rows_get_text (rows, 2));
    reader->channels = split_channels (relais_rows_get_text (rows, 3));
    reader->used_at = relais_rows_get_integer (rows, 4);
  }
  reader->access = relais_accounts_load_access (self->accounts, transaction, account);
  return reader->access != NULL;
}

/* The reader has it, and nothing was written anywhere since. */
static gboolean
is_known (RelaisFeeds *self, const char *feed, const char *epoch, guint64 head, const char *from, const char *known, char **tag)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const State *state = known != NULL ? g_hash_table_lookup (self->tags, feed) : NULL;
  if (state == NULL || state->head != head || g_strcmp0 (state->epoch, epoch) != 0 || !g_str_equal (state->from, from)
      || !g_str_equal (state->tag, known))
    return FALSE;
  *tag = g_strdup (known);
  return TRUE;
}

static void
keep_tag (RelaisFeeds *self, const char *feed, const char *epoch, guint64 head, const char *from, const char *tag)
{
  State *state = g_new0 (State, 1);
  *state = (State) { g_strdup (epoch), head, g_strdup (from), g_strdup (tag) };
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  if (g_hash_table_size (self->tags) >= TAGS_KEPT)
    g_hash_table_remove_all (self->tags);
  g_hash_table_replace (self->tags, g_strdup (feed), state);
}

/* What the reader is told next time depends on what it was told now: that is on the disk before the answer. */
static gboolean
save_reading (RelaisFeeds *self, const RelaisFeedReader *reader, RelaisFeedEntries *entries, gint64 now, GError **error)
{
  if (!relais_feed_changed (entries) && now - reader->used_at < USED_STEP_SECONDS)
    return TRUE;
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), TRUE, error);
  if (transaction == NULL)
    return FALSE;
  relais_feed_remember (transaction, reader, entries);
  relais_transaction_run (transaction, "UPDATE feeds SET used_at = ?2 WHERE id = ?1", "si", reader->id, now);
  return relais_transaction_commit (transaction, error);
}

static GBytes *
write_calendar (RelaisFeeds *self, GPtrArray *events, const char *name)
{
  char *text = relais_calendar_write (events, name, NULL);
  return g_bytes_new_take (text, strlen (text));
}

void
relais_feed_free (RelaisFeed *feed)
{
  g_free (feed->id);
  g_free (feed->name);
  g_strfreev (feed->channels);
  g_free (feed);
}

RelaisFeeds *
relais_feeds_new (RelaisLog *log, RelaisAccounts *accounts)
{
  RelaisFeeds *self = g_new0 (RelaisFeeds, 1);
  self->log = log;
  self->accounts = accounts;
  g_mutex_init (&self->lock);
  self->tags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_state);
  return self;
}

void
relais_feeds_free (RelaisFeeds *self)
{
  if (self->words != (locale_t) 0)
    freelocale (self->words);
  g_hash_table_unref (self->tags);
  g_mutex_clear (&self->lock);
  g_free (self);
}

RelaisFeed *
relais_feeds_add (RelaisFeeds *self, RelaisAccess *access, const char *name, const char * const *channels, char **token, GError **error)
{
  const char *account = relais_access_get_account (access);
  gint64 now = relais_log_now (self->log);
  g_autoptr(GError) failure = NULL;
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), TRUE, error);
  if (transaction == NULL)
    return NULL;

  if (*name == '\0' || g_utf8_strlen (name, -1) > RELAIS_FEED_NAME_CHARS)
    refuse (&failure, "A feed has a name of at most 200 characters");
  else if (count_feeds (transaction, account) >= RELAIS_FEEDS_PER_ACCOUNT)
    refuse (&failure, "This account has as many feeds as it may; revoke one first");
  else
    check_channels (transaction, access, channels, &failure);
  if (failure != NULL)
    {
      relais_transaction_finish (transaction, g_steal_pointer (&failure), error);
      return NULL;
    }
  g_autofree char *secret = relais_token_new ();
  g_autofree char *hash = relais_token_hash (secret);
  g_autofree char *joined = g_strjoinv (" ", (char **) channels);
  g_autoptr(RelaisFeed) feed = g_new0 (RelaisFeed, 1);
  *feed = (RelaisFeed) { .id = relais_id_new (), .name = g_strdup (name), .channels = g_strdupv ((char **) channels), .made_at = now };
  relais_transaction_run (transaction, "INSERT INTO feeds VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)", "sssssi", feed->id, hash, account, name,
                          joined, now);
  relais_audit_add (transaction, now, account, "feed made", feed->id);
  if (!relais_transaction_commit (transaction, error))
    return NULL;
  *token = g_steal_pointer (&secret);
  return g_steal_pointer (&feed);
}

GPtrArray *
relais_feeds_list (RelaisFeeds *self, RelaisAccess *access, GError **error)
{
  g_autoptr(GPtrArray) feeds = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_feed_free);
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), FALSE, error);
  if (transaction == NULL)
    return NULL;
  {
    g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
      "SELECT id, name, channels, made_at, used_at FROM feeds WHERE account = ?1 ORDER BY made_at, id", "s",
      relais_access_get_account (access));
    while (relais_rows_next (rows))
      {
        RelaisFeed *feed = g_new0 (RelaisFeed, 1);
        *feed = (RelaisFeed) {
          .id = g_strdup (relais_rows_get_text (rows, 0)), .name = g_strdup (relais_rows_get_text (rows, 1)),
          .channels = split_channels (relais_rows_get_text (rows, 2)), .made_at = relais_rows_get_integer (rows, 3),
          .used_at = relais_rows_get_integer (rows, 4),
        };
        g_ptr_array_add (feeds, feed);
      }
  }
  return relais_transaction_commit (transaction, error) ? g_steal_pointer (&feeds) : NULL;
}

gboolean
relais_feeds_remove (RelaisFeeds *self, RelaisAccess *access, const char *id, GError **error)
{
  const char *account = relais_access_get_account (access);
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), TRUE, error);
  if (transaction == NULL)
    return FALSE;
  gboolean removed = relais_transaction_run (transaction, "DELETE FROM feeds WHERE id = ?1 AND account = ?2", "ss", id, account) > 0;
  if (removed)
    {
      relais_transaction_run (transaction, "DELETE FROM feed_entries WHERE feed = ?1", "s", id);
      relais_audit_add (transaction, relais_log_now (self->log), account, "feed revoked", id);
    }
  if (!relais_transaction_commit (transaction, error))
    return FALSE;
  if (!removed)
    g_set_error_literal (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_NOT_FOUND, "There is no such feed.");
  return removed;
}

gboolean
relais_feeds_sweep (RelaisFeeds *self, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), TRUE, error);
  if (transaction == NULL)
    return FALSE;
  relais_transaction_run (transaction,
    "DELETE FROM feeds WHERE account NOT IN (SELECT id FROM records WHERE kind = 'account' AND gone = 0)", "");
  relais_transaction_run (transaction, "DELETE FROM feed_entries WHERE feed NOT IN (SELECT id FROM feeds)", "");
  return relais_transaction_commit (transaction, error);
}

GBytes *
relais_feeds_read (RelaisFeeds *self, const char *token, const char *known, char **tag, GError **error)
{
  g_auto(RelaisFeedReader) reader = { 0 };
  g_autoptr(RelaisFeedEntries) entries = NULL;
  g_autofree char *epoch = NULL, *from = NULL;
  gint64 now = relais_log_now (self->log);
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), FALSE, error);
  if (transaction == NULL)
    return NULL;

  gboolean found = find_reader (self, transaction, token, &reader);
  guint64 head = relais_fact_get (transaction, RELAIS_FACT_HEAD);
  epoch = relais_fact_dup (transaction, RELAIS_FACT_EPOCH);
  from = find_first_day (transaction, now);
  gboolean same = found && is_known (self, reader.id, epoch, head, from, known, tag);
  if (found && !same)
    entries = collect (self, transaction, &reader, from, now);
  if (!relais_transaction_commit (transaction, error))
    return NULL;
  if (!found)
    g_set_error_literal (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_NOT_FOUND, "There is no such feed.");
  if (!found || same || !save_reading (self, &reader, entries, now, error))
    return NULL;

  g_autoptr(GBytes) bytes = write_calendar (self, relais_feed_events (entries), reader.name);
  *tag = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  keep_tag (self, reader.id, epoch, head, from, *tag);
  return g_strcmp0 (*tag, known) == 0 ? NULL : g_steal_pointer (&bytes);
}
