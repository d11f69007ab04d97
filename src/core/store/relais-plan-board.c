/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-plan-reader-private.h"

#include <string.h>

#include "relais-work-limit.h"
#include "relais-workspace-private.h"

/* What may be among the first of a cell of the board. */
typedef struct {
  gint64    pk;
  gint64    rank;
  RelaisDay planned;
} Place;

/* Nothing chosen: what is in hand. */
static GArray *
make_columns (const RelaisPlanFilter *filter, RelaisPlanBy by, GPtrArray *settings)
{
  static const char * const rows[] = { [RELAIS_PLAN_BY_CHANNEL] = "channel", [RELAIS_PLAN_BY_AUTHOR] = "author" };
  const RelaisKind *kind = relais_kind_lookup ("placement");
  const char * const *states = kind->fields[relais_kind_field (kind, "state")].choices;
  GArray *columns = g_array_new (FALSE, TRUE, sizeof (RelaisPlanColumn));

  for (; *states != NULL; states++) {
    g_autoptr (RelaisQuery) query = relais_plan_filter_build_state (filter, *states);
    RelaisPlanColumn column = { .state = *states };

    if (query == NULL || (filter->chosen[RELAIS_PLAN_STATE] == NULL && !relais_plan_state_is_in_hand (*states)))
      continue;
    column.limit = relais_work_limit_find (settings, *states, NULL);
    if (by == RELAIS_PLAN_BY_CHANNEL || by == RELAIS_PLAN_BY_AUTHOR)
      column.row_limit = relais_work_limit_find (settings, *states, rows[by]);
    g_array_append_val (columns, column);
  }
  return columns;
}

/* What is published is looked at from its end; what has no day comes last. */
static gint64
find_rank (const char *state, RelaisDay day)
{
  if (day == RELAIS_DAY_NONE)
    return G_MAXINT64;
  return g_strcmp0 (state, "published") == 0 || g_strcmp0 (state, "archived") == 0 ? -(gint64) day : day;
}

/* Whatever index they came by, those of one day stand in the order of their keys. */
static gboolean
is_before (const Place *a, const Place *b)
{
  return a->rank != b->rank ? a->rank < b->rank : a->pk < b->pk;
}

static void
keep_place (RelaisMatrixReader *reading, RelaisPlanCell *cell, Place place)
{
  GArray *places = g_hash_table_lookup (reading->places, cell);
  guint at;

  if (places == NULL) {
    places = g_array_new (FALSE, FALSE, sizeof (Place));
    g_hash_table_insert (reading->places, cell, places);
  }
  for (at = places->len; at > 0 && is_before (&place, &g_array_index (places, Place, at - 1)); at--)
    ;
  if (at == reading->most)
    return;
  g_array_insert_val (places, at, place);
  if (places->len > reading->most)
    g_array_set_size (places, reading->most);
}

static guint
find_column (const RelaisPlanMatrix *matrix, const char *state)
{
  guint column = 0;

  while (column < matrix->n_columns && g_strcmp0 (g_array_index (matrix->columns, RelaisPlanColumn, column).state, state) != 0)
    column++;
  return column;
}

/* The statement is at a row: pk, planned, what the rows go by, state. */
static void
take_board_row (RelaisMatrixReader *reading, sqlite3_stmt *stmt)
{
  RelaisPlanMatrix *matrix = reading->matrix;
  const char *state = (const char *) sqlite3_column_text (stmt, 3);
  RelaisDay planned = relais_day_parse ((const char *) sqlite3_column_text (stmt, 1));
  guint column = find_column (matrix, state);

  if (column == matrix->n_columns)
    return;
  RelaisPlanRow *row = relais_matrix_reader_find_row (reading, (const char *) sqlite3_column_text (stmt, 2));
  matrix->count++;
  row->count++;
  row->cells[column].count++;
  keep_place (reading, &row->cells[column], (Place) { sqlite3_column_int64 (stmt, 0), find_rank (state, planned), planned });
}

static void
read_places (RelaisMatrixReader *reading)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, reading->places);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    RelaisPlanCell *cell = key;
    GArray *places = value;

    for (guint i = 0; i < places->len; i++) {
      const Place *place = &g_array_index (places, Place, i);

      relais_matrix_reader_read_entry (reading, cell, place->pk, place->planned);
    }
  }
}

/* The field whose index holds what the board counts; see relais-schema.c. */
static const char *
get_board_index (RelaisPlanBy by)
{
  return by == RELAIS_PLAN_BY_CHANNEL ? "channel" : by == RELAIS_PLAN_BY_AUTHOR ? "author" : "state";
}

/* What is filtered by is in that index, too. */
static gboolean
is_in_index (const RelaisPlanFilter *filter, RelaisPlanBy by)
{
  for (guint i = 0; i < RELAIS_PLAN_N_FACETS; i++)
    if (filter->chosen[i] != NULL && i != RELAIS_PLAN_STATE && !(i == RELAIS_PLAN_CHANNEL && by == RELAIS_PLAN_BY_CHANNEL) &&
        !(i == RELAIS_PLAN_AUTHOR && by == RELAIS_PLAN_BY_AUTHOR))
      return FALSE;
  return filter->text == NULL;
}

/* Where few are chosen they are found by what chooses them. Where nearly all are looked at, reading the table from end to end is
 * quicker than finding each through an index. */
static const char *
find_index (const RelaisPlanFilter *filter)
{
  if (filter->text != NULL || filter->chosen[RELAIS_PLAN_CAMPAIGN] != NULL)
    return " INDEXED BY i_placement_subject";
  if (filter->chosen[RELAIS_PLAN_AUTHOR] != NULL)
    return " INDEXED BY i_placement_author";
  if (filter->chosen[RELAIS_PLAN_UNIT] != NULL || filter->chosen[RELAIS_PLAN_THEME] != NULL)
    return " INDEXED BY i_placement_subject";
  return filter->chosen[RELAIS_PLAN_CHANNEL] != NULL ? " INDEXED BY i_placement_channel" : " NOT INDEXED";
}

/* The statement is at a count: what the rows go by, state, count. */
static void
take_count (RelaisMatrixReader *reading, sqlite3_stmt *stmt)
{
  RelaisPlanMatrix *matrix = reading->matrix;
  guint column = find_column (matrix, (const char *) sqlite3_column_text (stmt, 1)), count = (guint) sqlite3_column_int64 (stmt, 2);
  RelaisPlanRow *row;

  if (column == matrix->n_columns)
    return;
  row = relais_matrix_reader_find_row (reading, (const char *) sqlite3_column_text (stmt, 0));
  row->cells[column].count += count;
  row->count += count;
  matrix->count += count;
}

static gboolean
count_cells (RelaisMatrixReader *reading, const RelaisPlanFilter *filter, GError **error)
{
  gboolean rows = reading->matrix->by != RELAIS_PLAN_BY_NOTHING;
  RelaisPlanFacet facet = reading->matrix->by == RELAIS_PLAN_BY_AUTHOR ? RELAIS_PLAN_AUTHOR : RELAIS_PLAN_CHANNEL;
  const char *field = get_board_index (reading->matrix->by);
  /* Not by status: which of them is a column is known without asking for each row. */
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));
  g_autofree char *chosen = filter->chosen[facet] != NULL ? g_strjoinv ("|", filter->chosen[facet]) : NULL;
  g_autofree char *value = rows ? g_strdup_printf ("t.\"%s\"", field) : g_strdup ("NULL");
  g_autofree char *select = g_strdup_printf ("SELECT %s, t.\"state\", count(*) FROM k_placement t INDEXED BY i_placement_%s", value, field);

  if (chosen != NULL)
    relais_query_where (query, field, RELAIS_MATCH_ONE_OF, chosen);
  return relais_matrix_reader_take_all (reading, query, select, rows ? " GROUP BY 1, 2" : " GROUP BY 2", take_count, error);
}

/* The first of a cell; what has no day comes last. */
static void
read_cell (RelaisMatrixReader *reading, RelaisPlanRow *row, guint column)
{
  const char *state = g_array_index (reading->matrix->columns, RelaisPlanColumn, column).state;
  gboolean rows = reading->matrix->by != RELAIS_PLAN_BY_NOTHING, latest = find_rank (state, 1) < 0;
  const char *field = get_board_index (reading->matrix->by);
  g_autofree char *sql = g_strdup_printf ("SELECT t.pk, t.planned FROM k_placement t INDEXED BY i_placement_%s "
                                          "WHERE t.state = ? AND t.binned IS NOT 1%s%s%s ORDER BY t.planned %s, t.pk LIMIT ?%u", field,
                                          rows ? " AND t." : "", rows ? field : "", rows ? " IS ?" : "", latest ? "DESC" : "NULLS LAST",
                                          rows ? 3 : 2);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  sqlite3_stmt *stmt = relais_database_select (reading->workspace->db, NULL, sql, "s", state);

  if (stmt == NULL)
    return;
  if (rows)
    sqlite3_bind_text (stmt, 2, *row->key != '\0' ? row->key : NULL, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, rows ? 3 : 2, reading->most);
  while (relais_database_step (reading->workspace->db, stmt, NULL)) {
    Place place = { sqlite3_column_int64 (stmt, 0), 0, relais_day_parse ((const char *) sqlite3_column_text (stmt, 1)) };

    g_array_append_val (places, place);
  }
  for (guint i = 0; i < places->len; i++) {
    const Place *place = &g_array_index (places, Place, i);

    relais_matrix_reader_read_entry (reading, &row->cells[column], place->pk, place->planned);
  }
}

static void
read_cells (RelaisMatrixReader *reading)
{
  for (guint r = 0; r < reading->matrix->rows->len; r++) {
    RelaisPlanRow *row = g_ptr_array_index (reading->matrix->rows, r);

    for (guint column = 0; column < reading->matrix->n_columns; column++)
      if (row->cells[column].count > 0)
        read_cell (reading, row, column);
  }
}

static gboolean
scan_board (RelaisMatrixReader *reading, const RelaisPlanFilter *filter, GError **error)
{
  g_autoptr (RelaisQuery) query = NULL;
  g_autofree char *select = NULL;

  if (is_in_index (filter, reading->matrix->by)) {
    if (!count_cells (reading, filter, error))
      return FALSE;
    read_cells (reading);
    return TRUE;
  }
  query = relais_plan_filter_build (filter);
  select = relais_matrix_build_select (reading->matrix->by, ", t.\"state\"", find_index (filter));
  if (!relais_matrix_reader_take_all (reading, query, select, "", take_board_row, error))
    return FALSE;
  read_places (reading);
  return TRUE;
}

/* A limit is about everything in a status, a filter about what one wants to see of it. */
static gboolean
count_columns (RelaisMatrixReader *reading, GError **error)
{
  for (guint i = 0; i < reading->matrix->n_columns; i++) {
    RelaisPlanColumn *column = &g_array_index (reading->matrix->columns, RelaisPlanColumn, i);
    g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));
    GError *local = NULL;

    if (column->limit == 0)
      continue;
    relais_query_where (query, "state", RELAIS_MATCH_EQUAL, column->state);
    column->total = relais_query_count (query, reading->workspace->db, &local);
    if (local != NULL) {
      g_propagate_error (error, local);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
has_work (const RelaisPlanMatrix *matrix, const RelaisPlanRow *row)
{
  for (guint i = 0; i < matrix->n_columns; i++)
    if (row->cells[i].count > 0 && strcmp (g_array_index (matrix->columns, RelaisPlanColumn, i).state, "published") != 0)
      return TRUE;
  return FALSE;
}

/* Those who have nothing in hand come after the others. */
static int
compare_work (gconstpointer a, gconstpointer b, gpointer matrix)
{
  gboolean work_a = has_work (matrix, *(RelaisPlanRow * const *) a), work_b = has_work (matrix, *(RelaisPlanRow * const *) b);

  return work_a != work_b ? (work_a ? -1 : 1) : relais_matrix_compare_rows (a, b);
}

RelaisPlanMatrix *
relais_plan_reader_board (RelaisWorkspace *workspace, const RelaisPlanFilter *filter, RelaisPlanBy by, guint most, GError **error)
{
  static const char * const kinds[] = { "setting", NULL };
  g_auto (RelaisMatrixReader) reading = { workspace, };
  g_autoptr (GPtrArray) settings = relais_matrix_read_all (workspace, kinds, error);

  g_return_val_if_fail (filter != NULL && most > 0 && by != RELAIS_PLAN_BY_UNIT, NULL);
  if (settings == NULL)
    return NULL;
  relais_matrix_reader_start (&reading, by, most);
  reading.places = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  reading.matrix->columns = make_columns (filter, by, settings);
  reading.matrix->first = RELAIS_DAY_NONE;
  reading.matrix->n_columns = reading.matrix->columns->len;
  if (!relais_matrix_reader_add_first_rows (&reading, filter, error) || !scan_board (&reading, filter, error) ||
      !count_columns (&reading, error))
    return NULL;
  if (by == RELAIS_PLAN_BY_AUTHOR)
    g_ptr_array_sort_with_data (reading.matrix->rows, compare_work, reading.matrix);
  return g_steal_pointer (&reading.matrix);
}

