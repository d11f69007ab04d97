/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisArticleEditor: title, standfirst and Markdown text of one article beside its preview, saved as one types. */
#define RELAIS_TYPE_ARTICLE_EDITOR (relais_article_editor_get_type ())
G_DECLARE_FINAL_TYPE (RelaisArticleEditor, relais_article_editor, RELAIS, ARTICLE_EDITOR, AdwBin)

void relais_article_editor_set_session  (RelaisArticleEditor *self, RelaisSession *session);
/* NULL: none. */
void relais_article_editor_set_article  (RelaisArticleEditor *self, const char *id);
/* The store changed: takes in what came, around what is being typed. */
void relais_article_editor_refresh      (RelaisArticleEditor *self);
void relais_article_editor_flush        (RelaisArticleEditor *self);
/* Property "show-preview". */

G_END_DECLS
