/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-backend"

#include "relais-commands.h"
#include "relais-house.h"

#include "relais-api.h"
#include "relais-portal.h"
#include "relais-publisher.h"
#include "relais-reports.h"
#include "relais-tables.h"

#include <glib-unix.h>
#include <stdio.h>
#include <string.h>

#define PUBLISH_SECONDS    5                      /* also how long the streams may not know of another process's commit */
#define SWEEP_SECONDS      600
#define KEEP_SECONDS       (180 * 24 * 60 * 60)   /* tombstones and outcomes */
#define KEEPER_TRIES       50                     /* a fifth of a second each */
#define UPLOAD_SECONDS     (24 * 60 * 60)
#define BLOB_SWEEP_SECONDS G_GINT64_CONSTANT (86400)

typedef struct {
  RelaisHouse     *house;
  RelaisApi       *api;
  RelaisPublisher *publisher;
  RelaisReporter  *reporter;
  gint64           blob_seconds;   /* how long a blob may be without a record */
  gint64           swept_at;       /* monotonic: when the blobs were gone through */
} Server;

static gboolean
stop_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
publish_cb (gpointer data)
{
  Server *server = data;
  g_autoptr(GError) error = NULL;
  if (!relais_publisher_run (server->publisher, &error))
    g_warning ("Publication: %s", error->message);
  /* A command beside the server writes, too. */
  relais_log_announce (server->house->log);
  return G_SOURCE_CONTINUE;
}

/* Every file is looked at: once a day. */
static void
sweep_blobs (Server *server)
{
  g_autoptr(GError) error = NULL;
  gint64 now = relais_log_now (server->house->log), monotonic = g_get_monotonic_time ();

  if (server->swept_at != 0 && monotonic - server->swept_at < BLOB_SWEEP_SECONDS * G_USEC_PER_SEC)
    return;
  server->swept_at = monotonic;
  if (!relais_blobs_sweep (server->house->blobs, now - server->blob_seconds, now - RELAIS_BLOB_FILE_SECONDS, &error))
    g_warning ("Blobs: %s", error->message);
}

static gboolean
sweep_cb (gpointer data)
{
  Server *server = data;
  g_autoptr(GError) error = NULL;
  relais_api_sweep (server->api);
  if (!relais_log_purge (server->house->log, relais_log_now (server->house->log) - KEEP_SECONDS, &error))
    g_warning ("Purge: %s", error->message);
  g_clear_error (&error);
  if (!relais_feeds_sweep (server->house->feeds, &error))
    g_warning ("Feeds: %s", error->message);
  sweep_blobs (server);
  return G_SOURCE_CONTINUE;
}

static void
head_cb (const char *epoch, guint64 head, gpointer data)
{
  Server *server = data;
  if (relais_api_publish (server->api, epoch, head))
    relais_reporter_wake (server->reporter, NULL);
}

/* One server a directory. A command that is just running gives way soon. */
static gboolean
keep_storage (RelaisStorage *storage, GError **error)
{
  for (guint i = 0; i < KEEPER_TRIES; i++)
    {
      if (relais_sqlite_storage_keep (RELAIS_SQLITE_STORAGE (storage)))
        return TRUE;
      g_usleep (G_USEC_PER_SEC / 5);
    }
  g_set_error_literal (error, RELAIS_STORAGE_ERROR, RELAIS_STORAGE_ERROR_BUSY, "Another back end serves this directory");
  return FALSE;
}

static void
run_until_told (Server *server)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint sources[] = {
    g_unix_signal_add (SIGTERM, stop_cb, loop), g_unix_signal_add (SIGINT, stop_cb, loop),
    g_timeout_add_seconds (PUBLISH_SECONDS, publish_cb, server), g_timeout_add_seconds (SWEEP_SECONDS, sweep_cb, server),
  };
  sweep_cb (server);
  g_main_loop_run (loop);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
}

/* The organisation's language, for what people read in their calendars. Before any thread is there. */
static void
choose_language (RelaisStorage *storage)
{
  RelaisTransaction *transaction = relais_storage_begin (storage, FALSE, NULL);
  if (transaction == NULL)
    return;
  g_autoptr(RelaisRecord) setting = relais_record_with_value (transaction, relais_kind_lookup ("setting"), "key", "language");
  if (setting != NULL && relais_record_get_string (setting, "value") != NULL)
    g_setenv ("LANGUAGE", relais_record_get_string (setting, "value"), TRUE);
  relais_transaction_rollback (transaction);
}

static gboolean
serve (const char *data, RelaisHttpConfig *config, guint upload_seconds, guint blob_seconds, GError **error)
{
  g_autoptr(RelaisHouse) house = relais_house_open (data, TRUE, error);
  if (house == NULL || !keep_storage (house->storage, error))
    return FALSE;
  choose_language (house->storage);
  g_autofree char *uploads = relais_house_dup_path (house, RELAIS_HOUSE_UPLOADS);
  g_autoptr(RelaisApi) api = relais_api_new (house->log, house->accounts, house->blobs, house->feeds, uploads, upload_seconds, error);
  if (api == NULL)
    return FALSE;
  g_autoptr(RelaisPublisher) publisher = relais_publisher_new (house->log);
  g_autoptr(RelaisPortal) portal = relais_portal_new (house->log, house->blobs);
  g_autoptr(RelaisReporter) reporter = relais_reporter_new (house->log);
  Server server = { .house = house, .api = api, .publisher = publisher, .reporter = reporter, .blob_seconds = blob_seconds };

  config->authenticate = relais_api_authenticate;
  config->authenticate_data = house->accounts;
  /* Before `api`, `portal` and `house`, which its handlers use, it is freed. */
  g_autoptr(RelaisHttp) http = relais_http_new (config);
  relais_api_add_routes (api, http);
  relais_portal_add_routes (portal, http);
  relais_log_set_listener (house->log, head_cb, &server);
  relais_log_announce (house->log);
  /* What fell due while no server ran is out before anybody can ask. */
  publish_cb (&server);
  if (!relais_http_start (http, error))
    return FALSE;

  const char *colon = strrchr (config->listen, ':');
  g_print ("Listening on http://%.*s:%u\n", (int) (colon - config->listen), config->listen, relais_http_get_port (http));
  fflush (stdout);
  run_until_told (&server);
  g_clear_pointer (&http, relais_http_free);
  g_clear_pointer (&reporter, relais_reporter_free);
  relais_log_set_listener (house->log, NULL, NULL);
  return TRUE;
}

int
relais_command_serve (int argc, char **argv)
{
  g_autofree char *data = NULL, *listen = NULL, *database = NULL;
  g_autoptr(GError) error = NULL;
  RelaisHttpConfig config;
  relais_http_config_init (&config);
  int header = config.header_seconds, body = config.body_seconds, idle = config.idle_seconds, comment = config.comment_seconds;
  int per_address = config.per_address, upload = UPLOAD_SECONDS, grace = RELAIS_BLOB_GRACE_SECONDS;
  const GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &listen, "Address and port (127.0.0.1:8480); port 0: any free one", "ADDRESS:PORT" },
    { "database", 0, 0, G_OPTION_ARG_STRING, &database, "Another database than the one in the directory", "URL" },
    { "connections-per-address", 0, 0, G_OPTION_ARG_INT, &per_address, "At most so many from one address; 0: any number", "N" },
    { "header-timeout", 0, 0, G_OPTION_ARG_INT, &header, "Seconds for the headers of a request", "S" },
    { "body-timeout", 0, 0, G_OPTION_ARG_INT, &body, "Seconds for the body of a request", "S" },
    { "idle-timeout", 0, 0, G_OPTION_ARG_INT, &idle, "Seconds that a connection may wait for its next request", "S" },
    { "live-comment", 0, 0, G_OPTION_ARG_INT, &comment, "Seconds between comment lines on a live stream", "S" },
    { "upload-expiry", 0, 0, G_OPTION_ARG_INT, &upload, "Seconds that an unfinished upload is kept", "S" },
    { "blob-grace", 0, 0, G_OPTION_ARG_INT, &grace, "Seconds that a file is kept without a record that holds it", "S" },
    { NULL }
  };

  if (!relais_command_parse (&argc, &argv, "serve", entries, &data))
    return 2;
  if (header < 1 || body < 1 || idle < 1 || comment < 1 || upload < 0 || grace < 0 || per_address < 0)
    {
      g_printerr ("relais-backend serve: times are at least one second\n");
      return 2;
    }
  if (database != NULL)
    {
      g_printerr ("relais-backend serve: this version stores in SQLite only; leave --database out\n");
      return 1;
    }
  if (listen != NULL)
    config.listen = listen;
  config.header_seconds = header;
  config.body_seconds = body;
  config.idle_seconds = idle;
  config.comment_seconds = comment;
  config.per_address = per_address;
  return serve (data, &config, upload, grace, &error) ? 0 : relais_command_fail (error);
}
