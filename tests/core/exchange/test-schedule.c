/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Plans from spreadsheets and calendars. */

#include "world.h"

#include "relais-plan-feed.h"

#include <string.h>

static World *
make_world (void)
{
  World *world = world_new ();
  RelaisRecord *unit;

  world_make (world, "channel", "name", "Brèves", "form", "brief", "lead_days", "3", NULL);
  world_make (world, "channel", "name", "Agenda", "form", "agenda", NULL);
  unit = world_make (world, "unit", "name", "Direction de la culture", "type", "directorate", NULL);
  world_make (world, "person", "first_name", "Théo", "last_name", "Pinson", "unit", relais_record_get_id (unit), NULL);
  return world;
}

static RelaisImport *
plan (World      *world,
      const char *text)
{
  g_autoptr (GBytes) bytes = world_bytes (text);
  g_autoptr (GError) error = NULL;
  RelaisImport *import = relais_import_plan_schedule (bytes, &world->import, &error);

  g_assert_no_error (error);
  return import;
}

static void
check_verdicts (RelaisImport *import,
                const char   *expected)
{
  g_autofree char *verdicts = world_verdicts (import);

  g_assert_cmpstr (verdicts, ==, expected);
}

static const char *
get_reason (RelaisImport *import,
            guint         row)
{
  return ((RelaisImportRow *) g_ptr_array_index (relais_import_get_rows (import), row))->reason;
}

static RelaisRecord *
find_placement (World      *world,
                const char *planned)
{
  for (guint i = 0; i < world->records->len; i++) {
    RelaisRecord *record = g_ptr_array_index (world->records, i);

    if (relais_record_get_kind (record) == relais_kind_lookup ("placement") &&
        g_strcmp0 (relais_record_get_string (record, "planned"), planned) == 0)
      return record;
  }
  return NULL;
}

/* What an office keeps in a spreadsheet: French headings and dates, subjects that come twice. */
static void
test_table (void)
{
  g_autoptr (World) world = make_world ();
  static const char text[] =
    "Date;Sujet;Support;Statut;Auteur;Direction;Couleur préférée\n"
    "18/11/2026;Vœux du maire;Brèves;En rédaction;Théo Pinson;Direction de la culture;bleu\n"
    "19/11/2026;Vœux du maire;Agenda;;;;\n"
    ";Une idée;brèves;;;;\n"
    "20/11/2026;Vœux du maire;Affiches;;;;\n"
    "32/11/2026;Autre;Agenda;;;;\n"
    "20/11/2026;;Agenda;;;;\n"
    "18/11/2026;VŒUX du maire;Brèves;;;;\n";
  g_autoptr (RelaisImport) import = plan (world, text), again = NULL;
  g_autofree char *bad = relais_import_dup_bad_rows (import);
  RelaisRecord *placement, *subject;

  check_verdicts (import, "CREATE CREATE CREATE BAD BAD BAD DUPLICATE");
  g_assert_cmpstr (get_reason (import, 1), ==, "Of a subject that is there already.");
  g_assert_cmpstr (get_reason (import, 3), ==, "Channel: nothing is called “Affiches”");
  g_assert_cmpstr (get_reason (import, 5), ==, "Title: is missing");
  g_assert_cmpstr (get_reason (import, 6), ==, "The same as line 2.");
  g_assert_nonnull (strstr (bad, "Affiches"));
  world_apply (world, import);
  g_assert_cmpuint (world_count (world, "subject"), ==, 2);
  g_assert_cmpuint (world_count (world, "placement"), ==, 3);
  placement = find_placement (world, "2026-11-18");
  g_assert_cmpstr (relais_record_get_string (placement, "state"), ==, "writing");
  g_assert_cmpstr (relais_record_get_string (placement, "copy_due"), ==, "2026-11-13");   /* three working days */
  subject = world_find (world, "subject", "Vœux du maire");
  g_assert_cmpstr (relais_record_get_string (placement, "subject"), ==, relais_record_get_id (subject));
  g_assert_cmpstr (relais_record_get_string (subject, "state"), ==, "kept");
  g_assert_nonnull (relais_record_get_string (subject, "unit"));
  g_assert_cmpstr (relais_record_get_string (find_placement (world, "2026-11-19"), "state"), ==, "accepted");
  g_assert_cmpstr (relais_record_get_string (find_placement (world, NULL), "state"), ==, "idea");
  again = plan (world, text);
  check_verdicts (again, "DUPLICATE DUPLICATE DUPLICATE BAD BAD BAD DUPLICATE");
  g_assert_cmpuint (relais_import_get_changes (again)->len, ==, 0);
}

/* By its identifier, a placement moves; subjects that are there stay as they are. */
static void
test_update (void)
{
  g_autoptr (World) world = make_world ();
  g_autoptr (RelaisImport) first = plan (world, "planned;subject;channel\n2026-11-18;Vœux;Brèves\n"), second = NULL;
  g_autofree char *text = NULL;

  world_apply (world, first);
  text = g_strdup_printf ("id;planned;subject;channel;theme\n%s;2026-11-20;Autre titre;Brèves;\n",
                          relais_record_get_id (find_placement (world, "2026-11-18")));
  second = plan (world, text);
  check_verdicts (second, "UPDATE");
  world_apply (world, second);
  g_assert_nonnull (find_placement (world, "2026-11-20"));
  g_assert_nonnull (world_find (world, "subject", "Vœux"));
  g_assert_cmpuint (world_count (world, "placement"), ==, 1);
}

static void
test_wrong_files (void)
{
  static const char * const texts[] = { "Date;Sujet\n2026-11-18;Vœux\n", "Date;Support\n2026-11-18;Brèves\n", "", "BEGIN:VCALENDAR\n" };
  g_autoptr (World) world = make_world ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GBytes) bytes = world_bytes (texts[i]);
    g_autoptr (GError) error = NULL;

    g_assert_null (relais_import_plan_schedule (bytes, &world->import, &error));
    g_assert_nonnull (error);
    g_assert_true (error->domain == RELAIS_EXCHANGE_ERROR);
  }
}

/* Our own calendar again: nothing to do; moved and cancelled in between, that is what happens. */
static void
test_own_calendar (void)
{
  g_autoptr (World) world = make_world (), empty = make_world ();
  g_autoptr (RelaisImport) first = plan (world, "planned;subject;channel\n2026-11-18;Vœux, et plus;Brèves\n2026-12-31;Bilan;Agenda\n");
  g_autoptr (RelaisImport) same = NULL, moved = NULL, elsewhere = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *feed = NULL;
  g_autoptr (GString) text = NULL;

  world_apply (world, first);
  world->kind = relais_kind_lookup ("placement");
  world->next = 0;
  bytes = relais_plan_feed_write (&world->source, "Le plan");
  feed = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  same = plan (world, feed);
  check_verdicts (same, "DUPLICATE DUPLICATE");
  elsewhere = plan (empty, feed);
  check_verdicts (elsewhere, "CREATE CREATE");
  world_apply (empty, elsewhere);
  g_assert_nonnull (world_find (empty, "subject", "Vœux, et plus"));   /* without its channel */

  text = g_string_new (feed);
  g_string_replace (text, "DTSTART;VALUE=DATE:20261118", "DTSTART;VALUE=DATE:20261119", 1);
  g_string_replace (text, "DTEND;VALUE=DATE:20261119", "DTEND;VALUE=DATE:20261120", 1);
  {
    char *last = g_strrstr (text->str, "STATUS:TENTATIVE");

    memcpy (last, "STATUS:CANCELLED", strlen ("STATUS:CANCELLED"));
  }
  moved = plan (world, text->str);
  check_verdicts (moved, "UPDATE UPDATE");
  world_apply (world, moved);
  g_assert_nonnull (find_placement (world, "2026-11-19"));
  g_assert_true (relais_record_get_boolean (find_placement (world, "2026-12-31"), "binned"));
}

/* Somebody else's calendar: on the agenda, or on the channel that the category names. */
static void
test_foreign_calendar (void)
{
  g_autoptr (World) world = make_world ();
  static const char text[] =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
    "BEGIN:VEVENT\r\nUID:a@x\r\nDTSTART;VALUE=DATE:20270501\r\nSUMMARY:Foire\r\nDESCRIPTION:Place du marché\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:b@x\r\nDTSTART:20270502T080000Z\r\nSUMMARY:Course\r\nCATEGORIES:brèves\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:c@x\r\nDTSTART;VALUE=DATE:20270503\r\nSUMMARY:Annulé\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n";
  g_autoptr (RelaisImport) import = plan (world, text), again = NULL;

  check_verdicts (import, "CREATE CREATE DUPLICATE");
  world_apply (world, import);
  g_assert_cmpstr (relais_record_get_string (world_find (world, "subject", "Foire"), "summary"), ==, "Place du marché");
  g_assert_cmpstr (relais_record_get_string (find_placement (world, "2027-05-01"), "channel"), ==,
                   relais_record_get_id (world_find (world, "channel", "Agenda")));
  g_assert_cmpstr (relais_record_get_string (find_placement (world, "2027-05-02"), "channel"), ==,
                   relais_record_get_id (world_find (world, "channel", "Brèves")));
  again = plan (world, text);
  check_verdicts (again, "DUPLICATE DUPLICATE DUPLICATE");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/schedule/table", test_table);
  g_test_add_func ("/exchange/schedule/update", test_update);
  g_test_add_func ("/exchange/schedule/wrong_files", test_wrong_files);
  g_test_add_func ("/exchange/schedule/own_calendar", test_own_calendar);
  g_test_add_func ("/exchange/schedule/foreign_calendar", test_foreign_calendar);
  return g_test_run ();
}
