/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-report.h"
#include "relais-reports.h"
#include "relais-sqlite-storage.h"
#include "relais-tables.h"

typedef struct {
  RelaisLog *log;
  char      *survey;
  char      *question;
  char      *unit_question;
  char      *units[2];
  guint      n_answers;
} Fixture;

static char *
write_record (RelaisLog *log, const char *kind, const char *json)
{
  g_autoptr(JsonNode) node = json_from_string (json, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  RelaisFields *fields = relais_fields_from_json (relais_kind_lookup (kind), json_node_get_object (node), &error);
  char *id = relais_id_new ();

  g_assert_no_error (error);
  g_ptr_array_add (ops, relais_op_new_set (id, (RelaisBase) { RELAIS_BASE_NONE, 0 }, fields));
  relais_log_write (log, ops, NULL, &error);
  g_assert_no_error (error);
  return id;
}

static void
change_survey (Fixture *fixture, const char *json)
{
  g_autoptr(JsonNode) node = json_from_string (json, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  RelaisFields *fields = relais_fields_from_json (relais_kind_lookup ("survey"), json_node_get_object (node), &error);

  g_assert_no_error (error);
  g_ptr_array_add (ops, relais_op_new_set (fixture->survey, (RelaisBase) { RELAIS_BASE_NONE, 0 }, fields));
  relais_log_write (fixture->log, ops, NULL, &error);
  g_assert_no_error (error);
}

static char *
write_question (Fixture *fixture, int position, const char *rest)
{
  g_autofree char *json = g_strdup_printf ("{\"survey\":\"%s\",\"position\":%d,%s}", fixture->survey, position, rest);

  return write_record (fixture->log, "question", json);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisStorage) storage = relais_sqlite_storage_new (":memory:", &error);

  g_assert_no_error (error);
  fixture->log = relais_log_new (storage);
  fixture->units[0] = write_record (fixture->log, "unit", "{\"name\":\"Voirie\",\"type\":\"directorate\",\"headcount\":40}");
  fixture->units[1] = write_record (fixture->log, "unit", "{\"name\":\"Sports\",\"type\":\"directorate\",\"headcount\":20}");
  fixture->survey = write_record (fixture->log, "survey",
                                  "{\"title\":\"Journal\",\"audience\":\"everyone\",\"state\":\"closed\",\"smallest_group\":5}");
  fixture->unit_question = write_question (fixture, 1, "\"type\":\"unit\",\"text\":\"Direction\"");
  fixture->question = write_question (fixture, 2, "\"type\":\"scale\",\"text\":\"Note\",\"scale_max\":5");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  relais_log_unref (fixture->log);
  g_free (fixture->survey);
  g_free (fixture->question);
  g_free (fixture->unit_question);
  g_free (fixture->units[0]);
  g_free (fixture->units[1]);
}

static void
add_answers (Fixture *fixture, guint n, guint unit)
{
  g_autoptr(GError) error = NULL;
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (fixture->log), TRUE, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("answer-%u", fixture->n_answers++);
      g_autofree char *content = g_strdup_printf ("{\"%s\":%u,\"%s\":\"%s\"}", fixture->question, i % 5 + 1,
                                                  fixture->unit_question, fixture->units[unit]);
      relais_answer_save (transaction, fixture->survey, id, content);
    }
  relais_transaction_commit (transaction, &error);
  g_assert_no_error (error);
}

/* Refreshes, and gives the only report record, or NULL. */
static RelaisRecord *
refresh (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) reports = NULL;
  RelaisTransaction *transaction;

  relais_reports_refresh (fixture->log, NULL, &error);
  g_assert_no_error (error);
  transaction = relais_storage_begin (relais_log_get_storage (fixture->log), FALSE, &error);
  g_assert_no_error (error);
  reports = relais_records_list (transaction, relais_kind_lookup ("report"));
  relais_transaction_rollback (transaction);
  g_assert_cmpuint (reports->len, <=, 1);
  return reports->len ? relais_record_ref (g_ptr_array_index (reports, 0)) : NULL;
}

static RelaisReport *
read_report (RelaisRecord *record)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = relais_json_parse (relais_record_get_string (record, "content"), -1, 4000000, &error);
  RelaisReport *report;

  g_assert_no_error (error);
  report = relais_report_from_json (node, &error);
  g_assert_no_error (error);
  return report;
}

static RelaisQuestionReport *
only_question (RelaisReport *report)
{
  g_assert_cmpuint (report->questions->len, ==, 1);
  return g_ptr_array_index (report->questions, 0);
}

static void
test_report (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RelaisRecord) record = NULL;
  g_autoptr(RelaisReport) report = NULL;

  add_answers (fixture, 12, 0);
  add_answers (fixture, 6, 1);
  record = refresh (fixture);
  g_assert_cmpstr (relais_record_get_string (record, "survey"), ==, fixture->survey);
  g_assert_cmpint (relais_record_get_integer (record, "answers"), ==, 18);
  report = read_report (record);
  g_assert_cmpuint (report->headcount, ==, 60);
  g_assert_cmpuint (only_question (report)->total.n, ==, 18);
  g_assert_cmpuint (only_question (report)->groups->len, ==, 2);
  g_assert_cmpuint (report->hidden_units, ==, 0);
}

static void
test_unchanged (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RelaisRecord) first = NULL, second = NULL;

  add_answers (fixture, 8, 0);
  first = refresh (fixture);
  second = refresh (fixture);
  g_assert_cmpuint (relais_record_get_seq (first), ==, relais_record_get_seq (second));
}

static void
test_smallest_group (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RelaisRecord) before = NULL, after = NULL;
  g_autoptr(RelaisReport) report = NULL;

  add_answers (fixture, 12, 0);
  add_answers (fixture, 6, 1);
  before = refresh (fixture);
  change_survey (fixture, "{\"smallest_group\":10}");
  after = refresh (fixture);
  g_assert_cmpstr (relais_record_get_id (before), ==, relais_record_get_id (after));
  report = read_report (after);
  g_assert_cmpuint (report->smallest_group, ==, 10);
  g_assert_cmpuint (report->hidden_units, ==, 2);
  g_assert_cmpuint (only_question (report)->hidden_groups, ==, 2);
}

static void
test_open (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RelaisRecord) record = NULL;
  g_autoptr(RelaisReport) report = NULL;

  change_survey (fixture, "{\"state\":\"open\"}");
  add_answers (fixture, 12, 0);
  record = refresh (fixture);
  report = read_report (record);
  g_assert_true (report->partial);
  g_assert_true (only_question (report)->hidden);
  g_assert_cmpuint (report->answers, ==, 12);
}

/* What managers answered is not compared with the number of all agents. */
static void
test_managers (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RelaisRecord) record = NULL;
  g_autoptr(RelaisReport) report = NULL;

  change_survey (fixture, "{\"audience\":\"managers\"}");
  add_answers (fixture, 12, 0);
  record = refresh (fixture);
  report = read_report (record);
  g_assert_cmpuint (report->headcount, ==, 0);
  g_assert_cmpuint (report->answers, ==, 12);
}

/* Closed, opened again for two more people, closed: the two are not told by the difference. */
static void
test_opened_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RelaisRecord) first = NULL, second = NULL, third = NULL;
  g_autoptr(RelaisReport) two_more = NULL, five_more = NULL;

  add_answers (fixture, 12, 0);
  first = refresh (fixture);
  add_answers (fixture, 2, 0);
  second = refresh (fixture);
  two_more = read_report (second);
  g_assert_true (only_question (two_more)->hidden);
  add_answers (fixture, 3, 0);
  third = refresh (fixture);
  five_more = read_report (third);
  g_assert_false (only_question (five_more)->hidden);
  g_assert_cmpuint (only_question (five_more)->total.n, ==, 17);
}

static void
test_bin (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RelaisRecord) before = NULL, restored = NULL;

  add_answers (fixture, 12, 0);
  before = refresh (fixture);
  g_assert_nonnull (before);
  change_survey (fixture, "{\"binned\":true}");
  g_assert_null (refresh (fixture));
  change_survey (fixture, "{\"binned\":false}");
  restored = refresh (fixture);
  g_assert_nonnull (restored);
}

static void
listen_cb (const char *epoch, guint64 head, gpointer data)
{
  g_main_context_wakeup (data);
}

static void
test_reporter (Fixture *fixture, gconstpointer data)
{
  GMainContext *context = g_main_context_default ();
  g_autoptr(GError) error = NULL;
  RelaisReporter *reporter = relais_reporter_new (fixture->log);
  guint64 before, head;

  add_answers (fixture, 12, 0);
  relais_log_get_state (fixture->log, NULL, &before, &error);
  relais_log_set_listener (fixture->log, listen_cb, context);
  relais_reporter_wake (reporter, fixture->survey);
  do
    {
      g_main_context_iteration (context, TRUE);
      relais_log_get_state (fixture->log, NULL, &head, &error);
      g_assert_no_error (error);
    }
  while (head == before);
  relais_reporter_free (reporter);
  relais_log_set_listener (fixture->log, NULL, NULL);
}

#define ADD(path, test) g_test_add ("/reports/" path, Fixture, NULL, set_up, test, tear_down)

/* What agents answered goes with the survey: nothing is kept that no report can show any more. */
static void
test_purged (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  RelaisStorage *storage = relais_log_get_storage (fixture->log);
  const char *others[] = { fixture->question, fixture->unit_question };

  add_answers (fixture, 12, 0);
  change_survey (fixture, "{\"binned\":true}");
  g_assert_true (relais_reports_refresh (fixture->log, NULL, &error));
  RelaisTransaction *transaction = relais_storage_begin (storage, FALSE, &error);
  g_assert_cmpint (relais_answers_count (transaction, fixture->survey), ==, 12);
  relais_transaction_rollback (transaction);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_ptr_array_add (ops, relais_op_new_remove (relais_kind_lookup ("question"), others[i], (RelaisBase) { RELAIS_BASE_NONE, 0 }));
  g_ptr_array_add (ops, relais_op_new_remove (relais_kind_lookup ("survey"), fixture->survey, (RelaisBase) { RELAIS_BASE_NONE, 0 }));
  g_assert_true (relais_log_write (fixture->log, ops, NULL, &error));
  g_assert_no_error (error);
  transaction = relais_storage_begin (storage, FALSE, &error);
  g_assert_cmpint (relais_answers_count (transaction, fixture->survey), ==, 0);
  relais_transaction_rollback (transaction);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("report", test_report);
  ADD ("unchanged", test_unchanged);
  ADD ("smallest-group", test_smallest_group);
  ADD ("open", test_open);
  ADD ("managers", test_managers);
  ADD ("opened-again", test_opened_again);
  ADD ("bin", test_bin);
  ADD ("purged", test_purged);
  ADD ("reporter", test_reporter);
  return g_test_run ();
}
