/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-http"

#include "relais-http-private.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* How often deadlines are looked at: no deadline is shorter than a second. */
#define PATROL_USEC (G_USEC_PER_SEC / 5)

/* So many times as many connections as one address may have are let in to be told that they are too many. */
#define TOLD_FACTOR 2

struct _RelaisPeer {
  RelaisConnections *all;        /* borrowed */
  int                socket;     /* MHD's; valid as long as the peer is in the list */
  char              *address;
  gboolean           loopback;
  RelaisPhase        phase;
  gint64             deadline;   /* monotonic; 0: none */
  gboolean           expired;
  gboolean           one_too_many;
  gboolean           readable;   /* what the newest request asks for; MHD's thread only */
  GList              link;
};

struct _RelaisConnections {
  RelaisHttpConfig config;
  GMutex           lock;
  GCond            wake;
  GQueue           peers;        /* (element-type RelaisPeer) */
  GHashTable      *counts;       /* owned; address → number of connections, loopback excepted */
  GThread         *patrol;
  gboolean         stopping;
};

static char *
print_address (const struct sockaddr *address, gboolean *loopback)
{
  char text[INET6_ADDRSTRLEN] = "unknown";
  *loopback = FALSE;
  if (address->sa_family == AF_INET)
    {
      const struct sockaddr_in *four = (const void *) address;
      inet_ntop (AF_INET, &four->sin_addr, text, sizeof text);
      *loopback = ntohl (four->sin_addr.s_addr) >> 24 == 127;
    }
  else if (address->sa_family == AF_INET6)
    {
      const struct sockaddr_in6 *six = (const void *) address;
      inet_ntop (AF_INET6, &six->sin6_addr, text, sizeof text);
      *loopback = IN6_IS_ADDR_LOOPBACK (&six->sin6_addr);
    }
  return g_strdup (text);
}

static guint
seconds_for (const RelaisHttpConfig *config, RelaisPhase phase)
{
  switch (phase)
    {
    case RELAIS_PHASE_HEADERS: return config->header_seconds;
    case RELAIS_PHASE_IDLE:    return config->idle_seconds;
    case RELAIS_PHASE_BODY:    return config->body_seconds;
    case RELAIS_PHASE_SEND:    return config->send_seconds;
    case RELAIS_PHASE_WORK:
    case RELAIS_PHASE_STREAM:  return 0;
    }
  g_assert_not_reached ();
}

/* MHD sees the end of the stream and closes. @problem: nullable, where an answer has begun already. */
static void
dismiss (RelaisPeer *peer, guint status, const char *problem)
{
  peer->expired = TRUE;
  if (problem != NULL)
    {
      g_autofree char *wire = relais_problem_to_wire (status, problem);
      if (send (peer->socket, wire, strlen (wire), MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
        g_debug ("A client could not be told why its connection ends: %s", g_strerror (errno));
    }
  shutdown (peer->socket, SHUT_RDWR);
}

static void
expire (RelaisPeer *peer)
{
  g_autofree char *problem = NULL;
  if (peer->phase == RELAIS_PHASE_HEADERS || peer->phase == RELAIS_PHASE_BODY)
    problem = relais_problem_to_text (408, "too_slow", "The request did not arrive within its time.");
  dismiss (peer, 408, problem);
}

static gpointer
patrol_thread (gpointer data)
{
  RelaisConnections *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping)
    {
      gint64 now = g_get_monotonic_time ();
      for (GList *l = self->peers.head; l != NULL; l = l->next)
        {
          RelaisPeer *peer = l->data;
          if (peer->deadline != 0 && now >= peer->deadline && !peer->expired)
            expire (peer);
        }
      g_cond_wait_until (&self->wake, &self->lock, now + PATROL_USEC);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* @by: +1 or -1. Returns the count after it. */
static guint
count (RelaisConnections *self, const char *address, int by)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, address)) + by;
  if (n > 0)
    g_hash_table_insert (self->counts, g_strdup (address), GUINT_TO_POINTER (n));
  else
    g_hash_table_remove (self->counts, address);
  return n;
}

static void
add_peer (RelaisConnections *self, struct MHD_Connection *connection, void **socket_context)
{
  RelaisPeer *peer = g_new0 (RelaisPeer, 1);
  peer->all = self;
  peer->socket = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
  peer->address = print_address (MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr, &peer->loopback);
  peer->link.data = peer;
  *socket_context = peer;

  g_mutex_lock (&self->lock);
  g_queue_push_tail_link (&self->peers, &peer->link);
  if (!peer->loopback)
    peer->one_too_many = count (self, peer->address, 1) > self->config.per_address && self->config.per_address > 0;
  g_mutex_unlock (&self->lock);
  relais_peer_enter (peer, RELAIS_PHASE_HEADERS);
}

static void
remove_peer (RelaisConnections *self, RelaisPeer *peer)
{
  g_mutex_lock (&self->lock);
  g_queue_unlink (&self->peers, &peer->link);
  if (!peer->loopback)
    count (self, peer->address, -1);
  g_mutex_unlock (&self->lock);
  g_free (peer->address);
  g_free (peer);
}

RelaisConnections *
relais_connections_new (const RelaisHttpConfig *config)
{
  RelaisConnections *self = g_new0 (RelaisConnections, 1);
  self->config = *config;
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_queue_init (&self->peers);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->patrol = g_thread_new ("patrol", patrol_thread, self);
  return self;
}

void
relais_connections_free (RelaisConnections *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->patrol);
  g_assert (g_queue_is_empty (&self->peers));
  g_hash_table_unref (self->counts);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}

enum MHD_Result
relais_connections_accept (gpointer data, const struct sockaddr *address, socklen_t length)
{
  RelaisConnections *self = data;
  gboolean loopback;
  g_autofree char *text = print_address (address, &loopback);

  if (self->config.per_address == 0 || loopback)
    return MHD_YES;
  g_mutex_lock (&self->lock);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, text));
  g_mutex_unlock (&self->lock);
  return n < self->config.per_address * TOLD_FACTOR ? MHD_YES : MHD_NO;
}

void
relais_connections_notify (gpointer data, struct MHD_Connection *connection, void **socket_context,
                           enum MHD_ConnectionNotificationCode code)
{
  RelaisConnections *self = data;
  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    add_peer (self, connection, socket_context);
  else if (*socket_context != NULL)
    remove_peer (self, g_steal_pointer (socket_context));
}

RelaisPeer *
relais_peer_of (struct MHD_Connection *connection)
{
  return MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

void
relais_peer_enter (RelaisPeer *peer, RelaisPhase phase)
{
  guint seconds = seconds_for (&peer->all->config, phase);
  g_mutex_lock (&peer->all->lock);
  peer->phase = phase;
  peer->deadline = seconds > 0 ? g_get_monotonic_time () + seconds * G_USEC_PER_SEC : 0;
  g_mutex_unlock (&peer->all->lock);
}

gboolean
relais_peer_is_readable (RelaisPeer *peer)
{
  return peer->readable;
}

gboolean
relais_peer_is_one_too_many (RelaisPeer *peer)
{
  return peer->one_too_many;
}

void
relais_peer_dismiss (RelaisPeer *peer, guint status, const char *problem)
{
  g_mutex_lock (&peer->all->lock);
  if (!peer->expired)
    dismiss (peer, status, problem);
  g_mutex_unlock (&peer->all->lock);
}

void
relais_peer_begin_request (RelaisPeer *peer, gboolean readable)
{
  peer->readable = readable;
  if (peer->phase == RELAIS_PHASE_IDLE)
    relais_peer_enter (peer, RELAIS_PHASE_HEADERS);
}

const char *
relais_peer_get_address (RelaisPeer *peer)
{
  return peer->address;
}

gboolean
relais_peer_is_loopback (RelaisPeer *peer)
{
  return peer->loopback;
}
