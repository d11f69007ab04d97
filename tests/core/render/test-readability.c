/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-readability.h"

#include <locale.h>

static void
test_syllables (void)
{
  static const struct { const char *word; guint syllables; } cases[] = {
    { "événement", 4 }, { "préféré", 3 }, { "théâtre", 2 }, { "égalité", 4 }, { "élaboré", 4 },
    { "e\xcc\x81" "galite\xcc\x81", 4 }, { "ÉGALITÉ", 4 },
    { "le", 1 }, { "des", 1 }, { "que", 1 }, { "langue", 1 }, { "fabrique", 2 }, { "ville", 1 }, { "villes", 1 }, { "mairie", 2 },
    { "réunion", 3 }, { "année", 2 }, { "idée", 2 }, { "musée", 2 }, { "création", 3 }, { "vidéo", 3 }, { "radio", 2 },
    { "européen", 4 }, { "citoyen", 3 }, { "moyen", 2 }, { "payer", 2 }, { "travailler", 3 }, { "famille", 2 },
    { "poète", 2 }, { "lumière", 2 }, { "maïs", 2 }, { "Noël", 2 }, { "aéroport", 4 }, { "pitié", 2 }, { "eau", 1 }, { "œuvre",
                                                                                                                      1 },
    { "agent", 2 }, { "agents", 2 }, { "parlent", 1 }, { "moment", 2 }, { "souvent", 2 }, { "doivent", 1 },
    { "RGAA", 1 }, { "2026", 1 }, { "", 1 }, { "x", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].word);
      g_assert_cmpuint (relais_syllables_count (cases[i].word), ==, cases[i].syllables);
    }
}

static void
assert_counts (const char *text, guint signs, guint words, guint sentences)
{
  RelaisReadability out;

  relais_readability_measure (text, &out);
  g_test_message ("%s", text);
  g_assert_cmpuint (out.signs, ==, signs);
  g_assert_cmpuint (out.words, ==, words);
  g_assert_cmpuint (out.sentences, ==, sentences);
}

static void
test_counts (void)
{
  assert_counts ("", 0, 0, 0);
  assert_counts ("…!?", 3, 0, 0);
  assert_counts ("Été", 3, 1, 1);
  assert_counts ("Un titre\nUne phrase. Une autre !", 32, 6, 3);
  assert_counts ("L'accueil est ouvert.", 21, 4, 1);
  assert_counts ("M. Dupont et Mme. Martin arrivent à 14:30.", 42, 8, 1);
  assert_counts ("Il coûte 1,5 million. Voir www.ville.fr pour le détail.", 55, 11, 2);
  assert_counts ("Vraiment ?! Oui... Non.", 23, 3, 3);
}

static void
test_formulas (void)
{
  RelaisReadability out;

  /* 6 words, 1 sentence; le 1 chat 1 dort 1 sur 1 la 1 table 1 (mute e): 207 - 1.015 × 6 - 73.6 × 1 = 127.3, kept at 100. */
  relais_readability_measure ("Le chat dort sur la table.", &out);
  g_assert_cmpuint (out.syllables, ==, 6);
  g_assert_cmpfloat_with_epsilon (out.kandel_moles, 100, 0.001);
  g_assert_cmpfloat_with_epsilon (out.lix, 6, 0.001);

  /* La 1 réunion 3 préparera 4 événement 4, with L counted as a word: 5 words in 1 sentence, 3 of them long. */
  relais_readability_measure ("La réunion préparera l'événement.", &out);
  g_assert_cmpuint (out.syllables, ==, 13);
  g_assert_cmpuint (out.long_words, ==, 3);
  g_assert_cmpfloat_with_epsilon (out.kandel_moles, 207 - 1.015 * 5 - 73.6 * 13 / 5, 0.001);
  g_assert_cmpfloat_with_epsilon (out.lix, 5 + 100.0 * 3 / 5, 0.001);
}

static void
test_levels (void)
{
  RelaisReadability out = { .words = 29, .kandel_moles = 80 };

  g_assert_cmpint (relais_readability_level (&out), ==, RELAIS_READING_UNKNOWN);
  out.words = 30;
  g_assert_cmpint (relais_readability_level (&out), ==, RELAIS_READING_EASY);
  out.kandel_moles = 60;
  g_assert_cmpint (relais_readability_level (&out), ==, RELAIS_READING_FAIRLY_HARD);
  out.kandel_moles = 50;
  g_assert_cmpint (relais_readability_level (&out), ==, RELAIS_READING_HARD);
  out.kandel_moles = 30;
  g_assert_cmpint (relais_readability_level (&out), ==, RELAIS_READING_VERY_HARD);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/readability/syllables", test_syllables);
  g_test_add_func ("/render/readability/counts", test_counts);
  g_test_add_func ("/render/readability/formulas", test_formulas);
  g_test_add_func ("/render/readability/levels", test_levels);
  return g_test_run ();
}
