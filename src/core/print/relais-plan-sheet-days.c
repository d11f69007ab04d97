/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Views whose columns are days: the grid and the months. */

#define G_LOG_DOMAIN "relais-print"

#include "relais-plan-items.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Days on which nothing is published need little room, as long as nothing stands there: that of a reason, or none. */
#define NARROW 0.45
#define CLOSED 0.7

RelaisSheetShade
relais_plan_sheet_get_shade (RelaisPlanCalendar *calendar,
                             RelaisDay           day)
{
  switch (relais_plan_calendar_why_closed (calendar, day, NULL)) {
  case RELAIS_OPEN:
    break;
  case RELAIS_CLOSED_PERIOD:
    return RELAIS_SHADE_CLOSED;
  case RELAIS_CLOSED_HOLIDAY:
    return RELAIS_SHADE_HOLIDAY;
  case RELAIS_CLOSED_WEEKEND:
    return RELAIS_SHADE_WEEKEND;
  }
  return RELAIS_SHADE_NONE;
}

static gboolean
has_items (RelaisPlanItems *items,
           RelaisDay        day)
{
  for (guint i = 0; i < items->items->len; i++)
    if (((RelaisPlanItem *) g_ptr_array_index (items->items, i))->planned == day)
      return TRUE;
  return FALSE;
}

static void
add_day_columns (RelaisSheet                  *sheet,
                 RelaisPlanItems              *items,
                 const RelaisPlanSheetRequest *request)
{
  for (RelaisDay day = request->first; day <= request->last; day++) {
    RelaisSheetShade shade = relais_plan_sheet_get_shade (items->calendar, day);
    g_autofree char *remark = relais_plan_calendar_describe (items->calendar, day, day);
    gboolean month = day == request->first || day == relais_day_month_first (day);
    /* TRANSLATORS: heading of a day, strftime(3): "Mon 16", and with the month where it begins: "Tue 1 Dec" */
    g_autofree char *label = relais_day_format (day, month ? _("%a %-d %b") : _("%a %-d"));
    double empty = shade == RELAIS_SHADE_NONE ? 1 : remark != NULL ? CLOSED : NARROW;
    RelaisSheetColumn *column = relais_sheet_add_column (sheet, label, has_items (items, day) ? 1 : empty);

    column->remark = g_steal_pointer (&remark);
    column->shade = shade;
    column->begins = relais_day_get_weekday (day) == RELAIS_MONDAY;
  }
}

static void
add_week_columns (RelaisSheet                  *sheet,
                  const RelaisPlanSheetRequest *request)
{
  for (RelaisDay day = relais_day_monday (request->first); day <= request->last; day += 7) {
    g_autofree char *label = g_strdup_printf (_("Week %d"), relais_day_get_week (day, NULL));
    RelaisSheetColumn *column = relais_sheet_add_column (sheet, label, 1);

    column->remark = relais_day_format_period (MAX (day, request->first), MIN (day + 6, request->last));
    column->begins = relais_day_month_first (day + 6) > day;
  }
}

/* The columns that @from … @to touch, from @first on, each of @days days. FALSE: none */
static gboolean
find_span (const RelaisSheet *sheet,
           RelaisDay          first,
           guint              days,
           RelaisDay          from,
           RelaisDay          to,
           guint             *first_column,
           guint             *last_column)
{
  gint64 begin = MAX (0, ((gint64) from - first) / (gint64) days), end = ((gint64) to - first) / (gint64) days;

  if (to < first || to < from || begin >= sheet->columns->len)
    return FALSE;
  *first_column = (guint) begin;
  *last_column = (guint) MIN (end, (gint64) sheet->columns->len - 1);
  return TRUE;
}

/* Campaigns of these columns in one row; none when there is no campaign. */
static void
add_campaigns (RelaisSheet     *sheet,
               RelaisPlanItems *items,
               const char      *heading,
               RelaisDay        first,
               RelaisDay        last,
               guint            days)
{
  RelaisSheetRow *row = NULL;

  for (guint i = 0; i < items->campaigns->len; i++) {
    RelaisRecord *campaign = g_ptr_array_index (items->campaigns, i);
    RelaisDay from = relais_day_parse (relais_record_get_string (campaign, "starts"));
    RelaisDay to = relais_day_parse (relais_record_get_string (campaign, "ends"));
    g_autofree char *title = relais_record_dup_title (campaign);
    guint begin, end;
    RelaisSheetBar *bar;

    if (from == RELAIS_DAY_NONE || from > last || !find_span (sheet, first, days, from, MIN (to, last), &begin, &end))
      continue;
    if (row == NULL)
      row = relais_sheet_add_row (sheet, RELAIS_ROW_BARS, heading);
    bar = relais_sheet_row_add_bar (row, title, relais_record_get_string (campaign, "color"), begin, end);
    bar->from_before = from < first;
    bar->goes_on = to > last;
  }
}

static void
add_load_words (GString    *text,
                RelaisLoad *load,
                RelaisLoadMeasure measure,
                const char *key,
                const char *name,
                RelaisDay   day)
{
  RelaisLoadLevel level = relais_load_get_level (load, measure, key, day);
  guint count = relais_load_get_count (load, measure, key, day), ceiling = relais_load_get_ceiling (load, measure, key);

  /* One of one is how a weekly letter should be; nobody has to be told. */
  if (ceiling == 0 || level == RELAIS_LOAD_UNDER || (level == RELAIS_LOAD_FULL && ceiling < 2))
    return;
  g_string_append_printf (text, "%s", text->len > 0 ? "\n" : "");
  /* TRANSLATORS: load of a channel or an audience, full or over: "Briefs 4 of 3, too many" */
  g_string_append_printf (text, level == RELAIS_LOAD_OVER ? _("%s %u of %u, too many") : _("%s %u of %u, full"), name, count, ceiling);
}

/* The load under the grid: how many in all, and which channels and audiences are full or over, on the day and, on Monday, in the
 * week. */
static void
add_load (RelaisSheet                  *sheet,
          RelaisPlanItems              *items,
          const RelaisPlanSheetRequest *request,
          RelaisLoad                   *load)
{
  static const struct { const char *key, *name; } audiences[] = { { "everyone", N_("Everyone") }, { "managers", N_("Managers") } };
  g_autoptr (GPtrArray) channels = relais_plan_items_list (items, "channel", "position");
  RelaisSheetRow *row = relais_sheet_add_row (sheet, RELAIS_ROW_TOTAL, _("Load"));

  for (guint i = 0; i < sheet->columns->len; i++) {
    RelaisDay day = request->first + (RelaisDay) i;
    gboolean week = i == 0 || relais_day_get_weekday (day) == RELAIS_MONDAY;
    g_autoptr (GString) text = g_string_new (NULL);
    guint count = 0;

    for (guint c = 0; c < channels->len; c++) {
      const char *id = relais_record_get_id (g_ptr_array_index (channels, c));
      g_autofree char *name = relais_record_dup_title (g_ptr_array_index (channels, c));

      count += relais_load_get_count (load, RELAIS_LOAD_CHANNEL_DAY, id, day);
      add_load_words (text, load, RELAIS_LOAD_CHANNEL_DAY, id, name, day);
      if (week) {
        /* TRANSLATORS: what is counted over a week: "Week, Briefs 4 of 3, too many" */
        g_autofree char *weekly = g_strdup_printf (_("Week, %s"), name);

        add_load_words (text, load, RELAIS_LOAD_CHANNEL_WEEK, id, weekly, day);
      }
    }
    for (guint a = 0; a < G_N_ELEMENTS (audiences); a++)
      add_load_words (text, load, RELAIS_LOAD_AUDIENCE_DAY, audiences[a].key, _(audiences[a].name), day);
    if (count > 0) {
      g_autofree char *number = g_strdup_printf ("%u%s", count, text->len > 0 ? "\n" : "");

      g_string_prepend (text, number);
    }
    relais_sheet_get_cell (sheet, row, i)->text = g_strdup (text->str);
  }
}

static const char *
get_lanes_label (RelaisPlanBy rows)
{
  switch (rows) {
  case RELAIS_PLAN_BY_CHANNEL:
    return _("Channel");
  case RELAIS_PLAN_BY_UNIT:
    return _("Direction");
  case RELAIS_PLAN_BY_AUTHOR:
    return _("Author");
  case RELAIS_PLAN_BY_NOTHING:
    break;
  }
  return NULL;
}

void
relais_plan_sheet_fill_grid (RelaisSheet                  *sheet,
                             RelaisPlanItems              *items,
                             const RelaisPlanSheetRequest *request,
                             RelaisLoad                   *load)
{
  g_autoptr (GArray) lanes = relais_plan_lanes_make (items, request->rows, request->filter);
  guint days = request->days, first_row;
  RelaisDay first = days == 7 ? relais_day_monday (request->first) : request->first;

  sheet->rows_label = g_strdup (get_lanes_label (request->rows));
  if (days == 7)
    add_week_columns (sheet, request);
  else
    add_day_columns (sheet, items, request);
  add_campaigns (sheet, items, _("Campaigns"), first, request->last, days);
  first_row = sheet->rows->len;
  for (guint i = 0; i < lanes->len; i++) {
    const RelaisPlanLane *lane = &g_array_index (lanes, RelaisPlanLane, i);

    relais_sheet_add_row (sheet, RELAIS_ROW_BODY, lane->title)->color = lane->color;
  }
  for (guint i = 0; i < items->items->len; i++) {
    const RelaisPlanItem *item = g_ptr_array_index (items->items, i);
    RelaisSheetRow *row = g_ptr_array_index (sheet->rows, first_row + relais_plan_lanes_find (lanes, item, request->rows));
    guint column = (guint) (item->planned - first) / days;

    relais_plan_items_add_card (item, relais_sheet_get_cell (sheet, row, column), request->rows, days > 1);
  }
  if (days == 1 && load != NULL)
    add_load (sheet, items, request, load);
}

/* One day of a month, in the row of its week. */
static void
fill_day (RelaisSheet     *sheet,
          RelaisPlanItems *items,
          RelaisSheetRow  *row,
          RelaisDay        day,
          RelaisDay        month,
          guint           *next)
{
  RelaisSheetCell *cell = relais_sheet_get_cell (sheet, row, (guint) relais_day_get_weekday (day) - 1);
  gboolean outside = relais_day_month_first (day) != month;

  cell->heading = relais_day_format (day, outside ? _("%-d %b") : "%-d");
  cell->remark = relais_plan_calendar_describe (items->calendar, day, day);
  cell->shade = outside ? RELAIS_SHADE_OUTSIDE : relais_plan_sheet_get_shade (items->calendar, day);
  if (outside)
    return;
  for (; *next < items->items->len; (*next)++) {
    const RelaisPlanItem *item = g_ptr_array_index (items->items, *next);

    if (item->planned != day)
      break;
    relais_plan_items_add_card (item, cell, RELAIS_PLAN_BY_NOTHING, FALSE);
  }
}

static gboolean
has_weekends (RelaisPlanItems *items)
{
  for (guint i = 0; i < items->items->len; i++)
    if (relais_day_get_weekday (((RelaisPlanItem *) g_ptr_array_index (items->items, i))->planned) >= RELAIS_SATURDAY)
      return TRUE;
  return FALSE;
}

void
relais_plan_sheet_fill_months (RelaisSheet                  *sheet,
                               RelaisPlanItems              *items,
                               const RelaisPlanSheetRequest *request)
{
  RelaisDay monday = relais_day_monday (request->first);
  gboolean weekends = has_weekends (items);
  guint next = 0;

  sheet->rows_label = g_strdup (_("Week"));
  for (guint i = 0; i < 7; i++) {
    g_autofree char *label = relais_day_format (monday + (RelaisDay) i, "%A");

    relais_sheet_add_column (sheet, label, i > 4 && !weekends ? NARROW : 1);
  }
  for (RelaisDay month = relais_day_month_first (request->first); month <= request->last; month = relais_day_month_last (month) + 1) {
    RelaisDay end = relais_day_month_last (month);
    gboolean several = relais_day_month_last (request->first) < request->last;
    /* TRANSLATORS: a month, strftime(3): "November 2026" */
    g_autofree char *title = relais_day_format (month, _("%B %Y"));

    if (several)
      relais_sheet_add_row (sheet, RELAIS_ROW_SECTION, title)->new_page = TRUE;
    for (RelaisDay week = relais_day_monday (month); week <= end; week += 7) {
      g_autofree char *number = g_strdup_printf ("%d", relais_day_get_week (week, NULL));
      RelaisSheetRow *row;

      add_campaigns (sheet, items, NULL, week, week + 6, 1);
      row = relais_sheet_add_row (sheet, RELAIS_ROW_BODY, number);
      for (RelaisDay day = week; day < week + 7; day++)
        fill_day (sheet, items, row, day, month, &next);
    }
  }
}
