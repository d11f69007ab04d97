/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-exchange"

#include "relais-calendar-days.h"

#include "relais-calendar.h"
#include "relais-json.h"

/* Together within what the field may hold. */
#define MOST_DAYS  2000
#define MOST_WORDS 100

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const RelaisEvent *left = a, *right = b;
  int order = g_strcmp0 (left->day, right->day);

  return order != 0 ? order : g_strcmp0 (left->title, right->title);
}

static JsonArray *
print_entry (const RelaisEvent *event)
{
  JsonArray *entry = json_array_new ();
  g_autofree char *words = g_utf8_substring (event->title, 0, MIN (g_utf8_strlen (event->title, -1), MOST_WORDS));

  json_array_add_string_element (entry, event->day);
  json_array_add_string_element (entry, event->last_day != NULL ? event->last_day : event->day);
  json_array_add_string_element (entry, words);
  return entry;
}

char *
relais_calendar_days_read (GBytes *bytes, RelaisDay today, guint *n, GError **error)
{
  char since[RELAIS_DAY_SIZE], until[RELAIS_DAY_SIZE];
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  JsonArray *days = json_array_new ();

  g_return_val_if_fail (bytes != NULL && today != RELAIS_DAY_NONE && n != NULL, NULL);

  json_node_take_array (root, days);
  relais_day_print (relais_day_add_months (today, -12), since);
  relais_day_print (relais_day_add_months (today, 36), until);
  g_autoptr (GPtrArray) events = relais_calendar_read_times (bytes, NULL, until, error);
  if (events == NULL)
    return NULL;
  g_ptr_array_sort_values (events, compare_events);
  for (guint i = 0; i < events->len && json_array_get_length (days) < MOST_DAYS; i++)
    {
      const RelaisEvent *event = g_ptr_array_index (events, i);
      const char *last = event->last_day != NULL ? event->last_day : event->day;
      if (!event->cancelled && g_strcmp0 (last, since) >= 0 && g_strcmp0 (event->day, until) <= 0)
        json_array_add_array_element (days, print_entry (event));
    }
  *n = json_array_get_length (days);
  return relais_json_canonical (root);
}
