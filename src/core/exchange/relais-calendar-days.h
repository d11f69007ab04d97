/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-day.h"

G_BEGIN_DECLS

/* Longer files are refused. */
#define RELAIS_CALENDAR_MAX_BYTES (4 * 1024 * 1024)

/**
 * relais_calendar_days_read:
 * @bytes: an iCalendar file
 * @today: what ended more than a year before is left out, and what begins more than three years after
 * @n: (out): how many entries there are; the first ones when there are more than a record holds
 *
 * Returns: (transfer full) (nullable): what the field `days` of a record of kind `calendar` holds:
 *   [[first day, last day, words], …], by day, without what was cancelled; the same for the same calendar. An error of
 *   RELAIS_EXCHANGE_ERROR otherwise
 */
char *relais_calendar_days_read (GBytes *bytes, RelaisDay today, guint *n, GError **error);

G_END_DECLS
