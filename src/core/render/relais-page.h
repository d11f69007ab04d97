/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-markdown.h"
#include "relais-record.h"

G_BEGIN_DECLS

/* Records → complete HTML pages. The preview and the portal call the same functions: what is shown is what will be
 * published. Pages have no JavaScript, no external resource and no inline style attribute; dates and fixed words are in
 * the language of the site, whatever the locale of the process.
 */

/* The site that pages belong to. Everything is lent by the caller for the time of the call. */
typedef struct {
  const char          *name;         /* "Intranet de Valmont"; NULL: "Intranet" */
  const char          *language;     /* "fr" or "en"; NULL: "fr" */
  GTimeZone           *zone;         /* of the organisation; NULL: Europe/Paris */
  RelaisMediaResolver  resolve;      /* gives the addresses of media on this site */
  gpointer             resolve_data;
  gboolean             preview;      /* style inside the page, source positions, images from `image_source` */
  const char          *image_source; /* CSP source of images; NULL: 'self'. The preview's own scheme, "relais-media:" */
} RelaisSite;

/* An article on one channel. Lent. */
typedef struct {
  RelaisRecord *article;      /* kind "article" */
  const char   *form;         /* form of the channel: "brief", "feature", "agenda", "newsletter" …; NULL: none in particular */
  const char   *published_at; /* instant, or a day; NULL: not published yet */
  const char   *theme;        /* name; NULL: none */
} RelaisPiece;

/* A fixed link of the home page. */
typedef struct {
  const char *label;
  const char *url;
} RelaisLink;

/* A questionnaire open now. */
typedef struct {
  const char *title;
  const char *url;     /* NULL: where it is answered is told elsewhere */
  const char *closes;  /* day; NULL: not known */
} RelaisOpenSurvey;

/* The home page. Arrays are lent; pieces are shown in the order given. */
typedef struct {
  const RelaisLink  *links;     guint n_links;     /* En 1 clic */
  const RelaisPiece *briefs;    guint n_briefs;    /* Brèves */
  const RelaisPiece *features;  guint n_features;  /* Zoom sur */
  const RelaisPiece *agenda;    guint n_agenda;    /* Agenda */
  const RelaisPiece *latest;    guint n_latest;    /* Flux d'info */
  const RelaisOpenSurvey *surveys; guint n_surveys;
} RelaisHome;

/**
 * relais_page_article:
 *
 * Returns: (transfer full): a complete document
 */
char *relais_page_article  (const RelaisSite *site, const RelaisPiece *piece);

/**
 * relais_page_piece:
 *
 * A complete document showing @piece as its channel shows it: a brief, a feature, an agenda entry or a newsletter paragraph
 * as in the home page or the newsletter; other forms are the article page.
 */
char *relais_page_piece    (const RelaisSite *site, const RelaisPiece *piece);

char *relais_page_home     (const RelaisSite *site, const RelaisHome *home);

/* The newsletter: one document with a paragraph and a link for each piece. */
char *relais_page_newsletter (const RelaisSite *site, const char *title, const RelaisPiece *pieces, guint n_pieces);

/* A page with a title and a sentence (not found, moved …), in the site's language: for @status 404 or another HTTP status. */
char *relais_page_status   (const RelaisSite *site, guint status);

/**
 * relais_page_fragment:
 *
 * Returns: (transfer full): the element that the home page shows for @piece, headings at h3
 */
char *relais_page_fragment (const RelaisSite *site, const RelaisPiece *piece);

/* The style sheet of every page (bytes of UTF-8 CSS), and its address: "/style-HASH.css", where HASH changes with its content. */
GBytes     *relais_page_get_style     (void);
const char *relais_page_get_style_url (void);

/* The Content-Security-Policy of pages of @site, for the HTTP header; pages hold the same one in a meta element.
 * Returns: (transfer full): */
char *relais_page_dup_policy (const RelaisSite *site);

/* "samedi 21 novembre 2026" for a date (2026-11-21) or an instant (in the site's zone); NULL when it is neither. */
char *relais_page_format_date (const RelaisSite *site, const char *date_or_instant);

G_END_DECLS
