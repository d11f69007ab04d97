/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-frame.h"

#include "relais-day-words.h"

#include <glib/gi18n.h>

/* "16–22 Nov", "30 Nov – 6 Dec" */
static char *
format_narrow (RelaisDay first, RelaisDay last)
{
  gboolean one_month = relais_day_month_first (first) == relais_day_month_first (last);
  g_autofree char *from = relais_day_format (first, one_month ? "%-d" : _("%-d %b"));
  g_autofree char *to = relais_day_format (last, _("%-d %b"));

  return g_strdup_printf (one_month ? "%s–%s" : "%s – %s", from, to);
}

RelaisPlanShape
relais_plan_shape_make (RelaisPlanScale scale, RelaisDay anchor)
{
  RelaisPlanShape shape = { scale, anchor, relais_day_monday (anchor), 7, 1 };
  RelaisDay month = relais_day_month_first (anchor);

  switch (scale)
    {
    case RELAIS_PLAN_GRID_FORTNIGHT:
      shape.n_columns = 14;
      break;
    case RELAIS_PLAN_GRID_MONTH:
      shape.n_columns = 28;
      break;
    case RELAIS_PLAN_GRID_QUARTER:
      shape.n_columns = 13;
      shape.days = 7;
      break;
    case RELAIS_PLAN_CALENDAR_MONTH:
      shape.first = relais_day_monday (month);
      shape.n_columns = (guint) (relais_day_monday (relais_day_month_last (anchor)) + 7 - shape.first);
      break;
    case RELAIS_PLAN_GRID_WEEK:
    case RELAIS_PLAN_BOARD:
    case RELAIS_PLAN_CALENDAR_WEEK:
    case RELAIS_PLAN_N_SCALES:
    default:
      break;
    }
  return shape;
}

gboolean
relais_plan_scale_is_grid (RelaisPlanScale scale)
{
  return scale < RELAIS_PLAN_CALENDAR_MONTH;
}

RelaisDay
relais_plan_shape_get_last (const RelaisPlanShape *shape)
{
  return shape->first + (RelaisDay) (shape->n_columns * shape->days) - 1;
}

RelaisDay
relais_plan_shape_step (const RelaisPlanShape *shape, int by)
{
  if (shape->scale == RELAIS_PLAN_CALENDAR_MONTH)
    return relais_day_month_first (relais_day_add_months (shape->anchor, by));
  return shape->first + by * (RelaisDay) (shape->n_columns * shape->days);
}

char *
relais_plan_shape_describe (const RelaisPlanShape *shape, gboolean narrow)
{
  RelaisDay last = relais_plan_shape_get_last (shape);

  if (shape->scale == RELAIS_PLAN_CALENDAR_MONTH)
    return relais_day_format (shape->anchor, narrow ? _("%b %Y") : _("%B %Y"));
  g_autofree char *range = narrow ? format_narrow (shape->first, last) : relais_day_format_period (shape->first, last);
  if (narrow || shape->n_columns * shape->days > 7)
    return g_steal_pointer (&range);
  return g_strdup_printf (_("%s · Week %d"), range, relais_day_get_week (shape->first, NULL));
}
