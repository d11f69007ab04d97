/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-plan-frame.h"

/* The board as a value: what a cell means for what is let go there, and what would be too much. */

#define BRIEF  "0190a000-0000-7000-8000-000000000011"
#define LETTER "0190a000-0000-7000-8000-000000000012"

enum { PROPOSED, WRITING, N_COLUMNS };

static void
add_row (RelaisPlanMatrix *matrix, const char *key, const char *title, guint proposed, guint writing)
{
  RelaisPlanRow *row = g_new0 (RelaisPlanRow, 1);

  row->key = g_strdup (key);
  row->title = g_strdup (title);
  row->cells = g_new0 (RelaisPlanCell, N_COLUMNS);
  row->cells[PROPOSED].count = proposed;
  row->cells[WRITING].count = writing;
  row->count = proposed + writing;
  g_ptr_array_add (matrix->rows, row);
}

/* Six in writing where there should be seven at most, in one row three where there should be three. */
static RelaisPlanFrame *
make_frame (void)
{
  RelaisPlanMatrix *matrix = g_new0 (RelaisPlanMatrix, 1);
  RelaisPlanColumn columns[N_COLUMNS] = { { .state = "proposed" }, { .state = "writing", .limit = 7, .row_limit = 3, .total = 6 } };

  matrix->by = RELAIS_PLAN_BY_CHANNEL;
  matrix->columns = g_array_new (FALSE, TRUE, sizeof (RelaisPlanColumn));
  g_array_append_vals (matrix->columns, columns, N_COLUMNS);
  matrix->n_columns = N_COLUMNS;
  matrix->first = RELAIS_DAY_NONE;
  matrix->rows = g_ptr_array_new ();
  add_row (matrix, BRIEF, "Brèves", 2, 3);
  add_row (matrix, LETTER, "Lettre", 0, 1);
  return relais_plan_frame_new_board (relais_day_from_ymd (2027, 1, 11), matrix);
}

static RelaisRecord *
make_placement (const char *id, const char *channel, const char *state)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("placement"));

  relais_fields_set_string (fields, "channel", channel);
  relais_fields_set_string (fields, "state", state);
  return relais_record_new (id, fields, 1, 1, NULL, 0);
}

static GPtrArray *
make_carried (const char *channel, const char *state, guint n)
{
  GPtrArray *carried = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("0190a000-0000-7000-8000-0000000002%02u", i);
      g_ptr_array_add (carried, make_placement (id, channel, state));
    }
  return carried;
}

static void
test_aim (void)
{
  g_autoptr (RelaisPlanFrame) frame = make_frame ();
  RelaisPlanTarget target;
  char day[RELAIS_DAY_SIZE];

  relais_plan_frame_aim (frame, 0, WRITING, relais_day_from_ymd (2027, 1, 12), BRIEF, FALSE, &target, day);
  g_assert_cmpstr (target.state, ==, "writing");
  g_assert_null (target.channel);
  g_assert_null (target.day);
  g_assert_cmpint (target.shift, ==, 0);
  relais_plan_frame_aim (frame, 1, PROPOSED, relais_day_from_ymd (2027, 1, 12), BRIEF, TRUE, &target, day);
  g_assert_cmpstr (target.state, ==, "proposed");
  g_assert_cmpstr (target.channel, ==, LETTER);
  g_assert_cmpint (target.shift, ==, 0);
}

static void
check_warning (RelaisPlanFrame *frame, guint row, guint column, const char *channel, const char *state, guint n, const char *expected)
{
  g_autoptr (GPtrArray) carried = make_carried (channel, state, n);
  g_autofree char *warning = relais_plan_frame_warn (frame, row, column, carried);

  g_assert_cmpstr (warning, ==, expected);
}

/* What is there already is not counted twice; the row comes before the whole. */
static void
test_warn (void)
{
  g_autoptr (RelaisPlanFrame) frame = make_frame ();

  check_warning (frame, 0, PROPOSED, LETTER, "writing", 50, NULL);
  check_warning (frame, 0, WRITING, BRIEF, "writing", 3, NULL);
  check_warning (frame, 0, WRITING, BRIEF, "proposed", 1, "Brèves, Writing: 4 of 3 at most");
  check_warning (frame, 0, WRITING, LETTER, "writing", 1, "Brèves, Writing: 4 of 3 at most");
  check_warning (frame, 1, WRITING, LETTER, "proposed", 1, NULL);
  check_warning (frame, 1, WRITING, LETTER, "proposed", 2, "Writing: 8 of 7 at most");
}

static void
test_words (void)
{
  g_autoptr (RelaisPlanFrame) frame = make_frame ();
  g_autofree char *cell = relais_plan_frame_describe (frame, 0, WRITING), *plain = relais_plan_frame_describe (frame, 1, PROPOSED);

  g_assert_cmpstr (cell, ==, "Brèves, Writing, 3 placements, 3 at most");
  g_assert_cmpstr (plain, ==, "Lettre, Proposed, 0 placements");
  g_assert_true (relais_plan_frame_has_headings (frame));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/board/aim", test_aim);
  g_test_add_func ("/app/board/warn", test_warn);
  g_test_add_func ("/app/board/words", test_words);
  return g_test_run ();
}
