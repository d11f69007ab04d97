/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "relais-sheet.h"

G_BEGIN_DECLS

/* Sheets on paper. Nothing is ever left out or cut: cells grow, what does not fit goes on on a following page under the same
 * headings, and a sheet too wide for the paper is cut between its weeks. Colour is never alone: a word stands beside it. */

typedef enum {
  RELAIS_PAPER_A4_LANDSCAPE,
  RELAIS_PAPER_A4_PORTRAIT,
  RELAIS_PAPER_A3_LANDSCAPE,
} RelaisPaper;

/* Width and height in points (1/72 inch). */
void         relais_paper_get_size (RelaisPaper paper, double *width, double *height);
/* "a4", "a4-portrait", "a3" */
gboolean     relais_paper_from_string (const char *name, RelaisPaper *paper);
/* The paper that a sheet looks best on when nobody chose one: lists upright, plans across. */
RelaisPaper  relais_paper_suggest  (const RelaisSheet *sheet);

/* RelaisPages: a sheet laid out on paper of one size. */
typedef struct _RelaisPages RelaisPages;

/**
 * relais_pages_new:
 * @sheet: borrowed; must outlive the pages
 * @width: @height: of the paper in points, margins included
 */
RelaisPages *relais_pages_new      (const RelaisSheet *sheet, double width, double height);
void         relais_pages_free     (RelaisPages *pages);
guint        relais_pages_get_n    (RelaisPages *pages);   /* at least 1 */
/* @cr: one unit is a point, the origin is the paper's corner */
void         relais_pages_draw     (RelaisPages *pages, guint page, cairo_t *cr);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisPages, relais_pages_free)

/* Returns: (transfer full): a PDF file. */
GBytes      *relais_print_pdf      (const RelaisSheet *sheet, RelaisPaper paper);

G_END_DECLS
