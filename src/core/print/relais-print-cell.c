/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-print"

#include "relais-print-private.h"

#include <string.h>

#define STRIPE     2.5   /* colour of a card, at its left */
#define CARD_PAD   2.5
#define CARD_GAP   2.5
#define SHARE      5.0   /* height of a bar that shows a share */

static const RelaisSheetCard *
get_card (const RelaisSheetCell *cell,
          guint                  block)
{
  return g_ptr_array_index (cell->cards, block - RELAIS_BLOCK_CARDS);
}

static PangoLayout *
set_card (const RelaisType      *type,
          const RelaisSheetCard *card,
          double                 width)
{
  g_autoptr (GString) words = g_string_new (NULL);
  const char *parts[] = { card->badge, card->status, card->note };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL)
      g_string_append_printf (words, "%s%s", words->len > 0 ? "\302\240· " : "", parts[i]);
  return relais_type_set (type, card->struck ? RELAIS_TYPE_STRUCK : RELAIS_TYPE_CARD, card->title, "\n",
                          words->len > 0 ? words->str : NULL, relais_card_get_text_width (width));
}

static PangoLayout *
set_block (const RelaisType      *type,
           const RelaisCellShape *shape,
           guint                  block)
{
  PangoLayout *layout;

  if (block >= RELAIS_BLOCK_CARDS)
    return set_card (type, get_card (shape->cell, block), shape->width);
  if (block == RELAIS_BLOCK_HEADING)
    return relais_type_set (type, RELAIS_TYPE_HEADING, shape->cell->heading,
                            shape->cell->heading == NULL ? "" : shape->cell->share >= 0 ? "\n" : "  ", shape->cell->remark,
                            shape->width);
  layout = relais_type_set (type, shape->small ? RELAIS_TYPE_SMALL : RELAIS_TYPE_TEXT, shape->cell->text, NULL, NULL, shape->width);
  if (shape->numeric)
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  return layout;
}

static double
get_line_height (PangoLayout *layout,
                 guint        line)
{
  PangoRectangle rectangle;

  pango_layout_line_get_extents (pango_layout_get_line_readonly (layout, (int) line), NULL, &rectangle);
  return (double) rectangle.height / PANGO_SCALE;
}

static double
get_frame (guint block)
{
  return block >= RELAIS_BLOCK_CARDS ? 2 * CARD_PAD + CARD_GAP : block == RELAIS_BLOCK_HEADING ? CARD_PAD : 0;
}

/* Cards and headings stay whole where they can; texts break between lines. */
static void
add_block (const RelaisType      *type,
           const RelaisCellShape *shape,
           guint                  block,
           GArray                *atoms)
{
  g_autoptr (PangoLayout) layout = set_block (type, shape, block);
  guint n_lines = (guint) pango_layout_get_line_count (layout);
  double height = relais_type_height (layout) + get_frame (block);
  RelaisAtom atom = { .block = block };

  if (block != RELAIS_BLOCK_TEXT && height <= shape->most) {
    atom.n = n_lines;
    atom.height = height;
    g_array_append_val (atoms, atom);
    return;
  }
  for (atom.n = 1; atom.first < n_lines; atom.first++) {
    atom.height = get_line_height (layout, atom.first) + get_frame (block);
    g_array_append_val (atoms, atom);
  }
}

/* The lines from @first on, @n of them, with the top of the first at @y. */
static double
draw_lines (PangoLayout *layout,
            guint        first,
            guint        n,
            cairo_t     *cr,
            double       x,
            double       y)
{
  double width = (double) pango_layout_get_width (layout) / PANGO_SCALE;

  for (guint i = first; i < first + n; i++) {
    PangoLayoutLine *line = pango_layout_get_line_readonly (layout, (int) i);
    PangoRectangle logical;
    double indent = 0;

    pango_layout_line_get_extents (line, NULL, &logical);
    if (pango_layout_get_alignment (layout) == PANGO_ALIGN_RIGHT)
      indent = width - (double) logical.width / PANGO_SCALE;
    cairo_move_to (cr, x + indent, y - (double) logical.y / PANGO_SCALE);
    pango_cairo_show_layout_line (cr, line);
    y += (double) logical.height / PANGO_SCALE;
  }
  return y;
}

static void
draw_card (const RelaisSheetCard *card,
           cairo_t               *cr,
           double                 x,
           double                 y,
           double                 width,
           double                 height)
{
  double rgb[3];

  relais_color_parse (card->color, rgb);
  cairo_rectangle (cr, x, y, width, height);
  cairo_set_source_rgb (cr, 0.92 + 0.08 * rgb[0], 0.92 + 0.08 * rgb[1], 0.92 + 0.08 * rgb[2]);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, 0.72, 0.72, 0.74);
  cairo_set_line_width (cr, 0.4);
  cairo_stroke (cr);
  cairo_rectangle (cr, x, y, STRIPE, height);
  cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
  cairo_fill (cr);
}

static void
draw_share (const RelaisCellShape *shape,
            cairo_t               *cr,
            double                 x,
            double                 y)
{
  double share = CLAMP (shape->cell->share, 0, 1);

  cairo_rectangle (cr, x, y + 1, shape->width, SHARE - 2.5);
  cairo_set_source_rgb (cr, 0.88, 0.88, 0.9);
  cairo_fill (cr);
  cairo_rectangle (cr, x, y + 1, shape->width * share, SHARE - 2.5);
  cairo_set_source_rgb (cr, 0.25, 0.3, 0.38);
  cairo_fill (cr);
}

/* One block, or the part of it that these atoms are. Returns: its height */
static double
draw_block (const RelaisType      *type,
            const RelaisCellShape *shape,
            const RelaisAtom      *atoms,
            guint                  n_atoms,
            cairo_t               *cr,
            double                 x,
            double                 y)
{
  guint block = atoms[0].block, n_lines = 0;
  gboolean card = block >= RELAIS_BLOCK_CARDS;
  g_autoptr (PangoLayout) layout = NULL;
  double height = 0, frame = get_frame (block);

  for (guint i = 0; i < n_atoms; i++) {
    height += atoms[i].height - frame;
    n_lines += atoms[i].n;
  }
  if (block == RELAIS_BLOCK_SHARE) {
    draw_share (shape, cr, x, y);
    return height;
  }
  layout = set_block (type, shape, block);
  if (card)
    draw_card (get_card (shape->cell, block), cr, x, y, shape->width, height + 2 * CARD_PAD);
  cairo_set_source_rgb (cr, 0, 0, 0);
  if (shape->cell->shade == RELAIS_SHADE_OUTSIDE && !card)
    cairo_set_source_rgb (cr, 0.45, 0.45, 0.45);
  draw_lines (layout, atoms[0].first, n_lines, cr, card ? x + STRIPE + CARD_PAD : x, card ? y + CARD_PAD : y);
  return height + frame;
}

double
relais_card_get_text_width (double width)
{
  return width - STRIPE - 2 * CARD_PAD;
}

GArray *
relais_cell_measure (const RelaisType      *type,
                     const RelaisCellShape *shape)
{
  const RelaisSheetCell *cell = shape->cell;
  GArray *atoms = g_array_new (FALSE, FALSE, sizeof (RelaisAtom));

  if (cell->heading != NULL || cell->remark != NULL)
    add_block (type, shape, RELAIS_BLOCK_HEADING, atoms);
  if (cell->text != NULL && *cell->text != '\0')
    add_block (type, shape, RELAIS_BLOCK_TEXT, atoms);
  if (cell->share >= 0) {
    RelaisAtom share = { .block = RELAIS_BLOCK_SHARE, .n = 1, .height = SHARE };

    g_array_append_val (atoms, share);
  }
  for (guint i = 0; cell->cards != NULL && i < cell->cards->len; i++)
    add_block (type, shape, RELAIS_BLOCK_CARDS + i, atoms);
  return atoms;
}

void
relais_cell_draw (const RelaisType      *type,
                  const RelaisCellShape *shape,
                  GArray                *atoms,
                  guint                  first,
                  guint                  end,
                  cairo_t               *cr,
                  double                 x,
                  double                 y)
{
  while (first < end) {
    const RelaisAtom *atom = &g_array_index (atoms, RelaisAtom, first);
    guint n = 1;

    while (first + n < end && atom[n].block == atom->block)
      n++;
    y += draw_block (type, shape, atom, n, cr, x, y);
    first += n;
  }
}
