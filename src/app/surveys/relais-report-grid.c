/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-report-grid.h"

#include "relais-bars.h"
#include "relais-report-words.h"

#include <glib/gi18n.h>
#include <math.h>

static GPtrArray *
new_grid (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
}

static char *
dup_count (guint count)
{
  return g_strdup_printf ("%'u", count);
}

static gboolean
is_nps (const RelaisQuestionReport *question)
{
  guint parts[3];

  return question->type == RELAIS_QUESTION_NPS && relais_figures_split_nps (&question->total, question->n_labels, parts);
}

static gboolean
has_mean (const RelaisQuestionReport *question)
{
  return question->type == RELAIS_QUESTION_SCALE || question->type == RELAIS_QUESTION_NUMBER;
}

/* ---- one row a group ---- */

static char **
dup_header (const RelaisQuestionReport *question)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add_many (builder, _("Group"), _("Answers"), NULL);
  if (is_nps (question))
    {
      g_strv_builder_add_many (builder, _("eNPS"), _("Promoters"), _("Passives"), _("Detractors"), NULL);
      return g_strv_builder_end (builder);
    }
  if (has_mean (question))
    g_strv_builder_add_many (builder, _("Mean"), _("Median"), NULL);
  for (guint i = 0; i < question->n_labels; i++)
    g_strv_builder_add (builder, question->labels[i]);
  return g_strv_builder_end (builder);
}

static void
put_nps (GStrvBuilder *builder, const RelaisQuestionReport *question, const RelaisFigures *figures)
{
  guint parts[3];
  gboolean known = relais_figures_split_nps (figures, question->n_labels, parts);

  g_strv_builder_take (builder, isnan (figures->enps) ? g_strdup ("") : relais_words_difference (figures->enps, 0));
  for (guint i = 0; i < 3; i++)
    g_strv_builder_take (builder, known && figures->n > 0 ? relais_words_percent (parts[i] * 100.0 / figures->n) : g_strdup (""));
}

static void
add_row (GPtrArray *grid, const RelaisQuestionReport *question, const char *name, const RelaisFigures *figures)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, name);
  g_strv_builder_take (builder, dup_count (figures->n));
  if (is_nps (question))
    put_nps (builder, question, figures);
  else
    {
      if (has_mean (question))
        {
          g_strv_builder_take (builder, isnan (figures->mean) ? g_strdup ("") : relais_words_mean (figures->mean));
          g_strv_builder_take (builder, isnan (figures->median) ? g_strdup ("") : relais_words_median (figures->median));
        }
      for (guint i = 0; i < question->n_labels; i++)
        g_strv_builder_take (builder, figures->counts && figures->n > 0
                                      ? relais_words_percent (relais_figures_get_percent (figures, i)) : g_strdup (""));
    }
  g_ptr_array_add (grid, g_strv_builder_end (builder));
}

/* @answers: of the groups together; the other cells are empty. */
static void
add_hidden (GPtrArray *grid, const char *name, guint answers)
{
  guint n_columns = g_strv_length (g_ptr_array_index (grid, 0));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, name);
  g_strv_builder_take (builder, dup_count (answers));
  for (guint i = 2; i < n_columns; i++)
    g_strv_builder_add (builder, "");
  g_ptr_array_add (grid, g_strv_builder_end (builder));
}

static void
fill_groups (GPtrArray *grid, const RelaisReport *report, const RelaisQuestionReport *question)
{
  g_ptr_array_add (grid, dup_header (question));
  add_row (grid, question, _("Everybody"), &question->total);
  if (question->previous)
    add_row (grid, question, report->previous_wave ? report->previous_wave : _("Wave before"), question->previous);
  for (guint i = 0; i < question->groups->len; i++)
    {
      const RelaisGroupFigures *group = g_ptr_array_index (question->groups, i);
      if (!group->hidden)
        add_row (grid, question, group->name ? group->name : _("Not stated"), &group->figures);
    }
  if (question->hidden_groups > 0)
    {
      g_autofree char *name = relais_words_hidden_groups (question->hidden_groups);
      add_hidden (grid, name, question->hidden_answers);
    }
}

/* ---- one row an answer ---- */

static void
fill_answers (GPtrArray *grid, const RelaisReport *report, const RelaisQuestionReport *question)
{
  gboolean compared = question->previous && question->previous->counts;
  g_autoptr (GStrvBuilder) header = g_strv_builder_new ();

  g_strv_builder_add_many (header, _("Answer"), _("Count"), _("Share"), NULL);
  if (compared)
    g_strv_builder_add (header, report->previous_wave ? report->previous_wave : _("Wave before"));
  g_ptr_array_add (grid, g_strv_builder_end (header));
  for (guint i = 0; i < question->n_labels; i++)
    {
      g_autoptr (GStrvBuilder) row = g_strv_builder_new ();

      g_strv_builder_add (row, question->labels[i]);
      g_strv_builder_take (row, dup_count (question->total.counts[i]));
      g_strv_builder_take (row, relais_words_percent (relais_figures_get_percent (&question->total, i)));
      if (compared)
        g_strv_builder_take (row, relais_words_percent (relais_figures_get_percent (question->previous, i)));
      g_ptr_array_add (grid, g_strv_builder_end (row));
    }
}

GPtrArray *
relais_grid_of_question (const RelaisReport *report, const RelaisQuestionReport *question)
{
  GPtrArray *grid = new_grid ();

  g_return_val_if_fail (report != NULL && question != NULL, grid);

  if (question->hidden || question->total.counts == NULL)
    return grid;
  if (question->groups->len > 0)
    fill_groups (grid, report, question);
  else
    fill_answers (grid, report, question);
  return grid;
}

GPtrArray *
relais_grid_of_participation (const RelaisReport *report)
{
  GPtrArray *grid = new_grid ();

  g_return_val_if_fail (report != NULL, grid);

  if (report->participation->len == 0)
    return grid;
  g_ptr_array_add (grid, g_strdupv ((char *[]) { _("Directorate"), _("Answers"), _("Headcount"), _("Participation"), NULL }));
  for (guint i = 0; i < report->participation->len; i++)
    {
      const RelaisParticipation *row = g_ptr_array_index (report->participation, i);
      double percent = relais_participation_get_percent (row);
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

      if (row->hidden)
        continue;
      g_strv_builder_add (builder, row->name ? row->name : _("Not stated"));
      g_strv_builder_take (builder, dup_count (row->answers));
      g_strv_builder_take (builder, row->headcount > 0 ? dup_count (row->headcount) : g_strdup (""));
      g_strv_builder_take (builder, isnan (percent) ? g_strdup ("") : relais_words_percent (percent));
      g_ptr_array_add (grid, g_strv_builder_end (builder));
    }
  if (report->hidden_units > 0)
    {
      g_autofree char *name = relais_words_hidden_units (report->hidden_units);
      add_hidden (grid, name, report->hidden_answers);
    }
  return grid;
}
