/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Report of a survey with 100,000 answers to 60 questions (DESIGN §10: at most one second), and the floor of the same run: one
 * pass of counting over arrays of the same size, which no report can do without. The peer is R (r-base-core), if it is there. */

#include "relais-report.h"

#define N_ROWS      100000
#define N_QUESTIONS 60
#define N_GROUPS    26

static void
add_questions (RelaisAnswers *answers)
{
  static const char * const options[] = { "Tout à fait", "Plutôt", "Plutôt pas", "Pas du tout", "Sans avis", NULL };

  for (guint i = 0; i < N_QUESTIONS; i++)
    {
      g_autofree char *text = g_strdup_printf ("Question %u", i + 1);
      /* as in a real questionnaire: mostly choices and marks, some sets, a number, two comments */
      RelaisQuestionType type = i >= 58 ? RELAIS_QUESTION_COMMENT : i == 57 ? RELAIS_QUESTION_NUMBER : i % 10 == 9 ? RELAIS_QUESTION_NPS
                                : i % 5 == 4 ? RELAIS_QUESTION_MULTIPLE : i % 2 ? RELAIS_QUESTION_SCALE : RELAIS_QUESTION_SINGLE;
      relais_answers_add_question (answers, NULL, type, text, options, 5);
    }
}

static void
add_rows (RelaisAnswers *answers, GRand *rand)
{
  static const char * const options[] = { "Tout à fait", "Plutôt", "Plutôt pas", "Pas du tout", "Sans avis" };

  for (guint row = 0; row < N_ROWS; row++)
    {
      relais_answers_add_row (answers);
      relais_answers_set_group (answers, row, g_rand_int_range (rand, 0, N_GROUPS + 1));
      for (guint i = 0; i < N_QUESTIONS; i++)
        {
          RelaisQuestionType type = relais_answers_get_question_type (answers, i);
          guint draw = g_rand_int_range (rand, 0, 5);
          g_autofree char *cell = type == RELAIS_QUESTION_SINGLE ? g_strdup (options[draw])
                                  : type == RELAIS_QUESTION_MULTIPLE ? g_strjoin ("|", options[draw], options[(draw + 2) % 5], NULL)
                                  : type == RELAIS_QUESTION_COMMENT
                                    ? (draw ? g_strdup ("") : g_strdup_printf ("Remarque %u sur le journal et l’intranet", row))
                                    : g_strdup_printf ("%u", draw + 1);
          relais_answers_set_cell (answers, row, i, cell, NULL);
        }
    }
}

/* The same size as rows of a file, whose questions have to be found. */
typedef struct {
  GRand      *rand;
  guint       row;
  char        numbers[N_QUESTIONS][16];
  const char *cells[N_QUESTIONS];
} FileRows;

static gboolean
next_row (gpointer data, const char * const **cells, guint *n_cells, GError **error)
{
  static const char * const options[] = { "Tout à fait", "Plutôt", "Plutôt pas", "Pas du tout", "Sans avis" };
  FileRows *rows = data;

  if (rows->row++ == N_ROWS)
    return FALSE;
  for (guint i = 0; i < N_QUESTIONS; i++)
    {
      guint draw = g_rand_int_range (rows->rand, 0, 5);
      g_snprintf (rows->numbers[i], sizeof rows->numbers[i], i >= 58 ? "Remarque %u" : "%u", i >= 58 ? rows->row : draw + 1);
      rows->cells[i] = i % 2 && i < 58 ? options[draw] : rows->numbers[i];
    }
  *cells = rows->cells;
  *n_cells = N_QUESTIONS;
  return TRUE;
}

static double
read_file (GRand *rand)
{
  FileRows rows = { .rand = rand };
  g_auto(GStrv) header = g_new0 (char *, N_QUESTIONS + 1);
  g_autoptr(RelaisAnswers) answers = NULL;
  gint64 start;

  for (guint i = 0; i < N_QUESTIONS; i++)
    header[i] = g_strdup_printf ("Question %u", i + 1);
  start = g_get_monotonic_time ();
  answers = relais_answers_from_rows ((const char * const *) header, next_row, &rows, NULL, NULL);
  g_assert_cmpuint (relais_answers_get_n_rows (answers), ==, N_ROWS);
  return (g_get_monotonic_time () - start) / 1000.0;
}

static double
count_once (GRand *rand)
{
  g_autofree guint8 *codes = g_new (guint8, (gsize) N_ROWS * N_QUESTIONS);
  g_autofree guint16 *groups = g_new (guint16, N_ROWS);
  g_autofree guint *counts = g_new0 (guint, (N_GROUPS + 1) * 16);
  gint64 start;

  for (gsize i = 0; i < (gsize) N_ROWS * N_QUESTIONS; i++)
    codes[i] = g_rand_int (rand) % 6;
  for (guint row = 0; row < N_ROWS; row++)
    groups[row] = g_rand_int_range (rand, 0, N_GROUPS + 1);
  start = g_get_monotonic_time ();
  for (guint question = 0; question < N_QUESTIONS; question++)
    for (guint row = 0; row < N_ROWS; row++)
      counts[groups[row] * 16 + codes[(gsize) question * N_ROWS + row]]++;
  /* the result must be of use, or the compiler leaves the loop out */
  g_assert_cmpuint (counts[0], >, 0);
  return (g_get_monotonic_time () - start) / 1000.0;
}

/* The same tables by R's xtabs, data made beforehand: milliseconds, or 0 where R is not installed. */
static double
count_in_r (void)
{
  static const char program[] =
    "d <- data.frame(g = factor(sample(0:26, 1e5, TRUE)));"
    "for (i in 1:60) d[[paste0('q', i)]] <- factor(sample(1:6, 1e5, TRUE));"
    "cat(1000 * system.time(for (i in 1:60) xtabs(reformulate(c('g', paste0('q', i))), data = d))[['elapsed']])";
  g_autofree char *out = NULL;
  const char *argv[] = { "Rscript", "-e", program, NULL };

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, NULL, NULL))
    return 0;
  return g_ascii_strtod (out, NULL);
}

int
main (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (20);
  g_autoptr(RelaisAnswers) answers = relais_answers_new ();
  double best = G_MAXDOUBLE, floor_ms = count_once (rand);
  gint64 start = g_get_monotonic_time ();
  double fill_ms, peer_ms;

  add_questions (answers);
  for (guint i = 0; i < N_GROUPS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Direction %u", i + 1);
      relais_answers_add_group (answers, NULL, name, N_ROWS / N_GROUPS);
    }
  add_rows (answers, rand);
  fill_ms = (g_get_monotonic_time () - start) / 1000.0;
  for (guint round = 0; round < 5; round++)
    {
      g_autoptr(RelaisReport) report = NULL;
      start = g_get_monotonic_time ();
      report = relais_report_new (answers, 5, FALSE, NULL, NULL);
      g_assert_cmpuint (report->questions->len, ==, N_QUESTIONS);
      best = MIN (best, (g_get_monotonic_time () - start) / 1000.0);
    }
  g_print ("survey report, %u answers x %u questions: %.0f ms (budget 1000 ms; one pass of counting %.0f ms; parsing %.0f ms; "
           "finding the questions of a file %.0f ms)\n", N_ROWS, N_QUESTIONS, best, floor_ms, fill_ms, read_file (rand));
  peer_ms = count_in_r ();
  if (peer_ms > 0)
    g_print ("R xtabs over the same size: %.0f ms, %.1f times as long (budget: at least 5)\n", peer_ms, peer_ms / best);
  else
    g_print ("R is not installed: no peer\n");
  return best <= 1000 && (peer_ms <= 0 || peer_ms >= 5 * best) ? 0 : 1;
}
