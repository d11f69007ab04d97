/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RELAIS_EXCHANGE_ERROR (relais_exchange_error_quark ())
GQuark relais_exchange_error_quark (void);

/* Why a file as a whole cannot be read. Messages are sentences for people, translated. */
typedef enum {
  RELAIS_EXCHANGE_ERROR_EMPTY,      /* nothing in it */
  RELAIS_EXCHANGE_ERROR_TOO_LARGE,
  RELAIS_EXCHANGE_ERROR_NOT_TEXT,   /* a picture, an archive … */
  RELAIS_EXCHANGE_ERROR_CUT_OFF,    /* ends in the middle */
  RELAIS_EXCHANGE_ERROR_HEADINGS,   /* no column that Relais knows */
  RELAIS_EXCHANGE_ERROR_FORMAT,     /* not what it should be; or this kind has no such format */
  RELAIS_EXCHANGE_ERROR_MISSING,    /* the workspace lacks what the import needs (a channel for the agenda) */
} RelaisExchangeError;

/* Files are refused beyond this, before anything is made of them. */
#define RELAIS_EXCHANGE_MAX_BYTES (20u << 20)

/* RelaisTable: the cells of a CSV file. Read once, then never changed. The first row that is not empty holds the headings. */
typedef struct _RelaisTable RelaisTable;

/**
 * relais_table_read:
 *
 * Separator (`;`, `,`, tab), encoding (UTF-8, UTF-16 with its mark, Windows-1252), byte order mark, quotes and line breaks inside
 * cells are found out. A leading apostrophe that relais_table_append_row() put before a formula is taken away. Limits:
 * RELAIS_EXCHANGE_MAX_BYTES, 200,000 rows, 200 columns.
 *
 * Returns: (transfer full) (nullable): the table, or %NULL with @error
 */
RelaisTable *relais_table_read          (GBytes *bytes, GError **error);
RelaisTable *relais_table_ref           (RelaisTable *table);
void         relais_table_unref         (RelaisTable *table);
guint        relais_table_get_n_columns (RelaisTable *table);   /* of the headings */
guint        relais_table_get_n_rows    (RelaisTable *table);   /* without the headings */
const char  *relais_table_get_heading   (RelaisTable *table, guint column);
const char  *relais_table_get_cell      (RelaisTable *table, guint row, guint column);  /* "" where there is none */
guint        relais_table_get_line      (RelaisTable *table, guint row);  /* of the file, from 1; a row may take several */
char         relais_table_get_separator (RelaisTable *table);
const char  *relais_table_get_encoding  (RelaisTable *table);   /* "UTF-8", "UTF-16", "WINDOWS-1252" */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisTable, relais_table_unref)

/* A file begins with this, so that spreadsheets take it for UTF-8. */
#define RELAIS_TABLE_START "\xef\xbb\xbf"

/* One line of `;`-separated cells, ended by CR LF. Cells are quoted where needed; a cell that a spreadsheet would take for a
 * formula (= + - @ tab CR) gets an apostrophe before it. */
void         relais_table_append_row    (GString *text, const char * const *cells);

G_END_DECLS
