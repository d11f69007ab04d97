/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-plan-table-private.h"

#include <adwaita.h>

#define SMALL 0.82

/* One drawing of the table. Texts are laid out once for a frame and kept in the order in which they are drawn; what scrolls has
 * a place of its own whether it is in sight or not. */
typedef struct {
  RelaisPlanTable *table;
  GtkSnapshot     *snapshot;
  GdkRGBA          ink, accent;
  guint            next;    /* text */
  gboolean         contrast;
} Drawing;

/* Lines of high contrast, as libadwaita has them. */
#define CONTRAST_LINE 0.5

static void
fill (Drawing *drawing, double x, double y, double width, double height, const GdkRGBA *color, double alpha)
{
  GdkRGBA faint = *color;

  faint.alpha *= (float) alpha;
  gtk_snapshot_append_color (drawing->snapshot, &faint, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

static void
draw_line (Drawing *drawing, double x, double y, double width, double height, double alpha)
{
  fill (drawing, x, y, width, height, &drawing->ink, drawing->contrast ? CONTRAST_LINE : alpha);
}

static void
write_text (Drawing *drawing, const char *words, double scale, int lines, int x, int y, int width, const GdkRGBA *color, double alpha)
{
  RelaisPlanTable *self = drawing->table;
  RelaisDrawText *text;

  while (self->texts->len <= drawing->next)
    g_ptr_array_add (self->texts, g_new0 (RelaisDrawText, 1));
  text = g_ptr_array_index (self->texts, drawing->next++);
  if (words == NULL || words[0] == '\0' || x + width < 0 || x > gtk_widget_get_width (GTK_WIDGET (self)))
    return;
  if (text->text == NULL)
    {
      text->scale = scale;
      text->lines = lines;
      relais_draw_set_text (text, words);
    }
  relais_draw_text (GTK_WIDGET (self), drawing->snapshot, relais_draw_layout (text, GTK_WIDGET (self)), x, y, width, FALSE,
                    color, alpha);
}

static void
push_clip (Drawing *drawing, double x, double y, double width, double height)
{
  gtk_snapshot_push_clip (drawing->snapshot, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) MAX (width, 0),
                                                                  (float) MAX (height, 0)));
}

static double
get_shade_alpha (RelaisSheetShade shade)
{
  static const double alphas[] = {
    [RELAIS_SHADE_NONE] = 0, [RELAIS_SHADE_WEEKEND] = 0.045, [RELAIS_SHADE_HOLIDAY] = 0.085, [RELAIS_SHADE_CLOSED] = 0.12,
    [RELAIS_SHADE_OUTSIDE] = 0.03,
  };

  return alphas[shade];
}

static gboolean
is_today (RelaisPlanTable *self, const RelaisPlanSlot *slot)
{
  return self->frame->today >= slot->day && self->frame->today < slot->day + (RelaisDay) self->frame->shape.days;
}

/* The cell that a drag is over, or to which what is carried would go. */
static gboolean
is_target (RelaisPlanTable *self, int row, int column)
{
  if (self->carried != NULL && self->cursor.row == row && self->cursor.column == column)
    return TRUE;
  return self->hover.row == row && self->hover.column == column;
}

/* The number of the day, and beside it what is special about it. */
static void
draw_cell_heading (Drawing *drawing, RelaisSheetCell *cell, const GdkRectangle *area, gboolean today)
{
  int digits = relais_draw_line_height (GTK_WIDGET (drawing->table), 0.95) / 2;
  int wanted = (int) g_utf8_strlen (cell->heading, -1) * digits + 6, number = MIN (wanted, area->width - 8);
  double alpha = cell->shade == RELAIS_SHADE_OUTSIDE ? 0.5 : 1;
  /* Where there is no room for the name of the month, the number says enough. */
  g_autofree char *bare = number < wanted ? g_strndup (cell->heading, strcspn (cell->heading, " ")) : NULL;

  write_text (drawing, bare != NULL ? bare : cell->heading, 0.95, 1, area->x + 7, area->y + 3, number, today ? &drawing->accent : NULL, alpha);
  if (today)
    fill (drawing, area->x, area->y, area->width, 3, &drawing->accent, 1);
  write_text (drawing, area->width > 84 ? cell->remark : NULL, SMALL, 1, area->x + 10 + number, area->y + 5,
              area->width - number - 14, NULL, 0.75);
}

/* How many there are; where these are too many it has a sign and the colour of an error. A folded row says it in its cards. */
static void
draw_cell_count (Drawing *drawing, RelaisSheetCell *cell, RelaisPlanSlot *slot, const GdkRectangle *area, int column)
{
  RelaisPlanTable *self = drawing->table;
  guint limit = relais_plan_frame_get_column (self->frame, (guint) column)->row_limit;
  gboolean over = limit > 0 && slot->cell->count > limit;
  int line = relais_draw_line_height (GTK_WIDGET (self), SMALL);
  GdkRGBA color;

  relais_draw_color (GTK_WIDGET (self), over ? "error" : NULL, &color);
  if (over)
    relais_draw_icon (GTK_WIDGET (self), drawing->snapshot, "dialog-warning-symbolic", area->x + 7, area->y + 3, line, &color);
  write_text (drawing, cell->heading, SMALL, 1, area->x + 7 + (over ? line + 4 : 0), area->y + 3, area->width - 14 - (over ? line + 4 : 0),
              &color, over ? 1 : 0.75);
}

static void
draw_cell (Drawing *drawing, int row, int column)
{
  RelaisPlanTable *self = drawing->table;
  RelaisSheetRow *body = g_ptr_array_index (self->frame->body, row);
  RelaisSheetCell *cell = &body->cells[column];
  RelaisPlanSlot *slot = relais_plan_frame_get_slot (self->frame, (guint) row, (guint) column);
  gboolean today = is_today (self, slot);
  GdkRectangle area;

  relais_plan_table_get_cell_area (self, row, column, &area);
  if (cell->shade != RELAIS_SHADE_NONE)
    fill (drawing, area.x, area.y, area.width, area.height, &drawing->ink, get_shade_alpha (cell->shade));
  if (today)
    fill (drawing, area.x, area.y, area.width, area.height, &drawing->accent, 0.07);
  if (is_target (self, row, column))
    fill (drawing, area.x, area.y, area.width, area.height, &drawing->accent, 0.22);
  draw_line (drawing, area.x, area.y + area.height - 1, area.width, 1, 0.1);
  draw_line (drawing, area.x + area.width - 1, area.y, 1, area.height, 0.1);
  if (!relais_plan_table_is_grid (self))
    draw_cell_heading (drawing, cell, &area, today);
  else if (relais_plan_frame_has_headings (self->frame))
    draw_cell_count (drawing, cell, slot, &area, column);
}

static void
draw_body (Drawing *drawing)
{
  RelaisPlanTable *self = drawing->table;
  int top = relais_plan_table_get_body_top (self), height = relais_plan_table_get_body_height (self);
  int scroll = (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_VERTICAL);
  int across = (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_HORIZONTAL);
  int width = gtk_widget_get_width (GTK_WIDGET (self)) - self->heading_width;

  push_clip (drawing, self->heading_width, top, width, height);
  for (int row = 0; row < (int) relais_plan_frame_get_n_rows (self->frame); row++)
    for (int column = 0; column < (int) self->frame->n_columns; column++)
      {
        guint texts = drawing->next + (!relais_plan_table_is_grid (self) ? 2 : relais_plan_frame_has_headings (self->frame) ? 1 : 0);
        int left = column * self->column_width - across;
        if (relais_plan_table_get_top (self, row + 1) > scroll && relais_plan_table_get_top (self, row) < scroll + height
            && left + self->column_width > 0 && left < width)
          draw_cell (drawing, row, column);
        drawing->next = texts;
      }
  gtk_snapshot_pop (drawing->snapshot);
}

static void
draw_row_headings (Drawing *drawing)
{
  RelaisPlanTable *self = drawing->table;
  int top = relais_plan_table_get_body_top (self), height = relais_plan_table_get_body_height (self);
  int scroll = (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_VERTICAL);
  gboolean grid = relais_plan_table_is_grid (self);

  push_clip (drawing, 0, top, self->heading_width, height);
  for (int row = 0; row < (int) relais_plan_frame_get_n_rows (self->frame); row++)
    {
      RelaisSheetRow *body = g_ptr_array_index (self->frame->body, row);
      int y = top + relais_plan_table_get_top (self, row) - scroll, bottom = top + relais_plan_table_get_top (self, row + 1) - scroll;
      g_autofree char *style = body->color != NULL ? g_strdup_printf ("relais-%s", body->color) : NULL;
      GdkRGBA color;
      if (style != NULL)
        {
          relais_draw_color (GTK_WIDGET (self), style, &color);
          fill (drawing, 0, y + 4, 4, bottom - y - 8, &color, 1);
        }
      if (!relais_plan_frame_is_board (self->frame))
        write_text (drawing, body->heading, grid ? 0.92 : SMALL, grid ? 2 : 1, grid ? 12 : 6, y + 6,
                    self->heading_width - (grid ? 18 : 6), NULL, grid ? 1 : 0.6);
      draw_line (drawing, 0, bottom - 1, self->heading_width, 1, 0.1);
    }
  gtk_snapshot_pop (drawing->snapshot);
  draw_line (drawing, self->heading_width - 1, 0, 1, gtk_widget_get_height (GTK_WIDGET (self)), 0.15);
}

static void
draw_column_headings (Drawing *drawing)
{
  RelaisPlanTable *self = drawing->table;
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  int line = relais_draw_line_height (GTK_WIDGET (self), 1);
  int across = (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_HORIZONTAL);
  gboolean grid = relais_plan_table_is_grid (self);

  push_clip (drawing, self->heading_width, 0, width - self->heading_width, height);
  for (int i = 0; i < (int) self->frame->n_columns; i++)
    {
      RelaisSheetColumn *column = &g_array_index (self->frame->sheet->columns, RelaisSheetColumn, i);
      int x = self->heading_width + i * self->column_width - across;
      gboolean today = grid && relais_plan_frame_get_n_rows (self->frame) > 0
                       && is_today (self, relais_plan_frame_get_slot (self->frame, 0, (guint) i));
      if (column->shade != RELAIS_SHADE_NONE)
        fill (drawing, x, 0, self->column_width, relais_plan_table_get_body_top (self), &drawing->ink, get_shade_alpha (column->shade));
      if (today)
        fill (drawing, x, 0, self->column_width, 3, &drawing->accent, 1);
      if (self->heads != NULL)
        continue;
      write_text (drawing, column->label, 1, 1, x + 7, 5, self->column_width - 10, today ? &drawing->accent : NULL, grid ? 1 : 0.75);
      write_text (drawing, column->remark, SMALL, 1, x + 7, 5 + line + 1, self->column_width - 10, NULL, 0.75);
    }
  gtk_snapshot_pop (drawing->snapshot);
  draw_line (drawing, 0, relais_plan_table_get_body_top (self) - 1, width, 1, 0.15);
}

static void
draw_campaign_heading (Drawing *drawing)
{
  RelaisPlanTable *self = drawing->table;
  RelaisSheetRow *row = self->frame->bars->len > 0 ? g_ptr_array_index (self->frame->bars, 0) : NULL;

  write_text (drawing, row != NULL ? row->heading : NULL, 0.92, 1, 12, self->heading_height + 6, self->heading_width - 18, NULL, 0.75);
}

/* What is taken of the ceiling as a line under the words; over it, the words are bold and in the colour of an error. */
static void
draw_total (Drawing *drawing, RelaisSheetCell *cell, int x, int y)
{
  RelaisPlanTable *self = drawing->table;
  GdkRGBA color;

  relais_draw_color (GTK_WIDGET (self), cell->share > 1 ? "error" : cell->share == 1 ? "warning" : NULL, &color);
  write_text (drawing, cell->text, SMALL, 2, x + 6, y + 3, self->column_width - 10, &color, cell->share >= 1 ? 1 : 0.75);
  if (cell->share > 0)
    fill (drawing, x + 2, y + self->total_height - 4, (self->column_width - 4) * MIN (cell->share, 1), 3, &color,
          cell->share >= 1 ? 1 : drawing->contrast ? 0.7 : 0.4);
}

static void
draw_totals (Drawing *drawing)
{
  RelaisPlanTable *self = drawing->table;
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int across = (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_HORIZONTAL);
  int y = relais_plan_table_get_body_top (self) + relais_plan_table_get_body_height (self);

  for (guint i = 0; i < self->frame->totals->len; i++, y += self->total_height)
    {
      RelaisSheetRow *row = g_ptr_array_index (self->frame->totals, i);
      draw_line (drawing, 0, y, width, 1, 0.15);
      write_text (drawing, row->heading, 0.92, 1, 12, y + 5, self->heading_width - 18, NULL, 0.75);
      push_clip (drawing, self->heading_width, y, width - self->heading_width, self->total_height);
      for (guint column = 0; column < self->frame->n_columns; column++)
        draw_total (drawing, &row->cells[column], self->heading_width + (int) column * self->column_width - across, y);
      gtk_snapshot_pop (drawing->snapshot);
    }
}

void
relais_plan_table_draw (RelaisPlanTable *self, GtkSnapshot *snapshot)
{
  AdwStyleManager *style = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  Drawing drawing = { self, snapshot, .contrast = adw_style_manager_get_high_contrast (style) };
  g_autoptr (GdkRGBA) accent = NULL;

  gtk_widget_get_color (GTK_WIDGET (self), &drawing.ink);
  accent = adw_style_manager_get_accent_color_rgba (style);
  adw_rgba_to_standalone (accent, adw_style_manager_get_dark (style), &drawing.accent);
  draw_body (&drawing);
  draw_row_headings (&drawing);
  draw_column_headings (&drawing);
  draw_campaign_heading (&drawing);
  draw_totals (&drawing);
}

void
relais_plan_table_draw_warning (RelaisPlanTable *self, GtkSnapshot *snapshot)
{
  RelaisPlanSpot *spot = self->carried != NULL ? &self->cursor : &self->hover;
  RelaisDrawText text = { .scale = SMALL, .lines = 1 };
  int top = relais_plan_table_get_body_top (self), line = relais_draw_line_height (GTK_WIDGET (self), SMALL);
  GdkRGBA ground, color;
  GdkRectangle area;

  if (self->warning == NULL || spot->row < 0)
    return;
  relais_plan_table_get_cell_area (self, spot->row, spot->column, &area);
  gtk_widget_get_color (GTK_WIDGET (self), &color);
  /* On what is the opposite of the ink. */
  ground = color.red + color.green + color.blue > 1.5 ? (GdkRGBA) { 0.15f, 0.1f, 0.1f, 1 } : (GdkRGBA) { 1, 0.95f, 0.95f, 1 };
  relais_draw_color (GTK_WIDGET (self), "error", &color);
  area.y = MAX (area.y, top);
  gtk_snapshot_append_color (snapshot, &ground, &GRAPHENE_RECT_INIT ((float) area.x, (float) area.y, (float) area.width,
                                                                     (float) line + 10));
  relais_draw_icon (GTK_WIDGET (self), snapshot, "dialog-warning-symbolic", area.x + 7, area.y + 5, line, &color);
  relais_draw_set_text (&text, self->warning);
  relais_draw_text (GTK_WIDGET (self), snapshot, relais_draw_layout (&text, GTK_WIDGET (self)), area.x + line + 12, area.y + 5,
                    area.width - line - 18, FALSE, &color, 1);
  relais_draw_clear_text (&text);
}
