/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Down the page: which rows, and which parts of them, stand on it. */

#define G_LOG_DOMAIN "relais-print"

#include "relais-print-private.h"

#include <string.h>

/* Of a page: a row that goes over several begins on this one when so much is left; one that would fit on the next, when most is. */
#define LEAST_PIECE     0.3
#define MOST_OF_PAGE    0.6
#define LEAST_ROW      22.0

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
clear_piece (gpointer data)
{
  RelaisPiece *piece = data;

  g_free (piece->from);
  g_free (piece->to);
}

static double
get_body_top (RelaisPages      *pages,
              const RelaisBand *band)
{
  return pages->top + band->head_height;
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

/* How many pieces at the foot of the page are there for the row that comes now: its campaigns, its section's heading. */
static guint
count_heads (const Flow *flow)
{
  GArray *pieces = get_last_page (flow->pages)->pieces;
  guint n = 0;

  while (!flow->begun && n < pieces->len) {
    const RelaisPiece *piece = &g_array_index (pieces, RelaisPiece, pieces->len - 1 - n);
    const RelaisSheetRow *row = g_ptr_array_index (flow->pages->sheet->rows, piece->row);

    if (piece->row + n + 1 != flow->row_index || row->kind == RELAIS_ROW_BODY || row->kind == RELAIS_ROW_TOTAL)
      break;
    n++;
  }
  return n;
}

/* What leads a row goes with it. */
static void
turn_page (Flow *flow)
{
  GArray *from = get_last_page (flow->pages)->pieces;
  guint n = count_heads (flow), first = from->len - n;

  if (first == 0)
    n = 0;
  add_page (flow->pages, flow->band_index);
  for (guint i = first; i < first + n; i++) {
    RelaisPiece *piece = &g_array_index (from, RelaisPiece, i);
    RelaisPiece *moved = add_piece (flow->pages, flow->band, piece->row, piece->height);

    moved->continued = piece->continued;
    moved->from = g_steal_pointer (&piece->from);
    moved->to = g_steal_pointer (&piece->to);
  }
  if (n > 0)
    g_array_set_size (from, first);
}

static void
flow_row (Flow *flow)
{
  double page = relais_pages_get_body_height (flow->pages, flow->band);
  gboolean rest = TRUE;

  while (rest) {
    double room = flow->pages->bottom - get_next_y (flow->pages, flow->band);
    double need = measure_rest (flow);
    gboolean fresh = get_last_page (flow->pages)->pieces->len == count_heads (flow);

    if (need > room && !fresh && room < page * (need <= page ? MOST_OF_PAGE : LEAST_PIECE))
      turn_page (flow);
    else if (!add_part (flow, room, &rest) || rest)
      turn_page (flow);
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

/* A heading stays with what it is the heading of; notes are paragraphs that fit on a page. */
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

    while (height > relais_pages_get_body_height (pages, band) && to > from + 1) {
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
  double body = relais_pages_get_body_height (pages, &g_array_index (pages->bands, RelaisBand, page->band));

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

/* A part (a month, a whole sheet) that is alone on its page fills it. */
static gboolean
begins_part (RelaisPages *pages,
             guint        page,
             guint        first_page)
{
  const GArray *pieces = g_array_index (pages->pages, RelaisPage, page).pieces;
  const RelaisPiece *first = pieces->len > 0 ? &g_array_index (pieces, RelaisPiece, 0) : NULL;

  return page == first_page ||
         (first != NULL && !first->continued && ((RelaisSheetRow *) g_ptr_array_index (pages->sheet->rows, first->row))->new_page);
}

double
relais_pages_get_body_height (RelaisPages      *pages,
                              const RelaisBand *band)
{
  return pages->bottom - get_body_top (pages, band);
}

void
relais_pages_lay_out_rows (RelaisPages *pages,
                           guint        band)
{
  guint first_page = pages->pages->len;

  add_page (pages, band);
  for (guint i = 0; i < pages->sheet->rows->len; i++) {
    const RelaisSheetRow *row = g_ptr_array_index (pages->sheet->rows, i);

    if (row->new_page && get_last_page (pages)->pieces->len > 0)
      add_page (pages, band);
    if (!relais_sheet_row_has_cells (row))
      lay_out_section (pages, band, i);
    else if (row->kind == RELAIS_ROW_BARS)
      lay_out_bars (pages, band, i);
    else
      lay_out_cells (pages, band, i);
  }
  if (get_last_page (pages)->pieces->len == 0 && pages->pages->len > first_page + 1)
    g_array_set_size (pages->pages, pages->pages->len - 1);
  for (guint i = first_page; pages->sheet->form == RELAIS_SHEET_PLAN && i < pages->pages->len; i++)
    if (begins_part (pages, i, first_page) && (i + 1 == pages->pages->len || begins_part (pages, i + 1, first_page)))
      stretch (pages, &g_array_index (pages->pages, RelaisPage, i));
}
