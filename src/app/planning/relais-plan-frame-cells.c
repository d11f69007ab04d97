/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-frame.h"

/* Rows mean what they stand for: another channel, direction or author. */
static void
aim_row (const RelaisPlanFrame *frame, const char *key, const char *from_key, RelaisPlanTarget *target)
{
  if (g_strcmp0 (key, from_key) == 0)
    return;
  if (frame->matrix->by == RELAIS_PLAN_BY_CHANNEL)
    target->channel = key;
  else if (frame->matrix->by == RELAIS_PLAN_BY_UNIT)
    target->unit = key;
  else if (frame->matrix->by == RELAIS_PLAN_BY_AUTHOR)
    target->author = key;
}

void
relais_plan_frame_aim (const RelaisPlanFrame *frame, guint row, guint column, RelaisDay from, const char *from_key, gboolean several,
                       RelaisPlanTarget *target, char day[RELAIS_DAY_SIZE])
{
  RelaisPlanSlot *slot = relais_plan_frame_get_slot (frame, row, column);
  RelaisDay wanted = slot->day;

  *target = (RelaisPlanTarget) { .state = slot->state };
  aim_row (frame, slot->key, from_key, target);
  if (relais_plan_frame_is_board (frame))
    return;
  /* In a column of a week a card keeps its day of the week. */
  if (frame->shape.days == 7 && from != RELAIS_DAY_NONE)
    wanted += relais_day_get_weekday (from) - 1;
  relais_day_print (wanted, day);
  if (several && from != RELAIS_DAY_NONE)
    target->shift = wanted - from;
  else if (wanted != from)
    target->day = day;
}

static void
choose_row (const RelaisPlanFrame *frame, RelaisPlanFilter *filter, const char *key)
{
  static const RelaisPlanFacet facets[] = {
    [RELAIS_PLAN_BY_CHANNEL] = RELAIS_PLAN_CHANNEL, [RELAIS_PLAN_BY_UNIT] = RELAIS_PLAN_UNIT, [RELAIS_PLAN_BY_AUTHOR] = RELAIS_PLAN_AUTHOR,
  };
  const char *one[] = { key, NULL };

  if (frame->matrix->by != RELAIS_PLAN_BY_NOTHING && key[0] != '\0')
    relais_plan_filter_choose (filter, facets[frame->matrix->by], one);
}

RelaisQuery *
relais_plan_frame_build_query (const RelaisPlanFrame *frame, const RelaisPlanFilter *filter, guint row, guint column)
{
  RelaisPlanSlot *slot = relais_plan_frame_get_slot (frame, row, column);
  g_autoptr (RelaisPlanFilter) own = relais_plan_filter_copy (filter);
  char first[RELAIS_DAY_SIZE], last[RELAIS_DAY_SIZE];

  choose_row (frame, own, slot->key);
  RelaisQuery *query = slot->state != NULL ? relais_plan_filter_build_state (own, slot->state) : relais_plan_filter_build (own);
  if (frame->matrix->by == RELAIS_PLAN_BY_AUTHOR && slot->key[0] == '\0')
    relais_query_where (query, "author", RELAIS_MATCH_EQUAL, NULL);
  if (slot->day != RELAIS_DAY_NONE)
    {
      relais_day_print (slot->day, first);
      relais_day_print (slot->day + (RelaisDay) frame->shape.days - 1, last);
      relais_query_where (query, "planned", RELAIS_MATCH_AT_LEAST, first);
      relais_query_where (query, "planned", RELAIS_MATCH_AT_MOST, last);
    }
  return relais_query_order (query, "planned", g_strcmp0 (slot->state, "published") == 0);
}
