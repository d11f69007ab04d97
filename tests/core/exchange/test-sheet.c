/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-sheet.h"
#include "relais-table.h"

#include <glib/gstdio.h>
#include <string.h>

static RelaisSheet *
make_sheet (void)
{
  RelaisSheet *sheet = relais_sheet_new (RELAIS_SHEET_PLAN, "Le plan");
  RelaisSheetColumn *column;
  RelaisSheetRow *row;
  RelaisSheetCell *cell;

  sheet->rows_label = g_strdup ("Support");
  relais_sheet_add_column (sheet, "lun. 9", 1);
  relais_sheet_add_column (sheet, "mar. 10", 1);
  column = relais_sheet_add_column (sheet, "mer. 11", 0.5);
  column->remark = g_strdup ("Armistice");
  column->shade = RELAIS_SHADE_HOLIDAY;
  row = relais_sheet_add_row (sheet, RELAIS_ROW_BARS, "Campagnes");
  relais_sheet_row_add_bar (row, "Vœux", "blue", 1, 2)->goes_on = TRUE;
  row = relais_sheet_add_row (sheet, RELAIS_ROW_BODY, "Brèves");
  cell = relais_sheet_get_cell (sheet, row, 0);
  relais_sheet_cell_add_card (cell, "=1+1", NULL, "Idée", "blue")->note = g_strdup ("Mme Durand");
  relais_sheet_cell_add_card (cell, "Deuxième ; avec \"guillemets\"", "Brèves", NULL, NULL);
  row = relais_sheet_add_row (sheet, RELAIS_ROW_TOTAL, "Charge");
  relais_sheet_get_cell (sheet, row, 0)->text = g_strdup ("2 sur 3");
  return sheet;
}

/* Rows and columns as they are shown; what begins like a formula is not one. */
static void
test_csv (void)
{
  g_autoptr (RelaisSheet) sheet = make_sheet ();
  g_autoptr (GBytes) bytes = relais_sheet_write_csv (sheet);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisTable) table = relais_table_read (bytes, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (text, RELAIS_TABLE_START "Support;lun. 9;mar. 10;mer. 11 — Armistice\r\n"));
  g_assert_nonnull (strstr (text, "Campagnes;;Vœux;Vœux\r\n"));
  g_assert_nonnull (strstr (text, "'=1+1"));
  g_assert_cmpuint (relais_table_get_n_rows (table), ==, 3);
  g_assert_cmpstr (relais_table_get_cell (table, 1, 0), ==, "Brèves");
  g_assert_cmpstr (relais_table_get_cell (table, 1, 1), ==, "=1+1 (Idée, Mme Durand)\nDeuxième ; avec \"guillemets\" — Brèves");
  g_assert_cmpstr (relais_table_get_cell (table, 2, 1), ==, "2 sur 3");
}

/* A list without row headings: its sections are for the eye, its dates sort. */
static void
test_sections (void)
{
  g_autoptr (RelaisSheet) sheet = relais_sheet_new (RELAIS_SHEET_LIST, "Liste");
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  RelaisSheetRow *row;

  relais_sheet_add_column (sheet, "Date", 1);
  relais_sheet_add_column (sheet, "Sujet", 3);
  relais_sheet_add_row (sheet, RELAIS_ROW_SECTION, "Semaine 46");
  row = relais_sheet_add_row (sheet, RELAIS_ROW_BODY, NULL);
  relais_sheet_get_cell (sheet, row, 0)->text = g_strdup ("jeu. 12 nov.");
  relais_sheet_get_cell (sheet, row, 0)->value = g_strdup ("2026-11-12");
  relais_sheet_get_cell (sheet, row, 1)->text = g_strdup ("Vœux");
  bytes = relais_sheet_write_csv (sheet);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (text, ==, RELAIS_TABLE_START "Date;Sujet\r\n2026-11-12;Vœux\r\n");
}

/* The text of one file of the workbook. */
static char *
unzip (GBytes     *bytes,
       const char *name)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("relais-sheet-XXXXXX.xlsx", &path, &error);
  int status = 0;

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char *[]) { "python3", "-c",
                                   "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))",
                                   path, (char *) name, NULL },
                NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_unlink (path);
  return g_steal_pointer (&text);
}

static void
test_xlsx (void)
{
  g_autoptr (RelaisSheet) sheet = make_sheet ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = relais_sheet_write_xlsx (sheet, &error);
  g_autofree char *cells = NULL, *words = NULL;

  g_assert_no_error (error);
  cells = unzip (bytes, "xl/worksheets/sheet1.xml");
  words = unzip (bytes, "xl/sharedStrings.xml");
  g_assert_null (strstr (cells, "<f>"));   /* no formula */
  g_assert_nonnull (strstr (words, "=1+1 (Idée, Mme Durand)"));
  g_assert_nonnull (strstr (words, "Armistice"));
  g_assert_nonnull (strstr (words, "2 sur 3"));
  g_assert_nonnull (strstr (cells, "state=\"frozen\""));
  g_assert_nonnull (strstr (cells, "orientation=\"landscape\""));
}

/* A cell of a workbook holds 32,767 characters: what is longer goes on below, nothing is lost. */
static void
test_xlsx_long (void)
{
  g_autoptr (RelaisSheet) sheet = relais_sheet_new (RELAIS_SHEET_PLAN, "Le plan");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *words = NULL;
  RelaisSheetCell *cell;

  sheet->rows_label = g_strdup ("Support");
  relais_sheet_add_column (sheet, "lun. 9", 1);
  cell = relais_sheet_get_cell (sheet, relais_sheet_add_row (sheet, RELAIS_ROW_BODY, "Brèves"), 0);
  for (guint i = 0; i < 2000; i++) {
    g_autofree char *title = g_strdup_printf ("Éé sujet-%04u-fin de plus de vingt lettres", i);

    relais_sheet_cell_add_card (cell, title, NULL, NULL, NULL);
  }
  bytes = relais_sheet_write_xlsx (sheet, &error);
  g_assert_no_error (error);
  words = unzip (bytes, "xl/sharedStrings.xml");
  for (guint i = 0; i < 2000; i++) {
    g_autofree char *part = g_strdup_printf ("sujet-%04u-fin", i);

    g_assert_nonnull (strstr (words, part));
  }
}

static void
test_empty (void)
{
  g_autoptr (RelaisSheet) sheet = relais_sheet_new (RELAIS_SHEET_LIST, "Rien");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) csv = relais_sheet_write_csv (sheet), xlsx = relais_sheet_write_xlsx (sheet, &error);

  g_assert_nonnull (csv);
  g_assert_true ((xlsx != NULL) == relais_sheet_has_xlsx ());
  g_assert_true ((error == NULL) == relais_sheet_has_xlsx ());
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/sheet/csv", test_csv);
  g_test_add_func ("/exchange/sheet/sections", test_sections);
  if (relais_sheet_has_xlsx ()) {
    g_test_add_func ("/exchange/sheet/xlsx", test_xlsx);
    g_test_add_func ("/exchange/sheet/xlsx_long", test_xlsx_long);
  }
  g_test_add_func ("/exchange/sheet/empty", test_empty);
  return g_test_run ();
}
