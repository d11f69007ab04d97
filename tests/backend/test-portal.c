/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The portal over real HTTP: what agents see, what they must never see, and what it costs. */

#include "portal-fixture.h"
#include "relais-page.h"
#include "relais-sqlite-storage.h"
#include "relais-tables.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

static void
test_home (PortalFixture *self, gconstpointer data)
{
  g_autofree char *brief = portal_fixture_add_article (self, "Une brève <b> !", "Le texte *court*.");
  g_autofree char *feature = portal_fixture_add_article (self, "Un dossier", "Le texte.");
  g_autofree char *event = portal_fixture_write_record (self, "article", NULL, "title", "Un forum", "event_day", "2026-12-03", "event_time",
                                         "09:00",
                                         "event_place", "Salle des fêtes", NULL);
  g_autofree char *past = portal_fixture_write_record (self, "article", NULL, "title", "Un bal passé", "event_day", "2026-11-20", NULL);
  g_autofree char *one = portal_fixture_place (self, brief, self->brief, "published", "2026-11-20T08:00:00Z");
  g_autofree char *two = portal_fixture_place (self, feature, self->feature, "published", "2026-11-19T08:00:00Z");
  g_autofree char *three = portal_fixture_place (self, event, self->agenda, "published", "2026-11-18T08:00:00Z");
  g_autofree char *four = portal_fixture_place (self, past, self->agenda, "published", "2026-11-17T08:00:00Z");
  g_autofree char *links = portal_fixture_write_record (self, "setting", NULL, "key", "one_click_links",
                                         "value", "Congés | https://conges.example/\nsans adresse\nPiège|javascript:alert(1)",
                                         NULL);
  g_autofree char *survey = portal_fixture_write_record (self, "survey", NULL, "title", "Votre avis", "audience", "everyone", "state", "open",
                                          "closes", "2026-11-30", NULL);

  g_assert_true (portal_fixture_module_has (self, "briefs", "Une brève &lt;b&gt;\u202f!"));
  g_assert_true (portal_fixture_module_has (self, "briefs", "Le texte <em>court</em>."));
  g_assert_true (portal_fixture_module_has (self, "briefs", "vendredi 20 novembre 2026"));
  g_assert_true (portal_fixture_module_has (self, "features", "Un dossier"));
  g_assert_true (portal_fixture_module_has (self, "agenda", "jeudi 3 décembre 2026"));
  g_assert_true (portal_fixture_module_has (self, "agenda", "Salle des fêtes"));
  g_assert_false (portal_fixture_module_has (self, "agenda", "Un bal passé"));
  g_assert_true (portal_fixture_module_has (self, "latest", "Un bal passé"));
  g_assert_true (portal_fixture_module_has (self, "links", "<a href=\"https://conges.example/\">Congés</a>"));
  g_assert_false (portal_fixture_module_has (self, "links", "Piège"));
  g_assert_true (portal_fixture_module_has (self, "surveys", "Votre avis"));
  g_assert_true (portal_fixture_module_has (self, "surveys", "lundi 30 novembre 2026"));
  g_assert_cmpstr (portal_fixture_header (self, "Content-Type"), ==, "text/html; charset=utf-8");
}

static void
test_order_and_number (PortalFixture *self, gconstpointer data)
{
  for (guint i = 1; i <= 15; i++)
    {
      g_autofree char *title = g_strdup_printf ("Titre %02u", i);
      g_autofree char *at = g_strdup_printf ("2026-11-%02uT08:00:00Z", i);
      g_autofree char *article = portal_fixture_add_article (self, title, "x");
      g_autofree char *placement = portal_fixture_place (self, article, self->brief, "published", at);
      g_autofree char *again = portal_fixture_place (self, article, self->feature, "published", at);
    }
  /* Another piece of the same subject that is called the same, as one writes for several channels. */
  g_autofree char *twin = portal_fixture_add_article (self, "Titre 15", "y");
  g_autofree char *twin_placement = portal_fixture_place (self, twin, self->brief, "published", "2026-11-15T09:00:00Z");
  g_autofree char *latest = portal_fixture_get_module (self, "latest");
  g_autofree char *briefs = portal_fixture_get_module (self, "briefs");
  g_autofree char *features = portal_fixture_get_module (self, "features");

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
test_agenda_order (PortalFixture *self, gconstpointer data)
{
  static const struct { const char *title, *day, *hour; } events[] = {
    { "Troisième", "2026-12-03", "14:30" }, { "Deuxième", "2026-12-03", "09:00" }, { "Premier", "2026-12-02", "18:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autofree char *event = portal_fixture_write_record (self, "article", NULL, "title", events[i].title, "event_day", events[i].day,
                                             "event_time", events[i].hour, NULL);
      g_autofree char *placement = portal_fixture_place (self, event, self->agenda, "published", "2026-11-20T08:00:00Z");
    }
  g_autofree char *agenda = portal_fixture_get_module (self, "agenda");
  const char *first = strstr (agenda, "Premier"), *second = strstr (agenda, "Deuxième"), *third = strstr (agenda, "Troisième");

  g_assert_true (first != NULL && second != NULL && third != NULL);
  g_assert_true (first < second && second < third);
}

/* Nothing that is not visible leaks, by any address. */
static void
assert_hidden (PortalFixture *self, const char *article)
{
  g_assert_false (portal_fixture_home_has (self, "Secret"));
  g_assert_cmpuint (portal_fixture_get_article (self, article), ==, 404);
  g_assert_null (strstr (self->body, "Secret"));
}

static void
test_states (PortalFixture *self, gconstpointer data)
{
  static const char * const states[] = { "idea", "proposed", "accepted", "writing", "review", "approved", "scheduled", "archived",
                                         "refused", "postponed" };
  g_autofree char *article = portal_fixture_add_article (self, "Secret", "Secret");
  g_autofree char *placement = portal_fixture_place (self, article, self->brief, "idea", "2026-11-20T08:00:00Z");

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_free (portal_fixture_write_record (self, "placement", placement, "state", states[i], NULL));
      assert_hidden (self, article);
    }
  g_free (portal_fixture_write_record (self, "placement", placement, "state", "published", NULL));
  g_assert_true (portal_fixture_home_has (self, "Secret"));
  g_assert_cmpuint (portal_fixture_get_article (self, article), ==, 200);
}

static void
test_future (PortalFixture *self, gconstpointer data)
{
  g_autofree char *article = portal_fixture_add_article (self, "Secret", "Secret");
  g_autofree char *placement = portal_fixture_place (self, article, self->brief, "published", "2026-11-21T12:00:01Z");

  assert_hidden (self, article);
  /* Nothing moves in the log when the hour comes. */
  self->now += 1;
  g_assert_true (portal_fixture_home_has (self, "Secret"));
  g_assert_cmpuint (portal_fixture_get_article (self, article), ==, 200);
}

static void
test_bin (PortalFixture *self, gconstpointer data)
{
  g_autofree char *article = portal_fixture_add_article (self, "Secret", "Secret");
  g_autofree char *placement = portal_fixture_place (self, article, self->brief, "published", "2026-11-20T08:00:00Z");
  const struct { const char *kind, *id; } parts[] = {
    { "placement", placement }, { "article", article }, { "subject", self->subject }, { "channel", self->brief },
  };

  g_assert_true (portal_fixture_home_has (self, "Secret"));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_free (portal_fixture_write_record (self, parts[i].kind, parts[i].id, "binned", "true", NULL));
      assert_hidden (self, article);
      g_free (portal_fixture_write_record (self, parts[i].kind, parts[i].id, "binned", "false", NULL));
      g_assert_true (portal_fixture_home_has (self, "Secret"));
    }
  portal_fixture_remove_record (self, "placement", placement);
  assert_hidden (self, article);
}

static void
test_managers (PortalFixture *self, gconstpointer data)
{
  g_autofree char *article = portal_fixture_add_article (self, "Secret", "Secret");
  g_autofree char *placement = portal_fixture_place (self, article, self->managers, "published", "2026-11-20T08:00:00Z");
  g_autofree char *survey = portal_fixture_write_record (self, "survey", NULL, "title", "Secret", "audience", "managers", "state", "open", NULL);
  g_autofree char *draft = portal_fixture_write_record (self, "survey", NULL, "title", "Secret", "audience", "everyone", "state", "draft", NULL);
  g_autofree char *over = portal_fixture_write_record (self, "survey", NULL, "title", "Secret", "audience", "everyone", "state", "open",
                                        "closes", "2026-11-20", NULL);

  assert_hidden (self, article);
}

/* The page that HTTP gives is the one that the renderer makes, which the preview shows (tests/core/render compares those two). */
static void
test_article (PortalFixture *self, gconstpointer data)
{
  g_autofree char *theme = portal_fixture_write_record (self, "theme", NULL, "name", "Culture & sport", NULL);
  g_autofree char *article = portal_fixture_write_record (self, "article", NULL, "title", "Le titre", "standfirst", "Le chapô", "body",
                                           "## Un\n\nDeux ?",
                                           "theme", theme, "signature", "La direction", NULL);
  g_autofree char *placement = portal_fixture_place (self, article, self->brief, "published", "2026-11-20T08:00:00Z");
  g_autofree char *name = portal_fixture_write_record (self, "setting", NULL, "key", "intranet_name", "value", "L’intranet", NULL);
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), FALSE, NULL);
  g_autoptr(RelaisRecord) record = relais_record_find (transaction, relais_kind_lookup ("article"), article);
  RelaisSite site = { .name = "L’intranet" };
  RelaisPiece piece = { .article = record, .form = "brief", .published_at = "2026-11-20T08:00:00Z", .theme = "Culture & sport" };
  g_autofree char *expected = relais_page_article (&site, &piece);

  relais_transaction_rollback (transaction);
  g_assert_cmpuint (portal_fixture_get_article (self, article), ==, 200);
  g_assert_cmpstr (self->body, ==, expected);
}

static void
test_headers (PortalFixture *self, gconstpointer data)
{
  g_assert_cmpuint (portal_fixture_get (self, "/"), ==, 200);
  g_assert_cmpstr (portal_fixture_header (self, "Content-Security-Policy"), ==,
                   "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
                   "form-action 'none'; frame-ancestors 'none'");
  g_assert_cmpstr (portal_fixture_header (self, "X-Content-Type-Options"), ==, "nosniff");
  g_assert_cmpstr (portal_fixture_header (self, "Cache-Control"), ==, "no-cache");
  g_assert_null (portal_fixture_header (self, "Set-Cookie"));
  g_assert_null (strstr (self->body, "<script"));
}

static void
test_etag (PortalFixture *self, gconstpointer data)
{
  g_autofree char *article = portal_fixture_add_article (self, "Un titre", "x");
  g_autofree char *placement = portal_fixture_place (self, article, self->brief, "published", "2026-11-20T08:00:00Z");
  g_autofree char *etag = NULL;

  portal_fixture_get (self, "/");
  etag = g_strdup (portal_fixture_header (self, "ETag"));
  g_assert_nonnull (etag);
  g_assert_cmpuint (portal_fixture_get_with (self, "GET", "/", etag), ==, 304);
  g_assert_cmpstr (self->body, ==, "");
  g_free (portal_fixture_write_record (self, "article", article, "title", "Un autre titre", NULL));
  g_assert_cmpuint (portal_fixture_get_with (self, "GET", "/", etag), ==, 200);
  g_assert_nonnull (strstr (self->body, "Un autre titre"));
  g_assert_cmpuint (portal_fixture_get_with (self, "HEAD", "/", NULL), ==, 200);
  g_assert_cmpstr (self->body, ==, "");
}

static void
test_style (PortalFixture *self, gconstpointer data)
{
  g_assert_true (portal_fixture_home_has (self, relais_page_get_style_url ()));
  g_assert_cmpuint (portal_fixture_get (self, relais_page_get_style_url ()), ==, 200);
  g_assert_cmpstr (portal_fixture_header (self, "Content-Type"), ==, "text/css; charset=utf-8");
  g_assert_cmpstr (portal_fixture_header (self, "Cache-Control"), ==, "public, max-age=31536000, immutable");
  g_assert_cmpuint (strlen (self->body), ==, g_bytes_get_size (relais_page_get_style ()));
}

static void
test_not_found (PortalFixture *self, gconstpointer data)
{
  static const char * const paths[] = { "/rien", "/articles/rien", "/articles/018f4d2e-7c1a-7b3e-9f00-00000000a001",
                                       "/media/rien",
                                        "/style-0000000000000000.css", "/articles/%3Cscript%3E" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_assert_cmpuint (portal_fixture_get (self, paths[i]), ==, 404);
      g_assert_cmpstr (portal_fixture_header (self, "Content-Type"), ==, "text/html; charset=utf-8");
      g_assert_nonnull (strstr (self->body, "<h1>Page introuvable</h1>"));
      g_assert_null (strstr (self->body, "script"));
    }
}

static char *
add_blob (PortalFixture *self, const char *content, gsize length)
{
  g_autoptr(GBytes) bytes = g_bytes_new (content, length);
  g_autoptr(GError) error = NULL;
  char *hash = NULL;

  relais_blobs_add (self->blobs, bytes, self->now, &hash, &error);
  g_assert_no_error (error);
  return hash;
}

static void
test_media (PortalFixture *self, gconstpointer data)
{
  static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0\x1f\x15\xc4\x89";
  g_autofree char *image_hash = add_blob (self, png, sizeof png - 1);
  g_autofree char *page_hash = add_blob (self, "<html><script>x</script>", 24);
  g_autofree char *image = portal_fixture_write_record (self, "media", NULL, "hash", image_hash, "name", "a.png", "type", "image",
                                         "alternative", "Une place", NULL);
  /* Whatever a record says of it, its content is no image. */
  g_autofree char *page = portal_fixture_write_record (self, "media", NULL, "hash", page_hash, "name", "b.png", "type", "image", "mime",
                                        "image/png", NULL);
  g_autofree char *body = g_strdup_printf ("![](media:%s)\n\n![x](media:%s)", image, page_hash);
  g_autofree char *article = portal_fixture_add_article (self, "Un titre", body);
  g_autofree char *placement = portal_fixture_place (self, article, self->brief, "approved", "2026-11-20T08:00:00Z");
  g_autofree char *image_path = g_strconcat ("/media/", image_hash, NULL);
  g_autofree char *page_path = g_strconcat ("/media/", page_hash, NULL);
  g_autofree char *etag = g_strdup_printf ("\"%s\"", image_hash);
  g_autofree char *src = g_strdup_printf ("<img src=\"%s\" alt=\"Une place\">", image_path);

  g_assert_cmpuint (portal_fixture_get (self, image_path), ==, 404);
  g_free (portal_fixture_write_record (self, "placement", placement, "state", "published", NULL));
  g_assert_cmpuint (portal_fixture_get (self, image_path), ==, 200);
  g_assert_cmpstr (portal_fixture_header (self, "Content-Type"), ==, "image/png");
  g_assert_cmpstr (portal_fixture_header (self, "Content-Disposition"), ==, "inline");
  g_assert_cmpstr (portal_fixture_header (self, "Content-Security-Policy"), ==, "default-src 'none'; sandbox");
  g_assert_cmpuint (portal_fixture_get_with (self, "GET", image_path, etag), ==, 304);

  g_assert_cmpuint (portal_fixture_get (self, page_path), ==, 200);
  g_assert_cmpstr (portal_fixture_header (self, "Content-Disposition"), ==, "attachment");
  g_assert_cmpstr (portal_fixture_header (self, "Content-Type"), !=, "text/html");

  g_assert_cmpuint (portal_fixture_get_article (self, article), ==, 200);
  g_assert_nonnull (strstr (self->body, src));

  g_free (portal_fixture_write_record (self, "media", image, "binned", "true", NULL));
  g_assert_cmpuint (portal_fixture_get (self, image_path), ==, 404);
  g_free (portal_fixture_write_record (self, "media", image, "binned", "false", NULL));
  g_free (portal_fixture_write_record (self, "placement", placement, "state", "archived", NULL));
  g_assert_cmpuint (portal_fixture_get (self, image_path), ==, 404);
}

/* At midnight of the organisation, which is not that of UTC, yesterday's events leave the agenda. */
static void
test_midnight (PortalFixture *self, gconstpointer data)
{
  g_autofree char *event = portal_fixture_write_record (self, "article", NULL, "title", "Un bal", "event_day", "2026-11-21", NULL);
  g_autofree char *placement = portal_fixture_place (self, event, self->agenda, "published", "2026-11-18T08:00:00Z");

  self->now = portal_fixture_read_instant ("2026-11-21T22:59:59Z");
  g_assert_true (portal_fixture_module_has (self, "agenda", "Un bal"));
  self->now = portal_fixture_read_instant ("2026-11-21T23:00:00Z");
  g_assert_false (portal_fixture_module_has (self, "agenda", "Un bal"));
}

static void
test_settings (PortalFixture *self, gconstpointer data)
{
  g_autofree char *language = portal_fixture_write_record (self, "setting", NULL, "key", "language", "value", "en", NULL);
  g_autofree char *zone = portal_fixture_write_record (self, "setting", NULL, "key", "zone", "value", "Nulle/Part", NULL);

  g_assert_true (portal_fixture_home_has (self, "<html lang=\"en\">"));
  g_assert_true (portal_fixture_home_has (self, "In brief"));
}

/* Work on what is not published neither shows nor makes pages anew; then it is published, and everything shows. */
static void
test_drafts (PortalFixture *self, gconstpointer data)
{
  g_autofree char *shown = portal_fixture_add_article (self, "Visible", "x");
  g_autofree char *placement = portal_fixture_place (self, shown, self->brief, "published", "2026-11-20T08:00:00Z");
  g_autofree char *draft = NULL;
  g_autofree char *other = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *etag = NULL;

  portal_fixture_get (self, "/");
  etag = g_strdup (portal_fixture_header (self, "ETag"));
  draft = portal_fixture_add_article (self, "Secret", "x");
  other = portal_fixture_place (self, draft, self->brief, "writing", "2026-11-20T08:00:00Z");
  subject = portal_fixture_write_record (self, "subject", NULL, "title", "Secret", "state", "kept", NULL);
  g_assert_cmpuint (portal_fixture_get_with (self, "GET", "/", etag), ==, 304);
  g_free (portal_fixture_write_record (self, "article", draft, "title", "Secret encore", NULL));
  g_assert_cmpuint (portal_fixture_get_with (self, "GET", "/", etag), ==, 304);
  assert_hidden (self, draft);
  g_free (portal_fixture_write_record (self, "placement", other, "state", "published", NULL));
  g_assert_true (portal_fixture_home_has (self, "Secret encore"));
  g_free (portal_fixture_write_record (self, "article", draft, "title", "Corrigé", NULL));
  g_assert_true (portal_fixture_home_has (self, "Corrigé"));
  g_free (portal_fixture_write_record (self, "placement", other, "state", "archived", NULL));
  g_assert_false (portal_fixture_home_has (self, "Corrigé"));
  g_free (portal_fixture_write_record (self, "placement", placement, "article", draft, NULL));
  g_assert_true (portal_fixture_home_has (self, "Corrigé"));
  g_assert_false (portal_fixture_home_has (self, "Visible"));
}

/* A new epoch (restore) and purged tombstones start the portal from nothing. */
static void
test_epoch_and_purge (PortalFixture *self, gconstpointer data)
{
  g_autofree char *article = portal_fixture_add_article (self, "Secret", "x");
  g_autofree char *placement = portal_fixture_place (self, article, self->brief, "published", "2026-11-20T08:00:00Z");
  g_autoptr(GError) error = NULL;

  g_assert_true (portal_fixture_home_has (self, "Secret"));
  g_assert_true (relais_log_renew_epoch (self->log, &error));
  g_assert_true (portal_fixture_home_has (self, "Secret"));
  portal_fixture_remove_record (self, "placement", placement);
  g_assert_true (relais_log_purge (self->log, self->now + 1, &error));
  g_assert_no_error (error);
  assert_hidden (self, article);
}

#define N_REQUESTS 300

static gpointer
read_home (gpointer data)
{
  PortalFixture *self = data;
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
test_threads (PortalFixture *self, gconstpointer data)
{
  g_autofree char *article = portal_fixture_add_article (self, "Un titre", "x");
  g_autofree char *placement = portal_fixture_place (self, article, self->brief, "published", "2026-11-20T08:00:00Z");
  GThread *threads[3];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_home, self);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *title = g_strdup_printf ("Un titre %u", i);

      g_free (portal_fixture_write_record (self, "article", article, "title", title, NULL));
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_null (g_thread_join (threads[i]));
  g_assert_true (portal_fixture_home_has (self, "Un titre 99"));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, PortalFixture, NULL, portal_fixture_set_up, function, portal_fixture_tear_down)
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
