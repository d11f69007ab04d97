/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-query-private.h"

#include <stdio.h>
#include <string.h>

#include "relais-rows.h"
#include "relais-search.h"
#include "relais-validate.h"

typedef struct {
  int         ref;     /* REF field that is followed first; -1: none */
  guint       field;
  RelaisMatch match;
  char       *value;   /* owned, nullable */
} Condition;

typedef struct {
  int   ref;
  char *text;          /* owned */
} Words;

typedef struct {
  int      ref;
  guint    field;
  gboolean descending;
} Order;

typedef enum { BIN_OUT, BIN_TOO, BIN_ONLY } Bin;

struct _RelaisQuery {
  gatomicrefcount   ref_count;
  const RelaisKind *kind;
  GArray           *conditions;  /* (element-type Condition) */
  GArray           *words;       /* (element-type Words) */
  GArray           *orders;      /* (element-type Order) */
  int               group;       /* field, or -1 */
  gboolean          by_week;
  Bin               bin;
  guint             limit;       /* 0: none */
  gboolean          latest;      /* what changed last comes first, after the other orders */
};

/* A statement in the making, with what its parameters stand for. */
typedef struct {
  GString   *sql;
  GPtrArray *values;  /* (element-type GVariant) */
} Statement;

static void
clear_condition (gpointer data)
{
  g_free (((Condition *) data)->value);
}

static void
clear_words (gpointer data)
{
  g_free (((Words *) data)->text);
}

static void
clear_statement (Statement *statement)
{
  g_string_free (statement->sql, TRUE);
  g_ptr_array_unref (statement->values);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Statement, clear_statement)

static const RelaisKind *
get_target (const RelaisKind *kind, int ref)
{
  return ref < 0 ? kind : relais_kind_lookup (kind->fields[ref].target);
}

static void
add_string (Statement *statement, const char *text)
{
  g_ptr_array_add (statement->values, g_variant_ref_sink (g_variant_new_string (text)));
}

/* An absent flag is a flag that is down. */
static void
append_flag (Statement *statement, const char *column, gboolean up)
{
  g_string_append_printf (statement->sql, up ? "%s = 1" : "%s IS NOT 1", column);
}

static gboolean
append_one_of (Statement *statement, const RelaisKind *kind, guint field, const char *column, const char *values, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (values, "|", -1);

  g_string_append_printf (statement->sql, "%s IN (", column);
  for (guint i = 0; parts[i] != NULL; i++) {
    GVariant *value;
    GError *local = NULL;

    value = relais_field_parse (kind, field, parts[i], &local);
    if (local != NULL) {
      g_propagate_error (error, local);
      return FALSE;
    }
    if (value == NULL)
      continue;
    g_string_append (statement->sql, statement->sql->str[statement->sql->len - 1] == '(' ? "?" : ", ?");
    g_ptr_array_add (statement->values, value);
  }
  g_string_append_c (statement->sql, ')');
  return TRUE;
}

static gboolean
append_comparison (Statement *statement, const RelaisKind *kind, const Condition *condition, const char *alias, GError **error)
{
  static const char * const operators[] = { "=", "IS NOT", ">=", "<=" };
  const RelaisField *field = &kind->fields[condition->field];
  g_autofree char *column = g_strdup_printf ("%s.\"%s\"", alias, field->name);
  GVariant *value;
  GError *local = NULL;

  if (condition->match == RELAIS_MATCH_CONTAINS) {
    g_string_append_printf (statement->sql, "EXISTS (SELECT 1 FROM json_each (%s) WHERE value = ?)", column);
    add_string (statement, condition->value != NULL ? condition->value : "");
    return TRUE;
  }
  if (condition->match == RELAIS_MATCH_ONE_OF)
    return append_one_of (statement, kind, condition->field, column, condition->value != NULL ? condition->value : "", error);

  value = condition->value != NULL ? relais_field_parse (kind, condition->field, condition->value, &local) : NULL;
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (field->type == RELAIS_FIELD_BOOLEAN) {
    append_flag (statement, column,
                 (value != NULL && g_variant_get_boolean (value)) == (condition->match != RELAIS_MATCH_NOT_EQUAL));
    g_clear_pointer (&value, g_variant_unref);
  } else if (value == NULL) {
    g_string_append_printf (statement->sql, condition->match == RELAIS_MATCH_NOT_EQUAL ? "%s IS NOT NULL" : "%s IS NULL", column);
  } else {
    g_string_append_printf (statement->sql, "%s %s ?", column, operators[condition->match]);
    g_ptr_array_add (statement->values, value);
  }
  return TRUE;
}

static gboolean
append_condition (Statement *statement, const RelaisKind *kind, const Condition *condition, GError **error)
{
  const RelaisKind *target = get_target (kind, condition->ref);

  g_string_append (statement->sql, " AND ");
  if (condition->ref < 0)
    return append_comparison (statement, kind, condition, "t", error);
  g_string_append_printf (statement->sql, "t.\"%s\" IN (SELECT xr.id FROM k_%s x JOIN record xr ON xr.pk = x.pk WHERE ",
                          kind->fields[condition->ref].name, target->name);
  if (!append_comparison (statement, target, condition, "x", error))
    return FALSE;
  g_string_append_c (statement->sql, ')');
  return TRUE;
}

static void
append_words (Statement *statement, const RelaisKind *kind, const Words *words)
{
  g_autofree char *match = relais_search_build_match (words->text, FALSE, FALSE);

  if (match == NULL)
    return;
  if (words->ref < 0)
    g_string_append (statement->sql, " AND t.pk IN (SELECT abs (rowid) FROM search WHERE search MATCH ?)");
  else
    g_string_append_printf (statement->sql, " AND t.\"%s\" IN (SELECT id FROM record WHERE pk IN "
                                            "(SELECT abs (rowid) FROM search WHERE search MATCH ?))",
                            kind->fields[words->ref].name);
  add_string (statement, match);
}

/* What people expect of an order: words without regard to case and accents, choices as they follow each other in life, records by
 * what
 * they are called (and by position, where they have one). */
static void
append_sort_key (GString *sql, const RelaisKind *kind, guint index, const char *alias)
{
  const RelaisField *field = &kind->fields[index];

  if (field->type == RELAIS_FIELD_STRING || field->type == RELAIS_FIELD_TEXT) {
    g_string_append_printf (sql, "fold (%s.\"%s\")", alias, field->name);
  } else if (field->type == RELAIS_FIELD_CHOICE) {
    g_string_append_printf (sql, "CASE %s.\"%s\"", alias, field->name);
    for (guint i = 0; field->choices[i] != NULL; i++)
      g_string_append_printf (sql, " WHEN '%s' THEN %u", field->choices[i], i);
    g_string_append (sql, " END");
  } else if (field->type == RELAIS_FIELD_REF) {
    const RelaisKind *target = relais_kind_lookup (field->target);

    g_string_append (sql, "(SELECT ");
    if (relais_kind_find_field (target, "position") >= 0)
      g_string_append_printf (sql, "printf ('%%05d', ifnull (%s_.\"position\", 99999)) || ", alias);
    g_string_append (sql, "fold (''");
    for (guint i = target->n_fields; i-- > 0;)
      if (target->fields[i].flags & RELAIS_FIELD_TITLE)
        g_string_append_printf (sql, " || ifnull (%s_.\"%s\", '') || ' '", alias, target->fields[i].name);
    g_string_append_printf (sql, ") FROM record %s_r JOIN k_%s %s_ ON %s_.pk = %s_r.pk WHERE %s_r.id = %s.\"%s\")", alias,
                            target->name, alias, alias, alias, alias, alias, field->name);
  } else {
    g_string_append_printf (sql, "%s.\"%s\"", alias, field->name);
  }
}

static void
append_order (GString *sql, const RelaisKind *kind, const Order *order)
{
  const RelaisKind *target = get_target (kind, order->ref);

  if (order->ref < 0) {
    append_sort_key (sql, kind, order->field, "t");
  } else {
    g_string_append (sql, "(SELECT ");
    append_sort_key (sql, target, order->field, "x");
    g_string_append_printf (sql, " FROM record xr JOIN k_%s x ON x.pk = xr.pk WHERE xr.id = t.\"%s\")", target->name,
                            kind->fields[order->ref].name);
  }
  g_string_append (sql, order->descending ? " DESC NULLS LAST, " : " NULLS LAST, ");
}

/* Within its week a row stands by its day: then days alone put the weeks in order. */
static gboolean
is_by_day (RelaisQuery *query)
{
  Order *first = query->orders->len > 0 ? &g_array_index (query->orders, Order, 0) : NULL;

  if (first == NULL)
    return !query->latest;
  return first->ref < 0 && (int) first->field == query->group && !first->descending;
}

static void
append_orders (Statement *statement, RelaisQuery *query)
{
  GString *sql = statement->sql;
  Order by_group = { -1, (guint) query->group, FALSE };

  g_string_append (sql, " ORDER BY ");
  if (query->group >= 0) {
    const RelaisField *field = &query->kind->fields[query->group];

    if (query->by_week && !is_by_day (query))
      g_string_append_printf (sql, "strftime ('%%G-W%%V', t.\"%s\") NULLS LAST, ", field->name);
    else
      append_order (sql, query->kind, &by_group);
    /* Two records may be called the same; their groups stay apart. */
    if (field->type == RELAIS_FIELD_REF)
      g_string_append_printf (sql, "t.\"%s\", ", field->name);
  }
  for (guint i = query->group >= 0 && query->by_week && is_by_day (query) ? 1 : 0; i < query->orders->len; i++)
    append_order (sql, query->kind, &g_array_index (query->orders, Order, i));
  /* By the log of the back end: no client's clock decides. What it has not seen yet is the latest of all. */
  if (query->latest)
    g_string_append (sql, "(SELECT CASE r.seq WHEN 0 THEN 9007199254740991 ELSE r.seq END FROM record r WHERE r.pk = t.pk) "
                          "DESC, ");
  g_string_append (sql, "t.pk");
}

static gboolean
compile (RelaisQuery *query, const char *select, gboolean ordered, Statement *statement, GError **error)
{
  statement->sql = g_string_new (select);
  statement->values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  g_string_append (statement->sql, " WHERE 1");
  if (query->bin != BIN_TOO)
    g_string_append_printf (statement->sql, " AND t.\"binned\" %s", query->bin == BIN_ONLY ? "= 1" : "IS NOT 1");
  for (guint i = 0; i < query->conditions->len; i++)
    if (!append_condition (statement, query->kind, &g_array_index (query->conditions, Condition, i), error))
      return FALSE;
  for (guint i = 0; i < query->words->len; i++)
    append_words (statement, query->kind, &g_array_index (query->words, Words, i));
  if (ordered)
    append_orders (statement, query);
  if (query->limit > 0)
    g_string_append_printf (statement->sql, " LIMIT %u", query->limit);
  return TRUE;
}

static sqlite3_stmt *
prepare (RelaisDatabase *db, Statement *statement, GError **error)
{
  sqlite3_stmt *stmt = relais_database_prepare (db, statement->sql->str, error);

  for (guint i = 0; stmt != NULL && i < statement->values->len; i++) {
    GVariant *value = g_ptr_array_index (statement->values, i);

    if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
      sqlite3_bind_int64 (stmt, (int) i + 1, g_variant_get_int64 (value));
    else if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
      sqlite3_bind_text (stmt, (int) i + 1, g_variant_get_string (value, NULL), -1, SQLITE_TRANSIENT);
    else
      relais_rows_bind (stmt, (int) i + 1, &(RelaisField) { .type = RELAIS_FIELD_LIST }, value);
  }
  return stmt;
}

/* "2026-W47" (ISO 8601): a week belongs to the year of its Thursday. "" for no day. */
static void
name_week (const char *day, char *name, gsize size)
{
  int year, month, day_of_month, to_thursday;
  GDate date;

  *name = '\0';
  if (sscanf (day, "%4d-%2d-%2d", &year, &month, &day_of_month) != 3 ||
      !g_date_valid_dmy ((GDateDay) day_of_month, (GDateMonth) month, (GDateYear) year))
    return;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day_of_month, (GDateMonth) month, (GDateYear) year);
  to_thursday = G_DATE_THURSDAY - (int) g_date_get_weekday (&date);
  g_date_set_julian (&date, g_date_get_julian (&date) + (guint32) to_thursday);
  g_snprintf (name, size, "%04u-W%02u", g_date_get_year (&date), (g_date_get_day_of_year (&date) - 1) / 7 + 1);
}

/* Rows of one group are neighbours, and so are those of one day. */
static guint
find_group (RelaisQuery *query, GPtrArray *groups, GString *last_value, const char *value)
{
  char week[16];

  if (groups->len > 0 && strcmp (last_value->str, value) == 0)
    return groups->len - 1;
  g_string_assign (last_value, value);
  if (query->by_week) {
    name_week (value, week, sizeof week);
    value = week;
  }
  if (groups->len == 0 || strcmp (g_ptr_array_index (groups, groups->len - 1), value) != 0)
    g_ptr_array_add (groups, g_strdup (value));
  return groups->len - 1;
}

RelaisQuery *
relais_query_new (const RelaisKind *kind)
{
  RelaisQuery *query;

  g_return_val_if_fail (kind != NULL, NULL);

  query = g_new0 (RelaisQuery, 1);
  g_atomic_ref_count_init (&query->ref_count);
  query->kind = kind;
  query->group = -1;
  query->conditions = g_array_new (FALSE, FALSE, sizeof (Condition));
  query->words = g_array_new (FALSE, FALSE, sizeof (Words));
  query->orders = g_array_new (FALSE, FALSE, sizeof (Order));
  g_array_set_clear_func (query->conditions, clear_condition);
  g_array_set_clear_func (query->words, clear_words);
  return query;
}

RelaisQuery *
relais_query_ref (RelaisQuery *query)
{
  g_atomic_ref_count_inc (&query->ref_count);
  return query;
}

void
relais_query_unref (RelaisQuery *query)
{
  if (!g_atomic_ref_count_dec (&query->ref_count))
    return;
  g_array_unref (query->conditions);
  g_array_unref (query->words);
  g_array_unref (query->orders);
  g_free (query);
}

RelaisQuery *
relais_query_where (RelaisQuery *query, const char *field, RelaisMatch match, const char *value)
{
  Condition condition = { -1, relais_kind_field (query->kind, field), match, g_strdup (value) };

  g_array_append_val (query->conditions, condition);
  return query;
}

RelaisQuery *
relais_query_where_through (RelaisQuery *query, const char *ref, const char *field, RelaisMatch match, const char *value)
{
  guint index = relais_kind_field (query->kind, ref);
  const RelaisKind *target = relais_kind_lookup (query->kind->fields[index].target);
  Condition condition = { (int) index, relais_kind_field (target, field), match, g_strdup (value) };

  g_array_append_val (query->conditions, condition);
  return query;
}

RelaisQuery *
relais_query_text (RelaisQuery *query, const char *text)
{
  Words words = { -1, g_strdup (text != NULL ? text : "") };

  g_array_append_val (query->words, words);
  return query;
}

RelaisQuery *
relais_query_text_through (RelaisQuery *query, const char *ref, const char *text)
{
  Words words = { (int) relais_kind_field (query->kind, ref), g_strdup (text != NULL ? text : "") };

  g_array_append_val (query->words, words);
  return query;
}

RelaisQuery *
relais_query_order (RelaisQuery *query, const char *field, gboolean descending)
{
  Order order = { -1, relais_kind_field (query->kind, field), descending };

  g_array_append_val (query->orders, order);
  return query;
}

RelaisQuery *
relais_query_order_through (RelaisQuery *query, const char *ref, const char *field, gboolean descending)
{
  guint index = relais_kind_field (query->kind, ref);
  Order order = { (int) index, relais_kind_field (relais_kind_lookup (query->kind->fields[index].target), field), descending };

  g_array_append_val (query->orders, order);
  return query;
}

RelaisQuery *
relais_query_order_latest (RelaisQuery *query)
{
  query->latest = TRUE;
  return query;
}

RelaisQuery *
relais_query_group (RelaisQuery *query, const char *field, gboolean by_week)
{
  query->group = (int) relais_kind_field (query->kind, field);
  query->by_week = by_week;
  return query;
}

RelaisQuery *
relais_query_include_bin (RelaisQuery *query, gboolean only)
{
  query->bin = only ? BIN_ONLY : BIN_TOO;
  return query;
}

RelaisQuery *
relais_query_limit (RelaisQuery *query, guint limit)
{
  query->limit = limit;
  return query;
}

const RelaisKind *
relais_query_get_kind (RelaisQuery *query)
{
  return query->kind;
}

gboolean
relais_query_is_grouped (RelaisQuery *query)
{
  return query->group >= 0;
}

static gboolean
follows_to (const RelaisKind *kind, int ref, guint field, const RelaisKind *to)
{
  const RelaisKind *target = get_target (kind, ref);

  /* Ordering by a reference looks at what its target is called. */
  return (ref >= 0 && target == to) || g_strcmp0 (target->fields[field].target, to->name) == 0;
}

gboolean
relais_query_depends_on (RelaisQuery *query, const RelaisKind *kind)
{
  if (kind == query->kind || (query->group >= 0 && follows_to (query->kind, -1, (guint) query->group, kind)))
    return TRUE;
  for (guint i = 0; i < query->conditions->len; i++)
    if (get_target (query->kind, g_array_index (query->conditions, Condition, i).ref) == kind)
      return TRUE;
  for (guint i = 0; i < query->words->len; i++)
    if (get_target (query->kind, g_array_index (query->words, Words, i).ref) == kind)
      return TRUE;
  for (guint i = 0; i < query->orders->len; i++) {
    Order *order = &g_array_index (query->orders, Order, i);

    if (follows_to (query->kind, order->ref, order->field, kind))
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
relais_query_run (RelaisQuery *query, RelaisDatabase *db, guint most, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  g_auto (Statement) statement = { NULL, };
  GError *local = NULL;
  sqlite3_stmt *stmt;

  if (!compile (query, relais_rows_select_sql (query->kind), TRUE, &statement, error) ||
      (stmt = prepare (db, &statement, error)) == NULL)
    return NULL;
  while ((most == 0 || records->len < most) && relais_database_step (db, stmt, &local))
    g_ptr_array_add (records, relais_rows_read (stmt, query->kind));
  sqlite3_reset (stmt);
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  return g_steal_pointer (&records);
}

guint
relais_query_count (RelaisQuery *query, RelaisDatabase *db, GError **error)
{
  g_autofree char *select = g_strdup_printf ("SELECT count(*) FROM (SELECT 1 FROM k_%s t", query->kind->name);
  g_auto (Statement) statement = { NULL, };
  sqlite3_stmt *stmt;
  guint count = 0;

  if (!compile (query, select, FALSE, &statement, error))
    return 0;
  g_string_append_c (statement.sql, ')');
  stmt = prepare (db, &statement, error);
  if (stmt != NULL && relais_database_step (db, stmt, error)) {
    count = (guint) sqlite3_column_int64 (stmt, 0);
    sqlite3_reset (stmt);
  }
  return count;
}

GArray *
relais_query_run_keys (RelaisQuery *query, RelaisDatabase *db, GPtrArray **groups, GError **error)
{
  const char *group = query->group >= 0 ? query->kind->fields[query->group].name : NULL;
  g_autofree char *select = g_strdup_printf ("SELECT t.pk%s%s%s FROM k_%s t", group != NULL ? ", t.\"" : "",
                                             group != NULL ? group : "",
                                             group != NULL ? "\"" : "", query->kind->name);
  g_autoptr (GString) last_value = g_string_new (NULL);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (RelaisRowKey));
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_auto (Statement) statement = { NULL, };
  GError *local = NULL;
  sqlite3_stmt *stmt;

  if (!compile (query, select, TRUE, &statement, error) || (stmt = prepare (db, &statement, error)) == NULL)
    return NULL;
  while (relais_database_step (db, stmt, &local)) {
    const char *value = group != NULL ? (const char *) sqlite3_column_text (stmt, 1) : NULL;
    RelaisRowKey key = { sqlite3_column_int64 (stmt, 0), find_group (query, found, last_value, value != NULL ? value : "") };

    g_array_append_val (keys, key);
  }
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  *groups = g_steal_pointer (&found);
  return g_steal_pointer (&keys);
}
