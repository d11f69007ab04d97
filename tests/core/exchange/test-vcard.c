/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"
#include "relais-vcard.h"

#include <string.h>

static GPtrArray *
read_file (const char *name)
{
  g_autoptr (GBytes) bytes = world_load (name);
  g_autoptr (GError) error = NULL;
  GPtrArray *cards = relais_vcard_read (bytes, &error);

  g_assert_no_error (error);
  return cards;
}

static void
test_outlook (void)
{
  g_autoptr (GPtrArray) cards = read_file ("outlook-2.1.vcf");
  const RelaisCard *card = g_ptr_array_index (cards, 0);

  g_assert_cmpuint (cards->len, ==, 1);
  g_assert_cmpuint (card->line, ==, 1);
  g_assert_cmpstr (card->first_name, ==, "Anaïs");
  g_assert_cmpstr (card->last_name, ==, "Lefèvre");
  g_assert_cmpstr (card->unit, ==, "Médiathèque");
  g_assert_cmpstr (card->phone, ==, "01 02 03 04 05");
  g_assert_cmpstr (card->mobile, ==, "06 01 02 03 04");
  g_assert_cmpstr (card->email, ==, "anais.lefevre@ville.example");
  g_assert_cmpstr (card->job, ==, "Agent");
}

static void
test_apple (void)
{
  g_autoptr (GPtrArray) cards = read_file ("apple-3.0.vcf");
  const RelaisCard *card = g_ptr_array_index (cards, 0), *plain = g_ptr_array_index (cards, 1);

  g_assert_cmpuint (cards->len, ==, 2);
  g_assert_cmpstr (card->last_name, ==, "Nœuds");
  g_assert_cmpstr (card->unit, ==, "Musée");
  /* The group's prefix does not hide it, and the preferred address wins. */
  g_assert_cmpstr (card->email, ==, "theo.noeuds@ville.example");
  g_assert_cmpstr (card->mobile, ==, "+33 6 11 22 33 44");
  g_assert_null (card->phone);
  g_assert_cmpstr (card->note, ==, "Vient le mardi, pas le jeudi.\nPrévoir une salle; petite.");
  g_assert_cmpstr (card->groups[0], ==, "Correspondants");
  g_assert_cmpstr (card->groups[1], ==, "Culture");
  g_assert_cmpstr (plain->first_name, ==, "Marie Claire");
  g_assert_cmpstr (plain->last_name, ==, "Dupont");
  g_assert_null (plain->groups[0]);
}

static void
test_version_4 (void)
{
  g_autoptr (GPtrArray) cards = read_file ("rfc6350-4.0.vcf");
  const RelaisCard *card = g_ptr_array_index (cards, 0);

  g_assert_cmpstr (card->first_name, ==, "Zoé");
  g_assert_cmpstr (card->mobile, ==, "+33-6-00-00-00-00");
  g_assert_cmpstr (card->email, ==, "zoe.martin@ville.example");
}

static void
test_bad_files (void)
{
  static const struct { const char *file; int code; } cases[] = {
    { "cut.vcf", RELAIS_EXCHANGE_ERROR_CUT_OFF },
    { "empty.csv", RELAIS_EXCHANGE_ERROR_EMPTY },
    { "units.tsv", RELAIS_EXCHANGE_ERROR_EMPTY },
    { "picture.png", RELAIS_EXCHANGE_ERROR_NOT_TEXT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) bytes = world_load (cases[i].file);
    g_autoptr (GError) error = NULL;

    g_assert_null (relais_vcard_read (bytes, &error));
    g_assert_error (error, RELAIS_EXCHANGE_ERROR, cases[i].code);
  }
}

/* What is written is read again, lines are of at most 75 octets, and no line ends a property early. */
static void
test_round_trip (void)
{
  g_autoptr (World) world = world_new ();
  RelaisRecord *person = world_make (world, "person", "first_name", "Anaïs-Éléonore", "last_name", "de la Nœ; fils, aîné",
                                     "email", "a@ville.example", "phone", "01", "mobile", "06", "job", "Chargée de mission \\ réseau",
                                     "office", "B 12", "groups", "Culture|x,y", "note",
                                     "Un texte long avec des lettres accentuées répétées : éééééééééééééééééééééééééééééééééééééééé\nFin",
                                     NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  g_auto (GStrv) lines = NULL;
  const RelaisCard *card;

  relais_vcard_append (text, person, "Médiathèque", TRUE);
  lines = g_strsplit (text->str, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_assert_cmpuint (strlen (lines[i]), <=, 75);
    g_assert_true (g_utf8_validate (lines[i], -1, NULL));
    g_assert_null (strchr (lines[i], '\n'));
  }
  bytes = g_bytes_new (text->str, text->len);
  cards = relais_vcard_read (bytes, NULL);
  card = g_ptr_array_index (cards, 0);
  g_assert_cmpstr (card->first_name, ==, relais_record_get_string (person, "first_name"));
  g_assert_cmpstr (card->last_name, ==, relais_record_get_string (person, "last_name"));
  g_assert_cmpstr (card->email, ==, relais_record_get_string (person, "email"));
  g_assert_cmpstr (card->phone, ==, "01");
  g_assert_cmpstr (card->mobile, ==, "06");
  g_assert_cmpstr (card->job, ==, relais_record_get_string (person, "job"));
  g_assert_cmpstr (card->office, ==, "B 12");
  g_assert_cmpstr (card->note, ==, relais_record_get_string (person, "note"));
  g_assert_cmpstr (card->unit, ==, "Médiathèque");
  g_assert_cmpstr (card->groups[0], ==, "Culture");
  g_assert_cmpstr (card->groups[1], ==, "x,y");
}

static void
test_private (void)
{
  g_autoptr (World) world = world_new ();
  RelaisRecord *person = world_make (world, "person", "last_name", "X", "phone", "0102", "mobile", "0601", "note", "secret", NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  relais_vcard_append (text, person, NULL, FALSE);
  g_assert_null (strstr (text->str, "0102"));
  g_assert_null (strstr (text->str, "0601"));
  g_assert_null (strstr (text->str, "secret"));
  g_assert_nonnull (strstr (text->str, "\r\nN:X;;;;\r\n"));
}

static void
test_noise (void)
{
  static const char * const pieces[] = {
    "BEGIN:VCARD\r\n", "END:VCARD\r\n", "N:", "FN:", ";", "\\", "\\n", "\r\n", "\n ", "=", "=C3", "ENCODING=QUOTED-PRINTABLE:", "\"", ":",
    "item1.EMAIL:", "TEL;TYPE=", "CATEGORIES:", ",", "é", "\xe9", "ORG:",
  };

  for (guint32 seed = 0; seed < 5000; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autoptr (GString) text = g_string_new ("BEGIN:VCARD\r\n");
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (GPtrArray) cards = NULL;
    g_autoptr (GError) error = NULL;

    for (int n = g_rand_int_range (rand, 0, 30); n > 0; n--)
      g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
    bytes = g_bytes_new (text->str, text->len);
    cards = relais_vcard_read (bytes, &error);
    g_assert_cmpint (cards != NULL, ==, error == NULL);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/vcard/outlook", test_outlook);
  g_test_add_func ("/exchange/vcard/apple", test_apple);
  g_test_add_func ("/exchange/vcard/version_4", test_version_4);
  g_test_add_func ("/exchange/vcard/bad_files", test_bad_files);
  g_test_add_func ("/exchange/vcard/round_trip", test_round_trip);
  g_test_add_func ("/exchange/vcard/private", test_private);
  g_test_add_func ("/exchange/vcard/noise", test_noise);
  return g_test_run ();
}
