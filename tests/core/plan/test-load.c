/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-move.h"

#include "plan-fixture.h"

#define MONDAY "2026-11-23"

typedef struct {
  RelaisPlanCalendar *calendar;
  RelaisLoad         *load;
  RelaisDay           today;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) records = plan_records (
    make_record ("channel", "feature", "name", "Zoom sur", "form", "feature", "per_day", "1", "per_week", "2", "audience", "everyone", NULL),
    make_record ("channel", "teaser", "name", "Flash", "form", "teaser", "audience", "managers", NULL),
    make_record ("channel", "binned", "name", "Ancien", "form", "brief", "per_day", "1", "binned", "true", NULL),
    make_record ("setting", NULL, "key", "load.managers.per_week", "value", "3", NULL),
    make_record ("setting", NULL, "key", "load.person.per_week", "value", "2", NULL),
    make_record ("setting", NULL, "key", "load.everyone.per_day", "value", "many", NULL),
    make_record ("closed_period", NULL, "starts", "2026-12-14", "ends", "2026-12-31", "reason", "Réserve", NULL), NULL);

  fixture->calendar = relais_plan_calendar_new (records);
  fixture->load = relais_load_new (records);
  fixture->today = relais_day_parse (MONDAY);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  relais_plan_calendar_unref (fixture->calendar);
  relais_load_unref (fixture->load);
}

static RelaisLoadItem
make (const char *channel, const char *day)
{
  return (RelaisLoadItem) { .channel = channel, .state = "accepted", .planned = relais_day_parse (day), .copy_due = RELAIS_DAY_NONE };
}

static void
add (Fixture *fixture, const char *channel, const char *day)
{
  RelaisLoadItem item = make (channel, day);

  relais_load_add (fixture->load, &item);
}

static void
test_counts (Fixture *fixture, gconstpointer data)
{
  RelaisLoad *load = fixture->load;
  RelaisDay monday = fixture->today;
  RelaisLoadItem item = make ("feature", "2026-11-25"), idea = make ("feature", "2026-11-25"), teaser = make ("teaser", "2026-11-29");

  item.author = "me";
  item.copy_due = relais_day_parse ("2026-11-20");
  idea.state = "idea";
  relais_load_add (load, &item);
  relais_load_add (load, &idea);
  relais_load_add (load, &teaser);
  g_assert_cmpuint (relais_load_get_count (load, RELAIS_LOAD_CHANNEL_DAY, "feature", item.planned), ==, 1);
  g_assert_cmpuint (relais_load_get_count (load, RELAIS_LOAD_CHANNEL_DAY, "feature", monday), ==, 0);
  g_assert_cmpuint (relais_load_get_count (load, RELAIS_LOAD_CHANNEL_WEEK, "feature", monday + 6), ==, 1);
  g_assert_cmpuint (relais_load_get_count (load, RELAIS_LOAD_AUDIENCE_WEEK, "everyone", monday), ==, 1);
  g_assert_cmpuint (relais_load_get_count (load, RELAIS_LOAD_AUDIENCE_WEEK, "managers", monday), ==, 2);
  g_assert_cmpuint (relais_load_get_count (load, RELAIS_LOAD_AUDIENCE_WEEK, "managers", monday + 7), ==, 0);
  /* the author works when copy is due: the week before */
  g_assert_cmpuint (relais_load_get_count (load, RELAIS_LOAD_PERSON_WEEK, "me", monday - 1), ==, 1);
  g_assert_cmpuint (relais_load_get_count (load, RELAIS_LOAD_PERSON_WEEK, "me", monday), ==, 0);
  g_assert_cmpint (relais_load_get_level (load, RELAIS_LOAD_CHANNEL_DAY, "feature", item.planned), ==, RELAIS_LOAD_FULL);
  relais_load_add (load, &item);
  g_assert_cmpint (relais_load_get_level (load, RELAIS_LOAD_CHANNEL_DAY, "feature", item.planned), ==, RELAIS_LOAD_OVER);
  g_assert_cmpint (relais_load_get_level (load, RELAIS_LOAD_CHANNEL_WEEK, "feature", item.planned), ==, RELAIS_LOAD_FULL);
  g_assert_cmpuint (relais_load_get_ceiling (load, RELAIS_LOAD_CHANNEL_DAY, "binned"), ==, 0);
  g_assert_cmpuint (relais_load_get_ceiling (load, RELAIS_LOAD_AUDIENCE_DAY, "everyone"), ==, 0);   /* not a number */
  g_assert_cmpuint (relais_load_get_ceiling (load, RELAIS_LOAD_PERSON_WEEK, "anybody"), ==, 2);
}

/* Whatever was added and taken back leaves what a plain count finds. */
static void
test_random (Fixture *fixture, gconstpointer data)
{
  static const char * const channels[] = { "feature", "teaser" };
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (RelaisLoadItem));

  for (guint i = 0; i < 3000; i++)
    if (items->len > 0 && g_test_rand_int_range (0, 3) == 0)
      {
        guint at = (guint) g_test_rand_int_range (0, (int) items->len);
        relais_load_remove (fixture->load, &g_array_index (items, RelaisLoadItem, at));
        g_array_remove_index_fast (items, at);
      }
    else
      {
        RelaisLoadItem item = make (channels[g_test_rand_int_range (0, 2)], MONDAY);
        item.planned += g_test_rand_int_range (-30, 30);
        relais_load_add (fixture->load, &item);
        g_array_append_val (items, item);
      }
  for (RelaisDay day = fixture->today - 30; day < fixture->today + 30; day++)
    {
      guint of_day = 0, of_week = 0, managers = 0;
      for (guint i = 0; i < items->len; i++)
        {
          const RelaisLoadItem *item = &g_array_index (items, RelaisLoadItem, i);
          of_day += item->planned == day && g_str_equal (item->channel, "feature");
          of_week += relais_day_monday (item->planned) == relais_day_monday (day) && g_str_equal (item->channel, "feature");
          managers += item->planned == day;
        }
      g_assert_cmpuint (relais_load_get_count (fixture->load, RELAIS_LOAD_CHANNEL_DAY, "feature", day), ==, of_day);
      g_assert_cmpuint (relais_load_get_count (fixture->load, RELAIS_LOAD_CHANNEL_WEEK, "feature", day), ==, of_week);
      g_assert_cmpuint (relais_load_get_count (fixture->load, RELAIS_LOAD_AUDIENCE_DAY, "managers", day), ==, managers);
    }
}

/* Kinds of obstacle, in order, as bits; each with a sentence. */
static guint
check (Fixture *fixture, const RelaisLoadItem *before, const RelaisLoadItem *after)
{
  g_autoptr (GPtrArray) obstacles = relais_move_check (before, after, fixture->calendar, fixture->load, fixture->today);
  guint kinds = 0;

  for (guint i = 0; i < obstacles->len; i++)
    {
      const RelaisObstacle *obstacle = g_ptr_array_index (obstacles, i);
      g_assert_true (g_str_has_suffix (obstacle->sentence, "."));
      kinds |= 1u << obstacle->kind;
    }
  return kinds;
}

static guint
check_day (Fixture *fixture, const char *channel, const char *day)
{
  RelaisLoadItem item = make (channel, day);

  return check (fixture, NULL, &item);
}

static void
test_move (Fixture *fixture, gconstpointer data)
{
  RelaisLoadItem here = make ("feature", "2026-11-24"), there = make ("feature", "2026-11-26"), off = make ("feature", "");

  g_assert_cmpuint (check_day (fixture, "feature", "2026-11-24"), ==, 0);
  g_assert_cmpuint (check_day (fixture, "feature", "2026-11-20"), ==, 1 << RELAIS_OBSTACLE_PAST);
  g_assert_cmpuint (check_day (fixture, "feature", "2026-11-28"), ==, 1 << RELAIS_OBSTACLE_WEEKEND);
  g_assert_cmpuint (check_day (fixture, "feature", "2026-12-25"), ==, 1 << RELAIS_OBSTACLE_PERIOD);
  g_assert_cmpuint (check_day (fixture, "feature", "2027-01-01"), ==, 1 << RELAIS_OBSTACLE_HOLIDAY);
  g_assert_cmpuint (check (fixture, NULL, &off), ==, 0);

  relais_load_add (fixture->load, &here);
  add (fixture, "feature", "2026-11-25");
  g_assert_cmpuint (check_day (fixture, "feature", "2026-11-24"), ==, 1 << RELAIS_OBSTACLE_CHANNEL_DAY | 1 << RELAIS_OBSTACLE_CHANNEL_WEEK);
  /* moving within a full week adds nothing to the week */
  g_assert_cmpuint (check (fixture, &here, &there), ==, 0);
  g_assert_cmpuint (check (fixture, &here, &here), ==, 0);
  there.planned = relais_day_parse ("2026-11-25");
  g_assert_cmpuint (check (fixture, &here, &there), ==, 1 << RELAIS_OBSTACLE_CHANNEL_DAY);
  /* managers receive what is for everyone */
  add (fixture, "teaser", "2026-11-27");
  g_assert_cmpuint (check_day (fixture, "teaser", "2026-11-24"), ==, 1 << RELAIS_OBSTACLE_AUDIENCE_WEEK);
  /* what is too much already does not hold what stays */
  add (fixture, "feature", "2026-11-24");
  g_assert_cmpuint (check (fixture, &here, &here), ==, 0);
  g_assert_cmpuint (relais_load_get_count (fixture->load, RELAIS_LOAD_CHANNEL_WEEK, "feature", here.planned), ==, 3);
}

static void
test_next_free (Fixture *fixture, gconstpointer data)
{
  RelaisLoadItem item = make ("feature", "2026-11-20");

  g_assert_cmpint (relais_move_next_free (NULL, &item, fixture->calendar, fixture->load, fixture->today, 60), ==, fixture->today);
  add (fixture, "feature", "2026-11-23");
  g_assert_cmpint (relais_move_next_free (NULL, &item, fixture->calendar, fixture->load, fixture->today, 60), ==,
                   relais_day_parse ("2026-11-24"));
  add (fixture, "feature", "2026-11-24");   /* the week is full */
  g_assert_cmpint (relais_move_next_free (NULL, &item, fixture->calendar, fixture->load, fixture->today, 60), ==,
                   relais_day_parse ("2026-11-30"));
  item.planned = relais_day_parse ("2026-12-11");   /* before the closed period and New Year's Day, a Friday */
  g_assert_cmpint (relais_move_next_free (NULL, &item, fixture->calendar, fixture->load, fixture->today, 60), ==,
                   relais_day_parse ("2027-01-04"));
  g_assert_cmpint (relais_move_next_free (NULL, &item, fixture->calendar, fixture->load, fixture->today, 5), ==, RELAIS_DAY_NONE);
}

#define ADD(path, func) g_test_add ("/plan/load/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("counts", test_counts);
  ADD ("random", test_random);
  ADD ("move", test_move);
  ADD ("next_free", test_next_free);
  return g_test_run ();
}
