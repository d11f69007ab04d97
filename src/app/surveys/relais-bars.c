/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-bars.h"

#include "relais-report-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* A longer name of a wave would leave no room for the bars. */
#define WAVE_CHARS 16

enum { PROMOTERS, PASSIVES, DETRACTORS };

static void
free_bar (gpointer data)
{
  RelaisBar *bar = data;

  g_free (bar->label);
  g_free (bar->value);
  g_free (bar->before);
  g_free (bar);
}

static RelaisBar *
add_bar (GPtrArray *bars, const char *label)
{
  RelaisBar *bar = g_new0 (RelaisBar, 1);

  bar->label = g_strdup (label);
  bar->share = NAN;
  bar->share_before = NAN;
  g_ptr_array_add (bars, bar);
  return bar;
}

static double
share_of (guint count, guint n)
{
  return n > 0 ? (double) count / n : 0;
}

static void
set_count (RelaisBar *bar, guint count, guint n)
{
  g_autofree char *percent = NULL;

  bar->share = share_of (count, n);
  percent = relais_words_percent (bar->share * 100);
  /* Translators: a bar of a chart: percentage and number of answers */
  bar->value = g_strdup_printf (_("%s · %'u"), percent, count);
}

static void
set_before (RelaisBar *bar, guint count, guint n, const char *wave)
{
  g_autofree char *percent = NULL;

  bar->share_before = share_of (count, n);
  percent = relais_words_percent (bar->share_before * 100);
  if (wave != NULL && g_utf8_strlen (wave, -1) <= WAVE_CHARS)
    /* Translators: name of an earlier wave of a survey, and the percentage then */
    bar->before = g_strdup_printf (_("%s: %s"), wave, percent);
  else
    bar->before = g_strdup_printf (_("Before: %s"), percent);
}

static void
add_nps (GPtrArray *bars, const guint parts[3], const RelaisQuestionReport *question, const char *wave)
{
  static const char * const names[] = { N_("Promoters (9–10)"), N_("Passives (7–8)"), N_("Detractors (0–6)") };
  static const RelaisBarTone tones[] = { RELAIS_BAR_GOOD, RELAIS_BAR_NEUTRAL, RELAIS_BAR_BAD };
  guint before[3];
  gboolean compared = question->previous && relais_figures_split_nps (question->previous, question->n_labels, before);

  for (guint i = 0; i < 3; i++)
    {
      RelaisBar *bar = add_bar (bars, _(names[i]));

      bar->tone = tones[i];
      set_count (bar, parts[i], question->total.n);
      if (compared)
        set_before (bar, before[i], question->previous->n, wave);
    }
}

static int
compare_shares (gconstpointer a, gconstpointer b)
{
  const RelaisBar *left = *(const RelaisBar * const *) a, *right = *(const RelaisBar * const *) b;

  if (left->share != right->share)
    return left->share > right->share ? -1 : 1;
  return g_utf8_collate (left->label, right->label);
}

static guint
find_most (const RelaisReport *report)
{
  guint most = 1;

  for (guint i = 0; i < report->participation->len; i++)
    {
      const RelaisParticipation *row = g_ptr_array_index (report->participation, i);
      if (!row->hidden)
        most = MAX (most, row->answers);
    }
  return most;
}

/* Without a headcount there is no percentage: the bar then compares answers with the direction that gave most. */
static void
set_participation (RelaisBar *bar, const RelaisParticipation *row, guint most)
{
  double percent = relais_participation_get_percent (row);
  g_autofree char *written = NULL;

  if (isnan (percent))
    {
      bar->share = share_of (row->answers, most);
      bar->value = relais_words_answers (row->answers);
      return;
    }
  written = relais_words_percent (percent);
  bar->share = MIN (percent / 100, 1);
  /* Translators: participation of a directorate: percentage, answers, headcount */
  bar->value = g_strdup_printf (_("%s · %'u of %'u"), written, row->answers, row->headcount);
}

gboolean
relais_figures_split_nps (const RelaisFigures *figures, guint n_labels, guint parts[3])
{
  if (n_labels != 11 || figures->counts == NULL)
    return FALSE;
  parts[PROMOTERS] = figures->counts[9] + figures->counts[10];
  parts[PASSIVES] = figures->counts[7] + figures->counts[8];
  parts[DETRACTORS] = 0;
  for (guint mark = 0; mark <= 6; mark++)
    parts[DETRACTORS] += figures->counts[mark];
  return TRUE;
}

GPtrArray *
relais_bars_of_question (const RelaisQuestionReport *question, const char *previous_wave)
{
  GPtrArray *bars = g_ptr_array_new_with_free_func (free_bar);
  guint parts[3];

  g_return_val_if_fail (question != NULL, bars);

  if (question->hidden || question->total.counts == NULL)
    return bars;
  if (question->type == RELAIS_QUESTION_NPS && relais_figures_split_nps (&question->total, question->n_labels, parts))
    {
      add_nps (bars, parts, question, previous_wave);
      return bars;
    }
  for (guint i = 0; i < question->n_labels; i++)
    {
      RelaisBar *bar = add_bar (bars, question->labels[i]);

      set_count (bar, question->total.counts[i], question->total.n);
      if (question->previous && question->previous->counts)
        set_before (bar, question->previous->counts[i], question->previous->n, previous_wave);
    }
  return bars;
}

GPtrArray *
relais_bars_of_participation (const RelaisReport *report)
{
  GPtrArray *bars = g_ptr_array_new_with_free_func (free_bar);
  const RelaisParticipation *unstated = NULL;
  guint most;

  g_return_val_if_fail (report != NULL, bars);

  most = find_most (report);
  for (guint i = 0; i < report->participation->len; i++)
    {
      const RelaisParticipation *row = g_ptr_array_index (report->participation, i);

      if (row->hidden)
        continue;
      if (row->name == NULL)
        unstated = row;
      else
        set_participation (add_bar (bars, row->name), row, most);
    }
  g_ptr_array_sort (bars, compare_shares);
  if (unstated)
    add_bar (bars, _("Directorate not stated"))->value = relais_words_answers (unstated->answers);
  if (report->hidden_units > 0)
    {
      g_autofree char *label = relais_words_hidden_units (report->hidden_units);
      add_bar (bars, label)->value = relais_words_answers (report->hidden_answers);
    }
  return bars;
}

char *
relais_bars_describe (GPtrArray *bars)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < bars->len; i++)
    {
      const RelaisBar *bar = g_ptr_array_index (bars, i);

      g_string_append_printf (text, "%s%s: %s", i > 0 ? "; " : "", bar->label, bar->value);
      if (bar->before)
        g_string_append_printf (text, " (%s)", bar->before);
    }
  return g_string_free (text, FALSE);
}
