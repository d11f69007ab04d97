/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-json.h"
#include "relais-report.h"

#include <math.h>
#include <string.h>

static RelaisQuestionReport *
question_at (RelaisReport *report, guint i)
{
  return g_ptr_array_index (report->questions, i);
}

static RelaisGroupFigures *
group_at (RelaisReport *report, guint question, guint i)
{
  return g_ptr_array_index (question_at (report, question)->groups, i);
}

static void
add_row (RelaisAnswers *answers, guint group, const char *cells)
{
  g_auto(GStrv) split = g_strsplit (cells, "/", -1);
  guint row = relais_answers_add_row (answers);

  relais_answers_set_group (answers, row, group);
  for (guint i = 0; split[i]; i++)
    g_assert_true (relais_answers_set_cell (answers, row, i, split[i], NULL));
}

/* Twelve people: six of Roads, five of Sports, one who did not say. Answers: Yes/No, up to 5, 0–10, media, minutes, words. */
static RelaisAnswers *
make_answers (void)
{
  static const char * const yes_no[] = { "Yes", "No", NULL };
  static const char * const media[] = { "Intranet", "Paper", "Poster", NULL };
  RelaisAnswers *answers = relais_answers_new ();

  relais_answers_add_question (answers, "q1", RELAIS_QUESTION_SINGLE, "Informed?", yes_no, 0);
  relais_answers_add_question (answers, "q2", RELAIS_QUESTION_SCALE, "Mark", NULL, 5);
  relais_answers_add_question (answers, "q3", RELAIS_QUESTION_NPS, "Recommend", NULL, 0);
  relais_answers_add_question (answers, "q4", RELAIS_QUESTION_MULTIPLE, "Media", media, 0);
  relais_answers_add_question (answers, "q5", RELAIS_QUESTION_NUMBER, "Minutes", NULL, 0);
  relais_answers_add_question (answers, "q6", RELAIS_QUESTION_COMMENT, "Words", NULL, 0);
  relais_answers_add_group (answers, "u1", "Roads", 40);
  relais_answers_add_group (answers, "u2", "Sports", 0);
  add_row (answers, 1, "Yes/4/10/Intranet|Paper/10/b");
  add_row (answers, 1, "Yes/5/9/Intranet/20/a");
  add_row (answers, 1, "No/3/8/Paper/30/");
  add_row (answers, 1, "No/2/6/Poster/40/d");
  add_row (answers, 1, "Yes/4/0/Intranet|Poster/50/");
  add_row (answers, 1, "Yes/4/7//60/");
  add_row (answers, 2, "No/1/5/Paper/15/c");
  add_row (answers, 2, "No/1/9/Paper/25/");
  add_row (answers, 2, "Yes/5/10/Intranet/35/e");
  add_row (answers, 2, "Yes/2/10/Intranet/45/");
  add_row (answers, 2, "/3/8/Paper/55/");
  add_row (answers, 0, "Yes/5/10/Paper/65/f");
  return answers;
}

static void
test_totals (void)
{
  g_autoptr(RelaisAnswers) answers = make_answers ();
  g_autoptr(RelaisReport) report = relais_report_new (answers, 5, FALSE, NULL, NULL);
  RelaisQuestionReport *single = question_at (report, 0), *scale = question_at (report, 1), *nps = question_at (report, 2);
  RelaisQuestionReport *multiple = question_at (report, 3), *number = question_at (report, 4);

  g_assert_cmpuint (report->answers, ==, 12);
  g_assert_cmpuint (report->questions->len, ==, 6);
  g_assert_cmpuint (single->total.n, ==, 11);
  g_assert_cmpuint (single->total.counts[0], ==, 7);
  g_assert_cmpuint (single->total.counts[1], ==, 4);
  g_assert_cmpfloat_with_epsilon (relais_figures_get_percent (&single->total, 0), 700.0 / 11, 1e-9);
  g_assert_true (isnan (single->total.mean));

  g_assert_cmpstr (scale->labels[0], ==, "1");
  g_assert_cmpuint (scale->n_labels, ==, 5);
  g_assert_cmpfloat (scale->total.mean, ==, 3.25);       /* 39 / 12 */
  g_assert_cmpfloat (scale->total.median, ==, 3.5);      /* 1 1 2 2 3 3 | 4 4 4 5 5 5 */

  g_assert_cmpuint (nps->n_labels, ==, 11);
  g_assert_cmpfloat (nps->total.enps, ==, 25);           /* 6 of 12 promoters, 3 of 12 detractors */

  g_assert_cmpuint (multiple->total.n, ==, 11);
  g_assert_cmpuint (multiple->total.counts[0], ==, 5);
  g_assert_cmpuint (multiple->total.counts[1], ==, 6);
  g_assert_cmpuint (multiple->total.counts[2], ==, 2);

  g_assert_cmpfloat (number->total.mean, ==, 37.5);
  g_assert_cmpfloat (number->total.median, ==, 37.5);
  g_assert_cmpstr (number->labels[0], ==, "< 20");
  g_assert_cmpstr (number->labels[1], ==, "20 – 29");
}

static void
test_remainder_rule (void)
{
  g_autoptr(RelaisAnswers) answers = make_answers ();
  g_autoptr(RelaisReport) report = relais_report_new (answers, 5, FALSE, NULL, NULL);

  /* one person told no direction: Sports, the next smallest, hides them */
  g_assert_cmpuint (report->participation->len, ==, 3);
  g_assert_cmpuint (report->hidden_units, ==, 2);
  g_assert_cmpuint (report->hidden_answers, ==, 6);
  g_assert_cmpuint (question_at (report, 1)->groups->len, ==, 3);
  g_assert_false (group_at (report, 1, 0)->hidden);
  g_assert_cmpstr (group_at (report, 1, 0)->name, ==, "Roads");
  g_assert_cmpfloat_with_epsilon (group_at (report, 1, 0)->figures.mean, 22.0 / 6, 1e-4);
  g_assert_cmpfloat (group_at (report, 4, 0)->figures.median, ==, 35);
  g_assert_true (group_at (report, 1, 1)->hidden);
  g_assert_cmpuint (group_at (report, 1, 1)->figures.n, ==, 0);
  g_assert_null (group_at (report, 1, 1)->figures.counts);
  g_assert_true (group_at (report, 1, 2)->hidden);
  g_assert_null (group_at (report, 1, 2)->name);
}

static void
test_participation (void)
{
  g_autoptr(RelaisAnswers) answers = make_answers ();
  g_autoptr(RelaisReport) report = relais_report_new (answers, 1, FALSE, NULL, NULL);
  RelaisParticipation *roads = g_ptr_array_index (report->participation, 0);
  RelaisParticipation *sports = g_ptr_array_index (report->participation, 1);

  g_assert_cmpuint (report->headcount, ==, 40);
  g_assert_cmpuint (roads->answers, ==, 6);
  g_assert_cmpfloat (relais_participation_get_percent (roads), ==, 15);
  g_assert_cmpuint (sports->answers, ==, 5);
  g_assert_true (isnan (relais_participation_get_percent (sports)));
}

static void
test_comments (void)
{
  static const char * const sorted[] = { "a", "b", "c", "d", "e", "f", NULL };
  g_autoptr(RelaisAnswers) answers = make_answers ();
  g_autoptr(RelaisReport) shown = relais_report_new (answers, 6, FALSE, NULL, NULL);
  g_autoptr(RelaisReport) hidden = relais_report_new (answers, 7, FALSE, NULL, NULL);

  /* sorted, never by group; only from the smallest group on */
  g_assert_cmpstrv (question_at (shown, 5)->comments, sorted);
  g_assert_cmpuint (question_at (shown, 5)->groups->len, ==, 0);
  g_assert_true (question_at (hidden, 5)->hidden);
  g_assert_null (question_at (hidden, 5)->comments[0]);
  g_assert_cmpuint (question_at (hidden, 5)->total.n, ==, 0);
}

static void
test_open_survey (void)
{
  g_autoptr(RelaisAnswers) answers = make_answers ();
  g_autoptr(RelaisReport) report = relais_report_new (answers, 5, TRUE, NULL, NULL);

  g_assert_true (report->partial);
  g_assert_cmpuint (report->participation->len, ==, 3);
  for (guint i = 0; i < report->questions->len; i++)
    {
      g_assert_true (question_at (report, i)->hidden);
      g_assert_cmpuint (question_at (report, i)->total.n, ==, 0);
      g_assert_cmpuint (question_at (report, i)->groups->len, ==, 0);
      g_assert_null (question_at (report, i)->comments[0]);
    }
}

static void
test_waves (void)
{
  g_autoptr(RelaisAnswers) answers = make_answers ();
  g_autoptr(RelaisReport) before = relais_report_new (answers, 6, FALSE, NULL, NULL);
  g_autoptr(RelaisReport) report = relais_report_new (answers, 6, FALSE, before, "2025");

  g_assert_cmpstr (report->previous_wave, ==, "2025");
  g_assert_cmpfloat (question_at (report, 1)->previous->mean, ==, 3.25);
  g_assert_cmpuint (question_at (report, 0)->previous->counts[0], ==, 7);
  g_assert_null (question_at (report, 5)->previous);
}

static void
test_json (void)
{
  g_autoptr(RelaisAnswers) answers = make_answers ();
  g_autoptr(RelaisReport) before = relais_report_new (answers, 6, FALSE, NULL, NULL);
  g_autoptr(RelaisReport) report = relais_report_new (answers, 5, FALSE, before, "2025");
  g_autoptr(JsonNode) node = relais_report_to_json (report);
  g_autofree char *text = relais_json_canonical (node);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) parsed = relais_json_parse (text, -1, 4000000, &error);
  g_autoptr(RelaisReport) again = relais_report_from_json (parsed, &error);
  g_autoptr(JsonNode) node_again = NULL;
  g_autofree char *text_again = NULL;

  g_assert_no_error (error);
  node_again = relais_report_to_json (again);
  text_again = relais_json_canonical (node_again);
  g_assert_cmpstr (text, ==, text_again);
  /* what is hidden is not in the text either */
  g_assert_null (strstr (text, "\"answers\":5"));
}

static void
test_bad_json (void)
{
  static const char * const texts[] = {
    "[]", "{}", "{\"version\":2}",
    "{\"version\":1,\"smallest_group\":5,\"answers\":-1,\"headcount\":0,\"questions\":[],\"participation\":[],\"hidden_units\":0,"
      "\"hidden_answers\":0}",
    "{\"version\":1,\"smallest_group\":5,\"answers\":1,\"headcount\":0,\"questions\":[1],\"participation\":[],\"hidden_units\":0,"
      "\"hidden_answers\":0}",
    "{\"version\":1,\"smallest_group\":5,\"answers\":1,\"headcount\":0,\"questions\":[{\"text\":\"t\",\"type\":\"single\","
      "\"labels\":[\"a\",\"b\"],\"total\":{\"n\":1,\"counts\":[1]},\"groups\":[],\"hidden_groups\":0,\"hidden_answers\":0,"
      "\"comments\":[],\"comments_left_out\":0}],\"participation\":[],\"hidden_units\":0,\"hidden_answers\":0}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = json_from_string (texts[i], NULL);

      g_assert_null (relais_report_from_json (node, &error));
      g_assert_error (error, RELAIS_SURVEY_ERROR, RELAIS_SURVEY_ERROR_REPORT);
    }
}

static void
test_table (void)
{
  g_autoptr(RelaisAnswers) answers = make_answers ();
  g_autoptr(RelaisReport) report = relais_report_new (answers, 5, FALSE, NULL, NULL);
  g_autoptr(GPtrArray) table = relais_report_dup_table (report);
  gboolean found = FALSE;

  for (guint i = 0; i < table->len; i++)
    {
      char **row = g_ptr_array_index (table, i);
      g_assert_cmpuint (g_strv_length (row), ==, 9);
      g_assert_cmpstr (row[1], !=, "Sports");
      found |= strcmp (row[0], "Mark") == 0 && strcmp (row[1], "Roads") == 0 && strcmp (row[6], "3.67") == 0;
    }
  g_assert_true (found);
}

/* Groups, people who told none, and people who skip questions, at random. */
static RelaisAnswers *
make_random_answers (guint n_groups)
{
  static const char * const options[] = { "a", "b", "c", NULL };
  RelaisAnswers *answers = relais_answers_new ();
  guint n_rows = g_test_rand_int_range (0, 60);

  relais_answers_add_question (answers, NULL, RELAIS_QUESTION_SINGLE, "single", options, 0);
  relais_answers_add_question (answers, NULL, RELAIS_QUESTION_SCALE, "scale", NULL, 4);
  for (guint i = 0; i < n_groups; i++)
    {
      g_autofree char *name = g_strdup_printf ("group %u", i);
      relais_answers_add_group (answers, NULL, name, 0);
    }
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *mark = g_test_rand_bit () ? g_strdup_printf ("%d", g_test_rand_int_range (1, 5)) : g_strdup ("");
      guint row = relais_answers_add_row (answers);

      /* unequal groups: a high number is rare */
      relais_answers_set_group (answers, row, g_test_rand_int_range (0, g_test_rand_int_range (1, n_groups + 2)));
      relais_answers_set_cell (answers, row, 0, g_test_rand_bit () ? options[g_test_rand_int_range (0, 3)] : "", NULL);
      relais_answers_set_cell (answers, row, 1, mark, NULL);
    }
  return answers;
}

/* A reader subtracts what is shown from the total: what remains is nobody, or enough people; and nothing that is shown is about
 * fewer. Everything that the report tells about hidden groups is that difference. */
static void
assert_safe (const RelaisQuestionReport *question, guint minimum)
{
  guint rest = question->total.n;

  if (question->hidden)
    {
      g_assert_cmpuint (question->total.n, ==, 0);
      g_assert_null (question->total.counts);
      g_assert_cmpuint (question->groups->len, ==, 0);
      return;
    }
  g_assert_cmpuint (question->total.n, >=, minimum);
  for (guint i = 0; i < question->groups->len; i++)
    {
      const RelaisGroupFigures *group = g_ptr_array_index (question->groups, i);
      if (group->hidden)
        {
          g_assert_cmpuint (group->figures.n, ==, 0);
          g_assert_null (group->figures.counts);
          g_assert_true (isnan (group->figures.mean));
          continue;
        }
      g_assert_true (group->figures.n == 0 || group->figures.n >= minimum);
      rest -= group->figures.n;
    }
  if (question->groups->len > 0)
    {
      g_assert_true (rest == 0 || rest >= minimum);
      g_assert_cmpuint (question->hidden_answers, ==, rest);
    }
}

static void
test_random_reports (void)
{
  for (guint round = 0; round < 3000; round++)
    {
      guint minimum = g_test_rand_int_range (2, 9);
      g_autoptr(RelaisAnswers) answers = make_random_answers (g_test_rand_int_range (0, 6));
      g_autoptr(RelaisReport) report = relais_report_new (answers, minimum, FALSE, NULL, NULL);
      guint rest = report->answers;

      for (guint i = 0; i < report->questions->len; i++)
        assert_safe (question_at (report, i), minimum);
      for (guint i = 0; i < report->participation->len; i++)
        {
          const RelaisParticipation *row = g_ptr_array_index (report->participation, i);
          g_assert_true (row->answers == 0 || row->answers >= minimum);
          rest -= row->answers;
        }
      if (report->participation->len > 0)
        {
          g_assert_true (rest == 0 || rest >= minimum || rest == report->answers);
          g_assert_cmpuint (rest, ==, report->hidden_answers);
        }
    }
}

/* ---- from records ---- */

static RelaisRecord *
make_unit (const char *id, const char *name, const char *type, const char *parent, gint64 headcount)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("unit"));

  relais_fields_set_string (fields, "name", name);
  relais_fields_set_string (fields, "type", type);
  if (parent)
    relais_fields_set_string (fields, "parent", parent);
  relais_fields_set_integer (fields, "headcount", headcount);
  return relais_record_new (id, fields, 1, 1, NULL, 0);
}

static RelaisRecord *
make_question (const char *id, gint64 position, const char *type, const char *text, const char * const *options)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("question"));

  relais_fields_set_integer (fields, "position", position);
  relais_fields_set_string (fields, "type", type);
  relais_fields_set_string (fields, "text", text);
  if (options)
    relais_fields_set_strv (fields, "options", options);
  return relais_record_new (id, fields, 1, 1, NULL, 0);
}

static void
test_records (void)
{
  static const char * const options[] = { "Oui ; plutôt", "Non", NULL };
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  g_autoptr(GPtrArray) questions = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  g_autoptr(RelaisAnswers) answers = relais_answers_new ();
  g_autoptr(RelaisReport) report = NULL;
  RelaisParticipation *roads;

  g_ptr_array_add (units, make_unit ("s1", "Propreté", "service", "d1", 10));
  g_ptr_array_add (units, make_unit ("d1", "Voirie", "directorate", NULL, 50));
  g_ptr_array_add (units, make_unit ("d2", "Éducation", "directorate", NULL, 20));
  g_ptr_array_add (questions, make_question ("b", 2, "multiple", "Avis", options));
  g_ptr_array_add (questions, make_question ("a", 1, "unit", "Direction", NULL));
  g_ptr_array_add (questions, make_question ("c", 3, "scale", "Note", NULL));
  relais_answers_add_questions (answers, questions);
  relais_answers_add_units (answers, units);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr(JsonNode) node = json_from_string (i % 2 ? "{\"a\":\"s1\",\"b\":[\"Oui ; plutôt\",\"Non\"],\"gone\":1}"
                                                         : "{\"a\":\"d1\",\"b\":[\"Non\",\"Renommée\"],\"c\":12}", NULL);
      relais_answers_add_json (answers, json_node_get_object (node));
    }
  report = relais_report_new (answers, 5, FALSE, NULL, NULL);
  g_assert_cmpuint (report->headcount, ==, 70);
  g_assert_cmpuint (report->participation->len, ==, 2);
  roads = g_ptr_array_index (report->participation, 1);
  g_assert_cmpstr (roads->id, ==, "d1");
  g_assert_cmpuint (roads->answers, ==, 6);
  g_assert_cmpuint (report->questions->len, ==, 2);
  g_assert_cmpuint (question_at (report, 0)->total.counts[0], ==, 3);
  g_assert_cmpuint (question_at (report, 0)->total.counts[1], ==, 6);
  /* marks beyond the scale are no answers */
  g_assert_true (question_at (report, 1)->hidden);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/survey/report/totals", test_totals);
  g_test_add_func ("/survey/report/remainder-rule", test_remainder_rule);
  g_test_add_func ("/survey/report/participation", test_participation);
  g_test_add_func ("/survey/report/comments", test_comments);
  g_test_add_func ("/survey/report/open-survey", test_open_survey);
  g_test_add_func ("/survey/report/waves", test_waves);
  g_test_add_func ("/survey/report/json", test_json);
  g_test_add_func ("/survey/report/bad-json", test_bad_json);
  g_test_add_func ("/survey/report/table", test_table);
  g_test_add_func ("/survey/report/random-reports", test_random_reports);
  g_test_add_func ("/survey/report/records", test_records);
  return g_test_run ();
}
