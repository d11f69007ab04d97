/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-format.h"

#include "relais-day-words.h"
#include "relais-zone.h"

#include <glib/gi18n.h>
#include <string.h>

/* Owned, nullable. Of the workspace that is open; main thread. */
static GTimeZone *organisation;

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
format_time (GDateTime *time)
{
  /* Translators: a day and an hour */
  return capitalize (relais_day_format_time (time, _("%a %-d %b, %H:%M")));
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
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? format_time (local) : g_strdup ("");
}

char *
relais_format_instant (const char *instant)
{
  g_autoptr (GDateTime) time = instant != NULL ? g_date_time_new_from_iso8601 (instant, NULL) : NULL;

  g_autoptr (GTimeZone) zone = relais_format_dup_zone ();
  g_autoptr (GDateTime) there = time != NULL ? g_date_time_to_timezone (time, zone) : NULL;

  return there != NULL ? format_time (there) : g_strdup ("");
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
  g_autoptr (GTimeZone) zone = relais_format_dup_zone ();

  return relais_zone_split (zone, instant, day, hour);
}

char *
relais_instant_join (const char *day, const char *hour)
{
  g_autoptr (GTimeZone) zone = relais_format_dup_zone ();

  return relais_zone_join (zone, day, hour);
}

void
relais_format_set_zone (const char *name)
{
  g_clear_pointer (&organisation, g_time_zone_unref);
  organisation = relais_zone_new (name);
}

GTimeZone *
relais_format_dup_zone (void)
{
  if (organisation == NULL)
    organisation = relais_zone_new (NULL);
  return g_time_zone_ref (organisation);
}
