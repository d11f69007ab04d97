/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-workspace.h"
#include "relais-database.h"

G_BEGIN_DECLS

/* What the index is asked for: every word of @text as a prefix. NULL when there is no word in it. @whole: words as they are, not
 * as
 * prefixes; @in_title: in titles only. */
char      *relais_search_build_match (const char *text, gboolean whole, gboolean in_title);
/* (element-type RelaisHit) */
GPtrArray *relais_search_run         (RelaisDatabase *db, const char *text, guint limit, GError **error);

G_END_DECLS
