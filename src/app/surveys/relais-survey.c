/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-survey.h"

#include "relais-choice.h"
#include "relais-format.h"
#include "relais-json.h"

#include <glib/gi18n.h>

static RelaisReport *
read_report (RelaisRecord *record, GError **error)
{
  GVariant *content = relais_record_get (record, "content");
  g_autoptr (JsonNode) node = NULL;

  if (content == NULL)
    {
      g_set_error (error, RELAIS_SURVEY_ERROR, RELAIS_SURVEY_ERROR_REPORT, _("The report is empty."));
      return NULL;
    }
  node = relais_json_parse (g_variant_get_string (content, NULL), -1, G_MAXSIZE, error);
  return node ? relais_report_from_json (node, error) : NULL;
}

char *
relais_survey_dup_dates (RelaisRecord *survey, const char *today)
{
  g_autofree char *opens = relais_format_day_short (relais_record_get_string (survey, "opens"), today);
  g_autofree char *closes = relais_format_day_short (relais_record_get_string (survey, "closes"), today);

  if (*opens && *closes)
    /* Translators: two days */
    return g_strdup_printf (_("%s – %s"), opens, closes);
  if (*opens)
    /* Translators: a day */
    return g_strdup_printf (_("from %s"), opens);
  if (*closes)
    /* Translators: a day */
    return g_strdup_printf (_("until %s"), closes);
  return g_strdup ("");
}

char *
relais_survey_dup_about (RelaisRecord *survey, const char *today)
{
  const RelaisKind *kind = relais_record_get_kind (survey);
  const char *wave = relais_record_get_string (survey, "wave");
  const char *audience = relais_record_get_string (survey, "audience");
  g_autofree char *dates = relais_survey_dup_dates (survey, today);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;

  if (wave)
    g_strv_builder_add (builder, wave);
  if (*dates)
    g_strv_builder_add (builder, dates);
  if (audience)
    g_strv_builder_add (builder, relais_choice_label (kind, "audience", audience));
  parts = g_strv_builder_end (builder);
  return g_strjoinv (" · ", parts);
}

void
relais_survey_report_free (RelaisSurveyReport *report)
{
  g_clear_pointer (&report->report, relais_report_unref);
  g_free (report);
}

gpointer
relais_survey_load_report (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("report"));
  g_autoptr (RelaisSurveyReport) result = g_new0 (RelaisSurveyReport, 1);
  g_autoptr (GPtrArray) records = NULL;

  relais_query_where (query, "survey", RELAIS_MATCH_EQUAL, data);
  relais_query_limit (relais_query_order (query, "computed_at", TRUE), 1);
  records = relais_workspace_query (workspace, query, error);
  if (records == NULL)
    return NULL;
  if (records->len > 0)
    {
      RelaisRecord *record = g_ptr_array_index (records, 0);

      result->rev = relais_record_get_rev (record);
      result->report = read_report (record, error);
      if (result->report == NULL)
        return NULL;
    }
  return g_steal_pointer (&result);
}

gpointer
relais_survey_count_answers (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  g_autoptr (RelaisQuery) query = relais_query_order (relais_query_new (relais_kind_lookup ("report")), "computed_at", FALSE);
  g_autoptr (GPtrArray) records = relais_workspace_query (workspace, query, error);
  GHashTable *counts;

  if (records == NULL)
    return NULL;
  counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (records, i);

      g_hash_table_insert (counts, g_strdup (relais_record_get_string (record, "survey")),
                           GUINT_TO_POINTER (relais_record_get_integer (record, "answers") + 1));
    }
  return counts;
}
