/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-api"

#include "relais-api-private.h"

#include "relais-validate.h"

#include <errno.h>
#include <string.h>

/* Clients read a calendar every few hours, or when a person asks. */
#define FEED_SECONDS       600
#define FEED_READS         30
#define FEED_READS_ADDRESS 600

typedef struct {
  guint       status;
  const char *code;
} Problem;

/* What the client is told; the message goes with it, except from the storage: that is for the administrator. */
static Problem
find_problem (const GError *error)
{
  if (error->domain == RELAIS_LOG_ERROR)
    switch ((RelaisLogError) error->code)
      {
      case RELAIS_LOG_ERROR_RESYNC:     return (Problem) { 410, "resync" };
      case RELAIS_LOG_ERROR_MID_REUSED: return (Problem) { 422, "mid_reused" };
      case RELAIS_LOG_ERROR_CURSOR:     return (Problem) { 400, "bad_cursor" };
      case RELAIS_LOG_ERROR_REFUSED:    return (Problem) { 422, "refused" };
      case RELAIS_LOG_ERROR_SIGN_IN:    return (Problem) { 401, "sign_in" };
      case RELAIS_LOG_ERROR_NOT_FOUND:  return (Problem) { 404, "not_found" };
      }
  if (error->domain == RELAIS_ACCOUNTS_ERROR)
    switch ((RelaisAccountsError) error->code)
      {
      case RELAIS_ACCOUNTS_ERROR_WRONG:     return (Problem) { 401, "wrong_password" };
      case RELAIS_ACCOUNTS_ERROR_THROTTLED: return (Problem) { 429, "throttled" };
      case RELAIS_ACCOUNTS_ERROR_UNKNOWN:   return (Problem) { 404, "not_found" };
      case RELAIS_ACCOUNTS_ERROR_PASSWORD:  return (Problem) { 422, "bad_password" };
      }
  if (error->domain == RELAIS_MODEL_ERROR)
    return (Problem) { 400, relais_model_error_to_code (error->code) };
  return (Problem) { 503, "storage" };
}

void
relais_api_reply_error (RelaisRequest *request, const GError *error)
{
  Problem problem = find_problem (error);
  if (problem.status != 503)
    {
      relais_request_reply_problem (request, problem.status, problem.code, error->message);
      return;
    }
  g_warning ("%s %s: %s", relais_request_get_method (request), relais_request_get_path (request), error->message);
  relais_request_reply_problem (request, 503, "storage", "The back end cannot reach its data at the moment. Nothing was changed.");
  relais_request_add_header (request, "Retry-After", "5");
}

const char *
relais_api_get_string (RelaisRequest *request, JsonObject *object, const char *name, gsize max_bytes)
{
  JsonNode *node = json_object_get_member (object, name);
  const char *text = node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
  if (text != NULL && strlen (text) <= max_bytes)
    return text;
  g_autofree char *detail = g_strdup_printf ("“%s” is missing, is not a text or is too long.", name);
  relais_request_reply_problem (request, 400, "bad_request", detail);
  return NULL;
}

RelaisApi *
relais_api_new (RelaisLog *log, RelaisAccounts *accounts, RelaisBlobs *blobs, RelaisFeeds *feeds, const char *uploads,
                guint upload_seconds, GError **error)
{
  if (g_mkdir_with_parents (uploads, 0700) < 0)
    {
      int saved = errno;
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), "Cannot make %s: %s", uploads, g_strerror (saved));
      return NULL;
    }
  RelaisApi *self = g_new0 (RelaisApi, 1);
  self->log = log;
  self->accounts = accounts;
  self->blobs = blobs;
  self->feeds = feeds;
  self->feed_reads = relais_rate_new (FEED_READS, FEED_SECONDS);
  self->feed_addresses = relais_rate_new (FEED_READS_ADDRESS, FEED_SECONDS);
  self->hub = relais_hub_new ();
  self->uploads = g_strdup (uploads);
  self->upload_seconds = upload_seconds;
  g_mutex_init (&self->upload_lock);
  g_mutex_init (&self->head_lock);
  return self;
}

void
relais_api_free (RelaisApi *self)
{
  relais_rate_free (self->feed_reads);
  relais_rate_free (self->feed_addresses);
  relais_hub_free (self->hub);
  g_mutex_clear (&self->upload_lock);
  g_mutex_clear (&self->head_lock);
  g_free (self->epoch);
  g_free (self->uploads);
  g_free (self);
}

void
relais_api_add_routes (RelaisApi *self, RelaisHttp *http)
{
  relais_http_add_routes (http, relais_api_session_routes, self);
  relais_http_add_routes (http, relais_api_sync_routes, self);
  relais_http_add_routes (http, relais_api_blob_routes, self);
  relais_http_add_routes (http, relais_api_feed_routes, self);
  relais_http_add_routes (http, relais_api_history_routes, self);
  relais_http_add_routes (http, relais_api_upload_routes, self);
}

gboolean
relais_api_publish (RelaisApi *self, const char *epoch, guint64 head)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->head_lock);
  if (g_strcmp0 (self->epoch, epoch) == 0 && head <= self->head)
    return FALSE;
  g_set_str (&self->epoch, epoch);
  self->head = head;
  g_autofree char *data = g_strdup_printf ("{\"epoch\":\"%s\",\"head\":%" G_GUINT64_FORMAT "}", epoch, head);
  relais_hub_publish (self->hub, "head", data);
  return TRUE;
}

RelaisAccess *
relais_api_authenticate (const char *token, gpointer data, GError **error)
{
  return relais_accounts_check_token (data, token, error);
}
