/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-query-private.h"

#include <string.h>

#include "relais-rows.h"
#include "relais-search.h"
#include "relais-validate.h"

void
relais_statement_clear (RelaisStatement *statement)
{
  g_string_free (statement->sql, TRUE);
  g_ptr_array_unref (statement->values);
}
const RelaisKind *
relais_query_get_target (const RelaisKind *kind, int ref)
{
  return ref < 0 ? kind : relais_kind_lookup (kind->fields[ref].target);
}

static void
add_string (RelaisStatement *statement, const char *text)
{
  g_ptr_array_add (statement->values, g_variant_ref_sink (g_variant_new_string (text)));
}

/* An absent flag is a flag that is down. */
static void
append_flag (RelaisStatement *statement, const char *column, gboolean up)
{
  g_string_append_printf (statement->sql, up ? "%s = 1" : "%s IS NOT 1", column);
}

static gboolean
append_one_of (RelaisStatement *statement, const RelaisKind *kind, guint field, const char *column, const char *values, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (values, "|", -1);

  /* Nearly everything has one of the statuses that are in hand: their index leads nowhere, and SQLite would prefer it. */
  g_string_append_printf (statement->sql, "%s%s IN (", kind->fields[field].type == RELAIS_FIELD_CHOICE ? "+" : "", column);
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

/* The chosen records of a tree and all that is part of them. */
static gboolean
append_within (RelaisStatement *statement, const RelaisKind *kind, guint field, const char *column, const char *values,
               GError **error)
{
  const RelaisKind *target = relais_kind_lookup (kind->fields[field].target);
  g_auto (GStrv) parts = g_strsplit (values, "|", -1);
  guint up = 0;

  while (g_strcmp0 (target->fields[up].target, target->name) != 0)
    up++;
  g_string_append_printf (statement->sql, "%s IN (WITH RECURSIVE part (id) AS (VALUES", column);
  for (guint i = 0; parts[i] != NULL; i++) {
    GVariant *value = relais_field_parse (kind, field, parts[i], error);

    if (value == NULL)
      return FALSE;
    g_string_append (statement->sql, i == 0 ? " (?)" : ", (?)");
    g_ptr_array_add (statement->values, value);
  }
  g_string_append_printf (statement->sql, " UNION SELECT pr.id FROM part JOIN k_%s p ON p.\"%s\" = part.id "
                                          "JOIN record pr ON pr.pk = p.pk) SELECT id FROM part)",
                          target->name, target->fields[up].name);
  return TRUE;
}

static char *
name_column (const RelaisKind *kind, const RelaisCondition *condition, const char *alias)
{
  const char *field = kind->fields[condition->field].name;
  const RelaisKind *target;

  if (condition->or_ref < 0)
    return g_strdup_printf ("%s.\"%s\"", alias, field);
  target = relais_query_get_target (kind, condition->or_ref);
  return g_strdup_printf ("ifnull (%s.\"%s\", (SELECT o.\"%s\" FROM record oro JOIN k_%s o ON o.pk = oro.pk "
                          "WHERE oro.id = %s.\"%s\"))",
                          alias, field, target->fields[condition->or_field].name, target->name, alias,
                          kind->fields[condition->or_ref].name);
}

static gboolean
append_comparison (RelaisStatement *statement, const RelaisKind *kind, const RelaisCondition *condition, const char *alias, GError **error)
{
  static const char * const operators[] = { "=", "IS NOT", ">=", "<=" };
  const RelaisField *field = &kind->fields[condition->field];
  g_autofree char *column = name_column (kind, condition, alias);
  GVariant *value;
  GError *local = NULL;

  if (condition->match == RELAIS_MATCH_WITHIN)
    return append_within (statement, kind, condition->field, column, condition->value, error);
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

/* A flag that is down: nearly all records have it so, and the few that have it up are found by its index. */
static gboolean
is_flag_down (const RelaisKind *kind, const RelaisCondition *condition)
{
  g_autoptr (GVariant) value = NULL;

  if (kind->fields[condition->field].type != RELAIS_FIELD_BOOLEAN || condition->match > RELAIS_MATCH_NOT_EQUAL)
    return FALSE;
  value = condition->value != NULL ? relais_field_parse (kind, condition->field, condition->value, NULL) : NULL;
  return (value != NULL && g_variant_get_boolean (value)) == (condition->match == RELAIS_MATCH_NOT_EQUAL);
}

static gboolean
append_condition (RelaisStatement *statement, const RelaisKind *kind, const RelaisCondition *condition, GError **error)
{
  const RelaisKind *target = relais_query_get_target (kind, condition->ref);

  g_string_append (statement->sql, " AND ");
  if (condition->ref < 0)
    return append_comparison (statement, kind, condition, "t", error);
  if (is_flag_down (target, condition)) {
    g_string_append_printf (statement->sql, "t.\"%s\" NOT IN (SELECT xr.id FROM k_%s x JOIN record xr ON xr.pk = x.pk WHERE x.\"%s\" = 1)",
                            kind->fields[condition->ref].name, target->name, target->fields[condition->field].name);
    return TRUE;
  }
  if (condition->match == RELAIS_MATCH_EQUAL && condition->value == NULL) {
    g_string_append_printf (statement->sql, "(SELECT x.\"%s\" FROM record xr JOIN k_%s x ON x.pk = xr.pk WHERE xr.id = t.\"%s\") IS NULL",
                            target->fields[condition->field].name, target->name, kind->fields[condition->ref].name);
    return TRUE;
  }
  g_string_append_printf (statement->sql, "t.\"%s\" IN (SELECT xr.id FROM k_%s x JOIN record xr ON xr.pk = x.pk WHERE ",
                          kind->fields[condition->ref].name, target->name);
  if (!append_comparison (statement, target, condition, "x", error))
    return FALSE;
  g_string_append_c (statement->sql, ')');
  return TRUE;
}

static void
append_none (RelaisStatement *statement, const RelaisQueryNone *none)
{
  g_string_append_printf (statement->sql, " AND NOT EXISTS (SELECT 1 FROM record nr JOIN k_%s n ON n.\"%s\" = nr.id "
                                          "WHERE nr.pk = t.pk AND n.\"binned\" IS NOT 1)",
                          none->kind->name, none->kind->fields[none->ref].name);
}

static void
append_words (RelaisStatement *statement, const RelaisKind *kind, const RelaisQueryWords *words)
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

void
relais_query_append_sort_key (GString *sql, const RelaisKind *kind, guint index, const char *column)
{
  const RelaisField *field = &kind->fields[index];

  /* What people expect of an order: words without regard to case and accents, choices as they follow each other in life, records by
   * what they are called (and by position, where they have one). */
  if (field->type == RELAIS_FIELD_STRING || field->type == RELAIS_FIELD_TEXT) {
    g_string_append_printf (sql, "fold (%s)", column);
  } else if (field->type == RELAIS_FIELD_CHOICE) {
    g_string_append_printf (sql, "CASE %s", column);
    for (guint i = 0; field->choices[i] != NULL; i++)
      g_string_append_printf (sql, " WHEN '%s' THEN %u", field->choices[i], i);
    g_string_append (sql, " END");
  } else if (field->type == RELAIS_FIELD_REF) {
    const RelaisKind *target = relais_kind_lookup (field->target);

    g_string_append (sql, "(SELECT ");
    relais_query_append_name (sql, target, "n");
    g_string_append_printf (sql, " FROM record nr JOIN k_%s n ON n.pk = nr.pk WHERE nr.id = %s)", target->name, column);
  } else {
    g_string_append (sql, column);
  }
}

void
relais_query_append_name (GString *sql, const RelaisKind *kind, const char *alias)
{
  if (relais_kind_find_field (kind, "position") >= 0)
    g_string_append_printf (sql, "printf ('%%05d', ifnull (%s.\"position\", 99999)) || ", alias);
  g_string_append (sql, "fold (''");
  for (guint i = kind->n_fields; i-- > 0;)
    if (kind->fields[i].flags & RELAIS_FIELD_TITLE)
      g_string_append_printf (sql, " || ifnull (%s.\"%s\", '') || ' '", alias, kind->fields[i].name);
  g_string_append_c (sql, ')');
}

static void
append_order (GString *sql, const RelaisKind *kind, const RelaisQueryOrder *order)
{
  const RelaisKind *target = relais_query_get_target (kind, order->ref);
  g_autofree char *column = order->top ? g_strdup ("top.top")
                            : g_strdup_printf ("%c.\"%s\"", order->ref < 0 ? 't' : 'x', target->fields[order->field].name);
  const char *direction = order->descending ? "DESC NULLS LAST" : "NULLS LAST";

  if (order->ref < 0 || order->top) {
    relais_query_append_sort_key (sql, target, order->field, column);
  } else {
    g_string_append (sql, "(SELECT ");
    relais_query_append_sort_key (sql, target, order->field, column);
    g_string_append_printf (sql, " FROM record xr JOIN k_%s x ON x.pk = xr.pk WHERE xr.id = t.\"%s\")", target->name,
                            kind->fields[order->ref].name);
  }
  g_string_append_printf (sql, " %s, ", direction);
}

/* Two records may be called the same: what belongs to one stays together. */
static void
append_tie (GString *sql, const RelaisKind *kind, const RelaisQueryOrder *order)
{
  if (order->top)
    g_string_append (sql, "top.top, ");
  else if (order->ref >= 0)
    g_string_append_printf (sql, "t.\"%s\", ", kind->fields[order->ref].name);
  else if (kind->fields[order->field].type == RELAIS_FIELD_REF)
    g_string_append_printf (sql, "t.\"%s\", ", kind->fields[order->field].name);
}

gboolean
relais_query_is_by_day (RelaisQuery *query)
{
  RelaisQueryOrder *first = query->orders->len > 0 ? &g_array_index (query->orders, RelaisQueryOrder, 0) : NULL;

  if (first == NULL)
    return !query->latest;
  return first->ref < 0 && (int) first->field == query->group;
}

static gboolean
is_group (RelaisQuery *query, const RelaisQueryOrder *order)
{
  return order->ref == query->group_ref && (int) order->field == query->group && order->top == query->group_top;
}

gboolean
relais_query_get_lead (RelaisQuery *query, RelaisQueryOrder *lead)
{
  RelaisQueryOrder *first = query->orders->len > 0 ? &g_array_index (query->orders, RelaisQueryOrder, 0) : NULL;

  if (query->group < 0 && first == NULL)
    return FALSE;
  if (query->group < 0)
    *lead = *first;
  else
    *lead = (RelaisQueryOrder) { query->group_ref, (guint) query->group, first != NULL && is_group (query, first) && first->descending,
                                 query->group_top };
  return TRUE;
}

char *
relais_query_build_group (RelaisQuery *query)
{
  const RelaisKind *target = relais_query_get_target (query->kind, query->group_ref);

  if (query->group < 0)
    return NULL;
  if (query->group_top)
    return g_strdup ("top.top");
  if (query->group_ref < 0)
    return g_strdup_printf ("t.\"%s\"", target->fields[query->group].name);
  return g_strdup_printf ("(SELECT x.\"%s\" FROM record xr JOIN k_%s x ON x.pk = xr.pk WHERE xr.id = t.\"%s\")",
                          target->fields[query->group].name, target->name, query->kind->fields[query->group_ref].name);
}

static void
append_orders (RelaisStatement *statement, RelaisQuery *query)
{
  GString *sql = statement->sql;
  gboolean weeks = query->group >= 0 && query->by_week, by_day = weeks && relais_query_is_by_day (query);
  RelaisQueryOrder lead;

  g_string_append (sql, " ORDER BY ");
  if (query->group >= 0 && relais_query_get_lead (query, &lead)) {
    g_autofree char *group = relais_query_build_group (query);

    if (weeks && !by_day)
      g_string_append_printf (sql, "strftime ('%%G-W%%V', %s) %s, ", group, lead.descending ? "DESC NULLS LAST" : "NULLS LAST");
    else
      append_order (sql, query->kind, &lead);
    if (!weeks)
      g_string_append_printf (sql, "%s, ", group);
  }
  for (guint i = query->group >= 0 && query->orders->len > 0 && is_group (query, &g_array_index (query->orders, RelaisQueryOrder, 0)) &&
                 (by_day || !weeks); i < query->orders->len; i++) {
    const RelaisQueryOrder *order = &g_array_index (query->orders, RelaisQueryOrder, i);

    append_order (sql, query->kind, order);
    append_tie (sql, query->kind, order);
  }
  /* By the log of the back end: no client's clock decides. What it has not seen yet is the latest of all. */
  if (query->latest)
    g_string_append (sql, "(SELECT CASE r.seq WHEN 0 THEN 9007199254740991 ELSE r.seq END FROM record r WHERE r.pk = t.pk) "
                          "DESC, ");
  g_string_append (sql, "t.pk");
}

/* The direction of each unit that is (part of) one, read once for the whole answer. A tree deeper than this is taken for a circle. */
static const char with_sql[] =
  "WITH RECURSIVE climb (id, at, depth) AS (SELECT r.id, r.id, 0 FROM k_unit u JOIN record r ON r.pk = u.pk "
  "UNION ALL SELECT c.id, p.parent, c.depth + 1 FROM climb c JOIN record pr ON pr.id = c.at JOIN k_unit p ON p.pk = pr.pk "
  "WHERE p.type IS NOT 'directorate' AND p.parent IS NOT NULL AND c.depth < 10), "
  "top (id, top) AS MATERIALIZED (SELECT c.id, c.at FROM climb c JOIN record pr ON pr.id = c.at JOIN k_unit p ON p.pk = pr.pk "
  "WHERE p.type = 'directorate') ";

/* The field that leads to units whose direction is wanted, or NULL. */
static const RelaisQueryOrder *
find_top (RelaisQuery *query, RelaisQueryOrder *group)
{
  *group = (RelaisQueryOrder) { query->group_ref, (guint) MAX (query->group, 0), FALSE, TRUE };
  if (query->group_top)
    return group;
  for (guint i = 0; i < query->orders->len; i++)
    if (g_array_index (query->orders, RelaisQueryOrder, i).top)
      return &g_array_index (query->orders, RelaisQueryOrder, i);
  return NULL;
}

static void
append_from (RelaisStatement *statement, RelaisQuery *query, const char *select, gboolean ordered)
{
  RelaisQueryOrder group;
  const RelaisQueryOrder *top = ordered ? find_top (query, &group) : NULL;

  if (top != NULL)
    g_string_append (statement->sql, with_sql);
  g_string_append (statement->sql, select);
  if (top != NULL) {
    const RelaisKind *target = relais_query_get_target (query->kind, top->ref);

    g_string_append_printf (statement->sql, " LEFT JOIN record gr ON gr.id = t.\"%s\" LEFT JOIN k_%s g ON g.pk = gr.pk "
                            "LEFT JOIN top ON top.id = g.\"%s\"", query->kind->fields[top->ref].name, target->name,
                            target->fields[top->field].name);
  }
}

gboolean
relais_query_compile (RelaisQuery *query, const char *select, gboolean ordered, RelaisStatement *statement, GError **error)
{
  statement->sql = g_string_new (NULL);
  statement->values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  append_from (statement, query, select, ordered);
  g_string_append (statement->sql, " WHERE 1");
  if (query->bin != RELAIS_BIN_TOO)
    g_string_append_printf (statement->sql, " AND t.\"binned\" %s", query->bin == RELAIS_BIN_ONLY ? "= 1" : "IS NOT 1");
  for (guint i = 0; i < query->conditions->len; i++)
    if (!append_condition (statement, query->kind, &g_array_index (query->conditions, RelaisCondition, i), error))
      return FALSE;
  for (guint i = 0; i < query->nones->len; i++)
    append_none (statement, &g_array_index (query->nones, RelaisQueryNone, i));
  for (guint i = 0; i < query->words->len; i++)
    append_words (statement, query->kind, &g_array_index (query->words, RelaisQueryWords, i));
  if (ordered)
    append_orders (statement, query);
  if (query->limit > 0)
    g_string_append_printf (statement->sql, " LIMIT %u", query->limit);
  return TRUE;
}

sqlite3_stmt *
relais_statement_prepare (RelaisDatabase *db, RelaisStatement *statement, GError **error)
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
