/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-remote.h"

G_BEGIN_DECLS

/* RelaisReadAhead: the next page of a long read is fetched and understood in a thread of its own while the one before is written, which
 * takes about as long. At most one page is ahead. Only a help: when it has no page, the caller fetches, and meets the error if there is
 * one. */
typedef struct _RelaisReadAhead RelaisReadAhead;

/* @remote: borrowed, only while this function runs; @cancellable: (nullable) */
RelaisReadAhead *relais_read_ahead_new   (RelaisRemote *remote, const char *client, guint limit, GCancellable *cancellable);
/* A request that is on its way is given up. */
void             relais_read_ahead_free  (RelaisReadAhead *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisReadAhead, relais_read_ahead_free)

/* Begins to fetch the page after @cursor. The page that was asked for before must have been taken. */
void             relais_read_ahead_start (RelaisReadAhead *self, const char *cursor);
/* Returns: (transfer full) (nullable): the page after @cursor; %NULL: it was not asked for, or did not come */
RelaisPage      *relais_read_ahead_take  (RelaisReadAhead *self, const char *cursor);

G_END_DECLS
