/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* The back end on loopback (DESIGN §10): pushes a second, and 3,000 live clients: memory, and how soon each hears of a change. */

#define STREAMS      3000
#define BUDGET_KIB   (100 * 1024)
#define PUSHERS      4
#define PUSH_SECONDS 3

typedef struct {
  RelaisTestBackend *backend;
  const char        *token, *epoch;
  guint              number;
  guint              done;
} Pusher;

static gssize
read_some (GSocketConnection *connection, char *buffer, gsize size)
{
  gssize n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, size - 1, NULL, NULL);
  g_assert_cmpint (n, >, 0);
  buffer[n] = '\0';
  return n;
}

/* One small mutation after another over one connection, as a client does. */
static gpointer
push_thread (gpointer data)
{
  Pusher *self = data;
  g_autoptr(GSocketConnection) connection = http_open (self->backend, "");
  gint64 until = g_get_monotonic_time () + PUSH_SECONDS * G_USEC_PER_SEC;
  char answer[4096];

  for (guint mid = 1; g_get_monotonic_time () < until; mid++)
    {
      g_autofree char *body = g_strdup_printf ("{\"epoch\":\"%s\",\"client\":\"01a00000-0000-7000-8000-00000000000%u\",\"mutations\":[{\"mid\":%u,"
        "\"ops\":[{\"kind\":\"theme\",\"id\":\"01a00000-0000-7000-8000-%02u%010u\",\"set\":{\"name\":\"Vie du service\"}}]}]}",
        self->epoch, self->number, mid, self->number, mid);
      g_autofree char *request = g_strdup_printf ("POST /v1/push HTTP/1.1\r\nHost: localhost\r\nRelais-Protocol: 1\r\nAuthorization: Bearer %s\r\n"
        "Content-Type: application/json\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", self->token, strlen (body), body);
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request, strlen (request), NULL, NULL, NULL);
      read_some (connection, answer, sizeof answer);
      g_assert_nonnull (strstr (answer, "applied"));
      self->done++;
    }
  return NULL;
}

static void
measure_pushes (RelaisTestBackend *backend, const char *token, const char *epoch)
{
  Pusher pushers[PUSHERS];
  GThread *threads[PUSHERS];
  guint done = 0;
  for (guint i = 0; i < PUSHERS; i++)
    {
      pushers[i] = (Pusher) { backend, token, epoch, i, 0 };
      threads[i] = g_thread_new ("push", push_thread, &pushers[i]);
    }
  for (guint i = 0; i < PUSHERS; i++)
    {
      g_thread_join (threads[i]);
      done += pushers[i].done;
    }
  printf ("pushes: %u a second, %u clients, each on the disk when acknowledged\n", done / PUSH_SECONDS, PUSHERS);
}

static guint64
read_kib (RelaisTestBackend *backend, const char *file, const char *key)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", relais_test_backend_get_pid (backend), file);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_ascii_strtoull (strstr (text, key) + strlen (key), NULL, 10);
}

static void
await_event (GSocketConnection *stream, const char *event)
{
  char buffer[4096];
  g_autoptr(GString) text = g_string_new (NULL);
  do
    {
      read_some (stream, buffer, sizeof buffer);
      g_string_append (text, buffer);
    }
  while (strstr (text->str, event) == NULL);
}

static int
compare (const void *a, const void *b)
{
  return *(const gint64 *) a < *(const gint64 *) b ? -1 : 1;
}

static gboolean
measure_streams (RelaisTestBackend *backend, const char *token, const char *epoch)
{
  static GSocketConnection *streams[STREAMS];
  g_autofree char *request = g_strdup_printf ("GET /v1/live HTTP/1.1\r\nHost: localhost\r\nRelais-Protocol: 1\r\nAuthorization: Bearer %s\r\n\r\n", token);
  for (guint i = 0; i < STREAMS; i++)
    {
      streams[i] = http_open (backend, request);
      await_event (streams[i], "event: head");
    }
  guint64 pss = read_kib (backend, "smaps_rollup", "Pss:"), peak = read_kib (backend, "status", "VmHWM:");
  printf ("memory: %u live clients: %" G_GUINT64_FORMAT " KiB PSS, %" G_GUINT64_FORMAT " KiB at the highest (budget %d)\n",
          STREAMS, pss, peak, BUDGET_KIB);

  gint64 first[20], last[20];
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    {
      g_autoptr(Answer) answer = NULL;
      g_autofree char *mutation = g_strdup_printf ("{'mid':%u,'ops':[{'kind':'theme','id':'01a00000-0000-7000-9000-%012u','set':{'name':'T'}}]}", i + 1, i);
      gint64 began = g_get_monotonic_time ();
      JsonObject *outcome = http_push (backend, token, epoch, "01a00000-0000-7000-8000-0000000000aa", mutation, &answer);
      g_autofree char *event = g_strdup_printf ("\"head\":%" G_GINT64_FORMAT "}", json_object_get_int_member (outcome, "seq"));
      await_event (streams[0], event);
      first[i] = g_get_monotonic_time () - began;
      for (guint j = 1; j < STREAMS; j++)
        await_event (streams[j], event);
      last[i] = g_get_monotonic_time () - began;
    }
  qsort (first, G_N_ELEMENTS (first), sizeof first[0], compare);
  qsort (last, G_N_ELEMENTS (last), sizeof last[0], compare);
  printf ("live: from the push to the first of %u clients: median %.1f ms, worst %.1f ms; to all of them: median %.0f ms, worst %.0f ms\n",
          STREAMS, first[10] / 1000.0, first[19] / 1000.0, last[10] / 1000.0, last[19] / 1000.0);
  for (guint i = 0; i < STREAMS; i++)
    g_object_unref (streams[i]);
  return peak <= BUDGET_KIB;
}

int
main (int argc, char **argv)
{
  struct rlimit limit;
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);

  g_autofree char *epoch = NULL;
  g_autoptr(RelaisTestBackend) backend = relais_test_backend_new ();
  relais_test_backend_add_account (backend, "claire", "manager");
  g_autofree char *token = http_sign_in (backend, "claire", &epoch);
  measure_pushes (backend, token, epoch);
  relais_test_backend_stop (backend);
  relais_test_backend_start (backend);
  return measure_streams (backend, token, epoch) ? EXIT_SUCCESS : EXIT_FAILURE;
}
