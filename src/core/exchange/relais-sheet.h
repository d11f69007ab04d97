/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RelaisSheet: what a view shows, with its rows and columns, as plain values. The one description from which paper and PDF
 * (core/print), CSV and XLSX are made, so that all of them say the same. Built once by whoever knows the plan, then only read.
 *
 * All texts are translated and as people read them; strings handed over are copied, NULL and "" are the same. */

typedef enum {
  RELAIS_SHEET_PLAN,      /* cells hold cards under headings: grid, month, board, flatplan */
  RELAIS_SHEET_LIST,      /* cells hold texts: list, decisions, balance */
} RelaisSheetForm;

/* Why a column or a cell is shaded; on paper each has a pattern of its own besides the words. */
typedef enum {
  RELAIS_SHADE_NONE,
  RELAIS_SHADE_WEEKEND,
  RELAIS_SHADE_HOLIDAY,
  RELAIS_SHADE_CLOSED,    /* no publication, or days of another calendar */
  RELAIS_SHADE_OUTSIDE,   /* a day of the month before or after */
} RelaisSheetShade;

typedef enum {
  RELAIS_ROW_BODY,
  RELAIS_ROW_SECTION,     /* heading of the rows that follow; has no cells */
  RELAIS_ROW_NOTE,        /* words over the whole width; has no cells */
  RELAIS_ROW_BARS,        /* campaigns: bars over columns */
  RELAIS_ROW_TOTAL,       /* load, sums: small, apart from the rows above */
} RelaisSheetRowKind;

typedef struct {
  char       *title;      /* owned, like all strings here */
  char       *badge;      /* nullable: a word that says what it is: channel */
  char       *status;     /* nullable: a word */
  char       *note;       /* nullable: author, direction, length … */
  const char *color;      /* nullable, static: one of the model's colours */
  gboolean    struck;     /* refused, cancelled */
} RelaisSheetCard;

typedef struct {
  char            *heading;   /* nullable: "12", "Page 3 · 1,800 of 2,500 signs" */
  char            *remark;    /* nullable: why it is shaded: "Toussaint" */
  char            *text;      /* nullable */
  char            *value;     /* nullable: what spreadsheets get instead of the text: a date that sorts */
  GPtrArray       *cards;     /* nullable: (element-type RelaisSheetCard) */
  RelaisSheetShade shade;
  double           share;     /* 0 to 1: a bar of that length; negative: none */
} RelaisSheetCell;

typedef struct {
  char            *label;
  char            *remark;    /* nullable: under the label: name of a holiday, count */
  RelaisSheetShade shade;
  double           weight;    /* share of the width, compared to the other columns */
  gboolean         numeric;   /* figures stand at the right */
  gboolean         begins;    /* a week begins: where a wide sheet is best cut */
} RelaisSheetColumn;

typedef struct {
  char    *title;
  char    *color;             /* nullable */
  guint    first, last;       /* columns, inclusive */
  gboolean from_before, goes_on;   /* it begins before the first column, ends after the last */
} RelaisSheetBar;

typedef struct {
  RelaisSheetRowKind kind;
  char              *heading; /* nullable */
  char              *remark;  /* nullable: under the heading */
  const char        *color;   /* nullable, static */
  gboolean           new_page; /* begins a page: a month */
  RelaisSheetCell   *cells;   /* owned; as many as the sheet has columns; NULL for SECTION and NOTE */
  GPtrArray         *bars;    /* nullable: (element-type RelaisSheetBar) */
} RelaisSheetRow;

typedef struct {
  RelaisSheetForm form;
  char           *title;      /* "Editorial plan · 16–29 November 2026" */
  char           *subtitle;   /* nullable: the filter in words */
  char           *dated;      /* nullable: "Printed on …" */
  char           *rows_label; /* nullable: heading of the rows' headings; NULL: rows have none */
  char           *empty;      /* nullable: what is said when there is no row */
  GArray         *columns;    /* (element-type RelaisSheetColumn) */
  GPtrArray      *rows;       /* (element-type RelaisSheetRow) */
} RelaisSheet;

RelaisSheet       *relais_sheet_new         (RelaisSheetForm form, const char *title);
void               relais_sheet_free        (RelaisSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisSheet, relais_sheet_free)

/* All columns come before the first row. What is returned is lent, until the next column is added; for further settings. */
RelaisSheetColumn *relais_sheet_add_column  (RelaisSheet *sheet, const char *label, double weight);
/* @heading: (nullable). Lent. */
RelaisSheetRow    *relais_sheet_add_row     (RelaisSheet *sheet, RelaisSheetRowKind kind, const char *heading);
/* Lent. */
RelaisSheetCell   *relais_sheet_get_cell    (RelaisSheet *sheet, RelaisSheetRow *row, guint column);
/* @color: (nullable). Lent. */
RelaisSheetCard   *relais_sheet_cell_add_card (RelaisSheetCell *cell, const char *title, const char *badge, const char *status,
                                               const char *color);
RelaisSheetBar    *relais_sheet_row_add_bar (RelaisSheetRow *row, const char *title, const char *color, guint first, guint last);

gboolean           relais_sheet_row_has_cells (const RelaisSheetRow *row);
/* What a table says at this place: heading and text of the cell, its cards ("Vœux — Brèves (Writing, M. Dupont)"), the bars that pass
 * over it; a line each. (transfer full) */
char              *relais_sheet_row_print   (const RelaisSheetRow *row, guint column);

/* The file for spreadsheets: `;`, byte order mark, formulas made harmless. Of a list without its sections and notes: a table that
 * programs sort and read. (transfer full) */
GBytes            *relais_sheet_write_csv   (const RelaisSheet *sheet);
/* Whether this Relais was built with libxlsxwriter. */
gboolean           relais_sheet_has_xlsx    (void);
/* A workbook: headings frozen and repeated on paper, texts only, closed days shaded. (transfer full) (nullable) */
GBytes            *relais_sheet_write_xlsx  (const RelaisSheet *sheet, GError **error);

G_END_DECLS
