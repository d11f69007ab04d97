/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-unit-told.h"

#include "relais-balance-words.h"
#include "relais-format.h"
#include "relais-plan-filter.h"
#include "relais-plan-reader.h"

#include <glib/gi18n.h>

#define MONTHS       12
#define MOST_TOLD    6
#define MOST_COMING  3
/* Placements that are looked through for so many subjects. */
#define MOST_READ    60

static void
free_subject (gpointer data)
{
  RelaisToldSubject *subject = data;

  g_free (subject->id);
  g_free (subject->title);
  g_free (subject->channel);
  g_free (subject);
}

static char *
dup_title (RelaisWorkspace *workspace, const char *kind, const char *id)
{
  g_autoptr (RelaisRecord) record = id != NULL ? relais_workspace_lookup (workspace, kind, id) : NULL;

  return record != NULL ? relais_record_dup_title (record) : g_strdup ("");
}

/* Each subject once, where it was told last or comes next. */
static GPtrArray *
collect (RelaisWorkspace *workspace, GPtrArray *placements, guint most)
{
  GPtrArray *subjects = g_ptr_array_new_with_free_func (free_subject);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < placements->len && subjects->len < most; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (placements, i);
      const char *id = relais_record_get_string (placement, "subject"), *day = relais_record_get_string (placement, "planned");
      if (id == NULL || day == NULL || !g_hash_table_add (known, (gpointer) id))
        continue;
      RelaisToldSubject *subject = g_new0 (RelaisToldSubject, 1);
      subject->id = g_strdup (id);
      subject->title = dup_title (workspace, "subject", id);
      subject->channel = dup_title (workspace, "channel", relais_record_get_string (placement, "channel"));
      g_strlcpy (subject->day, day, sizeof subject->day);
      g_ptr_array_add (subjects, subject);
    }
  return subjects;
}

static GPtrArray *
read_subjects (RelaisWorkspace *workspace, const char *unit, RelaisDay today, gboolean coming, GError **error)
{
  static const char * const told[] = { "accepted", "writing", "review", "approved", "scheduled", "published", "archived", NULL };
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();
  g_autofree char *day = relais_day_to_string (coming ? today + 1 : today);
  const char *units[] = { unit, NULL };

  relais_plan_filter_choose (filter, RELAIS_PLAN_UNIT, units);
  if (!coming)
    relais_plan_filter_choose (filter, RELAIS_PLAN_STATE, told);
  g_autoptr (RelaisQuery) query = relais_plan_filter_build (filter);
  relais_query_where (query, "planned", coming ? RELAIS_MATCH_AT_LEAST : RELAIS_MATCH_AT_MOST, day);
  relais_query_limit (relais_query_order (query, "planned", !coming), MOST_READ);
  g_autoptr (GPtrArray) placements = relais_workspace_query (workspace, query, error);
  return placements != NULL ? collect (workspace, placements, coming ? MOST_COMING : MOST_TOLD) : NULL;
}

/* NULL for what is no direction, and without @error. */
static char *
read_summary (RelaisWorkspace *workspace, const char *unit, RelaisDay today, GError **error)
{
  g_autoptr (RelaisPlanFilter) everything = relais_plan_filter_new ();
  g_autoptr (GPtrArray) rows = relais_plan_reader_balance (workspace, everything, relais_day_add_months (today, -MONTHS) + 1, today, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const RelaisBalanceRow *row = g_ptr_array_index (rows, i);
      if (!g_str_equal (row->unit, unit))
        continue;
      g_autofree char *more = relais_balance_describe (row);
      /* Translators: "5 subjects in 12 months · 412 agents, worth 6 subjects · last on 3 November" */
      return g_strdup_printf (ngettext ("%u subject in 12 months · %s", "%u subjects in 12 months · %s", row->subjects), row->subjects, more);
    }
  return NULL;
}

static gpointer
read_told (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  g_autoptr (RelaisUnitTold) told = g_new0 (RelaisUnitTold, 1);
  RelaisDay today = relais_day_parse (((const char **) data)[1]);
  const char *unit = ((const char **) data)[0];
  GError *failure = NULL;

  told->summary = read_summary (workspace, unit, today, &failure);
  told->told = failure == NULL ? read_subjects (workspace, unit, today, FALSE, &failure) : NULL;
  told->coming = failure == NULL ? read_subjects (workspace, unit, today, TRUE, &failure) : NULL;
  if (failure == NULL)
    return g_steal_pointer (&told);
  g_propagate_error (error, failure);
  return NULL;
}

void
relais_unit_told_free (RelaisUnitTold *told)
{
  g_free (told->summary);
  g_clear_pointer (&told->told, g_ptr_array_unref);
  g_clear_pointer (&told->coming, g_ptr_array_unref);
  g_free (told);
}

void
relais_unit_told_read_async (RelaisStore *store, const char *unit, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GStrvBuilder) asked = g_strv_builder_new ();

  g_strv_builder_add (asked, unit);
  g_strv_builder_take (asked, relais_day_to_string (relais_day_today ()));
  relais_store_run_async (store, read_told, g_strv_builder_end (asked), (GDestroyNotify) g_strfreev, (GDestroyNotify) relais_unit_told_free,
                          cancellable, callback, user_data);
}

RelaisUnitTold *
relais_unit_told_read_finish (RelaisStore *store, GAsyncResult *result, GError **error)
{
  return relais_store_run_finish (store, result, error);
}
