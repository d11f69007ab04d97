/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-plan"

#include "relais-move.h"

#include <glib/gi18n-lib.h>

/* What a move adds to. */
typedef struct {
  RelaisObstacleKind kind;
  RelaisLoadMeasure  measure;
  const char        *key;
  guint              before;   /* as it is now */
} Cell;

#define MAX_CELLS 6

static void
free_obstacle (gpointer data)
{
  RelaisObstacle *obstacle = data;

  g_free (obstacle->sentence);
  g_free (obstacle);
}

static void
object (GPtrArray *obstacles, RelaisObstacleKind kind, char *sentence)
{
  RelaisObstacle *obstacle = g_new (RelaisObstacle, 1);

  obstacle->kind = kind;
  obstacle->sentence = sentence;
  g_ptr_array_add (obstacles, obstacle);
}

static void
check_day (GPtrArray *obstacles, RelaisPlanCalendar *calendar, RelaisDay day, RelaisDay today)
{
  const char *words;

  if (day < today)
    object (obstacles, RELAIS_OBSTACLE_PAST, g_strdup (_("This day is past.")));
  switch (relais_plan_calendar_why_closed (calendar, day, &words))
    {
    case RELAIS_CLOSED_PERIOD:
      object (obstacles, RELAIS_OBSTACLE_PERIOD, g_strdup_printf (_("Nothing is published in this period: %s."), words));
      break;
    case RELAIS_CLOSED_HOLIDAY:
      object (obstacles, RELAIS_OBSTACLE_HOLIDAY, g_strdup_printf (_("This is a public holiday: %s."), words));
      break;
    case RELAIS_CLOSED_WEEKEND:
      object (obstacles, RELAIS_OBSTACLE_WEEKEND, relais_day_get_weekday (day) == RELAIS_SATURDAY
                                                    ? g_strdup (_("This is a Saturday.")) : g_strdup (_("This is a Sunday.")));
      break;
    case RELAIS_OPEN:
    default:
      break;
    }
}

static guint
find_cells (RelaisLoad *load, const RelaisLoadItem *item, Cell cells[MAX_CELLS])
{
  const char *audience = relais_load_get_audience (load, item);
  guint n = 0;

  cells[n++] = (Cell) { RELAIS_OBSTACLE_CHANNEL_DAY, RELAIS_LOAD_CHANNEL_DAY, item->channel };
  cells[n++] = (Cell) { RELAIS_OBSTACLE_CHANNEL_WEEK, RELAIS_LOAD_CHANNEL_WEEK, item->channel };
  cells[n++] = (Cell) { RELAIS_OBSTACLE_AUDIENCE_DAY, RELAIS_LOAD_AUDIENCE_DAY, audience };
  cells[n++] = (Cell) { RELAIS_OBSTACLE_AUDIENCE_WEEK, RELAIS_LOAD_AUDIENCE_WEEK, audience };
  if (g_strcmp0 (audience, "everyone") == 0)
    {
      /* They receive it too. */
      cells[n++] = (Cell) { RELAIS_OBSTACLE_AUDIENCE_DAY, RELAIS_LOAD_AUDIENCE_DAY, "managers" };
      cells[n++] = (Cell) { RELAIS_OBSTACLE_AUDIENCE_WEEK, RELAIS_LOAD_AUDIENCE_WEEK, "managers" };
    }
  for (guint i = 0; i < n; i++)
    cells[i].before = relais_load_get_count (load, cells[i].measure, cells[i].key, item->planned);
  return n;
}

static char *
say_ceiling (RelaisLoad *load, const Cell *cell, guint n, guint ceiling)
{
  gboolean managers = g_strcmp0 (cell->key, "managers") == 0;
  const char *name = relais_load_get_channel_name (load, cell->key);

  switch (cell->kind)
    {
    case RELAIS_OBSTACLE_CHANNEL_DAY:
      return g_strdup_printf (ngettext ("“%s” would have %u placement that day, at most %u may be.",
                                        "“%s” would have %u placements that day, at most %u may be.", n), name, n, ceiling);
    case RELAIS_OBSTACLE_CHANNEL_WEEK:
      return g_strdup_printf (ngettext ("“%s” would have %u placement that week, at most %u may be.",
                                        "“%s” would have %u placements that week, at most %u may be.", n), name, n, ceiling);
    case RELAIS_OBSTACLE_AUDIENCE_DAY:
      return g_strdup_printf (managers ? ngettext ("Managers would receive %u placement that day, at most %u may be.",
                                                   "Managers would receive %u placements that day, at most %u may be.", n)
                                       : ngettext ("Everyone would receive %u placement that day, at most %u may be.",
                                                   "Everyone would receive %u placements that day, at most %u may be.", n),
                              n, ceiling);
    case RELAIS_OBSTACLE_AUDIENCE_WEEK:
    default:
      return g_strdup_printf (managers ? ngettext ("Managers would receive %u placement that week, at most %u may be.",
                                                   "Managers would receive %u placements that week, at most %u may be.", n)
                                       : ngettext ("Everyone would receive %u placement that week, at most %u may be.",
                                                   "Everyone would receive %u placements that week, at most %u may be.", n),
                              n, ceiling);
    }
}

static void
check_ceilings (GPtrArray *obstacles, const RelaisLoadItem *before, const RelaisLoadItem *after, RelaisLoad *load)
{
  Cell cells[MAX_CELLS];
  guint n_cells = find_cells (load, after, cells);

  if (before != NULL)
    relais_load_remove (load, before);
  relais_load_add (load, after);
  for (guint i = 0; i < n_cells; i++)
    {
      guint ceiling = relais_load_get_ceiling (load, cells[i].measure, cells[i].key);
      guint n = relais_load_get_count (load, cells[i].measure, cells[i].key, after->planned);
      if (ceiling > 0 && n > ceiling && n > cells[i].before)
        object (obstacles, cells[i].kind, say_ceiling (load, &cells[i], n, ceiling));
    }
  relais_load_remove (load, after);
  if (before != NULL)
    relais_load_add (load, before);
}

GPtrArray *
relais_move_check (const RelaisLoadItem *before, const RelaisLoadItem *after, RelaisPlanCalendar *calendar, RelaisLoad *load,
                   RelaisDay today)
{
  GPtrArray *obstacles = g_ptr_array_new_with_free_func (free_obstacle);

  if (after->planned == RELAIS_DAY_NONE)
    return obstacles;
  check_day (obstacles, calendar, after->planned, today);
  check_ceilings (obstacles, before, after, load);
  return obstacles;
}

RelaisDay
relais_move_next_free (const RelaisLoadItem *before, const RelaisLoadItem *after, RelaisPlanCalendar *calendar, RelaisLoad *load,
                       RelaisDay today, int days)
{
  RelaisLoadItem moved = *after;

  g_return_val_if_fail (after->planned != RELAIS_DAY_NONE, RELAIS_DAY_NONE);
  for (int i = 1; i <= days; i++)
    {
      moved.planned = MAX (after->planned, today - 1) + i;
      g_autoptr (GPtrArray) obstacles = relais_move_check (before, &moved, calendar, load, today);
      if (obstacles->len == 0)
        return moved.planned;
    }
  return RELAIS_DAY_NONE;
}
