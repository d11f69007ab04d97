/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-store.h"

G_BEGIN_DECLS

/* RelaisMentions: "@" and a few letters in a line of text offer people; Up, Down and Enter choose, Escape does not. */
typedef struct _RelaisMentions RelaisMentions;

/* @row: borrowed; the mentions live as long as it does. */
RelaisMentions *relais_mentions_attach (AdwEntryRow *row, RelaisStore *store);
/* Ids of the people chosen whose name still stands in the text, NULL-terminated. (transfer full) */
char          **relais_mentions_dup_people (RelaisMentions *self);
/* For the next text. */
void            relais_mentions_clear (RelaisMentions *self);

/* The word after "@" that ends at the byte @cursor, or NULL when the cursor is not in a mention: "@Ma" gives "Ma". (transfer full) */
char           *relais_mention_find_prefix (const char *text, gsize cursor, gsize *begins);

G_END_DECLS
