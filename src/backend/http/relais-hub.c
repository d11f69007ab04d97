/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-http"

#include "relais-http-private.h"

#include <string.h>

/* An event must fit into what MHD asks for at once; MHD keeps a buffer of this size for each stream. */
#define BLOCK_SIZE 512

/* The hub's clock: how often it looks for streams that have been silent too long. */
#define PATROL_USEC G_USEC_PER_SEC

typedef struct {
  RelaisHub             *hub;          /* borrowed: outlives its streams */
  struct MHD_Connection *connection;   /* borrowed */
  RelaisHttp            *http;         /* borrowed */
  char                  *token;        /* owned, nullable */
  guint64                version;      /* of the value that was sent last */
  gint64                 silent_until; /* monotonic: a comment line is due then */
  gint64                 known_until;  /* monotonic: then it is asked again whether the token is good, however busy the stream is */
  gboolean               asleep;       /* suspended: whoever clears this resumes the connection */
  GList                  link;
} Stream;

struct _RelaisHub {
  GMutex   lock;
  GCond    wake;
  GQueue   streams;      /* (element-type Stream) */
  char    *text;         /* owned, nullable: the newest event in its wire form */
  guint64  version;      /* rises with each value; 0: none yet */
  gboolean closed;
  GThread *patrol;
};

/* With the lock held. */
static void
rouse (Stream *stream)
{
  if (!stream->asleep)
    return;
  stream->asleep = FALSE;
  MHD_resume_connection (stream->connection);
}

/* Wakes who has something to send. On a thread of its own: whoever publishes does not wait for thousands of streams. */
static gpointer
patrol_thread (gpointer data)
{
  RelaisHub *self = data;

  g_mutex_lock (&self->lock);
  while (!self->closed)
    {
      gint64 now = g_get_monotonic_time ();
      for (GList *l = self->streams.head; l != NULL; l = l->next)
        {
          Stream *stream = l->data;
          if (stream->version != self->version || now >= stream->silent_until)
            rouse (stream);
        }
      g_cond_wait_until (&self->wake, &self->lock, now + PATROL_USEC);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

static gboolean
is_still_welcome (Stream *stream)
{
  if (stream->token == NULL)
    return TRUE;
  const RelaisHttpConfig *config = &stream->http->config;
  g_autoptr(RelaisAccess) access = config->authenticate (stream->token, config->authenticate_data, NULL);
  return access != NULL;
}

static ssize_t
put (char *buffer, size_t size, const char *text)
{
  gsize length = MIN (strlen (text), size);
  memcpy (buffer, text, length);
  return length;
}

/* Sends what is new, or a comment when it was silent for long; sleeps otherwise. */
static ssize_t
read_stream_cb (void *data, uint64_t position, char *buffer, size_t size)
{
  Stream *stream = data;
  RelaisHub *hub = stream->hub;
  gint64 now = g_get_monotonic_time ();
  gboolean due = now >= stream->silent_until;

  /* Asked outside the lock: it reads the database. */
  if (now >= stream->known_until)
    {
      if (!is_still_welcome (stream))
        return MHD_CONTENT_READER_END_OF_STREAM;
      stream->known_until = now + stream->http->config.comment_seconds * G_USEC_PER_SEC;
    }

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&hub->lock);
  if (hub->closed)
    return MHD_CONTENT_READER_END_OF_STREAM;
  if (stream->version != hub->version || due)
    {
      const char *text = stream->version != hub->version ? hub->text : ":\n\n";
      stream->version = hub->version;
      stream->silent_until = now + stream->http->config.comment_seconds * G_USEC_PER_SEC;
      return put (buffer, size, text);
    }
  stream->asleep = TRUE;
  MHD_suspend_connection (stream->connection);
  return 0;
}

static void
free_stream_cb (void *data)
{
  Stream *stream = data;
  g_mutex_lock (&stream->hub->lock);
  g_queue_unlink (&stream->hub->streams, &stream->link);
  g_mutex_unlock (&stream->hub->lock);
  g_free (stream->token);
  g_free (stream);
}

RelaisHub *
relais_hub_new (void)
{
  RelaisHub *self = g_new0 (RelaisHub, 1);
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_queue_init (&self->streams);
  self->patrol = g_thread_new ("streams", patrol_thread, self);
  return self;
}

void
relais_hub_publish (RelaisHub *self, const char *event, const char *data)
{
  char *text = g_strdup_printf ("event: %s\ndata: %s\n\n", event, data);
  g_return_if_fail (strlen (text) <= BLOCK_SIZE);

  g_mutex_lock (&self->lock);
  g_free (self->text);
  self->text = text;
  self->version++;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
}

guint
relais_hub_count (RelaisHub *self)
{
  g_mutex_lock (&self->lock);
  guint n = self->streams.length;
  g_mutex_unlock (&self->lock);
  return n;
}

void
relais_hub_close (RelaisHub *self)
{
  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  g_cond_signal (&self->wake);
  for (GList *l = self->streams.head; l != NULL; l = l->next)
    rouse (l->data);
  g_mutex_unlock (&self->lock);
}

void
relais_hub_free (RelaisHub *self)
{
  relais_hub_close (self);
  g_thread_join (self->patrol);
  g_assert (g_queue_is_empty (&self->streams));
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self->text);
  g_free (self);
}

struct MHD_Response *
relais_hub_make_response (RelaisHub *self, RelaisRequest *request)
{
  Stream *stream = g_new0 (Stream, 1);
  stream->hub = self;
  stream->http = request->http;
  stream->connection = request->connection;
  stream->token = g_strdup (request->token);
  stream->silent_until = g_get_monotonic_time () + request->http->config.comment_seconds * G_USEC_PER_SEC;
  stream->known_until = stream->silent_until;
  stream->link.data = stream;

  g_mutex_lock (&self->lock);
  g_queue_push_tail_link (&self->streams, &stream->link);
  g_mutex_unlock (&self->lock);

  struct MHD_Response *response = MHD_create_response_from_callback (MHD_SIZE_UNKNOWN, BLOCK_SIZE, read_stream_cb, stream, free_stream_cb);
  MHD_add_response_header (response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/event-stream");
  /* The end of the stream is the end of the connection: whoever reads sees it at once. */
  MHD_add_response_header (response, MHD_HTTP_HEADER_CONNECTION, "close");
  /* A proxy must hand each event on at once. */
  MHD_add_response_header (response, "X-Accel-Buffering", "no");
  return response;
}
