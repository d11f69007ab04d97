/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-log"

#include "relais-log-private.h"

#include "relais-json.h"
#include "relais-tables.h"

#include <stdlib.h>
#include <string.h>

#define DIGESTS_KEPT 500

/* A record on its way into the page: its text, and what it is ordered by. */
typedef struct {
  guint64 seq;
  guint   rank;
  char    id[RELAIS_ID_SIZE];
  char   *text;       /* owned */
} Entry;

/* A page while it is filled. Rows come seq by seq; a group is what one mutation wrote. The texts of the database go into the page as
 * they are: reading 100,000 records only to write them again was most of the cost of a first sync. */
typedef struct {
  GArray             *records;     /* owned (element-type Entry) */
  GString            *gone;        /* owned: objects with commas between */
  guint               n_gone;
  const char * const *tags;        /* NULL: sees everything */
  guint               limit;
  guint64             seq;         /* of the last row taken */
  gsize               bytes;       /* so that a page stays bounded whatever the texts are */
  gboolean            more;
} Filling;

/* What a cursor of ours says. `horizon` is up to where tombstones had been purged when its series of pages was begun:
 * a full pull that begins after a purge misses nothing by it, an older cursor does. */
typedef struct {
  char   *epoch;
  guint64 seq;
  char   *hash;
  guint64 horizon;
} Cursor;

static void
clear_cursor (Cursor *cursor)
{
  g_free (cursor->epoch);
  g_free (cursor->hash);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cursor, clear_cursor)

static char *
print_cursor (const Cursor *cursor)
{
  g_autofree char *core = relais_cursor_encode (cursor->epoch, cursor->seq, cursor->hash);
  return g_strdup_printf ("%s~%" G_GUINT64_FORMAT, core, cursor->horizon);
}

static gboolean
read_cursor (const char *text, Cursor *cursor)
{
  const char *tilde = strrchr (text, '~');
  if (tilde == NULL || !g_ascii_string_to_unsigned (tilde + 1, 10, 0, G_MAXINT64, &cursor->horizon, NULL))
    return FALSE;
  g_autofree char *core = g_strndup (text, tilde - text);
  return relais_cursor_decode (core, &cursor->epoch, &cursor->seq, &cursor->hash);
}

static void
clear_entry (gpointer entry)
{
  g_free (((Entry *) entry)->text);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *one = a, *two = b;
  if (one->seq != two->seq)
    return one->seq < two->seq ? -1 : 1;
  if (one->rank != two->rank)
    return one->rank < two->rank ? -1 : 1;
  return strcmp (one->id, two->id);
}

/* Kinds, identifiers and instants have nothing that JSON would escape. */
static char *
print_record (const RelaisRow *row)
{
  g_autofree char *at = relais_instant_to_string (row->written_at);
  g_autofree char *by = row->writer != NULL ? g_strconcat ("\"by\":\"", row->writer, "\",", NULL) : g_strdup ("");
  return g_strdup_printf ("{\"kind\":\"%s\",\"id\":\"%s\",\"rev\":%" G_GUINT64_FORMAT ",\"seq\":%" G_GUINT64_FORMAT
                          ",\"fields\":%s,%s\"at\":\"%s\"}", row->kind->name, row->id, row->rev, row->seq, row->fields, by, at);
}

static gboolean
fill_cb (const RelaisRow *row, gpointer data)
{
  Filling *filling = data;

  /* Full, and a new seq begins: the page ends before it. */
  if (row->seq != filling->seq
      && (filling->records->len + filling->n_gone >= filling->limit || filling->bytes >= RELAIS_LOG_PAGE_BYTES))
    {
      filling->more = TRUE;
      return FALSE;
    }
  filling->seq = row->seq;

  if (!row->gone && (filling->tags == NULL || relais_tags_meet_text (filling->tags, row->audience)))
    {
      Entry entry = { .seq = row->seq, .rank = relais_kind_get_rank (row->kind), .text = print_record (row) };
      g_strlcpy (entry.id, row->id, sizeof entry.id);
      filling->bytes += strlen (entry.text);
      g_array_append_val (filling->records, entry);
    }
  else if (filling->tags == NULL || relais_tags_meet_text (filling->tags, row->exposure))
    {
      g_string_append_printf (filling->gone, "%s{\"kind\":\"%s\",\"id\":\"%s\",\"seq\":%" G_GUINT64_FORMAT ",\"why\":\"%s\"}",
                              filling->n_gone > 0 ? "," : "", row->kind->name, row->id, row->seq, row->gone ? "deleted" : "hidden");
      filling->n_gone++;
    }
  return TRUE;
}

static void
add_rev_cb (const RelaisKind *kind, const char *id, guint64 rev, gpointer data)
{
  relais_digest_add (data, kind, id, rev);
}

static char *
compute_digest (RelaisLog *self, RelaisTransaction *transaction, const char *epoch, guint64 head, const char *hash,
                const char * const *tags)
{
  RelaisDigest digest = { 0 };
  g_autofree char *key = g_strdup_printf ("%s %" G_GUINT64_FORMAT " %s", epoch, head, tags != NULL ? hash : "");
  g_mutex_lock (&self->digest_lock);
  char *known = g_strdup (g_hash_table_lookup (self->digests, key));
  g_mutex_unlock (&self->digest_lock);
  if (known != NULL)
    return known;

  relais_revs_visit (transaction, tags, add_rev_cb, &digest);
  char *sum = relais_digest_to_string (&digest);
  /* Never kept of a transaction that could not read everything. */
  if (!relais_transaction_is_good (transaction))
    return sum;
  g_mutex_lock (&self->digest_lock);
  if (g_hash_table_size (self->digests) >= DIGESTS_KEPT)
    g_hash_table_remove_all (self->digests);
  g_hash_table_insert (self->digests, g_steal_pointer (&key), g_strdup (sum));
  g_mutex_unlock (&self->digest_lock);
  return sum;
}

/* Checks the client's cursor against the state of the transaction and makes it the start of the page. */
static gboolean
open_cursor (RelaisTransaction *transaction, RelaisAccess *access, const char *text, Cursor *cursor, GError **error)
{
  g_autofree char *epoch = relais_fact_dup (transaction, RELAIS_FACT_EPOCH);
  guint64 purged = relais_fact_get (transaction, RELAIS_FACT_PURGED);

  if (text == NULL)
    {
      *cursor = (Cursor) { g_steal_pointer (&epoch), 0, g_strdup (relais_access_get_hash (access)), purged };
      return TRUE;
    }
  if (!read_cursor (text, cursor))
    {
      g_set_error_literal (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_CURSOR, "The cursor is not one that this back end made");
      return FALSE;
    }
  const char *why = NULL;
  if (g_strcmp0 (cursor->epoch, epoch) != 0 || cursor->seq > (guint64) relais_fact_get (transaction, RELAIS_FACT_HEAD))
    why = "The back end was restored: start again from its state";
  else if (!g_str_equal (cursor->hash, relais_access_get_hash (access)))
    why = "What the account may see has changed: start again";
  else if (cursor->seq < purged && cursor->horizon != purged)
    why = "Too long ago: deletions since then are not known any more; start again";
  if (why != NULL)
    {
      g_set_error_literal (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_RESYNC, why);
      return FALSE;
    }
  cursor->horizon = purged;
  return TRUE;
}

/* The page from the cursor on, as its JSON text. */
static char *
write_page (RelaisLog *self, RelaisTransaction *transaction, RelaisAccess *access, const char *client, Cursor *cursor, guint limit,
            gboolean digest)
{
  const char *account = relais_access_get_account (access);
  g_autoptr(GArray) records = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr(GString) gone = g_string_new (NULL);
  g_autoptr(GString) text = g_string_new (NULL);
  Filling filling = {
    .records = records, .gone = gone, .tags = account != NULL ? relais_access_get_tags (access) : NULL, .limit = limit,
    .seq = cursor->seq,
  };
  guint64 head = relais_fact_get (transaction, RELAIS_FACT_HEAD);

  g_array_set_clear_func (records, clear_entry);
  relais_log_visit_rows (transaction, cursor->seq, fill_cb, &filling);
  g_array_sort (records, compare_entries);
  /* At the end the cursor moves to the head, over seqs whose records have moved on since or are not for this account. */
  cursor->seq = filling.more ? filling.seq : head;

  g_autofree char *next = print_cursor (cursor);
  g_string_append_printf (text, "{\"epoch\":\"%s\",\"cursor\":\"%s\",\"head\":%" G_GUINT64_FORMAT ",\"more\":%s,\"last_mid\":%" G_GUINT64_FORMAT,
                          cursor->epoch, next, head, filling.more ? "true" : "false",
                          client != NULL ? relais_client_last_mid (transaction, account != NULL ? account : "", client) : 0);
  if (digest && !filling.more)
    {
      g_autofree char *sum = compute_digest (self, transaction, cursor->epoch, head, relais_access_get_hash (access), filling.tags);
      g_string_append_printf (text, ",\"digest\":\"%s\"", sum);
    }
  g_string_append (text, ",\"records\":[");
  for (guint i = 0; i < records->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      g_string_append (text, g_array_index (records, Entry, i).text);
    }
  g_string_append_printf (text, "],\"gone\":[%s]}", gone->str);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
relais_log_pull_text (RelaisLog *self, RelaisAccess *claimed, const char *client, const char *cursor_text,
                      guint limit, gboolean digest, GError **error)
{
  g_autoptr(GError) failure = NULL;
  g_auto(Cursor) cursor = { 0 };
  g_autofree char *text = NULL;

  RelaisTransaction *transaction = relais_storage_begin (self->storage, FALSE, error);
  if (transaction == NULL)
    return NULL;
  g_autoptr(RelaisAccess) access = relais_log_authorize (self, transaction, claimed, &failure);
  if (access != NULL && open_cursor (transaction, access, cursor_text, &cursor, &failure) && cursor.epoch != NULL)
    text = write_page (self, transaction, access, client, &cursor,
                       limit == 0 ? RELAIS_LOG_PAGE_LIMIT : MIN (limit, RELAIS_LOG_PAGE_LIMIT), digest);
  return relais_transaction_finish (transaction, g_steal_pointer (&failure), error) ? g_steal_pointer (&text) : NULL;
}

RelaisPage *
relais_log_pull (RelaisLog *self, RelaisAccess *access, const char *client, const char *cursor, guint limit, gboolean digest,
                 GError **error)
{
  g_autofree char *text = relais_log_pull_text (self, access, client, cursor, limit, digest, error);
  g_autoptr(JsonNode) node = text != NULL ? relais_json_parse (text, -1, G_MAXSIZE, error) : NULL;
  return node != NULL ? relais_page_from_json (json_node_get_object (node), error) : NULL;
}
