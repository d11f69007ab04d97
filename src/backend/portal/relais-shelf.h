/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-tables.h"

G_BEGIN_DECLS

/* RelaisShelf: what the portal must know to choose what agents see, kept up to date from the log. It holds no texts of
 * articles: those are read when a page is made. Not thread-safe: its owner locks.
 *
 *   log ──visit──▶ RelaisShelf (small facts of all records) ──▶ RelaisEdition (what is visible at a moment, rendered)
 */
typedef struct _RelaisShelf RelaisShelf;

typedef struct {
  char     *id;
  char     *article;
  char     *channel;
  char     *subject;      /* nullable */
  char     *at;           /* publish at, else the day planned; nullable */
} RelaisShelfPlacement;

typedef struct {
  char    **media;        /* references of lead image, images and text: identifiers or hashes; nullable */
  char     *theme;        /* nullable */
  char     *first_day;    /* of the event; nullable */
  char     *last_day;     /* the same day for an event of one */
  char     *hour;         /* nullable */
} RelaisShelfArticle;

typedef struct {
  char     *hash;
  char     *alternative;  /* nullable */
  char     *credit;       /* nullable */
  gboolean  decorative;
  gboolean  document;
  guint     width, height;
} RelaisShelfMedia;

typedef struct {
  char     *title;
  char     *opens;        /* nullable */
  char     *closes;       /* nullable */
} RelaisShelfSurvey;

RelaisShelf *relais_shelf_new    (void);
void         relais_shelf_free   (RelaisShelf *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisShelf, relais_shelf_free)

/* Follows the log up to the head that @transaction sees; another epoch starts from nothing. After a failure of @transaction it is
 * nowhere, and starts from nothing next time. Returns whether anything that is published may look different, and what was lent
 * may be gone: work on drafts, which is most of what happens, does neither. */
gboolean     relais_shelf_follow (RelaisShelf *self, RelaisTransaction *transaction);
gboolean     relais_shelf_is_at  (RelaisShelf *self, const char *epoch, guint64 head);

/* Placements that are published, are not in the bin and have an article, a channel for everyone and a subject that are there and
 * not in the bin. In no order, lent. (element-type RelaisShelfPlacement) (transfer container) */
GPtrArray   *relais_shelf_list_published (RelaisShelf *self);
/* Questionnaires open to everyone, lent. (element-type RelaisShelfSurvey) (transfer container) */
GPtrArray   *relais_shelf_list_surveys   (RelaisShelf *self);

/* Lookups, lent; NULL when there is none or it is in the bin. */
const RelaisShelfArticle *relais_shelf_get_article (RelaisShelf *self, const char *id);
const RelaisShelfMedia   *relais_shelf_get_media   (RelaisShelf *self, const char *reference);  /* identifier or hash */
const char               *relais_shelf_get_form    (RelaisShelf *self, const char *channel);
const char               *relais_shelf_get_theme   (RelaisShelf *self, const char *theme);
const char               *relais_shelf_get_setting (RelaisShelf *self, const char *key);
const char               *relais_shelf_get_name    (RelaisShelf *self);   /* of the workspace */

G_END_DECLS
