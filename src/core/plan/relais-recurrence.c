/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-plan"

#include "relais-recurrence.h"

#include "relais-recurrence-private.h"

/* A cursor over the periods of a rule: days, weeks, months or years, INTERVAL apart, from the one of `starts` on. */
typedef struct {
  const RelaisRule   *rule;
  RelaisDay           starts;
  RelaisPlanCalendar *calendar;
  int                 start_month, start_mday;
  guint               n;         /* periods gone by */
} Periods;

/* Which of its kind in its month (or year) a day is: the second Tuesday. From the end: -1 is the last. */
static int
find_ordinal (RelaisDay day, gboolean of_year, gboolean from_end)
{
  int year, month;

  relais_day_to_ymd (day, &year, &month, NULL);
  RelaisDay first = relais_day_from_ymd (year, of_year ? 1 : month, 1);
  RelaisDay last = of_year ? relais_day_from_ymd (year, 12, 31) : relais_day_month_last (day);
  return from_end ? -((last - day) / 7 + 1) : (day - first) / 7 + 1;
}

static gboolean
match_month (const Periods *periods, int month)
{
  const RelaisRule *rule = periods->rule;

  if (rule->months != 0)
    return (rule->months & 1 << month) != 0;
  return rule->frequency != RELAIS_YEARLY || rule->n_days > 0 || rule->n_month_days > 0 || month == periods->start_month;
}

static gboolean
match_month_day (const Periods *periods, int year, int month, int mday)
{
  const RelaisRule *rule = periods->rule;
  int from_end = mday - relais_month_length (year, month) - 1;

  if (rule->n_month_days == 0)
    return rule->frequency < RELAIS_MONTHLY || rule->n_days > 0 || mday == periods->start_mday;
  for (guint i = 0; i < rule->n_month_days; i++)
    if (rule->month_days[i] == mday || rule->month_days[i] == from_end)
      return TRUE;
  return FALSE;
}

static gboolean
match_weekday (const Periods *periods, RelaisDay day)
{
  const RelaisRule *rule = periods->rule;
  gboolean of_year = rule->frequency == RELAIS_YEARLY && rule->months == 0 && rule->n_month_days == 0;

  if (rule->n_days == 0)
    return rule->frequency != RELAIS_WEEKLY || relais_day_get_weekday (day) == relais_day_get_weekday (periods->starts);
  for (guint i = 0; i < rule->n_days; i++)
    {
      int ordinal = rule->days[i].ordinal;
      if (rule->days[i].weekday == relais_day_get_weekday (day) &&
          (ordinal == 0 || ordinal == find_ordinal (day, of_year, ordinal < 0)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
match_day (const Periods *periods, RelaisDay day)
{
  int year, month, mday;

  relais_day_to_ymd (day, &year, &month, &mday);
  if (!match_month (periods, month) || !match_month_day (periods, year, month, mday) || !match_weekday (periods, day))
    return FALSE;
  return !relais_rule_means_working_days (periods->rule) || relais_plan_calendar_is_working_day (periods->calendar, day);
}

/* Days of period @n: FALSE past the last year. */
static gboolean
find_period (const Periods *periods, RelaisDay *first, RelaisDay *last)
{
  gint64 step = (gint64) periods->n * periods->rule->interval;
  RelaisDay start = periods->starts;
  int year;

  if (step > 9999 * 366)
    return FALSE;
  switch (periods->rule->frequency)
    {
    case RELAIS_DAILY:
      *first = *last = start + (int) step;
      break;
    case RELAIS_WEEKLY:
      *first = relais_day_monday (start) + 7 * (int) step;
      *last = *first + 6;
      break;
    case RELAIS_MONTHLY:
      *first = relais_day_add_months (relais_day_month_first (start), (int) step);
      *last = *first != RELAIS_DAY_NONE ? relais_day_month_last (*first) : RELAIS_DAY_NONE;
      break;
    case RELAIS_YEARLY:
    default:
      relais_day_to_ymd (start, &year, NULL, NULL);
      *first = step < 9999 ? relais_day_from_ymd (year + (int) step, 1, 1) : RELAIS_DAY_NONE;
      *last = step < 9999 ? relais_day_from_ymd (year + (int) step, 12, 31) : RELAIS_DAY_NONE;
      break;
    }
  return *first != RELAIS_DAY_NONE;
}

static gboolean
match_position (const RelaisRule *rule, guint index, guint n)
{
  if (rule->n_positions == 0)
    return TRUE;
  for (guint i = 0; i < rule->n_positions; i++)
    if (rule->positions[i] == (int) index + 1 || rule->positions[i] == (int) index - (int) n)
      return TRUE;
  return FALSE;
}

/* Days of one period that the rule chooses, into @days. */
static void
choose_days (const Periods *periods, RelaisDay first, RelaisDay last, GArray *days)
{
  g_autoptr (GArray) matching = g_array_new (FALSE, FALSE, sizeof (RelaisDay));

  for (RelaisDay day = first; day <= last; day++)
    if (match_day (periods, day))
      g_array_append_val (matching, day);
  g_array_set_size (days, 0);
  for (guint i = 0; i < matching->len; i++)
    if (match_position (periods->rule, i, matching->len))
      g_array_append_val (days, g_array_index (matching, RelaisDay, i));
}

static RelaisDay
find_planned (RelaisDay day, RelaisOnClosed on_closed, RelaisPlanCalendar *calendar)
{
  switch (on_closed)
    {
    case RELAIS_ON_CLOSED_NEXT:
      return relais_plan_calendar_next_working_day (calendar, day);
    case RELAIS_ON_CLOSED_PREVIOUS:
      return relais_plan_calendar_previous_working_day (calendar, day);
    case RELAIS_ON_CLOSED_SKIP:
      return relais_plan_calendar_is_working_day (calendar, day) ? day : RELAIS_DAY_NONE;
    case RELAIS_ON_CLOSED_KEEP:
    default:
      return day;
    }
}

GArray *
relais_rule_occurrences (const RelaisRule *rule, RelaisDay starts, RelaisDay ends, RelaisOnClosed on_closed,
                         RelaisPlanCalendar *calendar, RelaisDay from, RelaisDay to)
{
  GArray *result = g_array_new (FALSE, FALSE, sizeof (RelaisOccurrence));
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (RelaisDay));
  Periods periods = { .rule = rule, .starts = starts, .calendar = calendar };
  RelaisDay first, last, end = to, last_planned = RELAIS_DAY_NONE;
  int count = 0;

  g_return_val_if_fail (rule != NULL && calendar != NULL && starts != RELAIS_DAY_NONE && to != RELAIS_DAY_NONE, result);
  if (ends != RELAIS_DAY_NONE)
    end = MIN (end, ends);
  if (rule->until != RELAIS_DAY_NONE)
    end = MIN (end, rule->until);
  relais_day_to_ymd (starts, NULL, &periods.start_month, &periods.start_mday);
  /* Always from the start: COUNT, and which of two on one day was first, depend on what came before. */
  for (; find_period (&periods, &first, &last) && first <= end; periods.n++)
    {
      choose_days (&periods, first, last, days);
      for (guint i = 0; i < days->len; i++)
        {
          RelaisOccurrence occurrence = { .day = g_array_index (days, RelaisDay, i) };
          if (occurrence.day < starts)
            continue;
          if (occurrence.day > end || (rule->count > 0 && count++ == rule->count))
            return result;
          occurrence.planned = find_planned (occurrence.day, on_closed, calendar);
          if (occurrence.planned == RELAIS_DAY_NONE || occurrence.planned <= last_planned)
            continue;
          last_planned = occurrence.planned;
          if (occurrence.day >= from)
            g_array_append_val (result, occurrence);
        }
    }
  return result;
}

RelaisOnClosed
relais_on_closed_parse (const char *word)
{
  static const char * const words[] = { "keep", "next", "previous", "skip" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (word, words[i]) == 0)
      return (RelaisOnClosed) i;
  return RELAIS_ON_CLOSED_KEEP;
}
