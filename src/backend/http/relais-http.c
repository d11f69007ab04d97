/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-http"

#include "relais-http-private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define WORKERS             4
#define HASHERS             2                  /* DESIGN §7: Argon2id in a pool of two */
#define HASHERS_QUEUE       64                 /* more people than this waiting to sign in: come again */
#define CONNECTION_MEMORY   (12 * 1024)        /* headers of one request at most; MHD takes it for each connection */
#define STALLED_SECONDS     60                 /* MHD's own time-out for a connection on which nothing moves */
#define BACKLOG             1024
#define FAREWELL_USEC       (5 * G_USEC_PER_SEC)

static void
set_busy (RelaisHttp *self, int by)
{
  g_mutex_lock (&self->lock);
  self->busy += by;
  if (self->busy == 0)
    g_cond_broadcast (&self->quiet);
  g_mutex_unlock (&self->lock);
}

static void
remember_hub (RelaisHttp *self, RelaisHub *hub)
{
  g_mutex_lock (&self->lock);
  if (!g_ptr_array_find (self->hubs, hub, NULL))
    g_ptr_array_add (self->hubs, hub);
  g_mutex_unlock (&self->lock);
}

static void
handle_cb (gpointer data, gpointer user_data)
{
  RelaisRequest *request = data;
  const RelaisMatch *match = &request->match;

  match->route->handle (request, match->data);
  if (request->reply.status == 0)
    relais_request_reply_problem (request, 500, "internal", "The back end made a mistake.");
  if (request->reply.hub != NULL)
    remember_hub (request->http, request->reply.hub);
  relais_request_compress (request);
  MHD_resume_connection (request->connection);
}

/* MHD takes escapes out by itself: a %00 would end the text unseen. Returns NULL: access_cb makes the request when its headers are there. */
static void *
request_line_cb (void *data, const char *target, struct MHD_Connection *connection)
{
  g_autofree char *plain = g_uri_unescape_string (target, NULL);
  relais_peer_begin_request (relais_peer_of (connection), plain != NULL && g_utf8_validate (plain, -1, NULL));
  return NULL;
}

static enum MHD_Result
dispatch (RelaisHttp *self, RelaisRequest *request)
{
  gboolean hashes = (request->match.route->flags & RELAIS_ROUTE_PASSWORD) != 0;
  if (g_atomic_int_get (&self->stopping) || (hashes && g_thread_pool_unprocessed (self->hashers) >= HASHERS_QUEUE))
    {
      relais_request_reply_problem (request, 503, "busy", "The back end cannot answer at the moment.");
      relais_request_add_header (request, "Retry-After", "2");
      return relais_request_send (request);
    }
  relais_peer_enter (request->peer, RELAIS_PHASE_WORK);
  MHD_suspend_connection (request->connection);
  g_thread_pool_push (hashes ? self->hashers : self->workers, request, NULL);
  return MHD_YES;
}

/* MHD calls this when the headers are there, for each piece of the body, at the end of the body, and after resuming. */
static enum MHD_Result
access_cb (void *data, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
           const char *upload_data, size_t *upload_data_size, void **request_data)
{
  RelaisHttp *self = data;
  RelaisRequest *request = *request_data;

  if (request == NULL)
    {
      request = *request_data = relais_request_new (self, connection, method, url);
      set_busy (self, 1);
      if (!relais_request_fits (request))
        return MHD_NO;
      relais_peer_enter (request->peer, RELAIS_PHASE_BODY);
      /* Somebody who waits for leave to send the body is told at once; others when their body was read. */
      if (!relais_request_check (request) && relais_request_get_header (request, "Expect") != NULL)
        return relais_request_send (request);
      return MHD_YES;
    }
  if (*upload_data_size > 0)
    {
      gboolean more = relais_request_feed (request, upload_data, *upload_data_size);
      *upload_data_size = 0;
      return more ? MHD_YES : MHD_NO;
    }
  if (request->reply.status != 0)
    return relais_request_send (request);
  return dispatch (self, request);
}

static void
completed_cb (void *data, struct MHD_Connection *connection, void **request_data, enum MHD_RequestTerminationCode code)
{
  RelaisHttp *self = data;
  RelaisRequest *request = g_steal_pointer (request_data);
  if (request == NULL)
    return;
  relais_peer_enter (request->peer, RELAIS_PHASE_IDLE);
  relais_request_free (request);
  set_busy (self, -1);
}

static void
log_cb (void *data, const char *format, va_list arguments)
{
  /* What clients do wrong is no news. */
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  g_debug ("%s", g_strchomp (text));
}

static void
close_hubs (RelaisHttp *self)
{
  g_mutex_lock (&self->lock);
  g_autoptr(GPtrArray) hubs = g_ptr_array_copy (self->hubs, NULL, NULL);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < hubs->len; i++)
    relais_hub_close (hubs->pdata[i]);
}

/* Lets every handler end that was begun or waits. */
static void
free_pools (RelaisHttp *self)
{
  if (self->workers != NULL)
    g_thread_pool_free (g_steal_pointer (&self->workers), FALSE, TRUE);
  if (self->hashers != NULL)
    g_thread_pool_free (g_steal_pointer (&self->hashers), FALSE, TRUE);
}

/* "127.0.0.1:8480", "[::1]:0" */
static gboolean
parse_listen (const char *text, struct sockaddr_storage *address, socklen_t *length)
{
  const char *colon = strrchr (text, ':');
  guint64 port;
  if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL))
    return FALSE;

  g_autofree char *host = g_strndup (text, colon - text);
  struct sockaddr_in *four = (void *) address;
  struct sockaddr_in6 *six = (void *) address;
  gsize size = strlen (host);
  memset (address, 0, sizeof *address);
  if (size > 2 && host[0] == '[' && host[size - 1] == ']')
    {
      host[size - 1] = '\0';
      six->sin6_family = AF_INET6;
      six->sin6_port = htons (port);
      *length = sizeof *six;
      return inet_pton (AF_INET6, host + 1, &six->sin6_addr) == 1;
    }
  four->sin_family = AF_INET;
  four->sin_port = htons (port);
  *length = sizeof *four;
  return inet_pton (AF_INET, host, &four->sin_addr) == 1;
}

/* Each connection is a descriptor: as many as the system lets us have. */
static void
raise_descriptor_limit (void)
{
  struct rlimit limit;
  if (getrlimit (RLIMIT_NOFILE, &limit) == 0)
    {
      limit.rlim_cur = limit.rlim_max;
      setrlimit (RLIMIT_NOFILE, &limit);
    }
}

/* Our own socket, so that the reason is known when there is none. */
static int
open_listener (const char *listening, GError **error)
{
  struct sockaddr_storage address;
  socklen_t length;
  const int on = 1;
  if (!parse_listen (listening, &address, &length))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s is not an address and port to listen on", listening);
      return -1;
    }
  int fd = socket (address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  /* A server that comes back takes its port again, though old connections linger. */
  if (fd >= 0 && setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0
      && bind (fd, (struct sockaddr *) &address, length) == 0 && listen (fd, BACKLOG) == 0)
    return fd;
  int saved = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), "Cannot listen on %s: %s", listening, g_strerror (saved));
  if (fd >= 0)
    close (fd);
  return -1;
}

void
relais_http_config_init (RelaisHttpConfig *config)
{
  *config = (RelaisHttpConfig) {
    .listen = "127.0.0.1:8480",
    .header_seconds = 10, .idle_seconds = 60, .body_seconds = 60, .send_seconds = 300,
    .per_address = 100, .connections = 8000, .comment_seconds = 25,
  };
}

RelaisHttp *
relais_http_new (const RelaisHttpConfig *config)
{
  RelaisHttp *self = g_new0 (RelaisHttp, 1);
  self->config = *config;
  self->listen = g_strdup (config->listen);
  self->router = relais_router_new ();
  self->connections = relais_connections_new (config);
  self->hubs = g_ptr_array_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->quiet);
  return self;
}

void
relais_http_add_routes (RelaisHttp *self, const RelaisRoute *routes, gpointer data)
{
  g_return_if_fail (self->daemon == NULL);
  relais_router_add (self->router, routes, data);
}

gboolean
relais_http_start (RelaisHttp *self, GError **error)
{
  struct sockaddr_storage bound;
  socklen_t length = sizeof bound;
  g_autofd int listening = open_listener (self->listen, error);
  if (listening < 0)
    return FALSE;
  if (getsockname (listening, (struct sockaddr *) &bound, &length) == 0)
    self->port = ntohs (bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *) &bound)->sin6_port : ((struct sockaddr_in *) &bound)->sin_port);
  raise_descriptor_limit ();
  self->workers = g_thread_pool_new (handle_cb, self, WORKERS, TRUE, NULL);
  self->hashers = g_thread_pool_new (handle_cb, self, HASHERS, TRUE, NULL);

  unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
  self->daemon = MHD_start_daemon (flags, 0, relais_connections_accept, self->connections, access_cb, self,
    MHD_OPTION_EXTERNAL_LOGGER, log_cb, NULL,
    MHD_OPTION_LISTEN_SOCKET, (MHD_socket) listening,
    MHD_OPTION_THREAD_POOL_SIZE, CLAMP (g_get_num_processors (), 2, 4),
    MHD_OPTION_CONNECTION_LIMIT, self->config.connections,
    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int) STALLED_SECONDS,
    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) CONNECTION_MEMORY,
    MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1,
    MHD_OPTION_NOTIFY_CONNECTION, relais_connections_notify, self->connections,
    MHD_OPTION_NOTIFY_COMPLETED, completed_cb, self,
    MHD_OPTION_URI_LOG_CALLBACK, request_line_cb, NULL,
    MHD_OPTION_END);
  if (self->daemon != NULL)
    {
      g_steal_fd (&listening);   /* MHD closes it */
      return TRUE;
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Cannot serve on %s", self->listen);
  return FALSE;
}

guint
relais_http_get_port (RelaisHttp *self)
{
  return self->port;
}

void
relais_http_free (RelaisHttp *self)
{
  if (self->daemon != NULL)
    {
      MHD_socket listening = MHD_quiesce_daemon (self->daemon);
      g_atomic_int_set (&self->stopping, TRUE);
      close_hubs (self);
      gint64 until = g_get_monotonic_time () + FAREWELL_USEC;
      g_mutex_lock (&self->lock);
      while (self->busy > 0 && g_cond_wait_until (&self->quiet, &self->lock, until))
        ;
      g_mutex_unlock (&self->lock);
      /* Whatever handlers still run: MHD must not stop with suspended connections. */
      free_pools (self);
      close_hubs (self);
      MHD_stop_daemon (self->daemon);
      if (listening != MHD_INVALID_SOCKET)
        close (listening);
    }
  else
    free_pools (self);
  relais_connections_free (self->connections);
  relais_router_free (self->router);
  g_ptr_array_unref (self->hubs);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->quiet);
  g_free (self->listen);
  g_free (self);
}
