/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The report as a value: made by relais-report-compute.c or relais-report-json.c, then never changed. */

#include "relais-report-private.h"

#include <math.h>


static void
free_group_figures (gpointer data)
{
  RelaisGroupFigures *group = data;

  g_free (group->id);
  g_free (group->name);
  g_free (group->figures.counts);
  g_free (group);
}

static void
free_question_report (gpointer data)
{
  RelaisQuestionReport *question = data;

  g_free (question->id);
  g_free (question->text);
  g_strfreev (question->labels);
  g_free (question->total.counts);
  if (question->previous)
    g_free (question->previous->counts);
  g_free (question->previous);
  g_ptr_array_unref (question->groups);
  g_strfreev (question->comments);
  g_free (question);
}

static void
free_participation (gpointer data)
{
  RelaisParticipation *participation = data;

  g_free (participation->id);
  g_free (participation->name);
  g_free (participation);
}

RelaisQuestionReport *
relais_question_report_new (void)
{
  RelaisQuestionReport *question = g_new0 (RelaisQuestionReport, 1);

  question->labels = g_new0 (char *, 1);
  question->comments = g_new0 (char *, 1);
  question->groups = g_ptr_array_new_with_free_func (free_group_figures);
  question->total = RELAIS_NO_FIGURES;
  return question;
}

RelaisReport *
relais_report_alloc (void)
{
  RelaisReport *report = g_new0 (RelaisReport, 1);

  g_atomic_ref_count_init (&report->ref_count);
  report->questions = g_ptr_array_new_with_free_func (free_question_report);
  report->participation = g_ptr_array_new_with_free_func (free_participation);
  return report;
}

RelaisReport *
relais_report_ref (RelaisReport *report)
{
  g_atomic_ref_count_inc (&report->ref_count);
  return report;
}

void
relais_report_unref (RelaisReport *report)
{
  if (!g_atomic_ref_count_dec (&report->ref_count))
    return;
  g_ptr_array_unref (report->questions);
  g_ptr_array_unref (report->participation);
  g_free (report->previous_wave);
  g_free (report);
}

double
relais_figures_get_percent (const RelaisFigures *figures, guint label)
{
  return figures->n && figures->counts ? figures->counts[label] * 100.0 / figures->n : 0;
}

double
relais_participation_get_percent (const RelaisParticipation *participation)
{
  return participation->headcount ? participation->answers * 100.0 / participation->headcount : NAN;
}
