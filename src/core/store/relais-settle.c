/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

/* current = base + outbox: what keeps it true when the back end's state moves or a mutation leaves the queue. */

#include "relais-workspace-private.h"

#include <glib/gi18n-lib.h>

#include "relais-codec.h"
#include "relais-rows.h"

/* Two walks along the ops of one record, side by side: over the states that they were made on, and over those that are there
 * now. */
typedef struct {
  RelaisRecord *before;  /* owned, nullable */
  RelaisRecord *now;     /* owned, nullable */
  guint         n_left;  /* ops that stay in the queue */
  GPtrArray    *clashes; /* owned; (element-type RelaisClash) */
  guint        *n_had;   /* owned; by field: see count_had() */
} Walk;

static void
clear_walk (Walk *walk)
{
  g_clear_pointer (&walk->before, relais_record_unref);
  g_clear_pointer (&walk->now, relais_record_unref);
  g_clear_pointer (&walk->clashes, g_ptr_array_unref);
  g_clear_pointer (&walk->n_had, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, clear_walk)

static void
free_touched (gpointer data)
{
  RelaisTouched *touched = data;

  g_clear_pointer (&touched->state, relais_record_unref);
  g_free (touched);
}

static RelaisRecord *
ref_record (RelaisRecord *record)
{
  return record != NULL ? relais_record_ref (record) : NULL;
}

static void
set_record (RelaisRecord **place, RelaisRecord *record)
{
  if (*place != NULL)
    relais_record_unref (*place);
  *place = record;
}

static gboolean
have_same_fields (RelaisRecord *a, RelaisRecord *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return relais_fields_equal (relais_record_get_fields (a), relais_record_get_fields (b));
}

/* What an op that was sent shows. On a record that is gone meanwhile it goes on showing what it did, until its outcome is
 * known. */
static RelaisRecord *
project_sent (RelaisRecord *record, const RelaisQueued *queued, RelaisRecord *made_on)
{
  RelaisRecord *after = relais_sync_project (record, queued->op);

  return after != NULL || queued->op->remove ? after : relais_sync_project (queued->has_origin ? queued->origin : made_on,
                                                                            queued->op);
}

static gboolean
pass_sent (RelaisWorkspace *self, Walk *walk, const RelaisQueued *queued, GError **error)
{
  RelaisRecord *before = project_sent (walk->before, queued, NULL);
  RelaisRecord *now = project_sent (walk->now, queued, walk->before);
  gboolean ok = queued->has_origin || have_same_fields (walk->before, walk->now) ||
                relais_queue_keep_origin (self->db, queued, walk->before, error);

  set_record (&walk->before, before);
  set_record (&walk->now, now);
  walk->n_left++;
  return ok;
}

/* @place: of the op in the chain. (transfer full): what the back end does not have yet */
static RelaisOp *
leave_out_had (const Walk *walk, const RelaisOp *op, guint place)
{
  RelaisOp *rest = relais_op_copy (op);

  for (guint field = 0; !op->remove && field < op->kind->n_fields; field++)
    if (walk->n_had[field] > place)
      relais_fields_clear (rest->fields, field);
  return rest;
}

static gboolean
pass_waiting (RelaisWorkspace *self, Walk *walk, const RelaisQueued *queued, guint place, GError **error)
{
  RelaisRecord *made_on = queued->has_origin ? queued->origin : walk->before;
  guint n_clashes = walk->clashes->len;
  g_autoptr (RelaisOp) rest = leave_out_had (walk, queued->op, place);
  g_autoptr (RelaisOp) op = relais_sync_rebase (rest, made_on, walk->now, walk->clashes);

  /* A change of what nobody has any more, not even this file: it has to stand for itself, and be refused rather than never
   * sent. */
  if (op != NULL && walk->now == NULL)
    op->base.type = RELAIS_BASE_NONE;
  if (!relais_queue_replace (self->db, queued, op, error))
    return FALSE;
  for (guint i = n_clashes; i < walk->clashes->len; i++)
    if (!relais_workspace_add_conflict (self, g_ptr_array_index (walk->clashes, i), queued->since, error))
      return FALSE;
  set_record (&walk->before, relais_sync_project (walk->before, queued->op));
  if (op != NULL) {
    set_record (&walk->now, relais_sync_project (walk->now, op));
    walk->n_left++;
  }
  return TRUE;
}

/* Its effect is no longer mine: the back end's state has it (settled), or will never have it (refused). What was built on a
 * record that is not there without it has to create the record itself: for that, the state that it was made on stays this
 * one. */
static void
pass_gone (Walk *walk, const RelaisQueued *queued, gboolean settled)
{
  if (settled || walk->before == NULL)
    set_record (&walk->before, project_sent (walk->before, queued, NULL));
}

static gboolean
keep_base (RelaisWorkspace *self, const RelaisKind *kind, const char *id, RelaisRecord *state, gboolean needed, GError **error)
{
  g_autofree char *text = NULL;

  if (!needed)
    return relais_database_run (self->db, error, "DELETE FROM base WHERE id = ?", "s", id);
  text = state != NULL ? relais_encode_record (state) : NULL;
  return relais_database_run (self->db, error, "INSERT INTO base (id, kind, state) VALUES (?, ?, ?) "
                                               "ON CONFLICT (id) DO UPDATE SET state = "
                                               "excluded.state", "sss", id, kind->name, text);
}

static RelaisRecord *
lookup_base (RelaisWorkspace *self, const char *id)
{
  g_autofree char *text = relais_database_dup_string (self->db, "SELECT state FROM base WHERE id = ?", "s", id);

  return relais_decode_record (text);
}

/* Also before the reading is over, when others' later changes of this record came: what they put over mine is theirs now. */
static gboolean
is_settled (RelaisNews *news, const RelaisQueued *queued, RelaisRecord *state)
{
  return g_hash_table_contains (news->settled, &queued->pos) ||
         (queued->step == RELAIS_STEP_DONE && state != NULL && relais_record_get_seq (state) >= queued->wait_seq);
}

/* For each field: how many ops of the chain lead to what the back end has in it now. After a restore somebody else may have
 * offered what they had read of mine, while I know only that it was applied; and two people may come to the same value in
 * another number of steps. Laid over it once more, a paragraph would be there twice. Ops on their way are for the back end to
 * decide. (transfer full) */
static guint *
count_had (RelaisNews *news, GPtrArray *chain, RelaisRecord *before, RelaisRecord *state)
{
  const RelaisKind *kind = ((RelaisQueued *) g_ptr_array_index (chain, 0))->op->kind;
  guint *n_had = g_new0 (guint, kind->n_fields);

  for (guint i = 0; state != NULL && i < chain->len; i++) {
    RelaisQueued *queued = g_ptr_array_index (chain, i);
    const RelaisFields *fields = queued->op->fields;

    if (is_settled (news, queued, state))
      continue;
    if (queued->step != RELAIS_STEP_WAITING || queued->op->remove)
      break;
    for (guint field = 0; field < kind->n_fields; field++) {
      GVariant *now = relais_record_get_fields (state)->values[field];
      GVariant *old = before != NULL ? relais_record_get_fields (before)->values[field] : NULL;

      if (((fields->set | fields->unset) >> field & 1) && relais_values_equal (fields->values[field], now) &&
          !relais_values_equal (old, now))
        n_had[field] = i + 1;
    }
  }
  return n_had;
}

static gboolean
settle_record (RelaisWorkspace *self, RelaisNews *news, const char *id, RelaisTouched *touched, GError **error)
{
  g_autoptr (GPtrArray) chain = relais_queue_list_record (self->db, id, error);
  g_auto (Walk) walk = { NULL, };
  RelaisRecord *state;

  if (chain == NULL)
    return FALSE;
  if (chain->len == 0)
    return !touched->is_known || relais_workspace_place (self, touched->kind, id, NULL, touched->state, error);

  walk.clashes = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_clash_free);
  walk.before = lookup_base (self, id);
  state = touched->is_known ? touched->state : walk.before;
  walk.now = ref_record (state);
  if (!touched->is_known)
    touched->state = ref_record (state);
  state = touched->state;
  walk.n_had = count_had (news, chain, walk.before, state);
  for (guint i = 0; i < chain->len; i++) {
    RelaisQueued *queued = g_ptr_array_index (chain, i);

    if (is_settled (news, queued, state)) {
      pass_gone (&walk, queued, TRUE);
      if (!relais_queue_remove_op (self->db, queued, error))
        return FALSE;
    } else if (g_hash_table_contains (news->refused, &queued->pos))
      pass_gone (&walk, queued, FALSE);
    else if (!(queued->step == RELAIS_STEP_WAITING ? pass_waiting (self, &walk, queued, i, error)
                                                   : pass_sent (self, &walk, queued, error)))
      return FALSE;
  }
  return keep_base (self, touched->kind, id, state, walk.n_left > 0, error) &&
         relais_workspace_place (self, touched->kind, id, NULL, walk.now, error);
}

/* Of two statements one stands: theirs. Mine, with all that its mutation did and what I built on it, goes back to me. */
static gboolean
give_way (RelaisWorkspace *self, RelaisNews *news, const char *id, const RelaisTouched *touched, GError **error)
{
  g_autoptr (GPtrArray) chain = relais_queue_list_record (self->db, id, error);
  g_autoptr (RelaisRecord) before = lookup_base (self, id);
  g_autoptr (RelaisRecord) now = ref_record (touched->is_known ? touched->state : before);
  g_autoptr (GArray) lost = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; chain != NULL && i < chain->len; i++) {
    RelaisQueued *queued = g_ptr_array_index (chain, i);
    gboolean settled = is_settled (news, queued, now);

    if (!settled && queued->step != RELAIS_STEP_WAITING)
      return TRUE;
    if (!settled && (lost->len > 0 || relais_sync_is_overruled (queued->op, queued->has_origin ? queued->origin : before, now)))
      g_array_append_val (lost, queued->pos);
    set_record (&before, relais_sync_project (before, queued->op));
    if (!settled && lost->len == 0)
      set_record (&now, relais_sync_project (now, queued->op));
  }
  return chain != NULL && (lost->len == 0 || relais_workspace_overrule (self, news, lost, before, now, error));
}

static gboolean
forget_mutations (RelaisWorkspace *self, GHashTable *positions, GError **error)
{
  GHashTableIter iter;
  gint64 *pos;

  g_hash_table_iter_init (&iter, positions);
  while (g_hash_table_iter_next (&iter, (gpointer *) &pos, NULL))
    if (!relais_queue_remove (self->db, *pos, error))
      return FALSE;
  if (g_hash_table_size (positions) > 0)
    relais_changes_add_status (self->changes);
  return TRUE;
}

/* Those whose wait is over: applied ones are in the state now, clashed ones can be rebased on it. */
static gboolean
end_waits (RelaisWorkspace *self, RelaisNews *news, GError **error)
{
  gint64 covered = relais_workspace_get_meta (self, RELAIS_META_COVERED);
  g_autoptr (GArray) due = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *local = NULL;
  sqlite3_stmt *stmt = relais_database_select (self->db, error,
                                               "SELECT pos, state FROM outbox WHERE state IN (2, 3) AND wait_seq <= ?",
                                               "i", covered);

  if (stmt == NULL)
    return FALSE;
  while (relais_database_step (self->db, stmt, &local)) {
    gint64 pos = sqlite3_column_int64 (stmt, 0);

    g_array_append_val (due, pos);
    if (sqlite3_column_int (stmt, 1) == RELAIS_STEP_DONE)
      g_hash_table_add (news->settled, g_memdup2 (&pos, sizeof pos));
  }
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  for (guint i = 0; i < due->len; i++)
    if (!relais_workspace_touch_mutation (self, news, g_array_index (due, gint64, i), error))
      return FALSE;
  return due->len == 0 ||
         relais_database_run (self->db, error, "UPDATE outbox SET state = 0, mid = NULL WHERE state = 3 AND wait_seq <= ?", "i",
                              covered);
}

RelaisNews *
relais_news_new (void)
{
  RelaisNews *news = g_new0 (RelaisNews, 1);

  news->records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_touched);
  news->order = g_ptr_array_new ();
  news->settled = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  news->refused = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return news;
}

void
relais_news_free (RelaisNews *news)
{
  g_ptr_array_unref (news->order);
  g_hash_table_unref (news->records);
  g_hash_table_unref (news->settled);
  g_hash_table_unref (news->refused);
  g_free (news);
}

void
relais_news_add (RelaisNews *news, const RelaisKind *kind, const char *id)
{
  RelaisTouched *touched;
  char *key;

  if (g_hash_table_contains (news->records, id))
    return;
  touched = g_new0 (RelaisTouched, 1);
  touched->kind = kind;
  key = g_strdup (id);
  g_hash_table_insert (news->records, key, touched);
  g_ptr_array_add (news->order, key);
}

void
relais_news_know (RelaisNews *news, const RelaisKind *kind, const char *id, RelaisRecord *state)
{
  RelaisTouched *touched;

  relais_news_add (news, kind, id);
  touched = g_hash_table_lookup (news->records, id);
  touched->is_known = TRUE;
  set_record (&touched->state, ref_record (state));
}

gboolean
relais_workspace_touch_mutation (RelaisWorkspace *self, RelaisNews *news, gint64 pos, GError **error)
{
  g_autoptr (GPtrArray) ops = relais_queue_list_ops (self->db, pos, error);

  for (guint i = 0; ops != NULL && i < ops->len; i++) {
    RelaisQueued *queued = g_ptr_array_index (ops, i);

    relais_news_add (news, queued->op->kind, queued->op->id);
  }
  return ops != NULL;
}

gboolean
relais_workspace_settle (RelaisWorkspace *self, RelaisNews *news, GError **error)
{
  if (!end_waits (self, news, error))
    return FALSE;
  /* First of all: what gives way takes its other records with it. */
  for (guint i = 0; i < news->order->len; i++) {
    const char *id = g_ptr_array_index (news->order, i);
    const RelaisTouched *touched = g_hash_table_lookup (news->records, id);

    if (touched->kind->whole && !give_way (self, news, id, touched, error))
      return FALSE;
  }
  for (guint i = 0; i < news->order->len; i++) {
    const char *id = g_ptr_array_index (news->order, i);

    if (!settle_record (self, news, id, g_hash_table_lookup (news->records, id), error))
      return FALSE;
  }
  return forget_mutations (self, news->settled, error) && forget_mutations (self, news->refused, error) &&
         relais_queue_sweep (self->db, error);
}

gboolean
relais_workspace_place (RelaisWorkspace *self, const RelaisKind *kind, const char *id, RelaisRecord *before, RelaisRecord *after,
                        GError **error)
{
  relais_changes_add (self->changes, kind, id);
  return after != NULL ? relais_rows_put (self->db, after, before, error) : relais_rows_delete (self->db, id, error);
}

gboolean
relais_workspace_offer (RelaisWorkspace *self, const RelaisOp *op, RelaisRecord *theirs, GError **error)
{
  g_autoptr (RelaisRecord) shown = relais_rows_lookup (self->db, op->kind, op->id);
  g_autofree char *state = shown != NULL ? relais_encode_record (shown) : NULL;
  g_autoptr (RelaisRecord) after = relais_sync_project (shown, op);

  relais_changes_add_status (self->changes);
  /* With ops of mine behind it, `base` has an entry, and what is shown has their effect already. */
  return relais_database_run (self->db, error, "INSERT INTO base (id, kind, state) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
                              "sss", op->id, op->kind->name, state) &&
         relais_queue_prepend (self->db, _("Sent again after the back end was restored"), op, theirs, error) &&
         (after == NULL || relais_workspace_place (self, op->kind, op->id, shown, after, error));
}

gboolean
relais_workspace_enqueue (RelaisWorkspace *self, const char *label, const char *merge_key, GPtrArray *ops, GError **error)
{
  gboolean merged = FALSE;
  gint64 pos;

  for (guint i = 0; i < ops->len; i++) {
    const RelaisOp *op = g_ptr_array_index (ops, i);
    g_autoptr (RelaisRecord) before = relais_rows_lookup (self->db, op->kind, op->id);
    g_autoptr (RelaisRecord) after = relais_sync_project (before, op);
    g_autofree char *state = before != NULL ? relais_encode_record (before) : NULL;

    /* Without an entry in `base` there is no op of mine on it: what is shown is the back end's state. */
    if (!relais_database_run (self->db, error, "INSERT INTO base (id, kind, state) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
                              "sss", op->id, op->kind->name, state) ||
        !relais_workspace_place (self, op->kind, op->id, before, after, error))
      return FALSE;
  }
  relais_changes_add_status (self->changes);
  if (ops->len == 1 && !relais_queue_squash (self->db, label, g_ptr_array_index (ops, 0), &merged, error))
    return FALSE;
  if (!merged)
    return relais_queue_append (self->db, label, merge_key, ops, &pos, error);
  return relais_database_run (self->db, error, "DELETE FROM base WHERE id = ? AND NOT EXISTS "
                                               "(SELECT 1 FROM outbox_op p WHERE p.id = base.id)", "s",
                              ((const RelaisOp *) g_ptr_array_index (ops, 0))->id);
}
