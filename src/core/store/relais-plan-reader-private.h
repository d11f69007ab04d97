/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-reader.h"
#include "relais-query-private.h"

G_BEGIN_DECLS

/* One reading of a matrix: what grid, calendar and board have in common. */
typedef struct {
  RelaisWorkspace  *workspace;  /* borrowed */
  RelaisPlanMatrix *matrix;     /* owned until it is handed over */
  GHashTable       *rows;       /* owned: key → RelaisPlanRow (borrowed) */
  GHashTable       *units;      /* owned, nullable: id → RelaisRecord: to find the direction of a service */
  GHashTable       *records;    /* owned: id → RelaisRecord: channels and authors that were met */
  GHashTable       *places;     /* owned, nullable: of a board: RelaisPlanCell (borrowed) → Place array */
  guint             most;
} RelaisMatrixReader;

/* The statement is at a row. */
typedef void (*RelaisTakeRow) (RelaisMatrixReader *reading, sqlite3_stmt *stmt);

void           relais_matrix_reader_start          (RelaisMatrixReader *reading, RelaisPlanBy by, guint most);
void           relais_matrix_reader_clear          (RelaisMatrixReader *reading);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RelaisMatrixReader, relais_matrix_reader_clear)
/* Rows that are there even when nothing is in them. */
gboolean       relais_matrix_reader_add_first_rows (RelaisMatrixReader *reading, const RelaisPlanFilter *filter, GError **error);
RelaisPlanRow *relais_matrix_reader_find_row       (RelaisMatrixReader *reading, const char *value);
void           relais_matrix_reader_read_entry     (RelaisMatrixReader *reading, RelaisPlanCell *cell, gint64 pk, RelaisDay planned);
/* @after: (nullable): end of the statement; NULL: the rows come in the order of the query */
gboolean       relais_matrix_reader_take_all       (RelaisMatrixReader *reading, RelaisQuery *query, const char *select, const char *after,
                                                    RelaisTakeRow take, GError **error);
/* "SELECT pk, planned, what the rows go by MORE FROM placements INDEX" (transfer full) */
char          *relais_matrix_build_select          (RelaisPlanBy by, const char *more, const char *index);
/* All records of these kinds. (transfer full) (element-type RelaisRecord) */
GPtrArray     *relais_matrix_read_all              (RelaisWorkspace *workspace, const char * const *kinds, GError **error);
/* GCompareFunc over RelaisPlanRow: what has no direction or no author comes last; people by name. */
int            relais_matrix_compare_rows          (gconstpointer a, gconstpointer b);

G_END_DECLS
