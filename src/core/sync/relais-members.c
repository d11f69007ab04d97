/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sync"

#include "relais-members.h"

#define MAX_COUNT (G_GINT64_CONSTANT (1) << 53)

/* The node when it has the type; NULL with an error otherwise, NULL without one when it may be absent and is. */
static JsonNode *
find_member (JsonObject   *object,
             const char   *name,
             gboolean      required,
             JsonNodeType  type,
             GError      **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node ? json_node_get_node_type (node) != type : required)
    {
      relais_member_fail (name, node ? "has the wrong type" : "is missing", error);
      return NULL;
    }

  return node;
}

gboolean
relais_member_fail (const char  *name,
                    const char  *reason,
                    GError     **error)
{
  g_set_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_TYPE, "“%s” %s", name, reason);
  return FALSE;
}

gboolean
relais_members_check (JsonObject          *object,
                      const char * const  *known,
                      GError             **error)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    if (!g_strv_contains (known, name))
      return relais_member_fail (name, "is not known here", error);

  return TRUE;
}

gboolean
relais_member_count (JsonObject  *object,
                     const char  *name,
                     gboolean     required,
                     guint64     *value,
                     GError     **error)
{
  JsonNode *node;

  if (!required && !json_object_has_member (object, name))
    return TRUE;
  node = find_member (object, name, required, JSON_NODE_VALUE, error);
  if (!node)
    return FALSE;
  if (json_node_get_value_type (node) != G_TYPE_INT64)
    return relais_member_fail (name, "is not an integer", error);
  if (json_node_get_int (node) < 0 || json_node_get_int (node) > MAX_COUNT)
    return relais_member_fail (name, "is out of range", error);
  *value = json_node_get_int (node);

  return TRUE;
}

gboolean
relais_member_boolean (JsonObject  *object,
                       const char  *name,
                       gboolean     required,
                       gboolean    *value,
                       GError     **error)
{
  JsonNode *node;

  if (!required && !json_object_has_member (object, name))
    return TRUE;
  node = find_member (object, name, required, JSON_NODE_VALUE, error);
  if (!node)
    return FALSE;
  if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return relais_member_fail (name, "is not true or false", error);
  *value = json_node_get_boolean (node);

  return TRUE;
}

gboolean
relais_member_string (JsonObject  *object,
                      const char  *name,
                      gboolean     required,
                      char       **value,
                      GError     **error)
{
  JsonNode *node;

  if (!required && !json_object_has_member (object, name))
    return TRUE;
  node = find_member (object, name, required, JSON_NODE_VALUE, error);
  if (!node)
    return FALSE;
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return relais_member_fail (name, "is not a string", error);
  *value = g_strdup (json_node_get_string (node));

  return TRUE;
}

gboolean
relais_member_array (JsonObject  *object,
                     const char  *name,
                     gboolean     required,
                     JsonArray  **value,
                     GError     **error)
{
  JsonNode *node;

  if (!required && !json_object_has_member (object, name))
    return TRUE;
  node = find_member (object, name, required, JSON_NODE_ARRAY, error);
  if (!node)
    return FALSE;
  *value = json_node_get_array (node);

  return TRUE;
}

gboolean
relais_member_object (JsonObject  *object,
                      const char  *name,
                      JsonObject **value,
                      GError     **error)
{
  JsonNode *node = find_member (object, name, TRUE, JSON_NODE_OBJECT, error);

  if (!node)
    return FALSE;
  *value = json_node_get_object (node);

  return TRUE;
}

JsonObject *
relais_element_object (JsonArray  *array,
                       guint       index,
                       GError    **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_TYPE, "element %u is not an object", index);
      return NULL;
    }

  return json_node_get_object (node);
}

gboolean
relais_member_record (JsonObject        *object,
                      const RelaisKind **kind,
                      char               id[RELAIS_ID_SIZE],
                      GError           **error)
{
  g_autofree char *kind_name = NULL;
  g_autofree char *text = NULL;

  if (!relais_member_string (object, "kind", TRUE, &kind_name, error) ||
      !relais_member_string (object, "id", TRUE, &text, error))
    return FALSE;
  *kind = relais_kind_lookup (kind_name);
  if (!*kind)
    {
      g_set_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_KIND, "there is no kind “%s”", kind_name);
      return FALSE;
    }
  if (!relais_id_is_valid (text))
    {
      g_set_error (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_FORMAT, "“%s” is not an identifier", text);
      return FALSE;
    }
  g_strlcpy (id, text, RELAIS_ID_SIZE);

  return TRUE;
}
