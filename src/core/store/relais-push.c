/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

/* The way out of the queue: mutations are numbered and sent, and their outcomes come back. */

#include "relais-workspace-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "relais-codec.h"

/* A mutation that conflicts so often although nothing could be merged is given back to the person. */
#define MOST_TRIES 8

typedef struct {
  gint64 pos;
  gint64 n_ops;
  gint64 n_bytes;
} Entry;

static gboolean
list_entries (RelaisWorkspace *self, RelaisStep step, GArray *entries, GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *stmt = relais_database_select (
    self->db, error,
    "SELECT o.pos, count(*), sum (ifnull (length (p.body), 0)) FROM outbox o JOIN outbox_op p ON p.pos = o.pos "
    "WHERE o.state = ?1 AND (?1 <> 0 OR o.pos < ifnull ((SELECT min (pos) FROM outbox WHERE state = 3), o.pos + 1)) "
    "GROUP BY o.pos ORDER BY o.pos", "i", (gint64) step);

  if (stmt == NULL)
    return FALSE;
  while (relais_database_step (self->db, stmt, &local)) {
    Entry entry = { sqlite3_column_int64 (stmt, 0), sqlite3_column_int64 (stmt, 1), sqlite3_column_int64 (stmt, 2) };

    entry.n_bytes += entry.n_ops * RELAIS_OP_OVERHEAD;
    g_array_append_val (entries, entry);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* What the op is made on, in the words of the wire: the back end's state, or my own mutation that will be decided before it. */
static RelaisBase
find_base (RelaisWorkspace *self, const RelaisQueued *queued)
{
  g_autofree char *text = relais_database_dup_string (self->db, "SELECT state FROM base WHERE id = ?", "s", queued->op->id);
  g_autoptr (RelaisRecord) state = relais_decode_record (text);
  guint64 seq = state != NULL ? relais_record_get_seq (state) : 0;
  gint64 mid = relais_database_get_integer (self->db, 0,
                                            "SELECT o.mid FROM outbox_op p JOIN outbox o ON o.pos = p.pos WHERE p.id = ? "
                                            "AND p.pos < ? "
                                            "ORDER BY p.pos DESC LIMIT 1", "si", queued->op->id, queued->pos);

  if (mid > 0)
    return (RelaisBase) { RELAIS_BASE_MID, (guint64) mid, seq };
  if (state == NULL && queued->op->base.type == RELAIS_BASE_NONE)
    return (RelaisBase) { RELAIS_BASE_NONE, 0, 0 };
  return (RelaisBase) { RELAIS_BASE_SEQ, seq, 0 };
}

static gboolean
send_entry (RelaisWorkspace *self, gint64 pos, gint64 mid, GError **error)
{
  g_autoptr (GPtrArray) ops = relais_queue_list_ops (self->db, pos, error);

  if (ops == NULL)
    return FALSE;
  for (guint i = 0; i < ops->len; i++) {
    RelaisQueued *queued = g_ptr_array_index (ops, i);
    RelaisBase base = find_base (self, queued);

    if (!relais_database_run (self->db, error, "UPDATE outbox_op SET base_type = ?, base_value = ?, base_seen = ? WHERE pos = ? "
                                               "AND n = ?",
                              "iiiii", (gint64) base.type, (gint64) base.value, (gint64) base.seen, pos, queued->n))
      return FALSE;
  }
  return relais_database_run (self->db, error, "UPDATE outbox SET state = 1, mid = ? WHERE pos = ?", "ii", mid, pos);
}

static gboolean
send_waiting (RelaisWorkspace *self, guint max_ops, gsize max_bytes, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  gint64 mid = MAX (relais_workspace_get_meta (self, RELAIS_META_NEXT_MID), 1);
  gint64 n_ops = 0, n_bytes = 0;

  if (!list_entries (self, RELAIS_STEP_WAITING, entries, error))
    return FALSE;
  for (guint i = 0; i < entries->len; i++) {
    Entry *entry = &g_array_index (entries, Entry, i);

    n_ops += entry->n_ops;
    n_bytes += entry->n_bytes;
    /* One goes always: a large action is not cut in two. */
    if (i > 0 && (n_ops > max_ops || n_bytes > (gint64) max_bytes))
      break;
    if (!send_entry (self, entry->pos, mid++, error))
      return FALSE;
  }
  relais_changes_add_status (self->changes);
  return relais_workspace_set_meta (self, RELAIS_META_NEXT_MID, mid, error);
}

static RelaisMutation *
read_mutation (RelaisWorkspace *self, gint64 pos, GError **error)
{
  g_autoptr (GPtrArray) ops = relais_queue_list_ops (self->db, pos, error);
  RelaisMutation *mutation;

  if (ops == NULL)
    return NULL;
  mutation = relais_mutation_new ((guint64) relais_database_get_integer (self->db, 0, "SELECT mid FROM outbox WHERE pos = ?",
                                                                         "i", pos));
  for (guint i = 0; i < ops->len; i++)
    g_ptr_array_add (mutation->ops, relais_op_copy (((RelaisQueued *) g_ptr_array_index (ops, i))->op));
  return mutation;
}

static gint64
find_sent (RelaisWorkspace *self, guint64 mid)
{
  return relais_database_get_integer (self->db, 0, "SELECT pos FROM outbox WHERE mid = ? AND state = 1", "i", (gint64) mid);
}

static gboolean
wait_for (RelaisWorkspace *self, gint64 pos, RelaisStep step, guint64 seq, GError **error)
{
  return relais_database_run (self->db, error, "UPDATE outbox SET state = ?, wait_seq = ?, tries = tries + (?1 = 3) "
                                               "WHERE pos = ?",
                              "iii", (gint64) step, (gint64) seq, pos);
}

static gboolean
take_outcome (RelaisWorkspace *self, RelaisNews *news, const RelaisOutcome *outcome, guint64 head, GError **error)
{
  gint64 pos = find_sent (self, outcome->mid);

  if (pos == 0)
    return TRUE;
  relais_changes_add_status (self->changes);
  switch (outcome->type) {
  case RELAIS_OUTCOME_APPLIED:
    /* Told a second time, it may be in what was pulled meanwhile. */
    return wait_for (self, pos, RELAIS_STEP_DONE, outcome->seq, error) &&
           relais_workspace_touch_mutation (self, news, pos, error);
  case RELAIS_OUTCOME_NOOP:
    return wait_for (self, pos, RELAIS_STEP_DONE, head, error);
  case RELAIS_OUTCOME_CONFLICT:
    if (relais_database_get_integer (self->db, 0, "SELECT tries FROM outbox WHERE pos = ?", "i", pos) >= MOST_TRIES)
      return relais_workspace_refuse (self, news, pos, "conflict", NULL,
                                      _("Others have changed the same thing again and again."), error);
    return wait_for (self, pos, RELAIS_STEP_CLASHED, head, error);
  case RELAIS_OUTCOME_REJECTED:
    return relais_workspace_refuse (self, news, pos, outcome->code, outcome->field, outcome->detail, error);
  default:
    g_return_val_if_reached (FALSE);
  }
}

/* The back end does not know these (any more): they are numbered anew, and made on what is there now. */
static gboolean
take_back (RelaisWorkspace *self, RelaisNews *news, guint64 from_mid, GError **error)
{
  g_autoptr (GArray) positions = relais_queue_list_positions (self->db, (gint64) from_mid, error);

  if (positions == NULL)
    return FALSE;
  for (guint i = 0; i < positions->len; i++)
    if (!relais_workspace_touch_mutation (self, news, g_array_index (positions, gint64, i), error))
      return FALSE;
  return relais_database_run (self->db, error, "UPDATE outbox SET state = 0, mid = NULL WHERE mid >= ?", "i",
                              (gint64) from_mid) &&
         relais_workspace_set_meta (self, RELAIS_META_NEXT_MID, (gint64) from_mid, error);
}

GPtrArray *
relais_workspace_take_outbox (RelaisWorkspace *self, guint max_ops, gsize max_bytes, GError **error)
{
  g_autoptr (GPtrArray) mutations = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_mutation_free);
  g_autoptr (GArray) sent = g_array_new (FALSE, FALSE, sizeof (Entry));

  g_return_val_if_fail (self != NULL, NULL);

  /* Bases are settled by the pull from the start that runs. */
  if (relais_workspace_get_meta (self, RELAIS_META_RESYNC) != 0)
    return g_steal_pointer (&mutations);
  if (!list_entries (self, RELAIS_STEP_SENT, sent, error))
    return NULL;
  if (sent->len == 0 && relais_queue_has_step (self->db, RELAIS_STEP_WAITING)) {
    if (!relais_workspace_begin (self, error) ||
        !relais_workspace_end (self, send_waiting (self, max_ops, max_bytes, error), NULL, error) ||
        !list_entries (self, RELAIS_STEP_SENT, sent, error))
      return NULL;
  }
  for (guint i = 0; i < sent->len; i++) {
    RelaisMutation *mutation = read_mutation (self, g_array_index (sent, Entry, i).pos, error);

    if (mutation == NULL)
      return NULL;
    g_ptr_array_add (mutations, mutation);
  }
  return g_steal_pointer (&mutations);
}

gboolean
relais_workspace_apply_push (RelaisWorkspace *self, RelaisPushResult *result, RelaisChanges **changes, GError **error)
{
  g_autofree char *epoch = NULL;
  g_autoptr (RelaisNews) news = relais_news_new ();
  gboolean ok = TRUE;

  g_return_val_if_fail (self != NULL && result != NULL, FALSE);

  epoch = relais_workspace_dup_epoch (self);
  if (epoch != NULL && g_strcmp0 (epoch, result->epoch) != 0) {
    g_set_error_literal (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_EPOCH, _("The back end was restored from a backup."));
    return FALSE;
  }
  if (!relais_workspace_begin (self, error))
    return FALSE;
  for (guint i = 0; ok && i < result->outcomes->len; i++)
    ok = take_outcome (self, news, g_ptr_array_index (result->outcomes, i), result->head, error);
  ok = ok && (result->expected_mid == 0 || take_back (self, news, result->expected_mid, error));
  ok = ok && relais_workspace_settle (self, news, error);
  return relais_workspace_end (self, ok, changes, error);
}
