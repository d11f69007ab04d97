/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-api"

#include "relais-api-private.h"

#include "relais-tables.h"

static gboolean
may_read (RelaisApi *self, RelaisAccess *access, const char *hash, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), FALSE, error);
  if (transaction == NULL)
    return FALSE;
  gboolean may = relais_blob_may_be_read (transaction, hash, access);
  return relais_transaction_commit (transaction, error) && may;
}

static void
blob_cb (RelaisRequest *request, gpointer data)
{
  RelaisApi *self = data;
  const char *hash = relais_request_get_segment (request, "hash");
  g_autofree char *type = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = relais_blobs_find (self->blobs, hash, &type, &error);
  g_autofree char *etag = g_strdup_printf ("\"%s\"", hash);

  if (path == NULL || !may_read (self, relais_request_get_access (request), hash, &error))
    {
      if (error != NULL)
        relais_api_reply_error (request, error);
      else
        relais_request_reply_problem (request, 404, "not_found", "There is no such blob.");
      return;
    }
  if (g_strcmp0 (relais_request_get_header (request, "If-None-Match"), etag) == 0)
    relais_request_reply (request, 304, NULL, NULL);
  else
    relais_request_reply_file (request, type, path);

  /* A name by content never changes its meaning. */
  relais_request_add_header (request, "ETag", etag);
  relais_request_add_header (request, "Cache-Control", "private, max-age=31536000, immutable");
  relais_request_add_header (request, "Content-Security-Policy", "default-src 'none'; sandbox");
  relais_request_add_header (request, "Content-Disposition", relais_blob_type_is_image (type) ? "inline" : "attachment");
}

const RelaisRoute relais_api_blob_routes[] = {
  { "GET", "/v1/blobs/{hash}", RELAIS_ROUTE_PROTOCOL | RELAIS_ROUTE_SIGNED_IN, 0, NULL, blob_cb },
  { NULL }
};
