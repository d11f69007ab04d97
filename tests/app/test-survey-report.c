/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "make-record.h"
#include "relais-answer-file.h"
#include "relais-bars.h"
#include "relais-report-export.h"
#include "relais-report-grid.h"
#include "relais-report-words.h"
#include "relais-survey.h"
#include "relais-table.h"

#include <math.h>
#include <string.h>

static const char * const options[] = { "Often", "Never", NULL };

enum { CHOICE, SCALE, NPS, COMMENT };

/* @often of @n in @group say "Often", the others "Never". */
static void
add_people (RelaisAnswers *answers, guint group, guint n, guint often, const char *mark, const char *nps)
{
  for (guint i = 0; i < n; i++)
    {
      guint row = relais_answers_add_row (answers);

      relais_answers_set_group (answers, row, group);
      relais_answers_set_cell (answers, row, CHOICE, i < often ? "Often" : "Never", NULL);
      relais_answers_set_cell (answers, row, SCALE, mark, NULL);
      relais_answers_set_cell (answers, row, NPS, nps, NULL);
      relais_answers_set_cell (answers, row, COMMENT, i == 0 ? "=1+1\tand more" : "", NULL);
    }
}

/* Roads: 10 of 40 answered; Parks: 12 of 20; Pool: 2 and Museum: 3, both too few; 6 told no directorate. */
static RelaisAnswers *
new_answers (void)
{
  RelaisAnswers *answers = relais_answers_new ();

  relais_answers_add_question (answers, NULL, RELAIS_QUESTION_SINGLE, "Do you read the intranet?", options, 0);
  relais_answers_add_question (answers, NULL, RELAIS_QUESTION_SCALE, "I am well informed.", NULL, 5);
  relais_answers_add_question (answers, NULL, RELAIS_QUESTION_NPS, "Would you recommend us?", NULL, 0);
  relais_answers_add_question (answers, NULL, RELAIS_QUESTION_COMMENT, "Anything else?", NULL, 0);
  relais_answers_add_group (answers, NULL, "Roads", 40);
  relais_answers_add_group (answers, NULL, "Parks", 20);
  relais_answers_add_group (answers, NULL, "Pool", 7);
  relais_answers_add_group (answers, NULL, "Museum", 13);
  add_people (answers, 1, 10, 5, "4", "10");
  add_people (answers, 2, 12, 12, "2", "0");
  add_people (answers, 3, 2, 0, "5", "7");
  add_people (answers, 4, 3, 0, "5", "8");
  add_people (answers, 0, 6, 0, "3", "9");
  return answers;
}

static RelaisReport *
new_report (gboolean partial)
{
  g_autoptr (RelaisAnswers) answers = new_answers ();

  return relais_report_new (answers, 5, partial, NULL, NULL);
}

static const RelaisQuestionReport *
get_question (const RelaisReport *report, guint position)
{
  return g_ptr_array_index (report->questions, position);
}

static const RelaisBar *
get_bar (GPtrArray *bars, guint position)
{
  g_assert_cmpuint (position, <, bars->len);
  return g_ptr_array_index (bars, position);
}

static char *
join_grid (GPtrArray *grid)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < grid->len; i++)
    {
      g_autofree char *line = g_strjoinv ("|", g_ptr_array_index (grid, i));
      g_string_append_printf (text, "%s\n", line);
    }
  return g_string_free (text, FALSE);
}

static void
test_bars (void)
{
  g_autoptr (RelaisReport) report = new_report (FALSE);
  g_autoptr (GPtrArray) bars = relais_bars_of_question (get_question (report, CHOICE), NULL);
  g_autoptr (GPtrArray) none = relais_bars_of_question (get_question (report, COMMENT), NULL);
  g_autofree char *spoken = relais_bars_describe (bars);

  g_assert_cmpuint (bars->len, ==, 2);
  g_assert_cmpstr (get_bar (bars, 0)->label, ==, "Often");
  g_assert_cmpstr (get_bar (bars, 0)->value, ==, "52 % · 17");
  g_assert_cmpfloat_with_epsilon (get_bar (bars, 0)->share, 17 / 33.0, 1e-9);
  g_assert_true (isnan (get_bar (bars, 0)->share_before));
  g_assert_cmpstr (spoken, ==, "Often: 52 % · 17; Never: 48 % · 16");
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_bars_before (void)
{
  g_autoptr (RelaisReport) before = new_report (FALSE);
  g_autoptr (RelaisAnswers) answers = new_answers ();
  g_autoptr (RelaisReport) report = NULL;
  g_autoptr (GPtrArray) named = NULL;
  g_autoptr (GPtrArray) long_named = NULL;
  g_autoptr (GPtrArray) figures = NULL;

  add_people (answers, 1, 33, 33, "5", "10");
  report = relais_report_new (answers, 5, FALSE, before, "2025");
  named = relais_bars_of_question (get_question (report, CHOICE), "2025");
  g_assert_cmpstr (get_bar (named, 0)->value, ==, "76 % · 50");
  g_assert_cmpstr (get_bar (named, 0)->before, ==, "2025: 52 %");
  g_assert_cmpfloat_with_epsilon (get_bar (named, 0)->share_before, 17 / 33.0, 1e-9);
  long_named = relais_bars_of_question (get_question (report, CHOICE), "The wave of the spring of 2025");
  g_assert_cmpstr (get_bar (long_named, 0)->before, ==, "Before: 52 %");

  figures = relais_words_question_figures (report, get_question (report, SCALE));
  g_assert_cmpuint (figures->len, ==, 4);
  g_assert_cmpstr (((RelaisKeyFigure *) figures->pdata[0])->caption, ==, "mean, out of 5");
  g_assert_cmpstr (((RelaisKeyFigure *) figures->pdata[2])->value, ==, "+0.9");
  g_assert_cmpstr (((RelaisKeyFigure *) figures->pdata[2])->caption, ==, "since 2025");
}

static void
test_nps (void)
{
  g_autoptr (RelaisReport) report = new_report (FALSE);
  g_autoptr (GPtrArray) bars = relais_bars_of_question (get_question (report, NPS), NULL);
  g_autoptr (GPtrArray) figures = relais_words_question_figures (report, get_question (report, NPS));
  guint parts[3];

  /* 16 promoters, 5 passives, 12 detractors of 33 */
  g_assert_cmpuint (bars->len, ==, 3);
  g_assert_cmpstr (get_bar (bars, 0)->value, ==, "48 % · 16");
  g_assert_cmpint (get_bar (bars, 0)->tone, ==, RELAIS_BAR_GOOD);
  g_assert_cmpstr (get_bar (bars, 1)->value, ==, "15 % · 5");
  g_assert_cmpstr (get_bar (bars, 2)->value, ==, "36 % · 12");
  g_assert_cmpint (get_bar (bars, 2)->tone, ==, RELAIS_BAR_BAD);
  g_assert_cmpstr (((RelaisKeyFigure *) figures->pdata[0])->value, ==, "+12");
  /* Marks that are not those of the question (a scale) have no such parts. */
  g_assert_false (relais_figures_split_nps (&get_question (report, SCALE)->total, get_question (report, SCALE)->n_labels, parts));
}

static void
test_participation (void)
{
  g_autoptr (RelaisReport) report = new_report (FALSE);
  g_autoptr (GPtrArray) bars = relais_bars_of_participation (report);
  g_autoptr (GPtrArray) grid = relais_grid_of_participation (report);
  g_autofree char *spoken = relais_bars_describe (bars);
  g_autofree char *table = join_grid (grid);

  g_assert_cmpuint (bars->len, ==, 4);
  g_assert_cmpstr (get_bar (bars, 0)->label, ==, "Parks");
  g_assert_cmpstr (get_bar (bars, 0)->value, ==, "60 % · 12 of 20");
  g_assert_cmpstr (get_bar (bars, 1)->value, ==, "25 % · 10 of 40");
  g_assert_cmpstr (get_bar (bars, 2)->label, ==, "Directorate not stated");
  g_assert_true (isnan (get_bar (bars, 2)->share));
  g_assert_cmpstr (get_bar (bars, 3)->label, ==, "2 directorates too small to be shown");
  g_assert_cmpstr (get_bar (bars, 3)->value, ==, "5 answers");
  g_assert_cmpstr (table, ==, "Directorate|Answers|Headcount|Participation\n"
                              "Roads|10|40|25 %\nParks|12|20|60 %\nNot stated|6||\n2 directorates too small to be shown|5||\n");
  /* Neither the picture, nor its description, nor the table names who is hidden. */
  g_assert_null (strstr (spoken, "Pool"));
  g_assert_null (strstr (table, "Museum"));
}

/* Without headcounts bars compare with the one that gave most. */
static void
test_participation_unknown (void)
{
  g_autoptr (RelaisAnswers) answers = relais_answers_new ();
  g_autoptr (RelaisReport) report = NULL;
  g_autoptr (GPtrArray) bars = NULL;

  relais_answers_add_question (answers, NULL, RELAIS_QUESTION_SINGLE, "?", options, 0);
  for (guint group = 1; group <= 2; group++)
    {
      relais_answers_add_group (answers, NULL, group == 1 ? "A" : "B", 0);
      for (guint i = 0; i < 10 * group; i++)
        relais_answers_set_group (answers, relais_answers_add_row (answers), group);
    }
  report = relais_report_new (answers, 5, FALSE, NULL, NULL);
  bars = relais_bars_of_participation (report);
  g_assert_cmpstr (get_bar (bars, 0)->label, ==, "B");
  g_assert_cmpstr (get_bar (bars, 0)->value, ==, "20 answers");
  g_assert_cmpfloat (get_bar (bars, 0)->share, ==, 1);
  g_assert_cmpfloat (get_bar (bars, 1)->share, ==, 0.5);
}

static void
test_grid (void)
{
  g_autoptr (RelaisReport) report = new_report (FALSE);
  g_autoptr (GPtrArray) choice = relais_grid_of_question (report, get_question (report, CHOICE));
  g_autoptr (GPtrArray) nps = relais_grid_of_question (report, get_question (report, NPS));
  g_autoptr (GPtrArray) comment = relais_grid_of_question (report, get_question (report, COMMENT));
  g_autofree char *choice_text = join_grid (choice);
  g_autofree char *nps_text = join_grid (nps);

  g_assert_cmpstr (choice_text, ==, "Group|Answers|Often|Never\nEverybody|33|52 %|48 %\nRoads|10|50 %|50 %\nParks|12|100 %|0 %\n"
                                    "Not stated|6|0 %|100 %\n2 groups too small to be shown|5||\n");
  g_assert_cmpstr (nps_text, ==, "Group|Answers|eNPS|Promoters|Passives|Detractors\nEverybody|33|+12|48 %|15 %|36 %\n"
                                 "Roads|10|+100|100 %|0 %|0 %\nParks|12|−100|0 %|0 %|100 %\nNot stated|6|+100|100 %|0 %|0 %\n"
                                 "2 groups too small to be shown|5||||\n");
  g_assert_cmpuint (comment->len, ==, 0);
}

static void
test_grid_without_groups (void)
{
  g_autoptr (RelaisAnswers) answers = relais_answers_new ();
  g_autoptr (RelaisReport) report = NULL;
  g_autoptr (GPtrArray) grid = NULL;
  g_autofree char *text = NULL;

  relais_answers_add_question (answers, NULL, RELAIS_QUESTION_SINGLE, "?", options, 0);
  for (guint i = 0; i < 8; i++)
    relais_answers_set_cell (answers, relais_answers_add_row (answers), 0, i < 6 ? "Never" : "Often", NULL);
  report = relais_report_new (answers, 5, FALSE, NULL, NULL);
  grid = relais_grid_of_question (report, get_question (report, 0));
  text = join_grid (grid);
  g_assert_cmpstr (text, ==, "Answer|Count|Share\nOften|2|25 %\nNever|6|75 %\n");
}

static void
test_words (void)
{
  g_autoptr (RelaisReport) report = new_report (FALSE);
  g_autoptr (RelaisReport) partial = new_report (TRUE);
  g_autofree char *privacy = relais_words_privacy (report);
  g_autofree char *note = relais_words_question_note (report, get_question (report, CHOICE));
  g_autofree char *hidden = relais_words_question_note (partial, get_question (partial, CHOICE));
  g_autofree char *open = relais_words_partial (partial, TRUE);
  g_autofree char *reopened = relais_words_partial (partial, FALSE);
  g_autoptr (GPtrArray) figures = relais_words_report_figures (report);
  g_autoptr (GPtrArray) none = relais_words_question_figures (partial, get_question (partial, SCALE));

  g_assert_cmpstr (privacy, ==, "So that nobody can be recognised, results of fewer than 5 answers are not shown. "
                                "2 directorates (5 answers together) count in the totals only.");
  g_assert_cmpstr (note, ==, "2 groups are too small to be shown: their 5 answers count in the total only.");
  g_assert_cmpstr (hidden, ==, "Not shown yet.");
  g_assert_true (g_str_has_prefix (open, "This survey is still open"));
  g_assert_true (g_str_has_prefix (reopened, "Few answers came"));
  g_assert_null (relais_words_partial (report, TRUE));
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (figures->len, ==, 3);
  g_assert_cmpstr (((RelaisKeyFigure *) figures->pdata[0])->value, ==, "33");
  g_assert_cmpstr (((RelaisKeyFigure *) figures->pdata[1])->caption, ==, "of 80 agents");
}

static void
test_figures (void)
{
  static const struct { double figure; const char *mean, *median, *difference, *whole; } cases[] = {
    { 3, "3.0", "3", "+3.0", "+3" }, { 3.5, "3.5", "3.5", "+3.5", "+4" }, { 0, "0.0", "0", "±0", "±0" },
    { 0.04, "0.0", "0", "±0", "±0" }, { -0.26, "-0.3", "-0.3", "−0.3", "±0" }, { -100, "-100.0", "-100", "−100.0", "−100" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *mean = relais_words_mean (cases[i].figure);
      g_autofree char *median = relais_words_median (cases[i].figure);
      g_autofree char *difference = relais_words_difference (cases[i].figure, 1);
      g_autofree char *whole = relais_words_difference (cases[i].figure, 0);

      g_assert_cmpstr (mean, ==, cases[i].mean);
      g_assert_cmpstr (median, ==, cases[i].median);
      g_assert_cmpstr (difference, ==, cases[i].difference);
      g_assert_cmpstr (whole, ==, cases[i].whole);
    }
}

static void
test_export (void)
{
  g_autoptr (RelaisReport) report = new_report (FALSE);
  g_autofree char *tabs = relais_report_export_tabs (report);
  g_autoptr (GBytes) csv = relais_report_export_csv (report);
  g_auto (GStrv) lines = g_strsplit (tabs, "\n", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisTable) table = NULL;
  gboolean found = FALSE;

  for (guint i = 0; lines[i] && *lines[i]; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, 9);
      /* What somebody wrote is no formula, and its tab no cell; a negative eNPS is a number. */
      g_assert_cmpint (*cells[3], !=, '=');
      found |= g_str_equal (cells[3], "'=1+1 and more");
      if (g_str_equal (cells[0], "Would you recommend us?") && g_str_equal (cells[1], "Parks") && *cells[8])
        g_assert_cmpstr (cells[8], ==, "-100.00");
    }
  g_assert_true (found);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (csv, NULL), RELAIS_TABLE_START));
  table = relais_table_read (csv, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (relais_table_get_n_columns (table), ==, 9);
  g_assert_cmpuint (relais_table_get_n_rows (table), ==, g_strv_length (lines) - 2);
  g_assert_null (strstr (tabs, "Museum"));
}

static GPtrArray *
new_units (void)
{
  GPtrArray *units = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);

  g_ptr_array_add (units, make_record ("unit", NULL, "name", "Direction de l’éducation", "type", "directorate", "headcount", "50",
                                       NULL));
  g_ptr_array_add (units, make_record ("unit", NULL, "name", "Direction des sports", "type", "directorate", "headcount", "50", NULL));
  return units;
}

/* A file as another tool exports it: Windows-1252, semicolons, who answered and when. */
static GBytes *
new_file (const char *group_heading, const char *group)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char *bytes;
  gsize length;

  g_string_printf (text, "E-mail;%s;Êtes-vous bien informé ?\r\n", group_heading);
  for (guint i = 0; i < 12; i++)
    g_string_append_printf (text, "a%u@ville.example;%s;%s\r\n", i, group, i % 3 ? "Plutôt" : "Pas du tout");
  bytes = g_convert (text->str, text->len, "WINDOWS-1252", "UTF-8", NULL, &length, NULL);
  return g_bytes_new_take (bytes, length);
}

static RelaisReport *
analyse (const char *group_heading, const char *group)
{
  g_autoptr (GBytes) bytes = new_file (group_heading, group);
  g_autoptr (GPtrArray) units = new_units ();
  g_autoptr (GError) error = NULL;
  RelaisReport *report = relais_answer_file_report (bytes, units, &error);

  g_assert_no_error (error);
  g_assert_nonnull (report);
  return report;
}

static void
test_file (void)
{
  g_autoptr (RelaisReport) report = analyse ("Direction", "Direction de l'education");
  g_autoptr (GPtrArray) bars = relais_bars_of_participation (report);
  g_autofree char *table = relais_report_export_tabs (report);

  g_assert_cmpuint (report->answers, ==, 12);
  g_assert_false (report->partial);
  g_assert_cmpuint (report->smallest_group, ==, RELAIS_SMALLEST_GROUP);
  g_assert_cmpuint (report->questions->len, ==, 1);
  g_assert_cmpstr (get_question (report, 0)->text, ==, "Êtes-vous bien informé ?");
  g_assert_cmpstr (get_bar (bars, 0)->value, ==, "24 % · 12 of 50");
  /* Nothing is said of Sports, which is not in the file: neither among those who answered nor in the headcount. */
  g_assert_cmpuint (bars->len, ==, 1);
  g_assert_cmpuint (get_question (report, 0)->groups->len, ==, 1);
  g_assert_cmpuint (report->headcount, ==, 50);
  g_assert_null (strstr (table, "@"));
}

/* Groups that are none of our directorates, and a file without groups: nobody is said not to have answered. */
static void
test_file_of_others (void)
{
  g_autoptr (RelaisReport) others = analyse ("Service", "Atelier nord");
  g_autoptr (RelaisReport) none = analyse ("Ville", "Lyon");

  g_assert_cmpuint (others->headcount, ==, 0);
  g_assert_cmpuint (others->participation->len, ==, 1);
  g_assert_cmpuint (none->headcount, ==, 0);
  g_assert_cmpuint (none->participation->len, ==, 0);
}

static void
test_file_errors (void)
{
  static const struct { const char *text, *message; } cases[] = {
    { "Direction;Avis\r\n", "There are no answers in this file." },
    { "E-mail;Nom\r\na@b.example;Martin\r\n", "No column of this file looks like a question." },
  };
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GError) no_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
      g_autoptr (GError) error = NULL;

      g_assert_null (relais_answer_file_report (bytes, NULL, &error));
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
  g_assert_null (relais_answer_file_report (empty, NULL, &no_error));
  g_assert_error (no_error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_EMPTY);
}

static void
test_dates (void)
{
  g_autoptr (RelaisRecord) both = make_record ("survey", NULL, "title", "S", "opens", "2026-10-08", "closes", "2026-11-05",
                                               "wave", "Second", "audience", "everyone", NULL);
  g_autoptr (RelaisRecord) until = make_record ("survey", NULL, "title", "S", "closes", "2026-11-05", NULL);
  g_autoptr (RelaisRecord) none = make_record ("survey", NULL, "title", "S", NULL);
  g_autofree char *about = relais_survey_dup_about (both, "2026-11-21");
  g_autofree char *last = relais_survey_dup_dates (until, "2026-11-21");
  g_autofree char *nothing = relais_survey_dup_about (none, "2026-11-21");

  g_assert_cmpstr (about, ==, "Second · 8 Oct – 5 Nov · Everyone");
  g_assert_cmpstr (last, ==, "until 5 Nov");
  g_assert_cmpstr (nothing, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/surveys/bars", test_bars);
  g_test_add_func ("/surveys/bars-before", test_bars_before);
  g_test_add_func ("/surveys/nps", test_nps);
  g_test_add_func ("/surveys/participation", test_participation);
  g_test_add_func ("/surveys/participation-unknown", test_participation_unknown);
  g_test_add_func ("/surveys/grid", test_grid);
  g_test_add_func ("/surveys/grid-without-groups", test_grid_without_groups);
  g_test_add_func ("/surveys/words", test_words);
  g_test_add_func ("/surveys/figures", test_figures);
  g_test_add_func ("/surveys/export", test_export);
  g_test_add_func ("/surveys/file", test_file);
  g_test_add_func ("/surveys/file-of-others", test_file_of_others);
  g_test_add_func ("/surveys/file-errors", test_file_errors);
  g_test_add_func ("/surveys/dates", test_dates);
  return g_test_run ();
}
