/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-remote"

#include "relais-fetch.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#define SILENCE 20   /* seconds */

typedef struct {
  char *url;   /* owned */
  gsize max_bytes;
} Fetch;

static void
free_fetch (gpointer data)
{
  g_free (((Fetch *) data)->url);
  g_free (data);
}

/* Decoded bytes are counted: what unpacks without end is not read to its end. */
static GBytes *
read_all (GInputStream *stream, gsize max_bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[16384];
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, cancellable, error)) > 0) {
    g_byte_array_append (bytes, buffer, (guint) n);
    if (bytes->len > max_bytes) {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, _("The answer is too large."));
      return NULL;
    }
  }
  return n < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static void
fetch_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Fetch *fetch = data;
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", SILENCE, "user-agent", "Relais", NULL);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, fetch->url);
  g_autoptr (GInputStream) stream = NULL;
  GBytes *bytes = NULL;
  GError *error = NULL;

  if (message == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _("This is not an address."));
    return;
  }
  stream = soup_session_send (session, message, cancellable, &error);
  if (stream != NULL && soup_message_get_status (message) != SOUP_STATUS_OK)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The server answered: %u %s"), soup_message_get_status (message),
                 soup_message_get_reason_phrase (message));
  else if (stream != NULL)
    bytes = read_all (stream, fetch->max_bytes, cancellable, &error);
  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

void
relais_fetch_async (const char *url, gsize max_bytes, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Fetch *fetch = g_new0 (Fetch, 1);

  g_return_if_fail (url != NULL);
  fetch->url = g_str_has_prefix (url, "webcal:") ? g_strconcat ("https:", url + strlen ("webcal:"), NULL) : g_strdup (url);
  fetch->max_bytes = max_bytes;
  g_task_set_source_tag (task, relais_fetch_async);
  g_task_set_task_data (task, fetch, free_fetch);
  g_task_run_in_thread (task, fetch_thread);
}

GBytes *
relais_fetch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
