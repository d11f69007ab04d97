/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The portal's home page over HTTP, kept connections: alone, while somebody works on a draft, and while somebody corrects what it
 * shows. The floor of the same run: the same bytes given by a route that does nothing else. */

#include "make-record.h"
#include "relais-portal.h"
#include "relais-sqlite-storage.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define N_ARTICLES 600
#define N_READERS  2
#define ROUNDS     5     /* of one second, floor and page in turn: the machine may be busy with something else in one of them */

typedef struct {
  RelaisLog  *log;
  RelaisHttp *http;
  const char *path;
  gint        stop;
  gint        requests;
  GBytes     *home;
} Bench;

static char *
write_record (RelaisLog *log, const char *kind, const char *id, ...)
{
  g_autoptr(GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  g_autoptr(GError) error = NULL;
  char *own = id != NULL ? g_strdup (id) : relais_id_new ();
  va_list args;

  va_start (args, id);
  RelaisFields *fields = make_fields_va (kind, args);
  va_end (args);
  g_ptr_array_add (ops, relais_op_new_set (own, (RelaisBase) { RELAIS_BASE_NONE }, fields));
  if (!relais_log_write (log, ops, NULL, &error))
    g_error ("%s", error->message);
  return own;
}

/* Returns the article that is on top. */
static char *
fill (RelaisLog *log)
{
  static const char body[] = "Après **trois mois** de travaux, la médiathèque rouvre ses portes : venez nombreux, en famille, "
                             "samedi à 10 h ! [Les horaires](/articles/x) changent un peu.";
  static const char * const forms[] = { "brief", "feature", "agenda" };
  g_autofree char *subject = write_record (log, "subject", NULL, "title", "Le sujet", "state", "kept", NULL);
  char *channels[G_N_ELEMENTS (forms)];
  char *article = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    channels[i] = write_record (log, "channel", NULL, "name", forms[i], "form", forms[i], NULL);
  for (guint i = 0; i < N_ARTICLES; i++)
    {
      g_autofree char *at = g_strdup_printf ("2020-%02u-%02uT08:00:00Z", 1 + i / 50 % 12, 1 + i % 28);

      g_free (article);
      article = write_record (log, "article", NULL, "title", "La médiathèque rouvre", "body", body,
                              "event_day", i % 3 == 2 ? "2099-01-01" : NULL, NULL);
      g_free (write_record (log, "placement", NULL, "subject", subject, "channel", channels[i % 3], "article", article,
                            "state", "published", "publish_at", at, NULL));
    }
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    g_free (channels[i]);
  return article;
}

/* Reads one answer with a Content-Length; returns the length of its body. */
static gsize
read_answer (GDataInputStream *input, char *buffer, gsize size)
{
  gsize length = 0;

  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, NULL);

      if (line == NULL)
        g_error ("The connection was closed");
      if (g_ascii_strncasecmp (line, "Content-Length:", 15) == 0)
        length = g_ascii_strtoull (line + 15, NULL, 10);
      if (*line == '\0' || *line == '\r')
        break;
    }
  if (length > size || !g_input_stream_read_all (G_INPUT_STREAM (input), buffer, length, NULL, NULL, NULL))
    g_error ("An answer could not be read");
  return length;
}

static gpointer
read_pages (gpointer data)
{
  Bench *bench = data;
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = g_socket_client_connect_to_host (client, "127.0.0.1",
                                                                             relais_http_get_port (bench->http), NULL, NULL);
  g_autoptr(GDataInputStream) input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", bench->path);
  g_autofree char *buffer = g_malloc (1 << 20);

  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  while (!g_atomic_int_get (&bench->stop))
    {
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request, strlen (request), NULL,
                                 NULL, NULL);
      read_answer (input, buffer, 1 << 20);
      g_atomic_int_inc (&bench->requests);
    }
  return NULL;
}

/* Requests a second; @article: written all the time, NULL: nothing is. */
static double
measure (Bench *bench, const char *path, const char *article, guint *writes)
{
  GThread *threads[N_READERS];
  gint64 start = g_get_monotonic_time ();

  bench->path = path;
  bench->stop = 0;
  bench->requests = 0;
  for (guint i = 0; i < N_READERS; i++)
    threads[i] = g_thread_new ("reader", read_pages, bench);
  while (g_get_monotonic_time () - start < G_USEC_PER_SEC)
    {
      g_autofree char *title = g_strdup_printf ("La médiathèque rouvre %u", *writes);

      if (article != NULL)
        g_free (write_record (bench->log, "article", article, "title", title, NULL));
      else
        g_usleep (10000);
      *writes += article != NULL;
    }
  g_atomic_int_set (&bench->stop, 1);
  for (guint i = 0; i < N_READERS; i++)
    g_thread_join (threads[i]);
  return bench->requests * (double) G_USEC_PER_SEC / (g_get_monotonic_time () - start);
}

static void
floor_cb (RelaisRequest *request, gpointer data)
{
  Bench *bench = data;

  relais_request_reply (request, 200, "text/html; charset=utf-8", g_bytes_ref (bench->home));
}

static const RelaisRoute floor_routes[] = { { "GET", "/floor", 0, 0, NULL, floor_cb }, { NULL } };

static GBytes *
read_home (RelaisHttp *http)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = g_socket_client_connect_to_host (client, "127.0.0.1", relais_http_get_port (http),
                                                                             NULL, NULL);
  g_autoptr(GDataInputStream) input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  char *buffer = g_malloc (1 << 20);

  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), "GET / HTTP/1.1\r\nHost: l\r\n\r\n", 27,
                             NULL, NULL, NULL);
  return g_bytes_new_take (buffer, read_answer (input, buffer, 1 << 20));
}

int
main (void)
{
  g_autofree char *directory = g_dir_make_tmp ("relais-bench-XXXXXX", NULL);
  g_autofree char *blobs_path = g_build_filename (directory, "blobs", NULL);
  g_autoptr(RelaisStorage) storage = relais_sqlite_storage_new (":memory:", NULL);
  g_autoptr(RelaisLog) log = relais_log_new (storage);
  g_autoptr(RelaisBlobs) blobs = relais_blobs_new (storage, blobs_path, NULL);
  g_autoptr(RelaisPortal) portal = relais_portal_new (log, blobs);
  g_autofree char *article = fill (log);
  RelaisHttpConfig config;
  g_autoptr(GError) error = NULL;
  guint writes = 0;
  gint64 start;

  relais_http_config_init (&config);
  config.listen = "127.0.0.1:0";
  g_autoptr(RelaisHttp) http = relais_http_new (&config);
  Bench bench = { .log = log, .http = http };
  relais_http_add_routes (http, floor_routes, &bench);
  relais_portal_add_routes (portal, http);
  if (!relais_http_start (http, &error))
    g_error ("%s", error->message);

  start = g_get_monotonic_time ();
  bench.home = read_home (http);
  g_print ("portal home of %u articles: %zu bytes, first one after %.1f ms\n", N_ARTICLES, g_bytes_get_size (bench.home),
           (g_get_monotonic_time () - start) / 1000.0);
  g_autofree char *draft = write_record (log, "article", NULL, "title", "Un brouillon", NULL);
  double plain = 0, home = 0, drafting = 0, busy = 0;
  guint drafts = 0;
  for (guint i = 0; i < ROUNDS; i++)
    {
      plain = MAX (plain, measure (&bench, "/floor", NULL, &writes));
      home = MAX (home, measure (&bench, "/", NULL, &writes));
      drafting = MAX (drafting, measure (&bench, "/", draft, &drafts));
      busy = MAX (busy, measure (&bench, "/", article, &writes));
    }
  g_print ("portal home: %.0f/s; the same bytes from a bare route %.0f/s (%.2f of it); with %u writes/s to a draft %.0f/s, "
           "with %u writes/s to what it shows %.0f/s\n",
           home, plain, home / plain, drafts / ROUNDS, drafting, writes / ROUNDS, busy);
  g_bytes_unref (bench.home);
  g_rmdir (blobs_path);
  g_rmdir (directory);
  return home >= plain / 4 ? EXIT_SUCCESS : EXIT_FAILURE;
}
