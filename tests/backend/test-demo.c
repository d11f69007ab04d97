/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "demo-city.h"
#include "relais-demo-text.h"
#include "relais-flatplan.h"
#include "relais-load.h"
#include "relais-report.h"
#include "relais-tables.h"

#include <string.h>

#define TODAY "2026-11-21"

/* The whole city takes seconds: it is made once for the tests that only read it. */
static City city;

static void
test_city (void)
{
  guint64 headcount = 0;

  city_assert_sound (&city);
  for (guint i = 0; i < city.records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (city.records, i);
      if (is_kind (record, "unit") && strcmp (relais_record_get_string (record, "type"), "directorate") == 0)
        headcount += relais_record_get_integer (record, "headcount");
    }
  g_assert_cmpuint (headcount, ==, 3900);
  g_assert_cmpuint (city_count (&city, "unit", "type", "directorate"), ==, 26);
  g_assert_cmpuint (city_count (&city, "unit", "type", "service"), ==, 104);
  g_assert_cmpuint (city_count (&city, "mandate", NULL, NULL) - city_count (&city, "mandate", "state", "ended"), ==, 112);
  g_assert_cmpuint (city_count (&city, "channel", NULL, NULL), ==, 9);
  /* The stories, and what campaigns, templates and ideas add to them. */
  g_assert_cmpuint (city_count (&city, "subject", NULL, NULL), >=, 640);
  g_assert_cmpuint (city_count (&city, "subject", NULL, NULL), <, 680);
  g_assert_cmpuint (city_count (&city, "placement", NULL, NULL), >, 1350);
  g_assert_cmpuint (city_count (&city, "placement", NULL, NULL), <, 1650);
  g_assert_cmpuint (city_count (&city, "account", NULL, NULL), ==, 7);
}

/* Every status of a subject, a placement and a mandate is there to be seen. */
static void
test_states (void)
{
  static const struct { const char *kind, *field; } states[] = {
    { "subject", "state" }, { "placement", "state" }, { "mandate", "state" }, { "mandate", "sheet_state" },
    { "meeting", "state" }, { "decision", "outcome" }, { "attendance", "presence" }, { "channel", "form" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      const RelaisKind *kind = relais_kind_lookup (states[i].kind);
      const RelaisField *field = &kind->fields[relais_kind_field (kind, states[i].field)];

      for (guint j = 0; field->choices[j]; j++)
        {
          g_test_message ("%s %s", kind->name, field->choices[j]);
          g_assert_cmpuint (city_count (&city, kind->name, field->name, field->choices[j]), >, 0);
        }
    }
}

/* What takes room on the channel in the week of @monday. */
static guint
count_week (const char *channel, RelaisDay monday)
{
  guint n = 0;

  for (guint i = 0; i < city.records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (city.records, i);
      RelaisDay day = is_kind (record, "placement") ? relais_day_parse (relais_record_get_string (record, "planned")) : RELAIS_DAY_NONE;
      n += day != RELAIS_DAY_NONE && relais_day_monday (day) == monday
        && g_str_equal (relais_record_get_string (record, "channel"), channel)
        && relais_load_state_counts (relais_record_get_string (record, "state"));
    }
  return n;
}

/* The planning board has something of everything that it can show. */
static void
test_board (void)
{
  static const struct { const char *kind, *field; guint least; } expected[] = {
    { "campaign", "title", 4 }, { "template", "rule", 4 }, { "edition", "steps", 6 }, { "calendar", "days", 1 },
    { "closed_period", "reason", 4 }, { "subject", "campaign", 15 }, { "subject", "template", 15 }, { "subject", "occurrence", 15 },
    { "placement", "edition", 30 }, { "placement", "page", 30 }, { "meeting", "agenda", 5 }, { "decision", "until", 5 },
    { "decision", "channel", 3 }, { "comment", "mentions", 5 }, { "channel", "per_day", 9 }, { "channel", "per_week", 9 },
  };
  guint ideas = 0, over = 0;

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      guint n = 0;
      for (guint j = 0; j < city.records->len; j++)
        n += is_kind (city.records->pdata[j], expected[i].kind)
          && relais_record_get (city.records->pdata[j], expected[i].field) != NULL;
      g_test_message ("%s.%s: %u", expected[i].kind, expected[i].field, n);
      g_assert_cmpuint (n, >=, expected[i].least);
    }
  g_assert_cmpuint (city_count (&city, "setting", "key", "load.everyone.per_week"), ==, 1);
  for (guint i = 0; i < city.records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (city.records, i);
      ideas += is_kind (record, "placement") && relais_record_get (record, "planned") == NULL
        && g_str_equal (relais_record_get_string (record, "state"), "idea");
      if (is_kind (record, "channel") && g_str_equal (relais_record_get_string (record, "form"), "brief"))
        for (RelaisDay week = relais_day_monday (relais_day_parse (TODAY)); week < relais_day_parse ("2027-01-01"); week += 7)
          over += count_week (relais_record_get_id (record), week) > relais_record_get_integer (record, "per_week");
    }
  g_assert_cmpuint (ideas, >=, 12);
  g_assert_cmpuint (over, >=, 1);
}

/* The next issue is being made: a page with too much, an empty one, pieces that wait. */
static void
test_flatplan (void)
{
  RelaisRecord *next = NULL;
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_flatplan_item_free);

  for (guint i = 0; i < city.records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (city.records, i);
      if (is_kind (record, "edition") && g_str_equal (relais_record_get_string (record, "state"), "planned")
          && (next == NULL || strcmp (relais_record_get_string (record, "print_on"), relais_record_get_string (next, "print_on")) < 0))
        next = record;
    }
  g_assert_nonnull (next);
  for (guint i = 0; i < city.records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (city.records, i);
      if (is_kind (record, "placement") && g_strcmp0 (relais_record_get_string (record, "edition"), relais_record_get_id (next)) == 0)
        g_ptr_array_add (items, relais_flatplan_item_new (relais_record_get_id (record), relais_record_get_integer (record, "page"),
                                                          relais_record_get_integer (record, "length")));
    }
  g_autoptr(RelaisFlatplan) plan = relais_flatplan_new (next, g_steal_pointer (&items));
  g_assert_cmpuint (plan->n_over, >=, 1);
  g_assert_cmpuint (plan->n_empty, >=, 1);
  g_assert_cmpuint (plan->waiting->len, >=, 1);
}

/* Who changed what of the last months, as if the records had come there step by step. */
static void
test_history (void)
{
  guint moved = 0, decided = 0;

  for (guint i = 0; i < city.records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (city.records, i);
      g_autoptr(GError) error = NULL;
      if (!is_kind (record, "placement") && !is_kind (record, "subject"))
        continue;
      RelaisTransaction *transaction = relais_storage_begin (city.storage, FALSE, &error);
      RelaisRows *rows = relais_transaction_query (transaction,
        "SELECT seq, at, created, changes FROM history WHERE kind = ?1 AND id = ?2 ORDER BY seq DESC", "ss",
        relais_record_get_kind (record)->name, relais_record_get_id (record));
      gint64 seq = relais_record_get_seq (record), at = relais_record_get_at (record);
      gboolean created = FALSE;
      while (relais_rows_next (rows))
        {
          g_assert_false (created);
          g_assert_cmpint (relais_rows_get_integer (rows, 0), <=, seq);
          g_assert_cmpint (relais_rows_get_integer (rows, 1), <=, at);
          seq = relais_rows_get_integer (rows, 0) - 1;
          at = relais_rows_get_integer (rows, 1);
          created = relais_rows_get_integer (rows, 2) != 0;
          moved += strstr (relais_rows_get_text (rows, 3), "\"planned\"") != NULL;
          decided += strstr (relais_rows_get_text (rows, 3), "\"to\":\"kept\"") != NULL;
        }
      g_assert_true (created);
      relais_rows_close (rows);
      relais_transaction_rollback (transaction);
    }
  g_assert_cmpuint (moved, >, 50);
  g_assert_cmpuint (decided, >, 50);
}

/* What the portal's home page shows has something to show. */
static void
test_home_page (void)
{
  g_autoptr(GHashTable) forms = g_hash_table_new (g_str_hash, g_str_equal), events = g_hash_table_new (g_str_hash, g_str_equal);
  guint briefs = 0, features = 0, coming = 0;

  for (guint i = 0; i < city.records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (city.records, i);

      if (is_kind (record, "channel"))
        g_hash_table_insert (forms, (gpointer) relais_record_get_id (record), (gpointer) relais_record_get_string (record, "form"));
      if (is_kind (record, "article") && g_strcmp0 (relais_record_get_string (record, "event_day"), TODAY) >= 0)
        g_hash_table_add (events, (gpointer) relais_record_get_id (record));
    }
  for (guint i = 0; i < city.records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (city.records, i);
      const char *form, *article;

      if (!is_kind (record, "placement") || strcmp (relais_record_get_string (record, "state"), "published") != 0)
        continue;
      form = g_hash_table_lookup (forms, relais_record_get_string (record, "channel"));
      article = relais_record_get_string (record, "article");
      g_assert_nonnull (article);
      briefs += strcmp (form, "brief") == 0 && g_strcmp0 (relais_record_get_string (record, "planned"), "2026-11-01") > 0;
      features += strcmp (form, "feature") == 0;
      coming += strcmp (form, "agenda") == 0 && g_hash_table_contains (events, article);
    }
  g_assert_cmpuint (briefs, >=, 5);
  g_assert_cmpuint (features, >=, 5);
  g_assert_cmpuint (coming, >=, 3);
  g_assert_cmpuint (city_count (&city, "setting", "key", "one_click_links"), ==, 1);
}

static void
test_reports (void)
{
  guint answers = 0, partial = 0, compared = 0;

  for (guint i = 0; i < city.records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (city.records, i);
      g_autoptr(RelaisReport) report = NULL;
      g_autoptr(JsonNode) node = NULL;
      g_autoptr(GError) error = NULL;

      if (!is_kind (record, "report"))
        continue;
      node = relais_json_parse (relais_record_get_string (record, "content"), -1, 4000000, &error);
      g_assert_no_error (error);
      report = relais_report_from_json (node, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (report->headcount, ==, report->partial ? 0 : 3900);
      answers += report->answers;
      partial += report->partial;
      compared += report->previous_wave != NULL;
    }
  g_assert_cmpuint (city_count (&city, "report", NULL, NULL), ==, 3);
  g_assert_cmpuint (answers, ==, 1800);
  g_assert_cmpuint (partial, ==, 1);
  g_assert_cmpuint (compared, ==, 1);
}

static void
test_seed (void)
{
  City first = { 0 }, again = { 0 }, other = { 0 };
  g_autofree char *first_digest = NULL, *again_digest = NULL, *other_digest = NULL;

  city_make (&first, RELAIS_DEMO_SMALL, 5);
  city_make (&again, RELAIS_DEMO_SMALL, 5);
  city_make (&other, RELAIS_DEMO_SMALL, 6);
  city_assert_sound (&first);
  first_digest = city_make_digest (&first);
  again_digest = city_make_digest (&again);
  other_digest = city_make_digest (&other);
  g_assert_cmpstr (first_digest, ==, again_digest);
  g_assert_cmpstr (first_digest, !=, other_digest);
  city_clear (&first);
  city_clear (&again);
  city_clear (&other);
}

/* The tables are written directly; the same records written through the log leave the same states. */
static void
test_same_as_log (void)
{
  City small = { 0 }, written = { 0 };
  guint64 seq = 0;

  city_make (&small, RELAIS_DEMO_SMALL, 5);
  city_open (&written);
  for (guint i = 0; i < small.records->len; )
    {
      g_autoptr(GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
      g_autoptr(GError) error = NULL;
      guint64 of = relais_record_get_seq (g_ptr_array_index (small.records, i));

      for (; i < small.records->len && relais_record_get_seq (g_ptr_array_index (small.records, i)) == of; i++)
        {
          RelaisRecord *record = g_ptr_array_index (small.records, i);
          const RelaisFields *fields = relais_record_get_fields (record);
          g_autofree char *hash = g_strdup (is_kind (record, "media") ? relais_record_get_string (record, "hash") : NULL);

          if (hash)
            {
              RelaisTransaction *transaction = relais_storage_begin (written.storage, TRUE, &error);
              relais_blob_save (transaction, hash, 1, "image/jpeg", 0);
              relais_transaction_commit (transaction, &error);
              g_assert_no_error (error);
            }
          g_ptr_array_add (ops, relais_op_new_set (relais_record_get_id (record), (RelaisBase) { RELAIS_BASE_NONE, 0 },
                                                   relais_fields_copy (fields)));
        }
      relais_log_write (written.log, ops, &seq, &error);
      g_assert_no_error (error);
    }
  city_read (&written);
  g_assert_cmpuint (written.records->len, ==, small.records->len);
  for (guint i = 0; i < small.records->len; i++)
    {
      RelaisRecord *left = g_ptr_array_index (small.records, i), *right = g_ptr_array_index (written.records, i);
      g_assert_cmpstr (relais_record_get_id (left), ==, relais_record_get_id (right));
      g_assert_true (relais_fields_equal (relais_record_get_fields (left), relais_record_get_fields (right)));
    }
  city_clear (&written);
  city_clear (&small);
}

static void
test_sign_in (void)
{
  static const char * const logins[] = { "manager", "editor", "editor2", "designer", "webmaster", "correspondent", "reader" };
  City small = { 0 };

  city_make (&small, RELAIS_DEMO_SMALL, 5);
  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      g_autoptr(GError) error = NULL;
      guint wait;
      g_autoptr(RelaisSession) session = relais_accounts_sign_in (small.accounts, logins[i], RELAIS_DEMO_PASSWORD, "test",
                                                                  "127.0.0.1", &wait, &error);
      g_assert_no_error (error);
      g_assert_nonnull (relais_record_get_string (session->account, "person"));
    }
  city_clear (&small);
}

/* Whoever signs in finds something to do. */
static void
test_work (void)
{
  static const struct { const char *login, *field; const char *states[4]; } work[] = {
    { "manager", "reviewer", { "review" } }, { "editor", "author", { "accepted", "writing" } },
    { "editor2", "author", { "accepted", "writing" } }, { "designer", "author", { "accepted", "writing" } },
    { "correspondent", "author", { "accepted", "writing" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (work); i++)
    {
      const char *person = NULL;
      guint n = 0;

      for (guint j = 0; j < city.records->len; j++)
        {
          RelaisRecord *record = g_ptr_array_index (city.records, j);
          if (is_kind (record, "account") && strcmp (relais_record_get_string (record, "login"), work[i].login) == 0)
            person = relais_record_get_string (record, "person");
          if (is_kind (record, "placement") && g_strcmp0 (relais_record_get_string (record, work[i].field), person) == 0)
            n += g_strv_contains (work[i].states, relais_record_get_string (record, "state"));
        }
      g_test_message ("%s: %u", work[i].login, n);
      g_assert_cmpuint (n, >, 0);
    }
}

static void
assert_expands (const DemoContext *context, const char *text, const char *expected)
{
  g_autofree char *expanded = demo_expand (context, text);

  g_assert_cmpstr (expanded, ==, expected);
}

static void
test_expand (void)
{
  g_auto(DemoContext) context;

  demo_context_init (&context);
  demo_context_set (&context, "lieu", "le musée");
  demo_context_set (&context, "ecole", "l’école du Port");
  demo_context_set (&context, "salle", "la salle Mozart");
  demo_context_set (&context, "mois", "avril");
  demo_context_set (&context, "passe", "mars");
  assert_expands (&context, "{Lieu} et {lieu}", "Le musée et le musée");
  assert_expands (&context, "près {du lieu}, {au lieu}", "près du musée, au musée");
  assert_expands (&context, "près {du ecole}, {au ecole}", "près de l’école du Port, à l’école du Port");
  assert_expands (&context, "{au salle}", "dans la salle Mozart");
  assert_expands (&context, "au mois {de mois}, au mois {de passe}", "au mois d’avril, au mois de mars");
}

/* Every text of the stories stands on its own: no brace is left, nothing is said twice in a row. */
static void
test_texts (void)
{
  for (guint i = 0; i < city.records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (city.records, i);
      const RelaisKind *kind = relais_record_get_kind (record);

      for (guint j = 0; j < kind->n_fields; j++)
        if (kind->fields[j].type == RELAIS_FIELD_STRING || kind->fields[j].type == RELAIS_FIELD_TEXT)
          {
            const char *text = relais_record_get_string (record, kind->fields[j].name);
            g_assert_true (!text || strpbrk (text, "{}") == NULL);
            g_assert_true (!text || strstr (text, "  ") == NULL);
            /* French typography: no ordinary space before these */
            g_assert_false (text && g_regex_match_simple (" [:;?!»]|« ", text, G_REGEX_DEFAULT, 0));
          }
    }
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  city_make (&city, RELAIS_DEMO_CITY, RELAIS_DEMO_SEED);
  g_test_add_func ("/demo/city", test_city);
  g_test_add_func ("/demo/states", test_states);
  g_test_add_func ("/demo/board", test_board);
  g_test_add_func ("/demo/flatplan", test_flatplan);
  g_test_add_func ("/demo/history", test_history);
  g_test_add_func ("/demo/home-page", test_home_page);
  g_test_add_func ("/demo/reports", test_reports);
  g_test_add_func ("/demo/work", test_work);
  g_test_add_func ("/demo/texts", test_texts);
  g_test_add_func ("/demo/expand", test_expand);
  g_test_add_func ("/demo/seed", test_seed);
  g_test_add_func ("/demo/same-as-log", test_same_as_log);
  g_test_add_func ("/demo/sign-in", test_sign_in);
  status = g_test_run ();
  city_clear (&city);
  return status;
}
