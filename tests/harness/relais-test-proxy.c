/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-test-proxy.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define CHUNK_BYTES    (64 * 1024)
#define TRICKLE_MS     50
#define MAX_THREADS    64

struct _RelaisTestProxy {
  GSocketService      *service;      /* owned */
  GThread             *thread;       /* owned: accepts */
  GMainContext        *context;      /* owned */
  GMainLoop           *loop;         /* owned */
  guint16              port;

  GMutex               mutex;        /* guards what follows */
  GCond                calm;         /* a connection ended */
  guint                n_active;
  RelaisTestProxyMode  mode;
  guint16              upstream;
  guint                delay;
  GBytes              *answer;       /* owned, nullable */
  GTlsCertificate     *certificate;  /* owned, nullable */
  GPtrArray           *sockets;      /* element-type GSocket: open now */
  guint                n_connections;
  guint                n_requests;
  char                *request;      /* owned, nullable */
  char                *address;      /* owned */
};

/* One direction of a forwarded connection. */
typedef struct {
  RelaisTestProxy *proxy;
  GSocket         *from;  /* borrowed */
  GSocket         *to;    /* borrowed */
} Direction;

static void
watch_socket (RelaisTestProxy *self, GSocket *socket)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->sockets, g_object_ref (socket));
  g_mutex_unlock (&self->mutex);
}

static void
unwatch_socket (RelaisTestProxy *self, GSocket *socket)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_remove (self->sockets, socket);
  g_mutex_unlock (&self->mutex);
  g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

/* Wakes whoever reads or writes there; called with the mutex held. */
static void
shut_sockets (RelaisTestProxy *self)
{
  for (guint i = 0; i < self->sockets->len; i++)
    g_socket_shutdown (g_ptr_array_index (self->sockets, i), TRUE, TRUE, NULL);
}

static gboolean
send_all (GSocket *socket, const char *bytes, gsize length)
{
  while (length > 0)
    {
      gssize sent = g_socket_send (socket, bytes, length, NULL, NULL);
      if (sent <= 0)
        return FALSE;
      bytes += sent;
      length -= sent;
    }
  return TRUE;
}

static gpointer
forward_thread (gpointer data)
{
  Direction *direction = data;
  g_autofree char *buffer = g_malloc (CHUNK_BYTES);
  gssize length;

  while ((length = g_socket_receive (direction->from, buffer, CHUNK_BYTES, NULL, NULL)) > 0)
    {
      g_mutex_lock (&direction->proxy->mutex);
      guint delay = direction->proxy->delay;
      g_mutex_unlock (&direction->proxy->mutex);
      if (delay > 0)
        g_usleep (delay * 1000);
      if (!send_all (direction->to, buffer, length))
        break;
    }
  g_socket_shutdown (direction->from, TRUE, TRUE, NULL);
  g_socket_shutdown (direction->to, TRUE, TRUE, NULL);
  return NULL;
}

static void
forward (RelaisTestProxy *self, GSocket *client, guint16 port)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr(GSocket) server = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  if (!g_socket_connect (server, address, NULL, NULL))
    return;
  g_socket_set_option (server, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  watch_socket (self, server);
  Direction up = { self, client, server }, down = { self, server, client };
  GThread *thread = g_thread_new ("proxy-up", forward_thread, &up);
  forward_thread (&down);
  g_thread_join (thread);
  unwatch_socket (self, server);
}

/* Head and body. Returns: (transfer full) (nullable) */
static char *
read_request (GInputStream *stream)
{
  g_autoptr(GString) request = g_string_new (NULL);
  const char *end = NULL;
  char buffer[4096];

  while (end == NULL)
    {
      gssize length = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL);
      if (length <= 0)
        return NULL;
      g_string_append_len (request, buffer, length);
      end = strstr (request->str, "\r\n\r\n");
    }

  const char *field = strcasestr (request->str, "\r\ncontent-length:");
  gsize whole = end + 4 - request->str;
  if (field != NULL && field < end)
    whole += g_ascii_strtoull (field + strlen ("\r\ncontent-length:"), NULL, 10);
  while (request->len < whole)
    {
      gssize length = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL);
      if (length <= 0)
        return NULL;
      g_string_append_len (request, buffer, length);
    }
  return g_string_free (g_steal_pointer (&request), FALSE);
}

static void
answer (RelaisTestProxy *self, GIOStream *stream, GBytes *bytes, gboolean slowly)
{
  g_autofree char *request = read_request (g_io_stream_get_input_stream (stream));
  GOutputStream *out = g_io_stream_get_output_stream (stream);
  gsize length = 0;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &length) : "";

  if (request == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->n_requests++;
  g_set_str (&self->request, request);
  g_mutex_unlock (&self->mutex);

  if (!slowly)
    g_output_stream_write_all (out, text, length, NULL, NULL, NULL);
  for (gsize i = 0; slowly && i < length; i++)
    {
      if (!g_output_stream_write_all (out, text + i, 1, NULL, NULL, NULL))
        break;
      g_usleep (TRICKLE_MS * 1000);
    }
}

static void
swallow (GSocket *socket)
{
  char buffer[4096];
  while (g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL) > 0)
    ;
}

static void
serve (RelaisTestProxy *self, GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  g_mutex_lock (&self->mutex);
  RelaisTestProxyMode mode = self->mode;
  guint16 upstream = self->upstream;
  g_autoptr(GBytes) bytes = self->answer != NULL ? g_bytes_ref (self->answer) : NULL;
  g_autoptr(GTlsCertificate) certificate = self->certificate != NULL ? g_object_ref (self->certificate) : NULL;
  g_mutex_unlock (&self->mutex);

  switch (mode)
    {
    case RELAIS_TEST_PROXY_PASS:
      forward (self, socket, upstream);
      break;
    case RELAIS_TEST_PROXY_CUT:
      break;
    case RELAIS_TEST_PROXY_DROP:
      swallow (socket);
      break;
    case RELAIS_TEST_PROXY_ANSWER:
    case RELAIS_TEST_PROXY_TRICKLE:
      if (certificate != NULL)
        {
          g_autoptr(GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (connection), certificate, NULL);
          if (tls != NULL && g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL))
            answer (self, tls, bytes, FALSE);
          g_io_stream_close (tls, NULL, NULL);
        }
      else
        answer (self, G_IO_STREAM (connection), bytes, mode == RELAIS_TEST_PROXY_TRICKLE);
      break;
    }
}

static gboolean
run_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  RelaisTestProxy *self = user_data;
  GSocket *socket = g_socket_connection_get_socket (connection);

  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  watch_socket (self, socket);
  g_mutex_lock (&self->mutex);
  self->n_connections++;
  self->n_active++;
  g_mutex_unlock (&self->mutex);

  serve (self, connection);

  unwatch_socket (self, socket);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_mutex_lock (&self->mutex);
  self->n_active--;
  g_cond_broadcast (&self->calm);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static gpointer
accept_thread (gpointer data)
{
  RelaisTestProxy *self = data;

  g_main_context_push_thread_default (self->context);
  self->service = g_threaded_socket_service_new (MAX_THREADS);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) effective = NULL;
  GError *error = NULL;
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                 &effective, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);

  g_mutex_lock (&self->mutex);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_cond_broadcast (&self->calm);
  g_mutex_unlock (&self->mutex);

  g_main_loop_run (self->loop);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
name_address (RelaisTestProxy *self)
{
  g_free (self->address);
  self->address = g_strdup_printf ("%s://127.0.0.1:%u", self->certificate != NULL ? "https" : "http", self->port);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

RelaisTestProxy *
relais_test_proxy_new (guint16 upstream)
{
  RelaisTestProxy *self = g_new0 (RelaisTestProxy, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->calm);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  self->upstream = upstream;
  self->mode = upstream != 0 ? RELAIS_TEST_PROXY_PASS : RELAIS_TEST_PROXY_ANSWER;
  self->thread = g_thread_new ("proxy", accept_thread, self);
  g_mutex_lock (&self->mutex);
  while (self->port == 0)
    g_cond_wait (&self->calm, &self->mutex);
  g_mutex_unlock (&self->mutex);
  name_address (self);
  return self;
}

void
relais_test_proxy_free (RelaisTestProxy *self)
{
  g_main_context_invoke (self->context, quit_cb, self->loop);
  g_thread_join (self->thread);
  g_mutex_lock (&self->mutex);
  self->mode = RELAIS_TEST_PROXY_CUT;
  while (self->n_active > 0)
    {
      shut_sockets (self);
      g_cond_wait_until (&self->calm, &self->mutex, g_get_monotonic_time () + G_TIME_SPAN_MILLISECOND * 50);
    }
  g_mutex_unlock (&self->mutex);
  g_clear_object (&self->service);
  g_clear_pointer (&self->answer, g_bytes_unref);
  g_clear_object (&self->certificate);
  g_ptr_array_unref (self->sockets);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->calm);
  g_free (self->request);
  g_free (self->address);
  g_free (self);
}

const char *
relais_test_proxy_get_address (RelaisTestProxy *self)
{
  return self->address;
}

void
relais_test_proxy_set_mode (RelaisTestProxy *self, RelaisTestProxyMode mode)
{
  g_mutex_lock (&self->mutex);
  if (self->mode != mode)
    shut_sockets (self);
  self->mode = mode;
  g_mutex_unlock (&self->mutex);
}

void
relais_test_proxy_set_upstream (RelaisTestProxy *self, guint16 upstream)
{
  g_mutex_lock (&self->mutex);
  self->upstream = upstream;
  g_mutex_unlock (&self->mutex);
}

void
relais_test_proxy_set_delay (RelaisTestProxy *self, guint ms)
{
  g_mutex_lock (&self->mutex);
  self->delay = ms;
  g_mutex_unlock (&self->mutex);
}

void
relais_test_proxy_set_answer (RelaisTestProxy *self, const char *text, gssize length)
{
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->answer, g_bytes_unref);
  self->answer = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_mutex_unlock (&self->mutex);
}

void
relais_test_proxy_set_relais_answer (RelaisTestProxy *self, const char *status, const char *headers, const char *body)
{
  g_autofree char *text = g_strdup_printf ("HTTP/1.1 %s\r\nRelais-Protocol: 1\r\nContent-Type: application/json\r\n"
                                           "Content-Length: %" G_GSIZE_FORMAT "\r\nConnection: close\r\n%s\r\n%s",
                                           status, strlen (body), headers != NULL ? headers : "", body);
  relais_test_proxy_set_answer (self, text, -1);
}

void
relais_test_proxy_set_certificate (RelaisTestProxy *self, GTlsCertificate *certificate)
{
  g_mutex_lock (&self->mutex);
  g_set_object (&self->certificate, certificate);
  name_address (self);
  g_mutex_unlock (&self->mutex);
}

guint
relais_test_proxy_count_connections (RelaisTestProxy *self)
{
  g_mutex_lock (&self->mutex);
  guint n = self->n_connections;
  g_mutex_unlock (&self->mutex);
  return n;
}

guint
relais_test_proxy_count_requests (RelaisTestProxy *self)
{
  g_mutex_lock (&self->mutex);
  guint n = self->n_requests;
  g_mutex_unlock (&self->mutex);
  return n;
}

char *
relais_test_proxy_dup_request (RelaisTestProxy *self)
{
  g_mutex_lock (&self->mutex);
  char *request = g_strdup (self->request);
  g_mutex_unlock (&self->mutex);
  return request;
}
