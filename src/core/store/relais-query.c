/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-query-private.h"

#include <string.h>

#include "relais-day.h"
#include "relais-rows.h"

static void
clear_condition (gpointer data)
{
  g_free (((RelaisCondition *) data)->value);
}

static void
clear_words (gpointer data)
{
  g_free (((RelaisQueryWords *) data)->text);
}

RelaisQuery *
relais_query_new (const RelaisKind *kind)
{
  RelaisQuery *query;

  g_return_val_if_fail (kind != NULL, NULL);

  query = g_new0 (RelaisQuery, 1);
  g_atomic_ref_count_init (&query->ref_count);
  query->kind = kind;
  query->group = query->group_ref = -1;
  query->conditions = g_array_new (FALSE, FALSE, sizeof (RelaisCondition));
  query->nones = g_array_new (FALSE, FALSE, sizeof (RelaisQueryNone));
  query->words = g_array_new (FALSE, FALSE, sizeof (RelaisQueryWords));
  query->orders = g_array_new (FALSE, FALSE, sizeof (RelaisQueryOrder));
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
  g_array_unref (query->nones);
  g_array_unref (query->words);
  g_array_unref (query->orders);
  g_free (query->except);
  g_free (query);
}

RelaisQuery *
relais_query_where (RelaisQuery *query, const char *field, RelaisMatch match, const char *value)
{
  RelaisCondition condition = { -1, relais_kind_field (query->kind, field), match, g_strdup (value), -1, 0 };

  g_array_append_val (query->conditions, condition);
  return query;
}

RelaisQuery *
relais_query_where_through (RelaisQuery *query, const char *ref, const char *field, RelaisMatch match, const char *value)
{
  guint index = relais_kind_field (query->kind, ref);
  const RelaisKind *target = relais_kind_lookup (query->kind->fields[index].target);
  RelaisCondition condition = { (int) index, relais_kind_field (target, field), match, g_strdup (value), -1, 0 };

  g_array_append_val (query->conditions, condition);
  return query;
}

RelaisQuery *
relais_query_where_or_through (RelaisQuery *query, const char *field, const char *ref, const char *ref_field, RelaisMatch match,
                               const char *value)
{
  guint index = relais_kind_field (query->kind, ref);
  const RelaisKind *target = relais_kind_lookup (query->kind->fields[index].target);
  RelaisCondition condition = { -1, relais_kind_field (query->kind, field), match, g_strdup (value), (int) index,
                                relais_kind_field (target, ref_field) };

  g_array_append_val (query->conditions, condition);
  return query;
}

RelaisQuery *
relais_query_where_none (RelaisQuery *query, const char *kind, const char *ref)
{
  RelaisQueryNone none = { relais_kind_lookup (kind), relais_kind_field (relais_kind_lookup (kind), ref) };

  g_array_append_val (query->nones, none);
  return query;
}

RelaisQuery *
relais_query_except (RelaisQuery *query, const char *id)
{
  g_set_str (&query->except, id);
  return query;
}

RelaisQuery *
relais_query_text (RelaisQuery *query, const char *text)
{
  RelaisQueryWords words = { -1, g_strdup (text != NULL ? text : "") };

  g_array_append_val (query->words, words);
  return query;
}

RelaisQuery *
relais_query_text_through (RelaisQuery *query, const char *ref, const char *text)
{
  RelaisQueryWords words = { (int) relais_kind_field (query->kind, ref), g_strdup (text != NULL ? text : "") };

  g_array_append_val (query->words, words);
  return query;
}

RelaisQuery *
relais_query_order (RelaisQuery *query, const char *field, gboolean descending)
{
  RelaisQueryOrder order = { -1, relais_kind_field (query->kind, field), descending, FALSE };

  g_array_append_val (query->orders, order);
  return query;
}

static RelaisQuery *
order_through (RelaisQuery *query, const char *ref, const char *field, gboolean descending, gboolean top)
{
  guint index = relais_kind_field (query->kind, ref);
  RelaisQueryOrder order = { (int) index, relais_kind_field (relais_kind_lookup (query->kind->fields[index].target), field),
                             descending, top };

  g_array_append_val (query->orders, order);
  return query;
}

RelaisQuery *
relais_query_order_through (RelaisQuery *query, const char *ref, const char *field, gboolean descending)
{
  return order_through (query, ref, field, descending, FALSE);
}

RelaisQuery *
relais_query_order_direction (RelaisQuery *query, const char *ref, const char *field, gboolean descending)
{
  return order_through (query, ref, field, descending, TRUE);
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
  query->group_ref = -1;
  query->group_top = FALSE;
  query->by_week = by_week;
  return query;
}

RelaisQuery *
relais_query_group_through (RelaisQuery *query, const char *ref, const char *field)
{
  query->group_ref = (int) relais_kind_field (query->kind, ref);
  query->group = (int) relais_kind_field (relais_query_get_target (query->kind, query->group_ref), field);
  query->by_week = query->group_top = FALSE;
  return query;
}

RelaisQuery *
relais_query_group_direction (RelaisQuery *query, const char *ref, const char *field)
{
  relais_query_group_through (query, ref, field);
  query->group_top = TRUE;
  return query;
}

RelaisQuery *
relais_query_include_bin (RelaisQuery *query, gboolean only)
{
  query->bin = only ? RELAIS_BIN_ONLY : RELAIS_BIN_TOO;
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
  const RelaisKind *target = relais_query_get_target (kind, ref);

  /* Ordering by a reference looks at what its target is called. */
  return (ref >= 0 && target == to) || g_strcmp0 (target->fields[field].target, to->name) == 0;
}

gboolean
relais_query_depends_on (RelaisQuery *query, const RelaisKind *kind)
{
  if (kind == query->kind || (query->group >= 0 && follows_to (query->kind, query->group_ref, (guint) query->group, kind)))
    return TRUE;
  for (guint i = 0; i < query->conditions->len; i++) {
    RelaisCondition *condition = &g_array_index (query->conditions, RelaisCondition, i);
    const RelaisKind *target = relais_query_get_target (query->kind, condition->ref);

    if (target == kind || (condition->or_ref >= 0 && relais_query_get_target (query->kind, condition->or_ref) == kind))
      return TRUE;
    if (condition->match == RELAIS_MATCH_WITHIN && g_strcmp0 (target->fields[condition->field].target, kind->name) == 0)
      return TRUE;
  }
  for (guint i = 0; i < query->nones->len; i++)
    if (g_array_index (query->nones, RelaisQueryNone, i).kind == kind)
      return TRUE;
  for (guint i = 0; i < query->words->len; i++)
    if (relais_query_get_target (query->kind, g_array_index (query->words, RelaisQueryWords, i).ref) == kind)
      return TRUE;
  for (guint i = 0; i < query->orders->len; i++) {
    RelaisQueryOrder *order = &g_array_index (query->orders, RelaisQueryOrder, i);

    if (follows_to (query->kind, order->ref, order->field, kind))
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
relais_query_run (RelaisQuery *query, RelaisDatabase *db, guint most, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  g_auto (RelaisStatement) statement = { NULL, };
  GError *local = NULL;
  sqlite3_stmt *stmt;

  if (!relais_query_compile (query, relais_rows_select_sql (query->kind), TRUE, &statement, error) ||
      (stmt = relais_statement_prepare (db, &statement, error)) == NULL)
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
  g_auto (RelaisStatement) statement = { NULL, };
  sqlite3_stmt *stmt;
  guint count = 0;

  if (!relais_query_compile (query, select, FALSE, &statement, error))
    return 0;
  g_string_append_c (statement.sql, ')');
  stmt = relais_statement_prepare (db, &statement, error);
  if (stmt != NULL && relais_database_step (db, stmt, error)) {
    count = (guint) sqlite3_column_int64 (stmt, 0);
    sqlite3_reset (stmt);
  }
  return count;
}

GArray *
relais_query_run_keys (RelaisQuery *query, RelaisDatabase *db, GPtrArray **groups, GError **error)
{
  g_autofree char *group = relais_query_build_group (query);
  g_autofree char *select = g_strdup_printf ("SELECT t.pk, %s FROM k_%s t", group != NULL ? group : "NULL", query->kind->name);
  g_auto (RelaisKeyReader) reader = { NULL, };
  g_auto (RelaisStatement) statement = { NULL, };
  GError *local = NULL;
  sqlite3_stmt *stmt;

  relais_key_reader_init (&reader, query);
  if (!relais_query_compile (query, select, TRUE, &statement, error) || (stmt = relais_statement_prepare (db, &statement, error)) == NULL)
    return NULL;
  while (relais_database_step (db, stmt, &local))
    relais_key_reader_take (&reader, sqlite3_column_int64 (stmt, 0), (const char *) sqlite3_column_text (stmt, 1));
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  *groups = g_steal_pointer (&reader.groups);
  return g_steal_pointer (&reader.keys);
}

void
relais_key_reader_init (RelaisKeyReader *reader, RelaisQuery *query)
{
  reader->query = query;
  reader->keys = g_array_new (FALSE, FALSE, sizeof (RelaisRowKey));
  reader->groups = g_ptr_array_new_with_free_func (g_free);
  reader->last_value = g_string_new (NULL);
}

void
relais_key_reader_clear (RelaisKeyReader *reader)
{
  g_clear_pointer (&reader->keys, g_array_unref);
  g_clear_pointer (&reader->groups, g_ptr_array_unref);
  if (reader->last_value != NULL)
    g_string_free (g_steal_pointer (&reader->last_value), TRUE);
}

/* Rows of one group are neighbours, and so are those of one day. */
static guint
find_group (RelaisKeyReader *reader, const char *value)
{
  GPtrArray *groups = reader->groups;
  char week[RELAIS_DAY_SIZE];

  if (groups->len > 0 && strcmp (reader->last_value->str, value) == 0)
    return groups->len - 1;
  g_string_assign (reader->last_value, value);
  if (reader->query->by_week) {
    relais_day_print_week (relais_day_parse (value), week);
    value = week;
  }
  if (groups->len == 0 || strcmp (g_ptr_array_index (groups, groups->len - 1), value) != 0)
    g_ptr_array_add (groups, g_strdup (value));
  return groups->len - 1;
}

void
relais_key_reader_take (RelaisKeyReader *reader, gint64 pk, const char *group)
{
  RelaisRowKey key = { pk, find_group (reader, group != NULL ? group : "") };

  g_array_append_val (reader->keys, key);
}
