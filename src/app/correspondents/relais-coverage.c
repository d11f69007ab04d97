/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-coverage.h"

#include "relais-choice.h"
#include "relais-format.h"

#include <glib/gi18n.h>
#include <string.h>

static GPtrArray *
query_mandates (RelaisStore *store, const char *field, const char *ids)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("mandate"));

  relais_query_where (query, field, RELAIS_MATCH_ONE_OF, ids);
  relais_query_order (query, "starts", TRUE);

  return relais_store_query (store, query);
}

static gboolean
is_in_force (RelaisRecord *mandate, const char *today)
{
  const char *state = relais_record_get_string (mandate, "state");
  const char *ends = relais_record_get_string (mandate, "ends");

  if (g_strcmp0 (state, "active") != 0 && g_strcmp0 (state, "validated") != 0)
    return FALSE;
  return ends == NULL || strcmp (ends, today) >= 0;
}

static gboolean
is_deputy (RelaisRecord *mandate)
{
  return g_strcmp0 (relais_record_get_string (mandate, "function"), "deputy") == 0;
}

static int
compare_functions (gconstpointer a, gconstpointer b)
{
  return is_deputy (*(RelaisRecord **) a) - is_deputy (*(RelaisRecord **) b);
}

static GPtrArray *
keep_in_force (GPtrArray *mandates)
{
  char today[RELAIS_DAY_SIZE];

  relais_today (today);
  for (guint i = mandates->len; i > 0; i--)
    if (!is_in_force (g_ptr_array_index (mandates, i - 1), today))
      g_ptr_array_remove_index (mandates, i - 1);
  g_ptr_array_sort (mandates, compare_functions);

  return mandates;
}

GPtrArray *
relais_coverage_of_unit (RelaisStore *store, const char *unit_id)
{
  g_autoptr (RelaisQuery) below = relais_query_new (relais_kind_lookup ("unit"));
  g_autoptr (GPtrArray) units = NULL;
  g_autoptr (GString) ids = g_string_new (unit_id);

  g_return_val_if_fail (unit_id != NULL, NULL);

  relais_query_where (below, "parent", RELAIS_MATCH_EQUAL, unit_id);
  units = relais_store_query (store, below);
  for (guint i = 0; i < units->len; i++)
    g_string_append_printf (ids, "|%s", relais_record_get_id (g_ptr_array_index (units, i)));

  return keep_in_force (query_mandates (store, "unit", ids->str));
}

GPtrArray *
relais_coverage_of_person (RelaisStore *store, const char *person_id)
{
  return keep_in_force (query_mandates (store, "person", person_id));
}

GPtrArray *
relais_mandates_of_person (RelaisStore *store, const char *person_id)
{
  return query_mandates (store, "person", person_id);
}

char *
relais_coverage_dup_names (RelaisStore *store, GPtrArray *mandates)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < mandates->len; i++)
    {
      RelaisRecord *mandate = g_ptr_array_index (mandates, i);
      g_autofree char *name = relais_store_dup_title (store, "person", relais_record_get_string (mandate, "person"));

      if (names->len > 0)
        g_string_append (names, ", ");
      if (is_deputy (mandate))
        /* Translators: a person who is the deputy correspondent */
        g_string_append_printf (names, _("%s (deputy)"), name);
      else
        g_string_append (names, name);
    }

  return g_string_free (g_steal_pointer (&names), FALSE);
}

char *
relais_coverage_dup_units (RelaisStore *store, GPtrArray *mandates)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < mandates->len; i++)
    {
      RelaisRecord *mandate = g_ptr_array_index (mandates, i);
      g_autofree char *unit = relais_store_dup_title (store, "unit", relais_record_get_string (mandate, "unit"));
      const char *function = relais_choice_label (relais_record_get_kind (mandate), "function",
                                                  relais_record_get_string (mandate, "function"));

      if (text->len > 0)
        g_string_append (text, " · ");
      /* Translators: function (holder, deputy), then the unit that the person covers */
      g_string_append_printf (text, _("%s, %s"), function, unit);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
keep_later (char **day, const char *other)
{
  if (other != NULL && g_strcmp0 (other, *day) > 0)
    g_set_str (day, other);
}

/* The day of the meeting or training behind an attendance; NULL when it is gone. */
static char *
dup_day_of (RelaisStore *store, RelaisRecord *attendance, const char *kind)
{
  const char *id = relais_record_get_string (attendance, kind);
  g_autoptr (RelaisRecord) record = id != NULL ? relais_store_lookup (store, kind, id) : NULL;

  return record != NULL ? g_strdup (relais_record_get_string (record, "on")) : NULL;
}

char *
relais_coverage_dup_last_seen (RelaisStore *store, const char *person_id)
{
  g_autoptr (RelaisQuery) contacts = relais_query_new (relais_kind_lookup ("contact_log"));
  g_autoptr (RelaisQuery) attendances = relais_query_new (relais_kind_lookup ("attendance"));
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) present = NULL;
  char *day = NULL;

  relais_query_where (contacts, "person", RELAIS_MATCH_EQUAL, person_id);
  relais_query_limit (relais_query_order (contacts, "on", TRUE), 1);
  found = relais_store_query (store, contacts);
  if (found->len > 0)
    keep_later (&day, relais_record_get_string (g_ptr_array_index (found, 0), "on"));

  relais_query_where (attendances, "person", RELAIS_MATCH_EQUAL, person_id);
  relais_query_where (attendances, "presence", RELAIS_MATCH_EQUAL, "present");
  present = relais_store_query (store, attendances);
  for (guint i = 0; i < present->len; i++)
    {
      g_autofree char *gathering = dup_day_of (store, g_ptr_array_index (present, i), "gathering");
      g_autofree char *training = dup_day_of (store, g_ptr_array_index (present, i), "training");

      keep_later (&day, gathering);
      keep_later (&day, training);
    }

  return day;
}

/* Ids of the units that a mandate in force names. */
static GHashTable *
collect_covered (GPtrArray *mandates)
{
  GHashTable *covered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char today[RELAIS_DAY_SIZE];

  relais_today (today);
  for (guint i = 0; i < mandates->len; i++)
    {
      RelaisRecord *mandate = g_ptr_array_index (mandates, i);

      if (is_in_force (mandate, today))
        g_hash_table_add (covered, g_strdup (relais_record_get_string (mandate, "unit")));
    }

  return covered;
}

gpointer
relais_coverage_count (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  g_autoptr (RelaisQuery) all_units = relais_query_new (relais_kind_lookup ("unit"));
  g_autoptr (RelaisQuery) all_mandates = relais_query_new (relais_kind_lookup ("mandate"));
  g_autoptr (GPtrArray) units = relais_workspace_query (workspace, all_units, error);
  g_autoptr (GPtrArray) mandates = units ? relais_workspace_query (workspace, all_mandates, error) : NULL;
  g_autoptr (GHashTable) covered = NULL;
  RelaisCoverageCount *count;

  if (mandates == NULL)
    return NULL;
  covered = collect_covered (mandates);
  /* who covers a service covers its directorate */
  for (guint i = 0; i < units->len; i++)
    {
      RelaisRecord *unit = g_ptr_array_index (units, i);
      const char *parent = relais_record_get_string (unit, "parent");

      if (parent && g_hash_table_contains (covered, relais_record_get_id (unit)))
        g_hash_table_add (covered, g_strdup (parent));
    }
  count = g_new0 (RelaisCoverageCount, 1);
  for (guint i = 0; i < units->len; i++)
    {
      RelaisRecord *unit = g_ptr_array_index (units, i);

      if (g_strcmp0 (relais_record_get_string (unit, "type"), "directorate") != 0)
        continue;
      count->directorates++;
      count->uncovered += !g_hash_table_contains (covered, relais_record_get_id (unit));
    }

  return count;
}
