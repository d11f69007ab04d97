/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-plan"

#include "relais-balance.h"

/* Trees deeper than this are cycles that somebody made offline. */
#define MAX_DEPTH 16

static void
free_row (gpointer data)
{
  RelaisBalanceRow *row = data;

  g_free (row->unit);
  g_free (row->name);
  g_free (row);
}

/* The directorate that @unit is part of, or the top of its tree. */
static RelaisRecord *
find_direction (GHashTable *units, const char *id)
{
  RelaisRecord *unit = id != NULL ? g_hash_table_lookup (units, id) : NULL;

  for (guint depth = 0; unit != NULL && depth < MAX_DEPTH; depth++)
    {
      const char *parent = relais_record_get_string (unit, "parent");
      RelaisRecord *above = parent != NULL ? g_hash_table_lookup (units, parent) : NULL;
      if (g_strcmp0 (relais_record_get_string (unit, "type"), "directorate") == 0 || above == NULL)
        break;
      unit = above;
    }
  return unit;
}

static RelaisBalanceRow *
find_row (GHashTable *rows, GHashTable *units, const char *unit)
{
  RelaisRecord *direction = find_direction (units, unit);

  return direction != NULL ? g_hash_table_lookup (rows, relais_record_get_id (direction)) : NULL;
}

/* It only holds them together: their people are not its own. */
static gboolean
holds_directorates (GHashTable *units, RelaisRecord *top)
{
  GHashTableIter iter;
  gpointer value;

  if (g_strcmp0 (relais_record_get_string (top, "type"), "directorate") == 0)
    return FALSE;
  g_hash_table_iter_init (&iter, units);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      RelaisRecord *unit = value;
      if (g_strcmp0 (relais_record_get_string (unit, "type"), "directorate") != 0)
        continue;
      for (guint depth = 0; unit != NULL && unit != top && depth < MAX_DEPTH; depth++)
        {
          const char *parent = relais_record_get_string (unit, "parent");
          unit = parent != NULL ? g_hash_table_lookup (units, parent) : NULL;
        }
      if (unit == top)
        return TRUE;
    }
  return FALSE;
}

static void
add_headcounts (GHashTable *rows, GHashTable *units)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, units);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      RelaisRecord *direction = find_direction (units, relais_record_get_id (value));
      RelaisBalanceRow *row = g_hash_table_lookup (rows, relais_record_get_id (direction));
      gint64 own = relais_record_get_integer (direction, "headcount");
      if (holds_directorates (units, direction))
        continue;
      if (value == direction)
        row->headcount += (guint) own;
      else if (own == 0)
        row->headcount += (guint) relais_record_get_integer (value, "headcount");
    }
}

static void
expect (GPtrArray *rows)
{
  guint people = 0, subjects = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const RelaisBalanceRow *row = g_ptr_array_index (rows, i);
      people += row->headcount;
      subjects += row->subjects;
    }
  for (guint i = 0; i < rows->len && people > 0; i++)
    {
      RelaisBalanceRow *row = g_ptr_array_index (rows, i);
      row->expected = (double) subjects * row->headcount / people;
    }
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const RelaisBalanceRow *left = a, *right = b;
  double behind = left->subjects - left->expected, other = right->subjects - right->expected;

  if (behind != other)
    return behind < other ? -1 : 1;
  if (left->last != right->last)
    return left->last < right->last ? -1 : 1;
  return g_utf8_collate (left->name, right->name);
}

static void
count (RelaisBalanceRow *row, const RelaisBalanceSubject *subject, RelaisDay from)
{
  row->last = MAX (row->last, subject->last);
  row->subjects += subject->last != RELAIS_DAY_NONE && subject->last >= from;
  if (subject->next != RELAIS_DAY_NONE && (row->next == RELAIS_DAY_NONE || subject->next < row->next))
    row->next = subject->next;
  row->ideas += subject->last == RELAIS_DAY_NONE && subject->next == RELAIS_DAY_NONE;
}

/* A top that holds directorates together, and of which nothing is told, is nobody that one could have spoken of. */
static void
drop_holders (GPtrArray *rows, GHashTable *units)
{
  for (guint i = rows->len; i-- > 0;)
    {
      const RelaisBalanceRow *row = g_ptr_array_index (rows, i);
      if (row->last == RELAIS_DAY_NONE && row->next == RELAIS_DAY_NONE && row->ideas == 0
          && holds_directorates (units, g_hash_table_lookup (units, row->unit)))
        g_ptr_array_remove_index (rows, i);
    }
}

GPtrArray *
relais_balance_compute (GPtrArray *units, const RelaisBalanceSubject *subjects, guint n_subjects, RelaisDay from)
{
  GPtrArray *result = g_ptr_array_new_with_free_func (free_row);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal), rows = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < units->len; i++)
    if (!relais_record_get_boolean (g_ptr_array_index (units, i), "binned"))
      g_hash_table_insert (known, (gpointer) relais_record_get_id (g_ptr_array_index (units, i)), g_ptr_array_index (units, i));
  for (guint i = 0; i < units->len; i++)
    {
      RelaisRecord *unit = g_ptr_array_index (units, i), *direction = find_direction (known, relais_record_get_id (unit));
      if (direction == NULL || g_hash_table_contains (rows, relais_record_get_id (direction)))
        continue;
      RelaisBalanceRow *row = g_new0 (RelaisBalanceRow, 1);
      row->unit = g_strdup (relais_record_get_id (direction));
      row->name = relais_record_dup_title (direction);
      row->last = row->next = RELAIS_DAY_NONE;
      g_hash_table_insert (rows, row->unit, row);
      g_ptr_array_add (result, row);
    }
  add_headcounts (rows, known);
  for (guint i = 0; i < n_subjects; i++)
    {
      RelaisBalanceRow *row = find_row (rows, known, subjects[i].unit);
      if (row != NULL)
        count (row, &subjects[i], from);
    }
  drop_holders (result, known);
  expect (result);
  g_ptr_array_sort_values (result, compare_rows);
  return result;
}
