/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

/* The first rows of an answer without looking at all rows. What rows are put in order by first has values: days, choices, records
 * called something. One walks along them in their order, and for each reads its rows by an index; what a window shows is soon there. */

#include "relais-query-private.h"

#include "relais-day.h"

/* Where so many values in a row have hardly any rows, nothing is gained. */
#define MOST_VALUES 1500
typedef struct {
  RelaisQuery     *query;    /* borrowed */
  RelaisDatabase  *db;       /* borrowed */
  guint            most;
  guint            few;      /* fewer rows than this are all looked at and sorted in less time than anybody notices */
  GArray          *levels;   /* owned; (element-type RelaisQueryOrder): what rows are put in order by, one after the other */
  RelaisKeyReader  reader;
  GHashTable      *seen;     /* owned: keys of rows */
  guint            n_values;
  int              narrow;   /* field: a condition on it leaves rows that can be sorted, if not at once; -1: none does */
  RelaisQuery     *last;     /* owned, nullable: conditions of the group that was read last */
} Walk;

/* What is read: rows that meet the conditions of @query, put in order by the levels from @level on. */
typedef struct {
  RelaisQuery *query;   /* borrowed: conditions only */
  guint        level;
  int          index;   /* field whose index leads to them; -1: none */
  const char  *group;   /* (nullable): of all of them; NULL: each row says it */
} Stretch;

static gboolean walk_level (Walk *walk, const Stretch *stretch, GError **error);

static void
clear_walk (Walk *walk)
{
  relais_key_reader_clear (&walk->reader);
  g_clear_pointer (&walk->levels, g_array_unref);
  g_clear_pointer (&walk->seen, g_hash_table_unref);
  g_clear_pointer (&walk->last, relais_query_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, clear_walk)

static gboolean
is_enough (Walk *walk)
{
  return walk->reader.keys->len >= walk->most;
}

static const RelaisQueryOrder *
get_level (Walk *walk, guint level)
{
  return level < walk->levels->len ? &g_array_index (walk->levels, RelaisQueryOrder, level) : NULL;
}

static gboolean
is_indexed (const RelaisKind *kind, int field)
{
  return field >= 0 && (kind->fields[field].flags & RELAIS_FIELD_INDEXED) != 0;
}

/* The index whose rows a condition or an order on it finds. */
static guint
get_index (int ref, guint field)
{
  return ref >= 0 ? (guint) ref : field;
}

/* The conditions of @query without order and groups. @by_row: where a few rows are looked at, whether one of them meets a condition on
 * another record is sooner found out than all records that do. */
static RelaisQuery *
dup_conditions (RelaisQuery *query, gboolean by_row)
{
  RelaisQuery *copy = relais_query_new (query->kind);

  copy->bin = query->bin;
  for (guint i = 0; i < query->conditions->len; i++) {
    RelaisCondition condition = g_array_index (query->conditions, RelaisCondition, i);

    condition.value = g_strdup (condition.value);
    condition.by_row = by_row;
    g_array_append_val (copy->conditions, condition);
  }
  return copy;
}

static void
add_condition (RelaisQuery *query, const RelaisCondition *condition)
{
  RelaisCondition copy = *condition;

  copy.value = g_strdup (condition->value);
  g_array_append_val (query->conditions, copy);
}

static RelaisCondition *
get_last (RelaisQuery *query)
{
  return &g_array_index (query->conditions, RelaisCondition, query->conditions->len - 1);
}

/* What is part of something is found out once for many readings. */
static gboolean
resolve (Walk *walk, RelaisCondition *condition, GError **error)
{
  const RelaisKind *target = relais_query_get_target (walk->query->kind, condition->ref);
  char *parts;

  if (condition->match != RELAIS_MATCH_WITHIN)
    return TRUE;
  parts = relais_query_list_parts (walk->db, target, condition->field, condition->value, error);
  if (parts == NULL)
    return FALSE;
  g_free (condition->value);
  condition->value = parts;
  condition->match = RELAIS_MATCH_ONE_OF;
  return TRUE;
}

static gboolean
resolve_all (Walk *walk, RelaisQuery *query, GError **error)
{
  for (guint i = 0; i < query->conditions->len; i++)
    if (!resolve (walk, &g_array_index (query->conditions, RelaisCondition, i), error))
      return FALSE;
  return TRUE;
}

/* "SELECT t.pk, COLUMN FROM k_KIND t INDEXED BY …" */
static char *
build_select (Walk *walk, int index, const char *column)
{
  const RelaisKind *kind = walk->query->kind;

  if (index < 0)
    return g_strdup_printf ("SELECT t.pk, %s FROM k_%s t NOT INDEXED", column, kind->name);
  return g_strdup_printf ("SELECT t.pk, %s FROM k_%s t INDEXED BY i_%s_%s", column, kind->name, kind->name, kind->fields[index].name);
}

/* @query has @many rows. */
static gboolean
has_many (Walk *walk, RelaisQuery *query, const char *select, guint many)
{
  g_auto (RelaisStatement) statement = { NULL, };
  sqlite3_stmt *stmt;
  guint n = 0;

  if (!relais_query_compile (query, select, FALSE, &statement, NULL) ||
      (stmt = relais_statement_prepare (walk->db, &statement, NULL)) == NULL)
    return FALSE;
  while (n < many && relais_database_step (walk->db, stmt, NULL))
    n++;
  sqlite3_reset (stmt);
  return n == many;
}

static gboolean
is_met_by_many (Walk *walk, const RelaisCondition *condition, guint many)
{
  g_autoptr (RelaisQuery) query = relais_query_include_bin (relais_query_new (walk->query->kind), FALSE);
  g_autofree char *select = build_select (walk, (int) get_index (condition->ref, condition->field), "1");

  add_condition (query, condition);
  return has_many (walk, query, select, many);
}

/* By one of the conditions there are so few rows that all of them can be read, and need not be asked for again. */
static gboolean
has_few (Walk *walk)
{
  const RelaisKind *kind = walk->query->kind;

  for (guint i = 0; i < walk->query->conditions->len; i++) {
    const RelaisCondition *condition = &g_array_index (walk->query->conditions, RelaisCondition, i);
    const RelaisField *field = &relais_query_get_target (kind, condition->ref)->fields[condition->field];
    gboolean leads = condition->or_ref < 0 && condition->match != RELAIS_MATCH_NOT_EQUAL &&
                     condition->match != RELAIS_MATCH_CONTAINS && is_indexed (kind, (int) get_index (condition->ref, condition->field)) &&
                     (condition->value != NULL || condition->ref < 0) && field->type != RELAIS_FIELD_BOOLEAN &&
                     (field->type != RELAIS_FIELD_CHOICE || condition->match != RELAIS_MATCH_ONE_OF);

    if (leads && !is_met_by_many (walk, condition, walk->few / 3))
      return TRUE;
    if (leads && condition->ref < 0 && !is_met_by_many (walk, condition, walk->few * 4 / 3))
      walk->narrow = (int) condition->field;
  }
  return FALSE;
}

/* ---- rows ---- */

/* Rows along an index, until there are enough. */
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

/* Days, hours and numbers stand in their index as they are put in order. */
static gboolean
is_along (Walk *walk, const RelaisQueryOrder *order)
{
  const RelaisField *field = order != NULL && order->ref < 0 ? &walk->query->kind->fields[order->field] : NULL;

  return field != NULL && is_indexed (walk->query->kind, (int) order->field) &&
         (field->type == RELAIS_FIELD_DATE || field->type == RELAIS_FIELD_INSTANT || field->type == RELAIS_FIELD_INTEGER);
}

/* @index: of the last condition, or of what comes next in order; -1: none. Groups that no value gave are days, which are in the row. */
static gboolean
take_stretch (Walk *walk, const Stretch *stretch, int index, GError **error)
{
  g_autoptr (RelaisQuery) query = dup_conditions (stretch->query, TRUE);
  g_autofree char *column = stretch->group == NULL ? relais_query_build_group (walk->query) : NULL;
  g_autofree char *select = build_select (walk, index, column != NULL ? column : "NULL");

  if (index >= 0 && index == stretch->index)
    get_last (query)->by_row = FALSE;
  for (guint i = stretch->level; i < walk->levels->len; i++)
    g_array_append_val (query->orders, g_array_index (walk->levels, RelaisQueryOrder, i));
  return take_rows (walk, query, select, stretch->group, error);
}

/* The rows of one value of what comes next; @value: (nullable): those that have none. */
static gboolean
take_value (Walk *walk, const Stretch *outer, const char *value, GError **error)
{
  const RelaisQueryOrder *order = get_level (walk, outer->level);
  const RelaisKind *target = relais_query_get_target (walk->query->kind, order->ref);
  gboolean by_title = order->ref >= 0 && target->fields[order->field].type == RELAIS_FIELD_STRING;
  gboolean nowhere = value == NULL && order->ref >= 0;
  RelaisCondition condition = { order->ref, order->field, RELAIS_MATCH_EQUAL, (char *) value, .or_ref = -1 };
  g_autoptr (RelaisQuery) query = dup_conditions (outer->query, FALSE);
  Stretch stretch = { query, outer->level + 1, (int) get_index (order->ref, order->field), outer->group };

  walk->n_values++;
  if (by_title) {
    condition.field = (guint) order->ref;
    condition.ref = -1;
  } else if (order->top && value != NULL) {
    condition.match = RELAIS_MATCH_WITHIN;
  }
  add_condition (query, &condition);
  if (!resolve_all (walk, query, error))
    return FALSE;
  if (nowhere)
    stretch.index = outer->index;
  if (outer->level == 0 && walk->query->group >= 0) {
    stretch.group = value != NULL ? value : "";
    g_clear_pointer (&walk->last, relais_query_unref);
    walk->last = nowhere ? NULL : relais_query_ref (query);
  }
  if (nowhere || (!by_title && is_met_by_many (walk, get_last (query), walk->few)))
    return walk_level (walk, &stretch, error);
  return take_stretch (walk, &stretch, stretch.index, error);
}

/* ---- values ---- */

/* Days, hours and numbers; then what has none. */
static gboolean
walk_along (Walk *walk, const Stretch *stretch, GError **error)
{
  guint field = get_level (walk, stretch->level)->field;
  RelaisCondition condition = { .ref = -1, .field = field, .match = RELAIS_MATCH_NOT_EQUAL, .or_ref = -1 };
  g_autoptr (RelaisQuery) some = dup_conditions (stretch->query, FALSE);

  /* Along one day there may be very many rows before the first that meets a condition on another. */
  if (walk->narrow >= 0 && walk->narrow != (int) field)
    return take_stretch (walk, stretch, walk->narrow, error);
  add_condition (some, &condition);
  return take_stretch (walk, &(Stretch) { some, stretch->level, -1, stretch->group }, (int) field, error) &&
         (is_enough (walk) || take_value (walk, stretch, NULL, error));
}

static gboolean
walk_choices (Walk *walk, const Stretch *stretch, const char * const *choices, GError **error)
{
  guint n = g_strv_length ((char **) choices);
  gboolean descending = get_level (walk, stretch->level)->descending;

  for (guint i = 0; i < n && !is_enough (walk); i++)
    if (!take_value (walk, stretch, choices[descending ? n - 1 - i : i], error))
      return FALSE;
  return is_enough (walk) || take_value (walk, stretch, NULL, error);
}

/* Records of @target in the order of what they are called: those that the order points to, or, by title, the ones that it is of. */
static GPtrArray *
list_values (Walk *walk, const RelaisQueryOrder *order, const RelaisKind *target, const char *title, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) sql = g_string_new (NULL);
  GError *local = NULL;
  sqlite3_stmt *stmt;

  g_string_printf (sql, "SELECT r.id FROM k_%s n CROSS JOIN record r ON r.pk = n.pk%s ORDER BY ", target->name,
                   order->top ? " WHERE n.type = 'directorate'" : "");
  if (title != NULL)
    g_string_append_printf (sql, "fold (n.\"%s\")", title);
  else
    relais_query_append_name (sql, target, "n");
  g_string_append_printf (sql, "%s, r.id LIMIT %u", order->descending ? " DESC" : "", MOST_VALUES);
  stmt = relais_database_prepare (walk->db, sql->str, error);
  if (stmt == NULL)
    return NULL;
  while (relais_database_step (walk->db, stmt, &local))
    g_ptr_array_add (values, g_strdup ((const char *) sqlite3_column_text (stmt, 0)));
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  return g_steal_pointer (&values);
}

static gboolean
walk_records (Walk *walk, const Stretch *stretch, const RelaisKind *target, const char *title, GError **error)
{
  g_autoptr (GPtrArray) values = list_values (walk, get_level (walk, stretch->level), target, title, error);

  if (values == NULL)
    return FALSE;
  for (guint i = 0; i < values->len && !is_enough (walk) && walk->n_values < MOST_VALUES; i++)
    if (!take_value (walk, stretch, values->pdata[i], error))
      return FALSE;
  return is_enough (walk) || walk->n_values >= MOST_VALUES || title != NULL || take_value (walk, stretch, NULL, error);
}

/* The first day from @from on (or back) that has a row; "" for none. */
static gboolean
find_day (Walk *walk, const char *from, char day[RELAIS_DAY_SIZE], GError **error)
{
  const char *field = walk->query->kind->fields[walk->query->group].name;
  g_autoptr (RelaisQuery) query = relais_query_order (dup_conditions (walk->query, TRUE), field, FALSE);
  g_autofree char *column = g_strdup_printf ("t.\"%s\"", field);
  g_autofree char *select = build_select (walk, walk->query->group, column);
  g_auto (RelaisStatement) statement = { NULL, };
  GError *local = NULL;
  sqlite3_stmt *stmt;

  relais_query_where (query, field, RELAIS_MATCH_AT_LEAST, from);
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

static void
bound_week (RelaisQuery *query, const char *field, RelaisDay monday)
{
  char day[RELAIS_DAY_SIZE];

  relais_day_print (monday, day);
  relais_query_where (query, field, RELAIS_MATCH_AT_LEAST, day);
  relais_day_print (monday + 6, day);
  relais_query_where (query, field, RELAIS_MATCH_AT_MOST, day);
}

/* Weeks in which rows do not stand by their day come one after the other all the same. */
static gboolean
walk_weeks (Walk *walk, const Stretch *all, GError **error)
{
  const char *field = walk->query->kind->fields[walk->query->group].name;
  char day[RELAIS_DAY_SIZE], from[RELAIS_DAY_SIZE] = "0001-01-01";

  while (!is_enough (walk) && walk->n_values++ < MOST_VALUES) {
    g_autoptr (RelaisQuery) query = dup_conditions (all->query, FALSE);
    RelaisDay monday;

    if (!find_day (walk, from, day, error))
      return FALSE;
    if (day[0] == '\0')
      return take_value (walk, all, NULL, error);
    monday = relais_day_monday (relais_day_parse (day));
    bound_week (query, field, monday);
    g_clear_pointer (&walk->last, relais_query_unref);
    walk->last = relais_query_ref (query);
    if (!take_stretch (walk, &(Stretch) { query, 1, walk->query->group, NULL }, walk->query->group, error))
      return FALSE;
    relais_day_print (monday + 7, from);
  }
  return TRUE;
}

/* Rows of which there are many, in their order, without sorting them all. */
static gboolean
walk_level (Walk *walk, const Stretch *stretch, GError **error)
{
  const RelaisKind *kind = walk->query->kind;
  const RelaisQueryOrder *order = get_level (walk, stretch->level);
  const RelaisKind *target = order != NULL ? relais_query_get_target (kind, order->ref) : NULL;
  const RelaisField *field = order != NULL ? &target->fields[order->field] : NULL;

  if (order == NULL || !is_indexed (kind, (int) get_index (order->ref, order->field)))
    return take_stretch (walk, stretch, stretch->index, error);
  if (stretch->level == 0 && walk->query->by_week && !relais_query_is_by_day (walk->query))
    return walk_weeks (walk, stretch, error);
  if (is_along (walk, order))
    return walk_along (walk, stretch, error);
  if (field->type == RELAIS_FIELD_CHOICE && order->ref < 0)
    return walk_choices (walk, stretch, field->choices, error);
  if (field->type == RELAIS_FIELD_REF)
    return walk_records (walk, stretch, relais_kind_lookup (field->target), NULL, error);
  if (order->ref >= 0 && (field->flags & RELAIS_FIELD_SORTED))
    return walk_records (walk, stretch, target, field->name, error);
  return take_stretch (walk, stretch, stretch->index, error);
}

/* What the first level is put in order by leads along an index. */
static gboolean
is_led (Walk *walk)
{
  const RelaisKind *kind = walk->query->kind;
  const RelaisQueryOrder *order = get_level (walk, 0);
  const RelaisField *field = order != NULL ? &relais_query_get_target (kind, order->ref)->fields[order->field] : NULL;

  return field != NULL && is_indexed (kind, (int) get_index (order->ref, order->field)) &&
         (is_along (walk, order) || field->type == RELAIS_FIELD_REF || (order->ref < 0 && field->type == RELAIS_FIELD_CHOICE) ||
          (order->ref >= 0 && (field->flags & RELAIS_FIELD_SORTED) != 0));
}

/* Weeks that the days themselves led to were not looked for. */
static void
find_last_week (Walk *walk)
{
  GPtrArray *groups = walk->reader.groups;
  RelaisDay monday = relais_day_parse_week (g_ptr_array_index (groups, groups->len - 1));

  if (monday == RELAIS_DAY_NONE)
    return;
  walk->last = dup_conditions (walk->query, FALSE);
  bound_week (walk->last, walk->query->kind->fields[walk->query->group].name, monday);
}

/* What has none of something on another record: all but what has it, where that is little. */
static guint
count_others (Walk *walk, GError **error)
{
  const RelaisQueryOrder *order = get_level (walk, 0);
  RelaisCondition condition = { order->ref, order->field, RELAIS_MATCH_NOT_EQUAL, NULL, .or_ref = -1 };
  g_autoptr (RelaisQuery) some = dup_conditions (walk->query, FALSE);
  GError *local = NULL;
  guint all, n;

  if (order->ref < 0 || order->top || is_met_by_many (walk, &condition, walk->few))
    return 0;
  add_condition (some, &condition);
  all = relais_query_count (walk->query, walk->db, &local);
  n = local == NULL ? relais_query_count (some, walk->db, &local) : 0;
  if (local != NULL)
    g_propagate_error (error, local);
  return all - MIN (n, all);
}

static guint
count_last (Walk *walk, GError **error)
{
  if (walk->query->group < 0)
    return 0;
  if (walk->last == NULL && walk->query->by_week)
    find_last_week (walk);
  return walk->last != NULL ? relais_query_count (walk->last, walk->db, error) : count_others (walk, error);
}

GArray *
relais_query_run_head (RelaisQuery *query, RelaisDatabase *db, guint most, guint few, GPtrArray **groups, guint *last,
                      GError **error)
{
  g_auto (Walk) walk = { query, db, most, few, relais_query_dup_levels (query), };
  g_autoptr (RelaisQuery) conditions = dup_conditions (query, FALSE);
  g_autofree char *select = g_strdup_printf ("SELECT 1 FROM k_%s t", query->kind->name);
  GError *local = NULL;

  *last = 0;
  walk.narrow = -1;
  /* Each of many small readings would look for the words anew; what has them is seldom much. */
  if (query->latest || query->limit > 0 || query->words->len > 0 || query->nones->len > 0 || !is_led (&walk) || has_few (&walk) ||
      !has_many (&walk, query, select, MAX (most, few / 8)))
    return NULL;
  relais_key_reader_init (&walk.reader, query);
  walk.seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (!resolve_all (&walk, conditions, error) ||
      !walk_level (&walk, &(Stretch) { conditions, 0, -1, query->group >= 0 ? NULL : "" }, error) || !is_enough (&walk))
    return NULL;
  *last = count_last (&walk, &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  *groups = g_steal_pointer (&walk.reader.groups);
  return g_steal_pointer (&walk.reader.keys);
}
