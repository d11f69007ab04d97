/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-api"

#include "relais-api-private.h"

#include "relais-config.h"
#include "relais-json.h"
#include "relais-tables.h"

static JsonArray *
list_units (RelaisAccess *access)
{
  JsonArray *units = json_array_new ();
  for (const char * const *unit = relais_access_get_units (access); *unit != NULL; unit++)
    json_array_add_string_element (units, *unit);
  return units;
}

static JsonObject *
describe_workspace (RelaisApi *self, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), FALSE, error);
  if (transaction == NULL)
    return NULL;
  g_autofree char *epoch = relais_fact_dup (transaction, RELAIS_FACT_EPOCH);
  g_autofree char *name = relais_fact_dup (transaction, RELAIS_FACT_NAME);
  gint64 head = relais_fact_get (transaction, RELAIS_FACT_HEAD);
  if (!relais_transaction_commit (transaction, error))
    return NULL;
  JsonObject *workspace = json_object_new ();
  json_object_set_string_member (workspace, "name", name);
  json_object_set_string_member (workspace, "epoch", epoch);
  json_object_set_int_member (workspace, "head", head);
  return workspace;
}

static void
sign_in_cb (RelaisRequest *request, gpointer data)
{
  RelaisApi *self = data;
  g_autoptr(GError) error = NULL;
  guint retry_after = 0;
  const char *login, *password, *device;
  JsonObject *object = relais_request_get_object (request);

  if (object == NULL
      || (login = relais_api_get_string (request, object, "login", 256)) == NULL
      || (password = relais_api_get_string (request, object, "password", RELAIS_PASSWORD_MAX_BYTES)) == NULL
      || (device = relais_api_get_string (request, object, "device", 1000)) == NULL)
    return;
  g_autoptr(RelaisSession) session = relais_accounts_sign_in (self->accounts, login, password, device,
                                                              relais_request_get_address (request), &retry_after, &error);
  JsonObject *workspace = session != NULL ? describe_workspace (self, &error) : NULL;
  if (workspace == NULL)
    {
      relais_api_reply_error (request, error);
      g_autofree char *seconds = g_strdup_printf ("%u", retry_after);
      if (retry_after > 0)
        relais_request_add_header (request, "Retry-After", seconds);
      return;
    }
  JsonObject *answer = json_object_new ();
  json_object_set_string_member (answer, "token", session->token);
  json_object_set_object_member (answer, "account", relais_record_to_json (session->account));
  json_object_set_array_member (answer, "units", list_units (session->access));
  json_object_set_object_member (answer, "workspace", workspace);
  relais_request_reply_json (request, 201, answer);
}

static void
sign_out_cb (RelaisRequest *request, gpointer data)
{
  RelaisApi *self = data;
  g_autoptr(GError) error = NULL;
  if (relais_accounts_sign_out (self->accounts, relais_request_get_token (request), &error))
    relais_request_reply (request, 204, NULL, NULL);
  else
    relais_api_reply_error (request, error);
}

static void
health_cb (RelaisRequest *request, gpointer data)
{
  RelaisApi *self = data;
  g_autoptr(GError) error = NULL;
  if (!relais_log_get_state (self->log, NULL, NULL, &error))
    {
      relais_api_reply_error (request, error);
      return;
    }
  JsonObject *answer = json_object_new ();
  json_object_set_string_member (answer, "status", "ok");
  json_object_set_string_member (answer, "version", RELAIS_VERSION);
  json_object_set_int_member (answer, "schema", RELAIS_SCHEMA_VERSION);
  relais_request_reply_json (request, 200, answer);
}

const RelaisRoute relais_api_session_routes[] = {
  { "POST", "/v1/session", RELAIS_ROUTE_PROTOCOL | RELAIS_ROUTE_PASSWORD, 16 * 1024, "application/json", sign_in_cb },
  { "DELETE", "/v1/session", RELAIS_ROUTE_PROTOCOL | RELAIS_ROUTE_SIGNED_IN, 0, NULL, sign_out_cb },
  { "GET", "/v1/health", 0, 0, NULL, health_cb },
  { NULL }
};
