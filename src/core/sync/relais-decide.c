/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sync"

#include "relais-sync.h"

#include "relais-validate.h"

#include <string.h>

/* Stable codes of refusals beside those of RelaisModelError. */
#define CODE_BASE      "bad_base"
#define CODE_DUPLICATE "duplicate_record"
#define CODE_BLOB      "missing_blob"
#define CODE_REFERRED  "referred"

/* One mutation on its way to an outcome. */
typedef struct {
  const RelaisWorld    *world;
  RelaisAccess         *access;
  const RelaisMutation *mutation;
  guint64               new_seq;
  const char           *by;
  gint64                at;
  RelaisOutcome        *outcome;   /* owned */
  GPtrArray            *writes;    /* owned; element-type RelaisWrite: all or nothing, in the order of the ops */
} Decision;

static RelaisWrite *
get_write (Decision *decision,
           guint     i)
{
  return g_ptr_array_index (decision->writes, i);
}

/* Always FALSE. The first refusal stands. */
static gboolean
refuse (Decision   *decision,
        const char *code,
        const char *field,
        const char *format,
        ...) G_GNUC_PRINTF (4, 5);
static gboolean
refuse (Decision   *decision,
        const char *code,
        const char *field,
        const char *format,
        ...)
{
  va_list args;

  decision->outcome->type = RELAIS_OUTCOME_REJECTED;
  decision->outcome->code = g_strdup (code);
  decision->outcome->field = g_strdup (field);
  va_start (args, format);
  decision->outcome->detail = g_strdup_vprintf (format, args);
  va_end (args);

  return FALSE;
}

static gboolean
refuse_for (Decision *decision,
            GError   *error)
{
  return refuse (decision, error->domain == RELAIS_MODEL_ERROR ? relais_model_error_to_code (error->code) : "bad_value", NULL,
                 "%s", error->message);
}

static gboolean
is_visible (Decision     *decision,
            RelaisRecord *record)
{
  return relais_access_can_read (decision->access, record);
}

/* Did somebody else change the field after what the client had seen? */
static gboolean
is_foreign (Decision       *decision,
            const RelaisOp *op,
            guint64         changed_at)
{
  guint64 seen = op->base.type == RELAIS_BASE_MID ? op->base.seen : op->base.value;

  return changed_at > seen && !decision->world->seq_is_own (decision->world->data, changed_at);
}

static gboolean
base_is_possible (Decision       *decision,
                  const RelaisOp *op)
{
  switch (op->base.type)
    {
    case RELAIS_BASE_NONE:
      return !op->remove;
    case RELAIS_BASE_SEQ:
      return op->base.value < decision->new_seq;
    case RELAIS_BASE_MID:
      return op->base.value < decision->mutation->mid && op->base.seen < decision->new_seq;
    }

  return FALSE;
}

static gboolean
says_the_same (const RelaisOp *op,
               RelaisRecord   *before)
{
  g_autoptr (RelaisRecord) after = relais_sync_project (before, op);

  return relais_fields_equal (relais_record_get_fields (after), relais_record_get_fields (before));
}

static gboolean
op_clashes (Decision       *decision,
            const RelaisOp *op,
            RelaisRecord   *before,
            const guint64  *field_seqs)
{
  if (op->base.type == RELAIS_BASE_MID && !decision->world->mid_to_seq (decision->world->data, op->base.value))
    return TRUE;
  if (!before)
    return op->base.type != RELAIS_BASE_NONE && !op->remove;
  if (op->kind->whole && !op->remove && says_the_same (op, before))
    return FALSE;

  for (guint i = 0; i < op->kind->n_fields; i++)
    {
      guint64 bit = G_GUINT64_CONSTANT (1) << i;
      gboolean touched = op->remove || op->base.type == RELAIS_BASE_NONE || ((op->fields->set | op->fields->unset) & bit);

      if (!touched && !op->kind->whole)
        continue;
      if (touched && !op->remove && relais_values_equal (op->fields->values[i], relais_record_get_fields (before)->values[i]))
        continue;
      if (op->base.type == RELAIS_BASE_NONE || is_foreign (decision, op, field_seqs[i]))
        return TRUE;
    }

  return FALSE;
}

static guint64
find_changed (const RelaisKind *kind,
              RelaisRecord     *before,
              RelaisRecord     *after)
{
  guint64 changed = 0;

  for (guint i = 0; i < kind->n_fields; i++)
    if (!before || !after || !relais_values_equal (relais_record_get_fields (before)->values[i],
                                                   relais_record_get_fields (after)->values[i]))
      changed |= G_GUINT64_CONSTANT (1) << i;

  return changed;
}

static RelaisRecord *
make_after (Decision       *decision,
            const RelaisOp *op,
            RelaisRecord   *before,
            guint64         gone_seq)
{
  g_autoptr (RelaisRecord) state = NULL;
  /* A record that was deleted and is created again must not repeat a rev: the digest could not tell the two apart. */
  guint64 rev = before ? relais_record_get_rev (before) + 1 : gone_seq ? decision->new_seq : 1;

  if (op->remove)
    return NULL;
  state = relais_sync_project (before, op);

  return relais_record_new (op->id, relais_fields_copy (relais_record_get_fields (state)), rev, decision->new_seq,
                            decision->by, decision->at);
}

/* Looks one op up, finds its clashes and computes its write. *clashes is set when there are some. FALSE: refused. */
static gboolean
prepare_op (Decision       *decision,
            const RelaisOp *op,
            gboolean       *clashes)
{
  const guint64 *field_seqs = NULL;
  guint64 gone_seq = 0;
  g_autoptr (RelaisRecord) before = decision->world->lookup (decision->world->data, op->kind, op->id, &field_seqs, &gone_seq);
  RelaisWrite *write;

  if (!base_is_possible (decision, op))
    return refuse (decision, CODE_BASE, NULL, "%s %s: not a base of this mutation", op->kind->name, op->id);
  if (before && !is_visible (decision, before))
    {
      /* To this account it does not exist; but its identifier cannot be given twice. */
      if (op->base.type == RELAIS_BASE_NONE)
        return refuse (decision, relais_model_error_to_code (RELAIS_MODEL_ERROR_FORBIDDEN), NULL,
                       "%s %s may not be created", op->kind->name, op->id);
      g_clear_pointer (&before, relais_record_unref);
    }

  if (before)
    {
      if (!decision->outcome->current)
        decision->outcome->current = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
      g_ptr_array_add (decision->outcome->current, relais_record_ref (before));
    }
  if (op_clashes (decision, op, before, field_seqs))
    {
      *clashes = TRUE;
      return TRUE;
    }

  write = g_new0 (RelaisWrite, 1);
  g_ptr_array_add (decision->writes, write);
  write->after = make_after (decision, op, before, gone_seq);
  write->before = g_steal_pointer (&before);
  if (write->before || write->after)
    write->changed = find_changed (op->kind, write->before, write->after);

  return TRUE;
}

static gboolean
prepare (Decision *decision,
         gboolean *clashes)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < decision->mutation->ops->len; i++)
    {
      const RelaisOp *op = g_ptr_array_index (decision->mutation->ops, i);

      if (!g_hash_table_add (seen, (char *) op->id))
        return refuse (decision, CODE_DUPLICATE, NULL, "%s %s is changed twice in one mutation", op->kind->name, op->id);
      if (!prepare_op (decision, op, clashes))
        return FALSE;
    }

  return TRUE;
}

/* Ops that change nothing (the same values, a deletion of what is gone) write nothing. */
static void
drop_idle_writes (Decision *decision)
{
  for (guint i = decision->writes->len; i > 0; i--)
    if (!get_write (decision, i - 1)->changed)
      g_ptr_array_remove_index (decision->writes, i - 1);
}

static gboolean
has_reference (const RelaisField *field,
               GVariant          *value,
               const char        *id)
{
  g_autofree const char **ids = NULL;

  if (!value)
    return FALSE;
  if (field->type == RELAIS_FIELD_REF)
    return g_str_equal (g_variant_get_string (value, NULL), id);
  ids = g_variant_get_strv (value, NULL);

  return g_strv_contains (ids, id);
}

/* A record that one may refer to exists after this mutation and may be seen by this account: a reference must not tell whether an
 * invisible record exists. */
static gboolean
is_good_target (Decision          *decision,
                GHashTable        *by_id,
                const RelaisField *field,
                const char        *id)
{
  const RelaisKind *target = relais_kind_lookup (field->target);
  RelaisWrite *write = g_hash_table_lookup (by_id, id);
  const guint64 *field_seqs = NULL;
  guint64 gone_seq = 0;
  g_autoptr (RelaisRecord) record = NULL;

  if (write)
    return write->after && relais_record_get_kind (write->after) == target;
  record = decision->world->lookup (decision->world->data, target, id, &field_seqs, &gone_seq);

  return record && is_visible (decision, record);
}

/* References that were there before stay, whatever became of their target; new ones need a good target. */
static gboolean
check_references (Decision          *decision,
                  GHashTable        *by_id,
                  RelaisWrite       *write,
                  guint              index)
{
  const RelaisKind *kind = relais_record_get_kind (write->after);
  const RelaisField *field = &kind->fields[index];
  GVariant *value = relais_record_get_fields (write->after)->values[index];
  GVariant *old = write->before ? relais_record_get_fields (write->before)->values[index] : NULL;
  const char *single[2] = { NULL, NULL };
  g_autofree const char **many = NULL;
  const char **ids = single;

  if (!value)
    return TRUE;
  if (field->type == RELAIS_FIELD_REF)
    single[0] = g_variant_get_string (value, NULL);
  else
    ids = many = g_variant_get_strv (value, NULL);

  for (guint i = 0; ids[i]; i++)
    if (!has_reference (field, old, ids[i]) && !is_good_target (decision, by_id, field, ids[i]))
      return refuse (decision, relais_model_error_to_code (RELAIS_MODEL_ERROR_REFERENCE), field->name,
                     "%s.%s: there is no %s %s", kind->name, field->name, field->target, ids[i]);

  return TRUE;
}

static gboolean
check_unique (Decision    *decision,
              RelaisWrite *write,
              guint        index)
{
  const RelaisKind *kind = relais_record_get_kind (write->after);
  const char *id = relais_record_get_id (write->after);
  GVariant *value = relais_record_get_fields (write->after)->values[index];
  gboolean taken = value && decision->world->value_taken (decision->world->data, kind, index, value, id);

  for (guint i = 0; value && i < decision->writes->len && !taken; i++)
    {
      RelaisRecord *other = get_write (decision, i)->after;

      taken = other && other != write->after && relais_record_get_kind (other) == kind &&
              relais_values_equal (relais_record_get_fields (other)->values[index], value);
    }

  return !taken || refuse (decision, relais_model_error_to_code (RELAIS_MODEL_ERROR_UNIQUE), kind->fields[index].name,
                           "%s.%s: another %s has this value", kind->name, kind->fields[index].name, kind->name);
}

static gboolean
check_field (Decision    *decision,
             GHashTable  *by_id,
             RelaisWrite *write,
             guint        index)
{
  const RelaisField *field = &relais_record_get_kind (write->after)->fields[index];
  GVariant *value = relais_record_get_fields (write->after)->values[index];

  if ((field->flags & RELAIS_FIELD_UNIQUE) && !check_unique (decision, write, index))
    return FALSE;
  if (field->type == RELAIS_FIELD_REF || field->type == RELAIS_FIELD_REFS)
    return check_references (decision, by_id, write, index);
  if (field->type == RELAIS_FIELD_HASH && value &&
      !decision->world->blob_exists (decision->world->data, g_variant_get_string (value, NULL)))
    return refuse (decision, CODE_BLOB, field->name, "%s.%s: this content was not uploaded",
                   relais_record_get_kind (write->after)->name, field->name);

  return TRUE;
}

static guint64
count_in_record (RelaisRecord     *record,
                 const RelaisKind *target,
                 const char       *id)
{
  const RelaisFields *fields = record ? relais_record_get_fields (record) : NULL;
  guint64 n = 0;

  for (guint i = 0; fields && i < fields->kind->n_fields; i++)
    {
      const RelaisField *field = &fields->kind->fields[i];

      if ((field->type == RELAIS_FIELD_REF || field->type == RELAIS_FIELD_REFS) && g_str_equal (field->target, target->name))
        n += has_reference (field, fields->values[i], id);
    }

  return n;
}

/* Nothing may point to what is deleted once the whole mutation is applied: a parent can go together with its children. */
static gboolean
check_removal (Decision    *decision,
               RelaisWrite *write)
{
  const RelaisKind *kind = relais_record_get_kind (write->before);
  const char *id = relais_record_get_id (write->before);
  guint64 n = decision->world->count_references (decision->world->data, kind, id);
  guint64 gone = 0;

  for (guint i = 0; i < decision->writes->len; i++)
    {
      n += count_in_record (get_write (decision, i)->after, kind, id);
      gone += count_in_record (get_write (decision, i)->before, kind, id);
    }

  return n <= gone || refuse (decision, CODE_REFERRED, NULL, "%s %s: other records refer to it", kind->name, id);
}

/* Whoever writes only what is their own has let go of it once it is approved. */
static gboolean
check_settled (Decision    *decision,
               RelaisWrite *write)
{
  const RelaisKind *kind = relais_record_get_kind (write->before);

  if (!kind->settled_by || relais_access_writes_all (decision->access, kind) ||
      !decision->world->is_settled (decision->world->data, kind, relais_record_get_id (write->before)))
    return TRUE;
  return refuse (decision, relais_model_error_to_code (RELAIS_MODEL_ERROR_FORBIDDEN), NULL,
                 "%s: it is approved; whoever approved it can give it back", kind->name);
}

static gboolean
check_write (Decision    *decision,
             GHashTable  *by_id,
             RelaisWrite *write)
{
  g_autoptr (GError) error = NULL;

  if (!relais_access_check_write (decision->access, write->before, write->after, &error))
    return refuse_for (decision, error);
  if (write->before && !check_settled (decision, write))
    return FALSE;
  if (!write->after)
    return check_removal (decision, write);
  if (!relais_record_validate (write->after, &error))
    return refuse_for (decision, error);

  for (guint i = 0; i < relais_record_get_kind (write->after)->n_fields; i++)
    if ((write->changed & (G_GUINT64_CONSTANT (1) << i)) && !check_field (decision, by_id, write, i))
      return FALSE;

  return TRUE;
}

static gboolean
check_writes (Decision *decision)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < decision->writes->len; i++)
    {
      RelaisWrite *write = get_write (decision, i);

      g_hash_table_insert (by_id, (char *) relais_record_get_id (write->after ? write->after : write->before), write);
    }
  for (guint i = 0; i < decision->writes->len; i++)
    if (!check_write (decision, by_id, get_write (decision, i)))
      return FALSE;

  return TRUE;
}

void
relais_write_free (RelaisWrite *write)
{
  if (!write)
    return;
  g_clear_pointer (&write->before, relais_record_unref);
  g_clear_pointer (&write->after, relais_record_unref);
  g_free (write);
}

/* Documented in the header. A clash is told before a refusal: when somebody else moved the record meanwhile, that is the reason
 * a person understands, and what they may see of it they see anyway. */
RelaisOutcome *
relais_sync_decide (const RelaisWorld     *world,
                    RelaisAccess          *access,
                    const RelaisMutation  *mutation,
                    guint64                new_seq,
                    const char            *by,
                    gint64                 at,
                    GPtrArray            **writes)
{
  Decision decision = { world, access, mutation, new_seq, by, at };
  gboolean clashes = FALSE;

  g_return_val_if_fail (world && access && mutation && writes, NULL);

  *writes = NULL;
  decision.outcome = g_new0 (RelaisOutcome, 1);
  decision.outcome->mid = mutation->mid;
  decision.writes = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_write_free);

  if (prepare (&decision, &clashes))
    {
      if (clashes)
        decision.outcome->type = RELAIS_OUTCOME_CONFLICT;
      else
        {
          drop_idle_writes (&decision);
          decision.outcome->type = decision.writes->len ? RELAIS_OUTCOME_APPLIED : RELAIS_OUTCOME_NOOP;
          check_writes (&decision);
        }
    }

  if (decision.outcome->type != RELAIS_OUTCOME_CONFLICT)
    g_clear_pointer (&decision.outcome->current, g_ptr_array_unref);
  if (decision.outcome->type == RELAIS_OUTCOME_APPLIED)
    {
      decision.outcome->seq = new_seq;
      *writes = g_steal_pointer (&decision.writes);
    }
  g_clear_pointer (&decision.writes, g_ptr_array_unref);

  return decision.outcome;
}
