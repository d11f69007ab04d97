/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-exchange"

#include "relais-sheet.h"

#include "relais-table.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

/* A workbook takes no longer text in a cell; what is longer goes on in the row below. */
#define MAX_CELL_BYTES 32000

/* Widths in characters. */
#define HEADING_WIDTH  28
#define CARD_WIDTH     30
#define LIST_WIDTH     90   /* for all columns together, by their weight */

typedef struct {
  const RelaisSheet *sheet;
  lxw_worksheet     *worksheet;
  lxw_format        *title, *heading, *section, *total, *text, *number, *shades[RELAIS_SHADE_OUTSIDE + 1];
  lxw_col_t          first;     /* column of the sheet's first column */
  lxw_row_t          row;       /* the next */
} Writer;

static lxw_format *
make_format (lxw_workbook *workbook,
             gboolean      bold,
             lxw_color_t   fill)
{
  lxw_format *format = workbook_add_format (workbook);

  format_set_text_wrap (format);
  format_set_align (format, LXW_ALIGN_VERTICAL_TOP);
  if (bold)
    format_set_bold (format);
  if (fill != 0) {
    format_set_pattern (format, LXW_PATTERN_SOLID);
    format_set_bg_color (format, fill);
  }
  format_set_border (format, LXW_BORDER_HAIR);
  return format;
}

static void
make_formats (Writer       *writer,
              lxw_workbook *workbook)
{
  writer->title = workbook_add_format (workbook);
  format_set_bold (writer->title);
  format_set_font_size (writer->title, 14);
  writer->heading = make_format (workbook, TRUE, 0xE4E6EA);
  writer->section = make_format (workbook, TRUE, 0xF1F2F4);
  writer->total = make_format (workbook, FALSE, 0xF1F2F4);
  writer->text = make_format (workbook, FALSE, 0);
  writer->number = make_format (workbook, FALSE, 0);
  format_set_align (writer->number, LXW_ALIGN_RIGHT);
  writer->shades[RELAIS_SHADE_NONE] = writer->text;
  writer->shades[RELAIS_SHADE_WEEKEND] = make_format (workbook, FALSE, 0xEDEDED);
  writer->shades[RELAIS_SHADE_HOLIDAY] = make_format (workbook, FALSE, 0xFBE9D0);
  writer->shades[RELAIS_SHADE_CLOSED] = make_format (workbook, FALSE, 0xF6DADA);
  writer->shades[RELAIS_SHADE_OUTSIDE] = make_format (workbook, FALSE, 0xF7F7F7);
}

/* Figures that stand in a column of figures are numbers; everything else is text and never a formula. */
static void
write_cell (Writer     *writer,
            lxw_col_t   column,
            const char *text,
            gboolean    numeric,
            lxw_format *format)
{
  char *end = NULL;
  double number = numeric && *text != '\0' ? g_ascii_strtod (text, &end) : 0;

  if (end != NULL && *end == '\0')
    worksheet_write_number (writer->worksheet, writer->row, column, number, writer->number);
  else if (*text != '\0')
    worksheet_write_string (writer->worksheet, writer->row, column, text, format);
  else
    worksheet_write_blank (writer->worksheet, writer->row, column, format);
}

static const RelaisSheetColumn *
get_column (const RelaisSheet *sheet,
            guint              index)
{
  return &g_array_index (sheet->columns, RelaisSheetColumn, index);
}

static char *
join_words (const char *label,
            const char *remark)
{
  return remark != NULL ? g_strdup_printf ("%s\n%s", label != NULL ? label : "", remark) : g_strdup (label != NULL ? label : "");
}

static void
write_head (Writer *writer)
{
  const RelaisSheet *sheet = writer->sheet;
  double weights = 0;

  worksheet_write_string (writer->worksheet, writer->row++, 0, sheet->title, writer->title);
  if (sheet->subtitle != NULL)
    worksheet_write_string (writer->worksheet, writer->row++, 0, sheet->subtitle, NULL);
  if (sheet->rows_label != NULL) {
    worksheet_set_column (writer->worksheet, 0, 0, HEADING_WIDTH, NULL);
    worksheet_write_string (writer->worksheet, writer->row, 0, sheet->rows_label, writer->heading);
  }
  for (guint i = 0; i < sheet->columns->len; i++)
    weights += get_column (sheet, i)->weight;
  for (guint i = 0; i < sheet->columns->len; i++) {
    const RelaisSheetColumn *column = get_column (sheet, i);
    g_autofree char *label = join_words (column->label, column->remark);
    lxw_col_t at = (lxw_col_t) (writer->first + i);
    double width = sheet->form == RELAIS_SHEET_PLAN ? CARD_WIDTH * MIN (column->weight, 1) : LIST_WIDTH * column->weight / weights;

    worksheet_set_column (writer->worksheet, at, at, MAX (width, 9), NULL);
    worksheet_write_string (writer->worksheet, writer->row, at, label, writer->heading);
  }
  worksheet_repeat_rows (writer->worksheet, writer->row, writer->row);
  writer->row++;
  worksheet_freeze_panes (writer->worksheet, writer->row, writer->first);
}

/* Takes a part of what is left of @text, whole lines where possible. (transfer full) */
static char *
take_part (const char **text)
{
  gsize length = strlen (*text);
  const char *end = *text + MIN (length, MAX_CELL_BYTES);
  char *part;

  if (length > MAX_CELL_BYTES) {
    const char *line = g_strrstr_len (*text, MAX_CELL_BYTES, "\n");

    end = line != NULL && line > *text ? line : g_utf8_find_prev_char (*text, end + 1);
  }
  part = g_strndup (*text, (gsize) (end - *text));
  *text = *end == '\n' ? end + 1 : end;
  return part;
}

static void
write_section (Writer               *writer,
               const RelaisSheetRow *row)
{
  g_autofree char *label = join_words (row->heading, row->remark);
  guint n = writer->first + writer->sheet->columns->len;

  for (guint i = 0; i < n; i++)
    write_cell (writer, (lxw_col_t) i, i == 0 ? label : "", FALSE, writer->section);
  writer->row++;
}

static void
write_row (Writer               *writer,
           const RelaisSheetRow *row)
{
  const RelaisSheet *sheet = writer->sheet;
  g_autofree char *label = join_words (row->heading, row->remark);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree const char **rest = g_new0 (const char *, sheet->columns->len);
  gboolean more = TRUE;

  for (guint i = 0; i < sheet->columns->len; i++) {
    g_ptr_array_add (texts, relais_sheet_row_print (row, i));
    rest[i] = g_ptr_array_index (texts, i);
  }
  for (; more; writer->row++) {
    more = FALSE;
    if (sheet->rows_label != NULL)
      write_cell (writer, 0, label, FALSE, writer->heading);
    for (guint i = 0; i < sheet->columns->len; i++) {
      g_autofree char *part = take_part (&rest[i]);

      write_cell (writer, (lxw_col_t) (writer->first + i), part, get_column (sheet, i)->numeric,
                  row->kind == RELAIS_ROW_TOTAL ? writer->total : writer->shades[row->cells[i].shade]);
      more = more || *rest[i] != '\0';
    }
  }
}

static void
write_page (Writer *writer)
{
  worksheet_set_landscape (writer->worksheet);
  worksheet_set_paper (writer->worksheet, 9);   /* A4 */
  worksheet_fit_to_pages (writer->worksheet, 1, 0);
  /* TRANSLATORS: at the foot of a printed page; keep &P and &N */
  worksheet_set_footer (writer->worksheet, _("&RPage &P of &N"));
}

gboolean
relais_sheet_has_xlsx (void)
{
  return TRUE;
}

GBytes *
relais_sheet_write_xlsx (const RelaisSheet  *sheet,
                         GError            **error)
{
  const char *buffer = NULL;
  size_t length = 0;
  lxw_workbook_options options = { .output_buffer = &buffer, .output_buffer_size = &length };
  lxw_workbook *workbook;
  Writer writer = { .sheet = sheet };
  lxw_error code;

  g_return_val_if_fail (sheet != NULL, NULL);

  workbook = workbook_new_opt (NULL, &options);
  writer.worksheet = workbook_add_worksheet (workbook, NULL);
  writer.first = sheet->rows_label != NULL ? 1 : 0;
  make_formats (&writer, workbook);
  write_page (&writer);
  write_head (&writer);
  for (guint i = 0; i < sheet->rows->len; i++) {
    const RelaisSheetRow *row = g_ptr_array_index (sheet->rows, i);

    if (!relais_sheet_row_has_cells (row))
      write_section (&writer, row);
    else
      write_row (&writer, row);
  }
  code = workbook_close (workbook);
  if (code != LXW_NO_ERROR || buffer == NULL) {
    g_set_error (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_FORMAT, _("The workbook cannot be written: %s"),
                 lxw_strerror (code));
    free ((void *) buffer);
    return NULL;
  }
  return g_bytes_new_with_free_func (buffer, length, free, (gpointer) buffer);
}
