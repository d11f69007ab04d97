/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-report.h"

G_BEGIN_DECLS

/* Figures of a report as a person reads them. All (transfer full). */

char *relais_words_percent      (double percent);
char *relais_words_mean         (double mean);
char *relais_words_median       (double median);
/* With its sign, so that it is not taken for a mark. An eNPS is one too. */
char *relais_words_difference   (double difference, guint decimals);
char *relais_words_answers      (guint answers);
/* "3 directorates too small to be shown" */
char *relais_words_hidden_units (guint units);
/* "2 groups too small to be shown" */
char *relais_words_hidden_groups (guint groups);

/* What is not shown of the report, and why, as sentences. Never NULL. */
char *relais_words_privacy      (const RelaisReport *report);
/* What is not shown of this question, and why; NULL when everything is. */
char *relais_words_question_note (const RelaisReport *report, const RelaisQuestionReport *question);

/* Why only participation is shown of a report that is partial; NULL for others. @is_open: the survey is */
char *relais_words_partial      (const RelaisReport *report, gboolean is_open);

/* A figure that stands for itself beside its name. */
typedef struct {
  char *value;    /* owned: "3.4", "+12" */
  char *caption;  /* owned: "mean, out of 5" */
} RelaisKeyFigure;

/* (transfer full) (element-type RelaisKeyFigure): answers, participation, smallest group shown */
GPtrArray *relais_words_report_figures   (const RelaisReport *report);
/* (transfer full) (element-type RelaisKeyFigure): answers; mean, median, eNPS where there are, and what changed since the wave before */
GPtrArray *relais_words_question_figures (const RelaisReport *report, const RelaisQuestionReport *question);

G_END_DECLS
