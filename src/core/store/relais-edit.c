/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

/* Actions of a person: checked, applied, queued and kept for undoing, in one transaction. */

#include "relais-workspace-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "relais-codec.h"
#include "relais-rows.h"
#include "relais-steps.h"
#include "relais-validate.h"

/* Actions that can be undone: as many as anybody goes back. */
#define MOST_ACTIONS 500

static gboolean
set_not_found (GError **error, const char *message)
{
  g_set_error_literal (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_NOT_FOUND, message);
  return FALSE;
}

/* Same values leave the op, others take their normal form. */
static RelaisFields *
normalize_fields (const RelaisFields *given, RelaisRecord *before, GError **error)
{
  const RelaisKind *kind = given->kind;
  g_autoptr (RelaisFields) fields = relais_fields_new (kind);

  for (guint i = 0; i < kind->n_fields; i++) {
    guint64 bit = G_GUINT64_CONSTANT (1) << i;
    GVariant *old = before != NULL ? relais_record_get_fields (before)->values[i] : NULL;
    g_autoptr (GVariant) value = NULL;

    if (!((given->set | given->unset) & bit))
      continue;
    if (given->set & bit) {
      GError *local = NULL;

      value = relais_field_normalize (kind, i, given->values[i], &local);
      if (local != NULL) {
        g_propagate_error (error, local);
        return NULL;
      }
    }
    if (!relais_values_equal (value, old))
      relais_fields_set (fields, i, value);
  }
  return g_steal_pointer (&fields);
}

static gboolean
check_unique (RelaisWorkspace *self, RelaisRecord *after, GError **error)
{
  const RelaisKind *kind = relais_record_get_kind (after);

  for (guint i = 0; i < kind->n_fields; i++) {
    GVariant *value = relais_record_get_fields (after)->values[i];
    g_autofree char *sql = NULL;

    if (!(kind->fields[i].flags & RELAIS_FIELD_UNIQUE) || value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
      continue;
    sql = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM k_%s t JOIN record r ON r.pk = t.pk WHERE t.\"%s\" = ? AND r.id <> ?)",
                           kind->name, kind->fields[i].name);
    if (relais_database_get_integer (self->db, 0, sql, "ss", g_variant_get_string (value, NULL),
                                     relais_record_get_id (after)) != 0) {
      g_set_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_UNIQUE, _("%s: another %s has this value"),
                   g_dgettext (GETTEXT_PACKAGE, kind->fields[i].label), g_dgettext (GETTEXT_PACKAGE, kind->label));
      return FALSE;
    }
  }
  return TRUE;
}

/* The back end keeps what others refer to; records that this mutation takes away too do not count. */
static gboolean
check_removal (RelaisWorkspace *self, const RelaisOp *op, GError **error)
{
  for (guint k = 0; k < relais_n_kinds (); k++) {
    const RelaisKind *kind = relais_kinds ()[k];

    for (guint i = 0; i < kind->n_fields; i++) {
      const RelaisField *field = &kind->fields[i];
      g_autofree char *sql = NULL;

      if (g_strcmp0 (field->target, op->kind->name) != 0)
        continue;
      sql = g_strdup_printf (field->type == RELAIS_FIELD_REF
                               ? "SELECT EXISTS (SELECT 1 FROM k_%s t WHERE t.\"%s\" = ?)"
                               : "SELECT EXISTS (SELECT 1 FROM k_%s t, json_each (t.\"%s\") e WHERE e.value = ?)",
                             kind->name, field->name);
      if (relais_database_get_integer (self->db, 0, sql, "s", op->id) != 0) {
        g_set_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_REFERENCE,
                     _("It cannot be deleted for good: it is still used in “%s”."),
                     g_dgettext (GETTEXT_PACKAGE, kind->label_plural));
        return FALSE;
      }
    }
  }
  return TRUE;
}

/* What was approved is no longer its author's. The back end decides the same by the same tables. */
static gboolean
check_settled (RelaisWorkspace *self, RelaisAccess *access, RelaisRecord *before, GError **error)
{
  const RelaisKind *kind = relais_record_get_kind (before);
  const RelaisKind *holding = kind->settled_by != NULL ? relais_kind_lookup (kind->settled_by) : NULL;
  g_autofree char *states = NULL, *sql = NULL;

  if (holding == NULL || relais_access_writes_all (access, kind))
    return TRUE;
  states = g_strjoinv ("', '", (char **) kind->settled_states);
  sql = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM k_%s t WHERE t.\"%s\" = ? AND t.\"%s\" IN ('%s') AND t.\"binned\" IS NOT 1)",
                         holding->name, kind->settled_field, holding->state_field, states);
  if (relais_database_get_integer (self->db, 0, sql, "s", relais_record_get_id (before)) == 0)
    return TRUE;
  g_set_error_literal (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_FORBIDDEN,
                       _("This is approved: whoever approved it can give it back."));
  return FALSE;
}

static gboolean
check (RelaisWorkspace *self, RelaisAccess *access, RelaisRecord *before, RelaisRecord *after, GError **error)
{
  if (after != NULL && !relais_record_validate (after, error))
    return FALSE;
  if (access != NULL && !relais_access_check_write (access, before, after, error))
    return FALSE;
  if (access != NULL && before != NULL && !check_settled (self, access, before, error))
    return FALSE;
  return after == NULL || check_unique (self, after, error);
}

/* Ops of one action as one mutation holds them: a record once, creations before changes of the same record laid together. */
static gboolean
gather_op (GPtrArray *ops, const RelaisOp *op)
{
  for (guint i = 0; i < ops->len; i++) {
    const RelaisOp *earlier = g_ptr_array_index (ops, i);
    RelaisOp *squashed;

    if (strcmp (earlier->id, op->id) != 0)
      continue;
    squashed = earlier->remove ? relais_op_copy (earlier) : relais_sync_squash (earlier, op);
    g_ptr_array_remove_index (ops, i);
    if (squashed != NULL)
      g_ptr_array_insert (ops, (int) i, squashed);
    return TRUE;
  }
  g_ptr_array_add (ops, relais_op_copy (op));
  return TRUE;
}

/* Only large actions (imports) name a record thousands of times; looking each up in a list would take for ever. */
static GPtrArray *
gather (GPtrArray *given)
{
  GPtrArray *ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  g_autoptr (GHashTable) met = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < given->len; i++) {
    const RelaisOp *op = g_ptr_array_index (given, i);

    if (g_hash_table_add (met, (char *) op->id))
      g_ptr_array_add (ops, relais_op_copy (op));
    else
      gather_op (ops, op);
  }
  return ops;
}

/* The record as the person saw it: @before, except where it changed behind their back. */
static RelaisRecord *
build_seen (RelaisRecord *before, const RelaisFields *seen, const RelaisFields *given)
{
  g_autoptr (RelaisFields) over = relais_fields_new (seen->kind);

  for (guint i = 0; i < seen->kind->n_fields; i++)
    if ((given->set | given->unset) & (G_GUINT64_CONSTANT (1) << i))
      relais_fields_set (over, i, seen->values[i]);
  return relais_record_with (before, over);
}

/* What came in since the person began to type is merged, or kept as a conflict; never overwritten unseen. (transfer full)
 * (nullable) */
static RelaisFields *
lay_over_unseen (RelaisWorkspace *self, const RelaisFields *seen, RelaisFields *fields, RelaisRecord *before,
                 GError **error)
{
  g_autoptr (RelaisRecord) base = build_seen (before, seen, fields);
  g_autoptr (RelaisOp) mine = relais_op_new_set (relais_record_get_id (before), (RelaisBase) { RELAIS_BASE_SEQ, 0, 0 }, fields);
  g_autoptr (GPtrArray) clashes = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_clash_free);
  g_autoptr (RelaisOp) rebased = relais_sync_rebase (mine, base, before, clashes);

  for (guint i = 0; i < clashes->len; i++)
    if (!relais_workspace_add_conflict (self, g_ptr_array_index (clashes, i), g_get_real_time () / G_USEC_PER_SEC, error))
      return NULL;
  return rebased != NULL ? g_steal_pointer (&rebased->fields) : relais_fields_new (seen->kind);
}

static gboolean
prepare_op (RelaisWorkspace *self, RelaisAccess *access, const RelaisOp *given, const RelaisFields *seen, GPtrArray *ops,
            GPtrArray *steps, GError **error)
{
  g_autoptr (RelaisRecord) before = relais_rows_lookup (self->db, given->kind, given->id);
  g_autoptr (RelaisRecord) after = NULL;
  g_autoptr (RelaisFields) fields = NULL;
  RelaisBase base = { before != NULL ? RELAIS_BASE_SEQ : RELAIS_BASE_NONE, 0, 0 };
  RelaisOp *op;

  if (before == NULL && given->base.type != RELAIS_BASE_NONE)
    return set_not_found (error, _("What you changed was deleted by somebody else."));
  if (given->remove) {
    if (!check (self, access, before, NULL, error) || !check_removal (self, given, error))
      return FALSE;
    g_ptr_array_add (ops, relais_op_new_remove (given->kind, given->id, base));
    relais_steps_add (steps, before, NULL);
    return TRUE;
  }
  fields = normalize_fields (given->fields, before, error);
  if (fields != NULL && seen != NULL && before != NULL)
    fields = lay_over_unseen (self, seen, g_steal_pointer (&fields), before, error);
  if (fields == NULL)
    return FALSE;
  if (before != NULL && fields->set == 0 && fields->unset == 0)
    return TRUE;
  if (before == NULL)
    fields->unset = 0;
  op = relais_op_new_set (given->id, base, g_steal_pointer (&fields));
  g_ptr_array_add (ops, op);
  after = relais_sync_project (before, op);
  relais_steps_add (steps, before, after);
  return check (self, access, before, after, error);
}

static gboolean
insert_action (RelaisWorkspace *self, const char *label, const char *merge_key, gint64 undoes, GPtrArray *steps, gint64 *id,
               GError **error)
{
  g_autofree char *text = relais_steps_print (steps);

  if (!relais_database_run (self->db, error, "INSERT INTO action (label, merge_key, undoes, steps, at) VALUES (?, ?, ?, ?, ?)",
                            "ssisi",
                            label, merge_key, undoes, text, g_get_real_time () / G_USEC_PER_SEC))
    return FALSE;
  *id = sqlite3_last_insert_rowid (relais_database_get_handle (self->db));
  return relais_database_run (self->db, error, "DELETE FROM action WHERE id <= ?", "i", *id - MOST_ACTIONS);
}

/* Typing goes on: the last action grows, unless a colleague's words came in between. Undone as one they would go with mine. */
static gboolean
keep_action (RelaisWorkspace *self, const char *label, const char *merge_key, GPtrArray *steps, gint64 *id, GError **error)
{
  g_autofree char *last = NULL, *text = NULL;
  g_autoptr (GPtrArray) grown = NULL;

  if (merge_key == NULL)
    return insert_action (self, label, NULL, 0, steps, id, error);
  *id = relais_database_get_integer (self->db, 0, "SELECT id FROM action WHERE id = (SELECT max (id) FROM action) "
                                                  "AND merge_key = ?",
                                     "s", merge_key);
  last = *id != 0 ? relais_database_dup_string (self->db, "SELECT steps FROM action WHERE id = ?", "i", *id) : NULL;
  grown = last != NULL ? relais_steps_parse (last) : NULL;
  if (grown == NULL || !relais_steps_follow (grown, steps))
    return insert_action (self, label, merge_key, 0, steps, id, error);
  relais_steps_append (grown, steps);
  text = relais_steps_print (grown);
  return relais_database_run (self->db, error, "UPDATE action SET steps = ? WHERE id = ?", "si", text, *id);
}

static char *
name_inverse (const char *label, gboolean undoes_undoing, gboolean kept)
{
  if (kept)
    return g_strdup_printf (_("Undo, except for what others have changed since: %s"), label);
  return g_strdup_printf (undoes_undoing ? _("Redo: %s") : _("Undo: %s"), label);
}

/* The label of what a person did first, whatever was undone and redone since. */
static char *
dup_first_label (RelaisWorkspace *self, gint64 action_id)
{
  return relais_database_dup_string (self->db,
                                     "WITH RECURSIVE up (id, undoes, label) AS (SELECT id, undoes, label FROM action "
                                     "WHERE id = ? "
                                     "UNION ALL SELECT a.id, a.undoes, a.label FROM action a JOIN up ON a.id = up.undoes) "
                                     "SELECT label FROM up ORDER BY id LIMIT 1", "i", action_id);
}

static RelaisAction *
build_inverse (RelaisWorkspace *self, gint64 action_id, GError **error)
{
  g_autofree char *text = relais_database_dup_string (self->db, "SELECT steps FROM action WHERE id = ?", "i", action_id);
  g_autofree char *first = dup_first_label (self, action_id);
  g_autofree char *label = NULL;
  g_autoptr (GPtrArray) steps = text != NULL ? relais_steps_parse (text) : NULL;
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  gboolean kept = FALSE;
  RelaisAction *inverse;
  guint n_undoes = (guint) relais_database_get_integer (self->db, 0,
                                                        "WITH RECURSIVE up (undoes, n) AS (SELECT undoes, 0 FROM action "
                                                        "WHERE id = ? UNION ALL SELECT a.undoes, up.n + 1 FROM action a "
                                                        "JOIN up ON a.id = up.undoes) SELECT max (n) FROM up", "i", action_id);

  if (steps == NULL) {
    set_not_found (error, _("This was done too long ago to be undone."));
    return NULL;
  }
  for (guint i = steps->len; i-- > 0;) {
    RelaisStepChange *change = g_ptr_array_index (steps, i);
    g_autoptr (RelaisRecord) now = relais_rows_lookup (self->db, change->kind, change->id);
    RelaisOp *op = relais_steps_invert (change, now, &kept);

    if (op != NULL)
      g_ptr_array_add (ops, op);
  }
  if (ops->len == 0 && kept) {
    set_not_found (error, _("There is nothing left to undo: others have changed it since."));
    return NULL;
  }
  label = name_inverse (first, n_undoes % 2 == 1, kept);
  inverse = relais_action_new (label);
  g_ptr_array_extend_and_steal (relais_action_get_ops (inverse), g_steal_pointer (&ops));
  return inverse;
}

gboolean
relais_workspace_apply (RelaisWorkspace *self, RelaisAccess *access, RelaisAction *action, gint64 undoes, gint64 *id,
                        GError **error)
{
  g_autoptr (GPtrArray) given = gather (relais_action_get_ops (action));
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  g_autoptr (GPtrArray) steps = relais_steps_new ();
  const char *label = relais_action_get_label (action);
  const char *merge_key = relais_action_get_merge_key (action);

  *id = 0;
  for (guint i = 0; i < given->len; i++) {
    const RelaisOp *op = g_ptr_array_index (given, i);

    if (!prepare_op (self, access, op, relais_action_get_seen (action, op->id), ops, steps, error))
      return FALSE;
  }
  if (ops->len == 0)
    return TRUE;
  if (!relais_workspace_enqueue (self, label, merge_key, ops, error))
    return FALSE;
  return undoes != 0 ? insert_action (self, label, NULL, undoes, steps, id, error)
                     : keep_action (self, label, merge_key, steps, id, error);
}

gboolean
relais_workspace_commit (RelaisWorkspace *self, RelaisAccess *access, RelaisAction *action, gint64 *action_id,
                         RelaisChanges **changes, GError **error)
{
  gint64 id = 0;

  g_return_val_if_fail (self != NULL && action != NULL, FALSE);

  if (!relais_workspace_begin (self, error) ||
      !relais_workspace_end (self, relais_workspace_apply (self, access, action, 0, &id, error), changes, error))
    return FALSE;
  if (action_id != NULL)
    *action_id = id;
  return TRUE;
}

gboolean
relais_workspace_undo (RelaisWorkspace *self, RelaisAccess *access, gint64 action_id, gint64 *inverse_id, RelaisChanges **changes,
                       GError **error)
{
  g_autoptr (RelaisAction) inverse = NULL;
  gint64 id = 0;
  gboolean ok;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!relais_workspace_begin (self, error))
    return FALSE;
  inverse = build_inverse (self, action_id, error);
  ok = inverse != NULL && relais_workspace_apply (self, access, inverse, action_id, &id, error);
  if (!relais_workspace_end (self, ok, changes, error))
    return FALSE;
  if (inverse_id != NULL)
    *inverse_id = id;
  return TRUE;
}

char *
relais_workspace_dup_action_label (RelaisWorkspace *self, gint64 action_id)
{
  g_return_val_if_fail (self != NULL, NULL);
  return relais_database_dup_string (self->db, "SELECT label FROM action WHERE id = ?", "i", action_id);
}
