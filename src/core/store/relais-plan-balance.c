/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-plan-reader.h"

#include "relais-query-private.h"
#include "relais-workspace-private.h"

/* When a subject was told last, and when it is planned next. */
typedef struct {
  RelaisDay last, next;
} Days;

/* What may be told or be going to be: statuses that the plan shows, and the archive. */
static const char * const states[] = {
  "idea", "proposed", "accepted", "writing", "review", "approved", "scheduled", "published", "archived", NULL,
};

/* One row a subject: id, last day told, first day planned. */
static GHashTable *
read_days (RelaisWorkspace *workspace, const RelaisPlanFilter *asked, RelaisDay to, GError **error)
{
  g_autoptr (GHashTable) days = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_copy (asked);
  g_autoptr (RelaisQuery) query = NULL;
  g_auto (RelaisStatement) statement = { NULL, };
  GError *local = NULL;
  sqlite3_stmt *stmt;
  char day[RELAIS_DAY_SIZE];

  if (filter->chosen[RELAIS_PLAN_STATE] == NULL)
    relais_plan_filter_choose (filter, RELAIS_PLAN_STATE, states);
  query = relais_plan_filter_build (filter);
  relais_query_where (query, "planned", RELAIS_MATCH_NOT_EQUAL, NULL);
  relais_day_print (to, day);
  g_autofree char *select = g_strdup_printf (
    "SELECT t.\"subject\", max (CASE WHEN t.\"planned\" <= '%s' AND t.\"state\" NOT IN ('idea', 'proposed') THEN t.\"planned\" END), "
    "min (CASE WHEN t.\"planned\" > '%s' THEN t.\"planned\" END) FROM k_placement t", day, day);
  if (!relais_query_compile (query, select, FALSE, &statement, error))
    return NULL;
  g_string_append (statement.sql, " GROUP BY t.\"subject\"");
  if ((stmt = relais_statement_prepare (workspace->db, &statement, error)) == NULL)
    return NULL;
  while (relais_database_step (workspace->db, stmt, &local)) {
    Days *found = g_new (Days, 1);

    found->last = relais_day_parse ((const char *) sqlite3_column_text (stmt, 1));
    found->next = relais_day_parse ((const char *) sqlite3_column_text (stmt, 2));
    g_hash_table_insert (days, g_strdup ((const char *) sqlite3_column_text (stmt, 0)), found);
  }
  sqlite3_reset (stmt);
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  return g_steal_pointer (&days);
}

/* @units: what the subjects point to: their strings. @ideas: subjects without any day too. */
static GArray *
read_subjects (RelaisWorkspace *workspace, GHashTable *days, gboolean ideas, GStringChunk *units, GError **error)
{
  static const char sql[] = "SELECT r.id, s.unit, s.state IN ('proposed', 'kept') AND s.archived IS NOT 1 FROM k_subject s "
                            "JOIN record r ON r.pk = s.pk WHERE s.binned IS NOT 1 AND s.unit IS NOT NULL";
  g_autoptr (GArray) subjects = g_array_new (FALSE, FALSE, sizeof (RelaisBalanceSubject));
  GError *local = NULL;
  sqlite3_stmt *stmt = relais_database_select (workspace->db, error, sql, "");

  if (stmt == NULL)
    return NULL;
  while (relais_database_step (workspace->db, stmt, &local)) {
    const Days *found = g_hash_table_lookup (days, sqlite3_column_text (stmt, 0));
    RelaisBalanceSubject subject = { NULL, RELAIS_DAY_NONE, RELAIS_DAY_NONE };

    if (found != NULL)
      subject = (RelaisBalanceSubject) { NULL, found->last, found->next };
    /* What was proposed for a day that is over has no day any more. */
    if (subject.last == RELAIS_DAY_NONE && subject.next == RELAIS_DAY_NONE && (!ideas || sqlite3_column_int (stmt, 2) == 0))
      continue;
    subject.unit = g_string_chunk_insert_const (units, (const char *) sqlite3_column_text (stmt, 1));
    g_array_append_val (subjects, subject);
  }
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  return g_steal_pointer (&subjects);
}

GPtrArray *
relais_plan_reader_balance (RelaisWorkspace *workspace, const RelaisPlanFilter *filter, RelaisDay from, RelaisDay to, GError **error)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("unit"));
  g_autoptr (GHashTable) days = NULL;
  g_autoptr (GPtrArray) units = NULL;
  g_autoptr (GArray) subjects = NULL;
  g_autoptr (GStringChunk) chunk = g_string_chunk_new (4096);

  g_return_val_if_fail (workspace != NULL && filter != NULL && from != RELAIS_DAY_NONE && to >= from, NULL);

  units = relais_workspace_query (workspace, query, error);
  days = units != NULL ? read_days (workspace, filter, to, error) : NULL;
  subjects = days != NULL ? read_subjects (workspace, days, relais_plan_filter_is_empty (filter), chunk, error) : NULL;
  return subjects != NULL ? relais_balance_compute (units, (RelaisBalanceSubject *) (gpointer) subjects->data, subjects->len, from)
                          : NULL;
}
