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
} RelaisPageWriter;

/* @title: of the document, NULL for the home page */
void  relais_page_begin        (RelaisPageWriter *self, const RelaisSite *site, const char *title);
char *relais_page_end          (RelaisPageWriter *self);

/* Parts of an article, shared by its page and its fragments. */
void  relais_page_write_text   (RelaisPageWriter *self, const char *text, const char *language);   /* typeset */
void  relais_page_write_title  (RelaisPageWriter *self, RelaisRecord *article);   /* typeset; nothing when it has none */
void  relais_page_write_meta   (RelaisPageWriter *self, const RelaisPiece *piece);
void  relais_page_write_event  (RelaisPageWriter *self, RelaisRecord *article);
void  relais_page_write_lead   (RelaisPageWriter *self, RelaisRecord *article);
void  relais_page_write_standfirst (RelaisPageWriter *self, RelaisRecord *article, const char *class_name);
void  relais_page_write_body   (RelaisPageWriter *self, RelaisRecord *article, guint heading_level, const char *id_prefix);

/* ' lang="xx"' when the article is not in the language of the site; ' data-field="x"' in the preview. */
void  relais_page_write_language (RelaisPageWriter *self, RelaisRecord *article);
void  relais_page_write_field    (RelaisPageWriter *self, const char *field);

/* A fragment as relais_page_fragment(), into the page. */
void  relais_page_write_fragment (RelaisPageWriter *self, const RelaisPiece *piece);

const char *relais_page_article_language (RelaisPageWriter *self, RelaisRecord *article);

G_END_DECLS
