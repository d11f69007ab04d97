/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "relais-remote"

#include "relais-transport.h"

#include <glib/gi18n-lib.h>

#include "relais-address.h"
#include "relais-config.h"
#include "relais-json.h"
#include "relais-remote.h"

#define PROTOCOL_HEADER     "Relais-Protocol"
#define PROTOCOL_VERSION    "1"
#define CHUNK_BYTES         (64 * 1024)
#define PROBLEM_MAX_BYTES   (256 * 1024)
#define RETRY_AFTER_MAX_S   3600
/* Longer than the pause between two comment lines of the live stream (25 s). */
#define SILENCE_S           60
#define DEADLINE_S          180
#define CONNECTIONS         4    /* the live stream, a request, and room for one being closed */

/* One request on its way. */
typedef struct {
  GCancellable *cancellable;  /* owned: the caller's, or the deadline */
  GInputStream *stream;       /* owned */
  GBytes       *chunk;        /* owned */
  GError       *error;        /* owned */
  gint64        ends;         /* monotonic time */
  gboolean      done;
  gboolean      late;
} Exchange;

G_DEFINE_QUARK (relais-remote-error-quark, relais_remote_error)

static void
clear_exchange (Exchange *exchange)
{
  g_clear_object (&exchange->cancellable);
  g_clear_object (&exchange->stream);
  g_clear_pointer (&exchange->chunk, g_bytes_unref);
  g_clear_error (&exchange->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Exchange, clear_exchange)

static gboolean
deadline_cb (gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->late = TRUE;
  g_cancellable_cancel (exchange->cancellable);
  return G_SOURCE_REMOVE;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (source), result, &exchange->error);
  exchange->done = TRUE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &exchange->error);
  exchange->done = TRUE;
}

/* Runs in the thread of the session: libsoup takes a message apart wherever its cancellable is cancelled. */
static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* What may end an exchange waits behind everything else in the context. libsoup (3.6.5, run_until_read_done) finishes a message twice when
 * its cancellable is cancelled after the answer has come and before that is told, and then frees what is still in use. At this priority
 * nothing that came waits to be told any more. */
static void
attach_last (RelaisTransport *self, GSource *source, GSourceFunc func, gpointer data)
{
  g_source_set_priority (source, G_PRIORITY_LOW);
  g_source_set_callback (source, func, data, NULL);
  g_source_attach (source, self->context);
}

static void
wait_for (RelaisTransport *self, Exchange *exchange)
{
  while (!exchange->done)
    g_main_context_iteration (self->context, TRUE);
  exchange->done = FALSE;
}

/* A person reads these sentences: what happened, and where. */
static void
set_transport_error (RelaisTransport *self, const Exchange *exchange, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return;

  g_debug ("%s: %s", self->base, exchange->late ? "too slow" : exchange->error->message);
  if (exchange->late)
    g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_UNREACHABLE, _("%s takes too long to answer."), self->base);
  else if (exchange->error->domain == G_TLS_ERROR)
    g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_CERTIFICATE,
                 _("The identity of %s cannot be verified: its certificate is not trusted. Nothing was sent."), self->base);
  else
    g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_UNREACHABLE, _("%s cannot be reached."), self->base);
}

static guint
parse_retry_after (SoupMessage *message)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint64 seconds = 0;

  /* Only the form in seconds: a date would need the clocks to agree. */
  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &seconds, NULL))
    return 0;
  return MIN (seconds, RETRY_AFTER_MAX_S);
}

/* "code" of the problem document (RFC 9457), for the log; the sentence for the person is ours. */
static char *
dup_problem_code (GByteArray *body)
{
  g_autoptr(JsonNode) node = relais_json_parse ((const char *) body->data, body->len, PROBLEM_MAX_BYTES, NULL);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return g_strdup ("none");
  return g_strdup (json_object_get_string_member_with_default (json_node_get_object (node), "code", "none"));
}

static void
set_status_error (RelaisTransport *self, SoupMessage *message, GByteArray *body, GError **error)
{
  guint status = soup_message_get_status (message);
  g_autofree char *code = dup_problem_code (body);

  g_debug ("%s: status %u, code %s", self->base, status, code);
  if (status == SOUP_STATUS_UNAUTHORIZED)
    g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_SIGN_IN, _("Please sign in again to %s."), self->base);
  else if (status == SOUP_STATUS_FORBIDDEN)
    g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_FORBIDDEN, _("Your account may not do this on %s."), self->base);
  else if (status == SOUP_STATUS_NOT_FOUND)
    g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_NOT_FOUND, _("This is not on %s, or not for your account."), self->base);
  else if (status == SOUP_STATUS_GONE)
    g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_RESYNC, _("Everything has to be read again from %s."), self->base);
  else if (status == 429 || status == SOUP_STATUS_SERVICE_UNAVAILABLE)
    g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_THROTTLED, _("%s is busy and asks to wait."), self->base);
  else if (status >= 500)
    g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_SERVER, _("%s has a problem (%u)."), self->base, status);
  else
    g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_REFUSED, _("%s does not accept the request (%u, %s)."),
                 self->base, status, code);
}

static gboolean
append_chunk (gconstpointer chunk, gsize length, gpointer data, GError **error)
{
  g_byte_array_append (data, chunk, length);
  return TRUE;
}

/* Responses are decompressed without a cap: what is counted is what came out. */
static gboolean
read_body (RelaisTransport *self, Exchange *exchange, gsize max_bytes, RelaisChunkFunc func, gpointer data,
           GCancellable *cancellable, GError **error)
{
  gsize total = 0;

  for (;;)
    {
      /* An answer without pause would never let those sources have their turn. */
      exchange->late = g_get_monotonic_time () >= exchange->ends;
      if (exchange->late || g_cancellable_is_cancelled (cancellable))
        g_cancellable_cancel (exchange->cancellable);
      g_clear_pointer (&exchange->chunk, g_bytes_unref);
      g_input_stream_read_bytes_async (exchange->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, exchange->cancellable, read_cb, exchange);
      wait_for (self, exchange);
      if (exchange->chunk == NULL)
        {
          set_transport_error (self, exchange, cancellable, error);
          return FALSE;
        }

      gsize length;
      gconstpointer chunk = g_bytes_get_data (exchange->chunk, &length);
      if (length == 0)
        return TRUE;
      total += length;
      if (total > max_bytes)
        {
          g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_BAD_ANSWER,
                       _("The answer of %s is too large."), self->base);
          return FALSE;
        }
      if (func != NULL && !func (chunk, length, data, error))
        return FALSE;
    }
}

static gboolean
receive (RelaisTransport *self, Exchange *exchange, SoupMessage *message, gsize max_bytes, RelaisChunkFunc func, gpointer data,
         GCancellable *cancellable, GError **error)
{
  wait_for (self, exchange);
  if (exchange->stream == NULL)
    {
      set_transport_error (self, exchange, cancellable, error);
      return FALSE;
    }
  if (!relais_transport_is_relais (message))
    {
      g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_NOT_RELAIS,
                   _("Something else answers in place of %s. Does this network want you to sign in first?"), self->base);
      return FALSE;
    }
  if (SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)))
    return read_body (self, exchange, max_bytes, func, data, cancellable, error);

  g_autoptr(GByteArray) body = g_byte_array_new ();
  self->retry_after = parse_retry_after (message);
  if (read_body (self, exchange, PROBLEM_MAX_BYTES, append_chunk, body, cancellable, error))
    set_status_error (self, message, body, error);
  return FALSE;
}

RelaisTransport *
relais_transport_new (const char *address, const char *token)
{
  RelaisTransport *self = g_new0 (RelaisTransport, 1);

  self->base = g_strdup (address);
  self->token = g_strdup (token);
  self->deadline = DEADLINE_S;
  self->context = g_main_context_new ();
  /* A session belongs to the context that is current when it is made. In a thread without one (a worker that signs in) that would be
   * the main thread's, which would then touch the session while this thread frees it. */
  gboolean alone = g_main_context_get_thread_default () == NULL;
  if (alone)
    g_main_context_push_thread_default (self->context);
  self->session = soup_session_new_with_options ("max-conns", CONNECTIONS, "max-conns-per-host", CONNECTIONS,
                                                 "timeout", SILENCE_S, "idle-timeout", SILENCE_S,
                                                 "user-agent", "Relais/" RELAIS_VERSION, NULL);
  /* 401 is answered by the person, not by the library. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  /* Plain http stays on this computer: never through a proxy. */
  if (relais_address_is_loopback (address))
    soup_session_set_proxy_resolver (self->session, NULL);
  if (alone)
    g_main_context_pop_thread_default (self->context);
  return self;
}

void
relais_transport_free (RelaisTransport *self)
{
  if (self == NULL)
    return;

  g_main_context_push_thread_default (self->context);
  soup_session_abort (self->session);
  g_object_unref (self->session);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  g_free (self->base);
  g_free (self->token);
  g_free (self);
}

SoupMessage *
relais_transport_new_message (RelaisTransport *self, const char *method, const char *path)
{
  g_autofree char *uri = g_strconcat (self->base, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);

  g_assert (message != NULL);  /* the base was parsed before, and paths are ours */
  /* Every call of the protocol may be repeated: a connection that died while idle is simply opened again. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT);
  soup_message_set_force_http1 (message, TRUE);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, PROTOCOL_HEADER, PROTOCOL_VERSION);
  /* On this computer there is no line that compressing would relieve. */
  if (relais_address_is_loopback (self->base))
    soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  if (self->token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", self->token, NULL);
      soup_message_headers_replace (headers, "Authorization", bearer);
    }
  return message;
}

gboolean
relais_transport_send (RelaisTransport *self, SoupMessage *message, gsize max_bytes, RelaisChunkFunc func, gpointer data,
                       GCancellable *cancellable, GError **error)
{
  g_auto(Exchange) exchange = { .cancellable = g_cancellable_new () };
  g_autoptr(GSource) cancel = g_cancellable_source_new (cancellable);

  self->retry_after = 0;
  g_main_context_push_thread_default (self->context);
  g_autoptr(GSource) deadline = g_timeout_source_new_seconds (self->deadline);
  exchange.ends = g_get_monotonic_time () + self->deadline * G_USEC_PER_SEC;
  attach_last (self, deadline, deadline_cb, &exchange);
  attach_last (self, cancel, G_SOURCE_FUNC (cancelled_cb), exchange.cancellable);

  soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, exchange.cancellable, sent_cb, &exchange);
  gboolean ok = receive (self, &exchange, message, max_bytes, func, data, cancellable, error);

  g_source_destroy (deadline);
  g_source_destroy (cancel);
  if (!ok)
    g_cancellable_cancel (exchange.cancellable);
  g_clear_object (&exchange.stream);
  g_main_context_pop_thread_default (self->context);
  return ok;
}

gboolean
relais_transport_is_relais (SoupMessage *message)
{
  return g_strcmp0 (soup_message_headers_get_one (soup_message_get_response_headers (message), PROTOCOL_HEADER),
                    PROTOCOL_VERSION) == 0;
}
