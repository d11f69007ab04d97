/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-api"

#include "relais-api-private.h"

#include "relais-json.h"

#include <string.h>

#define BODY_BYTES   (16 * 1024)
#define TOKEN_CHARS  43
#define FEED_SUFFIX  ".ics"

/* A channel's name is not told: clients have the records. */
static JsonObject *
describe_feed (const RelaisFeed *feed)
{
  JsonObject *object = json_object_new ();
  JsonArray *channels = json_array_new ();
  g_autofree char *made_at = relais_instant_to_string (feed->made_at);

  for (char **channel = feed->channels; *channel != NULL; channel++)
    json_array_add_string_element (channels, *channel);
  json_object_set_string_member (object, "id", feed->id);
  json_object_set_string_member (object, "name", feed->name);
  json_object_set_array_member (object, "channels", channels);
  json_object_set_string_member (object, "made_at", made_at);
  if (feed->used_at > 0)
    {
      g_autofree char *used_at = relais_instant_to_string (feed->used_at);
      json_object_set_string_member (object, "used_at", used_at);
    }
  return object;
}

/* (transfer full) (nullable): identifiers; NULL: the reply is set. */
static char **
get_channels (RelaisRequest *request, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "channels");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  g_autoptr(GStrvBuilder) channels = g_strv_builder_new ();
  gboolean good = array != NULL && n <= RELAIS_FEED_CHANNELS;

  for (guint i = 0; good && i < n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      good = json_node_get_value_type (element) == G_TYPE_STRING && relais_id_is_valid (json_node_get_string (element));
      if (good)
        g_strv_builder_add (channels, json_node_get_string (element));
    }
  if (good)
    return g_strv_builder_end (channels);
  relais_request_reply_problem (request, 400, "bad_request", "“channels” is not a list of at most 100 identifiers.");
  return NULL;
}

static void
add_cb (RelaisRequest *request, gpointer data)
{
  RelaisApi *self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *token = NULL, *path = NULL;
  g_auto(GStrv) channels = NULL;
  const char *name;
  JsonObject *object = relais_request_get_object (request);

  if (object == NULL || (name = relais_api_get_string (request, object, "name", 4 * RELAIS_FEED_NAME_CHARS)) == NULL
      || (channels = get_channels (request, object)) == NULL)
    return;
  g_autoptr(RelaisFeed) feed = relais_feeds_add (self->feeds, relais_request_get_access (request), name,
                                                 (const char * const *) channels, &token, &error);
  if (feed == NULL)
    {
      relais_api_reply_error (request, error);
      return;
    }
  JsonObject *answer = describe_feed (feed);
  path = g_strconcat ("/feeds/", token, FEED_SUFFIX, NULL);
  json_object_set_string_member (answer, "path", path);
  relais_request_reply_json (request, 201, answer);
  relais_request_add_header (request, "Cache-Control", "no-store");
}

static void
list_cb (RelaisRequest *request, gpointer data)
{
  RelaisApi *self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) feeds = relais_feeds_list (self->feeds, relais_request_get_access (request), &error);
  if (feeds == NULL)
    {
      relais_api_reply_error (request, error);
      return;
    }
  JsonObject *answer = json_object_new ();
  JsonArray *list = json_array_new ();
  for (guint i = 0; i < feeds->len; i++)
    json_array_add_object_element (list, describe_feed (feeds->pdata[i]));
  json_object_set_array_member (answer, "feeds", list);
  relais_request_reply_json (request, 200, answer);
}

static void
remove_cb (RelaisRequest *request, gpointer data)
{
  RelaisApi *self = data;
  g_autoptr(GError) error = NULL;
  if (relais_feeds_remove (self->feeds, relais_request_get_access (request), relais_request_get_segment (request, "id"), &error))
    relais_request_reply (request, 204, NULL, NULL);
  else
    relais_api_reply_error (request, error);
}

/* FALSE: the reply is set. An organisation may stand behind one address, so that one is generous. */
static gboolean
check_rate (RelaisRequest *request, RelaisApi *self, const char *token)
{
  gint64 now = g_get_monotonic_time ();
  guint wait = relais_rate_enter (self->feed_addresses, relais_request_get_address (request), now);
  if (wait == 0 && token != NULL)
    {
      g_autofree char *key = relais_token_hash (token);
      wait = relais_rate_enter (self->feed_reads, key, now);
    }
  if (wait == 0)
    return TRUE;
  g_autofree char *seconds = g_strdup_printf ("%u", wait);
  relais_request_reply_problem (request, 429, "throttled", "This calendar is read too often.");
  relais_request_add_header (request, "Retry-After", seconds);
  return FALSE;
}

/* The secret in "SECRET.ics"; NULL: it has not the form of one. (transfer full) */
static char *
dup_token (const char *file)
{
  if (strlen (file) != TOKEN_CHARS + strlen (FEED_SUFFIX) || !g_str_has_suffix (file, FEED_SUFFIX))
    return NULL;
  return g_strndup (file, TOKEN_CHARS);
}

/* In quotes, possibly weakened by a proxy that packed the answer. (transfer full) (nullable) */
static char *
dup_known (RelaisRequest *request)
{
  const char *text = relais_request_get_header (request, "If-None-Match");
  const char *begin = text != NULL ? strchr (text, '"') : NULL;
  const char *end = begin != NULL ? strchr (begin + 1, '"') : NULL;
  return end != NULL ? g_strndup (begin + 1, end - begin - 1) : NULL;
}

static void
read_cb (RelaisRequest *request, gpointer data)
{
  RelaisApi *self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *token = dup_token (relais_request_get_segment (request, "file"));
  g_autofree char *known = dup_known (request), *tag = NULL;

  if (!check_rate (request, self, token))
    return;
  GBytes *bytes = token != NULL ? relais_feeds_read (self->feeds, token, known, &tag, &error) : NULL;
  if (token == NULL || g_error_matches (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_NOT_FOUND))
    relais_request_reply_problem (request, 404, "not_found", "There is no such feed.");
  else if (error != NULL)
    {
      /* Without the path, which holds the secret. */
      g_warning ("A feed cannot be read: %s", error->message);
      relais_request_reply_problem (request, 503, "storage", "The back end cannot reach its data at the moment. Nothing was changed.");
      relais_request_add_header (request, "Retry-After", "300");
    }
  else
    {
      g_autofree char *etag = g_strdup_printf ("\"%s\"", tag);
      relais_request_reply (request, bytes != NULL ? 200 : 304, bytes != NULL ? "text/calendar; charset=utf-8" : NULL, bytes);
      relais_request_add_header (request, "ETag", etag);
    }
  relais_request_add_header (request, "Cache-Control", "private, no-cache");
  relais_request_add_header (request, "Referrer-Policy", "no-referrer");
  relais_request_add_header (request, "X-Robots-Tag", "noindex");
}

const RelaisRoute relais_api_feed_routes[] = {
  { "GET", "/v1/feeds", RELAIS_ROUTE_PROTOCOL | RELAIS_ROUTE_SIGNED_IN, 0, NULL, list_cb },
  { "POST", "/v1/feeds", RELAIS_ROUTE_PROTOCOL | RELAIS_ROUTE_SIGNED_IN, BODY_BYTES, "application/json", add_cb },
  { "DELETE", "/v1/feeds/{id}", RELAIS_ROUTE_PROTOCOL | RELAIS_ROUTE_SIGNED_IN, 0, NULL, remove_cb },
  { "GET", "/feeds/{file}", 0, 0, NULL, read_cb },
  { NULL }
};
