/* SPDX-License-Identifier: GPL-3.0-or-later */

/* merge_laws: what must hold of every merge, by example and at random. */

#include <string.h>

#include "relais-sync.h"
#include <time.h>

#define RANDOM_ROUNDS 4000

typedef struct { const char *name, *base, *mine, *theirs, *merged; } Example;

/* `merged` NULL: a person has to look. */
static const Example examples[] = {
  { "two words of a sentence",
    "La réunion a lieu lundi matin en salle du conseil, tous sont invités.",
    "La réunion a lieu mardi matin en salle du conseil, tous sont invités.",
    "La réunion a lieu lundi matin en salle du conseil, toutes les équipes sont chaleureusement invitées.",
    "La réunion a lieu mardi matin en salle du conseil, toutes les équipes sont chaleureusement invitées." },
  { "two paragraphs",
    "Premier paragraphe.\n\nSecond paragraphe.", "Premier alinéa.\n\nSecond paragraphe.", "Premier paragraphe.\n\nSecond alinéa.",
    "Premier alinéa.\n\nSecond alinéa." },
  { "a paragraph before, one after",
    "Milieu.", "Début.\n\nMilieu.", "Milieu.\n\nFin.", "Début.\n\nMilieu.\n\nFin." },
  { "one deletes a paragraph, the other edits its neighbour",
    "Un texte.\n\nDeux textes.\n\nTrois textes.", "Un texte.\n\nTrois textes.",
    "Un texte.\n\nDeux textes.\n\nTrois longs textes.",
    "Un texte.\n\nTrois longs textes." },
  { "one deletes what the other edits",
    "Un texte.\n\nDeux textes.\n\nTrois textes.", "Un texte.\n\nTrois textes.",
    "Un texte.\n\nDeux longs textes.\n\nTrois textes.", NULL },
  { "one splits the paragraph, the other corrects a word of it",
    "Le maire accueille les agents. La visite commence à neuf heures précises.",
    "Le maire accueille les agents.\n\nLa visite commence à neuf heures précises.",
    "Le maire accueille les agents. La visite commence à dix heures précises.",
    "Le maire accueille les agents.\n\nLa visite commence à dix heures précises." },
  { "the same word differently", "à neuf heures", "à dix heures", "à onze heures", NULL },
  { "neighbouring words are one expression", "le lundi matin", "le mardi matin", "le lundi soir", NULL },
  { "words with punctuation between", "lundi, mardi, jeudi", "lundi, mercredi, jeudi", "samedi, mardi, jeudi",
    "samedi, mercredi, jeudi" },
  { "the same change", "à neuf heures", "à dix heures", "à dix heures", "à dix heures" },
  { "the same change and one more",
    "à neuf heures, salle deux, au rez-de-chaussée", "à dix heures, salle deux, au rez-de-chaussée",
    "à dix heures, salle deux, au premier étage", "à dix heures, salle deux, au premier étage" },
  { "a number is never put together from two", "Prix : 3,5 euros", "Prix : 4,5 euros", "Prix : 3,9 euros", NULL },
  { "nor a large one with spaces", "Il y a 10 000 visiteurs", "Il y a 12 000 visiteurs", "Il y a 10 500 visiteurs", NULL },
  { "narrow no-break spaces stay", "Attention : travaux ! Merci de votre patience.",
    "Attention : travaux ! Merci de votre grande patience.",
    "Prudence : travaux ! Merci de votre patience.",
    "Prudence : travaux ! Merci de votre grande patience." },
  { "typographic apostrophes", "L’équipe s’installe, l’accueil déménage.", "L’équipe s’agrandit, l’accueil déménage.",
    "L’équipe s’installe, l’atelier déménage.", "L’équipe s’agrandit, l’atelier déménage." },
  { "both append different things", "Note.", "Note.\n\nAppeler Paul.", "Note.\n\nAppeler Anne.", NULL },
  { "both append the same thing", "Note.", "Note.\n\nAppeler Paul.", "Note.\n\nAppeler Paul.", "Note.\n\nAppeler Paul." },
  { "both write into an empty text", "", "un", "deux", NULL },
  { "one empties, the other edits", "un texte", "", "un long texte", NULL },
  { "both move a word, to different places: it would be there twice",
    "rouge, vert, bleu, noir", "vert, rouge, bleu, noir", "vert, bleu, noir, rouge", NULL },
  { "both move a paragraph, to different places",
    "Un.\n\nDeux.\n\nTrois.\n\nQuatre.", "Deux.\n\nUn.\n\nTrois.\n\nQuatre.", "Deux.\n\nTrois.\n\nQuatre.\n\nUn.", NULL },
  { "each removes another of two equal lines: both would be gone",
    "Répétée ici.\n\nMilieu.\n\nRépétée ici.", "Milieu.\n\nRépétée ici.", "Répétée ici.\n\nMilieu.", NULL },
  { "both add the same sentence in different places",
    "Un deux trois.\n\nQuatre cinq six.", "Un deux trois.\n\nMerci de prévenir le service.\n\nQuatre cinq six.",
    "Un deux trois.\n\nQuatre cinq six.\n\nMerci de prévenir le service.", NULL },
  { "a break that one takes away and the other builds on", "Fin.\n", "Fin.", "Fin.\nSuite.", NULL },
  { "list items", "- lait\n- pain\n- beurre", "- lait\n- pain complet\n- beurre", "- lait entier\n- pain\n- beurre",
    "- lait entier\n- pain complet\n- beurre" },
  { "rows of a table", "| Jour | Heure |\n|---|---|\n| lundi | 9 h |\n| mardi | 10 h |",
    "| Jour | Heure |\n|---|---|\n| lundi | 8 h |\n| mardi | 10 h |",
    "| Jour | Heure |\n|---|---|\n| lundi | 9 h |\n| jeudi | 10 h |",
    "| Jour | Heure |\n|---|---|\n| lundi | 8 h |\n| jeudi | 10 h |" },
  { "carriage returns are line breaks", "Un.\r\n\r\nDeux.", "Un.\r\n\r\nDeux bis.", "Un bis.\n\nDeux.", "Un bis.\n\nDeux bis." },
  { "no spaces between words", "今日は良い天気です", "今日は悪い天気です", "昨日は良い天気です", "昨日は悪い天気です" },
  { "emoji are not taken apart", "Bravo 👩‍👧 , merci", "Bravo 👩‍👦 , merci", "Bravo 👨‍👧 , merci", NULL },
  { "flags neither", "🇫🇷 , bonjour", "🇫🇮 , bonjour", "🇧🇷 , bonjour", NULL },
  { "decomposed accents stay whole", "e\xcc\x81t\xc3\xa9 , ici", "e\xcc\x80t\xc3\xa9 , ici", "e\xcc\x82t\xc3\xa9 , ici", NULL },
};

static void
test_examples (gconstpointer data)
{
  const Example *example = data;
  g_autofree char *merged = relais_merge_text (example->base, example->mine, example->theirs);
  g_autofree char *swapped = relais_merge_text (example->base, example->theirs, example->mine);

  g_assert_cmpstr (merged, ==, example->merged);
  g_assert_cmpstr (swapped, ==, example->merged);
}

/* ---- at random ---- */

static const char * const vocabulary[] = {
  "la", "le", "de", "ville", "agents", "réunion", "l’équipe", "salle", "mardi", "est", "à", "une", "peut-être", "été", "et", "😀",
  "会", "議", "12", "3,5", "**gras**", "œuvre", "s’il", "vous", "plaît",
};
static const char * const joints[] = { " ", " ", " ", " ", ", ", ". ", "\n", "\n\n", " ! ", "\n\n\n", "\n- " };

static const char *
pick (GRand              *random,
      const char * const *words,
      guint               n)
{
  return words[g_rand_int_range (random, 0, n)];
}

static char *
make_text (GRand *random,
           guint  n_words)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_words; i++)
    {
      if (i)
        g_string_append (text, pick (random, joints, G_N_ELEMENTS (joints)));
      g_string_append (text, pick (random, vocabulary, G_N_ELEMENTS (vocabulary)));
    }

  return g_string_free_and_steal (text);
}

/* Some edits at random places between tokens; each inserted word is unlike any other and is added to @inserted. */
static char *
edit_text (GRand      *random,
           const char *text,
           const char *side,
           GPtrArray  *inserted)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint n_words = g_strv_length (words);
  guint n_edits = g_rand_int_range (random, 1, 4);
  GString *result = g_string_new (NULL);

  for (guint i = 0; i < n_words; i++)
    {
      gboolean edit = g_rand_int_range (random, 0, MAX (n_words / n_edits, 1)) == 0;
      int how = g_rand_int_range (random, 0, 4);
      g_autofree char *word = g_strdup_printf ("%s%u", side, inserted->len);

      if (edit && how == 0)
        continue;
      if (edit)
        {
          g_string_append_printf (result, "%s%s%s", result->len ? " " : "", how == 3 ? "\n\n" : "", word);
          g_ptr_array_add (inserted, g_steal_pointer (&word));
          if (how == 1)
            continue;
        }
      g_string_append_printf (result, "%s%s", result->len ? " " : "", words[i]);
    }

  return g_string_free_and_steal (result);
}

static guint
count_word (const char *text,
            const char *word)
{
  guint n = 0;
  gsize length = strlen (word);

  for (const char *p = strstr (text, word); p; p = strstr (p + length, word))
    n += !g_ascii_isdigit (p[length]);

  return n;
}

static void
assert_survive (GPtrArray  *words,
                const char *source,
                const char *merged)
{
  for (guint i = 0; i < words->len; i++)
    g_assert_cmpuint (count_word (merged, g_ptr_array_index (words, i)), ==, count_word (source, g_ptr_array_index (words, i)));
}

static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261121);
  guint n_merged = 0;

  for (guint round = 0; round < RANDOM_ROUNDS; round++)
    {
      g_autofree char *base = make_text (random, g_rand_int_range (random, 0, 120));
      g_autoptr (GPtrArray) mine_words = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) theirs_words = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *mine = edit_text (random, base, "mien", mine_words);
      g_autofree char *theirs = edit_text (random, base, "tien", theirs_words);
      g_autofree char *merged = relais_merge_text (base, mine, theirs);
      g_autofree char *swapped = relais_merge_text (base, theirs, mine);
      g_autofree char *again = merged ? relais_merge_text (base, mine, merged) : NULL;

      g_assert_cmpstr (merged, ==, swapped);
      if (!merged)
        continue;
      n_merged++;
      g_assert_true (g_utf8_validate (merged, -1, NULL));
      assert_survive (mine_words, mine, merged);
      assert_survive (theirs_words, theirs, merged);
      /* What was merged once merges with one of its halves to itself, or is looked at by a person. */
      if (again)
        g_assert_cmpstr (again, ==, merged);
    }

  /* A merge that always gives up would keep every law. */
  g_assert_cmpuint (n_merged, >, RANDOM_ROUNDS / 4);
}

static void
test_identity (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint round = 0; round < 200; round++)
    {
      g_autofree char *base = make_text (random, g_rand_int_range (random, 0, 60));
      g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *mine = edit_text (random, base, "mien", words);
      g_autofree char *untouched = relais_merge_text (base, mine, base);
      g_autofree char *untouched_swapped = relais_merge_text (base, base, mine);
      g_autofree char *twice = relais_merge_text (base, mine, mine);

      g_assert_cmpstr (untouched, ==, mine);
      g_assert_cmpstr (untouched_swapped, ==, mine);
      g_assert_cmpstr (twice, ==, mine);
    }
}

/* Texts of the greatest length, alike and not alike at all, in bounded time. */
static void
test_large (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  g_autofree char *base = make_text (random, 30000);
  g_autofree char *other = make_text (random, 30000);
  g_autofree char *third = make_text (random, 30000);
  g_autofree char *mine = g_strconcat ("Commencement. ", base, NULL);
  g_autofree char *theirs = g_strconcat (base, " , conclusion.", NULL);
  g_autofree char *expected = g_strconcat ("Commencement. ", base, " , conclusion.", NULL);
  g_autofree char *one_word = g_strnfill (262144, 'x');
  g_autofree char *longer_word = g_strconcat (one_word, "y", NULL);
  clock_t start = clock ();   /* of the processor: the machine may be busy with other things */
  g_autofree char *merged = relais_merge_text (base, mine, theirs);
  g_autofree char *hopeless = relais_merge_text (base, other, third);
  g_autofree char *solid = relais_merge_text (one_word, longer_word, "");

  g_test_message ("large merges took %" G_GINT64_FORMAT " ms", (gint64) (clock () - start) * 1000 / CLOCKS_PER_SEC);
  g_assert_cmpstr (merged, ==, expected);
  g_assert_null (hopeless);
  g_assert_null (solid);
  g_assert_cmpint (clock () - start, <, 20 * CLOCKS_PER_SEC);
}

/* ---- sets ---- */

static GVariant *
make_set (const char *letters)
{
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);

  for (const char *p = letters; *p; p++)
    g_ptr_array_add (strings, g_strndup (p, 1));

  return g_variant_ref_sink (g_variant_new_strv ((const char * const *) strings->pdata, strings->len));
}

static void
assert_set (const char *base_letters,
            const char *mine_letters,
            const char *theirs_letters,
            const char *merged_letters)
{
  g_autoptr (GVariant) base = make_set (base_letters);
  g_autoptr (GVariant) mine = make_set (mine_letters);
  g_autoptr (GVariant) theirs = make_set (theirs_letters);
  g_autoptr (GVariant) expected = make_set (merged_letters);
  g_autoptr (GVariant) merged = relais_merge_set (base, mine, theirs);
  g_autoptr (GVariant) swapped = relais_merge_set (base, theirs, mine);
  g_autoptr (GVariant) again = relais_merge_set (base, mine, merged);

  g_assert_true (g_variant_equal (merged, expected));
  g_assert_true (g_variant_equal (swapped, expected));
  g_assert_true (g_variant_equal (again, merged));
}

static void
test_sets (void)
{
  g_autoptr (GVariant) nothing = relais_merge_set (NULL, NULL, NULL);

  assert_set ("abc", "abcd", "bc", "bcd");
  assert_set ("abc", "", "abc", "");
  assert_set ("", "xz", "yz", "xyz");
  assert_set ("ab", "b", "a", "");
  assert_set ("ab", "ab", "ab", "ab");
  assert_set ("c", "ac", "bc", "abc");
  g_assert_cmpuint (g_variant_n_children (nothing), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *path = g_strdup_printf ("/merge/example/%s", examples[i].name);

      g_test_add_data_func (path, &examples[i], test_examples);
    }
  g_test_add_func ("/merge/merge_laws/random", test_random);
  g_test_add_func ("/merge/merge_laws/identity", test_identity);
  g_test_add_func ("/merge/large", test_large);
  g_test_add_func ("/merge/merge_laws/sets", test_sets);

  return g_test_run ();
}
