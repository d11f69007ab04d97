/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-answers.h"

#include <string.h>

/* Rows of a small file, written as one text: cells separated by a tab, rows by a line break. */
typedef struct {
  char **lines;
  guint  next;
  char **cells;
} Rows;

static gboolean
next_row (gpointer data, const char * const **cells, guint *n_cells, GError **error)
{
  Rows *rows = data;

  if (rows->lines[rows->next] == NULL)
    return FALSE;
  g_strfreev (rows->cells);
  rows->cells = g_strsplit (rows->lines[rows->next++], "\t", -1);
  *cells = (const char * const *) rows->cells;
  *n_cells = g_strv_length (rows->cells);
  return TRUE;
}

static gboolean
fail_row (gpointer data, const char * const **cells, guint *n_cells, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "cut off");
  return FALSE;
}

static RelaisAnswers *
read_rows (const char *header, const char *text, const char *group_column, GError **error)
{
  g_auto(GStrv) names = g_strsplit (header, "\t", -1);
  Rows rows = { g_strsplit (text, "\n", -1), 0, NULL };
  RelaisAnswers *answers = relais_answers_from_rows ((const char * const *) names, next_row, &rows, group_column, error);

  g_strfreev (rows.lines);
  g_strfreev (rows.cells);
  return answers;
}

/* The type found for a column with these values, one a row. */
static RelaisQuestionType
detect (const char *name, const char *values)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_auto(GStrv) lines = g_strsplit (values, "\n", -1);
  g_autofree char *header = g_strconcat (name, "\tMark", NULL);
  g_autoptr(RelaisAnswers) answers = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; lines[i]; i++)
    g_string_append_printf (text, "%s%s\t%u", i ? "\n" : "", lines[i], i % 5);
  answers = read_rows (header, text->str, NULL, &error);
  g_assert_no_error (error);
  return relais_answers_get_question_type (answers, 0);
}

static void
test_types (void)
{
  g_assert_cmpint (detect ("Êtes-vous satisfait ?", "Oui\nNon\nOui\n\nOui"), ==, RELAIS_QUESTION_SINGLE);
  g_assert_cmpint (detect ("Quels supports ?", "Intranet;Journal\nIntranet;\nJournal;Affiche\nIntranet|Affiche\nIntranet"), ==,
                   RELAIS_QUESTION_MULTIPLE);
  g_assert_cmpint (detect ("Votre note", "1\n5\n3\n3\n2"), ==, RELAIS_QUESTION_SCALE);
  g_assert_cmpint (detect ("Recommanderiez-vous ce service ?", "1\n5\n3\n3\n2"), ==, RELAIS_QUESTION_NPS);
  g_assert_cmpint (detect ("Temps de trajet", "12\n45\n30,5\n1 200\n7"), ==, RELAIS_QUESTION_NUMBER);
  g_assert_cmpint (detect ("Une suggestion ?", "Plus de photos\n\nMoins de sigles ; merci\nRien à dire\nUn agenda lisible"), ==,
                   RELAIS_QUESTION_COMMENT);
  g_assert_cmpint (detect ("Direction", "Voirie\nVoirie\nSports\nSports\nVoirie"), ==, RELAIS_QUESTION_UNIT);
  /* a column about a service whose answers are marks is a question, not the group */
  g_assert_cmpint (detect ("Le service rendu", "1\n5\n3\n3\n2"), ==, RELAIS_QUESTION_SCALE);
}

static void
test_identifying_columns (void)
{
  g_assert_cmpint (detect ("Nom", "Dupont\nMartin\nDurand\nPetit\nMoreau"), ==, RELAIS_QUESTION_IGNORED);
  g_assert_cmpint (detect ("Adresse e-mail", "a\nb\nc\nd\ne"), ==, RELAIS_QUESTION_IGNORED);
  g_assert_cmpint (detect ("Contact", "a@ville.example\nb@ville.example\nrien\n\nc@ville.example"), ==, RELAIS_QUESTION_IGNORED);
  g_assert_cmpint (detect ("Horodateur", "2026-01-02\n2026-01-03\n2026-01-04\n2026-01-05\n2026-01-06"), ==,
                   RELAIS_QUESTION_IGNORED);
}

static void
test_chosen_group (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisAnswers) answers = read_rows ("Direction\tSite", "A\tNord\nA\tSud\nB\tSud\nB\tNord", "Site", &error);

  g_assert_no_error (error);
  g_assert_cmpint (relais_answers_get_group_question (answers), ==, 1);
  g_assert_cmpint (relais_answers_get_question_type (answers, 0), ==, RELAIS_QUESTION_SINGLE);
  g_assert_cmpuint (relais_answers_get_n_rows (answers), ==, 4);
}

static void
test_blank_and_short_rows (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisAnswers) answers = read_rows ("Avis\tNote", "Oui\t4\n\t\nNon\nOui\t3\ttrop", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (relais_answers_get_n_rows (answers), ==, 3);
  g_assert_cmpuint (relais_answers_get_n_questions (answers), ==, 2);
}

static void
test_nothing_to_read (void)
{
  static const char * const header[] = { "Avis", NULL };
  g_autoptr(GError) error = NULL;

  g_assert_null (read_rows ("Avis", "", NULL, &error));
  g_assert_error (error, RELAIS_SURVEY_ERROR, RELAIS_SURVEY_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_null (read_rows ("Nom", "Dupont\nMartin", NULL, &error));
  g_assert_error (error, RELAIS_SURVEY_ERROR, RELAIS_SURVEY_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_null (relais_answers_from_rows (header, fail_row, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static void
test_cells (void)
{
  static const char * const options[] = { "Oui", "Non", NULL };
  g_autoptr(RelaisAnswers) answers = relais_answers_new ();
  g_autoptr(GError) error = NULL;
  guint single = relais_answers_add_question (answers, NULL, RELAIS_QUESTION_SINGLE, "Avis", options, 0);
  guint scale = relais_answers_add_question (answers, NULL, RELAIS_QUESTION_SCALE, "Note", NULL, 5);
  guint number = relais_answers_add_question (answers, NULL, RELAIS_QUESTION_NUMBER, "Minutes", NULL, 0);
  guint row = relais_answers_add_row (answers);

  g_assert_true (relais_answers_set_cell (answers, row, single, " Oui ", NULL));
  g_assert_false (relais_answers_set_cell (answers, row, single, "Peut-être", &error));
  g_assert_error (error, RELAIS_SURVEY_ERROR, RELAIS_SURVEY_ERROR_ANSWER);
  g_clear_error (&error);
  g_assert_true (relais_answers_set_cell (answers, row, scale, "5", NULL));
  g_assert_false (relais_answers_set_cell (answers, row, scale, "6", NULL));
  g_assert_false (relais_answers_set_cell (answers, row, scale, "-1", NULL));
  g_assert_true (relais_answers_set_cell (answers, row, number, "1 234,5", NULL));
  g_assert_false (relais_answers_set_cell (answers, row, number, "0x10", NULL));
  g_assert_false (relais_answers_set_cell (answers, row, number, "nan", NULL));
  g_assert_false (relais_answers_set_cell (answers, row, number, "12 min", NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/survey/answers/types", test_types);
  g_test_add_func ("/survey/answers/identifying-columns", test_identifying_columns);
  g_test_add_func ("/survey/answers/chosen-group", test_chosen_group);
  g_test_add_func ("/survey/answers/blank-and-short-rows", test_blank_and_short_rows);
  g_test_add_func ("/survey/answers/nothing-to-read", test_nothing_to_read);
  g_test_add_func ("/survey/answers/cells", test_cells);
  return g_test_run ();
}
