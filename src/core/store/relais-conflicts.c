/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

/* What a person has to decide, and what waits or failed: the truth that the sync indicator tells. */

#include "relais-workspace-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "relais-codec.h"
#include "relais-ops.h"
#include "relais-rows.h"

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static char *
dup_column (sqlite3_stmt *stmt, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (stmt, column));
}

/* Takes @stmt. */
static GPtrArray *
read_pending (RelaisWorkspace *self, sqlite3_stmt *stmt)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_pending_free);

  while (stmt != NULL && relais_database_step (self->db, stmt, NULL)) {
    RelaisPending *pending = g_new0 (RelaisPending, 1);

    pending->mid = (guint64) sqlite3_column_int64 (stmt, 0);
    pending->label = dup_column (stmt, 1);
    pending->since = sqlite3_column_int64 (stmt, 2);
    pending->in_flight = sqlite3_column_int (stmt, 3) == RELAIS_STEP_SENT;
    g_ptr_array_add (list, pending);
  }
  return list;
}

static RelaisConflict *
read_conflict (sqlite3_stmt *stmt)
{
  const RelaisKind *kind = relais_kind_lookup ((const char *) sqlite3_column_text (stmt, 1));
  const char *field = (const char *) sqlite3_column_text (stmt, 3);
  int index = kind != NULL && field != NULL ? relais_kind_find_field (kind, field) : -1;
  RelaisConflict *conflict;

  if (kind == NULL || (field != NULL && index < 0))
    return NULL;
  conflict = g_new0 (RelaisConflict, 1);
  conflict->id = sqlite3_column_int64 (stmt, 0);
  conflict->kind = kind;
  g_strlcpy (conflict->record, (const char *) sqlite3_column_text (stmt, 2), sizeof conflict->record);
  conflict->field = field != NULL ? (guint) index : kind->n_fields;
  conflict->base = relais_decode_value (kind, conflict->field, (const char *) sqlite3_column_text (stmt, 4));
  conflict->mine = relais_decode_value (kind, conflict->field, (const char *) sqlite3_column_text (stmt, 5));
  conflict->theirs = relais_decode_value (kind, conflict->field, (const char *) sqlite3_column_text (stmt, 6));
  conflict->mine_by = dup_column (stmt, 7);
  conflict->theirs_by = dup_column (stmt, 8);
  conflict->mine_at = sqlite3_column_int64 (stmt, 9);
  conflict->theirs_at = sqlite3_column_int64 (stmt, 10);
  if (conflict->field == kind->n_fields) {
    conflict->action = relais_ops_parse_action ((const char *) sqlite3_column_text (stmt, 5));
    conflict->mine = g_variant_ref_sink (g_variant_new_boolean (TRUE));
  }
  return conflict;
}

#define CONFLICT_COLUMNS \
  "SELECT id, kind, record, field, base, mine, theirs, mine_by, theirs_by, mine_at, theirs_at FROM conflict "

static RelaisConflict *
lookup_conflict (RelaisWorkspace *self, gint64 id, GError **error)
{
  sqlite3_stmt *stmt = relais_database_select (self->db, error, CONFLICT_COLUMNS "WHERE id = ? AND closed_at IS NULL", "i", id);
  RelaisConflict *conflict = NULL;

  if (stmt == NULL)
    return NULL;
  if (relais_database_step (self->db, stmt, NULL)) {
    conflict = read_conflict (stmt);
    sqlite3_reset (stmt);
  }
  if (conflict == NULL)
    g_set_error_literal (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_NOT_FOUND, _("This conflict was decided already."));
  return conflict;
}

/* What the person decided, as an action; NULL: what is there now is what they want. */
static RelaisAction *
build_decision (const RelaisConflict *conflict, GVariant *value)
{
  RelaisAction *action;
  RelaisFields *fields;
  g_autofree char *label = NULL;

  if (conflict->field == conflict->kind->n_fields) {
    gboolean throw_away = value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value);

    if (!throw_away)
      return NULL;
    if (conflict->action != NULL)
      return relais_action_ref (conflict->action);
    action = relais_action_new (_("Resolve a conflict"));
    relais_action_bin (action, conflict->kind, conflict->record, TRUE);
    return action;
  }
  label = g_strdup_printf (_("Resolve the conflict on “%s”"),
                           g_dgettext (GETTEXT_PACKAGE, conflict->kind->fields[conflict->field].label));
  action = relais_action_new (label);
  fields = relais_fields_new (conflict->kind);
  relais_fields_set (fields, conflict->field, value);
  relais_action_update (action, conflict->record, fields);
  return action;
}

static gboolean
close_refusal (RelaisWorkspace *self, gint64 refusal, GError **error)
{
  relais_changes_add_status (self->changes);
  return relais_database_run (self->db, error, "UPDATE refusal SET closed_at = ? WHERE id = ?", "ii", get_now (), refusal);
}

static gboolean
retry (RelaisWorkspace *self, gint64 refusal, GError **error)
{
  g_autofree char *label = relais_database_dup_string (self->db, "SELECT label FROM refusal WHERE id = ? AND closed_at IS NULL",
                                                       "i",
                                                       refusal);
  g_autofree char *ops = relais_database_dup_string (self->db, "SELECT ops FROM refusal WHERE id = ?", "i", refusal);
  g_autoptr (RelaisAction) action = label != NULL && ops != NULL ? relais_ops_parse (label, ops) : NULL;
  gint64 id;

  if (action == NULL) {
    g_set_error_literal (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_NOT_FOUND, _("This change is no longer there."));
    return FALSE;
  }
  return relais_workspace_apply (self, NULL, action, 0, &id, error) && close_refusal (self, refusal, error);
}

gboolean
relais_workspace_add_conflict (RelaisWorkspace *self, RelaisClash *clash, gint64 since, GError **error)
{
  g_autofree char *base = relais_encode_value (clash->kind, clash->field, clash->base);
  g_autofree char *mine = relais_encode_value (clash->kind, clash->field, clash->mine);
  g_autofree char *theirs = relais_encode_value (clash->kind, clash->field, clash->theirs);
  g_autofree char *me = relais_workspace_dup_value (self, "account");
  const char *field = clash->field < clash->kind->n_fields ? clash->kind->fields[clash->field].name : NULL;

  relais_changes_add_status (self->changes);
  /* The same proposal again: only what it stands against is new. Another one of mine never takes the place of an open one. */
  if (!relais_database_run (self->db, error, "UPDATE conflict SET theirs = ?, theirs_by = ?, theirs_at = ? "
                                             "WHERE record = ? AND field IS ? AND mine IS ? AND closed_at IS NULL", "ssisss",
                            theirs, clash->by, clash->at, clash->id, field, mine))
    return FALSE;
  if (sqlite3_changes (relais_database_get_handle (self->db)) > 0)
    return TRUE;
  /* I went on from my own proposal (typing that was sent in two pieces): it is one conflict, with what I last had. */
  if (base != NULL && !relais_database_run (self->db, error, "UPDATE conflict SET mine = ?, mine_at = ?, theirs = ?, theirs_by = ?, "
                                                            "theirs_at = ? WHERE record = ? AND field IS ? AND mine IS ? "
                                                            "AND closed_at IS NULL", "sississs",
                                            mine, since, theirs, clash->by, clash->at, clash->id, field, base))
    return FALSE;
  if (base != NULL && sqlite3_changes (relais_database_get_handle (self->db)) > 0)
    return TRUE;
  return relais_database_run (self->db, error, "INSERT INTO conflict (kind, record, field, base, mine, theirs, mine_by, "
                                               "theirs_by, mine_at, theirs_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                              "ssssssssii", clash->kind->name, clash->id, field, base, mine, theirs, me, clash->by, since,
                              clash->at);
}

gboolean
relais_workspace_give_back (RelaisWorkspace *self, const char *label, GPtrArray *ops, const char *code, const char *field,
                            const char *detail, GError **error)
{
  g_autofree char *text = relais_ops_print (ops);

  relais_changes_add_status (self->changes);
  return relais_database_run (self->db, error, "INSERT INTO refusal (label, code, field, detail, at, ops) "
                                               "VALUES (?, ?, ?, ?, ?, ?)",
                              "ssssis", label, code != NULL ? code : "refused", field, detail, get_now (), text);
}

gboolean
relais_workspace_refuse (RelaisWorkspace *self, RelaisNews *news, gint64 pos, const char *code, const char *field,
                         const char *detail,
                         GError **error)
{
  g_autoptr (GPtrArray) queued = relais_queue_list_ops (self->db, pos, error);
  g_autoptr (GPtrArray) ops = g_ptr_array_new ();
  g_autofree char *label = relais_database_dup_string (self->db, "SELECT label FROM outbox WHERE pos = ?", "i", pos);

  if (queued == NULL)
    return FALSE;
  for (guint i = 0; i < queued->len; i++)
    g_ptr_array_add (ops, ((RelaisQueued *) g_ptr_array_index (queued, i))->op);
  g_hash_table_add (news->refused, g_memdup2 (&pos, sizeof pos));
  return relais_workspace_touch_mutation (self, news, pos, error) &&
         relais_workspace_give_back (self, label, ops, code, field, detail, error);
}

/* What I did, in its order; of the record itself only what I said last. */
static char *
print_lost (RelaisWorkspace *self, GArray *positions, RelaisRecord *mine, const char *id, GError **error)
{
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  gint64 last = g_array_index (positions, gint64, positions->len - 1);
  g_autofree char *label = relais_database_dup_string (self->db, "SELECT label FROM outbox WHERE pos = ?", "i", last);
  const RelaisKind *kind = NULL;

  for (guint i = 0; i < positions->len; i++) {
    g_autoptr (GPtrArray) queued = relais_queue_list_ops (self->db, g_array_index (positions, gint64, i), error);

    if (queued == NULL)
      return NULL;
    for (guint j = 0; j < queued->len; j++) {
      const RelaisOp *op = ((RelaisQueued *) g_ptr_array_index (queued, j))->op;

      if (!g_str_equal (op->id, id))
        g_ptr_array_add (ops, relais_op_copy (op));
      else
        kind = op->kind;
    }
  }
  g_ptr_array_insert (ops, 0, mine != NULL ? relais_op_new_set (id, (RelaisBase) { RELAIS_BASE_NONE, 0, 0 },
                                                                relais_fields_copy (relais_record_get_fields (mine)))
                                           : relais_op_new_remove (kind, id, (RelaisBase) { RELAIS_BASE_SEQ, 0, 0 }));
  return relais_ops_print_action (label != NULL ? label : "", ops);
}

gboolean
relais_workspace_overrule (RelaisWorkspace *self, RelaisNews *news, GArray *positions, RelaisRecord *mine, RelaisRecord *theirs,
                           GError **error)
{
  const char *id = relais_record_get_id (theirs), *kind = relais_record_get_kind (theirs)->name;
  g_autofree char *text = print_lost (self, positions, mine, id, error);
  g_autofree char *me = relais_workspace_dup_value (self, "account");
  gint64 since = relais_database_get_integer (self->db, 0, "SELECT since FROM outbox WHERE pos = ?", "i",
                                              g_array_index (positions, gint64, positions->len - 1));

  for (guint i = 0; text != NULL && i < positions->len; i++) {
    gint64 pos = g_array_index (positions, gint64, i);

    g_hash_table_add (news->refused, g_memdup2 (&pos, sizeof pos));
    if (!relais_workspace_touch_mutation (self, news, pos, error))
      return FALSE;
  }
  relais_changes_add_status (self->changes);
  /* Said and taken back before anybody heard it. */
  if (text != NULL && (mine == NULL || relais_record_get_boolean (mine, "binned")) &&
      relais_database_get_integer (self->db, 0, "SELECT base_type FROM outbox_op WHERE id = ? ORDER BY pos LIMIT 1", "s", id) ==
        RELAIS_BASE_NONE)
    return TRUE;
  return text != NULL &&
         relais_database_run (self->db, error, "INSERT INTO conflict (kind, record, field, base, mine, theirs, mine_by, theirs_by, "
                                               "mine_at, theirs_at) VALUES (?, ?, NULL, NULL, ?, NULL, ?, ?, ?, ?)", "sssssii",
                              kind, id, text, me, relais_record_get_by (theirs), since, relais_record_get_at (theirs));
}

void
relais_conflict_free (RelaisConflict *conflict)
{
  g_clear_pointer (&conflict->base, g_variant_unref);
  g_clear_pointer (&conflict->mine, g_variant_unref);
  g_clear_pointer (&conflict->theirs, g_variant_unref);
  g_clear_pointer (&conflict->action, relais_action_unref);
  g_free (conflict->mine_by);
  g_free (conflict->theirs_by);
  g_free (conflict);
}

GPtrArray *
relais_workspace_list_conflicts (RelaisWorkspace *self)
{
  GPtrArray *conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_conflict_free);
  sqlite3_stmt *stmt;

  g_return_val_if_fail (self != NULL, conflicts);

  stmt = relais_database_select (self->db, NULL, CONFLICT_COLUMNS "WHERE closed_at IS NULL ORDER BY id", "");
  while (stmt != NULL && relais_database_step (self->db, stmt, NULL)) {
    RelaisConflict *conflict = read_conflict (stmt);

    if (conflict != NULL)
      g_ptr_array_add (conflicts, conflict);
  }
  return conflicts;
}

gboolean
relais_workspace_resolve (RelaisWorkspace *self, RelaisAccess *access, gint64 id, GVariant *value, gint64 *action_id,
                          RelaisChanges **changes, GError **error)
{
  RelaisConflict *conflict;
  g_autoptr (RelaisAction) action = NULL;
  g_autoptr (GVariant) decided = value != NULL ? g_variant_ref_sink (value) : NULL;
  g_autofree char *text = NULL;
  gint64 made = 0;
  gboolean ok;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!relais_workspace_begin (self, error))
    return FALSE;
  conflict = lookup_conflict (self, id, error);
  ok = conflict != NULL;
  if (ok) {
    action = build_decision (conflict, decided);
    text = conflict->field < conflict->kind->n_fields ? relais_encode_value (conflict->kind, conflict->field, decided) : NULL;
    relais_conflict_free (conflict);
  }
  ok = ok && (action == NULL || relais_workspace_apply (self, access, action, 0, &made, error)) &&
       relais_database_run (self->db, error, "UPDATE conflict SET decided = ?, closed_at = ? WHERE id = ?", "sii", text,
                            get_now (), id);
  relais_changes_add_status (self->changes);
  if (!relais_workspace_end (self, ok, changes, error))
    return FALSE;
  if (action_id != NULL)
    *action_id = made;
  return TRUE;
}

static gboolean
stands_alone (const RelaisConflict *conflict)
{
  return conflict->field == conflict->kind->n_fields || conflict->kind->fields[conflict->field].merge == RELAIS_MERGE_TEXT ||
         conflict->kind->fields[conflict->field].type == RELAIS_FIELD_STRING;
}

gboolean
relais_conflict_goes_with (const RelaisConflict *a, const RelaisConflict *b)
{
  if (a->id == b->id)
    return TRUE;
  return !stands_alone (a) && !stands_alone (b) && g_str_equal (a->record, b->record) && a->mine_at == b->mine_at &&
         g_strcmp0 (a->theirs_by, b->theirs_by) == 0;
}

char *
relais_conflict_dup_fields (GPtrArray *conflicts, guint index)
{
  const RelaisConflict *conflict = g_ptr_array_index (conflicts, index);
  g_autoptr (GString) fields = g_string_new (NULL);

  for (guint i = 0; i < conflicts->len; i++) {
    const RelaisConflict *other = g_ptr_array_index (conflicts, i);
    const char *label = other->field < other->kind->n_fields ? other->kind->fields[other->field].label : other->kind->label;

    if (!relais_conflict_goes_with (other, conflict))
      continue;
    if (i < index)
      return NULL;
    g_string_append_printf (fields, "%s%s", fields->len > 0 ? ", " : "", g_dgettext (GETTEXT_PACKAGE, label));
  }
  return g_string_free_and_steal (g_steal_pointer (&fields));
}

/* What was decided of one of them, into @action. */
static gboolean
settle_one (RelaisWorkspace *self, const RelaisConflict *conflict, GVariant *value, RelaisAction *action, GError **error)
{
  g_autoptr (RelaisAction) part = build_decision (conflict, value);
  g_autofree char *text = conflict->field < conflict->kind->n_fields ? relais_encode_value (conflict->kind, conflict->field, value) : NULL;

  for (guint i = 0; part != NULL && i < relais_action_get_ops (part)->len; i++)
    g_ptr_array_add (relais_action_get_ops (action), relais_op_copy (g_ptr_array_index (relais_action_get_ops (part), i)));
  return relais_database_run (self->db, error, "UPDATE conflict SET decided = ?, closed_at = ? WHERE id = ?", "sii", text, get_now (),
                              conflict->id);
}

gboolean
relais_workspace_resolve_all (RelaisWorkspace *self, RelaisAccess *access, gint64 id, gboolean mine, gint64 *action_id,
                              RelaisChanges **changes, GError **error)
{
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (RelaisAction) action = NULL;
  RelaisConflict *chosen;
  gint64 made = 0;
  gboolean ok;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!relais_workspace_begin (self, error))
    return FALSE;
  conflicts = relais_workspace_list_conflicts (self);
  chosen = lookup_conflict (self, id, error);
  ok = chosen != NULL;
  if (ok)
    action = relais_action_new (chosen->action != NULL ? relais_action_get_label (chosen->action) : _("Settle the conflict"));
  for (guint i = 0; ok && i < conflicts->len; i++) {
    const RelaisConflict *conflict = g_ptr_array_index (conflicts, i);

    ok = !relais_conflict_goes_with (chosen, conflict) ||
         settle_one (self, conflict, mine ? conflict->mine : conflict->theirs, action, error);
  }
  ok = ok && (relais_action_is_empty (action) || relais_workspace_apply (self, access, action, 0, &made, error));
  g_clear_pointer (&chosen, relais_conflict_free);
  relais_changes_add_status (self->changes);
  if (!relais_workspace_end (self, ok, changes, error))
    return FALSE;
  if (action_id != NULL)
    *action_id = made;
  return TRUE;
}

void
relais_refusal_free (RelaisRefusal *refusal)
{
  g_free (refusal->label);
  g_free (refusal->code);
  g_free (refusal->field);
  g_free (refusal->detail);
  g_clear_pointer (&refusal->action, relais_action_unref);
  g_free (refusal);
}

GPtrArray *
relais_workspace_list_refusals (RelaisWorkspace *self)
{
  GPtrArray *refusals = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_refusal_free);
  sqlite3_stmt *stmt;

  g_return_val_if_fail (self != NULL, refusals);

  stmt = relais_database_select (self->db, NULL, "SELECT id, label, code, field, detail, at, ops FROM refusal "
                                                 "WHERE closed_at IS NULL "
                                                 "ORDER BY id", "");
  while (stmt != NULL && relais_database_step (self->db, stmt, NULL)) {
    RelaisRefusal *refusal = g_new0 (RelaisRefusal, 1);

    refusal->id = sqlite3_column_int64 (stmt, 0);
    refusal->label = dup_column (stmt, 1);
    refusal->code = dup_column (stmt, 2);
    refusal->field = dup_column (stmt, 3);
    refusal->detail = dup_column (stmt, 4);
    refusal->at = sqlite3_column_int64 (stmt, 5);
    refusal->action = relais_ops_parse (refusal->label, (const char *) sqlite3_column_text (stmt, 6));
    g_ptr_array_add (refusals, refusal);
  }
  return refusals;
}

gboolean
relais_workspace_retry_refusal (RelaisWorkspace *self, gint64 refusal, RelaisChanges **changes, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return relais_workspace_begin (self, error) && relais_workspace_end (self, retry (self, refusal, error), changes, error);
}

gboolean
relais_workspace_drop_refusal (RelaisWorkspace *self, gint64 refusal, RelaisChanges **changes, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return relais_workspace_begin (self, error) &&
         relais_workspace_end (self, close_refusal (self, refusal, error), changes, error);
}

void
relais_pending_free (RelaisPending *pending)
{
  g_free (pending->label);
  g_free (pending);
}

GPtrArray *
relais_workspace_list_pending (RelaisWorkspace *self, guint limit)
{
  g_return_val_if_fail (self != NULL, NULL);

  return read_pending (self, relais_database_select (self->db, NULL,
                                                     "SELECT ifnull (mid, 0), label, since, state FROM outbox WHERE state <> 2 "
                                                     "ORDER BY pos LIMIT ?", "i", (gint64) limit));
}

GPtrArray *
relais_workspace_list_pending_of (RelaisWorkspace *self, const char *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  return read_pending (self, relais_database_select (self->db, NULL,
                                                     "SELECT ifnull (mid, 0), label, since, state FROM outbox WHERE state <> 2 "
                                                     "AND pos IN (SELECT pos FROM outbox_op WHERE id = ?) ORDER BY pos", "s", id));
}

static guint
count_conflicts (RelaisWorkspace *self)
{
  g_autoptr (GPtrArray) conflicts = relais_workspace_list_conflicts (self);
  guint count = 0;

  for (guint i = 0; i < conflicts->len; i++) {
    g_autofree char *fields = relais_conflict_dup_fields (conflicts, i);

    count += fields != NULL;
  }
  return count;
}

void
relais_workspace_get_queue_state (RelaisWorkspace *self, RelaisQueueState *state)
{
  g_return_if_fail (self != NULL && state != NULL);

  state->waiting = (guint) relais_database_get_integer (self->db, 0, "SELECT count(*) FROM outbox WHERE state <> 2", "");
  state->waiting_since = relais_database_get_integer (self->db, 0, "SELECT min (since) FROM outbox WHERE state <> 2", "");
  state->conflicts = count_conflicts (self);
  state->failed = (guint) relais_database_get_integer (self->db, 0, "SELECT count(*) FROM refusal WHERE closed_at IS NULL", "");
}
