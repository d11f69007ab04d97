/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sync"

#include "relais-sync.h"

/* @later laid over @earlier, as changes: what is emptied stays said. */
static RelaisFields *
overlay (const RelaisFields *earlier,
         const RelaisFields *later)
{
  RelaisFields *fields = relais_fields_copy (earlier);

  for (guint i = 0; i < later->kind->n_fields; i++)
    {
      guint64 bit = G_GUINT64_CONSTANT (1) << i;

      if (later->set & bit)
        relais_fields_set (fields, i, later->values[i]);
      else if (later->unset & bit)
        relais_fields_set (fields, i, NULL);
    }

  return fields;
}

/* A whole state: nothing is said about what is not there. */
static RelaisFields *
copy_without_unset (const RelaisFields *fields)
{
  RelaisFields *copy = relais_fields_copy (fields);

  copy->unset = 0;

  return copy;
}

/* The state that @fields describe, as a change of whatever is there: all other fields are emptied. */
static RelaisFields *
replace_all (const RelaisFields *fields)
{
  RelaisFields *copy = relais_fields_copy (fields);

  for (guint i = 0; i < copy->kind->n_fields; i++)
    if (!(copy->set & (G_GUINT64_CONSTANT (1) << i)))
      relais_fields_set (copy, i, NULL);

  return copy;
}

/**
 * relais_sync_project:
 * @record: (nullable): the state before; %NULL: the record does not exist
 * @op: what is done to it
 *
 * A change of a record that does not exist shows nothing; a creation of one that exists lies over it.
 *
 * Returns: (transfer full) (nullable): the state after; %NULL: the record does not exist
 */
RelaisRecord *
relais_sync_project (RelaisRecord   *record,
                     const RelaisOp *op)
{
  g_return_val_if_fail (op, NULL);

  if (op->remove)
    return NULL;
  if (record)
    return relais_record_with (record, op->fields);
  if (op->base.type != RELAIS_BASE_NONE)
    return NULL;

  return relais_record_new (op->id, copy_without_unset (op->fields), 0, 0, NULL, 0);
}

/**
 * relais_sync_squash:
 * @earlier: an unsent op
 * @later: an unsent op on the same record, made after it; a removed record can only be created again
 *
 * Returns: (transfer full) (nullable): one op with the effect of both, or %NULL when they cancel out
 */
RelaisOp *
relais_sync_squash (const RelaisOp *earlier,
                    const RelaisOp *later)
{
  RelaisFields *fields;

  g_return_val_if_fail (earlier && later && g_str_equal (earlier->id, later->id), NULL);
  g_return_val_if_fail (!earlier->remove || later->remove || later->base.type == RELAIS_BASE_NONE, NULL);

  if (later->remove)
    return earlier->base.type == RELAIS_BASE_NONE ? NULL : relais_op_new_remove (earlier->kind, earlier->id, earlier->base);
  if (earlier->remove)
    return relais_op_new_set (earlier->id, earlier->base, replace_all (later->fields));

  fields = overlay (earlier->fields, later->fields);
  if (earlier->base.type == RELAIS_BASE_NONE)
    fields->unset = 0;

  return relais_op_new_set (earlier->id, earlier->base, fields);
}
