/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-print"

#include "relais-print-private.h"

#define BAR_PAD     2.0
#define BAR_GAP     2.5
#define ARROW       5.0
#define LEAST_TEXT 130.0   /* a title gets this much room, also where its bar is shorter */

/* Where the bar and its words are; FALSE: it does not touch these columns. */
static gboolean
place_bar (const RelaisType     *type,
           const RelaisSheetBar *bar,
           guint                 first,
           guint                 n,
           const double         *lefts,
           RelaisBarPlace       *place)
{
  g_autoptr (PangoLayout) layout = NULL;
  double right = lefts[n];

  if (bar->last < first || bar->first >= first + n)
    return FALSE;
  place->bar = bar;
  place->from_before = bar->from_before || bar->first < first;
  place->goes_on = bar->goes_on || bar->last >= first + n;
  place->x = lefts[MAX (bar->first, first) - first] + 1;
  place->width = lefts[MIN (bar->last, first + n - 1) - first + 1] - 1 - place->x;
  place->text_width = MAX (place->width, MIN (LEAST_TEXT * type->scale, right - lefts[0])) - 2 * (BAR_PAD + ARROW);
  place->text_x = MIN (place->x, right - place->text_width - 2 * (BAR_PAD + ARROW)) + BAR_PAD + ARROW;
  layout = relais_type_set (type, RELAIS_TYPE_CARD, bar->title, NULL, NULL, place->text_width);
  /* As much room as the words really take: bars side by side in one line, where they can be. */
  place->text_width = MAX (place->width - 2 * (BAR_PAD + ARROW), relais_type_width (layout) + 1);
  place->height = relais_type_height (layout) + 2 * BAR_PAD;
  return TRUE;
}

static double
get_left (const RelaisBarPlace *place)
{
  return MIN (place->x, place->text_x - BAR_PAD);
}

static double
get_right (const RelaisBarPlace *place)
{
  return MAX (place->x + place->width, place->text_x + place->text_width + BAR_PAD);
}

/* The topmost line in which it meets no other. */
static guint
find_lane (GArray               *places,
           GArray               *lanes,
           const RelaisBarPlace *place)
{
  for (guint lane = 0;; lane++) {
    gboolean free = TRUE;

    for (guint i = 0; i < places->len && free; i++) {
      const RelaisBarPlace *other = &g_array_index (places, RelaisBarPlace, i);

      free = g_array_index (lanes, guint, i) != lane || get_right (other) < get_left (place) || get_right (place) < get_left (other);
    }
    if (free)
      return lane;
  }
}

static void
draw_arrow (cairo_t *cr,
            double   x,
            double   y,
            double   height,
            gboolean left)
{
  cairo_move_to (cr, left ? x : x - ARROW, left ? y + height / 2 : y + height / 2 - ARROW / 2);
  cairo_line_to (cr, left ? x + ARROW : x - ARROW, left ? y + height / 2 - ARROW / 2 : y + height / 2 + ARROW / 2);
  cairo_line_to (cr, left ? x + ARROW : x, left ? y + height / 2 + ARROW / 2 : y + height / 2);
  cairo_close_path (cr);
  cairo_fill (cr);
}

GArray *
relais_bars_place (const RelaisType *type,
                   GPtrArray        *bars,
                   guint             first,
                   guint             n,
                   const double     *lefts,
                   double           *height)
{
  GArray *places = g_array_new (FALSE, TRUE, sizeof (RelaisBarPlace));
  g_autoptr (GArray) lanes = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_lanes = 0;

  for (guint i = 0; bars != NULL && i < bars->len; i++) {
    RelaisBarPlace place = { NULL };
    guint lane;

    if (!place_bar (type, g_ptr_array_index (bars, i), first, n, lefts, &place))
      continue;
    lane = find_lane (places, lanes, &place);
    n_lanes = MAX (n_lanes, lane + 1);
    g_array_append_val (places, place);
    g_array_append_val (lanes, lane);
  }
  *height = BAR_GAP;
  for (guint lane = 0; lane < n_lanes; lane++) {
    double tallest = 0;

    for (guint i = 0; i < places->len; i++)
      if (g_array_index (lanes, guint, i) == lane) {
        g_array_index (places, RelaisBarPlace, i).y = *height;
        tallest = MAX (tallest, g_array_index (places, RelaisBarPlace, i).height);
      }
    *height += tallest + BAR_GAP;
  }
  return places;
}

void
relais_bars_draw (const RelaisType *type,
                  GArray           *places,
                  cairo_t          *cr,
                  double            y)
{
  for (guint i = 0; i < places->len; i++) {
    const RelaisBarPlace *place = &g_array_index (places, RelaisBarPlace, i);
    g_autoptr (PangoLayout) layout = relais_type_set (type, RELAIS_TYPE_CARD, place->bar->title, NULL, NULL, place->text_width);
    double top = y + place->y, rgb[3];

    relais_color_parse (place->bar->color, rgb);
    cairo_rectangle (cr, place->x, top, place->width, place->height);
    cairo_set_source_rgb (cr, 0.82 + 0.18 * rgb[0], 0.82 + 0.18 * rgb[1], 0.82 + 0.18 * rgb[2]);
    cairo_fill_preserve (cr);
    cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
    cairo_set_line_width (cr, 0.8);
    cairo_stroke (cr);
    if (place->from_before)
      draw_arrow (cr, place->x + 1, top, place->height, TRUE);
    if (place->goes_on)
      draw_arrow (cr, place->x + place->width - 1, top, place->height, FALSE);
    cairo_set_source_rgb (cr, 0, 0, 0);
    cairo_move_to (cr, place->text_x, top + BAR_PAD);
    pango_cairo_show_layout (cr, layout);
  }
}
