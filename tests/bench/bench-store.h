/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-workspace.h"

G_BEGIN_DECLS

/* A city of @n_records records as a back end sends it: a fifth of them articles with a text, the rest placements, subjects and
 * people.
 * The same @n_records give the same city. Pages of @per_page records in the order of the log. (element-type RelaisPage) */
GPtrArray *bench_make_pages   (guint n_records, guint per_page);
void       bench_apply_pages  (RelaisWorkspace *workspace, GPtrArray *pages);
/* Floor: the same rows into one plain table of SQLite, a transaction a page. Returns seconds. */
double     bench_write_floor  (const char *path, GPtrArray *pages);

/* Milliseconds since @since (g_get_monotonic_time()). */
double     bench_elapsed      (gint64 since);
/* (element-type double): the value that @share of them do not exceed */
double     bench_percentile   (GArray *times, double share);
/* Proportional set size of this process, in MB. */
double     bench_memory       (void);
char      *bench_make_folder  (void);
void       bench_remove_folder (char *folder);

G_END_DECLS
