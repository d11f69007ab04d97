/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "relais-plan-reader.h"

#define DIRECTION "0190a000-0000-7000-8000-000000000001"
#define SERVICE   "0190a000-0000-7000-8000-000000000002"
#define BRIEF     "0190a000-0000-7000-8000-000000000011"
#define LETTER    "0190a000-0000-7000-8000-000000000012"
#define OWN       "0190a000-0000-7000-8000-000000000031"
#define FAR       "0190a000-0000-7000-8000-000000000032"
#define SETTING_1 "0190a000-0000-7000-8000-000000000041"
#define SETTING_2 "0190a000-0000-7000-8000-000000000042"
#define IDEA      "0190a000-0000-7000-8000-000000000051"
#define OLD       "0190a000-0000-7000-8000-000000000052"
#define NEW       "0190a000-0000-7000-8000-000000000053"

/* Monday 11 January 2027, and the days around. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char * const days[] = { "2027-01-10", "2027-01-11", "2027-01-11", "2027-01-11", "2027-01-17", "2027-01-18" };
  RelaisPage *page = make_page (40, FALSE, 0);

  fixture_set_up (fixture, data);
  page_add (page, make_state ("unit", DIRECTION, 1, 1, "name", "Culture", "type", "directorate", NULL));
  page_add (page, make_state ("unit", SERVICE, 2, 1, "name", "Lecture", "type", "service", "parent", DIRECTION, NULL));
  page_add (page, make_state ("channel", BRIEF, 5, 1, "name", "Brève", "form", "brief", "position", "2", "per_day", "2", NULL));
  page_add (page, make_state ("channel", LETTER, 6, 1, "name", "Lettre", "form", "newsletter", "position", "1", NULL));
  page_add (page, make_state ("subject", OWN, 8, 1, "title", "Médiathèque", "state", "kept", "unit", SERVICE, NULL));
  page_add (page, make_state ("subject", FAR, 9, 1, "title", "Piscine", "state", "kept", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (days); i++) {
    g_autofree char *id = g_strdup_printf ("0190a000-0000-7000-8000-0000000001%02u", i);

    page_add (page, make_state ("placement", id, 10 + i, 1, "subject", i % 2 == 0 ? OWN : FAR, "channel", BRIEF, "state", "writing",
                                "planned", days[i], NULL));
  }
  apply_page (fixture->workspace, page);
}

static RelaisPlanMatrix *
read_week (Fixture *fixture, RelaisPlanBy by, guint most)
{
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();
  g_autoptr (GError) error = NULL;
  RelaisPlanMatrix *matrix = relais_plan_reader_matrix (fixture->workspace, filter, by, relais_day_from_ymd (2027, 1, 11), 7, 1, most,
                                                        &error);

  g_assert_no_error (error);
  return matrix;
}

/* The days before and after are left out; a cell counts all and keeps the first; channels without anything are there, in order. */
static void
test_channels (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisPlanMatrix) matrix = read_week (fixture, RELAIS_PLAN_BY_CHANNEL, 2);
  RelaisPlanRow *letter = g_ptr_array_index (matrix->rows, 0), *brief = g_ptr_array_index (matrix->rows, 1);

  g_assert_cmpuint (matrix->rows->len, ==, 2);
  g_assert_cmpuint (matrix->count, ==, 4);
  g_assert_cmpstr (letter->title, ==, "Lettre");
  g_assert_cmpuint (letter->count, ==, 0);
  g_assert_cmpuint (brief->cells[0].count, ==, 3);
  g_assert_cmpuint (brief->cells[0].entries->len, ==, 2);
  g_assert_cmpuint (brief->cells[6].count, ==, 1);
  g_assert_null (brief->cells[3].entries);
  RelaisPlanEntry *entry = g_ptr_array_index (brief->cells[0].entries, 0);
  g_assert_cmpstr (entry->title, ==, "Piscine");
  g_assert_cmpstr (entry->channel_name, ==, "Brève");
}

/* A service counts for its direction; what has none comes last. */
static void
test_units (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisPlanMatrix) matrix = read_week (fixture, RELAIS_PLAN_BY_UNIT, 0);
  RelaisPlanRow *direction = g_ptr_array_index (matrix->rows, 0), *none = g_ptr_array_index (matrix->rows, 1);

  g_assert_cmpuint (matrix->rows->len, ==, 2);
  g_assert_cmpstr (direction->title, ==, "Culture");
  g_assert_cmpuint (direction->count, ==, 2);
  g_assert_cmpstr (none->key, ==, "");
  g_assert_cmpuint (none->count, ==, 2);
}

/* The load is that of the plan, against the ceilings of the channels. */
static void
test_load (Fixture *fixture, gconstpointer data)
{
  RelaisDay monday = relais_day_from_ymd (2027, 1, 11);
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisLoad) load = relais_plan_reader_load (fixture->workspace, monday + 2, monday + 3, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (relais_load_get_count (load, RELAIS_LOAD_CHANNEL_DAY, BRIEF, monday), ==, 3);
  g_assert_cmpint (relais_load_get_level (load, RELAIS_LOAD_CHANNEL_DAY, BRIEF, monday), ==, RELAIS_LOAD_OVER);
  g_assert_cmpuint (relais_load_get_count (load, RELAIS_LOAD_CHANNEL_WEEK, BRIEF, monday), ==, 4);
}

static void
assert_balance (Fixture *fixture, const char *channel, const char *from, guint subjects, const char *last, const char *next)
{
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();
  g_autoptr (GError) error = NULL;
  const char *channels[] = { channel, NULL };

  relais_plan_filter_choose (filter, RELAIS_PLAN_CHANNEL, channels);
  g_autoptr (GPtrArray) rows = relais_plan_reader_balance (fixture->workspace, filter, relais_day_parse (from),
                                                           relais_day_parse ("2027-01-15"), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  const RelaisBalanceRow *row = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (row->name, ==, "Culture");
  g_assert_cmpuint (row->subjects, ==, subjects);
  g_assert_cmpint (row->last, ==, relais_day_parse (last));
  g_assert_cmpint (row->next, ==, relais_day_parse (next));
  g_assert_cmpuint (row->ideas, ==, channel == NULL ? 1 : 0);
}

/* A subject that is told on several days is one; what is proposed was not told, what is archived was; what comes after the period is
 * planned; a subject without a day is an idea, where everything is looked at. */
static void
test_balance (Fixture *fixture, gconstpointer data)
{
  RelaisPage *page = make_page (60, FALSE, 0);

  page_add (page, make_state ("subject", "0190a000-0000-7000-8000-000000000033", 41, 1, "title", "Jardin", "state", "proposed", "unit",
                              DIRECTION, NULL));
  page_add (page, make_state ("placement", "0190a000-0000-7000-8000-000000000201", 42, 1, "subject", OWN, "channel", LETTER, "state",
                              "archived", "planned", "2026-11-02", NULL));
  page_add (page, make_state ("placement", "0190a000-0000-7000-8000-000000000202", 43, 1, "subject", OWN, "channel", LETTER, "state",
                              "proposed", "planned", "2027-01-13", NULL));
  apply_page (fixture->workspace, page);
  assert_balance (fixture, NULL, "2027-01-11", 1, "2027-01-11", "2027-01-17");
  assert_balance (fixture, NULL, "2027-01-12", 0, "2027-01-11", "2027-01-17");
  assert_balance (fixture, LETTER, "2026-11-01", 1, "2026-11-02", NULL);
}

static RelaisPlanMatrix *
read_board (Fixture *fixture, RelaisPlanFilter *filter, RelaisPlanBy by, guint most)
{
  g_autoptr (GError) error = NULL;
  RelaisPlanMatrix *matrix = relais_plan_reader_board (fixture->workspace, filter, by, most, &error);

  g_assert_no_error (error);
  return matrix;
}

static const RelaisPlanColumn *
find_column (RelaisPlanMatrix *matrix, const char *state, guint *index)
{
  for (*index = 0; *index < matrix->n_columns; ++*index)
    if (g_str_equal (g_array_index (matrix->columns, RelaisPlanColumn, *index).state, state))
      return &g_array_index (matrix->columns, RelaisPlanColumn, *index);
  g_assert_not_reached ();
}

/* All days, and none: the first by day, of what is published the latest; a limit is about everything, whatever is filtered. */
static void
test_board (Fixture *fixture, gconstpointer data)
{
  static const char * const published[] = { "published", NULL }, *nobody[] = { FAR, NULL };
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();
  RelaisPage *page = make_page (60, FALSE, 0);
  guint index;

  page_add (page, make_state ("setting", SETTING_1, 41, 1, "key", "wip.writing", "value", "3", NULL));
  page_add (page, make_state ("setting", SETTING_2, 42, 1, "key", "wip.writing.channel", "value", "2", NULL));
  page_add (page, make_state ("placement", IDEA, 43, 1, "subject", OWN, "channel", LETTER, "state", "idea", NULL));
  page_add (page, make_state ("placement", OLD, 44, 1, "subject", OWN, "channel", LETTER, "state", "published", "planned", "2026-01-01",
                              NULL));
  page_add (page, make_state ("placement", NEW, 45, 1, "subject", FAR, "channel", LETTER, "state", "published", "planned", "2026-05-01",
                              NULL));
  apply_page (fixture->workspace, page);

  g_autoptr (RelaisPlanMatrix) all = read_board (fixture, filter, RELAIS_PLAN_BY_CHANNEL, 2);
  RelaisPlanRow *letter = g_ptr_array_index (all->rows, 0), *brief = g_ptr_array_index (all->rows, 1);
  g_assert_cmpuint (all->n_columns, ==, 8);
  g_assert_cmpuint (all->count, ==, 9);
  const RelaisPlanColumn *writing = find_column (all, "writing", &index);
  g_assert_cmpuint (writing->limit, ==, 3);
  g_assert_cmpuint (writing->row_limit, ==, 2);
  g_assert_cmpuint (writing->total, ==, 6);
  g_assert_cmpuint (brief->cells[index].count, ==, 6);
  g_assert_cmpuint (brief->cells[index].entries->len, ==, 2);
  RelaisPlanEntry *first = g_ptr_array_index (brief->cells[index].entries, 0);
  g_assert_cmpint (first->planned, ==, relais_day_from_ymd (2027, 1, 10));
  find_column (all, "published", &index);
  first = g_ptr_array_index (letter->cells[index].entries, 0);
  g_assert_cmpint (first->planned, ==, relais_day_from_ymd (2026, 5, 1));
  find_column (all, "idea", &index);
  g_assert_cmpuint (letter->cells[index].count, ==, 1);

  relais_plan_filter_choose (filter, RELAIS_PLAN_UNIT, (const char * const []) { DIRECTION, NULL });
  g_autoptr (RelaisPlanMatrix) some = read_board (fixture, filter, RELAIS_PLAN_BY_NOTHING, 10);
  RelaisPlanRow *only = g_ptr_array_index (some->rows, 0);
  writing = find_column (some, "writing", &index);
  g_assert_cmpuint (some->rows->len, ==, 1);
  g_assert_cmpuint (only->cells[index].count, ==, 3);
  g_assert_cmpuint (writing->total, ==, 6);
  g_assert_cmpuint (writing->row_limit, ==, 0);

  relais_plan_filter_choose (filter, RELAIS_PLAN_STATE, published);
  relais_plan_filter_choose (filter, RELAIS_PLAN_AUTHOR, nobody);
  g_autoptr (RelaisPlanMatrix) none = read_board (fixture, filter, RELAIS_PLAN_BY_AUTHOR, 10);
  g_assert_cmpuint (none->n_columns, ==, 1);
  g_assert_cmpuint (none->rows->len, ==, 0);
}

static void
assert_same_entry (RelaisPlanEntry *a, RelaisPlanEntry *b)
{
  g_assert_cmpstr (a->id, ==, b->id);
  g_assert_cmpint (a->planned, ==, b->planned);
}

static void
assert_same_board (RelaisPlanMatrix *a, RelaisPlanMatrix *b)
{
  g_assert_cmpuint (a->count, ==, b->count);
  g_assert_cmpuint (a->rows->len, ==, b->rows->len);
  for (guint r = 0; r < a->rows->len; r++) {
    RelaisPlanRow *row_a = g_ptr_array_index (a->rows, r), *row_b = g_ptr_array_index (b->rows, r);

    g_assert_cmpstr (row_a->key, ==, row_b->key);
    g_assert_cmpuint (row_a->count, ==, row_b->count);
    for (guint c = 0; c < a->n_columns; c++) {
      RelaisPlanCell *cell_a = &row_a->cells[c], *cell_b = &row_b->cells[c];

      g_assert_cmpuint (cell_a->count, ==, cell_b->count);
      for (guint i = 0; cell_a->entries != NULL && i < cell_a->entries->len; i++)
        assert_same_entry (cell_a->entries->pdata[i], cell_b->entries->pdata[i]);
      g_assert_true ((cell_a->entries == NULL) == (cell_b->entries == NULL));
    }
  }
}

/* What is counted by an index, and what is filtered by what is in no index: words that all subjects have leave the board as it was. */
static void
test_board_filtered (Fixture *fixture, gconstpointer data)
{
  static const char * const states[] = { "idea", "writing", "published", "scheduled", "archived" };
  static const char * const published[] = { "idea", "published", NULL };
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new (), words = relais_plan_filter_new ();
  RelaisPage *page = make_page (500, FALSE, 0);

  page_add (page, make_state ("subject", OWN, 50, 2, "title", "Tous", "state", "kept", NULL));
  page_add (page, make_state ("subject", FAR, 51, 2, "title", "Tous", "state", "kept", NULL));
  for (guint i = 0; i < 300; i++) {
    g_autofree char *id = g_strdup_printf ("0190a000-0000-7000-8000-000000009%03u", i);
    g_autofree char *day = g_strdup_printf ("2027-02-%02u", i * 7 % 28 + 1);
    g_autofree char *person = g_strdup_printf ("0190a000-0000-7000-8000-0000000000%02u", i % 3 + 61);

    page_add (page, make_state ("placement", id, 60 + i, 1, "subject", i % 2 == 0 ? OWN : FAR, "channel",
                                i % 4 < 3 ? BRIEF : LETTER, "state", states[i % 5], "binned", i % 11 == 0 ? "true" : i % 13 == 0 ? "false" : NULL,
                                i % 9 == 0 ? NULL : "planned", day, i % 4 == 0 ? NULL : "author", person, NULL));
  }
  apply_page (fixture->workspace, page);
  relais_plan_filter_set_text (words, "tous");
  for (guint turn = 0; turn < 2; turn++) {
    for (guint by = 0; by <= RELAIS_PLAN_BY_AUTHOR; by++)
      if (by != RELAIS_PLAN_BY_UNIT) {
        g_autoptr (RelaisPlanMatrix) counted = read_board (fixture, filter, by, 5);
        g_autoptr (RelaisPlanMatrix) scanned = read_board (fixture, words, by, 5);

        g_assert_cmpuint (counted->count, >, 100);
        assert_same_board (counted, scanned);
      }
    relais_plan_filter_choose (filter, RELAIS_PLAN_STATE, published);
    relais_plan_filter_choose (words, RELAIS_PLAN_STATE, published);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/plan-reader/channels", Fixture, NULL, set_up, test_channels, fixture_tear_down);
  g_test_add ("/store/plan-reader/units", Fixture, NULL, set_up, test_units, fixture_tear_down);
  g_test_add ("/store/plan-reader/board", Fixture, NULL, set_up, test_board, fixture_tear_down);
  g_test_add ("/store/plan-reader/board-filtered", Fixture, NULL, set_up, test_board_filtered, fixture_tear_down);
  g_test_add ("/store/plan-reader/load", Fixture, NULL, set_up, test_load, fixture_tear_down);
  g_test_add ("/store/plan-reader/balance", Fixture, NULL, set_up, test_balance, fixture_tear_down);
  return g_test_run ();
}
