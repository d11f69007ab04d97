/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-api"

#include "relais-api-private.h"

#include <string.h>

/* Clients send at most 500 mutations and 512 KiB at once, or one larger one of at most 3 MiB (RELAIS_ACTION_MAX_BYTES). */
#define PUSH_BYTES     (4 * 1024 * 1024)
#define PUSH_MUTATIONS 1000

static gboolean
get_client (RelaisRequest *request, RelaisApi *self, char **client)
{
  const char *asked = relais_request_get_query (request, "client");
  if (asked == NULL)
    *client = relais_accounts_dup_client (self->accounts, relais_request_get_token (request));
  else if (relais_id_is_valid (asked))
    *client = g_strdup (asked);
  else
    {
      relais_request_reply_problem (request, 400, "bad_request", "“client” is not an identifier.");
      return FALSE;
    }
  return TRUE;
}

static void
changes_cb (RelaisRequest *request, gpointer data)
{
  RelaisApi *self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *client = NULL;
  const char *limit_text = relais_request_get_query (request, "limit");
  const char *digest = relais_request_get_query (request, "digest");
  guint64 limit = 0;

  if (limit_text != NULL && !g_ascii_string_to_unsigned (limit_text, 10, 1, G_MAXUINT, &limit, NULL))
    {
      relais_request_reply_problem (request, 400, "bad_request", "“limit” is not a number of records.");
      return;
    }
  if (!get_client (request, self, &client))
    return;
  char *page = relais_log_pull_text (self->log, relais_request_get_access (request), client,
                                     relais_request_get_query (request, "since"), limit, g_strcmp0 (digest, "1") == 0, &error);
  if (page != NULL)
    relais_request_reply (request, 200, "application/json", g_bytes_new_take (page, strlen (page)));
  else
    relais_api_reply_error (request, error);
}

static void
push_cb (RelaisRequest *request, gpointer data)
{
  RelaisApi *self = data;
  g_autoptr(GError) error = NULL;
  const char *epoch, *client;
  JsonObject *object = relais_request_get_object (request);

  if (object == NULL
      || (epoch = relais_api_get_string (request, object, "epoch", 100)) == NULL
      || (client = relais_api_get_string (request, object, "client", 100)) == NULL)
    return;
  JsonNode *mutations = json_object_get_member (object, "mutations");
  if (!relais_id_is_valid (client) || mutations == NULL || !JSON_NODE_HOLDS_ARRAY (mutations))
    {
      relais_request_reply_problem (request, 400, "bad_request", "“client” is not an identifier, or “mutations” is not a list.");
      return;
    }
  if (json_array_get_length (json_node_get_array (mutations)) > PUSH_MUTATIONS)
    {
      relais_request_reply_problem (request, 413, "too_large", "These are more mutations than are taken at once.");
      return;
    }
  relais_accounts_bind_client (self->accounts, relais_request_get_token (request), client);
  g_autoptr(RelaisPushResult) result = relais_log_push_json (self->log, relais_request_get_access (request), epoch, client,
                                                             json_node_get_array (mutations), &error);
  if (result != NULL)
    relais_request_reply_json (request, 200, relais_push_result_to_json (result));
  else
    relais_api_reply_error (request, error);
}

static void
live_cb (RelaisRequest *request, gpointer data)
{
  RelaisApi *self = data;
  relais_request_reply_stream (request, self->hub);
}

const RelaisRoute relais_api_sync_routes[] = {
  { "GET", "/v1/changes", RELAIS_ROUTE_PROTOCOL | RELAIS_ROUTE_SIGNED_IN, 0, NULL, changes_cb },
  { "POST", "/v1/push", RELAIS_ROUTE_PROTOCOL | RELAIS_ROUTE_SIGNED_IN, PUSH_BYTES, "application/json", push_cb },
  { "GET", "/v1/live", RELAIS_ROUTE_PROTOCOL | RELAIS_ROUTE_SIGNED_IN, 0, NULL, live_cb },
  { NULL }
};
