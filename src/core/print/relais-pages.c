/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-print"

#include "relais-print-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define LEAST_COLUMN   54.0   /* points, of a column of weight 1 under which cards are no longer read: 19 mm */
#define ROW_HEADING    80.0
#define GAP             8.0
#define LONG_WORD       8      /* bytes */
#define LEAST_CARD      0.75   /* of the size of cards on A4 */
#define NUMBER_GAP      8.0    /* between figures, which stand at the right, and the text that follows */
#define A4_AREA    (595.276 * 841.890)

static void
clear_band (gpointer data)
{
  g_free (((RelaisBand *) data)->lefts);
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

/* As wide as the rows' headings want, up to what a column of names may take. */
static double
measure_headings (RelaisPages *pages)
{
  g_autoptr (PangoLayout) label = relais_type_set (&pages->type, RELAIS_TYPE_HEADING, pages->sheet->rows_label, NULL, NULL, -1);
  double width = relais_type_width (label);

  for (guint i = 0; i < pages->sheet->rows->len && width < ROW_HEADING * pages->type.scale; i++) {
    const RelaisSheetRow *row = g_ptr_array_index (pages->sheet->rows, i);
    g_autoptr (PangoLayout) layout = relais_type_set (&pages->type, RELAIS_TYPE_HEADING, row->heading, "\n", row->remark, -1);

    if (relais_sheet_row_has_cells (row))
      width = MAX (width, relais_type_width (layout));
  }
  return MIN (width + 2 * RELAIS_CELL_PAD + 3, ROW_HEADING * pages->type.scale);
}

static void
lay_out_bands (RelaisPages *pages)
{
  const RelaisSheet *sheet = pages->sheet;
  double width;

  pages->heading_width = sheet->rows_label != NULL ? measure_headings (pages) : 0;
  width = pages->width - 2 * RELAIS_PAGE_MARGIN - pages->heading_width;
  for (guint first = 0; first < sheet->columns->len;) {
    guint n = sheet->form == RELAIS_SHEET_LIST ? sheet->columns->len : count_columns (pages, first, width);

    add_band (pages, first, n, width);
    first += n;
  }
  if (pages->bands->len == 0)
    add_band (pages, 0, 0, width);
}

/* The longer words on cards: only they can be too wide for a column. */
static GHashTable *
collect_words (const RelaisSheet *sheet)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint r = 0; r < sheet->rows->len; r++) {
    const RelaisSheetRow *row = g_ptr_array_index (sheet->rows, r);

    for (guint c = 0; row->cells != NULL && c < sheet->columns->len; c++)
      for (guint i = 0; row->cells[c].cards != NULL && i < row->cells[c].cards->len; i++) {
        const RelaisSheetCard *card = g_ptr_array_index (row->cells[c].cards, i);
        g_auto (GStrv) parts = g_strsplit_set (card->title, " -", -1);

        for (guint k = 0; parts[k] != NULL; k++)
          if (strlen (parts[k]) > LONG_WORD)
            g_hash_table_add (words, g_strdup (parts[k]));
      }
  }
  return words;
}

/* Columns that narrow days left out of account: cards stand in full ones. */
static void
fit_cards (RelaisPages *pages)
{
  double width = pages->width, wanted;

  for (guint b = 0; b < pages->bands->len; b++) {
    const RelaisBand *band = &g_array_index (pages->bands, RelaisBand, b);

    for (guint i = 0; i < band->n; i++)
      if (get_column (pages, band->first + i)->weight >= 1)
        width = MIN (width, band->lefts[i + 1] - band->lefts[i]);
  }
  wanted = relais_type_fit_cards (&pages->type, pages->words, relais_card_get_text_width (width - 2 * RELAIS_CELL_PAD));
  /* Not below what can be read, whatever the paper. */
  pages->type.card_scale = MAX (wanted, MIN (1, LEAST_CARD / pages->type.scale));
}

static void
lay_out (RelaisPages *pages,
         double       scale)
{
  g_autoptr (PangoLayout) title = NULL, foot = NULL;

  g_array_set_size (pages->bands, 0);
  g_array_set_size (pages->pages, 0);
  pages->type.scale = scale;
  pages->type.card_scale = 1;
  title = relais_pages_set_title (pages);
  foot = relais_type_set (&pages->type, RELAIS_TYPE_FOOT, "1", NULL, NULL, -1);
  pages->top = RELAIS_PAGE_MARGIN + relais_type_height (title) + GAP;
  pages->bottom = pages->height - RELAIS_PAGE_MARGIN - relais_type_height (foot) - GAP / 2;
  lay_out_bands (pages);
  fit_cards (pages);
  for (guint i = 0; i < pages->bands->len; i++)
    relais_pages_lay_out_rows (pages, i);
}

static guint
count_parts (RelaisPages *pages)
{
  guint n = 1;

  for (guint i = 1; i < pages->sheet->rows->len; i++)
    n += ((RelaisSheetRow *) g_ptr_array_index (pages->sheet->rows, i))->new_page;
  return n;
}

/* A plan (each month of it) is best on one page: a little smaller, when that makes it one. Nobody reads less than 6.5 points from a chair. */
static void
fit (RelaisPages *pages)
{
  static const double smaller[] = { 0.92, 0.85, 0.78 };
  double area = pages->width * pages->height, scale = area > 1.5 * A4_AREA ? 1.2 : 1;
  guint n, n_parts = count_parts (pages);

  lay_out (pages, scale);
  n = pages->pages->len;
  if (pages->sheet->form != RELAIS_SHEET_PLAN || n == n_parts || n > 6 * n_parts)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (smaller); i++) {
    lay_out (pages, scale * smaller[i]);
    if (pages->pages->len == n_parts)
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
  gboolean numeric = get_column (pages, band->first + column)->numeric;

  return (RelaisCellShape) {
    .cell = &row->cells[band->first + column],
    .small = row->kind == RELAIS_ROW_TOTAL && pages->sheet->form == RELAIS_SHEET_PLAN,
    .numeric = numeric,
    .width = band->lefts[column + 1] - band->lefts[column] - 2 * RELAIS_CELL_PAD - (numeric ? NUMBER_GAP : 0),
    .most = relais_pages_get_body_height (pages, band) - 2 * RELAIS_CELL_PAD,
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
  double width = band->lefts[column + 1] - band->lefts[column] - 2 * RELAIS_CELL_PAD - (found->numeric ? NUMBER_GAP : 0);
  PangoLayout *layout = relais_type_set (&pages->type, RELAIS_TYPE_HEADING, found->label, "\n", found->remark, width);

  if (found->numeric)
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  return layout;
}

PangoLayout *
relais_pages_set_heading (RelaisPages          *pages,
                          const RelaisSheetRow *row,
                          gboolean              continued)
{
  gboolean across = !relais_sheet_row_has_cells (row);
  double width = across ? pages->width - 2 * RELAIS_PAGE_MARGIN : pages->heading_width;
  g_autofree char *remark = NULL;

  if (continued)
    /* TRANSLATORS: under the heading of a row that goes on on another page */
    remark = g_strdup_printf ("%s%s%s", row->remark != NULL ? row->remark : "", row->remark != NULL ? "\n" : "", _("continued"));
  else
    remark = g_strdup (row->remark);
  return relais_type_set (&pages->type, row->kind == RELAIS_ROW_NOTE ? RELAIS_TYPE_TEXT : RELAIS_TYPE_HEADING, row->heading,
                          across ? "   " : "\n", remark,
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
  pages->words = collect_words (sheet);
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
  g_hash_table_unref (pages->words);
  g_object_unref (pages->type.context);
  g_free (pages);
}

guint
relais_pages_get_n (RelaisPages *pages)
{
  g_return_val_if_fail (pages != NULL, 0);

  return pages->pages->len;
}
