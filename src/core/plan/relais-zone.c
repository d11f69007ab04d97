/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-plan"

#include "relais-zone.h"

#include <stdio.h>

#define DEFAULT_ZONE "Europe/Paris"

GTimeZone *
relais_zone_new (const char *name)
{
  GTimeZone *zone = name != NULL ? g_time_zone_new_identifier (name) : NULL;

  if (zone == NULL)
    zone = g_time_zone_new_identifier (DEFAULT_ZONE);
  /* a machine without the IANA database */
  return zone != NULL ? zone : g_time_zone_new_utc ();
}

gboolean
relais_zone_split (GTimeZone *zone, const char *instant, char day[RELAIS_DAY_SIZE], char hour[6])
{
  g_autoptr (GDateTime) time = instant != NULL ? g_date_time_new_from_iso8601 (instant, NULL) : NULL;
  g_autoptr (GDateTime) there = time != NULL ? g_date_time_to_timezone (time, zone) : NULL;

  if (there == NULL)
    return FALSE;
  g_autofree char *text = g_date_time_format (there, "%Y-%m-%d%H:%M");
  g_strlcpy (day, text, RELAIS_DAY_SIZE);
  g_strlcpy (hour, text + 10, 6);
  return TRUE;
}

char *
relais_zone_join (GTimeZone *zone, const char *day, const char *hour)
{
  RelaisDay date = relais_day_parse (day);
  int year, month, mday;
  guint h, m;

  if (date == RELAIS_DAY_NONE || hour == NULL || sscanf (hour, "%2u:%2u", &h, &m) != 2 || h > 23 || m > 59)
    return NULL;
  relais_day_to_ymd (date, &year, &month, &mday);
  g_autoptr (GDateTime) there = g_date_time_new (zone, year, month, mday, (int) h, (int) m, 0);
  if (there == NULL)
    return NULL;
  g_autoptr (GDateTime) utc = g_date_time_to_utc (there);
  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
}
