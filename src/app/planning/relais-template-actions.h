/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-recurrence.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* Subjects made from a template, once each: the identifier of what is made follows from the template and the occurrence, so two people
 * who make the same one, even offline, made one. */

/**
 * relais_template_list_occurrences:
 * @from: first day asked for
 * @months: so many months from there on
 *
 * Returns: (transfer full) (element-type RelaisOccurrence): empty without a rule or without a first day
 */
GArray       *relais_template_list_occurrences (RelaisStore *store, RelaisRecord *template, RelaisDay from, int months);

/* It was made, perhaps by somebody else; perhaps it was thrown away since. */
gboolean      relais_template_is_made          (RelaisStore *store, RelaisRecord *template, const RelaisOccurrence *occurrence);

/* One action that makes those that are not made yet, each with its placements and their dates. (transfer full) */
RelaisAction *relais_template_make             (RelaisStore *store, RelaisRecord *template, GArray *occurrences);

/* The identifier of the subject of an occurrence (@part NULL), or of its placement on a channel (@part: its id). (transfer full) */
char         *relais_template_dup_id           (RelaisRecord *template, RelaisDay occurrence, const char *part);

G_END_DECLS
