/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Smallest group whose results are shown when a survey does not say otherwise. */
#define RELAIS_SMALLEST_GROUP 5

/**
 * relais_disclosure_hide:
 * @counts: answers of each group of one table; the groups together are everybody that the table's total counts, so people who
 *   told no group are a group too
 * @n: number of groups
 * @minimum: smallest group shown
 * @hidden: (inout): one flag a group; flags that are set already stay set
 *
 * The one disclosure rule (FACTS, Surveys). Hides each group of 1 to @minimum − 1 answers. The hidden groups must together reach
 * @minimum: otherwise the total minus the shown groups would give them away, so the next smallest shown group is hidden too, until
 * they do or none is left. A group without answers gives nobody away and protects nobody: it is not hidden for that.
 */
void relais_disclosure_hide (const guint *counts, guint n, guint minimum, gboolean *hidden);

G_END_DECLS
