/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-day.h"

G_BEGIN_DECLS

/**
 * relais_day_read:
 * @text: what a person typed: "12/01", "12/01/2027", "12 Jan", "12", "tomorrow", "Monday", "+7", "2027-01-12"; in the locale's words
 * @today: what is counted from
 * @day: (out): RELAIS_DAY_NONE for nothing but blanks
 * @why: (out) (transfer full): a sentence, when it cannot be understood
 *
 * Without a year the next such day is meant, or the last one when it was less than two months ago; a day of the week is the next one.
 */
gboolean relais_day_read     (const char *text, RelaisDay today, RelaisDay *day, char **why);

/**
 * relais_instant_read:
 * @text: a day as above and an hour ("8:30", "8h30", "8h"), or one of them
 * @before: (nullable): the instant that is changed: gives what is not typed; without it @usual_hour does
 * @instant: (out) (transfer full): in UTC; "" for nothing
 */
gboolean relais_instant_read (const char *text, RelaisDay today, const char *before, const char *usual_hour, char **instant, char **why);

G_END_DECLS
