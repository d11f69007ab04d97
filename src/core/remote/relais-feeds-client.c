/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "relais-remote"

#include "relais-remote-private.h"

#include "relais-json.h"

#define FEEDS_MAX_BYTES (1024 * 1024)

static RelaisRemoteFeed *
parse_feed (RelaisRemote *self, JsonObject *object)
{
  g_autoptr(RelaisRemoteFeed) feed = g_new0 (RelaisRemoteFeed, 1);
  const char *id = relais_remote_get_text (object, "id"), *made_at = relais_remote_get_text (object, "made_at");
  const char *used_at = relais_remote_get_text (object, "used_at"), *path = relais_remote_get_text (object, "path");

  feed->id = g_strdup (id);
  feed->name = g_strdup (relais_remote_get_text (object, "name"));
  feed->channels = relais_remote_dup_ids (object, "channels");
  /* Below our own address, whatever the answer says. */
  if (path != NULL && path[0] == '/' && path[1] != '/')
    feed->address = g_strconcat (self->transport->base, path, NULL);
  if (id == NULL || !relais_id_is_valid (id) || feed->name == NULL || made_at == NULL
      || !relais_instant_from_string (made_at, &feed->made_at)
      || (used_at != NULL && !relais_instant_from_string (used_at, &feed->used_at)))
    return NULL;
  return g_steal_pointer (&feed);
}

static GPtrArray *
parse_feeds (RelaisRemote *self, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "feeds");
  g_autoptr(GPtrArray) feeds = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_remote_feed_free);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  JsonArray *list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      RelaisRemoteFeed *feed = JSON_NODE_HOLDS_OBJECT (element) ? parse_feed (self, json_node_get_object (element)) : NULL;
      if (feed == NULL)
        return NULL;
      g_ptr_array_add (feeds, feed);
    }
  return g_steal_pointer (&feeds);
}

void
relais_remote_feed_free (RelaisRemoteFeed *feed)
{
  if (feed == NULL)
    return;
  g_free (feed->id);
  g_free (feed->name);
  g_strfreev (feed->channels);
  g_free (feed->address);
  g_free (feed);
}

GPtrArray *
relais_remote_list_feeds (RelaisRemote *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr(JsonNode) node = relais_remote_call (self, "GET", "/v1/feeds", NULL, FEEDS_MAX_BYTES, cancellable, error);
  if (node == NULL)
    return NULL;
  GPtrArray *feeds = parse_feeds (self, json_node_get_object (node));
  if (feeds == NULL)
    relais_remote_set_bad_answer (self, NULL, error);
  return feeds;
}

RelaisRemoteFeed *
relais_remote_add_feed (RelaisRemote *self, const char *name, const char * const *channels, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL && channels != NULL, NULL);

  g_autoptr(JsonObject) body = json_object_new ();
  JsonArray *list = json_array_new ();
  for (guint i = 0; channels[i] != NULL; i++)
    json_array_add_string_element (list, channels[i]);
  json_object_set_string_member (body, "name", name);
  json_object_set_array_member (body, "channels", list);
  g_autoptr(JsonNode) node = relais_remote_call (self, "POST", "/v1/feeds", body, FEEDS_MAX_BYTES, cancellable, error);
  if (node == NULL)
    return NULL;
  g_autoptr(RelaisRemoteFeed) feed = parse_feed (self, json_node_get_object (node));
  if (feed != NULL && feed->address != NULL)
    return g_steal_pointer (&feed);
  relais_remote_set_bad_answer (self, NULL, error);
  return NULL;
}

gboolean
relais_remote_remove_feed (RelaisRemote *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && relais_id_is_valid (id), FALSE);

  g_autofree char *path = g_strconcat ("/v1/feeds/", id, NULL);
  g_autoptr(GError) failure = NULL;
  g_autoptr(SoupMessage) message = relais_transport_new_message (self->transport, "DELETE", path);
  if (relais_transport_send (self->transport, message, FEEDS_MAX_BYTES, NULL, NULL, cancellable, &failure)
      || g_error_matches (failure, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
