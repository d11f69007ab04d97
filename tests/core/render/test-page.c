/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-page.h"
#include "relais-words.h"
#include "render-fixture.h"

#include <locale.h>

static const RelaisSite portal = { .name = "Intranet de Valmont", .resolve = resolve_media };
static const RelaisSite preview = { .name = "Intranet de Valmont", .resolve = resolve_media, .preview = TRUE,
                                    .image_source = "relais-media:" };

static void
assert_has (const char *page, const char *part)
{
  if (strstr (page, part) == NULL)
    g_error ("“%s” is not in: %s", part, page);
}

static guint
count (const char *page, const char *part)
{
  guint n = 0;

  for (const char *p = page; (p = strstr (p, part)) != NULL; p++)
    n++;
  return n;
}

static RelaisRecord *
make_article (void)
{
  return make_record ("article", ARTICLE_ID,
                      "title", "Le marché de Noël : <c'est> parti !",
                      "standfirst", "Un chapô\nsur \"deux\" lignes",
                      "body", "## Le lieu\n\nSur la *place*.\n\n![](media:" IMAGE_ID ")\n\n<script>alert(1)</script>",
                      "lead_image", IMAGE_ID, "signature", "Direction de la <culture>",
                      "event_day", "2026-12-01", "event_last_day", "2026-12-24", "event_time", "10:00", "event_end_time", "19:30",
                      "event_place", "Place \"Foch\"", NULL);
}

/* From the first to the last byte of the element main. */
static char *
get_main (const char *page)
{
  const char *start = strstr (page, "<main");
  const char *end = strstr (page, "</main>");

  g_assert_true (start != NULL && end > start);
  return g_strndup (start, end - start);
}

/* Takes the attributes out that only the preview has: they show nothing. */
static char *
strip_mapping (const char *html)
{
  g_autoptr(GRegex) regex = g_regex_new (" data-(sourcepos|field)=\"[^\"]*\"", 0, 0, NULL);

  return g_regex_replace_literal (regex, html, -1, 0, "", 0, NULL);
}

static void
test_article (void)
{
  g_autoptr(RelaisRecord) article = make_article ();
  RelaisPiece piece = { .article = article, .published_at = "2026-11-30T23:30:00Z", .theme = "Vie & culture" };
  g_autofree char *page = relais_page_article (&portal, &piece);

  g_assert_true (g_str_has_prefix (page, "<!DOCTYPE html>\n<html lang=\"fr\">"));
  assert_has (page, "<title>Le marché de Noël\u202f: &lt;c&#39;est&gt; parti\u202f! – Intranet de Valmont</title>");
  g_assert_cmpuint (count (page, "<h1"), ==, 1);
  assert_has (page, "<h1>Le marché de Noël\u202f: &lt;c&#39;est&gt; parti\u202f!</h1>");
  /* Half past midnight in Paris is the next day. */
  assert_has (page,
              "<time datetime=\"2026-12-01\">mardi 1er décembre 2026</time> "
              "· Vie &amp; culture · Direction de la &lt;culture&gt;");
  assert_has (page, "du <time datetime=\"2026-12-01\">mardi 1er décembre 2026</time> au "
                    "<time datetime=\"2026-12-24\">jeudi 24 décembre 2026</time>, "
                    "de\u00a010\u00a0h\u00a0à\u00a019\u00a0h\u00a030");
  assert_has (page, "<dd>Place &quot;Foch&quot;</dd>");
  assert_has (page, "<p class=\"standfirst\">sur &quot;deux&quot; lignes</p>");
  assert_has (page, "<h2>Le lieu</h2>");
  assert_has (page, "alt=\"La place du marché &amp; ses étals\"");
  assert_has (page, "<a class=\"skip\" href=\"#content\">Aller au contenu</a>");
  g_assert_null (strstr (page, "<script"));
  g_assert_null (strstr (page, " style="));
}

static void
test_language (void)
{
  g_autoptr(RelaisRecord) english = make_record ("article", ARTICLE_ID, "title", "Ready ?", "language", "en", NULL);
  g_autoptr(RelaisRecord) wrong = make_record ("article", ARTICLE_ID, "title", "Prêt ?", "language", "\" onload=", NULL);
  g_autofree char *page = relais_page_article (&portal, &(RelaisPiece) { .article = english });
  g_autofree char *other = relais_page_article (&portal, &(RelaisPiece) { .article = wrong });

  assert_has (page, "<article class=\"sheet\" lang=\"en\">");
  assert_has (page, "<h1>Ready ?</h1>");
  assert_has (other, "<article class=\"sheet\">");
  assert_has (other, "<h1>Prêt\u202f?</h1>");
}

/* What is shown is what will be published (DESIGN §8). */
static void
test_preview_is_portal (void)
{
  static const char * const forms[] = { NULL, "brief", "feature", "agenda", "newsletter", "journal" };
  g_autoptr(RelaisRecord) article = make_article ();

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      RelaisPiece piece = { .article = article, .form = forms[i], .published_at = "2026-11-21T08:00:00Z" };
      g_autofree char *shown = relais_page_piece (&preview, &piece);
      g_autofree char *published = relais_page_piece (&portal, &piece);
      g_autofree char *shown_main = get_main (shown);
      g_autofree char *stripped = strip_mapping (shown_main);
      g_autofree char *published_main = get_main (published);

      g_assert_cmpstr (stripped, ==, published_main);
      g_assert_null (strstr (published, "data-sourcepos"));
    }
}

/* The fragment that a preview of a brief shows is the one that the home page holds. */
static void
test_fragment_is_in_home (void)
{
  g_autoptr(RelaisRecord) article = make_article ();
  RelaisPiece pieces[] = {
    { .article = article, .form = "brief", .published_at = "2026-11-21T08:00:00Z" },
    { .article = article, .form = "feature", .published_at = "2026-11-21T08:00:00Z" },
    { .article = article, .form = "agenda", .published_at = "2026-11-21T08:00:00Z" },
  };
  RelaisHome home = { .briefs = &pieces[0], .n_briefs = 1, .features = &pieces[1], .n_features = 1,
                      .agenda = &pieces[2], .n_agenda = 1, .latest = pieces, .n_latest = 3 };
  g_autofree char *page = relais_page_home (&portal, &home);

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *fragment = relais_page_fragment (&portal, &pieces[i]);

      assert_has (page, fragment);
    }
}

static void
test_home (void)
{
  static const RelaisLink links[] = { { "Paie & congés", "https://paie.example/?a&b" }, { "Piège", "javascript:alert(1)" } };
  static const RelaisOpenSurvey surveys[] = { { "Votre <avis>", "/surveys/1", "2026-12-04" }, { "Autre", "javascript:x", NULL } };
  RelaisHome home = { .links = links, .n_links = 2, .surveys = surveys, .n_surveys = 2 };
  g_autofree char *page = relais_page_home (&portal, &home);

  assert_has (page, "<title>Intranet de Valmont</title>");
  assert_has (page, "<nav class=\"module wide\" aria-labelledby=\"links\">\n<h2 id=\"links\">En 1 clic</h2>");
  assert_has (page, "<a href=\"https://paie.example/?a&amp;b\">Paie &amp; congés</a>");
  assert_has (page,
              "<li><a href=\"/surveys/1\">Votre &lt;avis&gt;</a> "
              "<span class=\"meta\">jusqu’au vendredi 4 décembre 2026</span></li>");
  assert_has (page, "<li>Autre</li>");
  assert_has (page, "<h2 id=\"briefs\">Brèves</h2>\n<p class=\"meta\">Rien à afficher pour le moment.</p>");
  assert_has (page, "<h2 id=\"latest\">Flux d’info</h2>");
  g_assert_null (strstr (page, "javascript"));
  g_assert_null (strstr (page, "Piège"));
}

static void
test_brief_lengths (void)
{
  g_autofree char *long_body = g_strnfill (2000, 'a');
  g_autoptr(RelaisRecord) small = make_record ("article", ARTICLE_ID, "title", "T", "body", "# A\n\nTout[^1].\n\n[^1]: Note",
                                               NULL);
  g_autoptr(RelaisRecord) large = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;

  for (guint i = 5; i < 2000; i += 6)
    long_body[i] = ' ';
  large = make_record ("article", ARTICLE_ID, "title", "T", "body", long_body, NULL);
  g_autofree char *code = g_strdup_printf ("Voir\n\n```\n%s\n```", long_body);
  g_autofree char *codes = g_strconcat (code, "\n\n", code, "\n\n", code, NULL);
  g_autoptr(RelaisRecord) heavy = make_record ("article", ARTICLE_ID, "title", "T", "body", codes, NULL);
  g_autofree char *light = relais_page_fragment (&portal, &(RelaisPiece) { .article = heavy, .form = "brief" });
  g_assert_cmpuint (strlen (light), <, 800);
  assert_has (light, "<p>Voir\nVoir\nVoir</p>");
  assert_has (light, "Lire la suite");

  whole = relais_page_fragment (&portal, &(RelaisPiece) { .article = small, .form = "brief" });
  cut = relais_page_fragment (&portal, &(RelaisPiece) { .article = large, .form = "brief" });

  /* Below the h3 of its title, with notes of its own. */
  assert_has (whole, "<h4>A</h4>");
  assert_has (whole, "id=\"a018f4d2e-fn-1\"");
  g_assert_null (strstr (whole, "Lire la suite"));
  assert_has (cut, "aaaaa…</p>");
  assert_has (cut, "Lire la suite<span class=\"hidden\"> – T</span>");
  g_assert_cmpuint (strlen (cut), <, 800);
}

static void
test_newsletter (void)
{
  g_autoptr(RelaisRecord) article = make_article ();
  RelaisPiece pieces[] = { { .article = article }, { .article = article } };
  g_autofree char *page = relais_page_newsletter (&portal, "Lettre : n° 3", pieces, 2);

  assert_has (page, "<h1>Lettre\u202f: n° 3</h1>");
  g_assert_cmpuint (count (page, "<h2>"), ==, 2);
  assert_has (page, "<a href=\"/articles/" ARTICLE_ID "\">");
}

static void
test_status (void)
{
  g_autofree char *missing = relais_page_status (&portal, 404);
  g_autofree char *broken = relais_page_status (&portal, 500);
  RelaisSite english = { .language = "en" };
  g_autofree char *translated = relais_page_status (&english, 404);

  assert_has (missing, "<h1>Page introuvable</h1>");
  assert_has (broken, "<h1>Page indisponible</h1>");
  assert_has (translated, "<html lang=\"en\">");
  assert_has (translated, "<h1>Page not found</h1>");
}

static void
test_policy (void)
{
  g_autofree char *policy = relais_page_dup_policy (&portal);
  g_autofree char *own = relais_page_dup_policy (&preview);
  g_autoptr(RelaisRecord) article = make_article ();
  g_autofree char *page = relais_page_article (&preview, &(RelaisPiece) { .article = article });

  g_assert_cmpstr (policy, ==, "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'");
  g_assert_true (g_str_has_prefix (own, "default-src 'none'; style-src 'sha256-"));
  assert_has (own, "img-src relais-media:;");
  assert_has (page, "<style>");
  g_assert_null (strstr (page, "<link"));
}

static void
test_style (void)
{
  g_autofree char *css = g_strndup (g_bytes_get_data (relais_page_get_style (), NULL),
                                    g_bytes_get_size (relais_page_get_style ()));

  g_assert_true (g_str_has_prefix (relais_page_get_style_url (), "/style-"));
  g_assert_true (g_str_has_suffix (relais_page_get_style_url (), ".css"));
  /* Nothing is loaded from anywhere, and nothing can end the style element that the preview puts it into. */
  g_assert_null (strstr (css, "url("));
  g_assert_null (strstr (css, "@import"));
  g_assert_null (strstr (css, "<"));
}

static void
test_dates (void)
{
  g_autoptr(GTimeZone) cayenne = g_time_zone_new_identifier ("America/Cayenne");
  RelaisSite far = { .zone = cayenne };
  g_autofree char *day = relais_page_format_date (&portal, "2026-11-21");
  g_autofree char *paris = relais_page_format_date (&portal, "2026-12-31T23:00:00Z");
  g_autofree char *guiana = relais_page_format_date (&far, "2027-01-01T01:00:00Z");
  g_autofree char *english = relais_page_format_date (&(RelaisSite) { .language = "en" }, "2026-02-28");

  g_assert_cmpstr (day, ==, "samedi 21 novembre 2026");
  g_assert_cmpstr (paris, ==, "vendredi 1er janvier 2027");
  g_assert_cmpstr (guiana, ==, "jeudi 31 décembre 2026");
  g_assert_cmpstr (english, ==, "Saturday 28 February 2026");
  g_assert_null (relais_page_format_date (&portal, "2026-02-29"));
  g_assert_null (relais_page_format_date (&portal, "demain"));
  g_assert_null (relais_page_format_date (&portal, "2026-13-01T00:00:00Z"));
}

/* A language that lacks a word would show nothing in its place. */
static void
test_words (void)
{
  static const char * const languages[] = { "fr", "en" };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      const RelaisWords *words = relais_words_get (languages[i]);
      const char * const *word = (const char * const *) words;

      g_assert_cmpstr (words->language, ==, languages[i]);
      for (gsize j = 0; j < sizeof *words / sizeof *word; j++)
        g_assert_nonnull (word[j]);
    }
  g_assert_true (relais_words_get (NULL) == relais_words_get ("fr-CA"));
  g_assert_true (relais_words_get ("en-GB") == relais_words_get ("EN"));
  g_assert_true (relais_words_get ("enm") == relais_words_get ("fr"));
}

/* People write hours as they like; none is lost. */
static void
test_hours (void)
{
  static const struct { const char *from, *to, *shown; } cases[] = {
    { "09:00", NULL, "2026, 9\u00a0h</dd>" },
    { "09:05", "17:00", "2026, de\u00a09\u00a0h\u00a005\u00a0à\u00a017\u00a0h</dd>" },
    { "9:00", NULL, "2026, 9:00</dd>" },
    { "midi", NULL, "2026, midi</dd>" },
    { "25:00", NULL, "2026, 25:00</dd>" },
    { NULL, "17:00", "2026</time></dd>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RelaisRecord) event = make_record ("article", ARTICLE_ID, "title", "T", "event_day", "2026-12-01",
                                                   "event_time", cases[i].from, "event_end_time", cases[i].to, NULL);
      g_autofree char *page = relais_page_article (&portal, &(RelaisPiece) { .article = event });
      g_autoptr(GString) plain = g_string_new (cases[i].shown);

      g_string_replace (plain, "2026,", "2026</time>,", 0);
      assert_has (page, plain->str);
    }
}

/* An article of which nothing is filled in is a page all the same: the preview opens on it. */
static void
test_empty (void)
{
  g_autoptr(RelaisRecord) article = make_record ("article", ARTICLE_ID, NULL);
  static const char * const forms[] = { NULL, "brief", "feature", "agenda", "newsletter", "event", "poster" };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *page = relais_page_piece (&preview, &(RelaisPiece) { .article = article, .form = forms[i] });

      assert_has (page, "</html>");
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/page/article", test_article);
  g_test_add_func ("/render/page/language", test_language);
  g_test_add_func ("/render/page/preview-is-portal", test_preview_is_portal);
  g_test_add_func ("/render/page/fragment-is-in-home", test_fragment_is_in_home);
  g_test_add_func ("/render/page/home", test_home);
  g_test_add_func ("/render/page/brief-lengths", test_brief_lengths);
  g_test_add_func ("/render/page/newsletter", test_newsletter);
  g_test_add_func ("/render/page/status", test_status);
  g_test_add_func ("/render/page/policy", test_policy);
  g_test_add_func ("/render/page/style", test_style);
  g_test_add_func ("/render/page/dates", test_dates);
  g_test_add_func ("/render/page/words", test_words);
  g_test_add_func ("/render/page/hours", test_hours);
  g_test_add_func ("/render/page/empty", test_empty);
  return g_test_run ();
}
