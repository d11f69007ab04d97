/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-print"

#include "relais-plan-file.h"

#include "relais-export-records.h"
#include "relais-plan-feed.h"

#include <glib/gi18n-lib.h>

static const char * const names[] = {
  [RELAIS_PLAN_FILE_ICS] = "ics", [RELAIS_PLAN_FILE_CSV] = "csv", [RELAIS_PLAN_FILE_XLSX] = "xlsx", [RELAIS_PLAN_FILE_PDF] = "pdf",
};

/* In every status: a calendar that has an entry already learns from it that it is cancelled. */
static RelaisQuery *
build_query (const RelaisPlanSheetRequest *request)
{
  g_autoptr (RelaisPlanFilter) filter = request->filter != NULL ? relais_plan_filter_copy (request->filter) : relais_plan_filter_new ();
  const RelaisKind *kind = relais_kind_lookup ("placement");
  char first[RELAIS_DAY_SIZE], last[RELAIS_DAY_SIZE];
  RelaisQuery *query;

  relais_plan_filter_choose (filter, RELAIS_PLAN_STATE, kind->fields[relais_kind_field (kind, "state")].choices);
  query = relais_query_include_bin (relais_plan_filter_build (filter), FALSE);
  relais_day_print (request->first, first);
  relais_day_print (request->last, last);
  if (request->first != RELAIS_DAY_NONE)
    relais_query_where (query, "planned", RELAIS_MATCH_AT_LEAST, first);
  if (request->last != RELAIS_DAY_NONE)
    relais_query_where (query, "planned", RELAIS_MATCH_AT_MOST, last);
  return relais_query_order (query, "planned", FALSE);
}

static GBytes *
make_calendar (RelaisWorkspace              *workspace,
               const RelaisPlanSheetRequest *request,
               GError                      **error)
{
  g_autoptr (RelaisQuery) query = build_query (request);
  g_autoptr (GPtrArray) placements = relais_workspace_query (workspace, query, error);
  RelaisExportRecords records;
  const RelaisExportSource source = relais_export_records (&records, workspace, placements);

  return placements != NULL ? relais_plan_feed_write (&source, _("Editorial plan")) : NULL;
}

const char *
relais_plan_format_to_string (RelaisPlanFormat format)
{
  return names[format];
}

gboolean
relais_plan_format_from_string (const char       *name,
                                RelaisPlanFormat *format)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_strcmp0 (names[i], name) == 0) {
      *format = (RelaisPlanFormat) i;
      return TRUE;
    }
  }
  return FALSE;
}

GBytes *
relais_plan_file_make (RelaisWorkspace              *workspace,
                       const RelaisPlanSheetRequest *request,
                       RelaisPlanFormat              format,
                       const RelaisPaper            *paper,
                       GError                      **error)
{
  g_autoptr (RelaisSheet) sheet = NULL;

  if (format == RELAIS_PLAN_FILE_ICS)
    return make_calendar (workspace, request, error);
  sheet = relais_plan_sheet_new (workspace, request, error);
  if (sheet == NULL)
    return NULL;
  if (format == RELAIS_PLAN_FILE_CSV)
    return relais_sheet_write_csv (sheet);
  if (format == RELAIS_PLAN_FILE_XLSX)
    return relais_sheet_write_xlsx (sheet, error);
  return relais_print_pdf (sheet, paper != NULL ? *paper : relais_paper_suggest (sheet));
}
