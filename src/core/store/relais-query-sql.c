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
append_order (GString *sql, const RelaisKind *kind, const RelaisQueryOrder *order)
{
  const RelaisKind *target = relais_query_get_target (kind, order->ref);

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
  RelaisQueryOrder *first = query->orders->len > 0 ? &g_array_index (query->orders, RelaisQueryOrder, 0) : NULL;

  if (first == NULL)
    return !query->latest;
  return first->ref < 0 && (int) first->field == query->group && !first->descending;
}

static void
append_orders (RelaisStatement *statement, RelaisQuery *query)
{
  GString *sql = statement->sql;
  RelaisQueryOrder by_group = { -1, (guint) query->group, FALSE };

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
    append_order (sql, query->kind, &g_array_index (query->orders, RelaisQueryOrder, i));
  /* By the log of the back end: no client's clock decides. What it has not seen yet is the latest of all. */
  if (query->latest)
    g_string_append (sql, "(SELECT CASE r.seq WHEN 0 THEN 9007199254740991 ELSE r.seq END FROM record r WHERE r.pk = t.pk) "
                          "DESC, ");
  g_string_append (sql, "t.pk");
}

gboolean
relais_query_compile (RelaisQuery *query, const char *select, gboolean ordered, RelaisStatement *statement, GError **error)
{
  statement->sql = g_string_new (select);
  statement->values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
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
