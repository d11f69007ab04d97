/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-day.h"

G_BEGIN_DECLS

/* Days and periods in the words of the locale, for screen and paper alike. French writes "1er janvier" and then "2 janvier". */

/**
 * relais_day_format:
 * @format: a translated format of g_date_time_format(); "%-d" becomes "1er" on the first of a month where the language says so.
 *
 * Returns: (transfer full): @day, which must be a day, so written
 */
char *relais_day_format        (RelaisDay day, const char *format);
/* The same of an instant, in its own zone. */
char *relais_day_format_time   (GDateTime *time, const char *format);

/* From one day to another, both included: "16–22 November 2026", "30 November – 6 December 2026", "December 2026 – January 2027" for
 * whole months. (transfer full) */
char *relais_day_format_period (RelaisDay first, RelaisDay last);

G_END_DECLS
