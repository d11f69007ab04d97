/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-remote.h"

G_BEGIN_DECLS

/* RelaisLive: the event stream of the back end, on a connection of its own, read asynchronously in the thread-default main context of
 * its maker. A hint that there is something to pull, never data. Opens itself again after a pause when the stream ends. */
typedef struct _RelaisLive RelaisLive;

/* @epoch, @head: what the back end is at; @epoch NULL: the stream was opened or lost just now: something may have been missed
 * before, or the back end may be gone. */
typedef void (*RelaisLiveFunc) (const char *epoch, guint64 head, gpointer user_data);

/* @remote: borrowed, must outlive the stream. Starts closed. */
RelaisLive *relais_live_new     (RelaisRemote *remote, RelaisLiveFunc func, gpointer user_data);
/* Waits until everything that was under way has ended. */
void        relais_live_free    (RelaisLive *self);
/* Opens the stream unless it is open, or was closed so recently that it waits; @now: does not wait (the connection came back). */
void        relais_live_open    (RelaisLive *self, gboolean now);
gboolean    relais_live_is_open (RelaisLive *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisLive, relais_live_free)

G_END_DECLS
