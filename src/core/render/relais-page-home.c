/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-render"

#include "relais-page-private.h"
#include "relais-html.h"

#include <string.h>

/* A brief without a standfirst is shown whole up to this many signs; beyond, its beginning and a link. */
#define BRIEF_SIGNS 600
/* … and this many bytes of source: images, code and tables are not counted in signs. */
#define BRIEF_BYTES 4000

static gboolean
has_text (RelaisRecord *article, const char *field)
{
  const char *text = relais_record_get_string (article, field);

  return text != NULL && *text != '\0';
}

static void
write_title (RelaisPageWriter *self, RelaisRecord *article)
{
  relais_html_print (self->out, "<h3><a href=\"/articles/%s\"", relais_record_get_id (article));
  relais_page_write_field (self, "title");
  relais_html_fragment (self->out, ">");
  relais_page_write_title (self, article);
  relais_html_fragment (self->out, "</a></h3>\n");
}

/* "Read more", with the title for those who hear links out of their context (RGAA 6.1). */
static void
write_more (RelaisPageWriter *self, RelaisRecord *article)
{
  relais_html_print (self->out, "<p><a href=\"/articles/%s\">%s<span class=\"hidden\"> – ",
                     relais_record_get_id (article), self->words->read);
  relais_page_write_title (self, article);
  relais_html_fragment (self->out, "</span></a></p>\n");
}

/* At most @signs of @text, cut between words. */
static char *
cut_text (const char *text, glong signs)
{
  g_autofree char *kept = NULL;
  const char *end, *space;

  if (g_utf8_strlen (text, -1) <= signs)
    return g_strdup (text);
  end = space = g_utf8_offset_to_pointer (text, signs);
  while (space > text && *space != ' ' && *space != '\n')
    space--;
  kept = g_strndup (text, (space > text ? space : end) - text);
  return g_strconcat (kept, "…", NULL);
}

/* The text of a brief: its standfirst, or the whole of a short text, or the beginning of a long one. */
static void
write_short_text (RelaisPageWriter *self, RelaisRecord *article)
{
  const char *body = relais_record_get_string (article, "body");
  g_autofree char *text = NULL;
  g_autofree char *prefix = NULL;
  g_autofree char *beginning = NULL;

  if (has_text (article, "standfirst"))
    {
      relais_page_write_standfirst (self, article, "lead");
      if (body != NULL && *body != '\0')
        write_more (self, article);
      return;
    }
  if (body == NULL)
    return;
  text = relais_markdown_to_text (body);
  if (g_utf8_strlen (text, -1) <= BRIEF_SIGNS && strlen (body) <= BRIEF_BYTES)
    {
      prefix = g_strdup_printf ("a%.8s-", relais_record_get_id (article));
      relais_page_write_body (self, article, 4, prefix);
      return;
    }
  beginning = cut_text (text, BRIEF_SIGNS / 2);
  relais_html_fragment (self->out, "<p>");
  relais_page_write_text (self, beginning, relais_page_article_language (self, article));
  relais_html_fragment (self->out, "</p>\n");
  write_more (self, article);
}

static void
open_fragment (RelaisPageWriter *self, RelaisRecord *article, const char *class_name)
{
  relais_html_print (self->out, "<article class=\"%s\"", class_name);
  relais_page_write_language (self, article);
  relais_html_fragment (self->out, ">\n");
}

static void
write_brief (RelaisPageWriter *self, const RelaisPiece *piece)
{
  open_fragment (self, piece->article, "brief");
  write_title (self, piece->article);
  relais_page_write_meta (self, piece);
  write_short_text (self, piece->article);
  relais_html_fragment (self->out, "</article>\n");
}

static void
write_feature (RelaisPageWriter *self, const RelaisPiece *piece)
{
  open_fragment (self, piece->article, "feature");
  relais_page_write_lead (self, piece->article);
  write_title (self, piece->article);
  relais_page_write_meta (self, piece);
  write_short_text (self, piece->article);
  relais_html_fragment (self->out, "</article>\n");
}

static void
write_agenda (RelaisPageWriter *self, const RelaisPiece *piece)
{
  open_fragment (self, piece->article, "agenda");
  write_title (self, piece->article);
  relais_page_write_event (self, piece->article);
  relais_html_fragment (self->out, "</article>\n");
}

static void
write_latest (RelaisPageWriter *self, const RelaisPiece *piece)
{
  g_autofree char *date = piece->published_at != NULL ? relais_page_format_date (self->site, piece->published_at) : NULL;

  relais_html_print (self->out, "<li><a href=\"/articles/%s\"", relais_record_get_id (piece->article));
  relais_page_write_language (self, piece->article);
  relais_html_fragment (self->out, ">");
  relais_page_write_title (self, piece->article);
  relais_html_fragment (self->out, "</a>");
  if (date != NULL)
    relais_html_print (self->out, " <span class=\"meta\">%s</span>", date);
  relais_html_fragment (self->out, "</li>\n");
}

static void
open_module (RelaisPageWriter *self, const char *id, const char *title, gboolean wide, guint n)
{
  relais_html_print (self->out, "<section class=\"module%s\" aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n",
                     wide ? " wide" : "", id, id, title);
  if (n == 0)
    relais_html_print (self->out, "<p class=\"meta\">%s</p>\n", self->words->nothing);
}

static void
close_module (RelaisPageWriter *self)
{
  relais_html_fragment (self->out, "</section>\n");
}

static void
write_pieces (RelaisPageWriter *self, const char *id, const char *title, gboolean wide,
              const RelaisPiece *pieces, guint n, void (*write) (RelaisPageWriter *self, const RelaisPiece *piece))
{
  open_module (self, id, title, wide, n);
  for (guint i = 0; i < n; i++)
    write (self, &pieces[i]);
  close_module (self);
}

static void
write_links (RelaisPageWriter *self, const char *id, const char *title, const RelaisLink *links, guint n)
{
  guint shown = 0;

  for (guint i = 0; i < n; i++)
    shown += relais_html_address_is_safe (links[i].url);
  if (shown == 0)
    return;
  relais_html_print (self->out,
                     "<nav class=\"module wide\" aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n<ul class=\"links\">\n",
                     id, id, title);
  for (guint i = 0; i < n; i++)
    if (relais_html_address_is_safe (links[i].url))
      relais_html_print (self->out, "<li><a href=\"%s\">%s</a></li>\n", links[i].url, links[i].label);
  relais_html_fragment (self->out, "</ul>\n</nav>\n");
}

static void
write_surveys (RelaisPageWriter *self, const RelaisOpenSurvey *surveys, guint n)
{
  if (n == 0)
    return;
  open_module (self, "surveys", self->words->surveys, TRUE, n);
  relais_html_fragment (self->out, "<ul class=\"feed\">\n");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *closes = surveys[i].closes != NULL ? relais_page_format_date (self->site, surveys[i].closes) : NULL;

      if (surveys[i].url != NULL && relais_html_address_is_safe (surveys[i].url))
        relais_html_print (self->out, "<li><a href=\"%s\">%s</a>", surveys[i].url, surveys[i].title);
      else
        relais_html_print (self->out, "<li>%s", surveys[i].title);
      if (closes != NULL)
        relais_html_print (self->out, " <span class=\"meta\">%s %s</span>", self->words->until, closes);
      relais_html_fragment (self->out, "</li>\n");
    }
  relais_html_fragment (self->out, "</ul>\n");
  close_module (self);
}

void
relais_page_write_fragment (RelaisPageWriter *self, const RelaisPiece *piece)
{
  if (g_strcmp0 (piece->form, "feature") == 0)
    write_feature (self, piece);
  else if (g_strcmp0 (piece->form, "agenda") == 0 || g_strcmp0 (piece->form, "event") == 0)
    write_agenda (self, piece);
  else
    write_brief (self, piece);
}

char *
relais_page_fragment (const RelaisSite *site, const RelaisPiece *piece)
{
  RelaisPageWriter page;

  g_return_val_if_fail (site != NULL && piece != NULL && piece->article != NULL, NULL);

  page = (RelaisPageWriter) { .site = site, .words = relais_words_get (site->language), .out = g_string_new (NULL) };
  relais_page_write_fragment (&page, piece);
  return g_string_free_and_steal (page.out);
}

char *
relais_page_piece (const RelaisSite *site, const RelaisPiece *piece)
{
  RelaisPageWriter page;
  const RelaisWords *words;
  const char *heading;

  g_return_val_if_fail (site != NULL && piece != NULL && piece->article != NULL, NULL);

  words = relais_words_get (site->language);
  if (g_strcmp0 (piece->form, "brief") == 0)
    heading = words->briefs;
  else if (g_strcmp0 (piece->form, "feature") == 0)
    heading = words->features;
  else if (g_strcmp0 (piece->form, "agenda") == 0)
    heading = words->agenda;
  else if (g_strcmp0 (piece->form, "newsletter") == 0)
    return relais_page_newsletter (site, site->name != NULL ? site->name : words->intranet, piece, 1);
  else
    return relais_page_article (site, piece);

  relais_page_begin (&page, site, heading);
  relais_html_print (page.out, "<h1 class=\"hidden\">%s</h1>\n<div class=\"modules\">\n", heading);
  open_module (&page, "piece", heading, TRUE, 1);
  relais_page_write_fragment (&page, piece);
  close_module (&page);
  relais_html_fragment (page.out, "</div>\n");
  return relais_page_end (&page);
}

char *
relais_page_home (const RelaisSite *site, const RelaisHome *home)
{
  RelaisPageWriter page;
  const RelaisWords *words;

  g_return_val_if_fail (site != NULL && home != NULL, NULL);

  words = relais_words_get (site->language);
  relais_page_begin (&page, site, NULL);
  relais_html_print (page.out, "<h1>%s</h1>\n<div class=\"modules\">\n", words->home);
  write_links (&page, "links", words->one_click, home->links, home->n_links);
  write_pieces (&page, "features", words->features, TRUE, home->features, home->n_features, write_feature);
  write_pieces (&page, "briefs", words->briefs, FALSE, home->briefs, home->n_briefs, write_brief);
  relais_html_fragment (page.out, "<div class=\"side\">\n");
  write_pieces (&page, "agenda", words->agenda, FALSE, home->agenda, home->n_agenda, write_agenda);

  open_module (&page, "latest", words->latest, FALSE, home->n_latest);
  if (home->n_latest > 0)
    {
      relais_html_fragment (page.out, "<ul class=\"feed\">\n");
      for (guint i = 0; i < home->n_latest; i++)
        write_latest (&page, &home->latest[i]);
      relais_html_fragment (page.out, "</ul>\n");
    }
  close_module (&page);
  relais_html_fragment (page.out, "</div>\n");
  write_surveys (&page, home->surveys, home->n_surveys);
  relais_html_fragment (page.out, "</div>\n");
  return relais_page_end (&page);
}

char *
relais_page_newsletter (const RelaisSite *site, const char *title, const RelaisPiece *pieces, guint n_pieces)
{
  RelaisPageWriter page;

  g_return_val_if_fail (site != NULL && title != NULL, NULL);

  relais_page_begin (&page, site, title);
  relais_html_fragment (page.out, "<div class=\"sheet\">\n<h1>");
  relais_page_write_text (&page, title, site->language);
  relais_html_fragment (page.out, "</h1>\n");
  for (guint i = 0; i < n_pieces; i++)
    {
      RelaisRecord *article = pieces[i].article;

      open_fragment (&page, article, "paragraph");
      relais_html_fragment (page.out, "<h2");
      relais_page_write_field (&page, "title");
      relais_html_fragment (page.out, ">");
      relais_page_write_title (&page, article);
      relais_html_fragment (page.out, "</h2>\n");
      relais_page_write_event (&page, article);
      relais_page_write_lead (&page, article);
      write_short_text (&page, article);
      relais_html_fragment (page.out, "</article>\n");
    }
  relais_html_fragment (page.out, "</div>\n");
  return relais_page_end (&page);
}
