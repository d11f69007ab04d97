/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisArticlePreview: an article as agents will read it, rendered by the same functions as the portal's pages.
 *
 * Signal "point" (guint line): the person clicked on what that line of the source says. */
#define RELAIS_TYPE_ARTICLE_PREVIEW (relais_article_preview_get_type ())
G_DECLARE_FINAL_TYPE (RelaisArticlePreview, relais_article_preview, RELAIS, ARTICLE_PREVIEW, AdwBin)

void relais_article_preview_set_session (RelaisArticlePreview *self, RelaisSession *session);
/* @article: as it is written now, saved or not. @form: of the channel it is shown for; NULL: the article's own page. The preview is made
 * when it is in sight. */
void relais_article_preview_show        (RelaisArticlePreview *self, RelaisRecord *article, const char *form);
/* Brings what that line of the source says into sight (lines from 1). */
void relais_article_preview_show_line   (RelaisArticlePreview *self, guint line);

G_END_DECLS
