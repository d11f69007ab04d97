/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-report-private.h"

#include <glib/gi18n-lib.h>

/* Columns of a row; those that do not concern it are empty. */
enum { QUESTION, GROUP, ANSWERS, LABEL, COUNT, PERCENT, MEAN, MEDIAN, ENPS, N_COLUMNS };

static char **
new_row (const char *question, const char *group)
{
  char **row = g_new0 (char *, N_COLUMNS + 1);

  for (guint i = 0; i < N_COLUMNS; i++)
    row[i] = g_strdup (i == QUESTION ? question : i == GROUP ? group : "");
  return row;
}

static void
put_text (char **row, guint column, const char *text)
{
  g_free (row[column]);
  row[column] = g_strdup (text);
}

static void
put_count (char **row, guint column, guint count)
{
  g_free (row[column]);
  row[column] = g_strdup_printf ("%u", count);
}

static void
put_figure (char **row, guint column, double figure)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isnan (figure))
    put_text (row, column, g_ascii_formatd (text, sizeof text, "%.2f", figure));
}

static void
add_figures (GPtrArray *rows, const RelaisQuestionReport *question, const char *group, const RelaisFigures *figures)
{
  char **row = new_row (question->text, group);

  put_count (row, ANSWERS, figures->n);
  put_figure (row, MEAN, figures->mean);
  put_figure (row, MEDIAN, figures->median);
  put_figure (row, ENPS, figures->enps);
  g_ptr_array_add (rows, row);
  for (guint i = 0; i < question->n_labels && figures->counts; i++)
    {
      row = new_row (question->text, group);
      put_text (row, LABEL, question->labels[i]);
      put_count (row, COUNT, figures->counts[i]);
      put_figure (row, PERCENT, relais_figures_get_percent (figures, i));
      g_ptr_array_add (rows, row);
    }
}

/* Groups that are too small, as one row; @n_groups may be 0. */
static void
add_hidden (GPtrArray *rows, const char *question, guint n_groups, guint answers, guint smallest)
{
  g_autofree char *name = g_strdup_printf (ngettext ("%u group too small to be shown (%u answers at least)",
                                                     "%u groups too small to be shown (%u answers at least)", n_groups),
                                           n_groups, smallest);
  char **row;

  if (n_groups == 0)
    return;
  row = new_row (question, name);
  put_count (row, ANSWERS, answers);
  g_ptr_array_add (rows, row);
}

static void
add_question (GPtrArray *rows, const RelaisQuestionReport *question, const RelaisReport *report)
{
  if (question->hidden)
    {
      char **row = new_row (question->text, _("Everybody"));
      put_text (row, LABEL, report->partial ? _("Shown when the survey is closed") : _("Too few answers to be shown"));
      g_ptr_array_add (rows, row);
      return;
    }
  add_figures (rows, question, _("Everybody"), &question->total);
  for (guint i = 0; question->comments[i]; i++)
    {
      char **row = new_row (question->text, "");
      put_text (row, LABEL, question->comments[i]);
      g_ptr_array_add (rows, row);
    }
  for (guint i = 0; i < question->groups->len; i++)
    {
      const RelaisGroupFigures *group = g_ptr_array_index (question->groups, i);
      if (!group->hidden)
        add_figures (rows, question, group->name ? group->name : _("Not stated"), &group->figures);
    }
  add_hidden (rows, question->text, question->hidden_groups, question->hidden_answers, report->smallest_group);
}

static void
add_participation (GPtrArray *rows, const RelaisReport *report)
{
  for (guint i = 0; i < report->participation->len; i++)
    {
      const RelaisParticipation *participation = g_ptr_array_index (report->participation, i);
      double percent = relais_participation_get_percent (participation);
      char **row;

      if (participation->hidden)
        continue;
      row = new_row (_("Participation"), participation->name ? participation->name : _("Not stated"));
      put_count (row, ANSWERS, participation->answers);
      put_figure (row, PERCENT, percent);
      g_ptr_array_add (rows, row);
    }
  add_hidden (rows, _("Participation"), report->hidden_units, report->hidden_answers, report->smallest_group);
}

GPtrArray *
relais_report_dup_table (const RelaisReport *report)
{
  static const char * const names[N_COLUMNS] = {
    N_("Question"), N_("Group"), N_("Answers"), N_("Answer"), N_("Count"), N_("%"), N_("Mean"), N_("Median"), N_("eNPS"),
  };
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  char **header = new_row ("", "");

  for (guint i = 0; i < N_COLUMNS; i++)
    put_text (header, i, _(names[i]));
  g_ptr_array_add (rows, header);
  add_participation (rows, report);
  for (guint i = 0; i < report->questions->len; i++)
    add_question (rows, g_ptr_array_index (report->questions, i), report);
  return rows;
}
