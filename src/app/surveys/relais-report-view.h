/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-report.h"

G_BEGIN_DECLS

/* RelaisReportView: a report to be read from top to bottom. Cards are built a few at a time, so that a long questionnaire never holds up
 * a frame. */
#define RELAIS_TYPE_REPORT_VIEW (relais_report_view_get_type ())
G_DECLARE_FINAL_TYPE (RelaisReportView, relais_report_view, RELAIS, REPORT_VIEW, AdwBin)

/* @about: one line under the title */
void relais_report_view_set_heading (RelaisReportView *self, const char *title, const char *about);
/* @icon, @notice: (nullable): what must be known of this report first */
void relais_report_view_set_report  (RelaisReportView *self, RelaisReport *report, const char *icon, const char *notice);

G_END_DECLS
