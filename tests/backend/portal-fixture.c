/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include "make-record.h"
#include "relais-page.h"
#include "relais-sqlite-storage.h"
#include "relais-tables.h"
#include "relais-test-backend.h"

#include <locale.h>
#include <string.h>

static gint64
clock_cb (gpointer data)
{
  return ((PortalFixture *) data)->now;
}

gint64
portal_fixture_read_instant (const char *text)
{
  g_autoptr(GDateTime) instant = g_date_time_new_from_iso8601 (text, NULL);

  return g_date_time_to_unix (instant);
}

char *
portal_fixture_write_record (PortalFixture *self, const char *kind, const char *id, ...)
{
  g_autoptr(GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  g_autoptr(GError) error = NULL;
  char *name_of = id != NULL ? g_strdup (id) : relais_id_new ();
  va_list args;

  va_start (args, id);
  RelaisFields *fields = make_fields_va (kind, args);
  va_end (args);
  g_ptr_array_add (ops, relais_op_new_set (name_of, (RelaisBase) { RELAIS_BASE_NONE }, fields));
  relais_log_write (self->log, ops, NULL, &error);
  g_assert_no_error (error);
  return name_of;
}

void
portal_fixture_remove_record (PortalFixture *self, const char *kind, const char *id)
{
  g_autoptr(GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (ops, relais_op_new_remove (relais_kind_lookup (kind), id, (RelaisBase) { RELAIS_BASE_NONE }));
  relais_log_write (self->log, ops, NULL, &error);
  g_assert_no_error (error);
}

char *
portal_fixture_add_article (PortalFixture *self, const char *title, const char *body)
{
  return portal_fixture_write_record (self, "article", NULL, "title", title, "body", body, NULL);
}

char *
portal_fixture_place (PortalFixture *self, const char *article, const char *channel, const char *state, const char *publish_at)
{
  return portal_fixture_write_record (self, "placement", NULL, "subject", self->subject, "channel", channel, "article", article,
                       "state", state, "publish_at", publish_at, NULL);
}

/* GETs @path; @etag nullable. Returns the status. */
guint
portal_fixture_get_with (PortalFixture *self, const char *method, const char *path, const char *etag)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u%s", relais_http_get_port (self->http), path);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;

  g_clear_object (&self->message);
  g_clear_pointer (&self->body, g_free);
  self->message = soup_message_new (method, uri);
  if (etag != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (self->message), "If-None-Match", etag);
  bytes = soup_session_send_and_read (self->session, self->message, NULL, &error);
  g_assert_no_error (error);
  self->body = g_bytes_get_size (bytes) > 0 ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
  : g_strdup ("");
  return soup_message_get_status (self->message);
}

guint
portal_fixture_get (PortalFixture *self, const char *path)
{
  return portal_fixture_get_with (self, "GET", path, NULL);
}

const char *
portal_fixture_header (PortalFixture *self, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (self->message), name);
}

guint
portal_fixture_get_article (PortalFixture *self, const char *id)
{
  g_autofree char *path = g_strconcat ("/articles/", id, NULL);

  return portal_fixture_get (self, path);
}

gboolean
portal_fixture_home_has (PortalFixture *self, const char *text)
{
  g_assert_cmpuint (portal_fixture_get (self, "/"), ==, 200);
  return strstr (self->body, text) != NULL;
}

/* What stands between the module's heading and the next module. */
char *
portal_fixture_get_module (PortalFixture *self, const char *id)
{
  g_autofree char *mark = g_strdup_printf ("<h2 id=\"%s\">", id);
  const char *start, *end;

  g_assert_cmpuint (portal_fixture_get (self, "/"), ==, 200);
  start = strstr (self->body, mark);
  if (start == NULL)
    return g_strdup ("");
  end = strstr (start + 1, "<h2");
  return g_strndup (start, end != NULL ? (gsize) (end - start) : strlen (start));
}

gboolean
portal_fixture_module_has (PortalFixture *self, const char *id, const char *text)
{
  g_autofree char *module = portal_fixture_get_module (self, id);

  return strstr (module, text) != NULL;
}

void
portal_fixture_set_up (PortalFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisStorage) storage = NULL;
  g_autofree char *database = NULL;
  g_autofree char *blobs = NULL;
  RelaisHttpConfig config;

  self->directory = g_dir_make_tmp ("relais-portal-XXXXXX", &error);
  g_assert_no_error (error);
  database = g_build_filename (self->directory, "relais.db", NULL);
  blobs = g_build_filename (self->directory, "blobs", NULL);
  storage = relais_sqlite_storage_new (database, &error);
  g_assert_no_error (error);
  self->now = portal_fixture_read_instant (NOW);
  self->log = relais_log_new (storage);
  relais_log_set_clock (self->log, clock_cb, self);
  self->blobs = relais_blobs_new (storage, blobs, &error);
  g_assert_no_error (error);
  self->portal = relais_portal_new (self->log, self->blobs);
  relais_http_config_init (&config);
  config.listen = "127.0.0.1:0";
  self->http = relais_http_new (&config);
  relais_portal_add_routes (self->portal, self->http);
  g_assert_true (relais_http_start (self->http, &error));
  g_assert_no_error (error);
  self->session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);

  self->subject = portal_fixture_write_record (self, "subject", NULL, "title", "Le sujet", "state", "kept", NULL);
  self->brief = portal_fixture_write_record (self, "channel", NULL, "name", "Brèves", "form", "brief", "audience", "everyone", NULL);
  self->feature = portal_fixture_write_record (self, "channel", NULL, "name", "Zoom", "form", "feature", NULL);
  self->agenda = portal_fixture_write_record (self, "channel", NULL, "name", "Agenda", "form", "agenda", NULL);
  self->managers = portal_fixture_write_record (self, "channel", NULL, "name", "Cadres", "form", "brief", "audience", "managers", NULL);
}

void
portal_fixture_tear_down (PortalFixture *self, gconstpointer data)
{
  g_clear_object (&self->message);
  g_clear_object (&self->session);
  relais_http_free (self->http);
  relais_portal_free (self->portal);
  relais_blobs_free (self->blobs);
  relais_log_unref (self->log);
  relais_test_remove_tree (self->directory);
  g_free (self->directory);
  g_free (self->body);
  g_free (self->subject);
  g_free (self->brief);
  g_free (self->feature);
  g_free (self->agenda);
  g_free (self->managers);
}
