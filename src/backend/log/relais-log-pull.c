/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-log"

#include "relais-log-private.h"

#include "relais-tables.h"

#include <stdlib.h>
#include <string.h>

/* A page while it is filled. Rows come seq by seq; a group is what one mutation wrote. */
typedef struct {
  RelaisPage         *page;
  const char * const *tags;        /* NULL: sees everything */
  gboolean            digest;
  guint               limit;
  guint64             seq;         /* of the last row taken */
  gsize               bytes;       /* estimate, so that a page stays bounded whatever the texts are */
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

static gsize
weigh (RelaisRecord *record)
{
  const RelaisFields *fields = relais_record_get_fields (record);
  gsize bytes = 200;
  for (guint i = 0; i < fields->kind->n_fields; i++)
    if (fields->values[i] != NULL)
      bytes += 24 + g_variant_get_size (fields->values[i]);
  return bytes;
}

static int
compare_records (gconstpointer a, gconstpointer b)
{
  RelaisRecord *one = *(RelaisRecord **) a, *two = *(RelaisRecord **) b;
  guint64 seq_one = relais_record_get_seq (one), seq_two = relais_record_get_seq (two);
  guint rank_one = relais_kind_get_rank (relais_record_get_kind (one)), rank_two = relais_kind_get_rank (relais_record_get_kind (two));

  if (seq_one != seq_two)
    return seq_one < seq_two ? -1 : 1;
  if (rank_one != rank_two)
    return rank_one < rank_two ? -1 : 1;
  return strcmp (relais_record_get_id (one), relais_record_get_id (two));
}

static gboolean
fill_cb (RelaisStored *stored, gpointer data)
{
  Filling *filling = data;
  RelaisPage *page = filling->page;

  /* Full, and a new seq begins: the page ends before it. */
  if (stored->seq != filling->seq
      && (page->records->len + page->gone->len >= filling->limit || filling->bytes >= RELAIS_LOG_PAGE_BYTES))
    {
      filling->more = TRUE;
      return FALSE;
    }
  filling->seq = stored->seq;

  if (stored->record != NULL
      && (filling->tags == NULL || relais_tags_meet (filling->tags, (const char * const *) stored->audience)))
    {
      filling->bytes += weigh (stored->record);
      g_ptr_array_add (page->records, relais_record_ref (stored->record));
    }
  else if (filling->tags == NULL || relais_tags_meet (filling->tags, (const char * const *) stored->exposure))
    {
      RelaisGone gone = { .kind = stored->kind, .seq = stored->seq, .hidden = stored->record != NULL };
      memcpy (gone.id, stored->id, sizeof gone.id);
      g_array_append_val (page->gone, gone);
    }
  return TRUE;
}

static void
add_rev_cb (const RelaisKind *kind, const char *id, guint64 rev, gpointer data)
{
  relais_digest_add (data, kind, id, rev);
}

static char *
compute_digest (RelaisTransaction *transaction, const char * const *tags)
{
  RelaisDigest digest = { 0 };
  relais_revs_visit (transaction, tags, add_rev_cb, &digest);
  return relais_digest_to_string (&digest);
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

static void
fill_page (RelaisTransaction *transaction, RelaisAccess *access, Cursor *cursor, Filling *filling)
{
  RelaisPage *page = filling->page;
  page->head = relais_fact_get (transaction, RELAIS_FACT_HEAD);
  filling->seq = cursor->seq;
  relais_log_visit (transaction, cursor->seq, fill_cb, filling);
  g_ptr_array_sort (page->records, compare_records);

  page->more = filling->more;
  /* At the end the cursor moves to the head, over seqs whose records have moved on since or are not for this account. */
  cursor->seq = filling->more ? filling->seq : page->head;
  page->epoch = g_strdup (cursor->epoch);
  page->cursor = print_cursor (cursor);
  if (filling->digest && !filling->more)
    page->digest = compute_digest (transaction, filling->tags);
}

RelaisPage *
relais_log_pull (RelaisLog *self, RelaisAccess *claimed, const char *client, const char *cursor_text,
                 guint limit, gboolean digest, GError **error)
{
  g_autoptr(RelaisPage) page = relais_page_new ();
  g_autoptr(GError) failure = NULL;
  g_auto(Cursor) cursor = { 0 };
  Filling filling = { .page = page, .digest = digest, .limit = limit == 0 ? RELAIS_LOG_PAGE_LIMIT : MIN (limit, RELAIS_LOG_PAGE_LIMIT) };

  RelaisTransaction *transaction = relais_storage_begin (self->storage, FALSE, error);
  if (transaction == NULL)
    return NULL;
  g_autoptr(RelaisAccess) access = relais_log_authorize (self, transaction, claimed, &failure);
  if (access != NULL && open_cursor (transaction, access, cursor_text, &cursor, &failure) && cursor.epoch != NULL)
    {
      const char *account = relais_access_get_account (access);
      filling.tags = account != NULL ? relais_access_get_tags (access) : NULL;
      fill_page (transaction, access, &cursor, &filling);
      if (client != NULL)
        page->last_mid = relais_client_last_mid (transaction, account != NULL ? account : "", client);
    }
  if (!relais_transaction_commit (transaction, failure == NULL ? &failure : NULL) || failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_steal_pointer (&page);
}
