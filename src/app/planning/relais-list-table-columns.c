/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

#include "relais-list-table-private.h"

#include "relais-draw.h"

#include <string.h>

/* Below this width there are as many columns as fit; above it, all that were chosen, and one scrolls. */
#define NARROW 560

/* How wide the columns want to be, in hundredths of the height of a line of text, and what they get of the room that is left. */
static const struct {
  guint width;
  int   share;
} usual[RELAIS_PLAN_N_COLUMNS] = {
  [RELAIS_PLAN_COLUMN_SUBJECT] = { 1300, 4 },   [RELAIS_PLAN_COLUMN_CHANNEL] = { 900, 1 },
  [RELAIS_PLAN_COLUMN_STATE] = { 700, 0 },      [RELAIS_PLAN_COLUMN_PLANNED] = { 580, 0 },
  [RELAIS_PLAN_COLUMN_COPY_DUE] = { 620, 0 },   [RELAIS_PLAN_COLUMN_PUBLISH_AT] = { 850, 0 },
  [RELAIS_PLAN_COLUMN_AUTHOR] = { 750, 1 },     [RELAIS_PLAN_COLUMN_REVIEWER] = { 750, 1 },
  [RELAIS_PLAN_COLUMN_UNIT] = { 800, 1 },       [RELAIS_PLAN_COLUMN_LENGTH] = { 650, 0 },
};

/* The subject, where there is little room. */
#define NARROW_SUBJECT 700

/* What matters most where there is little room; after what it is sorted by. */
static const RelaisPlanField priorities[] = {
  RELAIS_PLAN_COLUMN_STATE, RELAIS_PLAN_COLUMN_PLANNED, RELAIS_PLAN_COLUMN_CHANNEL, RELAIS_PLAN_COLUMN_AUTHOR,
  RELAIS_PLAN_COLUMN_COPY_DUE, RELAIS_PLAN_COLUMN_UNIT, RELAIS_PLAN_COLUMN_PUBLISH_AT, RELAIS_PLAN_COLUMN_REVIEWER,
  RELAIS_PLAN_COLUMN_LENGTH,
};

/* Of the room that is lacking, a column gives up to one part in so many before one has to scroll. */
#define GIVES 5

static int
get_line_height (RelaisListTable *self)
{
  return relais_draw_line_height (GTK_WIDGET (self), 1);
}

static int
to_pixels (RelaisListTable *self, guint hundredths)
{
  return ((int) hundredths * get_line_height (self) + 50) / 100;
}

static guint
to_hundredths (RelaisListTable *self, int pixels)
{
  int line = get_line_height (self);

  return (guint) CLAMP ((MAX (pixels, 0) * 100 + line / 2) / line, RELAIS_PLAN_LEAST_WIDTH, RELAIS_PLAN_MOST_WIDTH);
}

/* Nobody made it wider or narrower, and it takes part in the room that is left. */
static int
get_share (RelaisListTable *self, RelaisPlanField column)
{
  return relais_list_table_is_narrow (self) || self->order.widths[column] == 0 ? usual[column].share : 0;
}

static int
get_width (RelaisListTable *self, RelaisPlanField column)
{
  if (relais_list_table_is_narrow (self))
    return to_pixels (self, column == RELAIS_PLAN_COLUMN_SUBJECT ? NARROW_SUBJECT : usual[column].width);
  return to_pixels (self, self->order.widths[column] > 0 ? self->order.widths[column] : usual[column].width);
}

static void
choose_all (RelaisListTable *self)
{
  RelaisListColumns *columns = &self->columns;

  for (guint i = 0; i < RELAIS_PLAN_N_COLUMNS; i++)
    if (relais_plan_order_shows (&self->order, i))
      {
        columns->columns[columns->n] = i;
        columns->width[columns->n++] = get_width (self, i);
      }
}

/* As many as fit; the status at least as its sign. */
static void
choose_some (RelaisListTable *self, int width)
{
  RelaisListColumns *columns = &self->columns;
  int left = width - get_width (self, RELAIS_PLAN_COLUMN_SUBJECT), taken[RELAIS_PLAN_N_COLUMNS] = { 0, };

  taken[RELAIS_PLAN_COLUMN_SUBJECT] = width - left;
  for (int i = -1; i < (int) G_N_ELEMENTS (priorities); i++)
    {
      RelaisPlanField column = i < 0 ? self->next_order.sort : priorities[i];
      int wanted = get_width (self, column);
      if (column == RELAIS_PLAN_COLUMN_STATE && wanted > left)
        wanted = RELAIS_LIST_CELL_SIGN;
      if (!relais_plan_order_shows (&self->order, column) || taken[column] > 0 || wanted > left)
        continue;
      taken[column] = wanted;
      left -= wanted;
    }
  for (guint i = 0; i < RELAIS_PLAN_N_COLUMNS; i++)
    if (taken[i] > 0)
      {
        columns->columns[columns->n] = i;
        columns->width[columns->n++] = taken[i];
      }
}

static void
share_out (RelaisListTable *self, int width)
{
  RelaisListColumns *columns = &self->columns;
  int spare = width, shares = 0, gifts = 0;

  for (guint i = 0; i < columns->n; i++)
    {
      spare -= columns->width[i];
      shares += get_share (self, columns->columns[i]);
      gifts += get_share (self, columns->columns[i]) > 0 ? columns->width[i] / GIVES : 0;
    }
  for (guint i = 0; i < columns->n; i++)
    {
      int share = get_share (self, columns->columns[i]);
      if (share > 0 && spare > 0)
        columns->width[i] += spare * share / shares;
      else if (share > 0 && spare < 0 && -spare <= gifts)
        columns->width[i] -= (-spare * (columns->width[i] / GIVES) + gifts - 1) / gifts;
    }
}

void
relais_list_table_measure_columns (RelaisListTable *self, int width)
{
  RelaisListColumns *columns = &self->columns;
  RelaisListColumns before = *columns;
  int x = 0;

  memset (columns, 0, sizeof *columns);
  if (relais_list_table_is_narrow (self))
    choose_some (self, width);
  else
    choose_all (self);
  share_out (self, width);
  for (guint i = 0; i < columns->n; i++)
    {
      columns->x[i] = x;
      x += columns->width[i];
    }
  columns->scroll = (int) relais_scroll_area_get_value (RELAIS_SCROLL_AREA (self), GTK_ORIENTATION_HORIZONTAL);
  if (memcmp (&before, columns, sizeof before) == 0)
    return;
  relais_list_table_show_titles (self);
  relais_list_table_follow_columns (self, before.n != columns->n
                                          || memcmp (before.columns, columns->columns, sizeof before.columns) != 0);
}

gboolean
relais_list_table_is_narrow (RelaisListTable *self)
{
  return gtk_widget_get_width (GTK_WIDGET (self)) < NARROW;
}

static void
set_width (RelaisListTable *self, RelaisPlanField column, guint hundredths)
{
  self->order.widths[column] = self->next_order.widths[column] = hundredths;
}

void
relais_list_table_resize (RelaisListTable *self, guint index, int pixels)
{
  RelaisListColumns *columns = &self->columns;
  /* The subject never covers all the others. */
  int most = index == 0 ? gtk_widget_get_width (GTK_WIDGET (self)) * 3 / 4 : G_MAXINT16;

  for (guint i = 0; i < index; i++)
    if (get_share (self, columns->columns[i]) > 0)
      set_width (self, columns->columns[i], to_hundredths (self, columns->width[i]));
  set_width (self, columns->columns[index], to_hundredths (self, MIN (pixels, most)));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
relais_list_table_widen (RelaisListTable *self, guint index, int lines)
{
  relais_list_table_resize (self, index, self->columns.width[index] + lines * get_line_height (self));
}

void
relais_list_table_fit (RelaisListTable *self, guint index)
{
  RelaisPlanField column = self->columns.columns[index];
  int widest;

  gtk_widget_measure (self->headers[column], GTK_ORIENTATION_HORIZONTAL, -1, NULL, &widest, NULL, NULL);
  for (guint i = 0; i < self->seen->len; i++)
    {
      RelaisListSeen *seen = g_ptr_array_index (self->seen, i);
      GtkWidget *cell = relais_list_line_get_cell (RELAIS_LIST_LINE (seen->line), column);
      if (cell != NULL)
        widest = MAX (widest, relais_list_cell_get_whole_width (RELAIS_LIST_CELL (cell)));
    }
  relais_list_table_resize (self, index, widest);
}

void
relais_list_table_forget_width (RelaisListTable *self, guint index)
{
  set_width (self, self->columns.columns[index], 0);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
