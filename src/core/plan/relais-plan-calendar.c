/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-plan"

#include "relais-plan-calendar.h"

#include "relais-holidays.h"
#include "relais-json.h"

#include <string.h>

/* Nobody plans further than this over days that are not worked. */
#define GIVE_UP_DAYS 3653

#define MAX_DAYS_BYTES 400000

struct _RelaisPlanCalendar {
  gatomicrefcount references;
  gboolean        alsace_moselle;
  GTimeZone      *zone;       /* owned */
  GArray         *closed;     /* RelaisNamedDays, by first day; may overlap */
  GArray         *reach;      /* RelaisDay: the last closed day of this period and those before it, for the search */
  GArray         *events;     /* RelaisNamedDays of calendars, by first day */
  GStringChunk   *words;
};

static int
compare_named (gconstpointer a, gconstpointer b)
{
  const RelaisNamedDays *left = a, *right = b;

  if (left->first != right->first)
    return left->first < right->first ? -1 : 1;
  return left->last < right->last ? -1 : left->last > right->last;
}

static const char *
keep_words (RelaisPlanCalendar *self, const char *words)
{
  return words != NULL ? g_string_chunk_insert_const (self->words, words) : NULL;
}

static void
add_period (RelaisPlanCalendar *self, RelaisRecord *record)
{
  RelaisNamedDays days = {
    .first = relais_day_parse (relais_record_get_string (record, "starts")),
    .last = relais_day_parse (relais_record_get_string (record, "ends")),
    .words = keep_words (self, relais_record_get_string (record, "reason")),
  };

  if (days.first != RELAIS_DAY_NONE && days.last >= days.first)
    g_array_append_val (self->closed, days);
}

static void
add_event (RelaisPlanCalendar *self, RelaisRecord *record, JsonNode *node)
{
  JsonArray *entry = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  RelaisNamedDays days = { 0 };

  if (entry == NULL || json_array_get_length (entry) < 3)
    return;
  const char *parts[3];
  for (guint i = 0; i < 3; i++)
    {
      JsonNode *part = json_array_get_element (entry, i);
      parts[i] = JSON_NODE_HOLDS_VALUE (part) ? json_node_get_string (part) : NULL;
    }
  days.first = relais_day_parse (parts[0]);
  days.last = relais_day_parse (parts[1]);
  if (days.first == RELAIS_DAY_NONE || days.last < days.first)
    return;
  days.words = keep_words (self, parts[2] != NULL ? parts[2] : "");
  days.calendar = keep_words (self, relais_record_get_string (record, "name"));
  days.color = keep_words (self, relais_record_get_string (record, "color"));
  g_array_append_val (self->events, days);
}

static void
add_calendar (RelaisPlanCalendar *self, RelaisRecord *record)
{
  const char *text = relais_record_get_string (record, "days");
  g_autoptr (JsonNode) node = text != NULL ? relais_json_parse (text, -1, MAX_DAYS_BYTES, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;
  JsonArray *entries = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (entries); i++)
    add_event (self, record, json_array_get_element (entries, i));
}

static void
add_setting (RelaisPlanCalendar *self, const char *key, const char *value)
{
  if (g_strcmp0 (key, RELAIS_SETTING_ALSACE_MOSELLE) == 0)
    self->alsace_moselle = g_strcmp0 (value, "yes") == 0;
  else if (g_strcmp0 (key, RELAIS_SETTING_ZONE) == 0 && self->zone == NULL)
    self->zone = relais_zone_new (value);
}

static void
add_record (RelaisPlanCalendar *self, RelaisRecord *record)
{
  const char *kind = relais_record_get_kind (record)->name;

  if (relais_record_get_boolean (record, "binned"))
    return;
  if (g_str_equal (kind, "closed_period"))
    add_period (self, record);
  else if (g_str_equal (kind, "calendar"))
    add_calendar (self, record);
  else if (g_str_equal (kind, "setting"))
    add_setting (self, relais_record_get_string (record, "key"), relais_record_get_string (record, "value"));
}

static void
find_reach (RelaisPlanCalendar *self)
{
  RelaisDay reach = RELAIS_DAY_NONE;

  for (guint i = 0; i < self->closed->len; i++)
    {
      reach = MAX (reach, g_array_index (self->closed, RelaisNamedDays, i).last);
      g_array_append_val (self->reach, reach);
    }
}

/* How many of @named start at or before @day. */
static guint
count_started (GArray *named, RelaisDay day)
{
  guint low = 0, high = named->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (g_array_index (named, RelaisNamedDays, middle).first <= day)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static const RelaisNamedDays *
find_period (RelaisPlanCalendar *self, RelaisDay day)
{
  for (guint i = count_started (self->closed, day); i > 0 && g_array_index (self->reach, RelaisDay, i - 1) >= day; i--)
    {
      const RelaisNamedDays *days = &g_array_index (self->closed, RelaisNamedDays, i - 1);
      if (days->last >= day)
        return days;
    }
  return NULL;
}

static RelaisDay
find_working_day (RelaisPlanCalendar *self, RelaisDay day, int step)
{
  for (int i = 0; day != RELAIS_DAY_NONE && i < GIVE_UP_DAYS; i++, day += step)
    if (relais_plan_calendar_is_working_day (self, day))
      return day;
  return RELAIS_DAY_NONE;
}

static void
append_touching (GPtrArray *found, GArray *named, RelaisDay first, RelaisDay last)
{
  for (guint i = 0, n = count_started (named, last); i < n; i++)
    {
      RelaisNamedDays *days = &g_array_index (named, RelaisNamedDays, i);
      if (days->last >= first)
        g_ptr_array_add (found, days);
    }
}

static void
add_words (GPtrArray *all, const char *words)
{
  if (words != NULL && words[0] != '\0' && !g_ptr_array_find_with_equal_func (all, words, g_str_equal, NULL))
    g_ptr_array_add (all, (gpointer) words);
}

RelaisPlanCalendar *
relais_plan_calendar_new (GPtrArray *records)
{
  RelaisPlanCalendar *self = g_new0 (RelaisPlanCalendar, 1);

  g_atomic_ref_count_init (&self->references);
  self->closed = g_array_new (FALSE, FALSE, sizeof (RelaisNamedDays));
  self->reach = g_array_new (FALSE, FALSE, sizeof (RelaisDay));
  self->events = g_array_new (FALSE, FALSE, sizeof (RelaisNamedDays));
  self->words = g_string_chunk_new (1024);
  for (guint i = 0; records != NULL && i < records->len; i++)
    add_record (self, g_ptr_array_index (records, i));
  g_array_sort (self->closed, compare_named);
  g_array_sort (self->events, compare_named);
  find_reach (self);
  if (self->zone == NULL)
    self->zone = relais_zone_new (NULL);
  return self;
}

RelaisPlanCalendar *
relais_plan_calendar_ref (RelaisPlanCalendar *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
relais_plan_calendar_unref (RelaisPlanCalendar *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_time_zone_unref (self->zone);
  g_array_unref (self->closed);
  g_array_unref (self->reach);
  g_array_unref (self->events);
  g_string_chunk_free (self->words);
  g_free (self);
}

GTimeZone *
relais_plan_calendar_get_zone (RelaisPlanCalendar *self)
{
  return self->zone;
}

gboolean
relais_plan_calendar_has_alsace_moselle (RelaisPlanCalendar *self)
{
  return self->alsace_moselle;
}

RelaisClosed
relais_plan_calendar_why_closed (RelaisPlanCalendar *self, RelaisDay day, const char **words)
{
  const char *unused;

  g_return_val_if_fail (day != RELAIS_DAY_NONE, RELAIS_OPEN);

  if (words == NULL)
    words = &unused;
  *words = NULL;
  const RelaisNamedDays *period = find_period (self, day);
  if (period != NULL)
    {
      *words = period->words;
      return RELAIS_CLOSED_PERIOD;
    }
  RelaisHoliday holiday = relais_holiday_of (day, self->alsace_moselle);
  if (holiday != RELAIS_HOLIDAY_NONE)
    {
      *words = relais_holiday_get_name (holiday);
      return RELAIS_CLOSED_HOLIDAY;
    }
  return relais_day_get_weekday (day) >= RELAIS_SATURDAY ? RELAIS_CLOSED_WEEKEND : RELAIS_OPEN;
}

gboolean
relais_plan_calendar_is_working_day (RelaisPlanCalendar *self, RelaisDay day)
{
  return relais_plan_calendar_why_closed (self, day, NULL) == RELAIS_OPEN;
}

RelaisDay
relais_plan_calendar_next_working_day (RelaisPlanCalendar *self, RelaisDay day)
{
  return find_working_day (self, day, 1);
}

RelaisDay
relais_plan_calendar_previous_working_day (RelaisPlanCalendar *self, RelaisDay day)
{
  return find_working_day (self, day, -1);
}

RelaisDay
relais_plan_calendar_add_working_days (RelaisPlanCalendar *self, RelaisDay day, int n)
{
  int step = n < 0 ? -1 : 1;

  for (; n != 0 && day != RELAIS_DAY_NONE; n -= step)
    day = find_working_day (self, day + step, step);
  return day;
}

int
relais_plan_calendar_count_working_days (RelaisPlanCalendar *self, RelaisDay from, RelaisDay to)
{
  int step = to < from ? -1 : 1, count = 0;

  g_return_val_if_fail (from != RELAIS_DAY_NONE && to != RELAIS_DAY_NONE, 0);
  for (RelaisDay day = from; day != to;)
    {
      day += step;
      if (relais_plan_calendar_is_working_day (self, day))
        count += step;
    }
  return count;
}

GPtrArray *
relais_plan_calendar_find_named (RelaisPlanCalendar *self, RelaisDay first, RelaisDay last)
{
  GPtrArray *found = g_ptr_array_new ();

  append_touching (found, self->closed, first, last);
  append_touching (found, self->events, first, last);
  g_ptr_array_sort_values (found, compare_named);
  return found;
}

char *
relais_plan_calendar_describe (RelaisPlanCalendar *self, RelaisDay first, RelaisDay last)
{
  g_autoptr (GPtrArray) named = relais_plan_calendar_find_named (self, first, last);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (RelaisDay day = first; day <= last; day++)
    add_words (words, relais_holiday_get_name (relais_holiday_of (day, self->alsace_moselle)));
  for (guint i = 0; i < named->len; i++)
    add_words (words, ((RelaisNamedDays *) g_ptr_array_index (named, i))->words);
  if (words->len == 0)
    return NULL;
  g_ptr_array_add (words, NULL);
  return g_strjoinv (", ", (char **) words->pdata);
}
