/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "relais-remote"

#include "relais-remote-private.h"

#include "relais-json.h"

/* The back end keeps its pages at 1 MB, or one entry. */
#define HISTORY_MAX_BYTES (4 * 1024 * 1024)

static void
clear_change (gpointer data)
{
  RelaisHistoryChange *change = data;
  g_clear_pointer (&change->from, g_variant_unref);
  g_clear_pointer (&change->to, g_variant_unref);
}

static gboolean
parse_value (const RelaisKind *kind, guint field, JsonObject *object, const char *name, GVariant **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  if (node == NULL)
    return TRUE;
  *value = relais_value_from_json (kind, field, node, error);
  return *value != NULL;
}

static gint64
parse_length (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? MAX (json_node_get_int (node), 0) : 0;
}

/* A field that this version does not know is passed over: the history is older than it, or newer. A value that is no longer valid
 * (a choice that went) too. */
static gboolean
parse_change (const RelaisKind *kind, JsonNode *node, GArray *changes, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name = object != NULL ? relais_remote_get_text (object, "field") : NULL;
  if (name == NULL)
    {
      g_set_error_literal (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_JSON, "A change without field");
      return FALSE;
    }
  int field = relais_kind_find_field (kind, name);
  g_autoptr(GError) reason = NULL;
  RelaisHistoryChange change = {
    .field = field, .from_length = parse_length (object, "from_length"), .to_length = parse_length (object, "to_length"),
  };
  if (field < 0)
    return TRUE;
  if (parse_value (kind, field, object, "from", &change.from, &reason) && parse_value (kind, field, object, "to", &change.to, &reason))
    g_array_append_val (changes, change);
  else
    {
      g_info ("%s.%s in a history: %s", kind->name, name, reason->message);
      clear_change (&change);
    }
  return TRUE;
}

static RelaisHistoryEntry *
parse_entry (const RelaisKind *kind, JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *seq = object != NULL ? json_object_get_member (object, "seq") : NULL;
  JsonNode *changes = object != NULL ? json_object_get_member (object, "changes") : NULL;
  const char *at = object != NULL ? relais_remote_get_text (object, "at") : NULL;
  g_autoptr(RelaisHistoryEntry) entry = g_new0 (RelaisHistoryEntry, 1);

  entry->kind = kind;
  entry->changes = g_array_new (FALSE, FALSE, sizeof (RelaisHistoryChange));
  g_array_set_clear_func (entry->changes, clear_change);
  if (seq == NULL || json_node_get_value_type (seq) != G_TYPE_INT64 || json_node_get_int (seq) < 1 || at == NULL
      || changes == NULL || !JSON_NODE_HOLDS_ARRAY (changes) || !relais_instant_from_string (at, &entry->at))
    {
      g_set_error_literal (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_JSON, "An entry without seq, at or changes");
      return NULL;
    }
  entry->seq = json_node_get_int (seq);
  entry->by = g_strdup (relais_remote_get_text (object, "by"));
  entry->name = g_strdup (relais_remote_get_text (object, "name"));
  entry->created = json_object_get_boolean_member_with_default (object, "created", FALSE);
  JsonArray *list = json_node_get_array (changes);
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (!parse_change (kind, json_array_get_element (list, i), entry->changes, error))
      return NULL;
  return g_steal_pointer (&entry);
}

static GPtrArray *
parse_history (const RelaisKind *kind, JsonObject *object, gboolean *more, GError **error)
{
  JsonNode *entries = json_object_get_member (object, "entries");
  g_autoptr(GPtrArray) history = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_history_entry_free);

  if (entries == NULL || !JSON_NODE_HOLDS_ARRAY (entries))
    return NULL;
  JsonArray *list = json_node_get_array (entries);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      RelaisHistoryEntry *entry = parse_entry (kind, json_array_get_element (list, i), error);
      if (entry == NULL)
        return NULL;
      g_ptr_array_add (history, entry);
    }
  if (more != NULL)
    *more = json_object_get_boolean_member_with_default (object, "more", FALSE);
  return g_steal_pointer (&history);
}

void
relais_history_entry_free (RelaisHistoryEntry *entry)
{
  if (entry == NULL)
    return;
  g_free (entry->by);
  g_free (entry->name);
  g_array_unref (entry->changes);
  g_free (entry);
}

GPtrArray *
relais_remote_history (RelaisRemote *self, const RelaisKind *kind, const char *id, guint64 before, guint limit, gboolean *more,
                       GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && kind != NULL && relais_id_is_valid (id) && limit > 0, NULL);

  g_autoptr(GString) path = g_string_new (NULL);
  g_string_printf (path, "/v1/history/%s/%s?limit=%u", kind->name, id, limit);
  if (before > 0)
    g_string_append_printf (path, "&before=%" G_GUINT64_FORMAT, before);
  g_autoptr(JsonNode) node = relais_remote_call (self, "GET", path->str, NULL, HISTORY_MAX_BYTES, cancellable, error);
  if (node == NULL)
    return NULL;

  g_autoptr(GError) reason = NULL;
  GPtrArray *history = parse_history (kind, json_node_get_object (node), more, &reason);
  if (history == NULL)
    relais_remote_set_bad_answer (self, reason, error);
  return history;
}
