/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-page.h"
#include "relais-shelf.h"

G_BEGIN_DECLS

/* RelaisEdition: what agents see at one moment: the published pieces in order, and the pages made of them so far. It is
 * replaced when the log moves, at the hour when something else begins to be visible, and at midnight. Not thread-safe. */
typedef struct _RelaisEdition RelaisEdition;

/* A page ready to be sent. */
typedef struct {
  GBytes *bytes;   /* owned */
  char   *etag;    /* owned; with its quotes */
} RelaisEditionPage;

/* @shelf: borrowed; once relais_shelf_follow() has returned TRUE the edition may only be freed. @now: Unix seconds */
RelaisEdition *relais_edition_new        (RelaisShelf *shelf, gint64 now);
void           relais_edition_free       (RelaisEdition *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisEdition, relais_edition_free)
gboolean       relais_edition_is_current (RelaisEdition *self, gint64 now);

/* The home page (@article NULL) or an article's, lent. NULL: no such page is visible, or (@transaction NULL) it is not made yet
 * and must be asked for again with a transaction that sees the state the shelf is at. */
const RelaisEditionPage *relais_edition_get_page  (RelaisEdition *self, const char *article, RelaisTransaction *transaction);
/* "Page not found" in the words of the site, lent. */
const RelaisEditionPage *relais_edition_get_missing (RelaisEdition *self);
/* Whether the content @hash belongs to something that is visible. */
gboolean                 relais_edition_has_media (RelaisEdition *self, const char *hash);
/* The Content-Security-Policy of its pages, lent. */
const char              *relais_edition_get_policy (RelaisEdition *self);

G_END_DECLS
