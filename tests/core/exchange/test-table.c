/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <string.h>

static RelaisTable *
read_file (const char *name)
{
  g_autoptr (GBytes) bytes = world_load (name);
  g_autoptr (GError) error = NULL;
  RelaisTable *table = relais_table_read (bytes, &error);

  g_assert_no_error (error);
  return table;
}

static void
test_windows (void)
{
  g_autoptr (RelaisTable) table = read_file ("network-windows-1252.csv");

  g_assert_cmpint (relais_table_get_separator (table), ==, ';');
  g_assert_cmpstr (relais_table_get_encoding (table), ==, "WINDOWS-1252");
  g_assert_cmpuint (relais_table_get_n_columns (table), ==, 9);
  g_assert_cmpuint (relais_table_get_n_rows (table), ==, 8);
  g_assert_cmpstr (relais_table_get_heading (table, 1), ==, "Prénom");
  g_assert_cmpstr (relais_table_get_cell (table, 0, 0), ==, "Lefèvre");
  g_assert_cmpstr (relais_table_get_cell (table, 0, 8), ==, "Relaie\r\nles «\xc2\xa0" "brèves\xc2\xa0»; et le journal");
  g_assert_cmpstr (relais_table_get_cell (table, 1, 8), ==, "dit \"Titi\"");
  /* A row that takes two lines, then an empty line. */
  g_assert_cmpuint (relais_table_get_line (table, 0), ==, 2);
  g_assert_cmpuint (relais_table_get_line (table, 1), ==, 4);
  g_assert_cmpuint (relais_table_get_line (table, 2), ==, 6);
  g_assert_cmpuint (relais_table_get_line (table, 7), ==, 11);
  g_assert_cmpstr (relais_table_get_cell (table, 0, 150), ==, "");
}

static void
test_shapes (void)
{
  static const struct { const char *file, *encoding; char separator; const char *name, *color; } cases[] = {
    { "utf16.csv", "UTF-16", ';', "Événements", "blue" },
    { "old-mac.csv", "UTF-8", ';', "Fêtes", "red" },
    { "sep.csv", "UTF-8", '|', "À la une", "green" },
    { "one-column.csv", "UTF-8", ';', "Vie interne", "" },
    { "formulas.csv", "UTF-8", ';', "=1+1", "blue" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RelaisTable) table = read_file (cases[i].file);

    g_test_message ("%s", cases[i].file);
    g_assert_cmpstr (relais_table_get_encoding (table), ==, cases[i].encoding);
    g_assert_cmpint (relais_table_get_separator (table), ==, cases[i].separator);
    g_assert_cmpstr (relais_table_get_heading (table, 0), ==, "Nom");
    g_assert_cmpstr (relais_table_get_cell (table, 0, 0), ==, cases[i].name);
    g_assert_cmpstr (relais_table_get_cell (table, 0, 1), ==, cases[i].color);
  }
}

static void
test_tabs_and_commas (void)
{
  g_autoptr (RelaisTable) tabs = read_file ("units.tsv");
  g_autoptr (RelaisTable) commas = read_file ("subjects-bom.csv");

  g_assert_cmpint (relais_table_get_separator (tabs), ==, '\t');
  g_assert_cmpstr (relais_table_get_cell (tabs, 1, 2), ==, "");
  g_assert_cmpstr (relais_table_get_cell (tabs, 1, 3), ==, "1 250");
  g_assert_cmpint (relais_table_get_separator (commas), ==, ',');
  g_assert_cmpstr (relais_table_get_heading (commas, 0), ==, "titre");
  g_assert_cmpstr (relais_table_get_cell (commas, 0, 0), ==, "Vœux du maire, le 12");
}

static void
test_bad_files (void)
{
  static const struct { const char *file; int code; } cases[] = {
    { "empty.csv", RELAIS_EXCHANGE_ERROR_EMPTY },
    { "blank.csv", RELAIS_EXCHANGE_ERROR_EMPTY },
    { "garbage.bin", RELAIS_EXCHANGE_ERROR_NOT_TEXT },
    { "picture.png", RELAIS_EXCHANGE_ERROR_NOT_TEXT },
    { "cut-in-quotes.csv", RELAIS_EXCHANGE_ERROR_CUT_OFF },
    { "cut-in-character.csv", RELAIS_EXCHANGE_ERROR_CUT_OFF },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) bytes = world_load (cases[i].file);
    g_autoptr (GError) error = NULL;

    g_assert_null (relais_table_read (bytes, &error));
    g_assert_error (error, RELAIS_EXCHANGE_ERROR, cases[i].code);
  }
}

static void
assert_too_large (GString *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);
  g_autoptr (GError) error = NULL;

  g_assert_null (relais_table_read (bytes, &error));
  g_assert_error (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_TOO_LARGE);
}

static void
test_limits (void)
{
  g_autoptr (GString) wide = g_string_new ("a"), long_one = g_string_new ("a;b\n"), large = g_string_new (NULL);

  for (guint i = 0; i < 200; i++)
    g_string_append (wide, ";b");
  assert_too_large (wide);
  for (guint i = 0; i < 200001; i++)
    g_string_append (long_one, "1;2\n");
  assert_too_large (long_one);
  g_string_set_size (large, RELAIS_EXCHANGE_MAX_BYTES + 1);
  memset (large->str, 'a', large->len);
  assert_too_large (large);
}

static void
test_formulas (void)
{
  static const char * const cells[] = {
    "=1+1", "+33 1 02", "-5", "@somme", "\tx", "'=x", "''=x", "'ordinaire", "a=b", "\"", ";", " bords ", "a\nb", "", NULL
  };
  g_autoptr (GString) text = g_string_new ("a;b;c;d;e;f;g;h;i;j;k;l;m;n\r\n");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (RelaisTable) table = NULL;

  relais_table_append_row (text, cells);
  g_assert_nonnull (strstr (text->str, "'=1+1;'+33 1 02;'-5;'@somme;"));
  g_assert_null (strstr (text->str, ";="));
  g_assert_null (strstr (text->str, ";+"));
  g_assert_null (strstr (text->str, ";-"));
  g_assert_null (strstr (text->str, ";@"));
  bytes = g_bytes_new (text->str, text->len);
  table = relais_table_read (bytes, NULL);
  for (guint i = 0; cells[i] != NULL; i++)
    g_assert_cmpstr (relais_table_get_cell (table, 0, i), ==, cells[i]);
}

/* Whatever stands in the cells comes back, as long as the row is not empty. */
static void
test_round_trip (void)
{
  static const char * const pieces[] = { ";", ",", "\t", "\"", "\n", "\r\n", "'", "=", "+", "-", "@", " ", "é", "🎉", "a", "|", "\\", "" };

  for (guint32 seed = 0; seed < 300; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    guint n_columns = (guint) g_rand_int_range (rand, 2, 6), n_rows = (guint) g_rand_int_range (rand, 1, 8);
    g_autoptr (GString) text = g_string_new (RELAIS_TABLE_START);
    g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (RelaisTable) table = NULL;
    g_autoptr (GError) error = NULL;

    for (guint row = 0; row <= n_rows; row++) {
      char **cells = g_new0 (char *, n_columns + 1);

      for (guint column = 0; column < n_columns; column++) {
        GString *cell = g_string_new (column == 0 ? "x" : NULL);

        for (int piece = g_rand_int_range (rand, 0, 6); piece > 0; piece--)
          g_string_append (cell, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
        cells[column] = g_string_free (cell, FALSE);
      }
      relais_table_append_row (text, (const char * const *) cells);
      g_ptr_array_add (rows, cells);
    }
    bytes = g_bytes_new (text->str, text->len);
    table = relais_table_read (bytes, &error);
    g_test_message ("seed %u", seed);
    g_assert_no_error (error);
    g_assert_cmpuint (relais_table_get_n_rows (table), ==, n_rows);
    for (guint row = 0; row < n_rows; row++)
      for (guint column = 0; column < n_columns; column++)
        g_assert_cmpstr (relais_table_get_cell (table, row, column), ==, ((char **) g_ptr_array_index (rows, row + 1))[column]);
  }
}

/* Any bytes are either a table or an error, never a crash. */
static void
test_noise (void)
{
  static const char alphabet[] = "ab;,\t\"\r\n' =\xe9\xc3\xa9";

  for (guint32 seed = 0; seed < 3000; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    gsize length = (gsize) g_rand_int_range (rand, 0, 60);
    char *text = g_malloc (length + 1);
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (RelaisTable) table = NULL;
    g_autoptr (GError) error = NULL;

    for (gsize i = 0; i < length; i++)
      text[i] = alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)];
    bytes = g_bytes_new_take (text, length);
    table = relais_table_read (bytes, &error);
    g_assert_cmpint (table != NULL, ==, error == NULL);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/table/windows", test_windows);
  g_test_add_func ("/exchange/table/shapes", test_shapes);
  g_test_add_func ("/exchange/table/tabs_and_commas", test_tabs_and_commas);
  g_test_add_func ("/exchange/table/bad_files", test_bad_files);
  g_test_add_func ("/exchange/table/limits", test_limits);
  g_test_add_func ("/exchange/table/formulas", test_formulas);
  g_test_add_func ("/exchange/table/round_trip", test_round_trip);
  g_test_add_func ("/exchange/table/noise", test_noise);
  return g_test_run ();
}
