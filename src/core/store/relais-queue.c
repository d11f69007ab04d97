/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-queue.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "relais-codec.h"
#include "relais-sync.h"
#include "relais-workspace.h"

#define OP_COLUMNS \
  "SELECT p.pos, p.n, o.state, o.since, p.kind, p.id, p.body, p.base_type, p.base_value, p.base_seen, p.origin, " \
  "o.wait_seq " \
  "FROM outbox_op p JOIN outbox o ON o.pos = p.pos "

static RelaisOp *
read_op (sqlite3_stmt *stmt)
{
  const RelaisKind *kind = relais_kind_lookup ((const char *) sqlite3_column_text (stmt, 4));
  const char *id = (const char *) sqlite3_column_text (stmt, 5);
  const char *body = (const char *) sqlite3_column_text (stmt, 6);
  RelaisBase base = { (RelaisBaseType) sqlite3_column_int (stmt, 7), (guint64) sqlite3_column_int64 (stmt, 8),
                      (guint64) sqlite3_column_int64 (stmt, 9) };
  RelaisFields *fields;

  if (kind == NULL)
    return NULL;
  if (body == NULL)
    return relais_op_new_remove (kind, id, base);
  fields = relais_decode_fields (kind, body, NULL);
  return fields != NULL ? relais_op_new_set (id, base, fields) : NULL;
}

static RelaisQueued *
read_queued (sqlite3_stmt *stmt)
{
  RelaisQueued *queued;
  RelaisOp *op = read_op (stmt);

  if (op == NULL)
    return NULL;
  queued = g_new0 (RelaisQueued, 1);
  queued->pos = sqlite3_column_int64 (stmt, 0);
  queued->n = sqlite3_column_int64 (stmt, 1);
  queued->step = (RelaisStep) sqlite3_column_int (stmt, 2);
  queued->since = sqlite3_column_int64 (stmt, 3);
  queued->op = op;
  queued->has_origin = sqlite3_column_type (stmt, 10) != SQLITE_NULL;
  queued->origin = relais_decode_record ((const char *) sqlite3_column_text (stmt, 10));
  queued->wait_seq = (guint64) sqlite3_column_int64 (stmt, 11);
  return queued;
}

static GPtrArray *
read_all (RelaisDatabase *db, sqlite3_stmt *stmt, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_queued_free);
  GError *local = NULL;

  if (stmt == NULL)
    return NULL;
  while (relais_database_step (db, stmt, &local)) {
    RelaisQueued *queued = read_queued (stmt);

    if (queued != NULL)
      g_ptr_array_add (list, queued);
    else
      g_warning ("An entry of the outbox could not be read");
  }
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  return g_steal_pointer (&list);
}

static gboolean
insert_op (RelaisDatabase *db, gint64 pos, gint64 n, const RelaisOp *op, GError **error)
{
  g_autofree char *body = op->remove ? NULL : relais_encode_fields (op->fields);

  return relais_database_run (db, error, "INSERT INTO outbox_op (pos, n, kind, id, body, base_type) VALUES (?, ?, ?, ?, ?, ?)",
                              "iisssi", pos, n, op->kind->name, op->id, body, (gint64) op->base.type);
}

static gboolean
touches_state (const RelaisOp *op)
{
  guint64 touched = op->remove ? 0 : op->fields->set | op->fields->unset;

  return op->kind->state_field != NULL && (touched >> relais_kind_field (op->kind, op->kind->state_field)) & 1;
}

static gboolean
can_squash (const RelaisOp *earlier, const RelaisOp *later)
{
  if (strcmp (earlier->id, later->id) != 0 || earlier->remove)
    return FALSE;
  /* idea → accepted → review may be allowed where idea → review is not. */
  return !touches_state (earlier) || !touches_state (later);
}

void
relais_queued_free (RelaisQueued *queued)
{
  relais_op_free (queued->op);
  g_clear_pointer (&queued->origin, relais_record_unref);
  g_free (queued);
}

GPtrArray *
relais_queue_list_record (RelaisDatabase *db, const char *id, GError **error)
{
  return read_all (db, relais_database_select (db, error, OP_COLUMNS "WHERE p.id = ? ORDER BY p.pos, p.n", "s", id), error);
}

GPtrArray *
relais_queue_list_ops (RelaisDatabase *db, gint64 pos, GError **error)
{
  return read_all (db, relais_database_select (db, error, OP_COLUMNS "WHERE p.pos = ? ORDER BY p.n", "i", pos), error);
}

gboolean
relais_queue_is_empty (RelaisDatabase *db)
{
  return relais_database_get_integer (db, 0, "SELECT EXISTS (SELECT 1 FROM outbox)", "") == 0;
}

gboolean
relais_queue_has_step (RelaisDatabase *db, RelaisStep step)
{
  return relais_database_get_integer (db, 0, "SELECT EXISTS (SELECT 1 FROM outbox WHERE state = ?)", "i", (gint64) step) != 0;
}

GArray *
relais_queue_list_positions (RelaisDatabase *db, gint64 from_mid, GError **error)
{
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *local = NULL;
  sqlite3_stmt *stmt = relais_database_select (db, error, "SELECT pos FROM outbox WHERE mid >= ? ORDER BY pos", "i", from_mid);

  if (stmt == NULL)
    return NULL;
  while (relais_database_step (db, stmt, &local)) {
    gint64 pos = sqlite3_column_int64 (stmt, 0);

    g_array_append_val (positions, pos);
  }
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  return g_steal_pointer (&positions);
}

/* One action is one mutation is one request: what the back end would refuse for its size must not get into the queue, where everything
 * behind it would wait for ever. */
static gboolean
check_size (RelaisDatabase *db, gint64 pos, GError **error)
{
  gint64 size = relais_database_get_integer (db, 0, "SELECT sum (ifnull (length (CAST (body AS BLOB)), 0) + ?) FROM outbox_op "
                                                    "WHERE pos = ?", "ii", (gint64) RELAIS_OP_OVERHEAD, pos);

  if (size <= RELAIS_ACTION_MAX_BYTES)
    return TRUE;
  g_set_error_literal (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_TOO_LARGE,
                       _("This is too much at once. Do it in several parts; nothing was changed."));
  return FALSE;
}

gboolean
relais_queue_append (RelaisDatabase *db, const char *label, const char *merge_key, GPtrArray *ops, gint64 *pos, GError **error)
{
  if (!relais_database_run (db, error, "INSERT INTO outbox (label, merge_key, since) VALUES (?, ?, ?)", "ssi", label, merge_key,
                            g_get_real_time () / G_USEC_PER_SEC))
    return FALSE;
  *pos = sqlite3_last_insert_rowid (relais_database_get_handle (db));
  for (guint i = 0; i < ops->len; i++)
    if (!insert_op (db, *pos, i, g_ptr_array_index (ops, i), error))
      return FALSE;
  return check_size (db, *pos, error);
}

gboolean
relais_queue_prepend (RelaisDatabase *db, const char *label, const RelaisOp *op, RelaisRecord *made_on, GError **error)
{
  g_autofree char *origin = made_on != NULL ? relais_encode_record (made_on) : NULL;
  gint64 pos = relais_database_get_integer (db, 0, "SELECT min (0, ifnull (min (pos), 0)) - 1 FROM outbox", "");

  return relais_database_run (db, error, "INSERT INTO outbox (pos, label, since) VALUES (?, ?, ?)", "isi", pos, label,
                              g_get_real_time () / G_USEC_PER_SEC) &&
         insert_op (db, pos, 0, op, error) &&
         relais_database_run (db, error, "UPDATE outbox_op SET origin = ? WHERE pos = ? AND n = 0", "si", origin, pos);
}

gboolean
relais_queue_replace (RelaisDatabase *db, const RelaisQueued *queued, const RelaisOp *op, GError **error)
{
  g_autofree char *body = NULL;

  g_assert (queued->step == RELAIS_STEP_WAITING);
  if (op == NULL)
    return relais_queue_remove_op (db, queued, error);
  body = op->remove ? NULL : relais_encode_fields (op->fields);
  return relais_database_run (db, error, "UPDATE outbox_op SET body = ?, base_type = ?, origin = NULL WHERE pos = ? AND n = ?",
                              "siii",
                              body, (gint64) op->base.type, queued->pos, queued->n);
}

gboolean
relais_queue_keep_origin (RelaisDatabase *db, const RelaisQueued *queued, RelaisRecord *origin, GError **error)
{
  g_autofree char *text = relais_encode_record (origin);

  return relais_database_run (db, error, "UPDATE outbox_op SET origin = ? WHERE pos = ? AND n = ?", "sii", text, queued->pos,
                              queued->n);
}

gboolean
relais_queue_remove_op (RelaisDatabase *db, const RelaisQueued *queued, GError **error)
{
  return relais_database_run (db, error, "DELETE FROM outbox_op WHERE pos = ? AND n = ?", "ii", queued->pos, queued->n);
}

gboolean
relais_queue_remove (RelaisDatabase *db, gint64 pos, GError **error)
{
  return relais_database_run (db, error, "DELETE FROM outbox WHERE pos = ?", "i", pos);
}

gboolean
relais_queue_sweep (RelaisDatabase *db, GError **error)
{
  return relais_database_run (db, error, "DELETE FROM outbox WHERE state IN (0, 2) AND pos NOT IN (SELECT pos FROM outbox_op)",
                              "");
}

gboolean
relais_queue_squash (RelaisDatabase *db, const char *label, const RelaisOp *op, gboolean *merged, GError **error)
{
  g_autoptr (GPtrArray) last = NULL;
  g_autoptr (RelaisOp) squashed = NULL;
  RelaisQueued *queued;
  gint64 pos = relais_database_get_integer (db, 0, "SELECT pos FROM outbox WHERE pos = (SELECT max (pos) FROM outbox) "
                                                   "AND state = 0 "
                                                   "AND (SELECT count(*) FROM outbox_op p WHERE p.pos = outbox.pos) = 1", "");

  *merged = FALSE;
  if (pos == 0)
    return TRUE;
  last = relais_queue_list_ops (db, pos, error);
  if (last == NULL)
    return FALSE;
  if (last->len != 1)
    return TRUE;
  queued = g_ptr_array_index (last, 0);
  if (queued->has_origin || !can_squash (queued->op, op))
    return TRUE;
  *merged = TRUE;
  squashed = relais_sync_squash (queued->op, op);
  if (squashed == NULL)
    return relais_queue_remove (db, pos, error);
  return relais_queue_replace (db, queued, squashed, error) &&
         relais_database_run (db, error, "UPDATE outbox SET label = ? WHERE pos = ?", "si", label, pos);
}
