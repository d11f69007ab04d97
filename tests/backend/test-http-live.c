/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

#include <string.h>


static GSocketConnection *
open_stream (Fixture *self)
{
  g_autofree char *request = g_strdup_printf ("GET /v1/live HTTP/1.1\r\nHost: localhost\r\nRelais-Protocol: 1\r\n"
                                              "Authorization: Bearer %s\r\n\r\n", self->token);
  return http_open (self->backend, request);
}

/* Reads until @wanted has come; FALSE when the stream ended before. */
static gboolean
read_until (GSocketConnection *stream, const char *wanted)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (stream));
  g_autoptr(GString) text = g_string_new (NULL);
  char buffer[2048];
  gssize n;
  while ((n = g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL)) > 0)
    {
      g_string_append_len (text, buffer, n);
      if (strstr (text->str, wanted) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Returns the new head. */
static gint64
change (Fixture *self)
{
  g_autofree char *op = g_strdup_printf ("{'kind':'theme','id':'01a00000-0000-7000-8000-0000010%05u','set':{'name':'T'}}", (guint) self->mid);
  return fixture_write (self, op);
}

static void
test_events (Fixture *self, gconstpointer data)
{
  g_autoptr(GSocketConnection) stream = open_stream (self);
  /* The account was added by another process. */
  g_autofree char *first = g_strdup_printf ("event: head\ndata: {\"epoch\":\"%s\",\"head\":1}\n\n", self->epoch);
  g_assert_true (read_until (stream, first));
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *next = g_strdup_printf ("\"head\":%" G_GINT64_FORMAT "}", change (self));
      g_assert_true (read_until (stream, next));
    }
}

static void
test_comments (Fixture *self, gconstpointer data)
{
  g_autoptr(GSocketConnection) stream = open_stream (self);
  g_assert_true (read_until (stream, "event: head"));
  gint64 began = g_get_monotonic_time ();
  g_assert_true (read_until (stream, ":\n\n"));
  g_assert_cmpint (g_get_monotonic_time () - began, <, 10 * G_USEC_PER_SEC);
}

static void
test_revoked (Fixture *self, gconstpointer data)
{
  g_autoptr(GSocketConnection) stream = open_stream (self);
  g_assert_true (read_until (stream, "event: head"));
  g_autoptr(Answer) out = http_call (self->backend, self->token, "DELETE", "/v1/session", NULL, NULL, NULL, 0);
  g_assert_cmpuint (out->status, ==, 204);
  g_assert_false (read_until (stream, "never comes"));
}

/* A stream on which something happens all the time ends, too. */
static void
test_revoked_while_busy (Fixture *self, gconstpointer data)
{
  g_autoptr(GSocketConnection) stream = open_stream (self);
  g_assert_true (read_until (stream, "event: head"));
  g_autoptr(Answer) out = http_call (self->backend, self->token, "DELETE", "/v1/session", NULL, NULL, NULL, 0);
  g_clear_pointer (&self->token, g_free);
  self->token = http_sign_in (self->backend, "claire", NULL);
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  gboolean open = TRUE;
  while (open && g_get_monotonic_time () < until)
    {
      g_autofree char *next = g_strdup_printf ("\"head\":%" G_GINT64_FORMAT "}", change (self));
      open = read_until (stream, next);
    }
  g_assert_false (open);
}

/* SIGTERM ends streams and stops at once, also with many of them. */
static void
test_stop (Fixture *self, gconstpointer data)
{
  GSocketConnection *streams[100];
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      streams[i] = open_stream (self);
      g_assert_true (read_until (streams[i], "event: head"));
    }
  gint64 began = g_get_monotonic_time ();
  relais_test_backend_stop (self->backend);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 4 * G_USEC_PER_SEC);
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      g_assert_false (read_until (streams[i], "never comes"));
      g_object_unref (streams[i]);
    }
}

/* People who leave without a word are noticed, and their streams do not pile up. */
static void
test_gone_readers (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr(GSocketConnection) stream = open_stream (self);
      g_assert_true (read_until (stream, "event: head"));
    }
  change (self);
  g_autoptr(GSocketConnection) stream = open_stream (self);
  g_assert_true (read_until (stream, "event: head"));
  g_assert_true (read_until (stream, ":\n\n"));
  g_assert_true (read_until (stream, ":\n\n"));
  g_autofree char *path = g_strdup_printf ("/proc/%d/fd", relais_test_backend_get_pid (self->backend));
  g_autoptr(GDir) directory = g_dir_open (path, 0, NULL);
  guint n = 0;
  while (g_dir_read_name (directory) != NULL)
    n++;
  g_assert_cmpuint (n, <, 100);
}

#define ADD(path, test) fixture_add (path, "--live-comment 1", test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/live/events", test_events);
  ADD ("/live/comments", test_comments);
  ADD ("/live/revoked", test_revoked);
  ADD ("/live/revoked-while-busy", test_revoked_while_busy);
  ADD ("/live/stop", test_stop);
  ADD ("/live/gone-readers", test_gone_readers);
  return g_test_run ();
}
