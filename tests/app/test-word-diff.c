/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-word-diff.h"

#include <pango/pango.h>
#include <string.h>
#include <time.h>

#define B "<span weight=\"bold\" underline=\"single\">"
#define E "</span>"

static void
check (const char *mine, const char *theirs, const char *mine_expected, const char *theirs_expected)
{
  g_autofree char *mine_markup = NULL, *theirs_markup = NULL;

  relais_word_diff (mine, theirs, &mine_markup, &theirs_markup);
  g_assert_cmpstr (mine_markup, ==, mine_expected);
  g_assert_cmpstr (theirs_markup, ==, theirs_expected);
}

static void
test_words (void)
{
  check ("lundi à midi", "mardi à midi", B "lundi" E " à midi", B "mardi" E " à midi");
  check ("à midi", "à midi", "à midi", "à midi");
  check ("", "à midi", "", B "à midi" E);
  check ("tous les agents", "tous les nouveaux agents", "tous les agents", "tous les " B "nouveaux " E "agents");
  check ("a b c d", "a x c y", "a " B "b" E " c " B "d" E, "a " B "x" E " c " B "y" E);
}

static void
test_markup_is_escaped (void)
{
  check ("<b>1 & 2</b>", "<b>1 & 2</b>", "&lt;b&gt;1 &amp; 2&lt;/b&gt;", "&lt;b&gt;1 &amp; 2&lt;/b&gt;");
}

static char *
make_text (void)
{
  static const char * const words[] = { "vœux ", "à ", "l’été\n", "<&> ", "  ", "agents " };
  GString *text = g_string_new (NULL);

  for (gint32 n = g_test_rand_int_range (0, 40); n > 0; n--)
    g_string_append (text, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
  return g_string_free (text, FALSE);
}

static void
check_text (const char *markup, const char *expected)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pango_parse_markup (markup, -1, 0, NULL, &text, NULL, &error));
  g_assert_cmpstr (text, ==, expected);
}

/* Whatever the texts are, both come out whole and as valid markup. */
static void
test_nothing_is_lost (void)
{
  for (guint round = 0; round < 500; round++)
    {
      g_autofree char *mine = make_text (), *theirs = make_text ();
      g_autofree char *mine_markup = NULL, *theirs_markup = NULL;

      relais_word_diff (mine, theirs, &mine_markup, &theirs_markup);
      check_text (mine_markup, mine);
      check_text (theirs_markup, theirs);
    }
}

/* Two long texts without a word in common: bounded time, all of it marked. */
static void
test_long (void)
{
  g_autoptr (GString) a = g_string_new ("début ");
  g_autoptr (GString) b = g_string_new ("début ");
  g_autofree char *mine = NULL, *theirs = NULL;

  for (guint i = 0; i < 20000; i++)
    {
      g_string_append_printf (a, "a%u ", i);
      g_string_append_printf (b, "b%u ", i);
    }
  clock_t start = clock ();   /* of the processor: the machine may be busy with other things */
  relais_word_diff (a->str, b->str, &mine, &theirs);
  g_assert_cmpint (clock () - start, <, CLOCKS_PER_SEC);
  g_assert_true (g_str_has_prefix (mine, "début " B));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/word-diff/words", test_words);
  g_test_add_func ("/app/word-diff/markup-is-escaped", test_markup_is_escaped);
  g_test_add_func ("/app/word-diff/nothing-is-lost", test_nothing_is_lost);
  g_test_add_func ("/app/word-diff/long", test_long);
  return g_test_run ();
}
