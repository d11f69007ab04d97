/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

/* The first rows of an answer without looking at all rows. What rows are put in order by first has values: days, choices, records
 * called something. One walks along them in their order, and for each reads its rows by an index; what a window shows is soon there. */

#include "relais-query-private.h"

#include "relais-day.h"

/* Where so many values in a row have hardly any rows, nothing is gained. */
#define MOST_VALUES 1500
/* So many rows of one value, or of the whole answer, are found sooner along an order than by sorting them all. */
#define DENSE 2000

typedef struct {
  RelaisQuery     *query;    /* borrowed */
  RelaisDatabase  *db;       /* borrowed */
  guint            most;
  RelaisQueryOrder lead;
  RelaisKeyReader  reader;
  GHashTable      *seen;     /* owned: keys of rows */
  guint            n_values;
} Walk;

static void
clear_walk (Walk *walk)
{
  relais_key_reader_clear (&walk->reader);
  g_clear_pointer (&walk->seen, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, clear_walk)

static gboolean
is_enough (Walk *walk)
{
  return walk->reader.keys->len >= walk->most;
}

static gboolean
is_indexed (const RelaisKind *kind, int field)
{
  return field >= 0 && (kind->fields[field].flags & RELAIS_FIELD_INDEXED) != 0;
}

/* The conditions of the query without order and groups. */
static RelaisQuery *
dup_conditions (Walk *walk)
{
  RelaisQuery *copy = relais_query_new (walk->query->kind);

  copy->bin = walk->query->bin;
  for (guint i = 0; i < walk->query->conditions->len; i++) {
    RelaisCondition condition = g_array_index (walk->query->conditions, RelaisCondition, i);

    condition.value = g_strdup (condition.value);
    g_array_append_val (copy->conditions, condition);
  }
  for (guint i = 0; i < walk->query->words->len; i++) {
    RelaisQueryWords words = g_array_index (walk->query->words, RelaisQueryWords, i);

    words.text = g_strdup (words.text);
    g_array_append_val (copy->words, words);
  }
  return copy;
}

/* ... with what is put in order after the lead. */
static RelaisQuery *
dup_rest (Walk *walk)
{
  RelaisQuery *copy = dup_conditions (walk);

  for (guint i = 0; i < walk->query->orders->len; i++) {
    RelaisQueryOrder order = g_array_index (walk->query->orders, RelaisQueryOrder, i);
    gboolean is_lead = order.ref == walk->lead.ref && order.field == walk->lead.field && order.top == walk->lead.top;

    if (i > 0 || !is_lead || walk->query->by_week)
      g_array_append_val (copy->orders, order);
  }
  return copy;
}

/* "SELECT t.pk, GROUP FROM k_KIND t INDEXED BY …" */
static char *
build_select (Walk *walk, guint index, const char *column)
{
  const char *kind = walk->query->kind->name;

  return g_strdup_printf ("SELECT t.pk, %s FROM k_%s t INDEXED BY i_%s_%s", column, kind, kind, walk->query->kind->fields[index].name);
}

/* Rows of @query along an index, until there are enough. @group: (nullable): of all of them; NULL: the second column says it. */
static gboolean
take_rows (Walk *walk, RelaisQuery *query, const char *select, const char *group, GError **error)
{
  g_auto (RelaisStatement) statement = { NULL, };
  GError *local = NULL;
  sqlite3_stmt *stmt;

  if (!relais_query_compile (query, select, TRUE, &statement, error) ||
      (stmt = relais_statement_prepare (walk->db, &statement, error)) == NULL)
    return FALSE;
  while (!is_enough (walk) && relais_database_step (walk->db, stmt, &local)) {
    gint64 pk = sqlite3_column_int64 (stmt, 0);

    if (g_hash_table_add (walk->seen, g_memdup2 (&pk, sizeof pk)))
      relais_key_reader_take (&walk->reader, pk, group != NULL ? group : (const char *) sqlite3_column_text (stmt, 1));
  }
  sqlite3_reset (stmt);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* @query has many rows. */
static gboolean
has_many (Walk *walk, RelaisQuery *query, const char *select)
{
  g_auto (RelaisStatement) statement = { NULL, };
  sqlite3_stmt *stmt;
  guint n = 0;

  if (!relais_query_compile (query, select, FALSE, &statement, NULL) ||
      (stmt = relais_statement_prepare (walk->db, &statement, NULL)) == NULL)
    return FALSE;
  while (n < DENSE && relais_database_step (walk->db, stmt, NULL))
    n++;
  sqlite3_reset (stmt);
  return n == DENSE;
}

static gboolean
is_dense (Walk *walk, const RelaisCondition *condition, guint index)
{
  g_autoptr (RelaisQuery) query = relais_query_new (walk->query->kind);
  RelaisCondition copy = *condition;
  g_autofree char *select = build_select (walk, index, "1");

  copy.value = g_strdup (condition->value);
  g_array_append_val (query->conditions, copy);
  return has_many (walk, query, select);
}

/* The rows of one value of the lead; @value: (nullable): those that have none. */
static gboolean
take_value (Walk *walk, const char *value, GError **error)
{
  const RelaisKind *kind = walk->query->kind;
  gboolean by_title = walk->lead.ref >= 0 && relais_query_get_target (kind, walk->lead.ref)->fields[walk->lead.field].type == RELAIS_FIELD_STRING;
  g_autoptr (RelaisQuery) query = dup_rest (walk);
  RelaisQueryOrder *next = query->orders->len > 0 ? &g_array_index (query->orders, RelaisQueryOrder, 0) : NULL;
  gboolean has_next = next != NULL && next->ref < 0 && is_indexed (kind, (int) next->field);
  guint index = walk->lead.ref >= 0 ? (guint) walk->lead.ref : walk->lead.field;
  RelaisCondition condition = { walk->lead.ref, walk->lead.field, RELAIS_MATCH_EQUAL, NULL, -1, 0 };

  walk->n_values++;
  if (by_title) {
    condition.ref = -1;
    condition.field = index;
  } else if (walk->lead.top && value != NULL) {
    condition.match = RELAIS_MATCH_WITHIN;
  }
  condition.value = g_strdup (value);
  g_array_append_val (query->conditions, condition);
  if (has_next && ((value == NULL && walk->lead.ref >= 0) || (!by_title && is_dense (walk, &condition, index))))
    index = next->field;
  g_autofree char *select = build_select (walk, index, "NULL");
  return take_rows (walk, query, select, walk->query->group >= 0 ? (value != NULL ? value : "") : "", error);
}

/* ---- values ---- */

static gboolean
walk_choices (Walk *walk, const char * const *choices, GError **error)
{
  guint n = g_strv_length ((char **) choices);

  for (guint i = 0; i < n && !is_enough (walk); i++)
    if (!take_value (walk, choices[walk->lead.descending ? n - 1 - i : i], error))
      return FALSE;
  return is_enough (walk) || take_value (walk, NULL, error);
}

/* Records of @target in the order of what they are called: those that the lead points to, or, by title, the ones that it is of. */
static char *
build_values_sql (Walk *walk, const RelaisKind *target, const char *title)
{
  GString *sql = g_string_new (NULL);

  g_string_printf (sql, "SELECT r.id FROM k_%s n JOIN record r ON r.pk = n.pk%s ORDER BY ", target->name,
                   walk->lead.top ? " WHERE n.type = 'directorate'" : "");
  if (title != NULL)
    g_string_append_printf (sql, "fold (n.\"%s\")", title);
  else
    relais_query_append_name (sql, target, "n");
  g_string_append_printf (sql, "%s, r.id", walk->lead.descending ? " DESC" : "");
  return g_string_free_and_steal (sql);
}

static gboolean
walk_records (Walk *walk, const RelaisKind *target, const char *title, GError **error)
{
  g_autofree char *sql = build_values_sql (walk, target, title);
  sqlite3_stmt *stmt = relais_database_prepare (walk->db, sql, error);
  GError *local = NULL;

  if (stmt == NULL)
    return FALSE;
  while (!is_enough (walk) && walk->n_values < MOST_VALUES && relais_database_step (walk->db, stmt, &local))
    if (!take_value (walk, (const char *) sqlite3_column_text (stmt, 0), &local))
      break;
  sqlite3_reset (stmt);
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  return is_enough (walk) || walk->n_values >= MOST_VALUES || title != NULL || take_value (walk, NULL, error);
}

/* The first day from @from on (or back) that has a row; "" for none. */
static gboolean
find_day (Walk *walk, const char *from, char day[RELAIS_DAY_SIZE], GError **error)
{
  const char *field = walk->query->kind->fields[walk->lead.field].name;
  g_autoptr (RelaisQuery) query = relais_query_order (dup_conditions (walk), field, walk->lead.descending);
  g_autofree char *column = g_strdup_printf ("t.\"%s\"", field);
  g_autofree char *select = build_select (walk, walk->lead.field, column);
  g_auto (RelaisStatement) statement = { NULL, };
  GError *local = NULL;
  sqlite3_stmt *stmt;

  relais_query_where (query, field, walk->lead.descending ? RELAIS_MATCH_AT_MOST : RELAIS_MATCH_AT_LEAST, from);
  day[0] = '\0';
  if (!relais_query_compile (query, select, TRUE, &statement, error) ||
      (stmt = relais_statement_prepare (walk->db, &statement, error)) == NULL)
    return FALSE;
  if (relais_database_step (walk->db, stmt, &local))
    g_strlcpy (day, (const char *) sqlite3_column_text (stmt, 1), RELAIS_DAY_SIZE);
  sqlite3_reset (stmt);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
walk_weeks (Walk *walk, GError **error)
{
  const char *field = walk->query->kind->fields[walk->lead.field].name;
  g_autofree char *column = g_strdup_printf ("t.\"%s\"", field);
  g_autofree char *select = build_select (walk, walk->lead.field, column);
  char day[RELAIS_DAY_SIZE], from[RELAIS_DAY_SIZE], to[RELAIS_DAY_SIZE];

  g_strlcpy (from, walk->lead.descending ? "9999-12-31" : "0001-01-01", sizeof from);
  while (!is_enough (walk) && walk->n_values++ < MOST_VALUES) {
    RelaisDay monday;

    if (!find_day (walk, from, day, error))
      return FALSE;
    if (day[0] == '\0')
      return take_value (walk, NULL, error);
    g_autoptr (RelaisQuery) query = dup_rest (walk);
    monday = relais_day_monday (relais_day_parse (day));
    relais_day_print (monday, from);
    relais_day_print (monday + 6, to);
    relais_query_where (relais_query_where (query, field, RELAIS_MATCH_AT_LEAST, from), field, RELAIS_MATCH_AT_MOST, to);
    if (!take_rows (walk, query, select, NULL, error))
      return FALSE;
    relais_day_print (walk->lead.descending ? monday - 1 : monday + 7, from);
  }
  return TRUE;
}

static gboolean
walk (Walk *walk, gboolean *led, GError **error)
{
  const RelaisKind *kind = walk->query->kind, *target = relais_query_get_target (kind, walk->lead.ref);
  const RelaisField *field = &target->fields[walk->lead.field];
  gboolean weeks = walk->query->group >= 0 && walk->query->by_week, direct = walk->lead.ref < 0;

  *led = is_indexed (kind, direct ? (int) walk->lead.field : walk->lead.ref);
  if (*led && weeks && !relais_query_is_by_day (walk->query))
    return walk_weeks (walk, error);
  if (*led && field->type == RELAIS_FIELD_CHOICE && direct)
    return walk_choices (walk, field->choices, error);
  if (*led && field->type == RELAIS_FIELD_REF)
    return walk_records (walk, relais_kind_lookup (field->target), NULL, error);
  if (*led && !direct && (field->flags & RELAIS_FIELD_SORTED))
    return walk_records (walk, target, field->name, error);
  *led = *led && direct && (field->type == RELAIS_FIELD_DATE || field->type == RELAIS_FIELD_INSTANT || field->type == RELAIS_FIELD_INTEGER);
  if (!*led)
    return TRUE;
  g_autofree char *group = relais_query_build_group (walk->query);
  g_autofree char *select = build_select (walk, walk->lead.field, group != NULL ? group : "NULL");
  return take_rows (walk, walk->query, select, NULL, error);
}

GArray *
relais_query_run_head (RelaisQuery *query, RelaisDatabase *db, guint most, GPtrArray **groups, GError **error)
{
  g_auto (Walk) self = { query, db, most, };
  g_autofree char *select = g_strdup_printf ("SELECT 1 FROM k_%s t", query->kind->name);
  gboolean led = FALSE;

  if (query->latest || query->limit > 0 || !relais_query_get_lead (query, &self.lead) || !has_many (&self, query, select))
    return NULL;
  relais_key_reader_init (&self.reader, query);
  self.seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (!walk (&self, &led, error) || !led || !is_enough (&self))
    return NULL;
  *groups = g_steal_pointer (&self.reader.groups);
  return g_steal_pointer (&self.reader.keys);
}
