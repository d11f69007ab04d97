/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <string.h>

static const RelaisImportRow *
get_row (RelaisImport *import,
         guint         index)
{
  return g_ptr_array_index (relais_import_get_rows (import), index);
}

static void
assert_verdicts (RelaisImport *import,
                 const char   *expected)
{
  g_autofree char *verdicts = world_verdicts (import);

  g_assert_cmpstr (verdicts, ==, expected);
}

static void
test_network (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (RelaisImport) import = NULL, again = NULL;
  RelaisRecord *culture, *museum, *theo;

  world_make (world, "unit", "name", "Direction de la Culture", "type", "directorate", NULL);
  import = world_plan (world, world_load ("network-windows-1252.csv"), NULL);
  assert_verdicts (import, "CREATE CREATE DUPLICATE BAD BAD BAD BAD BAD");
  g_assert_cmpuint (relais_import_count (import, RELAIS_IMPORT_BAD), ==, 5);
  g_assert_cmpuint (get_row (import, 0)->line, ==, 2);
  g_assert_cmpstr (get_row (import, 0)->title, ==, "Anaïs Lefèvre");
  g_assert_cmpstr (get_row (import, 2)->reason, ==, "The same as line 2.");
  g_assert_cmpstr (get_row (import, 3)->reason, ==, "Unit: is missing");
  g_assert_cmpstr (get_row (import, 4)->reason, ==, "E-mail: “pas une adresse” is not an e-mail address");
  g_assert_cmpstr (get_row (import, 5)->reason, ==, "Function: “Chef” is not one of its values");
  g_assert_cmpstr (get_row (import, 6)->reason, ==, "Last name: is missing");
  g_assert_cmpstr (get_row (import, 7)->reason, ==, "From: “2025-02-31” is not a date");
  g_assert_cmpuint (get_row (import, 7)->line, ==, 11);

  world_apply (world, import);
  /* The directorate was known; bad rows made no units. */
  g_assert_cmpuint (world_count (world, "unit"), ==, 3);
  g_assert_cmpuint (world_count (world, "person"), ==, 2);
  g_assert_cmpuint (world_count (world, "mandate"), ==, 2);
  culture = world_find (world, "unit", "Direction de la Culture");
  museum = world_find (world, "unit", "Musée");
  theo = world_find (world, "person", "Théo Nœuds");
  g_assert_cmpstr (relais_record_get_string (museum, "parent"), ==, relais_record_get_id (culture));
  g_assert_cmpstr (relais_record_get_string (museum, "type"), ==, "service");
  g_assert_cmpstr (relais_record_get_string (theo, "unit"), ==, relais_record_get_id (museum));
  for (guint i = 0; i < world->records->len; i++) {
    RelaisRecord *record = g_ptr_array_index (world->records, i);

    if (strcmp (relais_record_get_kind (record)->name, "mandate") == 0 &&
        strcmp (relais_record_get_string (record, "person"), relais_record_get_id (theo)) == 0) {
      g_assert_cmpstr (relais_record_get_string (record, "function"), ==, "deputy");
      g_assert_cmpstr (relais_record_get_string (record, "starts"), ==, "2025-01-15");
      g_assert_cmpstr (relais_record_get_string (record, "state"), ==, "active");
    }
  }

  /* Imported a second time, there is nothing left to do. */
  again = world_plan (world, world_load ("network-windows-1252.csv"), NULL);
  assert_verdicts (again, "DUPLICATE DUPLICATE DUPLICATE BAD BAD BAD BAD BAD");
  g_assert_cmpuint (relais_import_get_changes (again)->len, ==, 0);
}

/* Services of the same name belong to their directorates; a directorate is not taken for a service of that name. */
static void
test_network_units (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (RelaisImport) import = NULL, unsaid = NULL;
  RelaisRecord *sports = world_make (world, "unit", "name", "Sports", "type", "directorate", NULL);

  world_make (world, "unit", "name", "Culture", "type", "service", "parent", relais_record_get_id (sports), NULL);
  import = world_plan (world, world_bytes ("Nom;Direction;Service\n"
                                           "A;Sports;Accueil\n"
                                           "B;Culture;Accueil\n"
                                           "C;sports;CULTURE\n"
                                           "D;Culture;\n"), NULL);
  assert_verdicts (import, "CREATE CREATE CREATE CREATE");
  world_apply (world, import);
  /* Sports with Accueil and Culture; Culture with Accueil. */
  g_assert_cmpuint (world_count (world, "unit"), ==, 5);
  g_assert_cmpuint (world_count (world, "mandate"), ==, 4);
  unsaid = world_plan (world, world_bytes ("Nom;Service\nE;Accueil\n"), NULL);
  g_assert_cmpstr (get_row (unsaid, 0)->reason, ==, "Unit: several are called “Accueil”");
}

static void
test_columns (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (RelaisImport) import = world_plan (world, world_load ("network-windows-1252.csv"), NULL);
  static const char * const labels[] = {
    "Last name", "First name", "Directorate", "Unit", "E-mail", "Phone", "Function", "From", NULL
  };
  GPtrArray *columns = relais_import_get_columns (import);

  g_assert_cmpuint (columns->len, ==, 9);
  for (guint i = 0; i < 9; i++)
    g_assert_cmpstr (((RelaisImportColumn *) g_ptr_array_index (columns, i))->label, ==, labels[i]);
  g_assert_cmpstr (((RelaisImportColumn *) g_ptr_array_index (columns, 8))->heading, ==, "Remarque interne");
}

/* The bad lines come back, are mended, and go in. */
static void
test_bad_rows (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (RelaisImport) import = world_plan (world, world_load ("network-windows-1252.csv"), NULL);
  g_autofree char *bad = relais_import_dup_bad_rows (import);
  g_autoptr (GString) mended = g_string_new (bad);
  g_autoptr (RelaisImport) rest = NULL, clean = NULL;

  g_assert_nonnull (strstr (bad, "Why not imported"));
  g_assert_nonnull (strstr (bad, "Mauvais;Courriel;Voirie;;pas une adresse;;;;"));
  g_assert_null (strstr (bad, "Lefèvre"));
  g_string_replace (mended, "pas une adresse", "courriel@ville.example", 0);
  g_string_replace (mended, ";Chef;", ";Titulaire;", 0);
  g_string_replace (mended, "31/02/2025", "28/02/2025", 0);
  rest = world_plan (world, world_bytes (mended->str), NULL);
  assert_verdicts (rest, "BAD CREATE CREATE BAD CREATE");

  clean = world_plan (world, world_bytes ("Nom;Direction\nA;B\n"), NULL);
  g_assert_null (relais_import_dup_bad_rows (clean));
}

static void
test_people (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (RelaisImport) import = NULL;
  RelaisRecord *marie;

  world_make (world, "unit", "name", "Voirie", "type", "directorate", NULL);
  world_make (world, "person", "first_name", "Marie", "last_name", "Dupont", "email", "marie@ville.example", "phone", "01", NULL);
  world_make (world, "person", "first_name", "Luc", "last_name", "Martin", NULL);
  world_make (world, "person", "first_name", "Luc", "last_name", "Martin", "email", "luc2@ville.example", NULL);
  world_make (world, "person", "first_name", "Jo", "last_name", "Petit", NULL);
  world_make (world, "person", "first_name", "Jo", "last_name", "Petit", NULL);
  import = world_plan (world, world_bytes ("Prénom,Nom,Mail,Téléphone\n"
                                           "Marie,DURAND,Marie@Ville.example,02\n"     /* married: same address */
                                           "marie,dupont,,01\n"                          /* by name */
                                           "Luc,Martin,luc@ville.example,\n"             /* the one without address */
                                           "Luc,Martin,luc3@ville.example,\n"            /* somebody else */
                                           "Jo,Petit,,\n"),                              /* which one? */
                      "person");
  assert_verdicts (import, "UPDATE CREATE UPDATE CREATE BAD");
  g_assert_cmpstr (get_row (import, 4)->reason, ==, "Last name: several people have this name: give an e-mail address");
  world_apply (world, import);
  marie = world_find (world, "person", "Marie DURAND");
  g_assert_cmpstr (relais_record_get_string (marie, "phone"), ==, "02");
  g_assert_cmpuint (world_count (world, "person"), ==, 7);
}

/* A row may name what a later one makes; what nothing makes is said. */
static void
test_units (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (RelaisImport) import = world_plan (world, world_load ("units.tsv"), "unit");
  RelaisRecord *parks;

  assert_verdicts (import, "CREATE CREATE BAD");
  g_assert_cmpstr (get_row (import, 2)->reason, ==, "Part of: nothing is called “Pôle inconnu”");
  world_apply (world, import);
  parks = world_find (world, "unit", "Cimetières");
  g_assert_cmpstr (relais_record_get_string (parks, "parent"), ==, relais_record_get_id (world_find (world, "unit", "Cadre de vie")));
  g_assert_cmpint (relais_record_get_integer (world_find (world, "unit", "Cadre de vie"), "headcount"), ==, 1250);
}

static void
test_subjects (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (RelaisImport) import = world_plan (world, world_load ("subjects-bom.csv"), "subject");
  RelaisRecord *wishes;

  assert_verdicts (import, "CREATE CREATE BAD");
  g_assert_null (((RelaisImportColumn *) g_ptr_array_index (relais_import_get_columns (import), 4))->label);
  world_apply (world, import);
  wishes = world_find (world, "subject", "Vœux du maire, le 12");
  g_assert_cmpstr (relais_record_get_string (wishes, "state"), ==, "kept");
  g_assert_cmpstr (relais_record_get_string (wishes, "summary"), ==, "Deux lignes\net une virgule, ici");
  g_assert_cmpstr (relais_record_get_string (world_find (world, "subject", "Collecte de sang"), "state"), ==, "proposed");
}

static void
test_empty_cell_leaves (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (RelaisImport) import = NULL;

  world_make (world, "theme", "name", "Vie interne", "color", "blue", "position", "3", NULL);
  import = world_plan (world, world_bytes ("Nom;Couleur;Ordre\nvie INTERNE;;4\n"), "theme");
  assert_verdicts (import, "UPDATE");
  world_apply (world, import);
  g_assert_cmpuint (world_count (world, "theme"), ==, 1);
  g_assert_cmpstr (relais_record_get_string (world_find (world, "theme", "vie INTERNE"), "color"), ==, "blue");
}

static void
test_bad_files (void)
{
  static const struct { const char *file, *kind; int code; } cases[] = {
    { "wrong-headings.csv", "theme", RELAIS_EXCHANGE_ERROR_HEADINGS },
    { "wrong-headings.csv", NULL, RELAIS_EXCHANGE_ERROR_HEADINGS },
    { "one-column.csv", NULL, RELAIS_EXCHANGE_ERROR_HEADINGS },
    { "garbage.bin", "theme", RELAIS_EXCHANGE_ERROR_NOT_TEXT },
    { "empty.csv", "theme", RELAIS_EXCHANGE_ERROR_EMPTY },
    { "cut.vcf", "person", RELAIS_EXCHANGE_ERROR_CUT_OFF },
    { "apple-3.0.vcf", "theme", RELAIS_EXCHANGE_ERROR_FORMAT },
    { "agenda.ics", "person", RELAIS_EXCHANGE_ERROR_FORMAT },
    { "agenda.ics", "article", RELAIS_EXCHANGE_ERROR_MISSING },
  };
  g_autoptr (World) world = world_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) bytes = world_load (cases[i].file);
    g_autoptr (GError) error = NULL;

    g_assert_null (relais_import_plan (bytes, relais_kind_lookup (cases[i].kind), &world->import, &error));
    g_assert_error (error, RELAIS_EXCHANGE_ERROR, cases[i].code);
  }
}

static void
test_cards (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (RelaisImport) import = NULL, more = NULL, again = NULL;
  RelaisRecord *theo;

  world_make (world, "unit", "name", "MUSÉE", "type", "service", NULL);
  world_make (world, "person", "first_name", "Théo", "last_name", "Noeuds", "email", "theo.noeuds@ville.example", NULL);
  import = world_plan (world, world_load ("apple-3.0.vcf"), "person");
  assert_verdicts (import, "UPDATE CREATE");
  world_apply (world, import);
  theo = world_find (world, "person", "Théo Nœuds");
  g_assert_cmpstr (relais_record_get_string (theo, "mobile"), ==, "+33 6 11 22 33 44");
  g_assert_cmpstr (relais_record_get_string (theo, "unit"), ==, relais_record_get_id (world_find (world, "unit", "MUSÉE")));
  more = world_plan (world, world_load ("outlook-2.1.vcf"), NULL);
  assert_verdicts (more, "CREATE");
  again = world_plan (world, world_load ("apple-3.0.vcf"), NULL);
  assert_verdicts (again, "DUPLICATE DUPLICATE");
}

static void
test_events (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (RelaisImport) import = NULL, again = NULL, moved = NULL;
  g_autoptr (GBytes) file = world_load ("agenda.ics");
  g_autoptr (GString) text = g_string_new_len (g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file));
  RelaisRecord *article;

  world_make (world, "channel", "name", "Brèves", "form", "brief", NULL);
  world_make (world, "channel", "name", "Agenda", "form", "agenda", NULL);
  import = world_plan (world, world_load ("agenda.ics"), "article");
  assert_verdicts (import, "CREATE CREATE CREATE DUPLICATE CREATE");
  g_assert_cmpstr (get_row (import, 3)->reason, ==, "Cancelled.");
  g_assert_cmpstr (get_row (import, 4)->reason, ==, "It repeats: only its first day is taken.");
  world_apply (world, import);
  g_assert_cmpuint (world_count (world, "article"), ==, 4);
  g_assert_cmpuint (world_count (world, "subject"), ==, 4);
  g_assert_cmpuint (world_count (world, "placement"), ==, 4);
  article = world_find (world, "article", "Foire");
  g_assert_cmpstr (relais_record_get_string (article, "event_last_day"), ==, "2027-05-03");
  g_assert_nonnull (relais_record_get_string (article, "subject"));

  again = world_plan (world, world_load ("agenda.ics"), "article");
  assert_verdicts (again, "DUPLICATE DUPLICATE DUPLICATE DUPLICATE DUPLICATE");

  /* One moves, another is cancelled: the placements follow. */
  g_string_replace (text, "20270501", "20270430", 0);
  g_string_replace (text, "SUMMARY:Chorale", "STATUS:CANCELLED\r\nSUMMARY:Chorale", 0);
  moved = world_plan (world, world_bytes (text->str), "article");
  assert_verdicts (moved, "DUPLICATE DUPLICATE UPDATE DUPLICATE UPDATE");
  g_assert_cmpuint (relais_import_get_changes (moved)->len, ==, 4);
  world_apply (world, moved);
  g_assert_cmpuint (world_count (world, "article"), ==, 3);
  g_assert_cmpuint (world_count (world, "placement"), ==, 3);
  g_assert_cmpstr (relais_record_get_string (world_find (world, "article", "Foire"), "event_day"), ==, "2027-04-30");
}

static void
test_public_holidays (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "data", "public-holidays-metropole.ics", NULL);
  g_autofree char *text = NULL;
  g_autoptr (World) world = world_new ();
  g_autoptr (RelaisImport) import = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL)) {
    g_test_skip ("the shared data is not beside this checkout");
    return;
  }
  world_make (world, "channel", "name", "Agenda", "form", "agenda", NULL);
  import = world_plan (world, world_bytes (text), "article");
  g_assert_cmpuint (relais_import_count (import, RELAIS_IMPORT_BAD), ==, 0);
  world_apply (world, import);
  g_assert_cmpuint (world_count (world, "article"), ==, relais_import_count (import, RELAIS_IMPORT_CREATE));
  g_assert_cmpuint (world_count (world, "article"), >=, 50);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/import/network", test_network);
  g_test_add_func ("/exchange/import/network_units", test_network_units);
  g_test_add_func ("/exchange/import/columns", test_columns);
  g_test_add_func ("/exchange/import/bad_rows", test_bad_rows);
  g_test_add_func ("/exchange/import/people", test_people);
  g_test_add_func ("/exchange/import/units", test_units);
  g_test_add_func ("/exchange/import/subjects", test_subjects);
  g_test_add_func ("/exchange/import/empty_cell_leaves", test_empty_cell_leaves);
  g_test_add_func ("/exchange/import/bad_files", test_bad_files);
  g_test_add_func ("/exchange/import/cards", test_cards);
  g_test_add_func ("/exchange/import/events", test_events);
  g_test_add_func ("/exchange/import/public_holidays", test_public_holidays);
  return g_test_run ();
}
