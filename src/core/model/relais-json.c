/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The wire form of values and records. */

#define G_LOG_DOMAIN "relais-model"

#include "relais-json.h"
#include "relais-kind-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SEQUENCE_LIMIT (G_GINT64_CONSTANT (1) << 53)

static gboolean
holds (JsonNode *node,
       GType     type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static GVariant *
read_items (JsonArray *array)
{
  guint n = json_array_get_length (array);
  g_autofree const char **items = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++) {
    JsonNode *element = json_array_get_element (array, i);

    if (!holds (element, G_TYPE_STRING))
      return NULL;
    items[i] = json_node_get_string (element);
  }
  return g_variant_new_strv (items, n);
}

/* The value as it stands; NULL when the node is not of the field's type. */
static GVariant *
read_node (const RelaisKind *kind,
           guint             index,
           JsonNode         *node)
{
  switch (kind->fields[index].type) {
  case RELAIS_FIELD_INTEGER:
    return holds (node, G_TYPE_INT64) ? g_variant_new_int64 (json_node_get_int (node)) : NULL;
  case RELAIS_FIELD_BOOLEAN:
    return holds (node, G_TYPE_BOOLEAN) ? g_variant_ref (relais_shared_boolean (json_node_get_boolean (node))) : NULL;
  case RELAIS_FIELD_REFS:
  case RELAIS_FIELD_TAGS:
  case RELAIS_FIELD_LIST:
    return JSON_NODE_HOLDS_ARRAY (node) ? read_items (json_node_get_array (node)) : NULL;
  case RELAIS_FIELD_JSON:
    if (!JSON_NODE_HOLDS_ARRAY (node) && !JSON_NODE_HOLDS_OBJECT (node))
      return NULL;
    return g_variant_new_take_string (relais_json_canonical (node));
  case RELAIS_FIELD_STRING:
  case RELAIS_FIELD_TEXT:
  case RELAIS_FIELD_DATE:
  case RELAIS_FIELD_INSTANT:
  case RELAIS_FIELD_CHOICE:
  case RELAIS_FIELD_REF:
  case RELAIS_FIELD_HASH:
    return holds (node, G_TYPE_STRING) ? g_variant_new_string (json_node_get_string (node)) : NULL;
  }
  g_assert_not_reached ();
}

static JsonNode *
write_items (GVariant *value)
{
  g_autoptr (JsonArray) array = json_array_sized_new ((guint) g_variant_n_children (value));
  GVariantIter iter;
  const char *item;

  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "&s", &item))
    json_array_add_string_element (array, item);
  return json_node_init_array (json_node_alloc (), array);
}

static gboolean
set_bad_record (GError    **error,
                const char *member)
{
  g_set_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_TYPE, _("the record's “%s” is missing or of another type"), member);
  return FALSE;
}

static gboolean
read_sequence (JsonObject *object,
               const char *member,
               guint64    *number,
               GError    **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !holds (node, G_TYPE_INT64) || json_node_get_int (node) < 0)
    return set_bad_record (error, member);
  *number = (guint64) json_node_get_int (node);
  return TRUE;
}

/* Absent and null are the same. */
static gboolean
read_optional_string (JsonObject  *object,
                      const char  *member,
                      const char **text,
                      GError     **error)
{
  JsonNode *node = json_object_get_member (object, member);

  *text = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!holds (node, G_TYPE_STRING))
    return set_bad_record (error, member);
  *text = json_node_get_string (node);
  return TRUE;
}

static gboolean
check_members (JsonObject *object,
               GError    **error)
{
  static const char * const members[] = { "kind", "id", "rev", "seq", "fields", "by", "at", NULL };
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL)) {
    if (!g_strv_contains (members, name)) {
      g_set_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_FIELD, _("a record has no member “%.40s”"), name);
      return FALSE;
    }
  }
  return TRUE;
}

GVariant *
relais_value_from_json (const RelaisKind *kind,
                        guint             index,
                        JsonNode         *node,
                        GError          **error)
{
  g_autoptr (GVariant) value = NULL;

  g_return_val_if_fail (kind != NULL && index < kind->n_fields && node != NULL, NULL);

  value = read_node (kind, index, node);
  if (value == NULL) {
    relais_model_set_error (error, RELAIS_MODEL_ERROR_TYPE, kind, index, _("is not of the field's type"));
    return NULL;
  }
  g_variant_take_ref (value);
  return relais_field_normalize (kind, index, value, error);
}

JsonNode *
relais_value_to_json (const RelaisKind *kind,
                      guint             index,
                      GVariant         *value)
{
  g_return_val_if_fail (kind != NULL && index < kind->n_fields, NULL);

  if (value == NULL)
    return json_node_init_null (json_node_alloc ());
  switch (kind->fields[index].type) {
  case RELAIS_FIELD_INTEGER:
    return json_node_init_int (json_node_alloc (), g_variant_get_int64 (value));
  case RELAIS_FIELD_BOOLEAN:
    return json_node_init_boolean (json_node_alloc (), g_variant_get_boolean (value));
  case RELAIS_FIELD_REFS:
  case RELAIS_FIELD_TAGS:
  case RELAIS_FIELD_LIST:
    return write_items (value);
  case RELAIS_FIELD_JSON: {
    JsonNode *node = relais_json_parse (g_variant_get_string (value, NULL), -1, G_MAXSIZE, NULL);

    return node != NULL ? node : json_node_init_null (json_node_alloc ());
  }
  case RELAIS_FIELD_STRING:
  case RELAIS_FIELD_TEXT:
  case RELAIS_FIELD_DATE:
  case RELAIS_FIELD_INSTANT:
  case RELAIS_FIELD_CHOICE:
  case RELAIS_FIELD_REF:
  case RELAIS_FIELD_HASH:
    return json_node_init_string (json_node_alloc (), g_variant_get_string (value, NULL));
  }
  g_assert_not_reached ();
}

RelaisFields *
relais_fields_from_json (const RelaisKind *kind,
                         JsonObject       *object,
                         GError          **error)
{
  g_autoptr (RelaisFields) fields = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  g_return_val_if_fail (kind != NULL && object != NULL, NULL);

  fields = relais_fields_new (kind);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    int index = relais_kind_find_field (kind, name);
    g_autoptr (GVariant) value = NULL;

    if (index < 0) {
      relais_model_set_error (error, RELAIS_MODEL_ERROR_FIELD, kind, kind->n_fields, _("has no field “%.40s”"), name);
      return NULL;
    }
    if (!JSON_NODE_HOLDS_NULL (node)) {
      value = relais_value_from_json (kind, (guint) index, node, error);
      if (value == NULL)
        return NULL;
    }
    relais_fields_set (fields, (guint) index, value);
  }
  return g_steal_pointer (&fields);
}

JsonObject *
relais_fields_to_json (const RelaisFields *fields)
{
  JsonObject *object = json_object_new ();

  g_return_val_if_fail (fields != NULL, NULL);

  for (guint i = 0; i < fields->kind->n_fields; i++)
    if (fields->values[i] != NULL)
      json_object_set_member (object, fields->kind->fields[i].name, relais_value_to_json (fields->kind, i, fields->values[i]));
  return object;
}

RelaisRecord *
relais_record_from_json (JsonObject *object,
                         GError    **error)
{
  g_autoptr (RelaisFields) fields = NULL;
  const RelaisKind *kind;
  const char *name, *id, *by, *instant;
  JsonNode *contents;
  guint64 rev, seq;
  gint64 at = 0;

  g_return_val_if_fail (object != NULL, NULL);

  if (!check_members (object, error) ||
      !read_optional_string (object, "kind", &name, error) || !read_optional_string (object, "id", &id, error) ||
      !read_optional_string (object, "by", &by, error) || !read_optional_string (object, "at", &instant, error) ||
      !read_sequence (object, "rev", &rev, error) || !read_sequence (object, "seq", &seq, error))
    return NULL;

  kind = relais_kind_lookup (name);
  if (kind == NULL) {
    g_set_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_KIND, _("unknown kind “%.40s”"), name != NULL ? name : "");
    return NULL;
  }
  if (!relais_id_is_valid (id)) {
    relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, kind, kind->n_fields, _("“%.40s” is not an identifier"),
                            id != NULL ? id : "");
    return NULL;
  }
  if (instant != NULL && !relais_instant_from_string (instant, &at)) {
    relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, kind, kind->n_fields, _("“%.40s” is not an instant in UTC"), instant);
    return NULL;
  }
  contents = json_object_get_member (object, "fields");
  if (contents == NULL || !JSON_NODE_HOLDS_OBJECT (contents)) {
    set_bad_record (error, "fields");
    return NULL;
  }
  fields = relais_fields_from_json (kind, json_node_get_object (contents), error);
  if (fields == NULL)
    return NULL;
  return relais_record_new (id, g_steal_pointer (&fields), rev, seq, by, at);
}

JsonObject *
relais_record_to_json (RelaisRecord *record)
{
  JsonObject *object;
  g_autofree char *at = NULL;

  g_return_val_if_fail (record != NULL, NULL);

  object = json_object_new ();
  at = relais_instant_to_string (relais_record_get_at (record));
  json_object_set_string_member (object, "kind", relais_record_get_kind (record)->name);
  json_object_set_string_member (object, "id", relais_record_get_id (record));
  json_object_set_int_member (object, "rev", (gint64) relais_record_get_rev (record));
  json_object_set_int_member (object, "seq", (gint64) relais_record_get_seq (record));
  json_object_set_object_member (object, "fields", relais_fields_to_json (relais_record_get_fields (record)));
  if (relais_record_get_by (record) != NULL)
    json_object_set_string_member (object, "by", relais_record_get_by (record));
  json_object_set_string_member (object, "at", at);
  return object;
}

/* Days since 1970-01-01 of a day of the proleptic Gregorian calendar, and back: no allocation for a value in every record. */
static gint64
count_days (guint year,
            guint month,
            guint day)
{
  GDate date;

  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return (gint64) g_date_get_julian (&date) - 719163;
}

char *
relais_instant_to_string (gint64 unix_seconds)
{
  gint64 days = unix_seconds / 86400, seconds = unix_seconds % 86400;
  GDate date;

  if (seconds < 0) {
    seconds += 86400;
    days--;
  }
  days = CLAMP (days, -719162, 2932896);   /* 0001-01-01 … 9999-12-31 */
  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) (days + 719163));
  return g_strdup_printf ("%04u-%02u-%02uT%02u:%02u:%02uZ", g_date_get_year (&date), g_date_get_month (&date),
                          g_date_get_day (&date), (guint) (seconds / 3600), (guint) (seconds / 60 % 60), (guint) (seconds % 60));
}

gboolean
relais_instant_from_string (const char *text,
                            gint64     *unix_seconds)
{
  static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
  guint parts[6] = { 0 };
  guint part = 0;

  g_return_val_if_fail (text != NULL, FALSE);

  for (guint i = 0; i < sizeof form; i++) {
    if (form[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return FALSE;
    if (form[i] == 'd')
      parts[part] = parts[part] * 10 + (guint) (text[i] - '0');
    else
      part++;
  }
  if (parts[0] == 0 || !g_date_valid_dmy ((GDateDay) parts[2], (GDateMonth) parts[1], (GDateYear) parts[0]) ||
      parts[3] > 23 || parts[4] > 59 || parts[5] > 59)
    return FALSE;
  *unix_seconds = count_days (parts[0], parts[1], parts[2]) * 86400 + parts[3] * 3600 + parts[4] * 60 + parts[5];
  return TRUE;
}
