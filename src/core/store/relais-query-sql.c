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
  gboolean aside = kind->fields[field].type == RELAIS_FIELD_CHOICE && !statement->by_choice;

  g_string_append_printf (statement->sql, "%s%s IN (", aside ? "+" : "", column);
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

char *
relais_query_list_parts (RelaisDatabase *db, const RelaisKind *kind, guint field, const char *chosen, GError **error)
{
  g_auto (RelaisStatement) statement = {
    g_string_new ("SELECT group_concat (r.id, '|') FROM record r WHERE "),
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref),
  };
  sqlite3_stmt *stmt;
  char *parts = NULL;

  if (!append_within (&statement, kind, field, "r.id", chosen, error) ||
      (stmt = relais_statement_prepare (db, &statement, error)) == NULL)
    return NULL;
  if (relais_database_step (db, stmt, error)) {
    parts = g_strdup (sqlite3_column_type (stmt, 0) != SQLITE_NULL ? (const char *) sqlite3_column_text (stmt, 0) : chosen);
    sqlite3_reset (stmt);
  }
  return parts;
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
  if (condition->by_row)
    g_string_append_printf (statement->sql, "EXISTS (SELECT 1 FROM record xr JOIN k_%s x ON x.pk = xr.pk "
                                            "WHERE xr.id = t.\"%s\" AND ", target->name, kind->fields[condition->ref].name);
  else
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

/* ---- order and groups ---- */

/* What rows are put in order by is looked up once a row, beside `t`: x_REF is the record that a reference leads to, n_REF_FIELD what
 * the record is called to which a reference leads, top the direction of a unit. */
static char *
name_key (const RelaisKind *kind, const RelaisQueryOrder *order)
{
  const char *field = relais_query_get_target (kind, order->ref)->fields[order->field].name;

  if (order->top)
    return g_strdup ("top.top");
  return order->ref < 0 ? g_strdup_printf ("t.\"%s\"", field) : g_strdup_printf ("x_%s.\"%s\"", kind->fields[order->ref].name, field);
}

static char *
name_joined (const RelaisKind *kind, const RelaisQueryOrder *order)
{
  return g_strdup_printf ("n_%s_%s", order->ref < 0 ? "" : kind->fields[order->ref].name,
                          relais_query_get_target (kind, order->ref)->fields[order->field].name);
}

/* The kind whose names are read once for the whole answer; NULL: what is not put in order by a name, or has too many to read. */
static const RelaisKind *
find_named (const RelaisKind *kind, const RelaisQueryOrder *order)
{
  const RelaisField *field = &relais_query_get_target (kind, order->ref)->fields[order->field];
  const RelaisKind *named = field->type == RELAIS_FIELD_REF && !order->top ? relais_kind_lookup (field->target) : NULL;

  for (guint i = 0; named != NULL && i < named->n_fields; i++)
    if (named->fields[i].flags & RELAIS_FIELD_SORTED)
      return NULL;
  return named;
}

static void
append_order (GString *sql, const RelaisKind *kind, const RelaisQueryOrder *order)
{
  g_autofree char *key = name_key (kind, order), *joined = name_joined (kind, order);

  if (order->top)
    g_string_append (sql, "top.name");
  else if (find_named (kind, order) != NULL)
    g_string_append_printf (sql, "%s.name", joined);
  else
    relais_query_append_sort_key (sql, relais_query_get_target (kind, order->ref), order->field, key);
  g_string_append_printf (sql, " %s, ", order->descending ? "DESC NULLS LAST" : "NULLS LAST");
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

GArray *
relais_query_dup_levels (RelaisQuery *query)
{
  GArray *levels = g_array_new (FALSE, FALSE, sizeof (RelaisQueryOrder));
  RelaisQueryOrder *first = query->orders->len > 0 ? &g_array_index (query->orders, RelaisQueryOrder, 0) : NULL;
  gboolean same = query->group >= 0 && first != NULL && is_group (query, first);
  RelaisQueryOrder group = { query->group_ref, (guint) MAX (query->group, 0), same && first->descending, query->group_top };

  if (query->group >= 0)
    g_array_append_val (levels, group);
  for (guint i = same; i < query->orders->len; i++)
    g_array_append_val (levels, g_array_index (query->orders, RelaisQueryOrder, i));
  return levels;
}

char *
relais_query_build_group (RelaisQuery *query)
{
  RelaisQueryOrder group = { query->group_ref, (guint) MAX (query->group, 0), FALSE, query->group_top };

  return query->group >= 0 ? name_key (query->kind, &group) : NULL;
}

static void
append_orders (RelaisStatement *statement, RelaisQuery *query)
{
  GString *sql = statement->sql;
  gboolean weeks = query->group >= 0 && query->by_week && !relais_query_is_by_day (query);
  g_autofree char *group = relais_query_build_group (query);
  g_autoptr (GArray) levels = relais_query_dup_levels (query);

  g_string_append (sql, " ORDER BY ");
  for (guint i = 0; i < levels->len; i++) {
    const RelaisQueryOrder *order = &g_array_index (levels, RelaisQueryOrder, i);

    if (i == 0 && weeks)
      g_string_append_printf (sql, "strftime ('%%G-W%%V', %s) NULLS LAST, ", group);
    else
      append_order (sql, query->kind, order);
    if (i == 0 && group != NULL && !query->by_week)
      g_string_append_printf (sql, "%s, ", group);
    else if (i > 0 || group == NULL)
      append_tie (sql, query->kind, order);
  }
  /* By the log of the back end: no client's clock decides. What it has not seen yet is the latest of all. */
  if (query->latest)
    g_string_append (sql, "(SELECT CASE r.seq WHEN 0 THEN 9007199254740991 ELSE r.seq END FROM record r WHERE r.pk = t.pk) "
                          "DESC, ");
  g_string_append (sql, "t.pk");
}

/* The direction of each unit that is (part of) one, read once for the whole answer. A tree deeper than this is taken for a circle.
 * CROSS JOIN: without statistics SQLite would look through all records for the few of a kind. */
static const char climb_sql[] =
  "climb (id, at, depth) AS (SELECT r.id, r.id, 0 FROM k_unit u CROSS JOIN record r ON r.pk = u.pk "
  "UNION ALL SELECT c.id, p.parent, c.depth + 1 FROM climb c JOIN record pr ON pr.id = c.at JOIN k_unit p ON p.pk = pr.pk "
  "WHERE p.type IS NOT 'directorate' AND p.parent IS NOT NULL AND c.depth < 10)";

/* Once, however many orders want it: what it is called is in it. */
static void
append_once (GString *sql, const char *between, const char *part)
{
  if (strstr (sql->str, part) == NULL)
    g_string_append_printf (sql, "%s%s", sql->len > 0 ? between : "", part);
}

static void
append_with (GString *with, const RelaisKind *kind, const RelaisQueryOrder *order)
{
  const RelaisKind *named = find_named (kind, order);
  g_autoptr (GString) part = g_string_new (NULL);

  if (order->top) {
    append_once (with, ", ", climb_sql);
    g_string_append (part, "top (id, top, name) AS MATERIALIZED (SELECT c.id, c.at, ");
    relais_query_append_name (part, relais_kind_lookup ("unit"), "p");
    g_string_append (part, " FROM climb c JOIN record pr ON pr.id = c.at JOIN k_unit p ON p.pk = pr.pk WHERE p.type = 'directorate')");
    append_once (with, ", ", part->str);
  } else if (named != NULL) {
    g_string_append_printf (part, "name_%s (id, name) AS MATERIALIZED (SELECT r.id, ", named->name);
    relais_query_append_name (part, named, "n");
    g_string_append_printf (part, " FROM k_%s n CROSS JOIN record r ON r.pk = n.pk)", named->name);
    append_once (with, ", ", part->str);
  }
}

static void
append_joins (GString *joins, const RelaisKind *kind, const RelaisQueryOrder *order)
{
  const RelaisKind *named = find_named (kind, order);
  const RelaisField *ref = order->ref >= 0 ? &kind->fields[order->ref] : NULL;
  g_autofree char *followed = ref != NULL ? g_strdup_printf ("LEFT JOIN record r_%s ON r_%s.id = t.\"%s\" "
                                                             "LEFT JOIN k_%s x_%s ON x_%s.pk = r_%s.pk",
                                                             ref->name, ref->name, ref->name, ref->target, ref->name, ref->name,
                                                             ref->name) : NULL;
  g_autofree char *key = name_key (kind, order), *joined = name_joined (kind, order), *name = NULL;

  if (followed != NULL)
    append_once (joins, " ", followed);
  if (order->top)
    name = g_strdup_printf ("LEFT JOIN top ON top.id = x_%s.\"%s\"", ref->name,
                            relais_query_get_target (kind, order->ref)->fields[order->field].name);
  else if (named != NULL)
    name = g_strdup_printf ("LEFT JOIN name_%s %s ON %s.id = %s", named->name, joined, joined, key);
  if (name != NULL)
    append_once (joins, " ", name);
}

static void
append_from (RelaisStatement *statement, RelaisQuery *query, const char *select, gboolean ordered)
{
  g_autoptr (GArray) levels = relais_query_dup_levels (query);
  g_autoptr (GString) with = g_string_new (NULL), joins = g_string_new (NULL);

  for (guint i = 0; ordered && i < levels->len; i++) {
    append_with (with, query->kind, &g_array_index (levels, RelaisQueryOrder, i));
    append_joins (joins, query->kind, &g_array_index (levels, RelaisQueryOrder, i));
  }
  if (with->len > 0)
    g_string_append_printf (statement->sql, "WITH RECURSIVE %s ", with->str);
  g_string_append (statement->sql, select);
  if (joins->len > 0)
    g_string_append_printf (statement->sql, " %s", joins->str);
}

gboolean
relais_query_compile (RelaisQuery *query, const char *select, gboolean ordered, RelaisStatement *statement, GError **error)
{
  statement->sql = g_string_new (NULL);
  statement->values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  statement->by_choice = !ordered && query->conditions->len == 1 && query->nones->len == 0 && query->words->len == 0;
  append_from (statement, query, select, ordered);
  g_string_append (statement->sql, " WHERE 1");
  if (query->bin != RELAIS_BIN_TOO)
    g_string_append_printf (statement->sql, " AND t.\"binned\" %s", query->bin == RELAIS_BIN_ONLY ? "= 1" : "IS NOT 1");
  if (query->except != NULL) {
    g_string_append (statement->sql, " AND t.pk IS NOT (SELECT pk FROM record WHERE id = ?)");
    add_string (statement, query->except);
  }
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
