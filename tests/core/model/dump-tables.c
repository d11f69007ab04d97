/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The model's tables and codes as JSON, for test_openapi.py. */

#include "relais-json.h"

static const char * const types[] = {
  "string", "text", "integer", "boolean", "date", "instant", "choice", "ref", "refs", "tags", "list", "hash", "json",
};
static const char * const merges[] = { "register", "set", "text", "server" };

static JsonObject *
dump_field (const RelaisField *field)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", field->name);
  json_object_set_string_member (object, "type", types[field->type]);
  json_object_set_string_member (object, "merge", merges[field->merge]);
  json_object_set_int_member (object, "min", field->min);
  json_object_set_int_member (object, "max", field->max);
  json_object_set_boolean_member (object, "required", (field->flags & RELAIS_FIELD_REQUIRED) != 0);
  json_object_set_boolean_member (object, "unique", (field->flags & RELAIS_FIELD_UNIQUE) != 0);
  json_object_set_boolean_member (object, "time_of_day", (field->flags & RELAIS_FIELD_TIME_OF_DAY) != 0);
  if (field->target != NULL)
    json_object_set_string_member (object, "target", field->target);
  if (field->choices != NULL) {
    JsonArray *choices = json_array_new ();

    for (guint i = 0; field->choices[i] != NULL; i++)
      json_array_add_string_element (choices, field->choices[i]);
    json_object_set_array_member (object, "choices", choices);
  }
  return object;
}

static JsonArray *
dump_kinds (void)
{
  JsonArray *kinds = json_array_new ();

  for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++) {
    JsonObject *object = json_object_new ();
    JsonArray *fields = json_array_new ();

    for (guint i = 0; i < (*kind)->n_fields; i++)
      json_array_add_object_element (fields, dump_field (&(*kind)->fields[i]));
    json_object_set_string_member (object, "name", (*kind)->name);
    json_object_set_array_member (object, "fields", fields);
    json_array_add_object_element (kinds, object);
  }
  return kinds;
}

int
main (void)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = NULL;
  JsonArray *codes = json_array_new ();

  for (int code = RELAIS_MODEL_ERROR_JSON; code <= RELAIS_MODEL_ERROR_TRANSITION; code++)
    json_array_add_string_element (codes, relais_model_error_to_code ((RelaisModelError) code));
  json_object_set_array_member (object, "kinds", dump_kinds ());
  json_object_set_array_member (object, "codes", codes);
  text = relais_json_canonical (node);
  g_print ("%s\n", text);
  return 0;
}
