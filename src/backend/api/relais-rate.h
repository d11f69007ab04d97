/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RelaisRate: at most so many of one key (a feed, an address) in a stretch of time. Thread-safe; bounded memory. */
typedef struct _RelaisRate RelaisRate;

RelaisRate *relais_rate_new   (guint most, guint seconds);
void        relais_rate_free  (RelaisRate *self);
/* Seconds to wait; 0: go on, and it is counted. @now: monotonic, µs. */
guint       relais_rate_enter (RelaisRate *self, const char *key, gint64 now);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisRate, relais_rate_free)

G_END_DECLS
