/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-typed-day.h"

#include "relais-format.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* A day without a year that was less long ago than this is meant as past. */
#define RECENT 60
/* As far as "+7" goes. */
#define MOST_DAYS 3660

static char *
fold (const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);

  return g_strstrip (g_str_to_ascii (lower, NULL));
}

/* The word is one of those in @words ("today|tod"), which are translated. */
static gboolean
is_word (const char *word, const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, "|", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *part = fold (parts[i]);
      if (g_str_equal (part, word))
        return TRUE;
    }
  return FALSE;
}

/* The one name that begins with @word, from 1; 0: none, or several. @format: strftime(3), of a day in that month or of that name. */
static int
find_name (const char *word, const char *format, gboolean months)
{
  g_autofree char *stem = g_strdup (word);
  gsize length = strlen (stem);
  int found = 0;

  if (length > 0 && stem[length - 1] == '.')
    stem[--length] = '\0';
  for (int i = 1; length >= 2 && i <= (months ? 12 : 7); i++)
    {
      /* 1 January 2024 was a Monday. */
      g_autoptr (GDateTime) time = g_date_time_new_utc (2024, months ? i : 1, months ? 1 : i, 12, 0, 0);
      g_autofree char *name = g_date_time_format (time, format), *folded = fold (name);
      if (!g_str_has_prefix (folded, stem))
        continue;
      if (g_str_equal (folded, stem))
        return i;
      if (found != 0)
        return 0;
      found = i;
    }
  return found;
}

static gboolean
read_number (const char *word, int *number)
{
  char *end;
  guint64 value = g_ascii_strtoull (word, &end, 10);

  /* "1er", "2nd" */
  if (end == word || end - word > 4 || !g_ascii_isdigit (word[0])
      || (end[0] != '\0' && !is_word (end, C_("after the number of a day, separated by |", "st|nd|rd|th"))))
    return FALSE;
  *number = (int) value;
  return TRUE;
}

static int
get_year (RelaisDay day)
{
  int year;

  relais_day_to_ymd (day, &year, NULL, NULL);
  return year;
}

/* @year: 0: not said. */
static RelaisDay
make_day (int mday, int month, int year, RelaisDay today)
{
  if (year > 0)
    return relais_day_from_ymd (year < 100 ? year + 2000 : year, month, mday);
  for (int i = -1; i < 9; i++)   /* 29 February */
    {
      RelaisDay day = relais_day_from_ymd (get_year (today) + i, month, mday);
      if (day != RELAIS_DAY_NONE && day > today - RECENT)
        return day;
    }
  return RELAIS_DAY_NONE;
}

static RelaisDay
next_month_day (int mday, RelaisDay today)
{
  for (int i = 0; i < 4; i++)
    {
      int year, month;
      relais_day_to_ymd (relais_day_add_months (relais_day_month_first (today), i), &year, &month, NULL);
      RelaisDay day = relais_day_from_ymd (year, month, mday);
      if (day != RELAIS_DAY_NONE && day >= today)
        return day;
    }
  return RELAIS_DAY_NONE;
}

/* "12/01", "12.1.27" */
static gboolean
read_figures (const char *text, RelaisDay today, RelaisDay *day)
{
  int mday, month, year = 0, read = 0;

  if (sscanf (text, "%2d%*1[/.-]%2d%*1[/.-]%4d%n", &mday, &month, &year, &read) < 3)
    {
      year = read = 0;
      if (sscanf (text, "%2d%*1[/.-]%2d%n", &mday, &month, &read) < 2)
        return FALSE;
      if (text[read] == '/' || text[read] == '.')
        read++;
    }
  if (text[read] != '\0')
    return FALSE;
  *day = make_day (mday, month, year, today);
  return TRUE;
}

/* "12", "12 jan", "jan 12", "12 jan 2027" and all this after the name of a day. */
static gboolean
read_words (char **words, guint n, RelaisDay today, RelaisDay *day)
{
  int numbers[2] = { 0, 0 }, month = 0, weekday;
  guint n_numbers = 0;

  weekday = n > 0 ? find_name (words[0], "%A", FALSE) : 0;
  if (weekday != 0 && n == 1)
    {
      *day = today + 1 + (weekday - relais_day_get_weekday (today) + 6) % 7;
      return TRUE;
    }
  for (guint i = weekday != 0 ? 1 : 0; i < n; i++)
    {
      int number, name = find_name (words[i], "%B", TRUE);
      if (name != 0 && month == 0)
        month = name;
      else if (n_numbers < 2 && read_number (words[i], &number) && number > 0)
        numbers[n_numbers++] = number;
      else
        return FALSE;
    }
  if (n_numbers == 0)
    return FALSE;
  if (month == 0 && n_numbers > 1)
    return FALSE;
  *day = month != 0 ? make_day (numbers[0], month, numbers[1], today) : next_month_day (numbers[0], today);
  return TRUE;
}

static gboolean
read_relative (const char *text, RelaisDay today, RelaisDay *day)
{
  static const struct { int by; const char *words; } near[] = {
    /* Translators: what people type for a day, separated by | */
    { 0, NC_("typed", "today|tod") }, { 1, NC_("typed", "tomorrow|tom") },
    { 2, NC_("typed", "after tomorrow|day after tomorrow") }, { -1, NC_("typed", "yesterday") },
  };
  int by, read = 0;

  for (guint i = 0; i < G_N_ELEMENTS (near); i++)
    if (is_word (text, g_dpgettext2 (NULL, "typed", near[i].words)))
      {
        *day = today + near[i].by;
        return TRUE;
      }
  if ((text[0] != '+' && text[0] != '-') || sscanf (text, "%d%n", &by, &read) != 1 || text[read] != '\0')
    return FALSE;
  *day = today + CLAMP (by, -MOST_DAYS, MOST_DAYS);
  return TRUE;
}

gboolean
relais_day_read (const char *text, RelaisDay today, RelaisDay *day, char **why)
{
  g_autofree char *folded = fold (text);
  g_auto (GStrv) all = g_strsplit_set (folded, " ,", -1);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  g_return_val_if_fail (day != NULL && why != NULL, FALSE);
  for (guint i = 0; all[i] != NULL; i++)
    if (all[i][0] != '\0')
      g_ptr_array_add (words, all[i]);
  *day = RELAIS_DAY_NONE;
  *why = NULL;
  if (words->len == 0)
    return TRUE;
  *day = relais_day_parse (folded);
  if (*day != RELAIS_DAY_NONE || read_relative (folded, today, day))
    return TRUE;
  if (!read_figures (folded, today, day) && !read_words ((char **) words->pdata, words->len, today, day))
    *why = g_strdup_printf (_("“%s” is not a date. Write for example 12/01, 12 January, tomorrow, Monday or +7."), text);
  else if (*day == RELAIS_DAY_NONE)
    *why = g_strdup_printf (_("There is no day “%s”."), text);
  return *why == NULL;
}

/* "8:30", "8h30", "8h": written as "08:30". */
static gboolean
read_hour (const char *word, char hour[6])
{
  int hours, minutes = 0, read = 0;

  if (sscanf (word, "%2d%*1[:hH]%n", &hours, &read) != 1 || read < 2)
    return FALSE;
  if (word[read] != '\0')
    {
      int more = 0;
      if (sscanf (word + read, "%2d%n", &minutes, &more) != 1 || word[read + more] != '\0')
        return FALSE;
    }
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
    return FALSE;
  g_snprintf (hour, 6, "%02d:%02d", hours, minutes);
  return TRUE;
}

gboolean
relais_instant_read (const char *text, RelaisDay today, const char *before, const char *usual_hour, char **instant, char **why)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  char *last = strrchr (trimmed, ' ');
  char day[RELAIS_DAY_SIZE] = "", hour[6] = "", own[6];
  RelaisDay date;

  g_return_val_if_fail (instant != NULL && why != NULL, FALSE);
  *instant = *why = NULL;
  relais_instant_split (before, day, hour);
  if (hour[0] == '\0')
    g_strlcpy (hour, usual_hour, sizeof hour);
  if (read_hour (last != NULL ? last + 1 : trimmed, own))
    {
      g_strlcpy (hour, own, sizeof hour);
      *(last != NULL ? last : trimmed) = '\0';
      if (trimmed[0] == '\0' && day[0] == '\0')
        relais_day_print (today, day);
    }
  else if (trimmed[0] == '\0')
    day[0] = '\0';
  if (!relais_day_read (trimmed, today, &date, why))
    return FALSE;
  if (date != RELAIS_DAY_NONE)
    relais_day_print (date, day);
  *instant = day[0] != '\0' ? relais_instant_join (day, hour) : g_strdup ("");
  return TRUE;
}
