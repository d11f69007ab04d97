/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-plan"

/* Rules of recurrence as a person says them. */

#include "relais-recurrence.h"

#include "relais-day-words.h"
#include "relais-recurrence-private.h"

#include <glib/gi18n-lib.h>

/* 2001-01-01 was a Monday. */
static char *
name_weekday (int weekday)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2001, 1, weekday, 12, 0, 0);

  return g_date_time_format (time, "%A");
}

static char *
name_month (int month)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2001, month, 15, 12, 0, 0);

  return g_date_time_format (time, "%B");
}

/* "Monday", "Monday and Friday", "Monday, Wednesday and Friday" */
static char *
join (GPtrArray *words)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    {
      if (i > 0)
        g_string_append (text, i + 1 == words->len ? _(" and ") : ", ");
      g_string_append (text, g_ptr_array_index (words, i));
    }
  return g_string_free (text, FALSE);
}

/* @what: a day of the week, or "working day" */
static char *
say_nth (int ordinal, const char *what)
{
  switch (ordinal)
    {
    case 1:
      return g_strdup_printf (_("on the first %s"), what);
    case 2:
      return g_strdup_printf (_("on the second %s"), what);
    case 3:
      return g_strdup_printf (_("on the third %s"), what);
    case 4:
      return g_strdup_printf (_("on the fourth %s"), what);
    case 5:
      return g_strdup_printf (_("on the fifth %s"), what);
    case -1:
      return g_strdup_printf (_("on the last %s"), what);
    case -2:
      return g_strdup_printf (_("on the last but one %s"), what);
    default:
      return ordinal < 0 ? g_strdup_printf (_("on %s number %d from the end"), what, -ordinal)
                         : g_strdup_printf (_("on %s number %d"), what, ordinal);
    }
}

static char *
say_frequency (const RelaisRule *rule)
{
  int n = rule->interval;

  switch (rule->frequency)
    {
    case RELAIS_DAILY:
      return n == 1 ? g_strdup (_("Every day")) : g_strdup_printf (ngettext ("Every %d day", "Every %d days", (gulong) n), n);
    case RELAIS_WEEKLY:
      return n == 1 ? g_strdup (_("Every week")) : g_strdup_printf (ngettext ("Every %d week", "Every %d weeks", (gulong) n), n);
    case RELAIS_MONTHLY:
      return n == 1 ? g_strdup (_("Every month")) : g_strdup_printf (ngettext ("Every %d month", "Every %d months", (gulong) n), n);
    case RELAIS_YEARLY:
    default:
      return n == 1 ? g_strdup (_("Every year")) : g_strdup_printf (ngettext ("Every %d year", "Every %d years", (gulong) n), n);
    }
}

static char *
say_days (const RelaisRule *rule)
{
  g_autoptr (GPtrArray) plain = g_ptr_array_new_with_free_func (g_free), said = g_ptr_array_new_with_free_func (g_free);

  if (relais_rule_means_working_days (rule))
    for (guint i = 0; i < rule->n_positions; i++)
      g_ptr_array_add (said, say_nth (rule->positions[i], _("working day")));
  else
    for (guint i = 0; i < rule->n_days; i++)
      if (rule->days[i].ordinal == 0)
        g_ptr_array_add (plain, name_weekday (rule->days[i].weekday));
      else
        {
          g_autofree char *name = name_weekday (rule->days[i].weekday);
          g_ptr_array_add (said, say_nth (rule->days[i].ordinal, name));
        }
  if (plain->len > 0)
    {
      g_autofree char *names = join (plain);
      if (rule->n_positions > 0 && !relais_rule_means_working_days (rule))
        for (guint i = 0; i < rule->n_positions; i++)
          g_ptr_array_add (said, say_nth (rule->positions[i], names));
      else
        g_ptr_array_add (said, g_strdup_printf (_("on %s"), names));
    }
  return join (said);
}

static char *
say_month_days (const RelaisRule *rule)
{
  g_autoptr (GPtrArray) said = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < rule->n_month_days; i++)
    {
      int mday = rule->month_days[i];
      if (mday == -1)
        g_ptr_array_add (said, g_strdup (_("on the last day")));
      else if (mday < 0)
        g_ptr_array_add (said, g_strdup_printf (_("on day %d from the end"), -mday));
      else if (mday == 1)
        g_ptr_array_add (said, g_strdup (_("on the first day")));
      else
        g_ptr_array_add (said, g_strdup_printf (_("on day %d"), mday));
    }
  return join (said);
}

static char *
say_months (const RelaisRule *rule)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (int month = 1; month <= 12; month++)
    if ((rule->months & 1 << month) != 0)
      g_ptr_array_add (names, name_month (month));
  if (names->len == 0)
    return NULL;
  g_autofree char *joined = join (names);
  return g_strdup_printf (_("in %s"), joined);
}

static char *
say_end (const RelaisRule *rule)
{
  if (rule->count > 0)
    return g_strdup_printf (ngettext ("%d time", "%d times", (gulong) rule->count), rule->count);
  if (rule->until == RELAIS_DAY_NONE)
    return NULL;
  g_autofree char *day = relais_day_format (rule->until, _("%-d %B %Y"));
  return g_strdup_printf (_("until %s"), day);
}

char *
relais_rule_describe (const RelaisRule *rule)
{
  GString *text = g_string_new (NULL);
  g_autofree char *frequency = say_frequency (rule);
  g_autofree char *days = rule->n_days > 0 ? say_days (rule) : NULL;
  g_autofree char *month_days = rule->n_month_days > 0 ? say_month_days (rule) : NULL;
  g_autofree char *months = say_months (rule);
  g_autofree char *end = say_end (rule);
  const char *parts[] = { days, month_days, months, end };

  g_string_append (text, frequency);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL)
      g_string_append_printf (text, ", %s", parts[i]);
  return g_string_free (text, FALSE);
}
