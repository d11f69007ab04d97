/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-print"

#include "relais-print-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define LEAST_COLUMN   54.0   /* points, of a column of weight 1 under which cards are no longer read: 19 mm */
#define ROW_HEADING    80.0
#define LEAST_PIECE     0.3   /* of a page: a row that needs several pages begins on this one when so much is left */
#define LEAST_ROW      22.0
#define GAP             8.0
#define A4_AREA    (595.276 * 841.890)

/* A row on its way to the pages. */
typedef struct {
  RelaisPages          *pages;
  const RelaisBand     *band;
  guint                 band_index, row_index;
  const RelaisSheetRow *row;
  GPtrArray            *atoms;   /* owned: (element-type GArray of RelaisAtom): of each column */
  guint                *next;    /* owned: the first atom of each column that has no place yet */
  double                least;   /* the heading wants so much */
  gboolean              begun;
} Flow;

static void
clear_band (gpointer data)
{
  g_free (((RelaisBand *) data)->lefts);
}

static void
clear_piece (gpointer data)
{
  RelaisPiece *piece = data;

  g_free (piece->from);
  g_free (piece->to);
}

static void
clear_page (gpointer data)
{
  g_array_unref (((RelaisPage *) data)->pieces);
}

static const RelaisSheetColumn *
get_column (RelaisPages *pages,
            guint        index)
{
  return &g_array_index (pages->sheet->columns, RelaisSheetColumn, index);
}

static double
get_body_top (RelaisPages      *pages,
              const RelaisBand *band)
{
  return pages->top + band->head_height;
}

static double
get_body_height (RelaisPages      *pages,
                 const RelaisBand *band)
{
  return pages->bottom - get_body_top (pages, band);
}

static RelaisPage *
add_page (RelaisPages *pages,
          guint        band)
{
  RelaisPage page = { .band = band, .pieces = g_array_new (FALSE, TRUE, sizeof (RelaisPiece)) };

  g_array_set_clear_func (page.pieces, clear_piece);
  g_array_append_val (pages->pages, page);
  return &g_array_index (pages->pages, RelaisPage, pages->pages->len - 1);
}

static RelaisPage *
get_last_page (RelaisPages *pages)
{
  return &g_array_index (pages->pages, RelaisPage, pages->pages->len - 1);
}

/* Where the next piece would begin. */
static double
get_next_y (RelaisPages      *pages,
            const RelaisBand *band)
{
  GArray *pieces = get_last_page (pages)->pieces;
  const RelaisPiece *last = pieces->len > 0 ? &g_array_index (pieces, RelaisPiece, pieces->len - 1) : NULL;

  return last != NULL ? last->y + last->height : get_body_top (pages, band);
}

static RelaisPiece *
add_piece (RelaisPages      *pages,
           const RelaisBand *band,
           guint             row,
           double            height)
{
  RelaisPiece piece = { .row = row, .y = get_next_y (pages, band), .height = height };
  GArray *pieces = get_last_page (pages)->pieces;

  g_array_append_val (pieces, piece);
  return &g_array_index (pieces, RelaisPiece, pieces->len - 1);
}

/* ---- across: which columns stand together ---- */

/* How many columns from @first on fit, cut before the beginning of a week where there is one. */
static guint
count_columns (RelaisPages *pages,
               guint        first,
               double       width)
{
  guint n_columns = pages->sheet->columns->len, n = 0, cut = 0;
  double least = LEAST_COLUMN * pages->type.scale, used = 0;

  for (guint i = first; i < n_columns; i++) {
    used += get_column (pages, i)->weight * least;
    if (used > width + 0.5 && i > first)
      return cut > 0 ? cut : n;
    if (get_column (pages, i)->begins && i > first)
      cut = i - first;
    n++;
  }
  return n;
}

static void
add_band (RelaisPages *pages,
          guint        first,
          guint        n,
          double       width)
{
  RelaisBand band = { .first = first, .n = n, .lefts = g_new (double, n + 1) };
  double weights = 0, x = RELAIS_PAGE_MARGIN + pages->heading_width;
  gboolean named = FALSE;

  for (guint i = 0; i < n; i++)
    weights += get_column (pages, first + i)->weight;
  for (guint i = 0; i <= n; i++) {
    band.lefts[i] = x;
    if (i < n)
      x += width * get_column (pages, first + i)->weight / weights;
  }
  for (guint i = 0; i < n; i++) {
    g_autoptr (PangoLayout) layout = relais_pages_set_column (pages, &band, i);

    named = named || *pango_layout_get_text (layout) != '\0';
    band.head_height = MAX (band.head_height, relais_type_height (layout) + 2 * RELAIS_CELL_PAD);
  }
  if (!named)
    band.head_height = 0;
  g_array_append_val (pages->bands, band);
}

static void
lay_out_bands (RelaisPages *pages)
{
  const RelaisSheet *sheet = pages->sheet;
  double width;

  pages->heading_width = sheet->rows_label != NULL ? ROW_HEADING * pages->type.scale : 0;
  width = pages->width - 2 * RELAIS_PAGE_MARGIN - pages->heading_width;
  for (guint first = 0; first < sheet->columns->len;) {
    guint n = sheet->form == RELAIS_SHEET_LIST ? sheet->columns->len : count_columns (pages, first, width);

    add_band (pages, first, n, width);
    first += n;
  }
}

/* ---- down: rows, and their parts ---- */

static double
measure_rest (const Flow *flow)
{
  double tallest = flow->least;

  for (guint c = 0; c < flow->band->n; c++) {
    GArray *atoms = g_ptr_array_index (flow->atoms, c);
    double height = 2 * RELAIS_CELL_PAD;

    for (guint i = flow->next[c]; i < atoms->len; i++)
      height += g_array_index (atoms, RelaisAtom, i).height;
    tallest = MAX (tallest, height);
  }
  return tallest;
}

/* Puts as many atoms as fit into @room on the page. FALSE: not one does. */
static gboolean
add_part (Flow     *flow,
          double    room,
          gboolean *rest)
{
  guint n = flow->band->n;
  g_autofree guint *to = g_new (guint, n);
  double tallest = MIN (flow->least, room);
  gboolean any = FALSE;
  RelaisPiece *piece;

  *rest = FALSE;
  for (guint c = 0; c < n; c++) {
    GArray *atoms = g_ptr_array_index (flow->atoms, c);
    double height = 2 * RELAIS_CELL_PAD;

    for (to[c] = flow->next[c]; to[c] < atoms->len; to[c]++) {
      double more = g_array_index (atoms, RelaisAtom, to[c]).height;

      if (height + more > room + 0.01)
        break;
      height += more;
    }
    any = any || to[c] > flow->next[c];
    *rest = *rest || to[c] < atoms->len;
    tallest = MAX (tallest, height);
  }
  if (!any && *rest)
    return FALSE;
  piece = add_piece (flow->pages, flow->band, flow->row_index, tallest);
  piece->continued = flow->begun;
  piece->goes_on = *rest;
  piece->from = g_memdup2 (flow->next, n * sizeof (guint));
  piece->to = g_memdup2 (to, n * sizeof (guint));
  memcpy (flow->next, to, n * sizeof (guint));
  flow->begun = TRUE;
  return TRUE;
}

static void
flow_row (Flow *flow)
{
  double page = get_body_height (flow->pages, flow->band);
  gboolean rest = TRUE;

  while (rest) {
    double room = flow->pages->bottom - get_next_y (flow->pages, flow->band);
    double need = measure_rest (flow);
    gboolean fresh = get_last_page (flow->pages)->pieces->len == 0;

    if (need > room && !fresh && (need <= page || room < page * LEAST_PIECE))
      add_page (flow->pages, flow->band_index);
    else if (!add_part (flow, room, &rest) || rest)
      add_page (flow->pages, flow->band_index);
  }
}

static void
lay_out_cells (RelaisPages *pages,
               guint        band_index,
               guint        row_index)
{
  const RelaisBand *band = &g_array_index (pages->bands, RelaisBand, band_index);
  Flow flow = { pages, band, band_index, row_index, g_ptr_array_index (pages->sheet->rows, row_index) };
  g_autoptr (PangoLayout) heading = relais_pages_set_heading (pages, flow.row, TRUE);
  g_autoptr (GPtrArray) atoms = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autofree guint *next = g_new0 (guint, band->n);

  for (guint c = 0; c < band->n; c++) {
    RelaisCellShape shape = relais_pages_get_shape (pages, band, flow.row, c);

    g_ptr_array_add (atoms, relais_cell_measure (&pages->type, &shape));
  }
  flow.atoms = atoms;
  flow.next = next;
  flow.least = pages->sheet->rows_label != NULL ? relais_type_height (heading) + 2 * RELAIS_CELL_PAD : 0;
  if (pages->sheet->form == RELAIS_SHEET_PLAN && flow.row->kind == RELAIS_ROW_BODY)
    flow.least = MAX (flow.least, LEAST_ROW * pages->type.scale);
  flow_row (&flow);
}

/* A heading stays with what it is the heading of. */
static void
lay_out_section (RelaisPages *pages,
                 guint        band_index,
                 guint        row_index)
{
  const RelaisBand *band = &g_array_index (pages->bands, RelaisBand, band_index);
  g_autoptr (PangoLayout) layout = relais_pages_set_heading (pages, g_ptr_array_index (pages->sheet->rows, row_index), FALSE);
  double height = relais_type_height (layout) + 3 * RELAIS_CELL_PAD;

  if (get_next_y (pages, band) + height + LEAST_ROW * pages->type.scale > pages->bottom && get_last_page (pages)->pieces->len > 0)
    add_page (pages, band_index);
  add_piece (pages, band, row_index, height);
}

static double
measure_bars (RelaisPages          *pages,
              const RelaisBand     *band,
              const RelaisSheetRow *row,
              guint                 from,
              guint                 to,
              guint                *n)
{
  g_autoptr (GPtrArray) bars = g_ptr_array_new ();
  g_autoptr (GArray) places = NULL;
  double height;

  for (guint i = from; i < to; i++)
    g_ptr_array_add (bars, g_ptr_array_index (row->bars, i));
  places = relais_bars_place (&pages->type, bars, band->first, band->n, band->lefts, &height);
  *n = places->len;
  return height;
}

/* Bars of one row; more than a page has room for are dealt out over several. */
static void
lay_out_bars (RelaisPages *pages,
              guint        band_index,
              guint        row_index)
{
  const RelaisBand *band = &g_array_index (pages->bands, RelaisBand, band_index);
  const RelaisSheetRow *row = g_ptr_array_index (pages->sheet->rows, row_index);
  g_autoptr (PangoLayout) heading = relais_pages_set_heading (pages, row, TRUE);
  double least = pages->heading_width > 0 ? relais_type_height (heading) + 2 * RELAIS_CELL_PAD : 0;
  guint n_bars = row->bars != NULL ? row->bars->len : 0;

  for (guint from = 0; from < n_bars;) {
    guint to = n_bars, n;
    double height = measure_bars (pages, band, row, from, to, &n);
    RelaisPiece *piece;

    while (height > get_body_height (pages, band) && to > from + 1) {
      to = from + (to - from) / 2;
      height = measure_bars (pages, band, row, from, to, &n);
    }
    if (n > 0) {
      height = MAX (height, least);
      if (get_next_y (pages, band) + height > pages->bottom && get_last_page (pages)->pieces->len > 0)
        add_page (pages, band_index);
      piece = add_piece (pages, band, row_index, height);
      piece->continued = from > 0;
      piece->from = g_memdup2 (&from, sizeof from);
      piece->to = g_memdup2 (&to, sizeof to);
    }
    from = to;
  }
}

/* Rows of a plan share out what is left of the page, the smallest first, so that there is room to write by hand. */
static void
stretch (RelaisPages *pages,
         RelaisPage  *page)
{
  double used = 0, fixed = 0, low = 0, high = pages->height, y;
  double body = get_body_height (pages, &g_array_index (pages->bands, RelaisBand, page->band));

  for (guint i = 0; i < page->pieces->len; i++) {
    const RelaisPiece *piece = &g_array_index (page->pieces, RelaisPiece, i);
    const RelaisSheetRow *row = g_ptr_array_index (pages->sheet->rows, piece->row);

    used += piece->height;
    fixed += row->kind != RELAIS_ROW_BODY ? piece->height : 0;
  }
  if (used <= fixed || used >= body)
    return;
  for (guint step = 0; step < 40; step++) {
    double level = (low + high) / 2, sum = fixed;

    for (guint i = 0; i < page->pieces->len; i++) {
      const RelaisPiece *piece = &g_array_index (page->pieces, RelaisPiece, i);

      if (((RelaisSheetRow *) g_ptr_array_index (pages->sheet->rows, piece->row))->kind == RELAIS_ROW_BODY)
        sum += MAX (piece->height, level);
    }
    if (sum > body)
      high = level;
    else
      low = level;
  }
  y = page->pieces->len > 0 ? g_array_index (page->pieces, RelaisPiece, 0).y : 0;
  for (guint i = 0; i < page->pieces->len; i++) {
    RelaisPiece *piece = &g_array_index (page->pieces, RelaisPiece, i);

    if (((RelaisSheetRow *) g_ptr_array_index (pages->sheet->rows, piece->row))->kind == RELAIS_ROW_BODY)
      piece->height = MAX (piece->height, low);
    piece->y = y;
    y += piece->height;
  }
}

static void
lay_out_rows (RelaisPages *pages,
              guint        band)
{
  guint first_page = pages->pages->len;

  add_page (pages, band);
  for (guint i = 0; i < pages->sheet->rows->len; i++) {
    const RelaisSheetRow *row = g_ptr_array_index (pages->sheet->rows, i);

    if (row->kind == RELAIS_ROW_SECTION)
      lay_out_section (pages, band, i);
    else if (row->kind == RELAIS_ROW_BARS)
      lay_out_bars (pages, band, i);
    else
      lay_out_cells (pages, band, i);
  }
  if (get_last_page (pages)->pieces->len == 0 && pages->pages->len > first_page + 1)
    g_array_set_size (pages->pages, pages->pages->len - 1);
  if (pages->sheet->form == RELAIS_SHEET_PLAN && pages->pages->len == first_page + 1)
    stretch (pages, get_last_page (pages));
}

static void
lay_out (RelaisPages *pages,
         double       scale)
{
  g_autoptr (PangoLayout) title = NULL, foot = NULL;

  g_array_set_size (pages->bands, 0);
  g_array_set_size (pages->pages, 0);
  pages->type.scale = scale;
  title = relais_pages_set_title (pages);
  foot = relais_type_set (&pages->type, RELAIS_TYPE_FOOT, "1", NULL, NULL, -1);
  pages->top = RELAIS_PAGE_MARGIN + relais_type_height (title) + GAP;
  pages->bottom = pages->height - RELAIS_PAGE_MARGIN - relais_type_height (foot) - GAP / 2;
  lay_out_bands (pages);
  for (guint i = 0; i < pages->bands->len; i++)
    lay_out_rows (pages, i);
  if (pages->pages->len == 0)
    add_page (pages, 0);
}

/* A plan is best on one page: a little smaller, when that makes it one. Nobody reads less than 6.5 points from a chair. */
static void
fit (RelaisPages *pages)
{
  static const double smaller[] = { 0.92, 0.85, 0.78 };
  double area = pages->width * pages->height, scale = area > 1.5 * A4_AREA ? 1.2 : 1;
  guint n;

  lay_out (pages, scale);
  n = pages->pages->len;
  if (pages->sheet->form != RELAIS_SHEET_PLAN || n == 1 || n > 4)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (smaller); i++) {
    lay_out (pages, scale * smaller[i]);
    if (pages->pages->len == 1)
      return;
  }
  /* Several pages anyhow: then at full size, unless the smaller one spares some. */
  if (pages->pages->len >= n)
    lay_out (pages, scale);
}

RelaisCellShape
relais_pages_get_shape (RelaisPages          *pages,
                        const RelaisBand     *band,
                        const RelaisSheetRow *row,
                        guint                 column)
{
  return (RelaisCellShape) {
    .cell = &row->cells[band->first + column],
    .small = row->kind == RELAIS_ROW_TOTAL && pages->sheet->form == RELAIS_SHEET_PLAN,
    .numeric = get_column (pages, band->first + column)->numeric,
    .width = band->lefts[column + 1] - band->lefts[column] - 2 * RELAIS_CELL_PAD,
    .most = get_body_height (pages, band) - 2 * RELAIS_CELL_PAD,
  };
}

PangoLayout *
relais_pages_set_title (RelaisPages *pages)
{
  return relais_type_set (&pages->type, RELAIS_TYPE_TITLE, pages->sheet->title, "\n", pages->sheet->subtitle,
                          pages->width - 2 * RELAIS_PAGE_MARGIN);
}

PangoLayout *
relais_pages_set_column (RelaisPages      *pages,
                         const RelaisBand *band,
                         guint             column)
{
  const RelaisSheetColumn *found = get_column (pages, band->first + column);
  PangoLayout *layout = relais_type_set (&pages->type, RELAIS_TYPE_HEADING, found->label, "\n", found->remark,
                                         band->lefts[column + 1] - band->lefts[column] - 2 * RELAIS_CELL_PAD);

  if (found->numeric)
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  return layout;
}

PangoLayout *
relais_pages_set_heading (RelaisPages          *pages,
                          const RelaisSheetRow *row,
                          gboolean              continued)
{
  double width = row->kind == RELAIS_ROW_SECTION ? pages->width - 2 * RELAIS_PAGE_MARGIN : pages->heading_width;
  g_autofree char *remark = NULL;

  if (continued)
    /* TRANSLATORS: under the heading of a row that goes on on another page */
    remark = g_strdup_printf ("%s%s%s", row->remark != NULL ? row->remark : "", row->remark != NULL ? "\n" : "", _("continued"));
  else
    remark = g_strdup (row->remark);
  return relais_type_set (&pages->type, RELAIS_TYPE_HEADING, row->heading, row->kind == RELAIS_ROW_SECTION ? "   " : "\n", remark,
                          width - 2 * RELAIS_CELL_PAD);
}

RelaisPages *
relais_pages_new (const RelaisSheet *sheet,
                  double             width,
                  double             height)
{
  RelaisPages *pages;
  PangoFontMap *fonts;
  cairo_font_options_t *options;

  g_return_val_if_fail (sheet != NULL && width > 4 * RELAIS_PAGE_MARGIN && height > 4 * RELAIS_PAGE_MARGIN, NULL);

  pages = g_new0 (RelaisPages, 1);
  fonts = pango_cairo_font_map_new ();
  options = cairo_font_options_create ();
  /* Unhinted, in points: the same breaks on every printer. */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (fonts), 72);
  pages->type.context = pango_font_map_create_context (fonts);
  pango_cairo_context_set_font_options (pages->type.context, options);
  pango_context_set_round_glyph_positions (pages->type.context, FALSE);
  cairo_font_options_destroy (options);
  g_object_unref (fonts);

  pages->sheet = sheet;
  pages->width = width;
  pages->height = height;
  pages->bands = g_array_new (FALSE, TRUE, sizeof (RelaisBand));
  g_array_set_clear_func (pages->bands, clear_band);
  pages->pages = g_array_new (FALSE, TRUE, sizeof (RelaisPage));
  g_array_set_clear_func (pages->pages, clear_page);
  fit (pages);
  return pages;
}

void
relais_pages_free (RelaisPages *pages)
{
  if (pages == NULL)
    return;
  g_array_unref (pages->pages);
  g_array_unref (pages->bands);
  g_object_unref (pages->type.context);
  g_free (pages);
}

guint
relais_pages_get_n (RelaisPages *pages)
{
  g_return_val_if_fail (pages != NULL, 0);

  return pages->pages->len;
}
