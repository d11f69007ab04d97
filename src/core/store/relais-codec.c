/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-codec.h"

/* Takes @object. */
static char *
print_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return json_to_string (node, FALSE);
}

char *
relais_encode_fields (const RelaisFields *fields)
{
  JsonObject *object = relais_fields_to_json (fields);

  for (guint i = 0; i < fields->kind->n_fields; i++)
    if (fields->unset & (G_GUINT64_CONSTANT (1) << i))
      json_object_set_null_member (object, fields->kind->fields[i].name);
  return print_object (object);
}

RelaisFields *
relais_decode_fields (const RelaisKind *kind, const char *text, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error_literal (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_JSON, "not an object");
    return NULL;
  }
  return relais_fields_from_json (kind, json_node_get_object (node), error);
}

char *
relais_encode_record (RelaisRecord *record)
{
  return record != NULL ? print_object (relais_record_to_json (record)) : g_strdup ("null");
}

RelaisRecord *
relais_decode_record (const char *text)
{
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? relais_record_from_json (json_node_get_object (node), NULL) : NULL;
}

char *
relais_encode_value (const RelaisKind *kind, guint field, GVariant *value)
{
  g_autoptr (JsonNode) node = value != NULL && field < kind->n_fields ? relais_value_to_json (kind, field, value) : NULL;

  return node != NULL ? json_to_string (node, FALSE) : NULL;
}

GVariant *
relais_decode_value (const RelaisKind *kind, guint field, const char *text)
{
  g_autoptr (JsonNode) node = text != NULL && field < kind->n_fields ? json_from_string (text, NULL) : NULL;

  return node != NULL ? relais_value_from_json (kind, field, node, NULL) : NULL;
}
