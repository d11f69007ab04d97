/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-store.h"

G_BEGIN_DECLS

/* Decisions of the committee, wherever they are shown: with their subject, in the record of a meeting, among what a search finds. */

/* "Kept", "Postponed to 12 January", "On another channel: Newsletter". (transfer full) */
char      *relais_decision_say         (RelaisStore *store, RelaisRecord *decision);
/* "too late for this issue · in charge: Marie Dupont · by 12 January"; "" when there is nothing to add. (transfer full) */
char      *relais_decision_say_more    (RelaisStore *store, RelaisRecord *decision);
/* Day of the meeting that took it, as a field; "" when it is not known. (transfer full) */
char      *relais_decision_dup_day     (RelaisStore *store, RelaisRecord *decision);
/* What was decided of a subject, the last first. Bounded, main thread. (transfer full) (element-type RelaisRecord) */
GPtrArray *relais_decisions_of_subject (RelaisStore *store, const char *subject);
/* An AdwActionRow called @title (the day on a subject, the subject in a meeting) that says all of it. (transfer floating) */
GtkWidget *relais_decision_row_new     (RelaisStore *store, RelaisRecord *decision, const char *title);

G_END_DECLS
