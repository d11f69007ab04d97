/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-sheet.h"
#include "relais-print.h"

G_BEGIN_DECLS

/* What a view of the plan shows, as a file: the application saves it, `relaisctl export plan` writes it. */

typedef enum {
  RELAIS_PLAN_FILE_ICS,    /* the placements of the period as calendar entries, cancelled ones said to be so */
  RELAIS_PLAN_FILE_CSV,
  RELAIS_PLAN_FILE_XLSX,
  RELAIS_PLAN_FILE_PDF,
} RelaisPlanFormat;

/* "ics", "csv", "xlsx", "pdf" */
const char *relais_plan_format_to_string   (RelaisPlanFormat format);
gboolean    relais_plan_format_from_string (const char *name, RelaisPlanFormat *format);

/**
 * relais_plan_file_make:
 * @paper: (nullable): for PDF; %NULL: as suits the sheet
 *
 * As relais_plan_sheet_new(); for the store's thread. Returns: (transfer full) (nullable)
 */
GBytes     *relais_plan_file_make (RelaisWorkspace *workspace, const RelaisPlanSheetRequest *request, RelaisPlanFormat format,
                                   const RelaisPaper *paper, GError **error);

G_END_DECLS
