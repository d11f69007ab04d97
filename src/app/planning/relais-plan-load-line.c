/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-load-line.h"

#include "relais-choice.h"

#include <glib/gi18n.h>

/* The fullest so far. */
typedef struct {
  const char *name;
  guint       count, ceiling;
  gboolean    by_week;
} Fullest;

static void
weigh (Fullest *fullest, RelaisLoad *load, RelaisLoadMeasure measure, const char *key, const char *name, RelaisDay day,
       gboolean by_week)
{
  guint count = relais_load_get_count (load, measure, key, day), ceiling = relais_load_get_ceiling (load, measure, key);

  if (ceiling == 0 || count == 0)
    return;
  if (fullest->ceiling == 0 || count * fullest->ceiling > fullest->count * ceiling)
    *fullest = (Fullest) { name, count, ceiling, by_week };
}

static void
say (RelaisSheetCell *cell, const Fullest *fullest)
{
  if (fullest->ceiling == 0)
    return;
  cell->share = (double) fullest->count / fullest->ceiling;
  g_autofree char *words = fullest->count > fullest->ceiling
                             ? g_strdup_printf (_("%s: %u, %u too many"), fullest->name, fullest->count,
                                                fullest->count - fullest->ceiling)
                           : fullest->count == fullest->ceiling ? g_strdup_printf (_("%s: full (%u)"), fullest->name, fullest->count)
                           : g_strdup_printf (_("%s: %u of %u"), fullest->name, fullest->count, fullest->ceiling);
  cell->text = fullest->by_week ? g_strdup_printf (_("Week · %s"), words) : g_steal_pointer (&words);
}

static void
weigh_channels (RelaisPlanFrame *frame, RelaisLoad *load, RelaisDay day, gboolean by_week, Fullest *fullest)
{
  for (guint i = 0; i < frame->matrix->rows->len; i++)
    {
      RelaisPlanRow *row = g_ptr_array_index (frame->matrix->rows, i);
      if (frame->matrix->by == RELAIS_PLAN_BY_CHANNEL)
        weigh (fullest, load, by_week ? RELAIS_LOAD_CHANNEL_WEEK : RELAIS_LOAD_CHANNEL_DAY, row->key, row->title, day, by_week);
      else if (frame->matrix->by == RELAIS_PLAN_BY_AUTHOR && by_week)
        weigh (fullest, load, RELAIS_LOAD_PERSON_WEEK, row->key, row->title, day, by_week);
    }
}

static void
weigh_audiences (RelaisLoad *load, RelaisDay day, gboolean by_week, Fullest *fullest)
{
  const RelaisKind *kind = relais_kind_lookup ("channel");

  for (const char * const *audience = kind->fields[relais_kind_field (kind, "audience")].choices; *audience != NULL; audience++)
    weigh (fullest, load, by_week ? RELAIS_LOAD_AUDIENCE_WEEK : RELAIS_LOAD_AUDIENCE_DAY, *audience,
           relais_choice_label (kind, "audience", *audience), day, by_week);
}

/* Columns of days say the day; where nothing has a ceiling that day, Monday says the week. */
static void
fill (RelaisPlanFrame *frame, RelaisLoad *load, RelaisSheetRow *row, gboolean audiences)
{
  for (guint i = 0; i < frame->n_columns; i++)
    {
      RelaisDay day = frame->shape.first + (RelaisDay) (i * frame->shape.days);
      RelaisSheetCell *cell = relais_sheet_get_cell (frame->sheet, row, i);
      gboolean weeks = frame->shape.days > 1;
      Fullest fullest = { NULL, };
      for (int by_week = weeks; by_week <= 1 && fullest.ceiling == 0; by_week++)
        if (!by_week || weeks || relais_day_get_weekday (day) == RELAIS_MONDAY)
          {
            if (audiences)
              weigh_audiences (load, day, by_week, &fullest);
            else
              weigh_channels (frame, load, day, by_week, &fullest);
          }
      if (weeks)
        fullest.by_week = FALSE;   /* the column says it */
      say (cell, &fullest);
    }
}

static gboolean
has_ceiling (RelaisLoad *load)
{
  const RelaisKind *kind = relais_kind_lookup ("channel");

  for (const char * const *audience = kind->fields[relais_kind_field (kind, "audience")].choices; *audience != NULL; audience++)
    if (relais_load_get_ceiling (load, RELAIS_LOAD_AUDIENCE_DAY, *audience) > 0
        || relais_load_get_ceiling (load, RELAIS_LOAD_AUDIENCE_WEEK, *audience) > 0)
      return TRUE;
  return FALSE;
}

static void
add_row (RelaisPlanFrame *frame, RelaisLoad *load, const char *heading, gboolean audiences)
{
  RelaisSheetRow *row = relais_sheet_add_row (frame->sheet, RELAIS_ROW_TOTAL, heading);

  for (guint i = 0; i < frame->n_columns; i++)
    relais_sheet_get_cell (frame->sheet, row, i)->share = -1;
  fill (frame, load, row, audiences);
  g_ptr_array_add (frame->totals, row);
}

void
relais_plan_load_line_add (RelaisPlanFrame *frame, RelaisLoad *load)
{
  g_return_if_fail (frame != NULL && load != NULL);

  if (frame->matrix->by != RELAIS_PLAN_BY_UNIT)
    add_row (frame, load, _("Load"), FALSE);
  if (has_ceiling (load))
    add_row (frame, load, _("Audiences"), TRUE);
}
