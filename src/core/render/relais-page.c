/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-render"

#include "relais-page-private.h"
#include "relais-html.h"
#include "relais-portal-resources.h"

#include <gio/gio.h>
#include <string.h>

#define STYLE_PATH "/fr/relais/portal/style.css"
#define STYLE_HASH_DIGITS 16
#define DEFAULT_ZONE "Europe/Paris"

static const char *
get_language (const RelaisSite *site)
{
  return relais_words_get (site->language)->language;
}

static char *
make_style_source (void)
{
  GBytes *style = relais_page_get_style ();
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *base64 = NULL;

  g_checksum_update (checksum, g_bytes_get_data (style, NULL), g_bytes_get_size (style));
  g_checksum_get_digest (checksum, digest, &length);
  base64 = g_base64_encode (digest, length);
  return g_strdup_printf ("'sha256-%s'", base64);
}

static void
write_head (RelaisPageWriter *self, const char *title)
{
  const char *name = self->site->name != NULL ? self->site->name : self->words->intranet;
  g_autofree char *policy = relais_page_dup_policy (self->site);

  relais_html_print (self->out,
                     "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
                     self->words->language, policy);
  if (title != NULL)
    {
      relais_page_write_text (self, title, self->site->language);
      relais_html_fragment (self->out, " – ");
    }
  relais_html_print (self->out, "%s</title>\n", name);

  if (self->site->preview)
    {
      relais_html_fragment (self->out, "<style>");
      g_string_append_len (self->out, g_bytes_get_data (relais_page_get_style (), NULL),
                           g_bytes_get_size (relais_page_get_style ()));
      relais_html_fragment (self->out, "</style>\n");
    }
  else
    relais_html_print (self->out, "<link rel=\"stylesheet\" href=\"%s\">\n", relais_page_get_style_url ());
  relais_html_fragment (self->out, "</head>\n");
}

static char *
format_instant (const RelaisSite *site, const char *instant, const char *format)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_iso8601 (instant, NULL);
  g_autoptr(GTimeZone) zone = site->zone != NULL ? g_time_zone_ref (site->zone) : g_time_zone_new_identifier (DEFAULT_ZONE);
  g_autoptr(GDateTime) local = utc != NULL && zone != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  return local != NULL ? g_date_time_format (local, format) : NULL;
}

static void
write_time (RelaisPageWriter *self, const char *date)
{
  g_autofree char *words = relais_words_date (self->words, date);

  if (words != NULL)
    relais_html_print (self->out, "<time datetime=\"%s\">%s</time>", date, words);
}

/* The day of an instant in the site's zone, or of a day. */
static char *
find_day (const RelaisSite *site, const char *date_or_instant)
{
  return strlen (date_or_instant) > 10 ? format_instant (site, date_or_instant, "%Y-%m-%d") : g_strdup (date_or_instant);
}

static void
write_separator (RelaisPageWriter *self, gsize start)
{
  if (self->out->len > start)
    relais_html_fragment (self->out, " · ");
}

static void
write_days (RelaisPageWriter *self, RelaisRecord *article)
{
  const char *day = relais_record_get_string (article, "event_day");
  const char *last = relais_record_get_string (article, "event_last_day");

  if (last == NULL || strcmp (last, day) <= 0)
    {
      write_time (self, day);
      return;
    }
  relais_html_print (self->out, "%s ", self->words->from);
  write_time (self, day);
  relais_html_print (self->out, " %s ", self->words->to);
  write_time (self, last);
}

static void
write_hours (RelaisPageWriter *self, RelaisRecord *article)
{
  const char *from = relais_record_get_string (article, "event_time");
  const char *to = relais_record_get_string (article, "event_end_time");
  g_autofree char *start = from != NULL ? relais_words_time (self->words, from) : NULL;
  g_autofree char *end = to != NULL ? relais_words_time (self->words, to) : NULL;

  if (start != NULL && end != NULL)
    relais_html_print (self->out, ", %s%s%s%s", self->words->hours, start, self->words->hours_to, end);
  else if (start != NULL)
    relais_html_print (self->out, ", %s", start);
}

const char *
relais_page_article_language (RelaisPageWriter *self, RelaisRecord *article)
{
  const char *language = relais_record_get_string (article, "language");

  return relais_html_language_is_valid (language) ? language : get_language (self->site);
}

void
relais_page_begin (RelaisPageWriter *self, const RelaisSite *site, const char *title)
{
  const char *name;

  self->site = site;
  self->words = relais_words_get (site->language);
  self->out = g_string_sized_new (16384);
  name = site->name != NULL ? site->name : self->words->intranet;

  write_head (self, title);
  relais_html_print (self->out,
                     "<body>\n<a class=\"skip\" href=\"#content\">%s</a>\n"
                     "<header class=\"banner\"><p><a href=\"/\">%s</a></p></header>\n"
                     "<main id=\"content\" tabindex=\"-1\">\n",
                     self->words->skip, name);
}

char *
relais_page_end (RelaisPageWriter *self)
{
  relais_html_fragment (self->out, "</main>\n</body>\n</html>\n");
  return g_string_free_and_steal (g_steal_pointer (&self->out));
}

void
relais_page_write_text (RelaisPageWriter *self, const char *text, const char *language)
{
  g_autofree char *typeset = relais_markdown_typeset (text, language);

  relais_html_text (self->out, typeset, -1);
}

void
relais_page_write_title (RelaisPageWriter *self, RelaisRecord *article)
{
  const char *title = relais_record_get_string (article, "title");

  if (title != NULL)
    relais_page_write_text (self, title, relais_page_article_language (self, article));
}

void
relais_page_write_language (RelaisPageWriter *self, RelaisRecord *article)
{
  const char *language = relais_page_article_language (self, article);

  if (g_ascii_strcasecmp (language, get_language (self->site)) != 0)
    relais_html_print (self->out, " lang=\"%s\"", language);
}

void
relais_page_write_field (RelaisPageWriter *self, const char *field)
{
  if (self->site->preview)
    relais_html_print (self->out, " data-field=\"%s\"", field);
}

void
relais_page_write_meta (RelaisPageWriter *self, const RelaisPiece *piece)
{
  const char *signature = relais_record_get_string (piece->article, "signature");
  g_autofree char *day = piece->published_at != NULL ? find_day (self->site, piece->published_at) : NULL;
  gsize before = self->out->len;
  gsize start;

  relais_html_fragment (self->out, "<p class=\"meta\">");
  start = self->out->len;
  if (day != NULL)
    write_time (self, day);
  if (piece->theme != NULL && *piece->theme != '\0')
    {
      write_separator (self, start);
      relais_html_text (self->out, piece->theme, -1);
    }
  if (signature != NULL && *signature != '\0')
    {
      write_separator (self, start);
      relais_html_text (self->out, signature, -1);
    }
  if (self->out->len == start)
    g_string_truncate (self->out, before);
  else
    relais_html_fragment (self->out, "</p>\n");
}

void
relais_page_write_event (RelaisPageWriter *self, RelaisRecord *article)
{
  const char *day = relais_record_get_string (article, "event_day");
  const char *place = relais_record_get_string (article, "event_place");

  if (day == NULL)
    return;
  relais_html_print (self->out, "<dl class=\"event\"><dt>%s</dt><dd>", self->words->when);
  write_days (self, article);
  write_hours (self, article);
  relais_html_fragment (self->out, "</dd>");
  if (place != NULL && *place != '\0')
    relais_html_print (self->out, "<dt>%s</dt><dd>%s</dd>", self->words->where, place);
  relais_html_fragment (self->out, "</dl>\n");
}

void
relais_page_write_lead (RelaisPageWriter *self, RelaisRecord *article)
{
  g_auto(RelaisMedia) media = { NULL };
  const char *reference = relais_record_get_string (article, "lead_image");

  if (reference == NULL || self->site->resolve == NULL
      || !self->site->resolve (reference, &media, self->site->resolve_data) || media.url == NULL || media.document)
    return;
  relais_html_print (self->out, "<figure><img src=\"%s\" alt=\"%s\"", media.url,
                     media.decorative || media.alternative == NULL ? "" : media.alternative);
  if (media.width > 0 && media.height > 0)
    g_string_append_printf (self->out, " width=\"%u\" height=\"%u\"", media.width, media.height);
  relais_html_fragment (self->out, ">");
  if (media.credit != NULL && *media.credit != '\0')
    relais_html_print (self->out, "<figcaption>%s</figcaption>", media.credit);
  relais_html_fragment (self->out, "</figure>\n");
}

void
relais_page_write_standfirst (RelaisPageWriter *self, RelaisRecord *article, const char *class_name)
{
  const char *standfirst = relais_record_get_string (article, "standfirst");
  g_auto(GStrv) lines = standfirst != NULL ? g_strsplit (standfirst, "\n", -1) : NULL;

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      if (*g_strstrip (lines[i]) == '\0')
        continue;
      relais_html_print (self->out, "<p class=\"%s\"", class_name);
      relais_page_write_field (self, "standfirst");
      relais_html_fragment (self->out, ">");
      relais_page_write_text (self, lines[i], relais_page_article_language (self, article));
      relais_html_fragment (self->out, "</p>\n");
    }
}

void
relais_page_write_body (RelaisPageWriter *self, RelaisRecord *article, guint heading_level, const char *id_prefix)
{
  const char *body = relais_record_get_string (article, "body");
  RelaisMarkdownOptions options = {
    .language = relais_page_article_language (self, article),
    .source_positions = self->site->preview,
    .heading_level = heading_level,
    .id_prefix = id_prefix,
    .resolve = self->site->resolve,
    .resolve_data = self->site->resolve_data,
  };
  g_autofree char *html = NULL;

  if (body == NULL)
    return;
  html = relais_markdown_to_html (body, &options);
  relais_html_fragment (self->out, html);
}

char *
relais_page_article (const RelaisSite *site, const RelaisPiece *piece)
{
  RelaisPageWriter page;
  const char *title;

  g_return_val_if_fail (site != NULL && piece != NULL && piece->article != NULL, NULL);

  title = relais_record_get_string (piece->article, "title");
  relais_page_begin (&page, site, title != NULL ? title : "");
  relais_html_fragment (page.out, "<article class=\"sheet\"");
  relais_page_write_language (&page, piece->article);
  relais_html_fragment (page.out, ">\n<h1");
  relais_page_write_field (&page, "title");
  relais_html_fragment (page.out, ">");
  relais_page_write_title (&page, piece->article);
  relais_html_fragment (page.out, "</h1>\n");
  relais_page_write_meta (&page, piece);
  relais_page_write_event (&page, piece->article);
  relais_page_write_standfirst (&page, piece->article, "standfirst");
  relais_page_write_lead (&page, piece->article);
  relais_page_write_body (&page, piece->article, 2, NULL);
  relais_html_fragment (page.out, "</article>\n");
  return relais_page_end (&page);
}

char *
relais_page_status (const RelaisSite *site, guint status)
{
  RelaisPageWriter page;
  const RelaisWords *words;
  gboolean missing = status == 404 || status == 410;

  g_return_val_if_fail (site != NULL, NULL);

  words = relais_words_get (site->language);
  relais_page_begin (&page, site, missing ? words->not_found_title : words->error_title);
  relais_html_print (page.out, "<div class=\"sheet\">\n<h1>%s</h1>\n<p>%s</p>\n<p><a href=\"/\">%s</a></p>\n</div>\n",
                     missing ? words->not_found_title : words->error_title,
                     missing ? words->not_found : words->error, words->back_home);
  return relais_page_end (&page);
}

GBytes *
relais_page_get_style (void)
{
  static GBytes *style;

  if (g_once_init_enter (&style))
    {
      GBytes *bytes = g_resource_lookup_data (relais_portal_get_resource (), STYLE_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      g_assert (bytes != NULL);
      g_once_init_leave (&style, bytes);
    }
  return style;
}

const char *
relais_page_get_style_url (void)
{
  static char *url;

  if (g_once_init_enter (&url))
    {
      g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, relais_page_get_style ());

      g_once_init_leave (&url, g_strdup_printf ("/style-%.*s.css", STYLE_HASH_DIGITS, hash));
    }
  return url;
}

char *
relais_page_dup_policy (const RelaisSite *site)
{
  g_autofree char *style = site->preview ? make_style_source () : g_strdup ("'self'");

  return g_strdup_printf ("default-src 'none'; style-src %s; img-src %s; base-uri 'none'; form-action 'none'",
                          style, site->image_source != NULL ? site->image_source : "'self'");
}

char *
relais_page_format_date (const RelaisSite *site, const char *date_or_instant)
{
  g_autofree char *day = NULL;

  g_return_val_if_fail (site != NULL && date_or_instant != NULL, NULL);

  day = find_day (site, date_or_instant);
  return day != NULL ? relais_words_date (relais_words_get (site->language), day) : NULL;
}
