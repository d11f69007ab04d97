/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RelaisThrottle: counts tries by key (a login, an address) and says when the next one may come. A try counts before its outcome is
 * known, so that many at once do not slip through. Thread-safe; bounded memory. */
typedef struct _RelaisThrottle RelaisThrottle;

/* @free_tries: how many are free before waits begin: 1 s, doubled each time, 15 min at most. */
RelaisThrottle *relais_throttle_new    (guint free_tries);
void            relais_throttle_free   (RelaisThrottle *self);
/* Seconds to wait; 0: go on, and the try is counted. @now: monotonic, µs. */
guint           relais_throttle_enter  (RelaisThrottle *self, const char *key, gint64 now);
/* It was the right person. */
void            relais_throttle_forget (RelaisThrottle *self, const char *key);
/* The last try was right, which says nothing of those before it: it alone is taken back. */
void            relais_throttle_forgive (RelaisThrottle *self, const char *key);

G_END_DECLS
