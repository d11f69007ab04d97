/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-ops.h"

#include "relais-codec.h"

/* Said over another statement, nothing of that one is left. */
static void
say_whole (RelaisFields *fields)
{
  for (guint i = 0; fields->kind->whole && i < fields->kind->n_fields; i++)
    if (!(fields->set & (G_GUINT64_CONSTANT (1) << i)))
      relais_fields_set (fields, i, NULL);
}

char *
relais_ops_print (GPtrArray *ops)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, json_array_new ());
  for (guint i = 0; i < ops->len; i++) {
    const RelaisOp *op = g_ptr_array_index (ops, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "kind", op->kind->name);
    json_object_set_string_member (object, "id", op->id);
    json_object_set_boolean_member (object, "creates", op->base.type == RELAIS_BASE_NONE);
    if (!op->remove) {
      g_autofree char *body = relais_encode_fields (op->fields);

      json_object_set_member (object, "fields", json_from_string (body, NULL));
    }
    json_array_add_object_element (json_node_get_array (node), object);
  }
  return json_to_string (node, FALSE);
}

RelaisAction *
relais_ops_parse (const char *label, const char *text)
{
  g_autoptr (RelaisAction) action = relais_action_new (label);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonObject *object = json_array_get_object_element (array, i);
    const RelaisKind *kind = relais_kind_lookup (json_object_get_string_member (object, "kind"));
    const char *id = json_object_get_string_member (object, "id");
    RelaisFields *fields;

    if (kind == NULL)
      return NULL;
    if (!json_object_has_member (object, "fields")) {
      relais_action_remove (action, kind, id);
      continue;
    }
    fields = relais_fields_from_json (kind, json_object_get_object_member (object, "fields"), NULL);
    if (fields == NULL)
      return NULL;
    if (json_object_get_boolean_member (object, "creates")) {
      say_whole (fields);
      relais_action_create (action, id, fields);
    } else {
      relais_action_update (action, id, fields);
    }
  }
  return g_steal_pointer (&action);
}

char *
relais_ops_print_action (const char *label, GPtrArray *ops)
{
  g_autofree char *text = relais_ops_print (ops);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, json_object_new ());
  json_object_set_string_member (json_node_get_object (node), "label", label);
  json_object_set_string_member (json_node_get_object (node), "ops", text);
  return json_to_string (node, FALSE);
}

RelaisAction *
relais_ops_parse_action (const char *text)
{
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  return object == NULL ? NULL : relais_ops_parse (json_object_get_string_member_with_default (object, "label", ""),
                                                   json_object_get_string_member_with_default (object, "ops", ""));
}
