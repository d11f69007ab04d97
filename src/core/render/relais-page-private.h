/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-page.h"
#include "relais-words.h"

G_BEGIN_DECLS

/* A page being written. */
typedef struct {
  const RelaisSite  *site;
  const RelaisWords *words;
  GString           *out;   /* owned */
} RelaisPage;

/* @title: of the document, NULL for the home page */
void  relais_page_begin        (RelaisPage *self, const RelaisSite *site, const char *title);
char *relais_page_end          (RelaisPage *self);

/* Parts of an article, shared by its page and its fragments. */
void  relais_page_write_text   (RelaisPage *self, const char *text, const char *language);   /* typeset */
void  relais_page_write_title  (RelaisPage *self, RelaisRecord *article);   /* typeset; nothing when it has none */
void  relais_page_write_meta   (RelaisPage *self, const RelaisPiece *piece);
void  relais_page_write_event  (RelaisPage *self, RelaisRecord *article);
void  relais_page_write_lead   (RelaisPage *self, RelaisRecord *article);
void  relais_page_write_standfirst (RelaisPage *self, RelaisRecord *article, const char *class_name);
void  relais_page_write_body   (RelaisPage *self, RelaisRecord *article, guint heading_level, const char *id_prefix);

/* ' lang="xx"' when the article is not in the language of the site; ' data-field="x"' in the preview. */
void  relais_page_write_language (RelaisPage *self, RelaisRecord *article);
void  relais_page_write_field    (RelaisPage *self, const char *field);

/* A fragment as relais_page_fragment(), into the page. */
void  relais_page_write_fragment (RelaisPage *self, const RelaisPiece *piece);

const char *relais_page_article_language (RelaisPage *self, RelaisRecord *article);

G_END_DECLS
