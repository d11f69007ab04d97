/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sync"

#include "relais-sync.h"

#include "relais-validate.h"

static GVariant *
get_value (RelaisRecord *record,
           guint         field)
{
  return record ? relais_record_get_fields (record)->values[field] : NULL;
}

static const char *
get_text (GVariant *value)
{
  return value ? g_variant_get_string (value, NULL) : "";
}

static void
add_clash (GPtrArray      *clashes,
           const RelaisOp *op,
           guint           field,
           RelaisRecord   *old_base,
           RelaisRecord   *new_base)
{
  RelaisClash *clash = g_new0 (RelaisClash, 1);

  clash->kind = op->kind;
  g_strlcpy (clash->id, op->id, sizeof clash->id);
  clash->field = field;
  if (field < op->kind->n_fields)
    {
      GVariant *base = get_value (old_base, field);
      GVariant *theirs = get_value (new_base, field);

      clash->base = base ? g_variant_ref (base) : NULL;
      clash->mine = op->fields->values[field] ? g_variant_ref (op->fields->values[field]) : NULL;
      clash->theirs = theirs ? g_variant_ref (theirs) : NULL;
    }
  clash->by = g_strdup (relais_record_get_by (new_base));
  clash->at = relais_record_get_at (new_base);
  g_ptr_array_add (clashes, clash);
}

/* Mine and theirs in one value: *@merged NULL empties the field. FALSE: they cannot be reconciled, or the result would break the
 * field's limits (two people each added a thousand signs to a full text). */
static gboolean
merge_values (const RelaisKind  *kind,
              guint              field,
              GVariant          *base,
              GVariant          *mine,
              GVariant          *theirs,
              GVariant         **merged)
{
  g_autoptr (GVariant) value = NULL;
  g_autofree char *text = NULL;

  *merged = NULL;
  switch (kind->fields[field].merge)
    {
    case RELAIS_MERGE_SET:
      value = relais_merge_set (base, mine, theirs);
      if (g_variant_n_children (value) == 0)
        return TRUE;
      break;

    case RELAIS_MERGE_TEXT:
      text = relais_merge_text (get_text (base), get_text (mine), get_text (theirs));
      if (!text)
        return FALSE;
      if (*text == '\0')
        return TRUE;
      value = g_variant_ref_sink (g_variant_new_string (text));
      break;

    case RELAIS_MERGE_REGISTER:
    case RELAIS_MERGE_SERVER:
      return FALSE;
    }

  *merged = relais_field_normalize (kind, field, value, NULL);
  return *merged != NULL;
}

/* What is left of my change of one field goes into @fields. */
static void
rebase_field (const RelaisOp *op,
              guint           field,
              RelaisRecord   *old_base,
              RelaisRecord   *new_base,
              RelaisFields   *fields,
              GPtrArray      *clashes)
{
  GVariant *base = get_value (old_base, field);
  GVariant *mine = op->fields->values[field];
  GVariant *theirs = get_value (new_base, field);
  g_autoptr (GVariant) merged = NULL;

  if (relais_values_equal (mine, theirs) || relais_values_equal (mine, base))
    return;
  if (relais_values_equal (base, theirs))
    relais_fields_set (fields, field, mine);
  else if (!merge_values (op->kind, field, base, mine, theirs, &merged))
    add_clash (clashes, op, field, old_base, new_base);
  else if (!relais_values_equal (merged, theirs))
    relais_fields_set (fields, field, merged);
}

/* The record was deleted under my change: it is created again, with everything it had and my change. */
static RelaisOp *
rebase_on_nothing (const RelaisOp *op,
                   RelaisRecord   *old_base)
{
  g_autoptr (RelaisRecord) state = NULL;

  if (op->remove)
    return NULL;
  if (op->base.type == RELAIS_BASE_NONE || !old_base)
    return relais_op_copy (op);
  state = relais_record_with (old_base, op->fields);
  if (relais_fields_equal (relais_record_get_fields (state), relais_record_get_fields (old_base)))
    return NULL;

  return relais_op_new_set (op->id, (RelaisBase) { RELAIS_BASE_NONE }, relais_fields_copy (relais_record_get_fields (state)));
}

static RelaisOp *
rebase_removal (const RelaisOp *op,
                RelaisRecord   *old_base,
                RelaisRecord   *new_base,
                GPtrArray      *clashes)
{
  if (old_base && relais_fields_equal (relais_record_get_fields (old_base), relais_record_get_fields (new_base)))
    return relais_op_new_remove (op->kind, op->id, (RelaisBase) { RELAIS_BASE_SEQ, relais_record_get_seq (new_base) });
  add_clash (clashes, op, op->kind->n_fields, old_base, new_base);

  return NULL;
}

/* My statement in place of theirs, which is the same or was taken back: nothing of theirs is left in it. */
static RelaisOp *
rebase_whole (const RelaisOp *op,
              RelaisRecord   *old_base,
              RelaisRecord   *new_base)
{
  g_autoptr (RelaisRecord) mine = relais_sync_project (op->base.type == RELAIS_BASE_NONE ? NULL : old_base, op);
  RelaisFields *fields = relais_fields_new (op->kind);

  for (guint i = 0; i < op->kind->n_fields; i++)
    if (!relais_values_equal (get_value (mine, i), get_value (new_base, i)))
      relais_fields_set (fields, i, get_value (mine, i));
  if (!mine || (!fields->set && !fields->unset))
    {
      relais_fields_free (fields);
      return NULL;
    }
  return relais_op_new_set (op->id, (RelaisBase) { RELAIS_BASE_SEQ, relais_record_get_seq (new_base) }, fields);
}

static gboolean
is_taken_back (RelaisRecord *record)
{
  return relais_record_get_boolean (record, "binned");
}

void
relais_clash_free (RelaisClash *clash)
{
  if (!clash)
    return;
  g_clear_pointer (&clash->base, g_variant_unref);
  g_clear_pointer (&clash->mine, g_variant_unref);
  g_clear_pointer (&clash->theirs, g_variant_unref);
  g_free (clash->by);
  g_free (clash);
}

/* Documented in the header. Where several unsent ops follow one another on a record, the states before each of them (projections)
 * are given as bases; the caller then names the base by mid where it is an own mutation. */
RelaisOp *
relais_sync_rebase (const RelaisOp *op,
                    RelaisRecord   *old_base,
                    RelaisRecord   *new_base,
                    GPtrArray      *clashes)
{
  g_autoptr (RelaisFields) fields = NULL;

  g_return_val_if_fail (op && clashes, NULL);

  if (!new_base)
    return rebase_on_nothing (op, old_base);
  if (op->remove)
    return rebase_removal (op, old_base, new_base, clashes);
  if (op->kind->whole && is_taken_back (new_base) && (old_base || op->base.type == RELAIS_BASE_NONE))
    return rebase_whole (op, old_base, new_base);
  /* A creation was made on nothing, whatever the caller knew of the record: all that it says is mine. */
  if (op->base.type == RELAIS_BASE_NONE)
    old_base = NULL;

  fields = relais_fields_new (op->kind);
  for (guint i = 0; i < op->kind->n_fields; i++)
    if ((op->fields->set | op->fields->unset) & (G_GUINT64_CONSTANT (1) << i))
      rebase_field (op, i, old_base, new_base, fields, clashes);
  if (!fields->set && !fields->unset)
    return NULL;

  return relais_op_new_set (op->id, (RelaisBase) { RELAIS_BASE_SEQ, relais_record_get_seq (new_base) },
                            g_steal_pointer (&fields));
}

gboolean
relais_sync_is_overruled (const RelaisOp *op,
                          RelaisRecord   *old_base,
                          RelaisRecord   *new_base)
{
  g_autoptr (RelaisRecord) after = NULL;

  g_return_val_if_fail (op, FALSE);

  if (!op->kind->whole || !new_base || is_taken_back (new_base))
    return FALSE;
  if (op->base.type != RELAIS_BASE_NONE && old_base &&
      relais_fields_equal (relais_record_get_fields (old_base), relais_record_get_fields (new_base)))
    return FALSE;
  after = relais_sync_project (new_base, op);

  return !after || !relais_fields_equal (relais_record_get_fields (after), relais_record_get_fields (new_base));
}
