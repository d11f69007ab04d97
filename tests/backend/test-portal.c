/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The portal over real HTTP: what agents see, what they must never see, and what it costs. */

#include "relais-page.h"
#include "relais-portal.h"
#include "relais-sqlite-storage.h"
#include "relais-tables.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <locale.h>
#include <string.h>

#define NOW "2026-11-21T12:00:00Z"

typedef struct {
  char        *directory;
  RelaisLog   *log;
  RelaisBlobs *blobs;
  RelaisHttp  *http;
  RelaisPortal *portal;
  SoupSession *session;
  gint64       now;
  char        *subject;
  char        *brief;      /* ids of channels */
  char        *feature;
  char        *agenda;
  char        *managers;
  /* of the last answer */
  SoupMessage *message;
  char        *body;
} Fixture;

static gint64
clock_cb (gpointer data)
{
  return ((Fixture *) data)->now;
}

static gint64
read_instant (const char *text)
{
  g_autoptr(GDateTime) instant = g_date_time_new_from_iso8601 (text, NULL);

  return g_date_time_to_unix (instant);
}

/* Pairs of field name and text, ended by NULL; "!binned" is a boolean. @id NULL: a new record. */
static char *
write_record (Fixture *self, const char *kind, const char *id, ...)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup (kind));
  g_autoptr(GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  g_autoptr(GError) error = NULL;
  char *name_of = id != NULL ? g_strdup (id) : relais_id_new ();
  const char *name;
  va_list args;

  va_start (args, id);
  while ((name = va_arg (args, const char *)) != NULL)
    {
      const char *value = va_arg (args, const char *);

      if (name[0] == '!')
        relais_fields_set_boolean (fields, name + 1, value != NULL);
      else
        relais_fields_set_string (fields, name, value);
    }
  va_end (args);
  g_ptr_array_add (ops, relais_op_new_set (name_of, (RelaisBase) { RELAIS_BASE_NONE }, fields));
  relais_log_write (self->log, ops, NULL, &error);
  g_assert_no_error (error);
  return name_of;
}

static void
remove_record (Fixture *self, const char *kind, const char *id)
{
  g_autoptr(GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (ops, relais_op_new_remove (relais_kind_lookup (kind), id, (RelaisBase) { RELAIS_BASE_NONE }));
  relais_log_write (self->log, ops, NULL, &error);
  g_assert_no_error (error);
}

static char *
add_article (Fixture *self, const char *title, const char *body)
{
  return write_record (self, "article", NULL, "title", title, "body", body, NULL);
}

static char *
place (Fixture *self, const char *article, const char *channel, const char *state, const char *publish_at)
{
  return write_record (self, "placement", NULL, "subject", self->subject, "channel", channel, "article", article,
                       "state", state, "publish_at", publish_at, NULL);
}

/* GETs @path; @etag nullable. Returns the status. */
static guint
get_with (Fixture *self, const char *method, const char *path, const char *etag)
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

static guint
get (Fixture *self, const char *path)
{
  return get_with (self, "GET", path, NULL);
}

static const char *
header (Fixture *self, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (self->message), name);
}

static guint
get_article (Fixture *self, const char *id)
{
  g_autofree char *path = g_strconcat ("/articles/", id, NULL);

  return get (self, path);
}

static gboolean
home_has (Fixture *self, const char *text)
{
  g_assert_cmpuint (get (self, "/"), ==, 200);
  return strstr (self->body, text) != NULL;
}

/* What stands between the module's heading and the next module. */
static char *
get_module (Fixture *self, const char *id)
{
  g_autofree char *mark = g_strdup_printf ("<h2 id=\"%s\">", id);
  const char *start, *end;

  g_assert_cmpuint (get (self, "/"), ==, 200);
  start = strstr (self->body, mark);
  if (start == NULL)
    return g_strdup ("");
  end = strstr (start + 1, "<h2");
  return g_strndup (start, end != NULL ? (gsize) (end - start) : strlen (start));
}

static gboolean
module_has (Fixture *self, const char *id, const char *text)
{
  g_autofree char *module = get_module (self, id);

  return strstr (module, text) != NULL;
}

static void
set_up (Fixture *self, gconstpointer data)
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
  self->now = read_instant (NOW);
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

  self->subject = write_record (self, "subject", NULL, "title", "Le sujet", "state", "kept", NULL);
  self->brief = write_record (self, "channel", NULL, "name", "Brèves", "form", "brief", "audience", "everyone", NULL);
  self->feature = write_record (self, "channel", NULL, "name", "Zoom", "form", "feature", NULL);
  self->agenda = write_record (self, "channel", NULL, "name", "Agenda", "form", "agenda", NULL);
  self->managers = write_record (self, "channel", NULL, "name", "Cadres", "form", "brief", "audience", "managers", NULL);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->message);
  g_clear_object (&self->session);
  relais_http_free (self->http);
  relais_portal_free (self->portal);
  relais_blobs_free (self->blobs);
  relais_log_unref (self->log);
  remove_tree (self->directory);
  g_free (self->directory);
  g_free (self->body);
  g_free (self->subject);
  g_free (self->brief);
  g_free (self->feature);
  g_free (self->agenda);
  g_free (self->managers);
}

static void
test_home (Fixture *self, gconstpointer data)
{
  g_autofree char *brief = add_article (self, "Une brève <b> !", "Le texte *court*.");
  g_autofree char *feature = add_article (self, "Un dossier", "Le texte.");
  g_autofree char *event = write_record (self, "article", NULL, "title", "Un forum", "event_day", "2026-12-03", "event_time",
                                         "09:00",
                                         "event_place", "Salle des fêtes", NULL);
  g_autofree char *past = write_record (self, "article", NULL, "title", "Un bal passé", "event_day", "2026-11-20", NULL);
  g_autofree char *one = place (self, brief, self->brief, "published", "2026-11-20T08:00:00Z");
  g_autofree char *two = place (self, feature, self->feature, "published", "2026-11-19T08:00:00Z");
  g_autofree char *three = place (self, event, self->agenda, "published", "2026-11-18T08:00:00Z");
  g_autofree char *four = place (self, past, self->agenda, "published", "2026-11-17T08:00:00Z");
  g_autofree char *links = write_record (self, "setting", NULL, "key", "one_click_links",
                                         "value", "Congés | https://conges.example/\nsans adresse\nPiège|javascript:alert(1)",
                                         NULL);
  g_autofree char *survey = write_record (self, "survey", NULL, "title", "Votre avis", "audience", "everyone", "state", "open",
                                          "closes", "2026-11-30", NULL);

  g_assert_true (module_has (self, "briefs", "Une brève &lt;b&gt;\u202f!"));
  g_assert_true (module_has (self, "briefs", "Le texte <em>court</em>."));
  g_assert_true (module_has (self, "briefs", "vendredi 20 novembre 2026"));
  g_assert_true (module_has (self, "features", "Un dossier"));
  g_assert_true (module_has (self, "agenda", "jeudi 3 décembre 2026"));
  g_assert_true (module_has (self, "agenda", "Salle des fêtes"));
  g_assert_false (module_has (self, "agenda", "Un bal passé"));
  g_assert_true (module_has (self, "latest", "Un bal passé"));
  g_assert_true (module_has (self, "links", "<a href=\"https://conges.example/\">Congés</a>"));
  g_assert_false (module_has (self, "links", "Piège"));
  g_assert_true (module_has (self, "surveys", "Votre avis"));
  g_assert_true (module_has (self, "surveys", "lundi 30 novembre 2026"));
  g_assert_cmpstr (header (self, "Content-Type"), ==, "text/html; charset=utf-8");
}

static void
test_order_and_number (Fixture *self, gconstpointer data)
{
  for (guint i = 1; i <= 15; i++)
    {
      g_autofree char *title = g_strdup_printf ("Titre %02u", i);
      g_autofree char *at = g_strdup_printf ("2026-11-%02uT08:00:00Z", i);
      g_autofree char *article = add_article (self, title, "x");
      g_autofree char *placement = place (self, article, self->brief, "published", at);
      g_autofree char *again = place (self, article, self->feature, "published", at);
    }
  /* Another piece of the same subject that is called the same, as one writes for several channels. */
  g_autofree char *twin = add_article (self, "Titre 15", "y");
  g_autofree char *twin_placement = place (self, twin, self->brief, "published", "2026-11-15T09:00:00Z");
  g_autofree char *latest = get_module (self, "latest");
  g_autofree char *briefs = get_module (self, "briefs");
  g_autofree char *features = get_module (self, "features");

  /* The last ten, each once, the latest first. */
  g_assert_nonnull (strstr (latest, "Titre 15"));
  g_assert_nonnull (strstr (latest, "Titre 06"));
  g_assert_null (strstr (latest, "Titre 05"));
  g_assert_true (strstr (latest, "Titre 15") < strstr (latest, "Titre 14"));
  g_assert_null (strstr (strstr (latest, "Titre 15") + 1, "Titre 15"));
  g_assert_nonnull (strstr (briefs, "Titre 10"));
  g_assert_null (strstr (briefs, "Titre 09"));
  g_assert_nonnull (strstr (features, "Titre 15"));
  g_assert_null (strstr (features, "Titre 14"));
}

static void
test_agenda_order (Fixture *self, gconstpointer data)
{
  static const struct { const char *title, *day, *hour; } events[] = {
    { "Troisième", "2026-12-03", "14:30" }, { "Deuxième", "2026-12-03", "09:00" }, { "Premier", "2026-12-02", "18:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autofree char *event = write_record (self, "article", NULL, "title", events[i].title, "event_day", events[i].day,
                                             "event_time", events[i].hour, NULL);
      g_autofree char *placement = place (self, event, self->agenda, "published", "2026-11-20T08:00:00Z");
    }
  g_autofree char *agenda = get_module (self, "agenda");
  const char *first = strstr (agenda, "Premier"), *second = strstr (agenda, "Deuxième"), *third = strstr (agenda, "Troisième");

  g_assert_true (first != NULL && second != NULL && third != NULL);
  g_assert_true (first < second && second < third);
}

/* Nothing that is not visible leaks, by any address. */
static void
assert_hidden (Fixture *self, const char *article)
{
  g_assert_false (home_has (self, "Secret"));
  g_assert_cmpuint (get_article (self, article), ==, 404);
  g_assert_null (strstr (self->body, "Secret"));
}

static void
test_states (Fixture *self, gconstpointer data)
{
  static const char * const states[] = { "idea", "proposed", "accepted", "writing", "review", "approved", "scheduled", "archived",
                                         "refused", "postponed" };
  g_autofree char *article = add_article (self, "Secret", "Secret");
  g_autofree char *placement = place (self, article, self->brief, "idea", "2026-11-20T08:00:00Z");

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_free (write_record (self, "placement", placement, "state", states[i], NULL));
      assert_hidden (self, article);
    }
  g_free (write_record (self, "placement", placement, "state", "published", NULL));
  g_assert_true (home_has (self, "Secret"));
  g_assert_cmpuint (get_article (self, article), ==, 200);
}

static void
test_future (Fixture *self, gconstpointer data)
{
  g_autofree char *article = add_article (self, "Secret", "Secret");
  g_autofree char *placement = place (self, article, self->brief, "published", "2026-11-21T12:00:01Z");

  assert_hidden (self, article);
  /* Nothing moves in the log when the hour comes. */
  self->now += 1;
  g_assert_true (home_has (self, "Secret"));
  g_assert_cmpuint (get_article (self, article), ==, 200);
}

static void
test_bin (Fixture *self, gconstpointer data)
{
  g_autofree char *article = add_article (self, "Secret", "Secret");
  g_autofree char *placement = place (self, article, self->brief, "published", "2026-11-20T08:00:00Z");
  const struct { const char *kind, *id; } parts[] = {
    { "placement", placement }, { "article", article }, { "subject", self->subject }, { "channel", self->brief },
  };

  g_assert_true (home_has (self, "Secret"));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_free (write_record (self, parts[i].kind, parts[i].id, "!binned", "", NULL));
      assert_hidden (self, article);
      g_free (write_record (self, parts[i].kind, parts[i].id, "!binned", NULL, NULL));
      g_assert_true (home_has (self, "Secret"));
    }
  remove_record (self, "placement", placement);
  assert_hidden (self, article);
}

static void
test_managers (Fixture *self, gconstpointer data)
{
  g_autofree char *article = add_article (self, "Secret", "Secret");
  g_autofree char *placement = place (self, article, self->managers, "published", "2026-11-20T08:00:00Z");
  g_autofree char *survey = write_record (self, "survey", NULL, "title", "Secret", "audience", "managers", "state", "open", NULL);
  g_autofree char *draft = write_record (self, "survey", NULL, "title", "Secret", "audience", "everyone", "state", "draft", NULL);
  g_autofree char *over = write_record (self, "survey", NULL, "title", "Secret", "audience", "everyone", "state", "open",
                                        "closes", "2026-11-20", NULL);

  assert_hidden (self, article);
}

/* The page that HTTP gives is the one that the renderer makes, which the preview shows (tests/core/render compares those two). */
static void
test_article (Fixture *self, gconstpointer data)
{
  g_autofree char *theme = write_record (self, "theme", NULL, "name", "Culture & sport", NULL);
  g_autofree char *article = write_record (self, "article", NULL, "title", "Le titre", "standfirst", "Le chapô", "body",
                                           "## Un\n\nDeux ?",
                                           "theme", theme, "signature", "La direction", NULL);
  g_autofree char *placement = place (self, article, self->brief, "published", "2026-11-20T08:00:00Z");
  g_autofree char *name = write_record (self, "setting", NULL, "key", "intranet_name", "value", "L’intranet", NULL);
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), FALSE, NULL);
  g_autoptr(RelaisRecord) record = relais_record_find (transaction, relais_kind_lookup ("article"), article);
  RelaisSite site = { .name = "L’intranet" };
  RelaisPiece piece = { .article = record, .form = "brief", .published_at = "2026-11-20T08:00:00Z", .theme = "Culture & sport" };
  g_autofree char *expected = relais_page_article (&site, &piece);

  relais_transaction_rollback (transaction);
  g_assert_cmpuint (get_article (self, article), ==, 200);
  g_assert_cmpstr (self->body, ==, expected);
}

static void
test_headers (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (get (self, "/"), ==, 200);
  g_assert_cmpstr (header (self, "Content-Security-Policy"), ==,
                   "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
                   "form-action 'none'; frame-ancestors 'none'");
  g_assert_cmpstr (header (self, "X-Content-Type-Options"), ==, "nosniff");
  g_assert_cmpstr (header (self, "Cache-Control"), ==, "no-cache");
  g_assert_null (header (self, "Set-Cookie"));
  g_assert_null (strstr (self->body, "<script"));
}

static void
test_etag (Fixture *self, gconstpointer data)
{
  g_autofree char *article = add_article (self, "Un titre", "x");
  g_autofree char *placement = place (self, article, self->brief, "published", "2026-11-20T08:00:00Z");
  g_autofree char *etag = NULL;

  get (self, "/");
  etag = g_strdup (header (self, "ETag"));
  g_assert_nonnull (etag);
  g_assert_cmpuint (get_with (self, "GET", "/", etag), ==, 304);
  g_assert_cmpstr (self->body, ==, "");
  g_free (write_record (self, "article", article, "title", "Un autre titre", NULL));
  g_assert_cmpuint (get_with (self, "GET", "/", etag), ==, 200);
  g_assert_nonnull (strstr (self->body, "Un autre titre"));
  g_assert_cmpuint (get_with (self, "HEAD", "/", NULL), ==, 200);
  g_assert_cmpstr (self->body, ==, "");
}

static void
test_style (Fixture *self, gconstpointer data)
{
  g_assert_true (home_has (self, relais_page_get_style_url ()));
  g_assert_cmpuint (get (self, relais_page_get_style_url ()), ==, 200);
  g_assert_cmpstr (header (self, "Content-Type"), ==, "text/css; charset=utf-8");
  g_assert_cmpstr (header (self, "Cache-Control"), ==, "public, max-age=31536000, immutable");
  g_assert_cmpuint (strlen (self->body), ==, g_bytes_get_size (relais_page_get_style ()));
}

static void
test_not_found (Fixture *self, gconstpointer data)
{
  static const char * const paths[] = { "/rien", "/articles/rien", "/articles/018f4d2e-7c1a-7b3e-9f00-00000000a001",
                                       "/media/rien",
                                        "/style-0000000000000000.css", "/articles/%3Cscript%3E" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_assert_cmpuint (get (self, paths[i]), ==, 404);
      g_assert_cmpstr (header (self, "Content-Type"), ==, "text/html; charset=utf-8");
      g_assert_nonnull (strstr (self->body, "<h1>Page introuvable</h1>"));
      g_assert_null (strstr (self->body, "script"));
    }
}

static char *
add_blob (Fixture *self, const char *content, gsize length)
{
  g_autoptr(GBytes) bytes = g_bytes_new (content, length);
  g_autoptr(GError) error = NULL;
  char *hash = NULL;

  relais_blobs_add (self->blobs, bytes, self->now, &hash, &error);
  g_assert_no_error (error);
  return hash;
}

static void
test_media (Fixture *self, gconstpointer data)
{
  static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0\x1f\x15\xc4\x89";
  g_autofree char *image_hash = add_blob (self, png, sizeof png - 1);
  g_autofree char *page_hash = add_blob (self, "<html><script>x</script>", 24);
  g_autofree char *image = write_record (self, "media", NULL, "hash", image_hash, "name", "a.png", "type", "image",
                                         "alternative", "Une place", NULL);
  /* Whatever a record says of it, its content is no image. */
  g_autofree char *page = write_record (self, "media", NULL, "hash", page_hash, "name", "b.png", "type", "image", "mime",
                                        "image/png", NULL);
  g_autofree char *body = g_strdup_printf ("![](media:%s)\n\n![x](media:%s)", image, page_hash);
  g_autofree char *article = add_article (self, "Un titre", body);
  g_autofree char *placement = place (self, article, self->brief, "approved", "2026-11-20T08:00:00Z");
  g_autofree char *image_path = g_strconcat ("/media/", image_hash, NULL);
  g_autofree char *page_path = g_strconcat ("/media/", page_hash, NULL);
  g_autofree char *etag = g_strdup_printf ("\"%s\"", image_hash);
  g_autofree char *src = g_strdup_printf ("<img src=\"%s\" alt=\"Une place\">", image_path);

  g_assert_cmpuint (get (self, image_path), ==, 404);
  g_free (write_record (self, "placement", placement, "state", "published", NULL));
  g_assert_cmpuint (get (self, image_path), ==, 200);
  g_assert_cmpstr (header (self, "Content-Type"), ==, "image/png");
  g_assert_cmpstr (header (self, "Content-Disposition"), ==, "inline");
  g_assert_cmpstr (header (self, "Content-Security-Policy"), ==, "default-src 'none'; sandbox");
  g_assert_cmpuint (get_with (self, "GET", image_path, etag), ==, 304);

  g_assert_cmpuint (get (self, page_path), ==, 200);
  g_assert_cmpstr (header (self, "Content-Disposition"), ==, "attachment");
  g_assert_cmpstr (header (self, "Content-Type"), !=, "text/html");

  g_assert_cmpuint (get_article (self, article), ==, 200);
  g_assert_nonnull (strstr (self->body, src));

  g_free (write_record (self, "media", image, "!binned", "", NULL));
  g_assert_cmpuint (get (self, image_path), ==, 404);
  g_free (write_record (self, "media", image, "!binned", NULL, NULL));
  g_free (write_record (self, "placement", placement, "state", "archived", NULL));
  g_assert_cmpuint (get (self, image_path), ==, 404);
}

/* At midnight of the organisation, which is not that of UTC, yesterday's events leave the agenda. */
static void
test_midnight (Fixture *self, gconstpointer data)
{
  g_autofree char *event = write_record (self, "article", NULL, "title", "Un bal", "event_day", "2026-11-21", NULL);
  g_autofree char *placement = place (self, event, self->agenda, "published", "2026-11-18T08:00:00Z");

  self->now = read_instant ("2026-11-21T22:59:59Z");
  g_assert_true (module_has (self, "agenda", "Un bal"));
  self->now = read_instant ("2026-11-21T23:00:00Z");
  g_assert_false (module_has (self, "agenda", "Un bal"));
}

static void
test_settings (Fixture *self, gconstpointer data)
{
  g_autofree char *language = write_record (self, "setting", NULL, "key", "language", "value", "en", NULL);
  g_autofree char *zone = write_record (self, "setting", NULL, "key", "zone", "value", "Nulle/Part", NULL);

  g_assert_true (home_has (self, "<html lang=\"en\">"));
  g_assert_true (home_has (self, "In brief"));
}

/* Work on what is not published neither shows nor makes pages anew; then it is published, and everything shows. */
static void
test_drafts (Fixture *self, gconstpointer data)
{
  g_autofree char *shown = add_article (self, "Visible", "x");
  g_autofree char *placement = place (self, shown, self->brief, "published", "2026-11-20T08:00:00Z");
  g_autofree char *draft = NULL;
  g_autofree char *other = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *etag = NULL;

  get (self, "/");
  etag = g_strdup (header (self, "ETag"));
  draft = add_article (self, "Secret", "x");
  other = place (self, draft, self->brief, "writing", "2026-11-20T08:00:00Z");
  subject = write_record (self, "subject", NULL, "title", "Secret", "state", "kept", NULL);
  g_assert_cmpuint (get_with (self, "GET", "/", etag), ==, 304);
  g_free (write_record (self, "article", draft, "title", "Secret encore", NULL));
  g_assert_cmpuint (get_with (self, "GET", "/", etag), ==, 304);
  assert_hidden (self, draft);
  g_free (write_record (self, "placement", other, "state", "published", NULL));
  g_assert_true (home_has (self, "Secret encore"));
  g_free (write_record (self, "article", draft, "title", "Corrigé", NULL));
  g_assert_true (home_has (self, "Corrigé"));
  g_free (write_record (self, "placement", other, "state", "archived", NULL));
  g_assert_false (home_has (self, "Corrigé"));
  g_free (write_record (self, "placement", placement, "article", draft, NULL));
  g_assert_true (home_has (self, "Corrigé"));
  g_assert_false (home_has (self, "Visible"));
}

/* A new epoch (restore) and purged tombstones start the portal from nothing. */
static void
test_epoch_and_purge (Fixture *self, gconstpointer data)
{
  g_autofree char *article = add_article (self, "Secret", "x");
  g_autofree char *placement = place (self, article, self->brief, "published", "2026-11-20T08:00:00Z");
  g_autoptr(GError) error = NULL;

  g_assert_true (home_has (self, "Secret"));
  g_assert_true (relais_log_renew_epoch (self->log, &error));
  g_assert_true (home_has (self, "Secret"));
  remove_record (self, "placement", placement);
  g_assert_true (relais_log_purge (self->log, self->now + 1, &error));
  g_assert_no_error (error);
  assert_hidden (self, article);
}

#define N_REQUESTS 300

static gpointer
read_home (gpointer data)
{
  Fixture *self = data;
  g_autoptr(SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u/", relais_http_get_port (self->http));

  for (guint i = 0; i < N_REQUESTS; i++)
    {
      g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
      g_autoptr(GBytes) bytes = soup_session_send_and_read (session, message, NULL, NULL);

      if (bytes == NULL || soup_message_get_status (message) != 200)
        return GINT_TO_POINTER (1);
    }
  return NULL;
}

/* Readers and a writer at once: every page is whole. */
static void
test_threads (Fixture *self, gconstpointer data)
{
  g_autofree char *article = add_article (self, "Un titre", "x");
  g_autofree char *placement = place (self, article, self->brief, "published", "2026-11-20T08:00:00Z");
  GThread *threads[3];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_home, self);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *title = g_strdup_printf ("Un titre %u", i);

      g_free (write_record (self, "article", article, "title", title, NULL));
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_null (g_thread_join (threads[i]));
  g_assert_true (home_has (self, "Un titre 99"));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/backend/portal/home", test_home);
  ADD ("/backend/portal/order-and-number", test_order_and_number);
  ADD ("/backend/portal/agenda-order", test_agenda_order);
  ADD ("/backend/portal/states", test_states);
  ADD ("/backend/portal/future", test_future);
  ADD ("/backend/portal/bin", test_bin);
  ADD ("/backend/portal/managers", test_managers);
  ADD ("/backend/portal/article", test_article);
  ADD ("/backend/portal/headers", test_headers);
  ADD ("/backend/portal/etag", test_etag);
  ADD ("/backend/portal/style", test_style);
  ADD ("/backend/portal/not-found", test_not_found);
  ADD ("/backend/portal/media", test_media);
  ADD ("/backend/portal/midnight", test_midnight);
  ADD ("/backend/portal/settings", test_settings);
  ADD ("/backend/portal/drafts", test_drafts);
  ADD ("/backend/portal/epoch-and-purge", test_epoch_and_purge);
  ADD ("/backend/portal/threads", test_threads);
  return g_test_run ();
}
