/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-exchange"

#include "relais-calendar.h"

#include <glib/gi18n-lib.h>
#include <libical/ical.h>
#include <string.h>

#define PRODUCT "-//Relais//Relais//FR"

static GTimeZone *
get_zone (GTimeZone *zone)
{
  return zone != NULL ? g_time_zone_ref (zone) : g_time_zone_new_local ();
}

static char *
format_day (struct icaltimetype time)
{
  return g_strdup_printf ("%04d-%02d-%02d", time.year, time.month, time.day);
}

/* Day and hour on the organisation's clocks. @time without zone ("floating") means just that. */
static void
place_time (icalcomponent       *calendar,
            struct icaltimetype  time,
            const char          *zone_name,
            GTimeZone           *zone,
            char               **day,
            char               **hour)
{
  const icaltimezone *from = NULL;
  g_autoptr (GDateTime) utc = NULL, here = NULL;

  if (icaltime_is_utc (time))
    from = icaltimezone_get_utc_timezone ();
  else if (zone_name != NULL)
    from = icalcomponent_get_timezone (calendar, zone_name);
  if (from == NULL && zone_name != NULL)
    from = icaltimezone_get_builtin_timezone (zone_name);

  if (from == NULL) {
    *day = format_day (time);
    *hour = g_strdup_printf ("%02d:%02d", time.hour, time.minute);
    return;
  }
  utc = g_date_time_new_from_unix_utc (icaltime_as_timet_with_zone (time, from));
  here = g_date_time_to_timezone (utc, zone);
  *day = g_date_time_format (here, "%Y-%m-%d");
  *hour = g_date_time_format (here, "%H:%M");
}

static const char *
get_zone_name (icalproperty *property)
{
  icalparameter *parameter = icalproperty_get_first_parameter (property, ICAL_TZID_PARAMETER);

  return parameter != NULL ? icalparameter_get_tzid (parameter) : NULL;
}

/* Sets day, last_day, time, end_time. FALSE: no valid beginning. */
static gboolean
read_times (icalcomponent *calendar,
            icalcomponent *entry,
            GTimeZone     *zone,
            RelaisEvent   *event)
{
  icalproperty *start_property = icalcomponent_get_first_property (entry, ICAL_DTSTART_PROPERTY);
  icalproperty *end_property = icalcomponent_get_first_property (entry, ICAL_DTEND_PROPERTY);
  icalproperty *duration = icalcomponent_get_first_property (entry, ICAL_DURATION_PROPERTY);
  struct icaltimetype start, end;

  if (start_property == NULL)
    return FALSE;
  start = icalproperty_get_dtstart (start_property);
  if (icaltime_is_null_time (start) || !icaltime_is_valid_time (start) || start.year < 1)
    return FALSE;

  end = start;
  if (end_property != NULL)
    end = icalproperty_get_dtend (end_property);
  else if (duration != NULL)
    end = icaltime_add (start, icalproperty_get_duration (duration));

  if (icaltime_is_date (start)) {
    event->day = format_day (start);
    /* Exclusive; and who writes the same day twice, or an earlier one, means one day. */
    icaltime_adjust (&end, -1, 0, 0, 0);
    if (icaltime_compare_date_only (end, start) > 0)
      event->last_day = format_day (end);
    return TRUE;
  }
  place_time (calendar, start, get_zone_name (start_property), zone, &event->day, &event->time);
  if (icaltime_compare (end, start) > 0) {
    g_autofree char *last_day = NULL;

    place_time (calendar, end, get_zone_name (end_property != NULL ? end_property : start_property), zone, &last_day,
                &event->end_time);
    if (strcmp (last_day, event->day) != 0)
      event->last_day = g_steal_pointer (&last_day);
  }
  return TRUE;
}

static char *
dup_text (const char *text)
{
  g_autofree char *copy = text != NULL ? g_strstrip (g_utf8_make_valid (text, -1)) : NULL;

  return copy != NULL && *copy != '\0' ? g_steal_pointer (&copy) : NULL;
}

static char *
read_category (icalcomponent *entry)
{
  icalproperty *property = icalcomponent_get_first_property (entry, ICAL_CATEGORIES_PROPERTY);

  return property != NULL ? dup_text (icalproperty_get_categories (property)) : NULL;
}

/* NULL: an entry without a day says nothing to a calendar. */
static RelaisEvent *
read_event (icalcomponent *calendar,
            icalcomponent *entry,
            GTimeZone     *zone)
{
  g_autoptr (RelaisEvent) event = relais_event_new ();

  if (!read_times (calendar, entry, zone, event))
    return NULL;
  event->title = dup_text (icalcomponent_get_summary (entry));
  event->text = dup_text (icalcomponent_get_description (entry));
  event->place = dup_text (icalcomponent_get_location (entry));
  event->uid = dup_text (icalcomponent_get_uid (entry));
  event->category = read_category (entry);
  event->cancelled = icalcomponent_get_status (entry) == ICAL_STATUS_CANCELLED;
  event->tentative = icalcomponent_get_status (entry) == ICAL_STATUS_TENTATIVE;
  event->repeats = icalcomponent_get_first_property (entry, ICAL_RRULE_PROPERTY) != NULL;
  event->sequence = (guint) MAX (0, icalcomponent_get_sequence (entry));
  if (event->title == NULL)
    event->title = g_strdup (_("Without title"));
  if (event->uid == NULL) {
    g_autofree char *content = g_strjoin ("\n", event->title, event->day, event->time != NULL ? event->time : "", NULL);

    event->uid = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
  }
  return g_steal_pointer (&event);
}

/* With RECURRENCE-ID, an entry is one changed time of a series that has the same UID. */
static void
read_entries (icalcomponent *calendar,
              GTimeZone     *zone,
              GPtrArray     *events)
{
  for (icalcomponent *entry = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT); entry != NULL;
       entry = icalcomponent_get_next_component (calendar, ICAL_VEVENT_COMPONENT)) {
    RelaisEvent *event;

    if (icalcomponent_get_first_property (entry, ICAL_RECURRENCEID_PROPERTY) != NULL)
      continue;
    event = read_event (calendar, entry, zone);
    if (event != NULL)
      g_ptr_array_add (events, event);
  }
}

static struct icaltimetype
parse_day (const char *day)
{
  struct icaltimetype time = icaltime_null_date ();

  time.year = (int) g_ascii_strtoll (day, NULL, 10);
  time.month = (int) g_ascii_strtoll (day + 5, NULL, 10);
  time.day = (int) g_ascii_strtoll (day + 8, NULL, 10);
  return time;
}

/* In UTC, so that no description of the zone has to travel with the file. */
static struct icaltimetype
parse_time (const char *day,
            const char *hour,
            GTimeZone  *zone)
{
  struct icaltimetype date = parse_day (day);
  g_autoptr (GDateTime) time = g_date_time_new (zone, date.year, date.month, date.day, (int) g_ascii_strtoll (hour, NULL, 10),
                                                (int) g_ascii_strtoll (hour + 3, NULL, 10), 0);

  return icaltime_from_timet_with_zone (time != NULL ? g_date_time_to_unix (time) : 0, FALSE, icaltimezone_get_utc_timezone ());
}

static void
write_times (icalcomponent     *entry,
             const RelaisEvent *event,
             GTimeZone         *zone)
{
  const char *last_day = event->last_day != NULL ? event->last_day : event->day;
  struct icaltimetype end;

  if (event->time == NULL) {
    end = parse_day (last_day);
    icaltime_adjust (&end, 1, 0, 0, 0);
    icalcomponent_add_property (entry, icalproperty_new_dtstart (parse_day (event->day)));
    icalcomponent_add_property (entry, icalproperty_new_dtend (end));
    return;
  }
  icalcomponent_add_property (entry, icalproperty_new_dtstart (parse_time (event->day, event->time, zone)));
  if (event->end_time != NULL)
    icalcomponent_add_property (entry, icalproperty_new_dtend (parse_time (last_day, event->end_time, zone)));
}

static icalcomponent *
write_event (const RelaisEvent *event,
             GTimeZone         *zone)
{
  icalcomponent *entry = icalcomponent_new_vevent ();
  gint64 at = event->changed_at != 0 ? event->changed_at : g_get_real_time () / G_USEC_PER_SEC;
  struct icaltimetype stamp = icaltime_from_timet_with_zone (at, FALSE, icaltimezone_get_utc_timezone ());

  icalcomponent_add_property (entry, icalproperty_new_uid (event->uid));
  icalcomponent_add_property (entry, icalproperty_new_dtstamp (stamp));
  if (event->changed_at != 0)
    icalcomponent_add_property (entry, icalproperty_new_lastmodified (stamp));
  icalcomponent_add_property (entry, icalproperty_new_sequence ((int) event->sequence));
  icalcomponent_add_property (entry, icalproperty_new_summary (event->title));
  write_times (entry, event, zone);
  if (event->text != NULL)
    icalcomponent_add_property (entry, icalproperty_new_description (event->text));
  if (event->place != NULL)
    icalcomponent_add_property (entry, icalproperty_new_location (event->place));
  if (event->category != NULL)
    icalcomponent_add_property (entry, icalproperty_new_categories (event->category));
  if (event->free)
    icalcomponent_add_property (entry, icalproperty_new_transp (ICAL_TRANSP_TRANSPARENT));
  icalcomponent_add_property (entry, icalproperty_new_status (event->cancelled ? ICAL_STATUS_CANCELLED :
                                                              event->tentative ? ICAL_STATUS_TENTATIVE : ICAL_STATUS_CONFIRMED));
  return entry;
}

/* What other calendars read in the place of a property that came later. */
static void
add_extension (icalcomponent *calendar,
               const char    *name,
               const char    *value)
{
  icalproperty *property = icalproperty_new_x (value);

  icalproperty_set_x_name (property, name);
  icalcomponent_add_property (calendar, property);
}

RelaisEvent *
relais_event_new (void)
{
  return g_new0 (RelaisEvent, 1);
}

void
relais_event_free (RelaisEvent *event)
{
  if (event == NULL)
    return;
  g_free (event->uid);
  g_free (event->title);
  g_free (event->text);
  g_free (event->place);
  g_free (event->category);
  g_free (event->day);
  g_free (event->last_day);
  g_free (event->time);
  g_free (event->end_time);
  g_free (event);
}

GPtrArray *
relais_calendar_read (GBytes     *bytes,
                      GTimeZone  *zone,
                      GError    **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_event_free);
  g_autoptr (GTimeZone) here = get_zone (zone);
  g_autofree char *text = NULL;
  icalcomponent *root;
  const char *data;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  if (length > RELAIS_EXCHANGE_MAX_BYTES) {
    g_set_error (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_TOO_LARGE, _("The file is larger than %u MB."),
                 RELAIS_EXCHANGE_MAX_BYTES >> 20);
    return NULL;
  }
  text = g_strndup (data != NULL ? data : "", length);
  if (strstr (text, "BEGIN:VCALENDAR") == NULL) {
    g_set_error_literal (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_FORMAT, _("The file is not a calendar."));
    return NULL;
  }
  if (strstr (text, "END:VCALENDAR") == NULL) {
    g_set_error_literal (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_CUT_OFF, _("The calendar is cut off."));
    return NULL;
  }
  root = icalparser_parse_string (text);
  if (root == NULL) {
    g_set_error_literal (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_FORMAT, _("The file is not a calendar."));
    return NULL;
  }
  read_entries (root, here, events);
  for (icalcomponent *calendar = icalcomponent_get_first_component (root, ICAL_VCALENDAR_COMPONENT); calendar != NULL;
       calendar = icalcomponent_get_next_component (root, ICAL_VCALENDAR_COMPONENT))
    read_entries (calendar, here, events);
  icalcomponent_free (root);

  if (events->len == 0) {
    g_set_error_literal (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_EMPTY, _("The calendar has no entries."));
    return NULL;
  }
  return g_steal_pointer (&events);
}

char *
relais_calendar_write (GPtrArray  *events,
                       const char *name,
                       GTimeZone  *zone)
{
  g_autoptr (GTimeZone) here = get_zone (zone);
  icalcomponent *calendar = icalcomponent_new_vcalendar ();
  char *raw, *text;

  icalcomponent_add_property (calendar, icalproperty_new_version ("2.0"));
  icalcomponent_add_property (calendar, icalproperty_new_prodid (PRODUCT));
  if (name != NULL) {
    icalcomponent_add_property (calendar, icalproperty_new_name (name));
    add_extension (calendar, "X-WR-CALNAME", name);
  }
  /* RFC 7986, 5.7, and what Outlook reads in its stead. */
  icalcomponent_add_property (calendar, icalproperty_new_refreshinterval (icaldurationtype_from_string ("PT6H")));
  add_extension (calendar, "X-PUBLISHED-TTL", "PT6H");
  for (guint i = 0; i < events->len; i++)
    icalcomponent_add_component (calendar, write_event (g_ptr_array_index (events, i), here));

  raw = icalcomponent_as_ical_string_r (calendar);
  text = g_strdup (raw);
  icalmemory_free_buffer (raw);
  icalcomponent_free (calendar);
  return text;
}
