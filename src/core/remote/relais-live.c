/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "relais-remote"

#include "relais-live.h"

#include "relais-backoff.h"
#include "relais-event-parser.h"
#include "relais-json.h"
#include "relais-remote-private.h"

#define CHUNK_BYTES     4096
#define EVENT_MAX_BYTES 1024

typedef enum { STATE_CLOSED, STATE_OPENING, STATE_OPEN, STATE_PAUSED } State;

struct _RelaisLive {
  RelaisRemote      *remote;       /* borrowed */
  RelaisLiveFunc     func;         /* borrowed */
  gpointer           user_data;    /* borrowed */
  State              state;
  gboolean           under_way;    /* an asynchronous call has not ended yet */
  gboolean           closing;      /* nothing new begins */
  RelaisBackoff      backoff;
  GCancellable      *cancellable;  /* owned: ends everything */
  SoupMessage       *message;      /* owned, nullable */
  GInputStream      *stream;       /* owned, nullable */
  RelaisEventParser *parser;       /* owned, nullable */
  GSource           *pause;        /* owned, nullable */
};

static void read_more (RelaisLive *self);

static gboolean
resume_cb (gpointer user_data)
{
  RelaisLive *self = user_data;

  relais_live_open (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
end_pause (RelaisLive *self)
{
  if (self->pause != NULL)
    g_source_destroy (self->pause);
  g_clear_pointer (&self->pause, g_source_unref);
}

static void
close_and_pause (RelaisLive *self, const char *why)
{
  gboolean was_open = self->state == STATE_OPEN;

  g_clear_object (&self->message);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->parser, relais_event_parser_free);
  self->state = STATE_CLOSED;
  if (self->closing)
    return;
  /* Somebody has to look whether the back end is still there: the stream itself only knows how to try again. */
  if (was_open)
    self->func (NULL, 0, self->user_data);

  guint ms = relais_backoff_next (&self->backoff, 0);
  g_debug ("live stream closed (%s), again in %u ms", why, ms);
  self->state = STATE_PAUSED;
  self->pause = g_timeout_source_new (ms);
  g_source_set_callback (self->pause, resume_cb, self, NULL);
  g_source_attach (self->pause, g_main_context_get_thread_default ());
}

static void
event_cb (const char *event, const char *data, gpointer user_data)
{
  RelaisLive *self = user_data;
  g_autoptr(JsonNode) node = NULL;

  if (!g_str_equal (event, "head"))
    return;
  node = relais_json_parse (data, -1, EVENT_MAX_BYTES, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  JsonObject *object = json_node_get_object (node);
  JsonNode *epoch = json_object_get_member (object, "epoch");
  if (epoch != NULL && json_node_get_value_type (epoch) == G_TYPE_STRING)
    self->func (json_node_get_string (epoch), json_object_get_int_member_with_default (object, "head", 0), self->user_data);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RelaisLive *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  self->under_way = FALSE;
  if (chunk == NULL || g_bytes_get_size (chunk) == 0)
    {
      close_and_pause (self, error != NULL ? error->message : "ended");
      return;
    }
  gsize length;
  const char *bytes = g_bytes_get_data (chunk, &length);
  relais_backoff_reset (&self->backoff);
  relais_event_parser_feed (self->parser, bytes, length);
  if (!self->closing)
    read_more (self);
}

static void
read_more (RelaisLive *self)
{
  self->under_way = TRUE;
  g_input_stream_read_bytes_async (self->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RelaisLive *self = user_data;
  g_autoptr(GError) error = NULL;

  self->under_way = FALSE;
  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL || !relais_transport_is_relais (self->message)
      || soup_message_get_status (self->message) != SOUP_STATUS_OK)
    {
      close_and_pause (self, error != NULL ? error->message : "not an event stream");
      return;
    }
  self->parser = relais_event_parser_new (event_cb, self);
  self->state = STATE_OPEN;
  self->func (NULL, 0, self->user_data);
  if (!self->closing)
    read_more (self);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

RelaisLive *
relais_live_new (RelaisRemote *remote, RelaisLiveFunc func, gpointer user_data)
{
  RelaisLive *self = g_new0 (RelaisLive, 1);

  self->remote = remote;
  self->func = func;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  return self;
}

void
relais_live_free (RelaisLive *self)
{
  /* Behind everything else, for the same reason as in relais-transport.c: an answer that came is told before it is cancelled. */
  g_autoptr(GSource) cancel = g_idle_source_new ();
  g_source_set_priority (cancel, G_PRIORITY_LOW);
  g_source_set_callback (cancel, cancel_cb, self->cancellable, NULL);
  g_source_attach (cancel, g_main_context_get_thread_default ());
  self->closing = TRUE;
  while (self->under_way)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
  g_source_destroy (cancel);
  end_pause (self);
  g_clear_object (&self->message);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->parser, relais_event_parser_free);
  g_object_unref (self->cancellable);
  g_free (self);
}

void
relais_live_open (RelaisLive *self, gboolean now)
{
  if (self->state == STATE_PAUSED && now)
    {
      end_pause (self);
      self->state = STATE_CLOSED;
    }
  if (self->state != STATE_CLOSED || self->closing)
    return;

  RelaisTransport *transport = self->remote->transport;
  self->state = STATE_OPENING;
  self->under_way = TRUE;
  self->message = relais_transport_new_message (transport, "GET", "/v1/live");
  soup_message_add_flags (self->message, SOUP_MESSAGE_NEW_CONNECTION);
  soup_message_headers_replace (soup_message_get_request_headers (self->message), "Accept", "text/event-stream");
  soup_session_send_async (transport->session, self->message, G_PRIORITY_DEFAULT, self->cancellable, sent_cb, self);
}

gboolean
relais_live_is_open (RelaisLive *self)
{
  return self->state == STATE_OPEN;
}
