/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-steps.h"

#include <string.h>

#include "relais-codec.h"
#include "relais-sync.h"

#define BIT(i) (G_GUINT64_CONSTANT (1) << (i))

static void
free_change (gpointer data)
{
  RelaisStepChange *change = data;

  g_clear_pointer (&change->before, relais_fields_free);
  g_clear_pointer (&change->after, relais_fields_free);
  g_free (change);
}

static GVariant *
get_value (RelaisRecord *record, guint field)
{
  return record != NULL ? relais_record_get_fields (record)->values[field] : NULL;
}

static RelaisStepChange *
find_change (GPtrArray *steps, const char *id)
{
  for (guint i = 0; i < steps->len; i++) {
    RelaisStepChange *change = g_ptr_array_index (steps, i);

    if (strcmp (change->id, id) == 0)
      return change;
  }
  return NULL;
}

static void
add_member (JsonObject *object, const char *name, const RelaisFields *fields)
{
  g_autofree char *text = fields != NULL ? relais_encode_fields (fields) : NULL;

  if (text != NULL)
    json_object_set_member (object, name, json_from_string (text, NULL));
}

static RelaisFields *
read_member (JsonObject *object, const char *name, const RelaisKind *kind)
{
  return json_object_has_member (object, name)
           ? relais_fields_from_json (kind, json_object_get_object_member (object, name), NULL) : NULL;
}

/* The value that the field takes when my change of it is undone. FALSE: it stays as it is. */
static gboolean
invert_field (const RelaisField *field, GVariant *before, GVariant *after, GVariant *now, GVariant **value)
{
  g_autofree char *text = NULL;

  *value = NULL;
  if (relais_values_equal (now, after)) {
    *value = before != NULL ? g_variant_ref (before) : NULL;
    return TRUE;
  }
  if (field->merge == RELAIS_MERGE_SET) {
    *value = relais_merge_set (after, before, now);
    if (g_variant_n_children (*value) == 0)
      g_clear_pointer (value, g_variant_unref);
    return TRUE;
  }
  if (field->merge != RELAIS_MERGE_TEXT)
    return FALSE;
  text = relais_merge_text (after != NULL ? g_variant_get_string (after, NULL) : "",
                            before != NULL ? g_variant_get_string (before, NULL) : "",
                            now != NULL ? g_variant_get_string (now, NULL) : "");
  if (text == NULL)
    return FALSE;
  *value = *text != '\0' ? g_variant_ref_sink (g_variant_new_string (text)) : NULL;
  return TRUE;
}

/* What was created is thrown into the bin: others may have built on it, and what they wrote must not disappear with it. */
static RelaisOp *
throw_away (const RelaisStepChange *change)
{
  RelaisFields *fields = relais_fields_new (change->kind);

  relais_fields_set_boolean (fields, "binned", TRUE);
  return relais_op_new_set (change->id, (RelaisBase) { RELAIS_BASE_SEQ, 0, 0 }, fields);
}

GPtrArray *
relais_steps_new (void)
{
  return g_ptr_array_new_with_free_func (free_change);
}

void
relais_steps_add (GPtrArray *steps, RelaisRecord *before, RelaisRecord *after)
{
  RelaisRecord *some = after != NULL ? after : before;
  RelaisStepChange *change = g_new0 (RelaisStepChange, 1);

  change->kind = relais_record_get_kind (some);
  g_strlcpy (change->id, relais_record_get_id (some), sizeof change->id);
  change->before = before != NULL ? relais_fields_new (change->kind) : NULL;
  change->after = after != NULL ? relais_fields_new (change->kind) : NULL;
  for (guint i = 0; before != NULL && after != NULL && i < change->kind->n_fields; i++) {
    if (relais_values_equal (get_value (before, i), get_value (after, i)))
      continue;
    relais_fields_set (change->before, i, get_value (before, i));
    relais_fields_set (change->after, i, get_value (after, i));
  }
  g_ptr_array_add (steps, change);
}

gboolean
relais_steps_follow (GPtrArray *earlier, GPtrArray *later)
{
  for (guint s = 0; s < later->len; s++) {
    const RelaisStepChange *next = g_ptr_array_index (later, s);
    const RelaisStepChange *change = find_change (earlier, next->id);

    if (change == NULL || change->after == NULL || next->before == NULL)
      continue;
    for (guint i = 0; i < next->kind->n_fields; i++)
      if (((change->after->set | change->after->unset) & (next->before->set | next->before->unset) & BIT (i)) &&
          !relais_values_equal (change->after->values[i], next->before->values[i]))
        return FALSE;
  }
  return TRUE;
}

void
relais_steps_append (GPtrArray *earlier, GPtrArray *later)
{
  for (guint s = 0; s < later->len; s++) {
    RelaisStepChange *next = g_ptr_array_index (later, s);
    RelaisStepChange *change = find_change (earlier, next->id);

    if (change == NULL) {
      change = g_new0 (RelaisStepChange, 1);
      change->kind = next->kind;
      g_strlcpy (change->id, next->id, sizeof change->id);
      change->before = next->before != NULL ? relais_fields_copy (next->before) : NULL;
      change->after = next->after != NULL ? relais_fields_copy (next->after) : NULL;
      g_ptr_array_add (earlier, change);
      continue;
    }
    if (next->after == NULL) {
      g_clear_pointer (&change->after, relais_fields_free);
      continue;
    }
    for (guint i = 0; change->after != NULL && i < next->kind->n_fields; i++) {
      if (!((next->after->set | next->after->unset) & BIT (i)))
        continue;
      if (change->before != NULL && !((change->after->set | change->after->unset) & BIT (i)) && next->before != NULL)
        relais_fields_set (change->before, i, next->before->values[i]);
      relais_fields_set (change->after, i, next->after->values[i]);
    }
  }
}

char *
relais_steps_print (GPtrArray *steps)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  json_node_take_array (node, array);
  for (guint i = 0; i < steps->len; i++) {
    RelaisStepChange *change = g_ptr_array_index (steps, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "kind", change->kind->name);
    json_object_set_string_member (object, "id", change->id);
    add_member (object, "before", change->before);
    add_member (object, "after", change->after);
    json_array_add_object_element (array, object);
  }
  return json_to_string (node, FALSE);
}

GPtrArray *
relais_steps_parse (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  g_autoptr (GPtrArray) steps = relais_steps_new ();

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++) {
    JsonObject *object = json_array_get_object_element (json_node_get_array (node), i);
    RelaisStepChange *change = g_new0 (RelaisStepChange, 1);

    g_ptr_array_add (steps, change);
    change->kind = relais_kind_lookup (json_object_get_string_member (object, "kind"));
    if (change->kind == NULL)
      return NULL;
    g_strlcpy (change->id, json_object_get_string_member (object, "id"), sizeof change->id);
    change->before = read_member (object, "before", change->kind);
    change->after = read_member (object, "after", change->kind);
  }
  return g_steal_pointer (&steps);
}

RelaisOp *
relais_steps_invert (const RelaisStepChange *change, RelaisRecord *now, gboolean *kept)
{
  g_autoptr (RelaisFields) fields = NULL;

  /* A tombstone is for good; what somebody else has deleted stays deleted. */
  if (now == NULL || change->after == NULL) {
    *kept = TRUE;
    return NULL;
  }
  if (change->before == NULL)
    return relais_record_get_boolean (now, "binned") ? NULL : throw_away (change);

  fields = relais_fields_new (change->kind);
  for (guint i = 0; i < change->kind->n_fields; i++) {
    g_autoptr (GVariant) value = NULL;

    if (!((change->after->set | change->after->unset) & BIT (i)))
      continue;
    if (invert_field (&change->kind->fields[i], change->before->values[i], change->after->values[i], get_value (now, i),
                      &value)) {
      if (!relais_values_equal (value, get_value (now, i)))
        relais_fields_set (fields, i, value);
    } else {
      *kept = TRUE;
    }
  }
  if (fields->set == 0 && fields->unset == 0)
    return NULL;
  return relais_op_new_set (change->id, (RelaisBase) { RELAIS_BASE_SEQ, 0, 0 }, g_steal_pointer (&fields));
}
