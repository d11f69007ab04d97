/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-exchange"

#include "relais-sheet.h"

#include "relais-table.h"

#include <string.h>

static char *
dup_words (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static void
free_card (gpointer data)
{
  RelaisSheetCard *card = data;

  g_free (card->title);
  g_free (card->badge);
  g_free (card->status);
  g_free (card->note);
  g_free (card);
}

static void
free_bar (gpointer data)
{
  RelaisSheetBar *bar = data;

  g_free (bar->title);
  g_free (bar->color);
  g_free (bar);
}

static void
clear_column (gpointer data)
{
  RelaisSheetColumn *column = data;

  g_free (column->label);
  g_free (column->remark);
}

static void
clear_cell (RelaisSheetCell *cell)
{
  g_free (cell->heading);
  g_free (cell->remark);
  g_free (cell->text);
  g_free (cell->value);
  g_clear_pointer (&cell->cards, g_ptr_array_unref);
}

/* Only the sheet knows how many cells a row has. */
static void
free_row (RelaisSheet    *sheet,
          RelaisSheetRow *row)
{
  for (guint i = 0; row->cells != NULL && i < sheet->columns->len; i++)
    clear_cell (&row->cells[i]);
  g_free (row->cells);
  g_free (row->heading);
  g_free (row->remark);
  g_clear_pointer (&row->bars, g_ptr_array_unref);
  g_free (row);
}

static void
append_part (GString    *text,
             const char *separator,
             const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, separator);
  g_string_append (text, part);
}

static char *
join (const char *separator,
      const char *first,
      const char *second)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_part (text, separator, first);
  append_part (text, separator, second);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "Vœux — Brèves (Writing, M. Dupont)" */
static char *
print_card (const RelaisSheetCard *card)
{
  g_autofree char *name = join (" — ", card->title, card->badge);
  g_autofree char *rest = join (", ", card->status, card->note);

  return *rest != '\0' ? g_strdup_printf ("%s (%s)", name, rest) : g_steal_pointer (&name);
}

static char *
print_cell (const RelaisSheetCell *cell)
{
  g_autofree char *heading = join (" ", cell->heading, cell->remark);
  g_autoptr (GString) text = g_string_new (heading);

  append_part (text, "\n", cell->value != NULL ? cell->value : cell->text);
  for (guint i = 0; cell->cards != NULL && i < cell->cards->len; i++) {
    g_autofree char *card = print_card (g_ptr_array_index (cell->cards, i));

    append_part (text, "\n", card);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_line (GString   *text,
             GPtrArray *cells)
{
  g_ptr_array_add (cells, NULL);
  relais_table_append_row (text, (const char * const *) cells->pdata);
}

RelaisSheet *
relais_sheet_new (RelaisSheetForm  form,
                  const char      *title)
{
  RelaisSheet *sheet = g_new0 (RelaisSheet, 1);

  sheet->form = form;
  sheet->title = g_strdup (title);
  sheet->columns = g_array_new (FALSE, TRUE, sizeof (RelaisSheetColumn));
  g_array_set_clear_func (sheet->columns, clear_column);
  sheet->rows = g_ptr_array_new ();
  return sheet;
}

void
relais_sheet_free (RelaisSheet *sheet)
{
  if (sheet == NULL)
    return;
  for (guint i = 0; i < sheet->rows->len; i++)
    free_row (sheet, g_ptr_array_index (sheet->rows, i));
  g_ptr_array_unref (sheet->rows);
  g_array_unref (sheet->columns);
  g_free (sheet->title);
  g_free (sheet->subtitle);
  g_free (sheet->dated);
  g_free (sheet->rows_label);
  g_free (sheet->empty);
  g_free (sheet);
}

RelaisSheetColumn *
relais_sheet_add_column (RelaisSheet *sheet,
                         const char  *label,
                         double       weight)
{
  RelaisSheetColumn column = { .label = g_strdup (label), .weight = weight };

  g_return_val_if_fail (sheet->rows->len == 0 && weight > 0, NULL);

  g_array_append_val (sheet->columns, column);
  return &g_array_index (sheet->columns, RelaisSheetColumn, sheet->columns->len - 1);
}

RelaisSheetRow *
relais_sheet_add_row (RelaisSheet        *sheet,
                      RelaisSheetRowKind  kind,
                      const char         *heading)
{
  RelaisSheetRow *row = g_new0 (RelaisSheetRow, 1);

  row->kind = kind;
  row->heading = dup_words (heading);
  if (kind != RELAIS_ROW_SECTION && kind != RELAIS_ROW_NOTE) {
    row->cells = g_new0 (RelaisSheetCell, sheet->columns->len);
    for (guint i = 0; i < sheet->columns->len; i++) {
      row->cells[i].share = -1;
      row->cells[i].shade = g_array_index (sheet->columns, RelaisSheetColumn, i).shade;
    }
  }
  g_ptr_array_add (sheet->rows, row);
  return row;
}

RelaisSheetCell *
relais_sheet_get_cell (RelaisSheet    *sheet,
                       RelaisSheetRow *row,
                       guint           column)
{
  g_return_val_if_fail (row->cells != NULL && column < sheet->columns->len, NULL);

  return &row->cells[column];
}

RelaisSheetCard *
relais_sheet_cell_add_card (RelaisSheetCell *cell,
                            const char      *title,
                            const char      *badge,
                            const char      *status,
                            const char      *color)
{
  RelaisSheetCard *card = g_new0 (RelaisSheetCard, 1);

  card->title = g_strdup (title != NULL ? title : "");
  card->badge = dup_words (badge);
  card->status = dup_words (status);
  card->color = g_intern_string (color);
  if (cell->cards == NULL)
    cell->cards = g_ptr_array_new_with_free_func (free_card);
  g_ptr_array_add (cell->cards, card);
  return card;
}

RelaisSheetBar *
relais_sheet_row_add_bar (RelaisSheetRow *row,
                          const char     *title,
                          const char     *color,
                          guint           first,
                          guint           last)
{
  RelaisSheetBar *bar = g_new0 (RelaisSheetBar, 1);

  g_return_val_if_fail (first <= last, NULL);

  bar->title = g_strdup (title);
  bar->color = g_strdup (color);
  bar->first = first;
  bar->last = last;
  if (row->bars == NULL)
    row->bars = g_ptr_array_new_with_free_func (free_bar);
  g_ptr_array_add (row->bars, bar);
  return bar;
}

gboolean
relais_sheet_row_has_cells (const RelaisSheetRow *row)
{
  return row->cells != NULL;
}

char *
relais_sheet_row_print (const RelaisSheetRow *row,
                        guint                 column)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (row->cells != NULL) {
    g_autofree char *cell = print_cell (&row->cells[column]);

    append_part (text, "\n", cell);
  }
  for (guint i = 0; row->bars != NULL && i < row->bars->len; i++) {
    const RelaisSheetBar *bar = g_ptr_array_index (row->bars, i);

    if (bar->first <= column && column <= bar->last)
      append_part (text, "\n", bar->title);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

GBytes *
relais_sheet_write_csv (const RelaisSheet *sheet)
{
  GString *text = g_string_new (RELAIS_TABLE_START);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (sheet != NULL, NULL);

  if (sheet->rows_label != NULL)
    g_ptr_array_add (cells, g_strdup (sheet->rows_label));
  for (guint i = 0; i < sheet->columns->len; i++) {
    const RelaisSheetColumn *column = &g_array_index (sheet->columns, RelaisSheetColumn, i);

    g_ptr_array_add (cells, join (" — ", column->label, column->remark));
  }
  append_line (text, cells);
  for (guint i = 0; i < sheet->rows->len; i++) {
    const RelaisSheetRow *row = g_ptr_array_index (sheet->rows, i);

    g_ptr_array_set_size (cells, 0);
    if (!relais_sheet_row_has_cells (row) && sheet->form == RELAIS_SHEET_LIST)
      continue;
    if (sheet->rows_label != NULL || !relais_sheet_row_has_cells (row))
      g_ptr_array_add (cells, join (" — ", row->heading, row->remark));
    for (guint c = 0; relais_sheet_row_has_cells (row) && c < sheet->columns->len; c++)
      g_ptr_array_add (cells, relais_sheet_row_print (row, c));
    append_line (text, cells);
  }
  return g_string_free_to_bytes (text);
}
