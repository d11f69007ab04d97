/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-report.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* The whole report as a table, which holds nothing that the screen does not show. */

/* For a file: `;`, with byte order mark, safe to open in a spreadsheet. (transfer full) */
GBytes *relais_report_export_csv  (const RelaisReport *report);
/* For the clipboard: cells separated by tabs, which every spreadsheet takes as cells. (transfer full) */
char   *relais_report_export_tabs (const RelaisReport *report);

/* @title: of the survey, or the name of the file of answers */
void    relais_report_export_save (const RelaisReport *report, const char *title, RelaisSession *session, GtkWidget *parent);
void    relais_report_export_copy (const RelaisReport *report, RelaisSession *session, GtkWidget *parent);

G_END_DECLS
