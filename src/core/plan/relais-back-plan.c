/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-plan"

#include "relais-back-plan.h"

#include "relais-json.h"

#define MAX_STEPS_BYTES 100000

/* Further away than any print date: keeps sums of days in range. */
#define MAX_DAYS_BEFORE 1000

/* Working days that copy was in before the plan. */
static int
find_distance (RelaisPlanCalendar *calendar, const RelaisThreeDates *dates)
{
  return MAX (-relais_plan_calendar_count_working_days (calendar, dates->planned, dates->copy_due), 0);
}

static GDateTime *
get_local (gint64 instant, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

/* What the plan moves by, in the eyes of the date that a person moved. */
static RelaisDay
find_planned (RelaisPlanCalendar *calendar, const RelaisThreeDates *before, RelaisThreeDate which, const RelaisThreeDates *after,
              GTimeZone *zone)
{
  if (which == RELAIS_DATE_PLANNED)
    return after->planned;
  if (which == RELAIS_DATE_PUBLISH_AT)
    return after->publish_at != RELAIS_INSTANT_NONE ? relais_instant_get_day (after->publish_at, zone) : before->planned;
  if (after->copy_due == RELAIS_DAY_NONE || before->copy_due == RELAIS_DAY_NONE || before->planned == RELAIS_DAY_NONE)
    return before->planned;
  return relais_back_plan_planned (calendar, after->copy_due, find_distance (calendar, before));
}

static RelaisDay
find_copy_due (RelaisPlanCalendar *calendar, const RelaisThreeDates *before, RelaisDay planned, int lead_days)
{
  if (planned == RELAIS_DAY_NONE || planned == before->planned)
    return before->copy_due;
  if (before->planned == RELAIS_DAY_NONE)
    return before->copy_due != RELAIS_DAY_NONE ? before->copy_due : relais_back_plan_copy_due (calendar, planned, lead_days);
  if (before->copy_due == RELAIS_DAY_NONE)
    return RELAIS_DAY_NONE;
  return relais_back_plan_copy_due (calendar, planned, find_distance (calendar, before));
}

static gint64
find_publish_at (const RelaisThreeDates *before, RelaisDay planned, GTimeZone *zone)
{
  if (before->publish_at == RELAIS_INSTANT_NONE || planned == RELAIS_DAY_NONE || before->planned == RELAIS_DAY_NONE)
    return before->publish_at;
  return relais_instant_add_days (before->publish_at, planned - before->planned, zone);
}

static RelaisPlanStep *
read_step (RelaisPlanCalendar *calendar, RelaisDay print_on, JsonNode *node)
{
  JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (pair == NULL || json_array_get_length (pair) != 2)
    return NULL;
  JsonNode *name = json_array_get_element (pair, 0), *days = json_array_get_element (pair, 1);
  if (json_node_get_value_type (name) != G_TYPE_STRING || json_node_get_value_type (days) != G_TYPE_INT64)
    return NULL;
  RelaisPlanStep *step = g_new0 (RelaisPlanStep, 1);
  step->name = g_strdup (json_node_get_string (name));
  step->days_before = (int) CLAMP (json_node_get_int (days), 0, MAX_DAYS_BEFORE);
  step->day = relais_back_plan_copy_due (calendar, print_on, step->days_before);
  return step;
}

static void
free_step (gpointer data)
{
  RelaisPlanStep *step = data;

  g_free (step->name);
  g_free (step);
}

static int
compare_steps (gconstpointer a, gconstpointer b)
{
  const RelaisPlanStep *left = a, *right = b;

  return right->days_before - left->days_before;
}

RelaisDay
relais_back_plan_copy_due (RelaisPlanCalendar *calendar, RelaisDay planned, int lead_days)
{
  if (planned == RELAIS_DAY_NONE)
    return RELAIS_DAY_NONE;
  return relais_plan_calendar_add_working_days (calendar, planned, -lead_days);
}

RelaisDay
relais_back_plan_planned (RelaisPlanCalendar *calendar, RelaisDay copy_due, int lead_days)
{
  if (copy_due == RELAIS_DAY_NONE)
    return RELAIS_DAY_NONE;
  /* Copy handed in on a day that is not worked is there on the next one. */
  return relais_plan_calendar_add_working_days (calendar, relais_plan_calendar_next_working_day (calendar, copy_due), lead_days);
}

RelaisThreeDates
relais_back_plan_follow (RelaisPlanCalendar *calendar, const RelaisThreeDates *before, RelaisThreeDate which,
                         const RelaisThreeDates *after, int lead_days, GTimeZone *zone)
{
  RelaisThreeDates result;

  result.planned = find_planned (calendar, before, which, after, zone);
  result.copy_due = which == RELAIS_DATE_COPY_DUE ? after->copy_due
                                                        : find_copy_due (calendar, before, result.planned, lead_days);
  result.publish_at = which == RELAIS_DATE_PUBLISH_AT ? after->publish_at
                                                            : find_publish_at (before, result.planned, zone);
  return result;
}

gint64
relais_instant_add_days (gint64 instant, int days, GTimeZone *zone)
{
  g_autoptr (GDateTime) local = get_local (instant, zone);

  g_return_val_if_fail (local != NULL, instant);
  g_autoptr (GDateTime) moved = g_date_time_add_days (local, days);
  return moved != NULL ? g_date_time_to_unix (moved) : instant;
}

RelaisDay
relais_instant_get_day (gint64 instant, GTimeZone *zone)
{
  g_autoptr (GDateTime) local = get_local (instant, zone);

  g_return_val_if_fail (local != NULL, RELAIS_DAY_NONE);
  return relais_day_from_ymd (g_date_time_get_year (local), g_date_time_get_month (local), g_date_time_get_day_of_month (local));
}

GPtrArray *
relais_back_plan_steps (RelaisPlanCalendar *calendar, RelaisRecord *edition)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func (free_step);
  RelaisDay print_on = relais_day_parse (relais_record_get_string (edition, "print_on"));
  const char *text = relais_record_get_string (edition, "steps");
  g_autoptr (JsonNode) node = text != NULL ? relais_json_parse (text, -1, MAX_STEPS_BYTES, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node) || print_on == RELAIS_DAY_NONE)
    return steps;
  JsonArray *entries = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      RelaisPlanStep *step = read_step (calendar, print_on, json_array_get_element (entries, i));
      if (step != NULL)
        g_ptr_array_add (steps, step);
    }
  g_ptr_array_sort_values (steps, compare_steps);
  return steps;
}
