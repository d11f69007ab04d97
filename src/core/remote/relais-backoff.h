/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long to wait after failures: full jitter, so that a thousand clients do not come back together. */
typedef struct { guint failures; } RelaisBackoff;

#define RELAIS_BACKOFF_FIRST_MS 1000
#define RELAIS_BACKOFF_MOST_MS  (5 * 60 * 1000)

/* The back end answered as it should. */
void  relais_backoff_reset (RelaisBackoff *self);
/* Milliseconds until the next try: anything up to 1, 2, 4 … seconds, at most 5 minutes; never before @retry_after (seconds). */
guint relais_backoff_next  (RelaisBackoff *self, guint retry_after);

G_END_DECLS
