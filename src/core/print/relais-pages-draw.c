/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-print"

#include "relais-print-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HATCH 5.0   /* distance between the lines that shade closed days */

static void
show (cairo_t     *cr,
      PangoLayout *layout,
      double       x,
      double       y)
{
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_line (cairo_t *cr,
           double   x1,
           double   y1,
           double   x2,
           double   y2,
           double   width)
{
  cairo_set_source_rgb (cr, 0.45, 0.45, 0.48);
  cairo_set_line_width (cr, width);
  cairo_move_to (cr, x1, y1);
  cairo_line_to (cr, x2, y2);
  cairo_stroke (cr);
}

static void
hatch (cairo_t *cr,
       double   x,
       double   y,
       double   width,
       double   height,
       gboolean both)
{
  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  cairo_set_source_rgb (cr, 0.8, 0.8, 0.82);
  cairo_set_line_width (cr, 0.4);
  /* From a fixed origin, so that the lines of neighbours meet. */
  for (double at = floor ((x - y - height) / HATCH) * HATCH; at < x + width - y; at += HATCH) {
    cairo_move_to (cr, at + y, y);
    cairo_line_to (cr, at + y + height, y + height);
  }
  for (double at = floor ((x + y) / HATCH) * HATCH; both && at < x + width + y + height; at += HATCH) {
    cairo_move_to (cr, at - y, y);
    cairo_line_to (cr, at - y - height, y + height);
  }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
shade (cairo_t         *cr,
       RelaisSheetShade kind,
       double           x,
       double           y,
       double           width,
       double           height)
{
  if (kind == RELAIS_SHADE_NONE)
    return;
  cairo_rectangle (cr, x, y, width, height);
  cairo_set_source_rgb (cr, 0.95, 0.95, 0.955);
  if (kind == RELAIS_SHADE_OUTSIDE)
    cairo_set_source_rgb (cr, 0.98, 0.98, 0.98);
  cairo_fill (cr);
  if (kind == RELAIS_SHADE_HOLIDAY || kind == RELAIS_SHADE_CLOSED)
    hatch (cr, x, y, width, height, kind == RELAIS_SHADE_CLOSED);
}

static void
draw_head (RelaisPages      *pages,
           const RelaisBand *band,
           cairo_t          *cr)
{
  double left = RELAIS_PAGE_MARGIN, right = pages->width - RELAIS_PAGE_MARGIN, bottom = pages->top + band->head_height;

  if (band->head_height == 0)
    return;
  for (guint i = 0; i < band->n; i++) {
    g_autoptr (PangoLayout) layout = relais_pages_set_column (pages, band, i);

    show (cr, layout, band->lefts[i] + RELAIS_CELL_PAD, pages->top + RELAIS_CELL_PAD);
  }
  if (pages->sheet->rows_label != NULL) {
    g_autoptr (PangoLayout) layout = relais_type_set (&pages->type, RELAIS_TYPE_HEADING, pages->sheet->rows_label, NULL, NULL,
                                                      pages->heading_width - 2 * RELAIS_CELL_PAD);

    show (cr, layout, left + RELAIS_CELL_PAD, pages->top + RELAIS_CELL_PAD);
  }
  draw_line (cr, left, bottom, right, bottom, 1);
}

static void
draw_heading (RelaisPages          *pages,
              const RelaisSheetRow *row,
              const RelaisPiece    *piece,
              cairo_t              *cr)
{
  g_autoptr (PangoLayout) layout = relais_pages_set_heading (pages, row, piece->continued);
  double left = RELAIS_PAGE_MARGIN, rgb[3];

  if (!relais_sheet_row_has_cells (row)) {
    cairo_rectangle (cr, left, piece->y + RELAIS_CELL_PAD, pages->width - 2 * left, piece->height - RELAIS_CELL_PAD);
    cairo_set_source_rgb (cr, 0.91, 0.91, 0.92);
    if (row->kind == RELAIS_ROW_SECTION)
      cairo_fill (cr);
    cairo_new_path (cr);
    show (cr, layout, left + RELAIS_CELL_PAD, piece->y + 2 * RELAIS_CELL_PAD);
    return;
  }
  if (pages->heading_width == 0)
    return;
  if (row->color != NULL) {
    relais_color_parse (row->color, rgb);
    cairo_rectangle (cr, left, piece->y + 1, 2.5, piece->height - 2);
    cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
    cairo_fill (cr);
  }
  show (cr, layout, left + RELAIS_CELL_PAD + (row->color != NULL ? 2 : 0), piece->y + RELAIS_CELL_PAD);
}

/* Under everything else, the lines between the rows included. */
static void
shade_piece (RelaisPages       *pages,
             const RelaisBand  *band,
             const RelaisPiece *piece,
             cairo_t           *cr)
{
  const RelaisSheetRow *row = g_ptr_array_index (pages->sheet->rows, piece->row);

  for (guint c = 0; row->cells != NULL && c < band->n; c++)
    shade (cr, row->cells[band->first + c].shade, band->lefts[c], piece->y, band->lefts[c + 1] - band->lefts[c], piece->height);
}

static void
draw_cells (RelaisPages          *pages,
            const RelaisBand     *band,
            const RelaisSheetRow *row,
            const RelaisPiece    *piece,
            cairo_t              *cr)
{
  for (guint c = 0; c < band->n; c++) {
    RelaisCellShape shape = relais_pages_get_shape (pages, band, row, c);
    g_autoptr (GArray) atoms = relais_cell_measure (&pages->type, &shape);

    relais_cell_draw (&pages->type, &shape, atoms, piece->from[c], piece->to[c], cr, band->lefts[c] + RELAIS_CELL_PAD,
                      piece->y + RELAIS_CELL_PAD);
  }
}

static void
draw_bars (RelaisPages          *pages,
           const RelaisBand     *band,
           const RelaisSheetRow *row,
           const RelaisPiece    *piece,
           cairo_t              *cr)
{
  g_autoptr (GPtrArray) bars = g_ptr_array_new ();
  g_autoptr (GArray) places = NULL;
  double height;

  for (guint i = piece->from[0]; i < piece->to[0]; i++)
    g_ptr_array_add (bars, g_ptr_array_index (row->bars, i));
  places = relais_bars_place (&pages->type, bars, band->first, band->n, band->lefts, &height);
  relais_bars_draw (&pages->type, places, cr, piece->y);
}

static void
draw_piece (RelaisPages       *pages,
            const RelaisBand  *band,
            const RelaisPiece *piece,
            cairo_t           *cr)
{
  const RelaisSheetRow *row = g_ptr_array_index (pages->sheet->rows, piece->row);
  double left = RELAIS_PAGE_MARGIN, right = pages->width - left, bottom = piece->y + piece->height;

  if (row->kind == RELAIS_ROW_BARS)
    draw_bars (pages, band, row, piece, cr);
  else if (relais_sheet_row_has_cells (row))
    draw_cells (pages, band, row, piece, cr);
  draw_heading (pages, row, piece, cr);
  if (pages->sheet->form == RELAIS_SHEET_PLAN || relais_sheet_row_has_cells (row))
    draw_line (cr, left, bottom, right, bottom, row->kind == RELAIS_ROW_BARS ? 1 : 0.5);
}

/* Between the columns of a plan; a week begins with a stronger line. */
static void
draw_columns (RelaisPages      *pages,
              const RelaisBand *band,
              const RelaisPage *page,
              cairo_t          *cr)
{
  const RelaisPiece *last;

  if (pages->sheet->form != RELAIS_SHEET_PLAN || page->pieces->len == 0)
    return;
  last = &g_array_index (page->pieces, RelaisPiece, page->pieces->len - 1);
  for (guint i = 0; i <= band->n; i++) {
    gboolean begins = i < band->n && g_array_index (pages->sheet->columns, RelaisSheetColumn, band->first + i).begins;

    draw_line (cr, band->lefts[i], pages->top, band->lefts[i], last->y + last->height, begins || i == 0 || i == band->n ? 0.9 : 0.4);
  }
  if (pages->heading_width > 0)
    draw_line (cr, RELAIS_PAGE_MARGIN, pages->top, RELAIS_PAGE_MARGIN, last->y + last->height, 0.9);
  draw_line (cr, RELAIS_PAGE_MARGIN, pages->top, pages->width - RELAIS_PAGE_MARGIN, pages->top, 0.9);
}

static void
draw_foot (RelaisPages *pages,
           guint        page,
           cairo_t     *cr)
{
  /* TRANSLATORS: number of the page and of all pages */
  g_autofree char *number = g_strdup_printf (_("Page %u of %u"), page + 1, pages->pages->len);
  g_autoptr (PangoLayout) left = relais_type_set (&pages->type, RELAIS_TYPE_FOOT, pages->sheet->dated, NULL, NULL, -1);
  g_autoptr (PangoLayout) right = relais_type_set (&pages->type, RELAIS_TYPE_FOOT, number, NULL, NULL, -1);
  double y = pages->height - RELAIS_PAGE_MARGIN - relais_type_height (right);

  show (cr, left, RELAIS_PAGE_MARGIN, y);
  show (cr, right, pages->width - RELAIS_PAGE_MARGIN - relais_type_width (right), y);
}

void
relais_pages_draw (RelaisPages *pages,
                   guint        page_index,
                   cairo_t     *cr)
{
  const RelaisPage *page;
  const RelaisBand *band;
  g_autoptr (PangoLayout) title = NULL;

  g_return_if_fail (pages != NULL && page_index < pages->pages->len && cr != NULL);

  page = &g_array_index (pages->pages, RelaisPage, page_index);
  title = relais_pages_set_title (pages);
  show (cr, title, RELAIS_PAGE_MARGIN, RELAIS_PAGE_MARGIN);
  draw_foot (pages, page_index, cr);
  if (pages->sheet->rows->len == 0 && pages->sheet->empty != NULL) {
    g_autoptr (PangoLayout) empty = relais_type_set (&pages->type, RELAIS_TYPE_SUBTITLE, pages->sheet->empty, NULL, NULL,
                                                     pages->width - 2 * RELAIS_PAGE_MARGIN);

    pango_layout_set_alignment (empty, PANGO_ALIGN_CENTER);
    show (cr, empty, RELAIS_PAGE_MARGIN, pages->height / 3);
  }
  if (page->band >= pages->bands->len)
    return;
  band = &g_array_index (pages->bands, RelaisBand, page->band);
  for (guint i = 0; i < band->n; i++)
    shade (cr, g_array_index (pages->sheet->columns, RelaisSheetColumn, band->first + i).shade, band->lefts[i], pages->top,
           band->lefts[i + 1] - band->lefts[i], band->head_height);
  for (guint i = 0; i < page->pieces->len; i++)
    shade_piece (pages, band, &g_array_index (page->pieces, RelaisPiece, i), cr);
  draw_columns (pages, band, page, cr);
  draw_head (pages, band, cr);
  for (guint i = 0; i < page->pieces->len; i++)
    draw_piece (pages, band, &g_array_index (page->pieces, RelaisPiece, i), cr);
}
