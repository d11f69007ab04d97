/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

/* The way in: pages of the back end's log, and full pulls that mark and sweep. */

#include "relais-workspace-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "relais-codec.h"
#include "relais-epochs.h"
#include "relais-rows.h"

/* Segments of the search index that are merged into one: what FTS5 does by itself, and while everything is read. */
#define MERGE_USUALLY 4
#define MERGE_RARELY  16

typedef enum { RESYNC_NONE, RESYNC_SAME_EPOCH, RESYNC_NEW_EPOCH } Resync;

/* One page on its way into the file. */
typedef struct {
  RelaisWorkspace *self;      /* borrowed */
  RelaisPage      *page;      /* borrowed */
  RelaisNews      *news;      /* owned */
  GPtrArray       *offers;    /* owned; (element-type RelaisOp): what only this client has since the back end lost it */
  GHashTable      *offered_on;/* owned; (element-type utf8 RelaisRecord): by id, what the back end has of it */
  Resync           resync;
  gboolean         has_queue; /* some record may have ops of mine */
} Pull;

static void
clear_pull (Pull *pull)
{
  g_clear_pointer (&pull->news, relais_news_free);
  g_clear_pointer (&pull->offers, g_ptr_array_unref);
  g_clear_pointer (&pull->offered_on, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pull, clear_pull)

/* The back end's state as this file knows it: apart where the outbox touches the record, else what pages read. NULL: none. */
static RelaisRecord *
lookup_known (RelaisWorkspace *self, const RelaisKind *kind, const char *id)
{
  sqlite3_stmt *stmt = relais_database_select (self->db, NULL, "SELECT state FROM base WHERE id = ?", "s", id);
  RelaisRecord *state;

  if (stmt == NULL || !relais_database_step (self->db, stmt, NULL))
    return relais_rows_lookup (self->db, kind, id);
  state = relais_decode_record ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_reset (stmt);
  return state;
}

/* After a restore: what this file knows and the back end has forgotten. @theirs NULL: it has forgotten the whole record. */
static void
offer (Pull *pull, RelaisRecord *mine, RelaisRecord *theirs)
{
  const RelaisKind *kind = relais_record_get_kind (mine);
  const char *id = relais_record_get_id (mine);
  const RelaisFields *values = relais_record_get_fields (mine);
  g_autoptr (RelaisFields) fields = relais_fields_new (kind);
  RelaisBase base = { theirs != NULL ? RELAIS_BASE_SEQ : RELAIS_BASE_NONE, 0, 0 };

  for (guint i = 0; i < kind->n_fields; i++) {
    GVariant *their_value = theirs != NULL ? relais_record_get_fields (theirs)->values[i] : NULL;

    if (!relais_values_equal (values->values[i], their_value))
      relais_fields_set (fields, i, values->values[i]);
  }
  if (fields->set == 0 && fields->unset == 0)
    return;
  if (theirs != NULL)
    base.value = relais_record_get_seq (theirs);
  g_ptr_array_add (pull->offers, relais_op_new_set (id, base, g_steal_pointer (&fields)));
  if (theirs != NULL)
    g_hash_table_insert (pull->offered_on, g_strdup (id), relais_record_ref (theirs));
}

/* Both the back end and I have a state that the other never saw, and nothing tells what they have in common: a person decides. */
static gboolean
add_clashes (Pull *pull, RelaisRecord *mine, RelaisRecord *theirs, GError **error)
{
  const RelaisKind *kind = relais_record_get_kind (mine);
  for (guint i = 0; i < kind->n_fields; i++) {
    RelaisClash clash = { .kind = kind, .field = i };

    clash.mine = relais_record_get_fields (mine)->values[i];
    clash.theirs = relais_record_get_fields (theirs)->values[i];
    clash.by = (char *) relais_record_get_by (theirs);
    clash.at = relais_record_get_at (theirs);
    g_strlcpy (clash.id, relais_record_get_id (mine), sizeof clash.id);
    if (!relais_values_equal (clash.mine, clash.theirs) &&
        !relais_workspace_add_conflict (pull->self, &clash, relais_record_get_at (mine), error))
      return FALSE;
  }
  return TRUE;
}

/* A record of the new epoch against the same one of a former. Pages come in the order of their seqs, what was not touched since
 * the backup first: when something of the new epoch comes, it is known as far as it can be what both have in common. */
static gboolean
compare_epochs (Pull *pull, RelaisRecord *theirs, GError **error)
{
  g_autoptr (RelaisRecord) mine = lookup_known (pull->self, relais_record_get_kind (theirs), relais_record_get_id (theirs));
  guint64 rev = relais_record_get_rev (theirs), seq = relais_record_get_seq (theirs);

  /* Delivered in this epoch before, when the reading was interrupted: compared then. */
  if (mine == NULL || !relais_epochs_is_former (pull->self, relais_record_get_id (mine)))
    return TRUE;
  if (relais_record_get_rev (mine) == rev && relais_record_get_seq (mine) == seq &&
      relais_record_get_at (mine) == relais_record_get_at (theirs))
    return relais_epochs_share (pull->self, mine, error);
  /* The back end's clock put both instants: an older state under a smaller rev is the past of mine, and the rest was lost. */
  if (relais_record_get_rev (mine) > rev && relais_record_get_at (mine) > relais_record_get_at (theirs)) {
    offer (pull, mine, theirs);
    return TRUE;
  }
  return !relais_epochs_may_be_lost (pull->self, mine) || add_clashes (pull, mine, theirs, error);
}

static gboolean
take_record (Pull *pull, RelaisRecord *record, GError **error)
{
  const RelaisKind *kind = relais_record_get_kind (record);
  const char *id = relais_record_get_id (record);

  if (pull->resync != RESYNC_NONE &&
      !relais_database_run (pull->self->db, error, "INSERT OR IGNORE INTO seen (id) VALUES (?)", "s", id))
    return FALSE;
  if (pull->resync == RESYNC_NEW_EPOCH &&
      !(compare_epochs (pull, record, error) && relais_epochs_replace (pull->self, id, error)))
    return FALSE;
  if (!pull->has_queue)
    return relais_workspace_place (pull->self, kind, id, NULL, record, error);
  relais_news_know (pull->news, kind, id, record);
  return TRUE;
}

/* What I cannot see any more I cannot change: waiting changes of it are given back to me, with their text. */
static gboolean
refuse_on_hidden (Pull *pull, const char *id, GError **error)
{
  g_autoptr (GPtrArray) chain = relais_queue_list_record (pull->self->db, id, error);

  for (guint i = 0; chain != NULL && i < chain->len; i++) {
    RelaisQueued *queued = g_ptr_array_index (chain, i);

    if (queued->step == RELAIS_STEP_WAITING && !g_hash_table_contains (pull->news->refused, &queued->pos) &&
        !relais_workspace_refuse (pull->self, pull->news, queued->pos, "hidden", NULL,
                                  _("You may no longer see what this change is about."), error))
      return FALSE;
  }
  return chain != NULL;
}

/* Somebody deleted it in the new epoch, and what the back end had of it then may have been less than what I have: nobody is
 * known to have seen that. It is not made again by itself, which would undo what they decided, but kept for the person. Where
 * changes of mine wait on it, they bring it back with all it had. */
static gboolean
keep_lost (Pull *pull, const RelaisGone *gone, GError **error)
{
  RelaisWorkspace *self = pull->self;
  g_autoptr (RelaisRecord) mine = lookup_known (self, gone->kind, gone->id);
  g_autoptr (GPtrArray) chain = relais_queue_list_record (self->db, gone->id, error);
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);

  if (chain == NULL)
    return FALSE;
  if (mine == NULL || chain->len > 0 || !relais_epochs_may_be_lost (self, mine))
    return TRUE;
  g_ptr_array_add (ops, relais_op_new_set (gone->id, (RelaisBase) { RELAIS_BASE_NONE, 0, 0 },
                                           relais_fields_copy (relais_record_get_fields (mine))));
  return relais_workspace_give_back (self, _("Sent again after the back end was restored"), ops, "deleted", NULL,
                                     _("It was deleted meanwhile."), error);
}

static gboolean
take_gone (Pull *pull, const RelaisGone *gone, GError **error)
{
  if (pull->resync == RESYNC_NEW_EPOCH &&
      !((gone->hidden || keep_lost (pull, gone, error)) && relais_epochs_replace (pull->self, gone->id, error)))
    return FALSE;
  if (!pull->has_queue)
    return relais_workspace_place (pull->self, gone->kind, gone->id, NULL, NULL, error);
  relais_news_know (pull->news, gone->kind, gone->id, NULL);
  return !gone->hidden || refuse_on_hidden (pull, gone->id, error);
}

/* Records in the page that are older than what is here come from an answer that was delivered twice. Only the last page of a
 * reading covers: a record has its place in the log by its latest seq, so what was decided on it at a seq that went by already
 * may come with a later page. */
static gboolean
take_contents (Pull *pull, GError **error)
{
  RelaisPage *page = pull->page;
  gint64 delivered = relais_workspace_get_meta (pull->self, RELAIS_META_DELIVERED);
  gint64 known = pull->resync == RESYNC_NONE ? delivered : -1;

  for (guint i = 0; i < page->records->len; i++) {
    RelaisRecord *record = g_ptr_array_index (page->records, i);
    gint64 seq = (gint64) relais_record_get_seq (record);

    if (seq > known && !take_record (pull, record, error))
      return FALSE;
    delivered = MAX (delivered, seq);
  }
  for (guint i = 0; i < page->gone->len; i++) {
    const RelaisGone *gone = &g_array_index (page->gone, RelaisGone, i);

    if ((gint64) gone->seq > known && !take_gone (pull, gone, error))
      return FALSE;
    delivered = MAX (delivered, (gint64) gone->seq);
  }
  return relais_workspace_set_meta (pull->self, RELAIS_META_DELIVERED, delivered, error) &&
         (page->more || relais_workspace_set_meta (pull->self, RELAIS_META_COVERED,
                                                   MAX (relais_workspace_get_meta (pull->self, RELAIS_META_COVERED),
                                                        MAX (delivered, (gint64) page->head)), error));
}

/* Everything that was on its way to the database that is no more waits again; its answers mean nothing now. */
static gboolean
enter_epoch (Pull *pull, GError **error)
{
  RelaisWorkspace *self = pull->self;
  g_autoptr (GArray) positions = relais_queue_list_positions (self->db, 0, error);

  if (positions == NULL)
    return FALSE;
  for (guint i = 0; i < positions->len; i++)
    if (!relais_workspace_touch_mutation (self, pull->news, g_array_index (positions, gint64, i), error))
      return FALSE;
  pull->resync = RESYNC_NEW_EPOCH;
  return relais_database_script (self->db, "UPDATE outbox SET state = 0, mid = NULL", error) &&
         relais_workspace_set_meta (self, RELAIS_META_RESYNC, RESYNC_NEW_EPOCH, error) &&
         relais_workspace_set_meta (self, RELAIS_META_NEXT_MID, (gint64) pull->page->last_mid + 1, error) &&
         relais_workspace_set_meta (self, RELAIS_META_DELIVERED, 0, error) &&
         relais_workspace_set_meta (self, RELAIS_META_COVERED, 0, error) &&
         relais_epochs_enter (self, error);
}

static gboolean
check_epoch (Pull *pull, GError **error)
{
  g_autofree char *epoch = relais_workspace_dup_epoch (pull->self);
  g_autofree char *cursor = relais_workspace_dup_cursor (pull->self);

  if (g_strcmp0 (epoch, pull->page->epoch) == 0)
    return TRUE;
  if (epoch != NULL && (pull->resync == RESYNC_NONE || cursor != NULL)) {
    g_set_error_literal (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_EPOCH, _("The back end was restored from a backup."));
    return FALSE;
  }
  return (epoch == NULL || enter_epoch (pull, error)) &&
         relais_workspace_set_meta_text (pull->self, RELAIS_META_EPOCH, pull->page->epoch, error);
}

static int
compare_offers (gconstpointer a, gconstpointer b)
{
  const RelaisOp *one = *(const RelaisOp * const *) a, *other = *(const RelaisOp * const *) b;

  return (int) relais_kind_get_rank (other->kind) - (int) relais_kind_get_rank (one->kind);
}

/* To the head of the queue, because what waits there may refer to them; parents before children, each by itself: one that is
 * refused does not take the others along. */
static gboolean
make_offers (Pull *pull, GError **error)
{
  g_ptr_array_sort (pull->offers, compare_offers);
  for (guint i = 0; i < pull->offers->len; i++) {
    const RelaisOp *op = g_ptr_array_index (pull->offers, i);

    if (!relais_workspace_offer (pull->self, op, g_hash_table_lookup (pull->offered_on, op->id), error))
      return FALSE;
  }
  g_ptr_array_set_size (pull->offers, 0);
  return TRUE;
}

/* Records that the full pull did not meet. The back end deleted them, or lost them together with everything since its backup. */
static gboolean
list_unseen (Pull *pull, GPtrArray *unseen, GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *stmt = relais_database_select (pull->self->db, error,
                                               "SELECT id, kind, pk FROM record WHERE id NOT IN (SELECT id FROM seen) UNION "
                                               "SELECT id, kind, 0 FROM base WHERE id NOT IN (SELECT id FROM seen) AND "
                                               "id NOT IN (SELECT id FROM record) ORDER BY pk", "");

  if (stmt == NULL)
    return FALSE;
  while (relais_database_step (pull->self->db, stmt, &local)) {
    const RelaisKind *kind = relais_kind_lookup ((const char *) sqlite3_column_text (stmt, 1));
    RelaisGone *gone = g_new0 (RelaisGone, 1);

    gone->kind = kind;
    g_strlcpy (gone->id, (const char *) sqlite3_column_text (stmt, 0), sizeof gone->id);
    g_ptr_array_add (unseen, gone);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
is_removed_here (RelaisWorkspace *self, const char *id)
{
  g_autoptr (GPtrArray) chain = relais_queue_list_record (self->db, id, NULL);

  return chain != NULL && chain->len > 0 && ((RelaisQueued *) g_ptr_array_index (chain, chain->len - 1))->op->remove;
}

static gboolean
sweep (Pull *pull, GError **error)
{
  g_autoptr (GPtrArray) unseen = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (RelaisNews) news = relais_news_new ();

  if (!list_unseen (pull, unseen, error))
    return FALSE;
  for (guint i = 0; i < unseen->len; i++) {
    RelaisGone *gone = g_ptr_array_index (unseen, i);
    g_autoptr (RelaisRecord) known = lookup_known (pull->self, gone->kind, gone->id);

    /* My own creation that was never there. */
    if (known == NULL)
      continue;
    relais_news_know (news, gone->kind, gone->id, NULL);
    if (relais_epochs_may_be_lost (pull->self, known) && !is_removed_here (pull->self, gone->id))
      offer (pull, known, NULL);
  }
  return make_offers (pull, error) && relais_workspace_settle (pull->self, news, error) &&
         relais_database_script (pull->self->db, "DELETE FROM seen", error) && relais_epochs_leave (pull->self, error) &&
         relais_workspace_set_meta_text (pull->self, RELAIS_META_RESYNC, NULL, error);
}

/* Each commit makes a segment of the search index; four of them are merged into one, and four of those, which writes every word
 * again and again. While everything is read, sixteen: about half as often. What a search finds does not depend on it. */
static gboolean
set_merging (RelaisDatabase *db, int segments, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO search (search, rank) VALUES ('automerge', %d)", segments);

  return relais_database_get_integer (db, MERGE_USUALLY, "SELECT v FROM search_config WHERE k = 'automerge'", "") == segments ||
         relais_database_script (db, sql, error);
}

static gboolean
take_page (Pull *pull, GError **error)
{
  RelaisWorkspace *self = pull->self;
  g_autofree char *cursor = relais_workspace_dup_cursor (self);
  gint64 next_mid;

  if (!pull->page->more && !set_merging (self->db, MERGE_USUALLY, error))
    return FALSE;
  if (pull->page->more && cursor == NULL && !set_merging (self->db, MERGE_RARELY, error))
    return FALSE;
  if (!check_epoch (pull, error) || !take_contents (pull, error) || !make_offers (pull, error) ||
      !relais_workspace_settle (self, pull->news, error))
    return FALSE;
  if (pull->resync != RESYNC_NONE && !pull->page->more && !sweep (pull, error))
    return FALSE;
  /* An older copy of this file may have been put back: what it sends next must not repeat a mid. */
  next_mid = relais_workspace_get_meta (self, RELAIS_META_NEXT_MID);
  if ((gint64) pull->page->last_mid >= next_mid &&
      !relais_workspace_set_meta (self, RELAIS_META_NEXT_MID, (gint64) pull->page->last_mid + 1, error))
    return FALSE;
  return relais_workspace_set_meta_text (self, RELAIS_META_CURSOR, pull->page->cursor, error);
}

static gboolean
compare_digest (RelaisWorkspace *self, RelaisPage *page)
{
  g_autofree char *digest = NULL;

  if (page->digest == NULL || page->more || !relais_queue_is_empty (self->db))
    return TRUE;
  digest = relais_workspace_dup_digest (self);
  return strcmp (digest, page->digest) == 0;
}

char *
relais_workspace_dup_epoch (RelaisWorkspace *self)
{
  return relais_workspace_dup_meta (self, RELAIS_META_EPOCH);
}

char *
relais_workspace_dup_cursor (RelaisWorkspace *self)
{
  return relais_workspace_dup_meta (self, RELAIS_META_CURSOR);
}

gboolean
relais_workspace_apply_page (RelaisWorkspace *self, RelaisPage *page, gboolean *digest_matches, RelaisChanges **changes,
                             GError **error)
{
  g_auto (Pull) pull = { NULL, };
  gboolean ok;

  g_return_val_if_fail (self != NULL && page != NULL, FALSE);

  pull.self = self;
  pull.page = page;
  pull.news = relais_news_new ();
  pull.offers = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  pull.offered_on = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) relais_record_unref);
  pull.resync = (Resync) relais_workspace_get_meta (self, RELAIS_META_RESYNC);
  pull.has_queue = !relais_queue_is_empty (self->db);
  /* A page that others follow holds nothing that the back end could not send again: it need not reach the disk at once. Whole or
   * not at all it is there all the same, and the next commit that waits for the disk takes it along. */
  relais_database_set_patient (self->db, !page->more || pull.has_queue);
  ok = relais_workspace_begin (self, error) && relais_workspace_end (self, take_page (&pull, error), changes, error);
  relais_database_set_patient (self->db, TRUE);
  if (!ok)
    return FALSE;
  if (digest_matches != NULL)
    *digest_matches = compare_digest (self, page);
  return TRUE;
}

gboolean
relais_workspace_begin_resync (RelaisWorkspace *self, GError **error)
{
  gboolean alone, ok;

  g_return_val_if_fail (self != NULL, FALSE);

  alone = self->changes == NULL;
  if (alone && !relais_workspace_begin (self, error))
    return FALSE;
  ok = relais_database_script (self->db, "DELETE FROM seen", error) &&
       relais_workspace_set_meta_text (self, RELAIS_META_CURSOR, NULL, error) &&
       relais_workspace_set_meta (self, RELAIS_META_RESYNC,
                                  MAX (relais_workspace_get_meta (self, RELAIS_META_RESYNC), RESYNC_SAME_EPOCH), error);
  relais_changes_add_status (self->changes);
  return alone ? relais_workspace_end (self, ok, NULL, error) : ok;
}

char *
relais_workspace_dup_digest (RelaisWorkspace *self)
{
  RelaisDigest digest = { { 0 } };
  sqlite3_stmt *stmt;

  g_return_val_if_fail (self != NULL, NULL);

  stmt = relais_database_select (self->db, NULL, "SELECT r.kind, r.id, r.rev FROM record r "
                                                 "WHERE NOT EXISTS (SELECT 1 FROM base b WHERE b.id = r.id)", "");
  while (stmt != NULL && relais_database_step (self->db, stmt, NULL))
    relais_digest_add (&digest, relais_kind_lookup ((const char *) sqlite3_column_text (stmt, 0)),
                       (const char *) sqlite3_column_text (stmt, 1), (guint64) sqlite3_column_int64 (stmt, 2));
  stmt = relais_database_select (self->db, NULL, "SELECT state FROM base WHERE state IS NOT NULL", "");
  while (stmt != NULL && relais_database_step (self->db, stmt, NULL)) {
    g_autoptr (RelaisRecord) state = relais_decode_record ((const char *) sqlite3_column_text (stmt, 0));

    if (state != NULL)
      relais_digest_add (&digest, relais_record_get_kind (state), relais_record_get_id (state), relais_record_get_rev (state));
  }
  return relais_digest_to_string (&digest);
}
