/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "relais-remote"

#include "relais-read-ahead.h"

#include "relais-remote-private.h"

/* One page that is wanted, on its way to the thread and back. */
typedef struct {
  char       *cursor;   /* owned; NULL: nothing more is wanted */
  RelaisPage *page;     /* owned, nullable */
} Errand;

struct _RelaisReadAhead {
  char         *server;       /* owned */
  char         *token;        /* owned, nullable */
  guint         deadline;
  char         *client;       /* owned, nullable */
  guint         limit;
  GCancellable *cancellable;  /* owned: the caller's, or that nobody waits any more */
  GCancellable *callers;      /* owned, nullable */
  gulong        link;
  GAsyncQueue  *asked;        /* owned (element-type Errand) */
  GAsyncQueue  *done;         /* owned (element-type Errand) */
  gboolean      is_out;       /* an errand was sent and not taken back */
  GThread      *thread;       /* owned */
};

static void
free_errand (Errand *errand)
{
  g_free (errand->cursor);
  g_clear_pointer (&errand->page, relais_page_free);
  g_free (errand);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, free_errand)

static void
run_errands (RelaisReadAhead *self)
{
  g_autoptr(RelaisRemote) remote = relais_remote_new (self->server, self->token, NULL);

  relais_remote_set_deadline (remote, self->deadline);
  for (;;)
    {
      g_autoptr(Errand) errand = g_async_queue_pop (self->asked);
      if (errand->cursor == NULL)
        return;
      errand->page = relais_remote_pull (remote, self->client, errand->cursor, self->limit, FALSE, self->cancellable, NULL);
      g_async_queue_push (self->done, g_steal_pointer (&errand));
    }
}

/* A session of libsoup lives in the thread that made it, and in the context that was current there: without one of its own here, the main
 * thread would take part in it. */
static gpointer
read_thread (gpointer data)
{
  g_autoptr(GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  run_errands (data);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

RelaisReadAhead *
relais_read_ahead_new (RelaisRemote *remote, const char *client, guint limit, GCancellable *cancellable)
{
  g_return_val_if_fail (remote != NULL && limit > 0, NULL);

  RelaisReadAhead *self = g_new0 (RelaisReadAhead, 1);
  self->server = g_strdup (relais_remote_get_server (remote));
  self->token = g_strdup (remote->transport->token);
  self->deadline = remote->transport->deadline;
  self->client = g_strdup (client);
  self->limit = limit;
  self->cancellable = g_cancellable_new ();
  if (g_set_object (&self->callers, cancellable))
    self->link = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self->cancellable, NULL);
  self->asked = g_async_queue_new_full ((GDestroyNotify) free_errand);
  self->done = g_async_queue_new_full ((GDestroyNotify) free_errand);
  self->thread = g_thread_new ("relais-read-ahead", read_thread, self);
  return self;
}

void
relais_read_ahead_free (RelaisReadAhead *self)
{
  if (self == NULL)
    return;
  if (self->callers != NULL)
    g_cancellable_disconnect (self->callers, self->link);
  g_cancellable_cancel (self->cancellable);
  g_async_queue_push (self->asked, g_new0 (Errand, 1));
  g_thread_join (self->thread);
  g_async_queue_unref (self->asked);
  g_async_queue_unref (self->done);
  g_clear_object (&self->callers);
  g_clear_object (&self->cancellable);
  g_free (self->server);
  g_free (self->token);
  g_free (self->client);
  g_free (self);
}

void
relais_read_ahead_start (RelaisReadAhead *self, const char *cursor)
{
  g_return_if_fail (self != NULL && cursor != NULL && !self->is_out);

  Errand *errand = g_new0 (Errand, 1);
  errand->cursor = g_strdup (cursor);
  self->is_out = TRUE;
  g_async_queue_push (self->asked, errand);
}

RelaisPage *
relais_read_ahead_take (RelaisReadAhead *self, const char *cursor)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (!self->is_out)
    return NULL;
  g_autoptr(Errand) errand = g_async_queue_pop (self->done);
  self->is_out = FALSE;
  return g_strcmp0 (errand->cursor, cursor) == 0 ? g_steal_pointer (&errand->page) : NULL;
}
