/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Workbooks, where this Relais was built without libxlsxwriter. */

#define G_LOG_DOMAIN "relais-exchange"

#include "relais-sheet.h"

#include "relais-table.h"

#include <glib/gi18n-lib.h>

gboolean
relais_sheet_has_xlsx (void)
{
  return FALSE;
}

GBytes *
relais_sheet_write_xlsx (const RelaisSheet  *sheet,
                         GError            **error)
{
  g_set_error_literal (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_FORMAT,
                       _("This Relais was built without workbooks; a table (CSV) opens in every spreadsheet."));
  return NULL;
}
