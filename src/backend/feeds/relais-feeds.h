/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-accounts.h"

G_BEGIN_DECLS

/* RelaisFeeds: the plan as subscribed calendars. A feed belongs to an account and shows what that account may see at the moment, of the
 * channels that were chosen; its address holds a secret of 256 bits that is stored as a hash and shown once. It remembers what it told its
 * reader last, so that what is seen no more (refused, postponed, thrown away, moved to another channel, hidden) is told as cancelled,
 * under the words that the reader knows. Thread-safe. */
typedef struct _RelaisFeeds RelaisFeeds;

#define RELAIS_FEEDS_PER_ACCOUNT 20
#define RELAIS_FEED_CHANNELS     100
#define RELAIS_FEED_NAME_CHARS   200
#define RELAIS_FEED_PAST_MONTHS  3
/* Entries of one feed; of more, the farthest future is left out. */
#define RELAIS_FEED_ENTRIES      10000

typedef struct {
  char  *id;
  char  *name;
  char **channels;   /* identifiers; none: all channels */
  gint64 made_at;    /* Unix seconds */
  gint64 used_at;    /* to the hour; 0: never read */
} RelaisFeed;
void         relais_feed_free      (RelaisFeed *feed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisFeed, relais_feed_free)

/* Both borrowed. */
RelaisFeeds *relais_feeds_new      (RelaisLog *log, RelaisAccounts *accounts);
void         relais_feeds_free     (RelaisFeeds *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisFeeds, relais_feeds_free)

/* @token: (out): the secret, told this once. NULL with REFUSED: too many, an unknown channel. (transfer full) (nullable) */
RelaisFeed  *relais_feeds_add      (RelaisFeeds *self, RelaisAccess *access, const char *name, const char * const *channels,
                                    char **token, GError **error);
/* (transfer full) (nullable) (element-type RelaisFeed): those of the account, oldest first */
GPtrArray   *relais_feeds_list     (RelaisFeeds *self, RelaisAccess *access, GError **error);
/* FALSE with NOT_FOUND: the account has none of that id. */
gboolean     relais_feeds_remove   (RelaisFeeds *self, RelaisAccess *access, const char *id, GError **error);
/* Forgets the feeds of accounts that are there no more. */
gboolean     relais_feeds_sweep    (RelaisFeeds *self, GError **error);

/**
 * relais_feeds_read:
 * @known: (nullable): the tag of what the reader has
 * @tag: (out): of what it is now: hex digits
 *
 * Three months back and all that is planned from then on. Nothing of what the account may not see; nothing at all once it is disabled.
 *
 * Returns: (transfer full) (nullable): an iCalendar file; %NULL without @error: the reader has it already; with @error: NOT_FOUND, or of the
 *   storage
 */
GBytes      *relais_feeds_read     (RelaisFeeds *self, const char *token, const char *known, char **tag, GError **error);

G_END_DECLS
