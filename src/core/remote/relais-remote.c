/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "relais-remote"

#include "relais-remote-private.h"

#include <glib/gi18n-lib.h>

#include "relais-address.h"
#include "relais-json.h"

/* The back end keeps its pages far below; a body has at most 256 KB. */
#define PAGE_MAX_BYTES    (64 * 1024 * 1024)
#define SESSION_MAX_BYTES (1024 * 1024)

static gboolean
append_chunk (gconstpointer chunk, gsize length, gpointer data, GError **error)
{
  g_byte_array_append (data, chunk, length);
  return TRUE;
}

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static RelaisSessionInfo *
parse_session (JsonObject *object, GError **error)
{
  JsonObject *account = get_object (object, "account");
  JsonObject *workspace = get_object (object, "workspace");
  g_autoptr(RelaisSessionInfo) info = g_new0 (RelaisSessionInfo, 1);

  if (account == NULL || workspace == NULL)
    return NULL;
  info->token = g_strdup (relais_remote_get_text (object, "token"));
  info->workspace = g_strdup (relais_remote_get_text (workspace, "name"));
  info->epoch = g_strdup (relais_remote_get_text (workspace, "epoch"));
  info->head = json_object_get_int_member_with_default (workspace, "head", 0);
  info->units = relais_remote_dup_ids (object, "units");
  info->account = relais_record_from_json (account, error);
  if (info->account == NULL || info->token == NULL || *info->token == '\0' || info->epoch == NULL
      || relais_record_get_kind (info->account) != relais_kind_lookup ("account"))
    return NULL;
  return g_steal_pointer (&info);
}

void
relais_remote_set_bad_answer (RelaisRemote *self, const GError *reason, GError **error)
{
  g_info ("%s: bad answer: %s", self->transport->base, reason != NULL ? reason->message : "member missing");
  g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_BAD_ANSWER,
               _("The answer of %s is not understood. Is this Relais too old for it?"), self->transport->base);
}

JsonNode *
relais_remote_call (RelaisRemote *self, const char *method, const char *path, JsonObject *body, gsize max_bytes,
                    GCancellable *cancellable, GError **error)
{
  g_autoptr(SoupMessage) message = relais_transport_new_message (self->transport, method, path);

  if (body != NULL)
    {
      g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), body);
      char *text = json_to_string (node, FALSE);
      g_autoptr(GBytes) bytes = g_bytes_new_take (text, strlen (text));
      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }

  g_autoptr(GByteArray) answer = g_byte_array_new ();
  if (!relais_transport_send (self->transport, message, max_bytes, append_chunk, answer, cancellable, error))
    return NULL;

  g_autoptr(GError) reason = NULL;
  g_autoptr(JsonNode) node = relais_json_parse ((const char *) answer->data, answer->len, max_bytes, &reason);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      relais_remote_set_bad_answer (self, reason, error);
      return NULL;
    }
  return g_steal_pointer (&node);
}

const char *
relais_remote_get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
    ? json_node_get_string (node) : NULL;
}

char **
relais_remote_dup_ids (JsonObject *object, const char *name)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode *node = json_object_get_member (object, name);

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonNode *element = json_array_get_element (array, i);
          if (json_node_get_value_type (element) == G_TYPE_STRING && relais_id_is_valid (json_node_get_string (element)))
            g_strv_builder_add (builder, json_node_get_string (element));
        }
    }
  return g_strv_builder_end (builder);
}

RelaisRemote *
relais_remote_new (const char *server, const char *token, GError **error)
{
  g_return_val_if_fail (server != NULL, NULL);

  g_autofree char *address = relais_address_normalize (server, error);
  if (address == NULL)
    return NULL;

  RelaisRemote *self = g_new0 (RelaisRemote, 1);
  self->transport = relais_transport_new (address, token);
  return self;
}

void
relais_remote_free (RelaisRemote *self)
{
  if (self == NULL)
    return;
  relais_transport_free (self->transport);
  g_free (self);
}

const char *
relais_remote_get_server (RelaisRemote *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->transport->base;
}

guint
relais_remote_get_retry_after (RelaisRemote *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->transport->retry_after;
}

void
relais_remote_set_deadline (RelaisRemote *self, guint seconds)
{
  g_return_if_fail (self != NULL && seconds > 0);
  self->transport->deadline = seconds;
}

void
relais_session_info_free (RelaisSessionInfo *info)
{
  if (info == NULL)
    return;
  g_free (info->token);
  g_clear_pointer (&info->account, relais_record_unref);
  g_strfreev (info->units);
  g_free (info->workspace);
  g_free (info->epoch);
  g_free (info);
}

RelaisAccess *
relais_session_info_dup_access (const RelaisSessionInfo *info)
{
  g_return_val_if_fail (info != NULL, NULL);

  RelaisRole role = RELAIS_ROLE_READER;
  relais_role_from_string (relais_record_get_string (info->account, "role"), &role);
  return relais_access_new (relais_record_get_id (info->account), role, relais_record_get_string (info->account, "person"),
                            (const char * const *) info->units);
}

RelaisSessionInfo *
relais_remote_sign_in (RelaisRemote *self, const char *login, const char *password, const char *device,
                       GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && login != NULL && password != NULL && device != NULL, NULL);

  g_autoptr(JsonObject) body = json_object_new ();
  json_object_set_string_member (body, "login", login);
  json_object_set_string_member (body, "password", password);
  json_object_set_string_member (body, "device", device);

  g_clear_pointer (&self->transport->token, g_free);
  g_autoptr(GError) failure = NULL;
  g_autoptr(JsonNode) node = relais_remote_call (self, "POST", "/v1/session", body, SESSION_MAX_BYTES, cancellable, &failure);
  if (node == NULL)
    {
      if (g_error_matches (failure, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_SIGN_IN))
        g_set_error_literal (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_SIGN_IN, _("The login or the password is wrong."));
      else
        g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  g_autoptr(RelaisSessionInfo) info = parse_session (json_node_get_object (node), &failure);
  if (info == NULL)
    {
      relais_remote_set_bad_answer (self, failure, error);
      return NULL;
    }
  self->transport->token = g_strdup (info->token);
  return g_steal_pointer (&info);
}

gboolean
relais_remote_sign_out (RelaisRemote *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  g_autoptr(SoupMessage) message = relais_transport_new_message (self->transport, "DELETE", "/v1/session");
  return relais_transport_send (self->transport, message, SESSION_MAX_BYTES, NULL, NULL, cancellable, error);
}

RelaisPage *
relais_remote_pull (RelaisRemote *self, const char *client, const char *cursor, guint limit, gboolean digest,
                    GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && limit > 0, NULL);

  g_autoptr(GString) path = g_string_new (NULL);
  g_string_printf (path, "/v1/changes?limit=%u", limit);
  if (client != NULL)
    g_string_append_printf (path, "&client=%s", client);
  if (cursor != NULL)
    {
      g_string_append (path, "&since=");
      g_string_append_uri_escaped (path, cursor, NULL, FALSE);
    }
  if (digest)
    g_string_append (path, "&digest=1");

  g_autoptr(JsonNode) node = relais_remote_call (self, "GET", path->str, NULL, PAGE_MAX_BYTES, cancellable, error);
  if (node == NULL)
    return NULL;

  g_autoptr(GError) reason = NULL;
  RelaisPage *page = relais_page_from_json (json_node_get_object (node), &reason);
  if (page == NULL)
    relais_remote_set_bad_answer (self, reason, error);
  return page;
}

RelaisPushResult *
relais_remote_push (RelaisRemote *self, const char *epoch, const char *client, GPtrArray *mutations,
                    GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && epoch != NULL && client != NULL && mutations != NULL, NULL);

  g_autoptr(JsonObject) body = json_object_new ();
  JsonArray *array = json_array_sized_new (mutations->len);
  for (guint i = 0; i < mutations->len; i++)
    json_array_add_object_element (array, relais_mutation_to_json (g_ptr_array_index (mutations, i)));
  json_object_set_string_member (body, "epoch", epoch);
  json_object_set_string_member (body, "client", client);
  json_object_set_array_member (body, "mutations", array);

  g_autoptr(JsonNode) node = relais_remote_call (self, "POST", "/v1/push", body, PAGE_MAX_BYTES, cancellable, error);
  if (node == NULL)
    return NULL;

  g_autoptr(GError) reason = NULL;
  RelaisPushResult *result = relais_push_result_from_json (json_node_get_object (node), &reason);
  if (result == NULL)
    relais_remote_set_bad_answer (self, reason, error);
  return result;
}
