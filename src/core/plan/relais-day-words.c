/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-plan"

#include "relais-day-words.h"

#include <glib/gi18n-lib.h>

/* "November – December 2026" */
static char *
format_months (RelaisDay first, RelaisDay last, gboolean one_year)
{
  g_autofree char *end = relais_day_format (last, _("%B %Y"));

  if (relais_day_month_last (first) == last)
    return g_steal_pointer (&end);
  /* TRANSLATORS: the first month of a period, in the year of the last, strftime(3): "November" */
  g_autofree char *begin = relais_day_format (first, one_year ? _("%B") : _("%B %Y"));
  return g_strdup_printf ("%s – %s", begin, end);
}

char *
relais_day_format_time (GDateTime *time, const char *format)
{
  g_autoptr (GString) text = g_string_new (format);

  if (g_date_time_get_day_of_month (time) == 1)
    /* TRANSLATORS: how the first day of a month is written in a date, "1" or "1st" */
    g_string_replace (text, "%-d", C_("first of the month", "1"), 0);
  return g_date_time_format (time, text->str);
}

char *
relais_day_format (RelaisDay day, const char *format)
{
  int year, month, mday;

  relais_day_to_ymd (day, &year, &month, &mday);
  g_autoptr (GDateTime) noon = g_date_time_new_utc (year, month, mday, 12, 0, 0);
  return relais_day_format_time (noon, format);
}

char *
relais_day_format_period (RelaisDay first, RelaisDay last)
{
  int years[2];

  relais_day_to_ymd (first, &years[0], NULL, NULL);
  relais_day_to_ymd (last, &years[1], NULL, NULL);
  if (first == relais_day_month_first (first) && last == relais_day_month_last (last))
    return format_months (first, last, years[0] == years[1]);
  g_autofree char *end = relais_day_format (last, _("%-d %B %Y"));
  if (first == last)
    return g_steal_pointer (&end);
  if (relais_day_month_first (first) == relais_day_month_first (last))
    {
      g_autofree char *mday = relais_day_format (first, "%-d");
      return g_strdup_printf ("%s–%s", mday, end);
    }
  /* TRANSLATORS: the first day of a period, in the year of the last, strftime(3): "30 November" */
  g_autofree char *begin = relais_day_format (first, years[0] == years[1] ? _("%-d %B") : _("%-d %B %Y"));
  return g_strdup_printf ("%s – %s", begin, end);
}
