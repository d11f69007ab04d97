/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-api"

#include "relais-api-private.h"

#include <string.h>

/* A number of the query, within its bounds; 0 when it is absent. */
static gboolean
get_number (RelaisRequest *request, const char *name, guint64 max, guint64 *number)
{
  const char *text = relais_request_get_query (request, name);
  *number = 0;
  if (text == NULL || g_ascii_string_to_unsigned (text, 10, 1, max, number, NULL))
    return TRUE;
  g_autofree char *detail = g_strdup_printf ("“%s” is not a number from 1 to %" G_GUINT64_FORMAT ".", name, max);
  relais_request_reply_problem (request, 400, "bad_request", detail);
  return FALSE;
}

static void
history_cb (RelaisRequest *request, gpointer data)
{
  RelaisApi *self = data;
  g_autoptr(GError) error = NULL;
  const RelaisKind *kind = relais_kind_lookup (relais_request_get_segment (request, "kind"));
  const char *id = relais_request_get_segment (request, "id");
  guint64 before, limit;

  if (!get_number (request, "before", G_MAXINT64, &before) || !get_number (request, "limit", G_MAXUINT, &limit))
    return;
  if (kind == NULL || !relais_id_is_valid (id))
    {
      relais_request_reply_problem (request, 404, "not_found", "There is no such record.");
      return;
    }
  char *text = relais_log_history_text (self->log, relais_request_get_access (request), kind, id, before, limit, &error);
  if (text != NULL)
    relais_request_reply (request, 200, "application/json", g_bytes_new_take (text, strlen (text)));
  else
    relais_api_reply_error (request, error);
}

const RelaisRoute relais_api_history_routes[] = {
  { "GET", "/v1/history/{kind}/{id}", RELAIS_ROUTE_PROTOCOL | RELAIS_ROUTE_SIGNED_IN, 0, NULL, history_cb },
  { NULL }
};
