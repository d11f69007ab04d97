/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-store.h"

G_BEGIN_DECLS

/* Who covers what: read from mandates, never stored. A mandate counts while it is validated or active and has not ended. */

/* The mandates in force of one unit and of the units directly below it, or of one person; holders first, at most 500.
 * (transfer full) (element-type RelaisRecord), never NULL */
GPtrArray *relais_coverage_of_unit   (RelaisStore *store, const char *unit_id);
GPtrArray *relais_coverage_of_person (RelaisStore *store, const char *person_id);
/* Every mandate that the person ever had, latest first. */
GPtrArray *relais_mandates_of_person (RelaisStore *store, const char *person_id);

/* "Marie Dupont, Paul Martin (deputy)"; "" when there is nobody. @mandates as above. */
char      *relais_coverage_dup_names (RelaisStore *store, GPtrArray *mandates);
/* "Holder, Directorate of Roads": what one person covers. "" when nothing. */
char      *relais_coverage_dup_units (RelaisStore *store, GPtrArray *mandates);

/* The last day on which somebody of the team met or heard the person (contacts, meetings, trainings where they were present), as
 * 2026-11-21; NULL when never. */
char      *relais_coverage_dup_last_seen (RelaisStore *store, const char *person_id);

/* How many directorates there are, and how many of them (with their services) nobody covers. */
typedef struct {
  guint directorates;
  guint uncovered;
} RelaisCoverageCount;

/* A RelaisStoreFunc: runs on the store's thread, because it reads every mandate. Returns: a RelaisCoverageCount, g_free() */
gpointer   relais_coverage_count (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error);

G_END_DECLS
