/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Groups of answers from the organisation: directions, with the services below them. */

#include "relais-answers-private.h"

#include <string.h>

typedef struct {
  RelaisRecord *record;  /* lent */
  char         *key;     /* owned: collation key of the name */
} SortedUnit;

static void
free_sorted_unit (gpointer data)
{
  SortedUnit *unit = data;

  g_free (unit->key);
  g_free (unit);
}

static int
compare_units (gconstpointer a, gconstpointer b)
{
  const SortedUnit *left = *(SortedUnit * const *) a;
  const SortedUnit *right = *(SortedUnit * const *) b;
  int order = strcmp (left->key, right->key);

  return order ? order : strcmp (relais_record_get_id (left->record), relais_record_get_id (right->record));
}

/* The direction that @unit is or is part of; NULL when it is part of none. The tree may be damaged: never more steps than units. */
static RelaisRecord *
find_directorate (GHashTable *by_id, RelaisRecord *unit)
{
  guint steps = g_hash_table_size (by_id);

  while (unit && steps-- > 0)
    {
      const char *parent;

      if (g_strcmp0 (relais_record_get_string (unit, "type"), "directorate") == 0)
        return unit;
      parent = relais_record_get_string (unit, "parent");
      unit = parent ? g_hash_table_lookup (by_id, parent) : NULL;
    }
  return NULL;
}

/* The group of a file that is called like @unit, or 0. */
static guint
find_group_called (GHashTable *by_name, RelaisRecord *unit)
{
  const char *names[] = { relais_record_get_string (unit, "name"), relais_record_get_string (unit, "short_name") };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *folded = names[i] ? relais_survey_fold (names[i]) : NULL;
      guint group = folded ? GPOINTER_TO_UINT (g_hash_table_lookup (by_name, folded)) : 0;
      if (group)
        return group;
    }
  return 0;
}

static void
add_directorate (RelaisAnswers *answers, GHashTable *by_name, RelaisRecord *unit)
{
  guint group = find_group_called (by_name, unit);

  if (group)
    {
      RelaisGroup *known = &g_array_index (answers->groups, RelaisGroup, group - 1);
      if (known->id)
        return;
      known->id = g_strdup (relais_record_get_id (unit));
      known->headcount = relais_record_get_integer (unit, "headcount");
      relais_answers_add_alias (answers, known->id, group);
    }
  else if (answers->groups->len < RELAIS_ANSWERS_MAX_GROUPS)
    relais_answers_add_group (answers, relais_record_get_id (unit), relais_record_get_string (unit, "name"),
                              relais_record_get_integer (unit, "headcount"));
}

char *
relais_survey_fold (const char *text)
{
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree char *lower = g_utf8_casefold (decomposed ? decomposed : "", -1);
  GString *folded = g_string_new (NULL);

  for (const char *p = lower; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (g_unichar_isalnum (c))
        g_string_append_unichar (folded, c);
      else if (!g_unichar_ismark (c) && folded->len && folded->str[folded->len - 1] != ' ')
        g_string_append_c (folded, ' ');
    }
  if (folded->len && folded->str[folded->len - 1] == ' ')
    g_string_truncate (folded, folded->len - 1);
  return g_string_free (folded, FALSE);
}

void
relais_answers_add_units (RelaisAnswers *answers, GPtrArray *units)
{
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) directorates = g_ptr_array_new_with_free_func (free_sorted_unit);

  for (guint i = 0; i < answers->groups->len; i++)
    g_hash_table_insert (by_name, relais_survey_fold (g_array_index (answers->groups, RelaisGroup, i).name),
                         GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < units->len; i++)
    {
      RelaisRecord *unit = g_ptr_array_index (units, i);
      if (relais_record_get_boolean (unit, "binned"))
        continue;
      g_hash_table_insert (by_id, (gpointer) relais_record_get_id (unit), unit);
      if (g_strcmp0 (relais_record_get_string (unit, "type"), "directorate") == 0)
        {
          SortedUnit *sorted = g_new0 (SortedUnit, 1);
          sorted->record = unit;
          sorted->key = relais_survey_fold (relais_record_get_string (unit, "name"));
          g_ptr_array_add (directorates, sorted);
        }
    }
  g_ptr_array_sort (directorates, compare_units);
  for (guint i = 0; i < directorates->len; i++)
    add_directorate (answers, by_name, ((SortedUnit *) g_ptr_array_index (directorates, i))->record);

  for (guint i = 0; i < units->len; i++)
    {
      RelaisRecord *unit = g_ptr_array_index (units, i);
      RelaisRecord *directorate = relais_record_get_boolean (unit, "binned") ? NULL : find_directorate (by_id, unit);
      guint group = directorate ? GPOINTER_TO_UINT (g_hash_table_lookup (answers->group_index,
                                                                         relais_record_get_id (directorate))) : 0;
      if (group)
        relais_answers_add_alias (answers, relais_record_get_id (unit), group);
    }
}

void
relais_answers_forget_headcounts (RelaisAnswers *answers)
{
  for (guint i = 0; i < answers->groups->len; i++)
    g_array_index (answers->groups, RelaisGroup, i).headcount = 0;
}
