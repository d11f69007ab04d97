/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-planning-filter.h"

#include "relais-format.h"

#define IN_HAND "idea|proposed|accepted|writing|review|approved|scheduled|published"

/* A direction has services, and some services have teams: deeper trees than this are not read for a filter. */
#define MAX_DEPTH 4

static void
add_units (RelaisStore *store, const char *unit, guint depth, GString *ids)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("unit"));

  g_string_append_printf (ids, "%s%s", ids->len > 0 ? "|" : "", unit);
  if (depth == MAX_DEPTH)
    return;
  relais_query_where (query, "parent", RELAIS_MATCH_EQUAL, unit);
  g_autoptr (GPtrArray) parts = relais_store_query (store, query);
  for (guint i = 0; i < parts->len; i++)
    add_units (store, relais_record_get_id (g_ptr_array_index (parts, i)), depth + 1, ids);
}

static void
add_period (RelaisQuery *query, RelaisPeriod period, const char *today)
{
  char monday[RELAIS_DAY_SIZE], sunday[RELAIS_DAY_SIZE];

  RelaisDay first = relais_day_monday (relais_day_parse (today));
  relais_day_print (first, monday);
  relais_day_print (first - 1, sunday);
  switch (period)
    {
    case RELAIS_PERIOD_COMING:
      relais_query_where (query, "planned", RELAIS_MATCH_AT_LEAST, monday);
      break;
    case RELAIS_PERIOD_PAST:
      relais_query_where (query, "planned", RELAIS_MATCH_AT_MOST, sunday);
      break;
    case RELAIS_PERIOD_NO_DATE:
      relais_query_where (query, "planned", RELAIS_MATCH_EQUAL, NULL);
      break;
    case RELAIS_PERIOD_ALL:
      break;
    }
}

void
relais_planning_filter_clear (RelaisPlanningFilter *filter)
{
  g_clear_pointer (&filter->channel, g_free);
  g_clear_pointer (&filter->state, g_free);
  g_clear_pointer (&filter->units, g_free);
  g_clear_pointer (&filter->text, g_free);
}

RelaisQuery *
relais_planning_filter_build (const RelaisPlanningFilter *filter, const char *state, const char *today)
{
  RelaisQuery *query = relais_query_new (relais_kind_lookup ("placement"));

  if (state != NULL)
    relais_query_where (query, "state", RELAIS_MATCH_EQUAL, state);
  else if (filter->state != NULL)
    relais_query_where (query, "state", RELAIS_MATCH_EQUAL, filter->state);
  else if (!filter->every_state)
    relais_query_where (query, "state", RELAIS_MATCH_ONE_OF, IN_HAND);
  if (filter->channel != NULL)
    relais_query_where (query, "channel", RELAIS_MATCH_EQUAL, filter->channel);
  if (filter->units != NULL)
    relais_query_where_through (query, "subject", "unit", RELAIS_MATCH_ONE_OF, filter->units);
  if (filter->text != NULL)
    relais_query_text_through (query, "subject", filter->text);
  add_period (query, filter->period, today);
  relais_query_order (query, "planned", filter->period == RELAIS_PERIOD_PAST);
  return state == NULL ? relais_query_group (query, "planned", TRUE) : query;
}

char *
relais_planning_join_units (RelaisStore *store, const char *unit)
{
  g_return_val_if_fail (RELAIS_IS_STORE (store) && unit != NULL, NULL);

  GString *ids = g_string_new (NULL);
  add_units (store, unit, 0, ids);
  return g_string_free (ids, FALSE);
}

const char * const *
relais_planning_board_states (void)
{
  static const char * const states[] = {
    "idea", "proposed", "accepted", "writing", "review", "approved", "scheduled", "published", NULL,
  };
  return states;
}
