/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "relais-remote"

#include "relais-identity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "relais-json.h"

#define TEXT_MAX_BYTES (1024 * 1024)

/* Adds every unit below one of @ids. */
static void
add_units_below (RelaisWorkspace *workspace, GHashTable *ids)
{
  g_autoptr(RelaisQuery) query = relais_query_new (relais_kind_lookup ("unit"));
  g_autoptr(GPtrArray) units = relais_workspace_query (workspace, query, NULL);
  gboolean grew = units != NULL;

  while (grew)
    {
      grew = FALSE;
      for (guint i = 0; i < units->len; i++)
        {
          RelaisRecord *unit = g_ptr_array_index (units, i);
          const char *parent = relais_record_get_string (unit, "parent");
          if (parent != NULL && g_hash_table_contains (ids, parent))
            grew |= g_hash_table_add (ids, g_strdup (relais_record_get_id (unit)));
        }
    }
}

/* Units of the person's mandates that run, with those below. (transfer full): sorted */
static char **
dup_units (RelaisWorkspace *workspace, const char *person)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (person != NULL)
    {
      g_autoptr(RelaisQuery) query = relais_query_new (relais_kind_lookup ("mandate"));
      relais_query_where (query, "person", RELAIS_MATCH_EQUAL, person);
      relais_query_where (query, "state", RELAIS_MATCH_ONE_OF, "active|validated");
      g_autoptr(GPtrArray) mandates = relais_workspace_query (workspace, query, NULL);
      for (guint i = 0; mandates != NULL && i < mandates->len; i++)
        g_hash_table_add (ids, g_strdup (relais_record_get_string (g_ptr_array_index (mandates, i), "unit")));
    }

  add_units_below (workspace, ids);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer id;
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_strv_builder_add (builder, id);
  return g_strv_builder_end (builder);
}

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

char *
relais_identity_print (RelaisAccess *access)
{
  g_return_val_if_fail (access != NULL, NULL);

  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), NULL);
  JsonObject *object = json_object_new ();
  JsonArray *units = json_array_new ();
  json_node_take_object (node, object);

  for (const char * const *unit = relais_access_get_units (access); *unit != NULL; unit++)
    json_array_add_string_element (units, *unit);
  json_object_set_string_member (object, "account", relais_access_get_account (access));
  json_object_set_string_member (object, "role", relais_role_to_string (relais_access_get_role (access)));
  if (relais_access_get_person (access) != NULL)
    json_object_set_string_member (object, "person", relais_access_get_person (access));
  json_object_set_array_member (object, "units", units);
  return relais_json_canonical (node);
}

RelaisAccess *
relais_identity_parse (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autoptr(JsonNode) node = relais_json_parse (text, -1, TEXT_MAX_BYTES, NULL);
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  RelaisRole role;
  if (object == NULL || get_string (object, "account") == NULL || get_string (object, "role") == NULL
      || !relais_role_from_string (get_string (object, "role"), &role))
    return NULL;

  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode *member = json_object_get_member (object, "units");
  if (member != NULL && JSON_NODE_HOLDS_ARRAY (member))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (member)); i++)
      g_strv_builder_add (builder, json_array_get_string_element (json_node_get_array (member), i));
  g_auto(GStrv) units = g_strv_builder_end (builder);
  return relais_access_new (get_string (object, "account"), role, get_string (object, "person"), (const char * const *) units);
}

gboolean
relais_identity_save (RelaisWorkspace *workspace, const char *server, const char *login, const RelaisSessionInfo *info,
                      GError **error)
{
  g_return_val_if_fail (workspace != NULL && server != NULL && login != NULL && info != NULL, FALSE);

  g_autofree char *before = relais_workspace_dup_value (workspace, RELAIS_VALUE_OWNER);
  const char *account = relais_record_get_id (info->account);
  RelaisQueueState queue;
  relais_workspace_get_queue_state (workspace, &queue);
  if (before != NULL && !g_str_equal (before, account) && queue.waiting > 0)
    {
      g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_FORBIDDEN,
                   g_dngettext (GETTEXT_PACKAGE, "%u change that somebody else made here has not been sent yet. They have to sign in first.",
                                "%u changes that somebody else made here have not been sent yet. They have to sign in first.",
                                queue.waiting), queue.waiting);
      return FALSE;
    }

  g_autoptr(RelaisAccess) access = relais_session_info_dup_access (info);
  g_autofree char *text = relais_identity_print (access);
  return relais_workspace_set_value (workspace, RELAIS_VALUE_SERVER, server, error)
         && relais_workspace_set_value (workspace, RELAIS_VALUE_LOGIN, login, error)
         && relais_workspace_set_value (workspace, RELAIS_VALUE_WORKSPACE, info->workspace, error)
         && relais_workspace_set_value (workspace, RELAIS_VALUE_ACCESS, text, error)
         && relais_workspace_set_value (workspace, RELAIS_VALUE_OWNER, account, error)
         && relais_workspace_set_value (workspace, RELAIS_VALUE_ACCOUNT, account, error);
}

RelaisAccess *
relais_identity_refresh (RelaisWorkspace *workspace, RelaisAccess *access)
{
  g_return_val_if_fail (workspace != NULL && access != NULL, NULL);

  g_autoptr(RelaisRecord) account = relais_workspace_lookup (workspace, "account", relais_access_get_account (access));
  RelaisRole role;
  /* An account that may not read itself learns of its new rights when it signs in. */
  if (account == NULL || !relais_role_from_string (relais_record_get_string (account, "role"), &role))
    return NULL;

  const char *person = relais_record_get_string (account, "person");
  g_auto(GStrv) units = dup_units (workspace, person);
  g_autoptr(RelaisAccess) now = relais_access_new (relais_record_get_id (account), role, person, (const char * const *) units);
  if (g_str_equal (relais_access_get_hash (now), relais_access_get_hash (access)))
    return NULL;
  return g_steal_pointer (&now);
}
