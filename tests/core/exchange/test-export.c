/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"
#include "relais-json.h"
#include "sample.h"

#include <string.h>

/* References of a sample record go to records that are there. */
static void
add_samples (World *world,
             GRand *rand,
             guint  n_each)
{
  for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++) {
    for (guint n = 0; n < n_each; n++) {
      g_autoptr (RelaisRecord) sample = sample_record (*kind, rand, n == 0);
      g_autoptr (RelaisFields) change = relais_fields_new (*kind);

      for (guint i = 0; i < (*kind)->n_fields; i++) {
        const RelaisField *field = &(*kind)->fields[i];
        g_autoptr (GPtrArray) targets = NULL;
        RelaisRecord *target;

        if (field->target == NULL)
          continue;
        targets = world->import.list (world, relais_kind_lookup (field->target));
        target = targets->len > 0 ? g_ptr_array_index (targets, (guint) g_rand_int_range (rand, 0, (gint32) targets->len)) : NULL;
        if (field->type == RELAIS_FIELD_REF)
          relais_fields_set_string (change, field->name, target != NULL ? relais_record_get_id (target) : NULL);
        else
          relais_fields_set_strv (change, field->name, (const char * const []) { target ? relais_record_get_id (target) : NULL, NULL });
      }
      if (relais_kind_find_field (*kind, "email") >= 0)
        relais_fields_set_string (change, "email", "quelquun@ville.example");
      relais_fields_set_boolean (change, "binned", FALSE);
      world_add (world, relais_record_with (sample, change));
    }
  }
}

/* An export imports again unchanged: every row is known again, and nothing differs. */
static void
test_round_trip (void)
{
  for (guint32 seed = 0; seed < 20; seed++) {
    g_autoptr (World) world = world_new ();
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

    add_samples (world, rand, 6);
    for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++) {
      g_autofree char *text = world_export (world, (*kind)->name, RELAIS_EXPORT_CSV);
      g_autoptr (RelaisImport) import = world_plan (world, world_bytes (text), (*kind)->name);
      g_autofree char *verdicts = world_verdicts (import);

      g_test_message ("seed %u, %s: %s", seed, (*kind)->name, verdicts);
      g_assert_true (g_str_has_prefix (text, RELAIS_TABLE_START "id;"));
      g_assert_cmpuint (relais_import_get_changes (import)->len, ==, 0);
      g_assert_cmpuint (relais_import_count (import, RELAIS_IMPORT_DUPLICATE), ==, 6);
    }
  }
}

static void
test_readable (void)
{
  g_autoptr (World) world = world_new ();
  RelaisRecord *unit = world_make (world, "unit", "name", "Voirie", "type", "directorate", NULL);
  g_autofree char *csv = NULL, *labels = NULL, *public = NULL;

  world_make (world, "person", "first_name", "Marie", "last_name", "Dupont", "phone", "+33 1", "unit", relais_record_get_id (unit), NULL);
  csv = world_export (world, "person", RELAIS_EXPORT_CSV);
  g_assert_nonnull (strstr (csv, ";Marie;Dupont;;'+33 1;"));
  g_assert_nonnull (strstr (csv, ";Voirie;"));
  world->source.labels = TRUE;
  labels = world_export (world, "person", RELAIS_EXPORT_CSV);
  g_assert_nonnull (strstr (labels, "id;First name;Last name;E-mail;Phone;"));
  world->source.for_readers = TRUE;
  public = world_export (world, "person", RELAIS_EXPORT_CSV);
  g_assert_null (strstr (public, "+33 1"));
  g_assert_null (strstr (public, "Phone"));
}

static void
test_json (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  add_samples (world, rand, 3);
  for (const RelaisKind * const *kind = relais_kinds (); *kind != NULL; kind++) {
    g_autofree char *text = world_export (world, (*kind)->name, RELAIS_EXPORT_JSON);
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = relais_json_parse (text, -1, 1 << 20, &error);
    JsonArray *array;

    g_assert_no_error (error);
    array = json_node_get_array (node);
    g_assert_cmpuint (json_array_get_length (array), ==, 3);
    for (guint i = 0; i < 3; i++) {
      g_autoptr (RelaisRecord) record = relais_record_from_json (json_array_get_object_element (array, i), &error);

      g_assert_no_error (error);
      g_assert_true (relais_record_get_kind (record) == *kind);
    }
  }
  {
    g_autoptr (World) empty = world_new ();
    g_autofree char *text = world_export (empty, "unit", RELAIS_EXPORT_JSON);

    g_assert_cmpstr (text, ==, "[]\n");
  }
}

static void
test_json_for_readers (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *text = NULL;

  world_make (world, "person", "last_name", "Dupont", "phone", "0102", "note", "secret", NULL);
  world->source.for_readers = TRUE;
  text = world_export (world, "person", RELAIS_EXPORT_JSON);
  g_assert_nonnull (strstr (text, "Dupont"));
  g_assert_null (strstr (text, "0102"));
  g_assert_null (strstr (text, "secret"));
}

static void
test_cards (void)
{
  g_autoptr (World) world = world_new ();
  RelaisRecord *unit = world_make (world, "unit", "name", "Voirie", "type", "directorate", NULL);
  g_autofree char *text = NULL;
  g_autoptr (RelaisImport) import = NULL;

  world_make (world, "person", "first_name", "Marie", "last_name", "Dupont", "email", "m@ville.example", "mobile", "06",
              "unit", relais_record_get_id (unit), "groups", "Relais", "note", "deux\nlignes", NULL);
  world_make (world, "person", "last_name", "Martin", NULL);
  text = world_export (world, "person", RELAIS_EXPORT_VCF);
  g_assert_nonnull (strstr (text, "ORG:Voirie\r\n"));
  import = world_plan (world, world_bytes (text), "person");
  g_assert_cmpuint (relais_import_count (import, RELAIS_IMPORT_DUPLICATE), ==, 2);
  g_assert_cmpuint (relais_import_get_changes (import)->len, ==, 0);
}

static void
test_calendars (void)
{
  g_autoptr (World) world = world_new ();
  RelaisRecord *subject = world_make (world, "subject", "title", "Vœux", "state", "kept", NULL);
  RelaisRecord *channel = world_make (world, "channel", "name", "Brèves", "form", "brief", NULL);
  RelaisRecord *refused;
  g_autofree char *placements = NULL, *articles = NULL, *stable = NULL;

  world_make (world, "placement", "subject", relais_record_get_id (subject), "channel", relais_record_get_id (channel), "state",
              "approved", "planned", "2027-01-12", NULL);
  world_make (world, "placement", "subject", relais_record_get_id (subject), "channel", relais_record_get_id (channel), "state",
              "idea", NULL);
  refused = world_make (world, "placement", "subject", relais_record_get_id (subject), "channel", relais_record_get_id (channel),
                        "state", "refused", "planned", "2027-01-13", NULL);
  placements = world_export (world, "placement", RELAIS_EXPORT_ICS);
  stable = g_strdup_printf ("UID:%s\r\n", relais_record_get_id (refused));
  g_assert_nonnull (strstr (placements, "SUMMARY:Vœux — Brèves\r\n"));
  g_assert_nonnull (strstr (placements, "DTSTART;VALUE=DATE:20270112\r\n"));
  g_assert_nonnull (strstr (placements, "STATUS:CONFIRMED\r\n"));
  g_assert_nonnull (strstr (placements, "STATUS:CANCELLED\r\n"));
  g_assert_nonnull (strstr (placements, "SEQUENCE:7\r\n"));   /* a position of the log */
  g_assert_nonnull (strstr (placements, stable));
  g_assert_null (strstr (placements, "TENTATIVE"));

  world_make (world, "article", "title", "Foire", "event_day", "2027-05-01", "event_last_day", "2027-05-03", "external_id", "foire@x",
              NULL);
  world_make (world, "article", "title", "Sans jour", NULL);
  articles = world_export (world, "article", RELAIS_EXPORT_ICS);
  g_assert_nonnull (strstr (articles, "UID:foire@x\r\n"));
  g_assert_nonnull (strstr (articles, "DTEND;VALUE=DATE:20270504\r\n"));
  g_assert_null (strstr (articles, "Sans jour"));
}

static void
test_formats (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  RelaisExportFormat format;

  g_assert_true (relais_export_format_from_string ("ics", &format));
  g_assert_cmpint (format, ==, RELAIS_EXPORT_ICS);
  g_assert_false (relais_export_format_from_string ("xls", &format));
  g_assert_null (relais_export (relais_kind_lookup ("unit"), RELAIS_EXPORT_VCF, &world->source, &error));
  g_assert_error (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_FORMAT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/export/round_trip", test_round_trip);
  g_test_add_func ("/exchange/export/readable", test_readable);
  g_test_add_func ("/exchange/export/json", test_json);
  g_test_add_func ("/exchange/export/json_for_readers", test_json_for_readers);
  g_test_add_func ("/exchange/export/cards", test_cards);
  g_test_add_func ("/exchange/export/calendars", test_calendars);
  g_test_add_func ("/exchange/export/formats", test_formats);
  return g_test_run ();
}
