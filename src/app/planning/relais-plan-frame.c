/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-frame-private.h"

#include "relais-choice.h"
#include "relais-day-words.h"
#include "relais-format.h"
#include "relais-plan-load-line.h"
#include "relais-plan-sheet.h"

#include <glib/gi18n.h>

/* More campaigns at once than this do not fit above a grid. */
#define MOST_LANES 4

/* What is made while a frame is built. */
typedef struct {
  RelaisPlanFrame    *frame;
  RelaisPlanCalendar *calendar;
  RelaisLoad         *load;      /* nullable */
  gboolean            cards;
} Build;

static void
add_columns (Build *build)
{
  RelaisPlanFrame *frame = build->frame;
  const RelaisPlanShape *shape = &frame->shape;

  for (guint i = 0; i < frame->n_columns; i++)
    {
      RelaisDay day = shape->first + (RelaisDay) (i * shape->days);
      gboolean calendar = !relais_plan_scale_is_grid (shape->scale);
      g_autofree char *label = calendar ? relais_day_format (day, shape->scale == RELAIS_PLAN_CALENDAR_WEEK ? _("%A") : _("%a"))
                               : shape->days > 1 ? relais_day_format (day, _("%-d %b")) : relais_day_format (day, _("%a %-d"));
      RelaisSheetColumn *column = relais_sheet_add_column (frame->sheet, label, 1);
      column->begins = calendar ? i == 0 : relais_day_get_weekday (day) == RELAIS_MONDAY;
      if (calendar)
        column->shade = i >= RELAIS_SATURDAY - 1 ? RELAIS_SHADE_WEEKEND : RELAIS_SHADE_NONE;
      else
        {
          column->shade = shape->days == 1 ? relais_plan_sheet_get_shade (build->calendar, day) : RELAIS_SHADE_NONE;
          column->remark = relais_plan_calendar_describe (build->calendar, day, day + (RelaisDay) shape->days - 1);
        }
    }
}

static void
add_cards (Build *build, RelaisSheetCell *cell, const RelaisPlanSlot *slot)
{
  const RelaisKind *kind = relais_kind_lookup ("placement");

  for (guint i = 0; slot->cell->entries != NULL && i < slot->cell->entries->len; i++)
    {
      const RelaisPlanEntry *entry = g_ptr_array_index (slot->cell->entries, i);
      const char *style = relais_color_style (entry->channel_color);
      RelaisSheetCard *card = relais_sheet_cell_add_card (cell, entry->title, entry->channel_name,
                                                          relais_choice_label (kind, "state", entry->state),
                                                          style + strlen ("relais-"));
      card->note = entry->author_name[0] != '\0' ? g_strdup (entry->author_name) : NULL;
      card->struck = g_str_equal (entry->state, "refused");
    }
}

static void
fill_cell (Build *build, RelaisSheetRow *row, guint r, guint c, RelaisPlanCell *matrix_cell, const char *key)
{
  RelaisPlanFrame *frame = build->frame;
  const RelaisPlanShape *shape = &frame->shape;
  gboolean grid = relais_plan_scale_is_grid (shape->scale);
  RelaisPlanSlot *slot = relais_plan_frame_get_slot (frame, r, c);
  RelaisSheetCell *cell = relais_sheet_get_cell (frame->sheet, row, c);

  slot->day = shape->first + (RelaisDay) ((grid ? c : r * 7 + c) * shape->days);
  slot->cell = matrix_cell;
  slot->key = key;
  cell->shade = shape->days == 1 ? relais_plan_sheet_get_shade (build->calendar, slot->day) : RELAIS_SHADE_NONE;
  if (!grid)
    {
      int month, anchor_month;
      relais_day_to_ymd (slot->day, NULL, &month, NULL);
      relais_day_to_ymd (shape->anchor, NULL, &anchor_month, NULL);
      cell->heading = relais_day_format (slot->day, shape->scale == RELAIS_PLAN_CALENDAR_WEEK
                                              || slot->day == relais_day_month_first (slot->day) ? _("%-d %b") : "%-d");
      cell->remark = relais_plan_calendar_describe (build->calendar, slot->day, slot->day);
      if (shape->scale == RELAIS_PLAN_CALENDAR_MONTH && month != anchor_month)
        cell->shade = RELAIS_SHADE_OUTSIDE;
    }
  if (build->cards)
    add_cards (build, cell, slot);
}

static void
add_grid_rows (Build *build)
{
  RelaisPlanFrame *frame = build->frame;

  for (guint r = 0; r < frame->matrix->rows->len; r++)
    {
      RelaisPlanRow *from = g_ptr_array_index (frame->matrix->rows, r);
      const char *title = from->key[0] != '\0' ? from->title : frame->matrix->by == RELAIS_PLAN_BY_UNIT ? _("No direction")
                                                                                                        : _("Nobody");
      RelaisSheetRow *row = relais_sheet_add_row (frame->sheet, RELAIS_ROW_BODY, title);
      row->color = from->color != NULL ? relais_color_style (from->color) + strlen ("relais-") : NULL;
      g_ptr_array_add (frame->body, row);
      for (guint c = 0; c < frame->n_columns; c++)
        fill_cell (build, row, r, c, &from->cells[c], from->key);
    }
}

static void
add_week_rows (Build *build)
{
  RelaisPlanFrame *frame = build->frame;
  RelaisPlanRow *from = g_ptr_array_index (frame->matrix->rows, 0);

  for (guint r = 0; r < frame->shape.n_columns / 7; r++)
    {
      RelaisDay monday = frame->shape.first + (RelaisDay) r * 7;
      g_autofree char *heading = g_strdup_printf ("%d", relais_day_get_week (monday, NULL));
      RelaisSheetRow *row = relais_sheet_add_row (frame->sheet, RELAIS_ROW_BODY, heading);
      g_ptr_array_add (frame->body, row);
      for (guint c = 0; c < 7; c++)
        fill_cell (build, row, r, c, &from->cells[r * 7 + c], from->key);
    }
}

static gboolean
fits (RelaisSheetRow *row, guint first, guint last)
{
  for (guint i = 0; row->bars != NULL && i < row->bars->len; i++)
    {
      RelaisSheetBar *bar = g_ptr_array_index (row->bars, i);
      if (bar->first <= last && bar->last >= first)
        return FALSE;
    }
  return TRUE;
}

static RelaisSheetRow *
find_lane (RelaisPlanFrame *frame, guint first, guint last)
{
  for (guint i = 0; i < frame->bars->len; i++)
    if (fits (frame->bars->pdata[i], first, last))
      return frame->bars->pdata[i];
  if (frame->bars->len == MOST_LANES)
    return NULL;
  RelaisSheetRow *row = relais_sheet_add_row (frame->sheet, RELAIS_ROW_BARS, frame->bars->len == 0 ? _("Campaigns") : NULL);
  g_ptr_array_add (frame->bars, row);
  return row;
}

static void
add_bars (Build *build)
{
  RelaisPlanFrame *frame = build->frame;
  const RelaisPlanShape *shape = &frame->shape;

  for (guint i = 0; i < frame->campaigns->len; i++)
    {
      RelaisRecord *campaign = g_ptr_array_index (frame->campaigns, i);
      RelaisDay starts = relais_day_parse (relais_record_get_string (campaign, "starts"));
      RelaisDay ends = relais_day_parse (relais_record_get_string (campaign, "ends"));
      RelaisDay last_day = relais_plan_shape_get_last (shape);
      guint first = (guint) (MAX (starts, shape->first) - shape->first) / shape->days;
      guint last = (guint) (MIN (ends, last_day) - shape->first) / shape->days;
      RelaisSheetRow *lane = find_lane (frame, first, last);
      g_autofree char *title = relais_record_dup_title (campaign);
      if (lane == NULL)
        continue;
      RelaisSheetBar *bar = relais_sheet_row_add_bar (lane, title, relais_color_style (relais_record_get_string (campaign, "color"))
                                                                   + strlen ("relais-"), first, last);
      bar->from_before = starts < shape->first;
      bar->goes_on = ends > last_day;
      g_hash_table_insert (frame->bar_of, bar, campaign);
    }
}

RelaisPlanFrame *
relais_plan_frame_new (const RelaisPlanShape *shape, RelaisDay today, RelaisPlanMatrix *matrix, RelaisPlanCalendar *calendar,
                       RelaisLoad *load, GPtrArray *campaigns, gboolean cards)
{
  gboolean grid = relais_plan_scale_is_grid (shape->scale);
  RelaisPlanFrame *frame = g_new0 (RelaisPlanFrame, 1);
  Build build = { frame, calendar, load, cards };
  g_autofree char *title = relais_plan_shape_describe (shape, FALSE);

  frame->shape = *shape;
  frame->today = today;
  frame->matrix = matrix;
  frame->campaigns = campaigns;
  frame->n_columns = grid ? shape->n_columns : 7;
  frame->sheet = relais_sheet_new (RELAIS_SHEET_PLAN, title);
  frame->bars = g_ptr_array_new ();
  frame->body = g_ptr_array_new ();
  frame->totals = g_ptr_array_new ();
  frame->bar_of = g_hash_table_new (NULL, NULL);
  frame->slots = g_new0 (RelaisPlanSlot, (grid ? MAX (matrix->rows->len, 1) : shape->n_columns / 7) * frame->n_columns);
  add_columns (&build);
  if (grid)
    {
      add_bars (&build);
      add_grid_rows (&build);
      if (load != NULL)
        relais_plan_load_line_add (frame, load);
    }
  else
    add_week_rows (&build);
  return frame;
}

void
relais_plan_frame_free (RelaisPlanFrame *frame)
{
  g_ptr_array_unref (frame->bars);
  g_ptr_array_unref (frame->body);
  g_ptr_array_unref (frame->totals);
  g_hash_table_unref (frame->bar_of);
  g_ptr_array_unref (frame->campaigns);
  relais_sheet_free (frame->sheet);
  relais_plan_matrix_free (frame->matrix);
  g_free (frame->slots);
  g_free (frame);
}

guint
relais_plan_frame_get_n_rows (const RelaisPlanFrame *frame)
{
  return frame->body->len;
}

RelaisPlanSlot *
relais_plan_frame_get_slot (const RelaisPlanFrame *frame, guint row, guint column)
{
  return &frame->slots[row * frame->n_columns + column];
}

const char *
relais_plan_frame_get_campaign (const RelaisPlanFrame *frame, const RelaisSheetBar *bar)
{
  return relais_record_get_id (g_hash_table_lookup (frame->bar_of, bar));
}

char *
relais_plan_frame_describe (const RelaisPlanFrame *frame, guint row, guint column)
{
  RelaisPlanSlot *slot = relais_plan_frame_get_slot (frame, row, column);
  RelaisSheetRow *body = g_ptr_array_index (frame->body, row);
  RelaisSheetColumn *heading = &g_array_index (frame->sheet->columns, RelaisSheetColumn, column);
  gboolean grid = relais_plan_scale_is_grid (frame->shape.scale);
  const char *remark = grid ? heading->remark : body->cells[column].remark;
  char day[RELAIS_DAY_SIZE];

  if (relais_plan_frame_is_board (frame))
    return relais_plan_frame_describe_board (frame, row, column);
  relais_day_print (slot->day, day);
  g_autofree char *date = relais_format_day_full (day);
  g_autofree char *week = frame->shape.days > 1 ? g_strdup_printf (_("week of %s"), date) : NULL;
  g_autofree char *count = g_strdup_printf (ngettext ("%u placement", "%u placements", slot->cell->count), slot->cell->count);
  GString *text = g_string_new (NULL);
  if (grid)
    g_string_append_printf (text, "%s, ", body->heading);
  g_string_append_printf (text, "%s, %s", week != NULL ? week : date, count);
  if (frame->today >= slot->day && frame->today < slot->day + (RelaisDay) frame->shape.days)
    g_string_append_printf (text, ", %s", _("today"));
  if (remark != NULL)
    g_string_append_printf (text, ", %s", remark);
  return g_string_free (text, FALSE);
}
