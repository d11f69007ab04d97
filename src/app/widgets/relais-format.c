/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-format.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* French writes "1er janvier" and then "2 janvier": the first of a month has its own formats. */
static char *
strftime_day (const GDate *date, const char *format, const char *format_first)
{
  g_autoptr (GDateTime) noon = g_date_time_new_local (g_date_get_year (date), (int) g_date_get_month (date),
                                                      g_date_get_day (date), 12, 0, 0);
  return g_date_time_format (noon, g_date_get_day (date) == 1 ? format_first : format);
}

static char *
capitalize (char *text)
{
  if (text == NULL || text[0] == '\0')
    return text;
  g_autofree char *first = g_utf8_strup (text, g_utf8_next_char (text) - text);
  char *result = g_strconcat (first, g_utf8_next_char (text), NULL);
  g_free (text);
  return result;
}

static char *
format_month_day (const GDate *date, gboolean year)
{
  if (year)
    /* Translators: a day with its year, and the same for the first of a month */
    return strftime_day (date, C_("day", "%-d %B %Y"), C_("first of the month", "%-d %B %Y"));
  return strftime_day (date, C_("day", "%-d %B"), C_("first of the month", "%-d %B"));
}

static char *
format_range (const GDate *from, const GDate *to, gboolean year)
{
  g_autofree char *end = format_month_day (to, year);

  if (g_date_get_month (from) != g_date_get_month (to))
    {
      g_autofree char *start = format_month_day (from, g_date_get_year (from) != g_date_get_year (to));
      /* Translators: from a day to another one, in different months: "28 November – 4 December" */
      return g_strdup_printf (_("%s – %s"), start, end);
    }
  g_autofree char *start = strftime_day (from, C_("day alone", "%-d"), C_("first of the month alone", "%-d"));
  /* Translators: from a day to another one of the same month: "16–22 November" */
  return g_strdup_printf (_("%s–%s"), start, end);
}

static gboolean
parse_week (const char *key, GDate *monday)
{
  int year = 0, week = 0;

  if (key == NULL || sscanf (key, "%4d-W%2d", &year, &week) != 2 || week < 1 || week > 53)
    return FALSE;
  /* ISO 8601: the week of 4 January is the first one. */
  g_date_set_dmy (monday, 4, G_DATE_JANUARY, (GDateYear) year);
  g_date_subtract_days (monday, (guint) g_date_get_weekday (monday) - 1);
  g_date_add_days (monday, (guint) (week - 1) * 7);
  return TRUE;
}

/* "Today", "Thursday": NULL for days further away. */
static char *
format_near_day (const GDate *date, const GDate *now)
{
  switch (g_date_days_between (now, date))
    {
    case -1:
      return g_strdup (_("Yesterday"));
    case 0:
      return g_strdup (_("Today"));
    case 1:
      return g_strdup (_("Tomorrow"));
    case 2: case 3: case 4: case 5: case 6:
      return capitalize (strftime_day (date, "%A", "%A"));
    default:
      return NULL;
    }
}

void
relais_day_print (const GDate *date, char day[RELAIS_DAY_SIZE])
{
  g_snprintf (day, RELAIS_DAY_SIZE, "%04u-%02u-%02u", g_date_get_year (date) % 10000u, (guint) g_date_get_month (date) % 100u,
              g_date_get_day (date) % 100u);
}

void
relais_today (char day[RELAIS_DAY_SIZE])
{
  GDate date;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  int year, month, mday;

  g_date_time_get_ymd (now, &year, &month, &mday);
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) mday, (GDateMonth) month, (GDateYear) year);
  relais_day_print (&date, day);
}

gboolean
relais_day_parse (const char *day, GDate *date)
{
  guint y, m, d;
  int used = 0;

  g_date_clear (date, 1);
  if (day == NULL || sscanf (day, "%4u-%2u-%2u%n", &y, &m, &d, &used) != 3 || day[used] != '\0')
    return FALSE;
  if (!g_date_valid_dmy ((GDateDay) d, (GDateMonth) m, (GDateYear) y))
    return FALSE;
  g_date_set_dmy (date, (GDateDay) d, (GDateMonth) m, (GDateYear) y);
  return TRUE;
}

void
relais_day_add (const char *day, int days, char result[RELAIS_DAY_SIZE])
{
  GDate date;

  g_return_if_fail (relais_day_parse (day, &date));
  if (days >= 0)
    g_date_add_days (&date, (guint) days);
  else
    g_date_subtract_days (&date, (guint) -days);
  relais_day_print (&date, result);
}

void
relais_day_monday (const char *day, char result[RELAIS_DAY_SIZE])
{
  GDate date;

  g_return_if_fail (relais_day_parse (day, &date));
  g_date_subtract_days (&date, (guint) g_date_get_weekday (&date) - 1);
  relais_day_print (&date, result);
}

char *
relais_format_day (const char *day, const char *today)
{
  GDate date, now;

  if (!relais_day_parse (day, &date) || !relais_day_parse (today, &now))
    return g_strdup ("");
  g_autofree char *near = format_near_day (&date, &now);
  if (near != NULL)
    return g_steal_pointer (&near);
  if (g_date_get_year (&date) != g_date_get_year (&now))
    return capitalize (strftime_day (&date, C_("day", "%a %-d %B %Y"), C_("first of the month", "%a %-d %B %Y")));
  return capitalize (strftime_day (&date, C_("day", "%a %-d %B"), C_("first of the month", "%a %-d %B")));
}

char *
relais_format_day_short (const char *day, const char *today)
{
  GDate date, now;

  if (!relais_day_parse (day, &date) || !relais_day_parse (today, &now))
    return g_strdup ("");
  g_autofree char *near = format_near_day (&date, &now);
  if (near != NULL)
    return g_steal_pointer (&near);
  if (g_date_get_year (&date) != g_date_get_year (&now))
    return strftime_day (&date, C_("day", "%-d %b %Y"), C_("first of the month", "%-d %b %Y"));
  return strftime_day (&date, C_("day", "%-d %b"), C_("first of the month", "%-d %b"));
}

char *
relais_format_day_full (const char *day)
{
  GDate date;

  if (!relais_day_parse (day, &date))
    return g_strdup ("");
  return capitalize (strftime_day (&date, C_("day", "%A %-d %B %Y"), C_("first of the month", "%A %-d %B %Y")));
}

char *
relais_format_date (const char *day)
{
  GDate date;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (!relais_day_parse (day, &date))
    return g_strdup ("");
  return format_month_day (&date, g_date_get_year (&date) != g_date_time_get_year (now));
}

char *
relais_format_week (const char *key, const char *today)
{
  GDate monday, sunday, now;

  g_date_clear (&monday, 1);
  if (!parse_week (key, &monday) || !relais_day_parse (today, &now))
    return g_strdup (_("No date"));
  sunday = monday;
  g_date_add_days (&sunday, 6);
  g_autofree char *range = format_range (&monday, &sunday, g_date_get_year (&sunday) != g_date_get_year (&now));

  g_date_subtract_days (&now, (guint) g_date_get_weekday (&now) - 1);
  int weeks = g_date_days_between (&now, &monday) / 7;
  if (weeks == 0)
    return g_strdup_printf (_("This week · %s"), range);
  if (weeks == 1)
    return g_strdup_printf (_("Next week · %s"), range);
  if (weeks == -1)
    return g_strdup_printf (_("Last week · %s"), range);
  return g_strdup_printf (_("Week %d · %s"), atoi (strchr (key, 'W') + 1), range);
}

char *
relais_format_unix (gint64 unix_seconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_seconds);

  if (utc == NULL)
    return g_strdup ("");
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  /* Translators: a day and an hour */
  return capitalize (g_date_time_format (local, g_date_time_get_day_of_month (local) == 1
                                                  ? C_("first of the month", "%a %-d %b, %H:%M")
                                                  : C_("day", "%a %-d %b, %H:%M")));
}

char *
relais_format_instant (const char *instant)
{
  g_autoptr (GDateTime) time = instant != NULL ? g_date_time_new_from_iso8601 (instant, NULL) : NULL;

  return time != NULL ? relais_format_unix (g_date_time_to_unix (time)) : g_strdup ("");
}

char *
relais_format_ago (gint64 unix_seconds, gint64 now)
{
  gint64 minutes = (now - unix_seconds) / 60;

  if (minutes < 1)
    return g_strdup (_("just now"));
  if (minutes < 60)
    return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", (gulong) minutes), (int) minutes);
  if (minutes < 24 * 60)
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", (gulong) (minutes / 60)), (int) (minutes / 60));
  return relais_format_unix (unix_seconds);
}

gboolean
relais_instant_split (const char *instant, char day[RELAIS_DAY_SIZE], char hour[6])
{
  g_autoptr (GDateTime) time = instant != NULL ? g_date_time_new_from_iso8601 (instant, NULL) : NULL;

  if (time == NULL)
    return FALSE;
  g_autoptr (GDateTime) local = g_date_time_to_local (time);
  g_autofree char *text = g_date_time_format (local, "%Y-%m-%d%H:%M");
  g_strlcpy (day, text, RELAIS_DAY_SIZE);
  g_strlcpy (hour, text + 10, 6);
  return TRUE;
}

char *
relais_instant_join (const char *day, const char *hour)
{
  GDate date;
  guint h, m;

  if (!relais_day_parse (day, &date) || hour == NULL || sscanf (hour, "%2u:%2u", &h, &m) != 2 || h > 23 || m > 59)
    return NULL;
  g_autoptr (GDateTime) local = g_date_time_new_local (g_date_get_year (&date), (int) g_date_get_month (&date),
                                                       g_date_get_day (&date), (int) h, (int) m, 0);
  if (local == NULL)
    return NULL;
  g_autoptr (GDateTime) utc = g_date_time_to_utc (local);
  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
}
