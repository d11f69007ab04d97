/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-exchange"

#include "relais-calendar.h"

#include <glib/gi18n-lib.h>
#include <libical/ical.h>
#include <string.h>

#define PRODUCT "-//Relais//Relais//FR"
/* Of one series: a rule may say "each second, for ever". */
#define MOST_TIMES 5000

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

/* When an entry begins and ends, with the zones that it names. */
typedef struct {
  struct icaltimetype start, end;
  const char         *start_zone, *end_zone;   /* nullable */
} Span;

/* FALSE: no valid beginning. */
static gboolean
read_span (icalcomponent *entry,
           Span          *span)
{
  icalproperty *start = icalcomponent_get_first_property (entry, ICAL_DTSTART_PROPERTY);
  icalproperty *end = icalcomponent_get_first_property (entry, ICAL_DTEND_PROPERTY);
  icalproperty *duration = icalcomponent_get_first_property (entry, ICAL_DURATION_PROPERTY);

  if (start == NULL)
    return FALSE;
  span->start = span->end = icalproperty_get_dtstart (start);
  span->start_zone = span->end_zone = get_zone_name (start);
  if (icaltime_is_null_time (span->start) || !icaltime_is_valid_time (span->start) || span->start.year < 1)
    return FALSE;
  if (end != NULL) {
    span->end = icalproperty_get_dtend (end);
    span->end_zone = get_zone_name (end);
  } else if (duration != NULL)
    span->end = icaltime_add (span->start, icalproperty_get_duration (duration));
  return TRUE;
}

/* Sets day, last_day, time, end_time. */
static void
place_event (icalcomponent *calendar,
             const Span    *span,
             GTimeZone     *zone,
             RelaisEvent   *event)
{
  struct icaltimetype end = span->end;
  g_autofree char *last_day = NULL;

  if (icaltime_is_date (span->start)) {
    event->day = format_day (span->start);
    /* Exclusive; and who writes the same day twice, or an earlier one, means one day. */
    icaltime_adjust (&end, -1, 0, 0, 0);
    if (icaltime_compare_date_only (end, span->start) > 0)
      event->last_day = format_day (end);
    return;
  }
  place_time (calendar, span->start, span->start_zone, zone, &event->day, &event->time);
  if (icaltime_compare (end, span->start) <= 0)
    return;
  place_time (calendar, end, span->end_zone, zone, &last_day, &event->end_time);
  if (strcmp (last_day, event->day) != 0)
    event->last_day = g_steal_pointer (&last_day);
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

static RelaisEvent *
read_event (icalcomponent *calendar,
            icalcomponent *entry,
            const Span    *span,
            GTimeZone     *zone)
{
  RelaisEvent *event = relais_event_new ();

  place_event (calendar, span, zone, event);
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
  return event;
}

/* How a time of a series is named among those that an entry of their own says differently. */
static char *
name_time (icalcomponent      *entry,
           struct icaltimetype time)
{
  const char *uid = icalcomponent_get_uid (entry);

  return g_strdup_printf ("%04d-%02d-%02d %s", time.year, time.month, time.day, uid != NULL ? uid : "");
}

/* The times that are said differently: looked up once for each time of each series. */
static GHashTable *
collect_changed_times (icalcomponent *calendar)
{
  GHashTable *changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (icalcompiter i = icalcomponent_begin_component (calendar, ICAL_VEVENT_COMPONENT); icalcompiter_deref (&i) != NULL;
       icalcompiter_next (&i)) {
    icalcomponent *entry = icalcompiter_deref (&i);

    if (icalcomponent_get_uid (entry) != NULL && icalcomponent_get_first_property (entry, ICAL_RECURRENCEID_PROPERTY) != NULL)
      g_hash_table_add (changed, name_time (entry, icalcomponent_get_recurrenceid (entry)));
  }
  return changed;
}

/* EXDATE, and what another entry says differently. */
static gboolean
is_left_out (icalcomponent      *entry,
             struct icaltimetype time,
             GHashTable         *changed)
{
  g_autofree char *name = name_time (entry, time);

  for (icalproperty *property = icalcomponent_get_first_property (entry, ICAL_EXDATE_PROPERTY); property != NULL;
       property = icalcomponent_get_next_property (entry, ICAL_EXDATE_PROPERTY))
    if (icaltime_compare_date_only (icalproperty_get_exdate (property), time) == 0)
      return TRUE;
  return g_hash_table_contains (changed, name);
}

/* The times of a series that begin up to @last, each as an event. */
static void
read_series (icalcomponent *calendar,
             icalcomponent *entry,
             const Span    *span,
             GTimeZone     *zone,
             const char    *last,
             GHashTable    *changed,
             GPtrArray     *events)
{
  icalproperty *rule = icalcomponent_get_first_property (entry, ICAL_RRULE_PROPERTY);
  struct icaldurationtype length = icaltime_subtract (span->end, span->start);
  icalrecur_iterator *times = icalrecur_iterator_new (icalproperty_get_rrule (rule), span->start);

  for (guint n = 0; times != NULL && n < MOST_TIMES; n++) {
    struct icaltimetype time = icalrecur_iterator_next (times);
    Span one = *span;
    RelaisEvent *event;

    if (icaltime_is_null_time (time))
      break;
    one.start = time;
    one.end = icaltime_add (time, length);
    event = read_event (calendar, entry, &one, zone);
    if (strcmp (event->day, last) > 0) {
      relais_event_free (event);
      break;
    }
    if (is_left_out (entry, time, changed))
      relais_event_free (event);
    else
      g_ptr_array_add (events, event);
  }
  if (times != NULL)
    icalrecur_iterator_free (times);
}

/* @last: (nullable): times of series up to that day; otherwise a series is its first time, and entries that change one of its times
 * (with RECURRENCE-ID, under the same UID) are passed over. */
static void
read_entries (icalcomponent *calendar,
              GTimeZone     *zone,
              const char    *last,
              GPtrArray     *events)
{
  g_autoptr (GHashTable) changed = collect_changed_times (calendar);

  for (icalcompiter i = icalcomponent_begin_component (calendar, ICAL_VEVENT_COMPONENT); icalcompiter_deref (&i) != NULL;
       icalcompiter_next (&i)) {
    icalcomponent *entry = icalcompiter_deref (&i);
    Span span;

    /* What has no day says nothing to a calendar. */
    if ((last == NULL && icalcomponent_get_first_property (entry, ICAL_RECURRENCEID_PROPERTY) != NULL) || !read_span (entry, &span))
      continue;
    if (last != NULL && icalcomponent_get_first_property (entry, ICAL_RRULE_PROPERTY) != NULL)
      read_series (calendar, entry, &span, zone, last, changed, events);
    else
      g_ptr_array_add (events, read_event (calendar, entry, &span, zone));
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

static GPtrArray *
read_calendar (GBytes      *bytes,
               GTimeZone   *zone,
               const char  *last,
               GError     **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_event_free);
  g_autoptr (GTimeZone) here = get_zone (zone);
  g_autofree char *text = NULL;
  icalcomponent *root;
  const char *data;
  gsize length;

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
  read_entries (root, here, last, events);
  for (icalcomponent *calendar = icalcomponent_get_first_component (root, ICAL_VCALENDAR_COMPONENT); calendar != NULL;
       calendar = icalcomponent_get_next_component (root, ICAL_VCALENDAR_COMPONENT))
    read_entries (calendar, here, last, events);
  icalcomponent_free (root);

  if (events->len == 0) {
    g_set_error_literal (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_EMPTY, _("The calendar has no entries."));
    return NULL;
  }
  return g_steal_pointer (&events);
}

GPtrArray *
relais_calendar_read (GBytes     *bytes,
                      GTimeZone  *zone,
                      GError    **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  return read_calendar (bytes, zone, NULL, error);
}

GPtrArray *
relais_calendar_read_times (GBytes     *bytes,
                            GTimeZone  *zone,
                            const char *last,
                            GError    **error)
{
  g_return_val_if_fail (bytes != NULL && last != NULL, NULL);

  return read_calendar (bytes, zone, last, error);
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
