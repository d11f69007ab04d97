/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands on paper, read back with poppler's tools. */

#include "relais-print.h"

#include <glib/gstdio.h>
#include <string.h>

/* Output of a tool of poppler on the PDF; keeps the PDF when RELAIS_PRINT_DIR is set, to be looked at. */
static char *
run_tool (GBytes     *pdf,
          const char *tool,
          const char *option,
          const char *name)
{
  const char *keep = g_getenv ("RELAIS_PRINT_DIR");
  g_autofree char *path = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (keep != NULL) {
    g_autofree char *file = g_strconcat (name, ".pdf", NULL);

    path = g_build_filename (keep, file, NULL);
  } else {
    int fd = g_file_open_tmp ("relais-print-XXXXXX.pdf", &path, &error);

    g_assert_no_error (error);
    g_close (fd, NULL);
  }
  g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char *[]) { (char *) tool, (char *) option, path, strcmp (tool, "pdftotext") == 0 ? "-" : NULL, NULL }, NULL,
                G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
  if (keep == NULL)
    g_unlink (path);
  return g_steal_pointer (&text);
}

static char *
extract (GBytes     *pdf,
         const char *name)
{
  return run_tool (pdf, "pdftotext", "-raw", name);
}

static guint
count (const char *text,
       const char *word)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, word)) != NULL; p += strlen (word))
    n++;
  return n;
}

static guint
read_pages (GBytes     *pdf,
            const char *name,
            double     *width,
            double     *height)
{
  g_autofree char *text = run_tool (pdf, "pdfinfo", "-isodates", name);
  const char *pages = strstr (text, "\nPages:"), *size = strstr (text, "\nPage size:");
  char *end;

  g_assert_nonnull (pages);
  g_assert_nonnull (size);
  *width = g_ascii_strtod (size + strlen ("\nPage size:"), &end);
  *height = g_ascii_strtod (strchr (end, 'x') + 1, NULL);
  return (guint) g_ascii_strtoull (pages + strlen ("\nPages:"), NULL, 10);
}

static guint
count_pages (GBytes     *pdf,
             const char *name)
{
  double width, height;

  return read_pages (pdf, name, &width, &height);
}

/* Days in columns, @n_rows channels. */
static RelaisSheet *
make_grid (guint n_days,
           guint n_rows)
{
  static const char * const days[] = { "lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim." };
  RelaisSheet *sheet = relais_sheet_new (RELAIS_SHEET_PLAN, "Plan éditorial");

  sheet->rows_label = g_strdup ("Support");
  sheet->subtitle = g_strdup ("Toutes les directions");
  sheet->dated = g_strdup ("Imprimé le 21 novembre 2026");
  for (guint i = 0; i < n_days; i++) {
    g_autofree char *label = g_strdup_printf ("%s %u", days[i % 7], 2 + i);
    RelaisSheetColumn *column = relais_sheet_add_column (sheet, label, i % 7 > 4 ? 0.5 : 1);

    column->shade = i % 7 > 4 ? RELAIS_SHADE_WEEKEND : i == 9 ? RELAIS_SHADE_HOLIDAY : i == 10 ? RELAIS_SHADE_CLOSED : RELAIS_SHADE_NONE;
    column->remark = i == 9 ? g_strdup ("Armistice") : i == 10 ? g_strdup ("Réserve électorale") : NULL;
    column->begins = i % 7 == 0;
  }
  for (guint i = 0; i < n_rows; i++) {
    g_autofree char *heading = g_strdup_printf ("Support %u", i + 1);

    relais_sheet_add_row (sheet, RELAIS_ROW_BODY, heading)->color = "teal";
  }
  return sheet;
}

static void
add_card (RelaisSheet *sheet,
          guint        row,
          guint        column,
          guint        number,
          const char  *rest)
{
  g_autofree char *title = g_strdup_printf ("S%05u %s", number, rest);
  RelaisSheetCell *cell = relais_sheet_get_cell (sheet, g_ptr_array_index (sheet->rows, row), column);

  relais_sheet_cell_add_card (cell, title, NULL, "En rédaction", "blue")->note = g_strdup ("M. Dupont");
}

/* Each of the @n cards is on paper, once. */
static void
check_all (const char *text,
           guint       n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *word = g_strdup_printf ("S%05u", i);
    guint found = count (text, word);

    if (found != 1)
      g_error ("%s is %u times on paper", word, found);
  }
}

static void
test_sizes (void)
{
  g_autoptr (RelaisSheet) sheet = make_grid (7, 3);
  static const struct { RelaisPaper paper; const char *name; int width, height; } papers[] = {
    { RELAIS_PAPER_A4_LANDSCAPE, "a4", 842, 595 }, { RELAIS_PAPER_A4_PORTRAIT, "a4-portrait", 595, 842 },
    { RELAIS_PAPER_A3_LANDSCAPE, "a3", 1191, 842 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (papers); i++) {
    g_autoptr (GBytes) pdf = relais_print_pdf (sheet, papers[i].paper);
    RelaisPaper paper;
    double width, height;

    g_assert_cmpuint (read_pages (pdf, papers[i].name, &width, &height), ==, 1);
    g_assert_cmpfloat_with_epsilon (width, papers[i].width, 1);
    g_assert_cmpfloat_with_epsilon (height, papers[i].height, 1);
    g_assert_true (relais_paper_from_string (papers[i].name, &paper));
    g_assert_cmpint (paper, ==, papers[i].paper);
  }
  g_assert_false (relais_paper_from_string ("letter", &(RelaisPaper) { 0 }));
  g_assert_cmpint (relais_paper_suggest (sheet), ==, RELAIS_PAPER_A4_LANDSCAPE);
}

static void
test_fortnight (void)
{
  g_autoptr (RelaisSheet) sheet = make_grid (14, 6);
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  for (guint row = 0; row < 6; row++)
    for (guint day = 0; day < 14; day++)
      if ((row + day) % 3 == 0 && day % 7 < 5)
        add_card (sheet, row, day, n++, "Cérémonie des vœux aux agents");
  pdf = relais_print_pdf (sheet, RELAIS_PAPER_A4_LANDSCAPE);
  text = extract (pdf, "fortnight");
  check_all (text, n);
  g_assert_cmpuint (count_pages (pdf, "fortnight"), ==, 1);
  g_assert_nonnull (strstr (text, "Plan éditorial"));
  g_assert_nonnull (strstr (text, "Toutes les directions"));
  g_assert_nonnull (strstr (text, "Armistice"));
  g_assert_nonnull (strstr (text, "Page 1 of 1"));
  g_assert_nonnull (strstr (text, "Imprimé le 21 novembre 2026"));
}

/* What does not fit goes on: headings again, nothing twice, nothing lost. */
static void
test_overflow (void)
{
  g_autoptr (RelaisSheet) sheet = make_grid (7, 5);
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  guint n_pages, n = 0;

  for (guint row = 0; row < 5; row++)
    for (guint i = 0; i < (row == 2 ? 60u : 4u); i++)
      add_card (sheet, row, row == 2 ? 1 : i, n++, "Ouverture de la médiathèque");
  pdf = relais_print_pdf (sheet, RELAIS_PAPER_A4_LANDSCAPE);
  text = extract (pdf, "overflow");
  check_all (text, n);
  n_pages = count_pages (pdf, "overflow");
  g_assert_cmpuint (n_pages, >, 2);
  g_assert_cmpuint (count (text, "lun. 2"), ==, n_pages);
  g_assert_cmpuint (count (text, "Plan éditorial"), ==, n_pages);
  g_assert_cmpuint (count (text, "continued"), >, 0);
}

/* Three months of days: cut between weeks. */
static void
test_wide (void)
{
  g_autoptr (RelaisSheet) sheet = make_grid (91, 4);
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) pages = NULL;

  for (guint i = 0; i < 65; i++)   /* on working days */
    add_card (sheet, i % 4, i / 5 * 7 + i % 5, i, "Sujet");
  pdf = relais_print_pdf (sheet, RELAIS_PAPER_A4_LANDSCAPE);
  text = extract (pdf, "wide");
  check_all (text, 65);
  pages = g_strsplit (text, "\f", -1);
  for (guint i = 0; pages[i] != NULL && pages[i][0] != '\0'; i++)
    if (strstr (pages[i], "Support 1") != NULL)
      g_assert_nonnull (strstr (pages[i], "lun."));
  /* Each day has its heading once. */
  for (guint day = 0; day < 91; day += 7) {
    g_autofree char *label = g_strdup_printf ("lun. %u ", 2 + day);

    g_assert_cmpuint (count (text, label), ==, 1);
  }
}

static void
test_many (void)
{
  g_autoptr (RelaisSheet) sheet = make_grid (7, 9);
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 5000; i++)
    add_card (sheet, i % 9, (i / 9) % 5, i, "Cérémonie des vœux");
  pdf = relais_print_pdf (sheet, RELAIS_PAPER_A3_LANDSCAPE);
  g_test_message ("5,000 placements: %.0f ms, %u pages", (double) (g_get_monotonic_time () - start) / 1000, count_pages (pdf, "many"));
  text = extract (pdf, "many");
  check_all (text, 5000);
}

/* Titles of any length, without a space too, and a text longer than several pages. */
static void
test_long (void)
{
  g_autoptr (RelaisSheet) sheet = make_grid (14, 2);
  g_autoptr (RelaisSheet) list = relais_sheet_new (RELAIS_SHEET_LIST, "Relevé");
  g_autofree char *words = g_strnfill (200, 'm'), *joined = NULL, *squeezed = NULL, *text = NULL, *long_text = NULL;
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (GBytes) pdf = NULL, long_pdf = NULL;
  g_auto (GStrv) parts = NULL;
  RelaisSheetRow *row;

  add_card (sheet, 0, 0, 0, words);
  add_card (sheet, 1, 5, 1, words);
  pdf = relais_print_pdf (sheet, RELAIS_PAPER_A4_LANDSCAPE);
  text = extract (pdf, "long");
  /* In a narrow column a word is broken with hyphens: none of its letters is lost. */
  g_assert_cmpuint (count (text, "m"), >=, 400);

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (many, "mot%04u ", i);
  relais_sheet_add_column (list, "Sujet", 1);
  relais_sheet_add_column (list, "Décision", 2);
  row = relais_sheet_add_row (list, RELAIS_ROW_BODY, NULL);
  relais_sheet_get_cell (list, row, 0)->text = g_strdup ("Vœux");
  relais_sheet_get_cell (list, row, 1)->text = g_strdup (many->str);
  long_pdf = relais_print_pdf (list, RELAIS_PAPER_A4_PORTRAIT);
  long_text = extract (long_pdf, "long-text");
  g_assert_cmpuint (count_pages (long_pdf, "long-text"), >, 2);
  for (guint i = 0; i < 3000; i++) {
    g_autofree char *word = g_strdup_printf ("mot%04u", i);

    g_assert_cmpuint (count (long_text, word), ==, 1);
  }
  parts = g_strsplit (long_text, "\n", -1);
  joined = g_strjoinv ("", parts);
  squeezed = g_strdup (joined);
  g_assert_cmpuint (strlen (squeezed), >, 3000 * 7);
}

static void
test_empty (void)
{
  g_autoptr (RelaisSheet) sheet = make_grid (7, 0);
  g_autoptr (RelaisSheet) bare = relais_sheet_new (RELAIS_SHEET_LIST, "Liste");
  g_autoptr (GBytes) pdf = NULL, bare_pdf = NULL;
  g_autofree char *text = NULL;

  sheet->empty = g_strdup ("Rien n’est prévu dans cette période.");
  pdf = relais_print_pdf (sheet, RELAIS_PAPER_A4_LANDSCAPE);
  text = extract (pdf, "empty");
  g_assert_nonnull (strstr (text, "Rien n’est prévu"));
  g_assert_cmpuint (count_pages (pdf, "empty"), ==, 1);
  bare_pdf = relais_print_pdf (bare, RELAIS_PAPER_A4_PORTRAIT);
  g_assert_cmpuint (count_pages (bare_pdf, "bare"), ==, 1);
}

/* Campaigns: each title once a page that the campaign touches, however many there are. */
static void
test_bars (void)
{
  g_autoptr (RelaisSheet) sheet = make_grid (7, 0);
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  RelaisSheetRow *bars = relais_sheet_add_row (sheet, RELAIS_ROW_BARS, "Campagnes");

  for (guint i = 0; i < 120; i++) {
    g_autofree char *title = g_strdup_printf ("S%05u Semaine du développement durable", i);
    RelaisSheetBar *bar = relais_sheet_row_add_bar (bars, title, "green", i % 7, MIN (6, i % 7 + i % 3));

    bar->from_before = i % 7 == 0;
    bar->goes_on = i % 3 == 2;
  }
  relais_sheet_add_row (sheet, RELAIS_ROW_BODY, "Brèves");
  pdf = relais_print_pdf (sheet, RELAIS_PAPER_A4_LANDSCAPE);
  text = extract (pdf, "bars");
  check_all (text, 120);
  g_assert_nonnull (strstr (text, "Brèves"));
}

/* Campaigns of a week stand over that week, whichever page it comes to. */
static void
test_kept_together (void)
{
  g_autoptr (RelaisSheet) sheet = make_grid (7, 0);
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) pages = NULL;

  for (guint week = 0; week < 6; week++) {
    g_autofree char *bar = g_strdup_printf ("Campagne%u", week);

    relais_sheet_row_add_bar (relais_sheet_add_row (sheet, RELAIS_ROW_BARS, NULL), bar, "green", 0, 6);
    relais_sheet_add_row (sheet, RELAIS_ROW_BODY, NULL);
    for (guint i = 0; i < 7; i++)
      add_card (sheet, 2 * week + 1, 1, 10 * week + i, "Ouverture de la médiathèque");
  }
  pdf = relais_print_pdf (sheet, RELAIS_PAPER_A4_LANDSCAPE);
  text = extract (pdf, "together");
  pages = g_strsplit (text, "\f", -1);
  g_assert_cmpuint (g_strv_length (pages), >, 3);
  for (guint week = 0; week < 6; week++) {
    g_autofree char *bar = g_strdup_printf ("Campagne%u", week), *card = g_strdup_printf ("S%05u", 10 * week);

    g_assert_cmpuint (count (text, bar), ==, 1);
    for (guint i = 0; pages[i] != NULL; i++)
      g_assert_cmpuint (count (pages[i], bar), ==, count (pages[i], card));
  }
}

/* Headings of a list are on each page, and none is left alone at the foot of one. */
static void
test_list (void)
{
  g_autoptr (RelaisSheet) sheet = relais_sheet_new (RELAIS_SHEET_LIST, "Liste");
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) pages = NULL;

  relais_sheet_add_column (sheet, "Date", 1);
  relais_sheet_add_column (sheet, "Sujet", 4);
  relais_sheet_add_column (sheet, "Nombre", 1)->numeric = TRUE;
  for (guint i = 0; i < 300; i++) {
    g_autofree char *title = g_strdup_printf ("S%05u Cérémonie", i), *week = g_strdup_printf ("Semaine %u", i);
    RelaisSheetRow *row;

    if (i % 3 == 0)
      relais_sheet_add_row (sheet, RELAIS_ROW_SECTION, week);
    row = relais_sheet_add_row (sheet, RELAIS_ROW_BODY, NULL);
    relais_sheet_get_cell (sheet, row, 0)->text = g_strdup ("12/11");
    relais_sheet_get_cell (sheet, row, 1)->text = g_steal_pointer (&title);
    relais_sheet_get_cell (sheet, row, 2)->text = g_strdup ("4");
    relais_sheet_get_cell (sheet, row, 2)->share = 0.4;
  }
  pdf = relais_print_pdf (sheet, RELAIS_PAPER_A4_PORTRAIT);
  text = extract (pdf, "list");
  check_all (text, 300);
  pages = g_strsplit (text, "\f", -1);
  for (guint i = 0; pages[i] != NULL && pages[i][0] != '\0'; i++) {
    const char *last_week = g_strrstr (pages[i], "Semaine"), *last_row = g_strrstr (pages[i], "Cérémonie");

    g_assert_nonnull (strstr (pages[i], "Date"));
    g_assert_true (last_week == NULL || last_week < last_row);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/print/sizes", test_sizes);
  g_test_add_func ("/print/fortnight", test_fortnight);
  g_test_add_func ("/print/overflow", test_overflow);
  g_test_add_func ("/print/wide", test_wide);
  g_test_add_func ("/print/many", test_many);
  g_test_add_func ("/print/long", test_long);
  g_test_add_func ("/print/empty", test_empty);
  g_test_add_func ("/print/bars", test_bars);
  g_test_add_func ("/print/list", test_list);
  g_test_add_func ("/print/kept_together", test_kept_together);
  return g_test_run ();
}
