/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>
#include "relais-print.h"

G_BEGIN_DECLS

/* ---- type: relais-print-type.c ---- */

typedef enum {
  RELAIS_TYPE_TITLE,
  RELAIS_TYPE_SUBTITLE,
  RELAIS_TYPE_FOOT,
  RELAIS_TYPE_HEADING,   /* of a column, a row, a section */
  RELAIS_TYPE_CARD,
  RELAIS_TYPE_STRUCK,
  RELAIS_TYPE_TEXT,
  RELAIS_TYPE_SMALL,
} RelaisTypeStyle;

/* Fonts at one size of paper. */
typedef struct {
  PangoContext *context;     /* owned */
  double        scale;
  double        card_scale;  /* of cards besides: all alike, small enough for the longest word in a narrow column */
} RelaisType;

/* @second: (nullable): in SMALL, after @separator. @width: negative: as wide as it is. (transfer full) */
PangoLayout *relais_type_set      (const RelaisType *type, RelaisTypeStyle style, const char *first, const char *separator,
                                   const char *second, double width);
/* The size that cards want, so that no word of @words (a set of strings) is wider than @width; within limits. */
double       relais_type_fit_cards (RelaisType *type, GHashTable *words, double width);
double       relais_type_height   (PangoLayout *layout);
double       relais_type_width    (PangoLayout *layout);
void         relais_color_parse   (const char *name, double rgb[3]);   /* a colour of the model, strong enough for a stripe */

/* ---- what a cell is made of: relais-print-cell.c ---- */

/* The smallest piece that a page break leaves whole. */
typedef struct {
  guint  block;    /* RELAIS_BLOCK_…, or RELAIS_BLOCK_CARDS + number of the card */
  guint  first, n; /* lines of the block */
  double height;   /* with what is around it */
} RelaisAtom;

enum { RELAIS_BLOCK_HEADING, RELAIS_BLOCK_TEXT, RELAIS_BLOCK_SHARE, RELAIS_BLOCK_CARDS };

typedef struct {
  const RelaisSheetCell *cell;      /* borrowed */
  gboolean               small;     /* loads and sums */
  gboolean               numeric;
  double                 width;
  double                 most;      /* height of an empty page: a card higher than this is broken */
} RelaisCellShape;

/* What a card's words have of a cell's width. */
double  relais_card_get_text_width (double width);
/* (element-type RelaisAtom) (transfer full) */
GArray *relais_cell_measure (const RelaisType *type, const RelaisCellShape *shape);
/* Draws the atoms from @first to before @end, with the top left corner at @x, @y. */
void    relais_cell_draw    (const RelaisType *type, const RelaisCellShape *shape, GArray *atoms, guint first, guint end, cairo_t *cr,
                             double x, double y);

/* ---- campaigns: relais-print-bars.c ---- */

typedef struct {
  const RelaisSheetBar *bar;  /* borrowed */
  double x, width;            /* of the bar */
  double text_x, text_width;
  double y, height;           /* from the top of the row */
  gboolean from_before, goes_on;
} RelaisBarPlace;

/* @lefts: left edges of the columns @first … @first + @n, the right edge of the last behind them. Sets @height.
 * (element-type RelaisBarPlace) (transfer full) */
GArray *relais_bars_place   (const RelaisType *type, GPtrArray *bars, guint first, guint n, const double *lefts, double *height);
void    relais_bars_draw    (const RelaisType *type, GArray *places, cairo_t *cr, double y);

/* ---- pages: relais-pages.c across, relais-pages-rows.c down, relais-pages-draw.c draws ---- */

#define RELAIS_PAGE_MARGIN  30.0   /* points: printers keep clear of about 15 */
#define RELAIS_CELL_PAD      3.0

/* Columns that stand on one page beside each other. */
typedef struct {
  guint   first, n;
  double *lefts;        /* owned: n + 1 edges */
  double  head_height;  /* of the columns' headings; 0: they have none */
} RelaisBand;

/* A row, or a part of it, on a page. */
typedef struct {
  guint    row;
  double   y, height;
  gboolean continued;   /* its beginning is on an earlier page */
  gboolean goes_on;
  guint   *from, *to;   /* owned: atoms of each column of the band; NULL: SECTION, BARS */
} RelaisPiece;

typedef struct {
  guint   band;
  GArray *pieces;       /* owned: (element-type RelaisPiece) */
} RelaisPage;

struct _RelaisPages {
  const RelaisSheet *sheet;    /* borrowed */
  double             width, height;
  RelaisType         type;
  double             top;      /* where the body begins */
  double             bottom;   /* where it ends */
  double             heading_width;
  GHashTable        *words;    /* owned: long words of the cards */
  GArray            *bands;    /* owned: (element-type RelaisBand) */
  GArray            *pages;    /* owned: (element-type RelaisPage) */
};

/* Adds the pages of one band of columns. */
void            relais_pages_lay_out_rows    (RelaisPages *pages, guint band);
double          relais_pages_get_body_height (RelaisPages *pages, const RelaisBand *band);
RelaisCellShape relais_pages_get_shape (RelaisPages *pages, const RelaisBand *band, const RelaisSheetRow *row, guint column);
PangoLayout    *relais_pages_set_title   (RelaisPages *pages);
PangoLayout    *relais_pages_set_column  (RelaisPages *pages, const RelaisBand *band, guint column);
/* @continued: says so */
PangoLayout    *relais_pages_set_heading (RelaisPages *pages, const RelaisSheetRow *row, gboolean continued);

G_END_DECLS
