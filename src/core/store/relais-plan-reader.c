/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-plan-reader-private.h"

#include <string.h>

#include "relais-rows.h"
#include "relais-workspace-private.h"

/* A tree of units deeper than this is taken for a circle. */
#define MAX_DEPTH 10

void
relais_matrix_reader_clear (RelaisMatrixReader *reading)
{
  g_clear_pointer (&reading->matrix, relais_plan_matrix_free);
  g_clear_pointer (&reading->rows, g_hash_table_unref);
  g_clear_pointer (&reading->units, g_hash_table_unref);
  g_clear_pointer (&reading->records, g_hash_table_unref);
  g_clear_pointer (&reading->places, g_hash_table_unref);
}

static void
free_entry (gpointer data)
{
  RelaisPlanEntry *entry = data;

  g_free (entry->id);
  g_free (entry->subject);
  g_free (entry->title);
  g_free (entry->channel);
  g_free (entry->channel_name);
  g_free (entry->channel_form);
  g_free (entry->channel_color);
  g_free (entry->state);
  g_free (entry->author_name);
  g_free (entry);
}

static void
free_row (RelaisPlanRow *row, guint n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    g_clear_pointer (&row->cells[i].entries, g_ptr_array_unref);
  g_free (row->cells);
  g_free (row->key);
  g_free (row->title);
  g_free (row->form);
  g_free (row->color);
  g_free (row);
}

static RelaisPlanRow *
add_row (RelaisMatrixReader *reading, const char *key, RelaisRecord *record)
{
  RelaisPlanRow *row = g_new0 (RelaisPlanRow, 1);

  row->key = g_strdup (key);
  row->title = record != NULL ? relais_record_dup_title (record) : g_strdup ("");
  row->cells = g_new0 (RelaisPlanCell, reading->matrix->n_columns);
  if (record != NULL && reading->matrix->by == RELAIS_PLAN_BY_CHANNEL) {
    row->form = g_strdup (relais_record_get_string (record, "form"));
    row->color = g_strdup (relais_record_get_string (record, "color"));
  }
  g_ptr_array_add (reading->matrix->rows, row);
  g_hash_table_insert (reading->rows, row->key, row);
  return row;
}

/* Rows that are there even when nothing is planned: a free slot is what one looks for. */
static gboolean
add_known_rows (RelaisMatrixReader *reading, const RelaisPlanFilter *filter, GError **error)
{
  gboolean channels = reading->matrix->by == RELAIS_PLAN_BY_CHANNEL;
  RelaisPlanFacet facet = channels ? RELAIS_PLAN_CHANNEL : RELAIS_PLAN_UNIT;
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup (channels ? "channel" : "unit"));
  g_autoptr (GPtrArray) records = NULL;

  if (channels)
    relais_query_order (query, "position", FALSE);
  else
    relais_query_where (query, "type", RELAIS_MATCH_EQUAL, "directorate");
  relais_query_order (query, "name", FALSE);
  records = relais_workspace_query (reading->workspace, query, error);
  for (guint i = 0; records != NULL && i < records->len; i++) {
    const char *id = relais_record_get_id (records->pdata[i]);

    if (filter->chosen[facet] == NULL || relais_plan_filter_has (filter, facet, id))
      add_row (reading, id, records->pdata[i]);
  }
  return records != NULL;
}

void
relais_matrix_reader_start (RelaisMatrixReader *reading, RelaisPlanBy by, guint most)
{
  reading->most = most;
  reading->rows = g_hash_table_new (g_str_hash, g_str_equal);
  reading->records = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) relais_record_unref);
  reading->matrix = g_new0 (RelaisPlanMatrix, 1);
  reading->matrix->by = by;
  reading->matrix->rows = g_ptr_array_new ();
}

static gboolean
read_units (RelaisMatrixReader *reading, GError **error)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("unit"));
  g_autoptr (GPtrArray) units = relais_workspace_query (reading->workspace, query, error);

  if (units == NULL)
    return FALSE;
  reading->units = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) relais_record_unref);
  for (guint i = 0; i < units->len; i++)
    g_hash_table_insert (reading->units, (gpointer) relais_record_get_id (units->pdata[i]), relais_record_ref (units->pdata[i]));
  return TRUE;
}

gboolean
relais_matrix_reader_add_first_rows (RelaisMatrixReader *reading, const RelaisPlanFilter *filter, GError **error)
{
  RelaisPlanBy by = reading->matrix->by;

  if (by == RELAIS_PLAN_BY_NOTHING)
    add_row (reading, "", NULL);
  return ((by != RELAIS_PLAN_BY_CHANNEL && by != RELAIS_PLAN_BY_UNIT) || add_known_rows (reading, filter, error)) &&
         (by != RELAIS_PLAN_BY_UNIT || read_units (reading, error));
}

/* The direction that a unit is (part of); "" when it is part of none. */
static const char *
find_direction (RelaisMatrixReader *reading, const char *unit)
{
  for (guint depth = 0; unit != NULL && depth < MAX_DEPTH; depth++) {
    RelaisRecord *record = g_hash_table_lookup (reading->units, unit);

    if (record == NULL)
      return "";
    if (g_strcmp0 (relais_record_get_string (record, "type"), "directorate") == 0)
      return relais_record_get_id (record);
    unit = relais_record_get_string (record, "parent");
  }
  return "";
}

static RelaisRecord *
get_record (RelaisMatrixReader *reading, const char *kind, const char *id)
{
  RelaisRecord *record = g_hash_table_lookup (reading->records, id);

  if (record == NULL && (record = relais_workspace_lookup (reading->workspace, kind, id)) != NULL)
    g_hash_table_insert (reading->records, (gpointer) relais_record_get_id (record), record);
  return record;
}

RelaisPlanRow *
relais_matrix_reader_find_row (RelaisMatrixReader *reading, const char *value)
{
  RelaisPlanMatrix *matrix = reading->matrix;
  const char *key = value != NULL && matrix->by != RELAIS_PLAN_BY_NOTHING ? value : "";
  RelaisPlanRow *row;

  if (matrix->by == RELAIS_PLAN_BY_UNIT)
    key = find_direction (reading, value);
  row = g_hash_table_lookup (reading->rows, key);
  if (row == NULL)
    row = add_row (reading, key, matrix->by == RELAIS_PLAN_BY_AUTHOR && *key != '\0' ? get_record (reading, "person", key) : NULL);
  return row;
}

static char *
dup_column (sqlite3_stmt *stmt, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (stmt, column));
}

static RelaisPlanEntry *
make_entry (RelaisMatrixReader *reading, sqlite3_stmt *stmt, RelaisDay planned)
{
  RelaisPlanEntry *entry = g_new0 (RelaisPlanEntry, 1);
  const char *author = (const char *) sqlite3_column_text (stmt, 5);
  RelaisRecord *writer = author != NULL ? get_record (reading, "person", author) : NULL, *channel;

  entry->id = dup_column (stmt, 0);
  entry->subject = dup_column (stmt, 1);
  entry->title = dup_column (stmt, 2);
  entry->channel = dup_column (stmt, 3);
  entry->state = dup_column (stmt, 4);
  entry->author_name = writer != NULL ? relais_record_dup_title (writer) : g_strdup ("");
  entry->planned = planned;
  entry->copy_due = relais_day_parse ((const char *) sqlite3_column_text (stmt, 6));
  channel = get_record (reading, "channel", entry->channel);
  entry->channel_name = channel != NULL ? relais_record_dup_title (channel) : g_strdup ("");
  entry->channel_form = channel != NULL ? g_strdup (relais_record_get_string (channel, "form")) : NULL;
  entry->channel_color = channel != NULL ? g_strdup (relais_record_get_string (channel, "color")) : NULL;
  return entry;
}

/* Only the columns of a card: whole records of the placement and its subject cost several times as much. */
void
relais_matrix_reader_read_entry (RelaisMatrixReader *reading, RelaisPlanCell *cell, gint64 pk, RelaisDay planned)
{
  static const char sql[] =
    "SELECT r.id, t.subject, coalesce (s.title, substr (sr.id, -8), ''), t.channel, t.state, t.author, t.copy_due FROM k_placement t "
    "JOIN record r ON r.pk = t.pk LEFT JOIN record sr ON sr.id = t.subject LEFT JOIN k_subject s ON s.pk = sr.pk WHERE t.pk = ?";
  sqlite3_stmt *stmt = relais_database_select (reading->workspace->db, NULL, sql, "i", pk);

  if (stmt == NULL || !relais_database_step (reading->workspace->db, stmt, NULL))
    return;
  if (cell->entries == NULL)
    cell->entries = g_ptr_array_new_with_free_func (free_entry);
  g_ptr_array_add (cell->entries, make_entry (reading, stmt, planned));
  sqlite3_reset (stmt);
}

/* The statement is at a row: pk, planned, and what the rows go by. */
static void
take_row (RelaisMatrixReader *reading, sqlite3_stmt *stmt)
{
  RelaisPlanMatrix *matrix = reading->matrix;
  RelaisDay day = relais_day_parse ((const char *) sqlite3_column_text (stmt, 1));
  guint column = (guint) (day - matrix->first) / matrix->days;
  RelaisPlanRow *row;
  RelaisPlanCell *cell;

  if (day == RELAIS_DAY_NONE || day < matrix->first || column >= matrix->n_columns)
    return;
  row = relais_matrix_reader_find_row (reading, (const char *) sqlite3_column_text (stmt, 2));
  cell = &row->cells[column];
  matrix->count++;
  row->count++;
  cell->count++;
  if (reading->most == 0 || cell->count <= reading->most)
    relais_matrix_reader_read_entry (reading, cell, sqlite3_column_int64 (stmt, 0), day);
}

/* Rows of one day come in the order of their keys. */
char *
relais_matrix_build_select (RelaisPlanBy by, const char *more, const char *index)
{
  static const char * const values[] = {
    [RELAIS_PLAN_BY_NOTHING] = "NULL",
    [RELAIS_PLAN_BY_CHANNEL] = "t.\"channel\"",
    [RELAIS_PLAN_BY_UNIT] = "(SELECT s.\"unit\" FROM record sr JOIN k_subject s ON s.pk = sr.pk WHERE sr.id = t.\"subject\")",
    [RELAIS_PLAN_BY_AUTHOR] = "t.\"author\"",
  };

  return g_strdup_printf ("SELECT t.pk, t.\"planned\", %s%s FROM k_placement t%s", values[by], more, index);
}

static void
bound (RelaisQuery *query, RelaisDay first, RelaisDay last)
{
  char text[RELAIS_DAY_SIZE];

  relais_day_print (first, text);
  relais_query_where (query, "planned", RELAIS_MATCH_AT_LEAST, text);
  relais_day_print (last, text);
  relais_query_where (query, "planned", RELAIS_MATCH_AT_MOST, text);
}

gboolean
relais_matrix_reader_take_all (RelaisMatrixReader *reading, RelaisQuery *query, const char *select, const char *after,
                               RelaisTakeRow take, GError **error)
{
  g_auto (RelaisStatement) statement = { NULL, };
  GError *local = NULL;
  sqlite3_stmt *stmt;

  if (!relais_query_compile (query, select, after == NULL, &statement, error))
    return FALSE;
  g_string_append (statement.sql, after != NULL ? after : "");
  stmt = relais_statement_prepare (reading->workspace->db, &statement, error);
  if (stmt == NULL)
    return FALSE;
  while (relais_database_step (reading->workspace->db, stmt, &local))
    take (reading, stmt);
  sqlite3_reset (stmt);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
scan (RelaisMatrixReader *reading, const RelaisPlanFilter *filter, GError **error)
{
  RelaisPlanMatrix *matrix = reading->matrix;
  g_autoptr (RelaisQuery) query = relais_query_order (relais_plan_filter_build (filter), "planned", FALSE);
  /* By the index of days, whatever else is asked: without statistics SQLite would take that of the status, which nearly all share. */
  g_autofree char *select = relais_matrix_build_select (matrix->by, "", " INDEXED BY i_placement_planned");

  bound (query, matrix->first, matrix->first + (RelaisDay) (matrix->n_columns * matrix->days) - 1);
  return relais_matrix_reader_take_all (reading, query, select, NULL, take_row, error);
}

GPtrArray *
relais_matrix_read_all (RelaisWorkspace *workspace, const char * const *kinds, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);

  for (; *kinds != NULL; kinds++) {
    g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup (*kinds));
    GPtrArray *some = relais_workspace_query (workspace, query, error);

    if (some == NULL)
      return NULL;
    g_ptr_array_extend_and_steal (all, some);
  }
  return g_steal_pointer (&all);
}

/* What has no direction or no author comes last; people by name. */
int
relais_matrix_compare_rows (gconstpointer a, gconstpointer b)
{
  const RelaisPlanRow *row_a = *(RelaisPlanRow * const *) a, *row_b = *(RelaisPlanRow * const *) b;

  if ((*row_a->key == '\0') != (*row_b->key == '\0'))
    return *row_a->key == '\0' ? 1 : -1;
  int order = g_utf8_collate (row_a->title, row_b->title);

  return order != 0 ? order : strcmp (row_a->key, row_b->key);
}

RelaisPlanMatrix *
relais_plan_reader_matrix (RelaisWorkspace *workspace, const RelaisPlanFilter *filter, RelaisPlanBy by, RelaisDay first,
                           guint n_columns, guint days, guint most, GError **error)
{
  g_auto (RelaisMatrixReader) reading = { workspace, };

  g_return_val_if_fail (workspace != NULL && filter != NULL && n_columns > 0 && days > 0, NULL);
  relais_matrix_reader_start (&reading, by, most);
  reading.matrix->first = first;
  reading.matrix->n_columns = n_columns;
  reading.matrix->days = days;
  if (!relais_matrix_reader_add_first_rows (&reading, filter, error))
    return NULL;
  if (!scan (&reading, filter, error))
    return NULL;
  if (by == RELAIS_PLAN_BY_AUTHOR || by == RELAIS_PLAN_BY_UNIT)
    g_ptr_array_sort (reading.matrix->rows, relais_matrix_compare_rows);
  return g_steal_pointer (&reading.matrix);
}

void
relais_plan_matrix_free (RelaisPlanMatrix *matrix)
{
  for (guint i = 0; i < matrix->rows->len; i++)
    free_row (matrix->rows->pdata[i], matrix->n_columns);
  g_ptr_array_unref (matrix->rows);
  g_clear_pointer (&matrix->columns, g_array_unref);
  g_free (matrix);
}

RelaisLoad *
relais_plan_reader_load (RelaisWorkspace *workspace, RelaisDay first, RelaisDay last, GError **error)
{
  static const char * const kinds[] = { "channel", "setting", NULL };
  static const char sql[] =
    "SELECT channel, state, audience, author, planned, copy_due FROM k_placement INDEXED BY i_placement_planned "
    "WHERE planned >= ? AND planned <= ? AND binned IS NOT 1";
  g_autoptr (GPtrArray) records = relais_matrix_read_all (workspace, kinds, error);
  g_autoptr (RelaisLoad) load = NULL;
  char from[RELAIS_DAY_SIZE], to[RELAIS_DAY_SIZE];
  GError *local = NULL;
  sqlite3_stmt *stmt;

  if (records == NULL)
    return NULL;
  load = relais_load_new (records);
  relais_day_print (relais_day_monday (first), from);
  relais_day_print (relais_day_monday (last) + 6, to);
  stmt = relais_database_select (workspace->db, error, sql, "ss", from, to);
  if (stmt == NULL)
    return NULL;
  while (relais_database_step (workspace->db, stmt, &local)) {
    RelaisLoadItem item = {
      .channel = (const char *) sqlite3_column_text (stmt, 0),
      .state = (const char *) sqlite3_column_text (stmt, 1),
      .audience = (const char *) sqlite3_column_text (stmt, 2),
      .author = (const char *) sqlite3_column_text (stmt, 3),
      .planned = relais_day_parse ((const char *) sqlite3_column_text (stmt, 4)),
      .copy_due = relais_day_parse ((const char *) sqlite3_column_text (stmt, 5)),
    };

    if (relais_load_state_counts (item.state))
      relais_load_add (load, &item);
  }
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  return g_steal_pointer (&load);
}

RelaisPlanCalendar *
relais_plan_reader_calendar (RelaisWorkspace *workspace, GError **error)
{
  static const char * const kinds[] = { "closed_period", "calendar", "setting", NULL };
  g_autoptr (GPtrArray) records = relais_matrix_read_all (workspace, kinds, error);

  return records != NULL ? relais_plan_calendar_new (records) : NULL;
}

GPtrArray *
relais_plan_reader_campaigns (RelaisWorkspace *workspace, RelaisDay first, RelaisDay last, GError **error)
{
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("campaign")), "starts", FALSE);
  char text[RELAIS_DAY_SIZE];

  relais_day_print (last, text);
  relais_query_where (query, "starts", RELAIS_MATCH_AT_MOST, text);
  relais_day_print (first, text);
  relais_query_where (query, "ends", RELAIS_MATCH_AT_LEAST, text);
  return relais_workspace_query (workspace, query, error);
}
