/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-disclosure.h"

/* Smallest group that is still shown, or @n when none is. The first of equals, so that the result never depends on chance. */
static guint
find_smallest_shown (const guint *counts, guint n, const gboolean *hidden)
{
  guint smallest = n;

  for (guint i = 0; i < n; i++)
    if (!hidden[i] && counts[i] > 0 && (smallest == n || counts[i] < counts[smallest]))
      smallest = i;
  return smallest;
}

void
relais_disclosure_hide (const guint *counts, guint n, guint minimum, gboolean *hidden)
{
  guint64 sum = 0;

  for (guint i = 0; i < n; i++)
    {
      hidden[i] = hidden[i] || (counts[i] > 0 && counts[i] < minimum);
      sum += hidden[i] ? counts[i] : 0;
    }

  while (sum > 0 && sum < minimum)
    {
      guint next = find_smallest_shown (counts, n, hidden);
      if (next == n)
        break;
      hidden[next] = TRUE;
      sum += counts[next];
    }
}
