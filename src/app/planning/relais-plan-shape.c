/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-frame.h"

#include <glib/gi18n.h>

static char *
format_date (RelaisDay day, const char *format)
{
  int year, month, mday;

  relais_day_to_ymd (day, &year, &month, &mday);
  g_autoptr (GDateTime) date = g_date_time_new_utc (year, month, mday, 12, 0, 0);
  return g_date_time_format (date, format);
}

/* "16–22 November 2026", "30 November – 6 December 2026" */
static char *
format_range (RelaisDay first, RelaisDay last, gboolean narrow)
{
  gboolean one_month = relais_day_month_first (first) == relais_day_month_first (last);
  g_autofree char *from = format_date (first, one_month ? "%-d" : narrow ? _("%-d %b") : _("%-d %B"));
  g_autofree char *to = format_date (last, narrow ? _("%-d %b") : _("%-d %B %Y"));

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
    return format_date (shape->anchor, narrow ? _("%b %Y") : _("%B %Y"));
  g_autofree char *range = format_range (shape->first, last, narrow);
  if (narrow || shape->n_columns * shape->days > 7)
    return g_steal_pointer (&range);
  return g_strdup_printf (_("%s · Week %d"), range, relais_day_get_week (shape->first, NULL));
}
