/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-format.h"

#include "relais-day-words.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

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

static int
get_year (RelaisDay day)
{
  int year;

  relais_day_to_ymd (day, &year, NULL, NULL);
  return year;
}

static char *
format_month_day (RelaisDay date, gboolean year)
{
  return relais_day_format (date, year ? _("%-d %B %Y") : _("%-d %B"));
}

static char *
format_range (RelaisDay from, RelaisDay to, gboolean year)
{
  g_autofree char *end = format_month_day (to, year);

  if (relais_day_month_first (from) != relais_day_month_first (to))
    {
      g_autofree char *start = format_month_day (from, get_year (from) != get_year (to));
      /* Translators: from a day to another one, in different months: "28 November – 4 December" */
      return g_strdup_printf (_("%s – %s"), start, end);
    }
  g_autofree char *start = relais_day_format (from, "%-d");
  /* Translators: from a day to another one of the same month: "16–22 November" */
  return g_strdup_printf (_("%s–%s"), start, end);
}

/* "Today", "Thursday": NULL for days further away. */
static char *
format_near_day (RelaisDay date, RelaisDay now)
{
  switch (date - now)
    {
    case -1:
      return g_strdup (_("Yesterday"));
    case 0:
      return g_strdup (_("Today"));
    case 1:
      return g_strdup (_("Tomorrow"));
    case 2: case 3: case 4: case 5: case 6:
      return capitalize (relais_day_format (date, "%A"));
    default:
      return NULL;
    }
}

RelaisDay
relais_day_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return relais_day_from_ymd (g_date_time_get_year (now), g_date_time_get_month (now), g_date_time_get_day_of_month (now));
}

void
relais_today (char day[RELAIS_DAY_SIZE])
{
  relais_day_print (relais_day_today (), day);
}

char *
relais_format_day (const char *day, const char *today)
{
  RelaisDay date = relais_day_parse (day), now = relais_day_parse (today);

  if (date == RELAIS_DAY_NONE || now == RELAIS_DAY_NONE)
    return g_strdup ("");
  g_autofree char *near = format_near_day (date, now);
  if (near != NULL)
    return g_steal_pointer (&near);
  if (get_year (date) != get_year (now))
    return capitalize (relais_day_format (date, _("%a %-d %B %Y")));
  return capitalize (relais_day_format (date, _("%a %-d %B")));
}

char *
relais_format_day_short (const char *day, const char *today)
{
  RelaisDay date = relais_day_parse (day), now = relais_day_parse (today);

  if (date == RELAIS_DAY_NONE || now == RELAIS_DAY_NONE)
    return g_strdup ("");
  g_autofree char *near = format_near_day (date, now);
  if (near != NULL)
    return g_steal_pointer (&near);
  if (get_year (date) != get_year (now))
    return relais_day_format (date, _("%-d %b %Y"));
  return relais_day_format (date, _("%-d %b"));
}

char *
relais_format_day_full (const char *day)
{
  RelaisDay date = relais_day_parse (day);

  if (date == RELAIS_DAY_NONE)
    return g_strdup ("");
  return capitalize (relais_day_format (date, _("%A %-d %B %Y")));
}

char *
relais_format_date (const char *day)
{
  RelaisDay date = relais_day_parse (day);

  if (date == RELAIS_DAY_NONE)
    return g_strdup ("");
  return format_month_day (date, get_year (date) != get_year (relais_day_today ()));
}

char *
relais_format_date_full (const char *day)
{
  RelaisDay date = relais_day_parse (day);

  return date != RELAIS_DAY_NONE ? format_month_day (date, TRUE) : g_strdup ("");
}

char *
relais_format_week (const char *key, const char *today)
{
  RelaisDay monday = relais_day_parse_week (key), now = relais_day_parse (today);

  if (monday == RELAIS_DAY_NONE || now == RELAIS_DAY_NONE)
    return g_strdup (_("No date"));
  g_autofree char *range = format_range (monday, monday + 6, get_year (monday + 6) != get_year (now));
  int weeks = (monday - relais_day_monday (now)) / 7;
  if (weeks == 0)
    return g_strdup_printf (_("This week · %s"), range);
  if (weeks == 1)
    return g_strdup_printf (_("Next week · %s"), range);
  if (weeks == -1)
    return g_strdup_printf (_("Last week · %s"), range);
  return g_strdup_printf (_("Week %d · %s"), relais_day_get_week (monday, NULL), range);
}

char *
relais_format_unix (gint64 unix_seconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_seconds);

  if (utc == NULL)
    return g_strdup ("");
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  /* Translators: a day and an hour */
  return capitalize (relais_day_format_time (local, _("%a %-d %b, %H:%M")));
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
  RelaisDay date = relais_day_parse (day);
  int year, month, mday;
  guint h, m;

  if (date == RELAIS_DAY_NONE || hour == NULL || sscanf (hour, "%2u:%2u", &h, &m) != 2 || h > 23 || m > 59)
    return NULL;
  relais_day_to_ymd (date, &year, &month, &mday);
  g_autoptr (GDateTime) local = g_date_time_new_local (year, month, mday, (int) h, (int) m, 0);
  if (local == NULL)
    return NULL;
  g_autoptr (GDateTime) utc = g_date_time_to_utc (local);
  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
}
