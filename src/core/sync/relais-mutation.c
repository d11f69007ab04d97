/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sync"

#include "relais-mutation.h"

#include "relais-members.h"

#include <string.h>

static RelaisOp *
create_op (const RelaisKind *kind,
           const char       *id,
           RelaisBase        base)
{
  RelaisOp *op = g_new0 (RelaisOp, 1);

  op->kind = kind;
  g_strlcpy (op->id, id, sizeof op->id);
  op->base = base;

  return op;
}

static gboolean
read_base (JsonObject  *object,
           RelaisBase  *base,
           GError     **error)
{
  static const char * const known[] = { "seq", "mid", NULL };
  JsonObject *member = NULL;
  guint64 seq = 0;

  *base = (RelaisBase) { RELAIS_BASE_NONE };
  if (!json_object_has_member (object, "base"))
    return TRUE;
  if (!relais_member_object (object, "base", &member, error) || !relais_members_check (member, known, error))
    return FALSE;

  if (json_object_has_member (member, "mid"))
    {
      base->type = RELAIS_BASE_MID;
      if (!relais_member_count (member, "mid", TRUE, &base->value, error) ||
          !relais_member_count (member, "seq", FALSE, &base->seen, error))
        return FALSE;
    }
  else
    {
      if (!relais_member_count (member, "seq", TRUE, &seq, error))
        return FALSE;
      *base = (RelaisBase) { RELAIS_BASE_SEQ, seq };
    }
  if (base->value == 0)
    return relais_member_fail ("base", "is nothing that a change can be made on", error);

  return TRUE;
}

static gboolean
read_unset (JsonObject    *object,
            RelaisFields  *fields,
            GError       **error)
{
  JsonArray *names = NULL;

  if (!relais_member_array (object, "unset", FALSE, &names, error))
    return FALSE;
  for (guint i = 0; names && i < json_array_get_length (names); i++)
    {
      JsonNode *node = json_array_get_element (names, i);
      const char *name = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      int index = name ? relais_kind_find_field (fields->kind, name) : -1;

      if (index < 0)
        {
          g_set_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_FIELD, "%s has no field “%s”", fields->kind->name,
                       name ? name : "");
          return FALSE;
        }
      if ((fields->set | fields->unset) & (G_GUINT64_CONSTANT (1) << index))
        return relais_member_fail (name, "is both set and emptied, or emptied twice", error);
      relais_fields_set (fields, index, NULL);
    }

  return TRUE;
}

static RelaisOp *
read_op (JsonObject  *object,
         GError     **error)
{
  static const char * const known[] = { "kind", "id", "base", "set", "unset", "delete", NULL };
  g_autoptr (RelaisOp) op = g_new0 (RelaisOp, 1);
  JsonObject *set = NULL;

  if (!relais_members_check (object, known, error) || !relais_member_record (object, &op->kind, op->id, error) ||
      !read_base (object, &op->base, error) || !relais_member_boolean (object, "delete", FALSE, &op->remove, error))
    return NULL;

  if (op->remove)
    {
      if (json_object_has_member (object, "set") || json_object_has_member (object, "unset"))
        return relais_member_fail ("delete", "stands together with changes", error), NULL;
      if (op->base.type == RELAIS_BASE_NONE)
        return relais_member_fail ("delete", "has no base", error), NULL;
      return g_steal_pointer (&op);
    }

  if (json_object_has_member (object, "set"))
    {
      if (!relais_member_object (object, "set", &set, error))
        return NULL;
      op->fields = relais_fields_from_json (op->kind, set, error);
    }
  else
    op->fields = relais_fields_new (op->kind);
  if (!op->fields || !read_unset (object, op->fields, error))
    return NULL;

  return g_steal_pointer (&op);
}

static JsonObject *
write_op (const RelaisOp *op)
{
  JsonObject *object = json_object_new ();
  JsonObject *base;

  json_object_set_string_member (object, "kind", op->kind->name);
  json_object_set_string_member (object, "id", op->id);
  if (op->base.type != RELAIS_BASE_NONE)
    {
      base = json_object_new ();
      json_object_set_int_member (base, op->base.type == RELAIS_BASE_MID ? "mid" : "seq", op->base.value);
      if (op->base.type == RELAIS_BASE_MID && op->base.seen)
        json_object_set_int_member (base, "seq", op->base.seen);
      json_object_set_object_member (object, "base", base);
    }
  if (op->remove)
    {
      json_object_set_boolean_member (object, "delete", TRUE);
      return object;
    }

  json_object_set_object_member (object, "set", relais_fields_to_json (op->fields));
  if (op->fields->unset)
    {
      JsonArray *names = json_array_new ();

      for (guint i = 0; i < op->kind->n_fields; i++)
        if (op->fields->unset & (G_GUINT64_CONSTANT (1) << i))
          json_array_add_string_element (names, op->kind->fields[i].name);
      json_object_set_array_member (object, "unset", names);
    }

  return object;
}

/**
 * relais_op_new_set:
 * @base: what the change was made on; of type NONE for a creation
 * @fields: (transfer full): what changes
 *
 * Returns: (transfer full): the op
 */
RelaisOp *
relais_op_new_set (const char   *id,
                   RelaisBase    base,
                   RelaisFields *fields)
{
  RelaisOp *op;

  g_return_val_if_fail (id && fields, NULL);

  op = create_op (fields->kind, id, base);
  op->fields = fields;

  return op;
}

/* Returns: (transfer full): an op that makes a tombstone of the record */
RelaisOp *
relais_op_new_remove (const RelaisKind *kind,
                      const char       *id,
                      RelaisBase        base)
{
  RelaisOp *op;

  g_return_val_if_fail (kind && id, NULL);

  op = create_op (kind, id, base);
  op->remove = TRUE;

  return op;
}

RelaisOp *
relais_op_copy (const RelaisOp *op)
{
  RelaisOp *copy;

  g_return_val_if_fail (op, NULL);

  copy = create_op (op->kind, op->id, op->base);
  copy->remove = op->remove;
  copy->fields = op->fields ? relais_fields_copy (op->fields) : NULL;

  return copy;
}

void
relais_op_free (RelaisOp *op)
{
  if (!op)
    return;
  g_clear_pointer (&op->fields, relais_fields_free);
  g_free (op);
}

RelaisMutation *
relais_mutation_new (guint64 mid)
{
  RelaisMutation *mutation = g_new0 (RelaisMutation, 1);

  mutation->mid = mid;
  mutation->ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);

  return mutation;
}

void
relais_mutation_free (RelaisMutation *mutation)
{
  if (!mutation)
    return;
  g_ptr_array_unref (mutation->ops);
  g_free (mutation);
}

/**
 * relais_mutation_from_json:
 * @object: `{mid, ops:[{kind, id, base:{seq}|{mid, seq?}, set{}, unset[], delete?}]}` (DESIGN §5)
 *
 * Unknown members, kinds and fields and wrong types are errors. Limits of values are checked when the mutation is decided.
 *
 * Returns: (transfer full) (nullable): the mutation, or %NULL with a RELAIS_MODEL_ERROR
 */
RelaisMutation *
relais_mutation_from_json (JsonObject  *object,
                           GError     **error)
{
  static const char * const known[] = { "mid", "ops", NULL };
  g_autoptr (RelaisMutation) mutation = relais_mutation_new (0);
  JsonArray *ops = NULL;

  g_return_val_if_fail (object, NULL);

  if (!relais_members_check (object, known, error) || !relais_member_count (object, "mid", TRUE, &mutation->mid, error) ||
      !relais_member_array (object, "ops", TRUE, &ops, error))
    return NULL;
  if (mutation->mid == 0)
    return relais_member_fail ("mid", "starts at 1", error), NULL;

  for (guint i = 0; i < json_array_get_length (ops); i++)
    {
      JsonObject *element = relais_element_object (ops, i, error);
      RelaisOp *op = element ? read_op (element, error) : NULL;

      if (!op)
        return NULL;
      g_ptr_array_add (mutation->ops, op);
    }

  return g_steal_pointer (&mutation);
}

JsonObject *
relais_mutation_to_json (const RelaisMutation *mutation)
{
  JsonObject *object = json_object_new ();
  JsonArray *ops = json_array_new ();

  g_return_val_if_fail (mutation, NULL);

  json_object_set_int_member (object, "mid", mutation->mid);
  for (guint i = 0; i < mutation->ops->len; i++)
    json_array_add_object_element (ops, write_op (g_ptr_array_index (mutation->ops, i)));
  json_object_set_array_member (object, "ops", ops);

  return object;
}

char *
relais_mutation_hash (const RelaisMutation *mutation)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  g_return_val_if_fail (mutation, NULL);

  json_node_take_object (node, relais_mutation_to_json (mutation));
  text = relais_json_canonical (node);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}
