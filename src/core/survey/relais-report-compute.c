/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From answers to a report. Each question is counted once, in one pass over its array, into a table of groups × labels; totals,
 * means and medians come from that table. Only numbers are looked at twice (their classes must be known first).
 */

#include "relais-report-private.h"
#include "relais-answers-private.h"
#include "relais-numbers.h"

#include <math.h>
#include <string.h>

#define COMMENTS_MAX_BYTES   1000000   /* of one question; a report record holds 4,000,000 characters */

/* Counts of one question: row 0 is people who told no group. */
typedef struct {
  guint   n_groups;   /* with row 0 */
  guint   n_labels;
  guint  *n;          /* owned; n_groups: who answered */
  guint  *counts;     /* owned; n_groups × n_labels */
  double *sums;       /* owned; n_groups: of marks or numbers */
} Tally;

static void
tally_init (Tally *tally, guint n_groups, guint n_labels)
{
  tally->n_groups = n_groups;
  tally->n_labels = n_labels;
  tally->n = g_new0 (guint, n_groups);
  tally->counts = g_new0 (guint, (gsize) n_groups * n_labels + 1);
  tally->sums = g_new0 (double, n_groups);
}

static void
tally_clear (Tally *tally)
{
  g_free (tally->n);
  g_free (tally->counts);
  g_free (tally->sums);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tally, tally_clear)

/* Four decimals: what is shown needs fewer, and the JSON form stays the same on every machine. */
static double
round_figure (double value)
{
  return isfinite (value) ? round (value * 10000) / 10000 : NAN;
}

static int
compare_comments (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* ---- labels ---- */

static guint
lowest_mark (const RelaisColumn *column)
{
  return column->type == RELAIS_QUESTION_NPS || column->has_zero ? 0 : 1;
}

static char **
dup_mark_labels (const RelaisColumn *column)
{
  guint highest = column->type == RELAIS_QUESTION_NPS ? 10 : column->scale_max;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint mark = lowest_mark (column); mark <= highest; mark++)
    g_strv_builder_take (builder, g_strdup_printf ("%u", mark));
  return g_strv_builder_end (builder);
}

static char **
dup_option_labels (const RelaisColumn *column)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < column->options->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (column->options, i));
  return g_strv_builder_end (builder);
}

/* ---- counting ---- */

static void
count_codes (const RelaisColumn *column, const guint16 *groups, guint n_rows, guint first, Tally *tally)
{
  for (guint row = 0; row < n_rows; row++)
    {
      guint code = column->codes[row];
      if (code)
        tally->counts[groups[row] * tally->n_labels + code - 1 - first]++;
    }
  for (guint group = 0; group < tally->n_groups; group++)
    for (guint label = 0; label < tally->n_labels; label++)
      {
        guint count = tally->counts[group * tally->n_labels + label];
        tally->n[group] += count;
        tally->sums[group] += (double) count * (label + first);
      }
}

static void
count_masks (const RelaisColumn *column, const guint16 *groups, guint n_rows, Tally *tally)
{
  for (guint row = 0; row < n_rows; row++)
    {
      guint64 mask = column->masks[row];
      guint *counts = tally->counts + groups[row] * tally->n_labels;

      tally->n[groups[row]] += mask != 0;
      for (; mask; mask &= mask - 1)
        counts[__builtin_ctzll (mask)]++;
    }
}

static void
count_numbers (const RelaisColumn *column, const guint16 *groups, guint n_rows, GArray *bounds, Tally *tally)
{
  for (guint row = 0; row < n_rows; row++)
    {
      double number = column->numbers[row];
      guint label = 0;

      if (isnan (number))
        continue;
      while (label < bounds->len && number >= g_array_index (bounds, double, label))
        label++;
      tally->counts[groups[row] * tally->n_labels + label]++;
      tally->n[groups[row]]++;
      tally->sums[groups[row]] += number;
    }
}

static void
count_comments (const RelaisColumn *column, const guint16 *groups, guint n_rows, Tally *tally)
{
  for (guint row = 0; row < n_rows; row++)
    tally->n[groups[row]] += column->comments[row] != NULL;
}

/* ---- figures ---- */

static gboolean
has_mean (RelaisQuestionType type)
{
  return type == RELAIS_QUESTION_SCALE || type == RELAIS_QUESTION_NPS || type == RELAIS_QUESTION_NUMBER;
}

/* Median of marks from their counts: with an even number of answers the middle of the two in the middle. */
static double
find_median_mark (const guint *counts, guint n_labels, guint n, guint first)
{
  guint below = 0;
  double left = NAN;

  for (guint label = 0; label < n_labels; label++)
    {
      below += counts[label];
      if (isnan (left) && below >= (n + 1) / 2)
        left = label + first;
      if (below >= n / 2 + 1)
        return (left + label + first) / 2;
    }
  return left;
}

static void
fill_figures (RelaisFigures *figures, RelaisQuestionType type, guint n, const guint *counts, guint n_labels, guint first, double sum)
{
  figures->n = n;
  figures->counts = n_labels ? g_memdup2 (counts, n_labels * sizeof (guint)) : NULL;
  figures->mean = n && has_mean (type) ? round_figure (sum / n) : NAN;
  figures->median = NAN;
  figures->enps = NAN;
  if (n && (type == RELAIS_QUESTION_SCALE || type == RELAIS_QUESTION_NPS))
    figures->median = find_median_mark (counts, n_labels, n, first);
  if (n && type == RELAIS_QUESTION_NPS)
    {
      int promoters = counts[9] + counts[10], detractors = 0;
      for (guint mark = 0; mark <= 6; mark++)
        detractors += counts[mark];
      figures->enps = round_figure ((promoters - detractors) * 100.0 / n);
    }
}

static void
fill_total (RelaisQuestionReport *question, const Tally *tally, guint first)
{
  g_autofree guint *counts = g_new0 (guint, tally->n_labels + 1);
  double sum = 0;
  guint n = 0;

  for (guint group = 0; group < tally->n_groups; group++)
    {
      n += tally->n[group];
      sum += tally->sums[group];
      for (guint label = 0; label < tally->n_labels; label++)
        counts[label] += tally->counts[group * tally->n_labels + label];
    }
  fill_figures (&question->total, question->type, n, counts, tally->n_labels, first, sum);
}

/* Groups in the order of tables: as they were added, people who told none last. */
static guint
group_at (const RelaisAnswers *answers, guint position)
{
  return position < answers->groups->len ? position + 1 : 0;
}

/* Of everybody, and of each group that is shown. */
static void
fill_number_medians (RelaisQuestionReport *question, const RelaisAnswers *answers, GArray *sorted)
{
  g_autofree double *medians = relais_numbers_find_medians (sorted, answers->groups->len + 1);

  question->total.median = round_figure (relais_numbers_find_median (sorted));
  for (guint i = 0; i < question->groups->len; i++)
    {
      RelaisGroupFigures *group = g_ptr_array_index (question->groups, i);
      if (!group->hidden)
        group->figures.median = round_figure (medians[group_at (answers, i)]);
    }
}

/* ---- tables by group ---- */

static void
fill_groups (RelaisQuestionReport *question, const RelaisAnswers *answers, const Tally *tally, guint first, guint smallest,
             const gboolean *hidden_before)
{
  g_autofree gboolean *hidden = g_memdup2 (hidden_before, tally->n_groups * sizeof (gboolean));

  relais_disclosure_hide (tally->n, tally->n_groups, smallest, hidden);
  for (guint i = 0; i < tally->n_groups; i++)
    {
      guint group = group_at (answers, i);
      RelaisGroupFigures *row;

      if (group == 0 && tally->n[0] == 0)
        continue;
      row = g_new0 (RelaisGroupFigures, 1);
      row->hidden = hidden[group];
      if (group)
        {
          row->id = g_strdup (g_array_index (answers->groups, RelaisGroup, group - 1).id);
          row->name = g_strdup (g_array_index (answers->groups, RelaisGroup, group - 1).name);
        }
      row->figures = RELAIS_NO_FIGURES;
      if (!row->hidden)
        fill_figures (&row->figures, question->type, tally->n[group], tally->counts + group * tally->n_labels, tally->n_labels,
                      first, tally->sums[group]);
      question->hidden_groups += row->hidden;
      question->hidden_answers += row->hidden ? tally->n[group] : 0;
      g_ptr_array_add (question->groups, row);
    }
}

static void
fill_comments (RelaisQuestionReport *question, const RelaisColumn *column, guint n_rows)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  gsize bytes = 0;
  guint i;

  for (guint row = 0; row < n_rows; row++)
    if (column->comments[row])
      g_ptr_array_add (sorted, (gpointer) column->comments[row]);
  /* By their text: the order in which they came would join the comments of one person. */
  g_ptr_array_sort (sorted, compare_comments);
  for (i = 0; i < sorted->len; i++)
    {
      const char *comment = g_ptr_array_index (sorted, i);
      bytes += strlen (comment);
      if (bytes > COMMENTS_MAX_BYTES)
        break;
      g_strv_builder_add (builder, comment);
    }
  g_strfreev (question->comments);
  question->comments = g_strv_builder_end (builder);
  question->comments_left_out = sorted->len - i;
}

static void
count_question (RelaisQuestionReport *question, const RelaisColumn *column, const RelaisAnswers *answers, GArray *bounds,
                guint first, Tally *tally)
{
  const guint16 *groups = answers->row_groups;

  tally_init (tally, answers->groups->len + 1, question->n_labels);
  switch (question->type)
    {
    case RELAIS_QUESTION_SINGLE:   count_codes (column, groups, answers->n_rows, 0, tally); break;
    case RELAIS_QUESTION_SCALE:
    case RELAIS_QUESTION_NPS:      count_codes (column, groups, answers->n_rows, first, tally); break;
    case RELAIS_QUESTION_MULTIPLE: count_masks (column, groups, answers->n_rows, tally); break;
    case RELAIS_QUESTION_NUMBER:   count_numbers (column, groups, answers->n_rows, bounds, tally); break;
    case RELAIS_QUESTION_COMMENT:  count_comments (column, groups, answers->n_rows, tally); break;
    case RELAIS_QUESTION_UNIT:
    case RELAIS_QUESTION_IGNORED:  g_assert_not_reached ();
    }
}

static char **
dup_labels (const RelaisColumn *column, GArray *bounds, GArray *sorted)
{
  switch (column->type)
    {
    case RELAIS_QUESTION_SINGLE:
    case RELAIS_QUESTION_MULTIPLE: return dup_option_labels (column);
    case RELAIS_QUESTION_SCALE:
    case RELAIS_QUESTION_NPS:      return dup_mark_labels (column);
    case RELAIS_QUESTION_NUMBER:   return relais_numbers_dup_labels (bounds, sorted);
    case RELAIS_QUESTION_COMMENT:
    case RELAIS_QUESTION_UNIT:
    case RELAIS_QUESTION_IGNORED:  break;
    }
  return g_new0 (char *, 1);
}

/* Too few answers altogether, or too early: nothing is told, not even how many. */
static void
hide_question (RelaisQuestionReport *question)
{
  question->hidden = TRUE;
  g_strfreev (question->labels);
  question->labels = g_new0 (char *, 1);
  question->n_labels = 0;
  g_clear_pointer (&question->total.counts, g_free);
  question->total = RELAIS_NO_FIGURES;
}

static RelaisQuestionReport *
report_question (const RelaisAnswers *answers, const RelaisColumn *column, const RelaisReport *report,
                 const gboolean *hidden_groups)
{
  RelaisQuestionReport *question = relais_question_report_new ();
  g_autoptr(GArray) sorted = column->type == RELAIS_QUESTION_NUMBER ? relais_numbers_sort (column->numbers, answers->row_groups, answers->n_rows)
                             : NULL;
  g_autoptr(GArray) bounds = sorted ? relais_numbers_find_bounds (sorted) : NULL;
  gboolean marks = column->type == RELAIS_QUESTION_SCALE || column->type == RELAIS_QUESTION_NPS;
  guint first = marks ? lowest_mark (column) : 0;
  g_auto(Tally) tally = { 0 };

  question->id = g_strdup (column->id);
  question->text = g_strdup (column->text);
  question->type = column->type;
  g_strfreev (question->labels);
  question->labels = dup_labels (column, bounds, sorted);
  question->n_labels = g_strv_length (question->labels);
  count_question (question, column, answers, bounds, first, &tally);
  fill_total (question, &tally, first);
  if (report->partial || question->total.n < report->smallest_group)
    {
      hide_question (question);
      return question;
    }
  if (question->type == RELAIS_QUESTION_COMMENT)
    fill_comments (question, column, answers->n_rows);
  else if (answers->groups->len > 0)
    fill_groups (question, answers, &tally, first, report->smallest_group, hidden_groups);
  if (question->type == RELAIS_QUESTION_NUMBER)
    fill_number_medians (question, answers, sorted);
  return question;
}

/* Participation by direction; sets the flags of groups that are too small anywhere in this report. */
static void
fill_participation (RelaisReport *report, const RelaisAnswers *answers, gboolean *hidden)
{
  guint n_groups = answers->groups->len + 1;
  g_autofree guint *counts = g_new0 (guint, n_groups);

  for (guint row = 0; row < answers->n_rows; row++)
    counts[answers->row_groups[row]]++;
  relais_disclosure_hide (counts, n_groups, report->smallest_group, hidden);
  for (guint i = 0; i < n_groups && n_groups > 1; i++)
    {
      guint group = group_at (answers, i);
      RelaisParticipation *row;

      if (group == 0 && counts[0] == 0)
        continue;
      row = g_new0 (RelaisParticipation, 1);
      if (group)
        {
          const RelaisGroup *known = &g_array_index (answers->groups, RelaisGroup, group - 1);
          row->id = g_strdup (known->id);
          row->name = g_strdup (known->name);
          row->headcount = known->headcount;
          report->headcount += known->headcount;
        }
      row->hidden = hidden[group];
      row->answers = row->hidden ? 0 : counts[group];
      report->hidden_units += row->hidden;
      report->hidden_answers += row->hidden ? counts[group] : 0;
      g_ptr_array_add (report->participation, row);
    }
}

static const RelaisQuestionReport *
find_same_question (const RelaisReport *previous, const RelaisQuestionReport *question)
{
  for (guint i = 0; i < previous->questions->len; i++)
    {
      const RelaisQuestionReport *other = g_ptr_array_index (previous->questions, i);
      if (!other->hidden && other->type == question->type && strcmp (other->text, question->text) == 0
          && (question->type == RELAIS_QUESTION_NUMBER
              || g_strv_equal ((const char * const *) other->labels, (const char * const *) question->labels)))
        return other;
    }
  return NULL;
}

static void
compare_waves (RelaisReport *report, const RelaisReport *previous, const char *wave)
{
  report->previous_wave = g_strdup (wave);
  for (guint i = 0; i < report->questions->len; i++)
    {
      RelaisQuestionReport *question = g_ptr_array_index (report->questions, i);
      const RelaisQuestionReport *other = question->hidden || question->type == RELAIS_QUESTION_COMMENT
                                          ? NULL : find_same_question (previous, question);
      gboolean same_labels = other && g_strv_equal ((const char * const *) other->labels,
                                                    (const char * const *) question->labels);

      if (!other)
        continue;
      question->previous = g_memdup2 (&other->total, sizeof (RelaisFigures));
      question->previous->counts = same_labels ? g_memdup2 (other->total.counts, other->n_labels * sizeof (guint)) : NULL;
    }
}

RelaisReport *
relais_report_new (const RelaisAnswers *answers, guint smallest_group, gboolean partial, const RelaisReport *previous,
                   const char *previous_wave)
{
  RelaisReport *report = relais_report_alloc ();
  g_autofree gboolean *hidden = g_new0 (gboolean, answers->groups->len + 1);

  report->smallest_group = smallest_group ? smallest_group : RELAIS_SMALLEST_GROUP;
  report->partial = partial;
  report->answers = answers->n_rows;
  fill_participation (report, answers, hidden);
  for (guint i = 0; i < answers->columns->len; i++)
    {
      const RelaisColumn *column = relais_answers_get_column (answers, i);
      if (column->type != RELAIS_QUESTION_UNIT && column->type != RELAIS_QUESTION_IGNORED)
        g_ptr_array_add (report->questions, report_question (answers, column, report, hidden));
    }
  if (previous)
    compare_waves (report, previous, previous_wave);
  return report;
}
