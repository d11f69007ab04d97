/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-report-words.h"

#include <glib/gi18n.h>
#include <math.h>

static void
free_figure (gpointer data)
{
  RelaisKeyFigure *figure = data;

  g_free (figure->value);
  g_free (figure->caption);
  g_free (figure);
}

static GPtrArray *
new_figures (void)
{
  return g_ptr_array_new_with_free_func (free_figure);
}

/* Takes both. */
static void
add_figure (GPtrArray *figures, char *value, char *caption)
{
  RelaisKeyFigure *figure = g_new0 (RelaisKeyFigure, 1);

  figure->value = value;
  figure->caption = caption;
  g_ptr_array_add (figures, figure);
}

static void
add_count (GPtrArray *figures, guint answers)
{
  add_figure (figures, g_strdup_printf ("%'u", answers), g_strdup (ngettext ("answer", "answers", answers)));
}

/* @before: of the wave before; NAN when there is none. */
static void
add_difference (GPtrArray *figures, const RelaisReport *report, double now, double before, guint decimals)
{
  if (isnan (now) || isnan (before))
    return;
  add_figure (figures, relais_words_difference (now - before, decimals),
              /* Translators: a change since an earlier wave of the survey, whose name is given */
              report->previous_wave ? g_strdup_printf (_("since %s"), report->previous_wave) : g_strdup (_("since the wave before")));
}

static void
add_mean (GPtrArray *figures, const RelaisReport *report, const RelaisQuestionReport *question)
{
  const RelaisFigures *total = &question->total;

  if (isnan (total->mean))
    return;
  if (question->type == RELAIS_QUESTION_SCALE && question->n_labels > 0)
    add_figure (figures, relais_words_mean (total->mean),
                /* Translators: a mean of marks; the highest mark is given */
                g_strdup_printf (_("mean, out of %s"), question->labels[question->n_labels - 1]));
  else
    add_figure (figures, relais_words_mean (total->mean), g_strdup (_("mean")));
  if (!isnan (total->median))
    add_figure (figures, relais_words_median (total->median), g_strdup (_("median")));
  if (question->previous)
    add_difference (figures, report, total->mean, question->previous->mean, 1);
}

char *
relais_words_percent (double percent)
{
  return g_strdup_printf (_("%.0f %%"), percent);
}

char *
relais_words_mean (double mean)
{
  return g_strdup_printf ("%.1f", mean);
}

/* Of marks it is a whole number, or the half between two. */
char *
relais_words_median (double median)
{
  return fabs (median - round (median)) < 0.05 ? g_strdup_printf ("%.0f", median) : g_strdup_printf ("%.1f", median);
}

char *
relais_words_difference (double difference, guint decimals)
{
  double least = decimals > 0 ? 0.05 : 0.5;

  if (fabs (difference) < least)
    return g_strdup ("±0");
  /* U+2212: a minus sign is as wide as a plus sign */
  return g_strdup_printf ("%s%.*f", difference > 0 ? "+" : "−", (int) MIN (decimals, 1), fabs (difference));
}

char *
relais_words_answers (guint answers)
{
  return g_strdup_printf (ngettext ("%'u answer", "%'u answers", answers), answers);
}

char *
relais_words_hidden_units (guint units)
{
  return g_strdup_printf (ngettext ("%u directorate too small to be shown", "%u directorates too small to be shown", units), units);
}

char *
relais_words_hidden_groups (guint groups)
{
  return g_strdup_printf (ngettext ("%u group too small to be shown", "%u groups too small to be shown", groups), groups);
}

char *
relais_words_privacy (const RelaisReport *report)
{
  g_autofree char *rule = NULL;
  g_autofree char *units = NULL;
  g_autofree char *answers = NULL;

  g_return_val_if_fail (report != NULL, NULL);

  rule = g_strdup_printf (ngettext ("So that nobody can be recognised, results of fewer than %u answer are not shown.",
                                    "So that nobody can be recognised, results of fewer than %u answers are not shown.",
                                    report->smallest_group),
                          report->smallest_group);
  if (report->hidden_units == 0)
    return g_steal_pointer (&rule);
  answers = relais_words_answers (report->hidden_answers);
  /* Translators: %s is "7 answers" */
  units = g_strdup_printf (ngettext ("%u directorate (%s) counts in the totals only.",
                                     "%u directorates (%s together) count in the totals only.", report->hidden_units),
                           report->hidden_units, answers);
  return g_strdup_printf ("%s %s", rule, units);
}

char *
relais_words_question_note (const RelaisReport *report, const RelaisQuestionReport *question)
{
  g_autofree char *answers = NULL;

  g_return_val_if_fail (report != NULL && question != NULL, NULL);

  if (question->hidden && report->partial)
    return g_strdup (_("Not shown yet."));
  if (question->hidden)
    return g_strdup_printf (_("Not shown: fewer than %u people answered this question."), report->smallest_group);
  if (question->hidden_groups == 0)
    return NULL;
  answers = relais_words_answers (question->hidden_answers);
  /* Translators: %s is "7 answers" */
  return g_strdup_printf (ngettext ("%u group is too small to be shown: its %s count in the total only.",
                                    "%u groups are too small to be shown: their %s count in the total only.",
                                    question->hidden_groups),
                          question->hidden_groups, answers);
}

char *
relais_words_partial (const RelaisReport *report, gboolean is_open)
{
  g_return_val_if_fail (report != NULL, NULL);

  if (!report->partial)
    return NULL;
  if (is_open)
    return g_strdup (_("This survey is still open: only participation is shown. What people answered is shown when it is closed; before, "
                       "comparing two days could tell what one person answered."));
  return g_strdup (_("Few answers came since the results were last shown: only participation is shown, because the difference could tell "
                     "what those few people answered."));
}

GPtrArray *
relais_words_report_figures (const RelaisReport *report)
{
  GPtrArray *figures = new_figures ();

  g_return_val_if_fail (report != NULL, figures);

  add_count (figures, report->answers);
  if (report->headcount > 0)
    add_figure (figures, relais_words_percent (report->answers * 100.0 / report->headcount),
                g_strdup_printf (ngettext ("of %'u agent", "of %'u agents", report->headcount), report->headcount));
  add_figure (figures, g_strdup_printf ("%u", report->smallest_group), g_strdup (_("smallest group shown")));
  return figures;
}

GPtrArray *
relais_words_question_figures (const RelaisReport *report, const RelaisQuestionReport *question)
{
  GPtrArray *figures = new_figures ();

  g_return_val_if_fail (report != NULL && question != NULL, figures);

  if (question->hidden)
    return figures;
  if (question->type == RELAIS_QUESTION_NPS && !isnan (question->total.enps))
    {
      add_figure (figures, relais_words_difference (question->total.enps, 0), g_strdup (_("eNPS, from −100 to +100")));
      if (question->previous)
        add_difference (figures, report, question->total.enps, question->previous->enps, 0);
    }
  else
    add_mean (figures, report, question);
  add_count (figures, question->total.n);
  return figures;
}
