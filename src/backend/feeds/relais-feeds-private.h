/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-feeds.h"

#include <locale.h>

G_BEGIN_DECLS

struct _RelaisFeeds {
  RelaisLog      *log;        /* borrowed */
  RelaisAccounts *accounts;   /* borrowed */
  locale_t        words;      /* of the people who read feeds: see find_words(); 0 before the first, or none is installed */
  GMutex          lock;
  GHashTable     *tags;       /* owned; feed → State: of what was written last, so that asking again costs next to nothing */
};

/* A feed with whoever reads it. */
typedef struct {
  char         *id;
  char         *name;
  char        **channels;
  RelaisAccess *access;
  gint64        used_at;
} RelaisFeedReader;

/* What is planned, as this reader is told. @from: the first day. Notes what changed since last time in `feed_entries`, which is written
 * by relais_feed_remember(). (transfer full) */
typedef struct _RelaisFeedEntries RelaisFeedEntries;
RelaisFeedEntries *relais_feed_collect  (RelaisTransaction *transaction, const RelaisFeedReader *reader, const char *from, gint64 now);
gboolean           relais_feed_changed  (RelaisFeedEntries *entries);
void               relais_feed_remember (RelaisTransaction *transaction, const RelaisFeedReader *reader, RelaisFeedEntries *entries);
/* (element-type RelaisEvent), lent */
GPtrArray         *relais_feed_events   (RelaisFeedEntries *entries);
void               relais_feed_entries_free (RelaisFeedEntries *entries);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisFeedEntries, relais_feed_entries_free)

G_END_DECLS
