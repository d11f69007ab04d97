/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-backoff.h"

void
relais_backoff_reset (RelaisBackoff *self)
{
  self->failures = 0;
}

guint
relais_backoff_next (RelaisBackoff *self, guint retry_after)
{
  guint most = RELAIS_BACKOFF_MOST_MS;

  if (self->failures < 9)  /* 2^9 s is more than five minutes */
    most = MIN (most, (guint) RELAIS_BACKOFF_FIRST_MS << self->failures);
  self->failures++;
  /* Not at once either: an address that refuses connections must not be tried in a tight loop. */
  return retry_after * 1000 + (guint) g_random_int_range (RELAIS_BACKOFF_FIRST_MS / 10, most + 1);
}
