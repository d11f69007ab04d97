/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-report.h"
#include "relais-workspace.h"

G_BEGIN_DECLS

/* What the page knows of surveys, besides their records. */

/* When: "12 Oct – 30 Oct", "from 12 Oct", "until 30 Oct", "". (transfer full) */
char     *relais_survey_dup_dates  (RelaisRecord *survey, const char *today);
/* One line under the title: wave, dates, audience. (transfer full) */
char     *relais_survey_dup_about  (RelaisRecord *survey, const char *today);

/* The last report of a survey, as it came from the back end. */
typedef struct {
  RelaisReport *report;  /* owned, nullable: none was made yet */
  guint64       rev;     /* of its record: the same report again has the same */
} RelaisSurveyReport;
void      relais_survey_report_free (RelaisSurveyReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisSurveyReport, relais_survey_report_free)

/* For relais_store_run_async(): contents are up to 4 MB of JSON, which the main thread must not read. */
/* @data: id of the survey. Returns: a RelaisSurveyReport */
gpointer  relais_survey_load_report   (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error);
/* Returns: GHashTable (owned): id of a survey → number of answers + 1 */
gpointer  relais_survey_count_answers (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error);

G_END_DECLS
