/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relais-checks.h"
#include "render-fixture.h"

#include <locale.h>
#include <time.h>

#define NONE G_MAXUINT

static RelaisCheck *
find_check (GPtrArray *checks, const char *rule, RelaisCheckLevel level)
{
  for (guint i = 0; i < checks->len; i++)
    {
      RelaisCheck *check = g_ptr_array_index (checks, i);

      if (strcmp (check->rule, rule) == 0 && check->level == level)
        return check;
    }
  return NULL;
}

/* Runs the checks over @body; @line: where the rule is expected to have this level, NONE: not at all. */
static void
assert_check (const char *body, const char *rule, RelaisCheckLevel level, guint line)
{
  g_autoptr(RelaisRecord) article = make_record ("article", ARTICLE_ID, "title", "Un titre", "body", body, NULL);
  g_autoptr(GPtrArray) checks = relais_checks_run (article, NULL, resolve_media, NULL);
  RelaisCheck *check = find_check (checks, rule, level);

  g_test_message ("%s %d in: %.60s", rule, level, body);
  if (line == NONE)
    {
      g_assert_null (check);
      return;
    }
  g_assert_nonnull (check);
  g_assert_cmpuint (check->line, ==, line);
  g_assert_cmpstr (check->sentence, !=, "");
}

static void
test_images (void)
{
  assert_check ("Rien", "RGAA 1.1", RELAIS_CHECK_NA, 0);
  assert_check ("a\n\n![](media:" IMAGE_ID ")", "RGAA 1.1", RELAIS_CHECK_OK, 0);
  assert_check ("a\n\n![](media:" IMAGE_ID ")", "RGAA 1.3", RELAIS_CHECK_PERSON, 0);
  assert_check ("a\n\n![](media:" MUTE_ID ")", "RGAA 1.1", RELAIS_CHECK_NOT, 3);
  assert_check ("a\n\n![](media:" MUTE_ID ")", "RGAA 1.1", RELAIS_CHECK_OK, NONE);
  assert_check ("a\n\n![un plan](media:" MUTE_ID ")", "RGAA 1.1", RELAIS_CHECK_OK, 0);
  assert_check ("![IMG_2034.JPG](media:" MUTE_ID ")", "RGAA 1.3", RELAIS_CHECK_NOT, 1);
  assert_check ("![Photo](media:" MUTE_ID ")", "RGAA 1.3", RELAIS_CHECK_NOT, 1);
  assert_check ("![](media:" DECOR_ID ")", "RGAA 1.1", RELAIS_CHECK_NOT, NONE);
  assert_check ("![](media:" DECOR_ID ")", "RGAA 1.2", RELAIS_CHECK_PERSON, 0);
  assert_check ("a\nb ![x](https://e.example/x.png)", "media", RELAIS_CHECK_NOT, 2);
  assert_check ("![x](media:018f4d2e-7c1a-7b3e-9f00-ffffffffffff)", "media", RELAIS_CHECK_NOT, 1);
}

static void
test_lead_image (void)
{
  g_autoptr(RelaisRecord) article = make_record ("article", ARTICLE_ID, "title", "T", "lead_image", MUTE_ID, NULL);
  g_autoptr(GPtrArray) checks = relais_checks_run (article, NULL, resolve_media, NULL);

  g_assert_nonnull (find_check (checks, "RGAA 1.1", RELAIS_CHECK_NOT));
}

static void
test_tables (void)
{
  assert_check ("x", "RGAA 5.6", RELAIS_CHECK_NA, 0);
  assert_check ("| a | b |\n|---|---|\n| c | d |", "RGAA 5.6", RELAIS_CHECK_OK, 0);
  assert_check ("|  | b |\n|---|---|\n| c | d |", "RGAA 5.6", RELAIS_CHECK_OK, 0);
  assert_check ("x\n\n| a |  |\n|---|---|\n| c | d |", "RGAA 5.6", RELAIS_CHECK_NOT, 3);
}

static void
test_links (void)
{
  assert_check ("x", "RGAA 6.1", RELAIS_CHECK_NA, 0);
  assert_check ("[Le règlement du télétravail](/a)", "RGAA 6.1", RELAIS_CHECK_PERSON, 0);
  assert_check ("[Le règlement](/a)", "RGAA 6.2", RELAIS_CHECK_OK, 0);
  assert_check ("a\nb [Cliquez ici !](/a)", "RGAA 6.1", RELAIS_CHECK_NOT, 2);
  assert_check ("[**En savoir plus…**](/a)", "RGAA 6.1", RELAIS_CHECK_NOT, 1);
  assert_check ("[Télécharger](/a)", "RGAA 6.1", RELAIS_CHECK_NOT, 1);
  assert_check ("Voir https://a.example/x", "RGAA 6.1", RELAIS_CHECK_NOT, 1);
  assert_check ("[](/a)", "RGAA 6.2", RELAIS_CHECK_NOT, 1);
  assert_check ("[![un plan](media:" IMAGE_ID ")](/a)", "RGAA 6.2", RELAIS_CHECK_NOT, NONE);
  assert_check ("[Le plan](javascript:x)", "link", RELAIS_CHECK_NOT, 1);
  assert_check ("[Le plan]()", "link", RELAIS_CHECK_NOT, 1);
  assert_check ("[Le plan](media:018f4d2e-7c1a-7b3e-9f00-ffffffffffff)", "link", RELAIS_CHECK_NOT, 1);
  assert_check ("[Le plan](media:" PAPER_ID ")", "link", RELAIS_CHECK_NOT, NONE);
  assert_check ("[Le plan](/plan.PDF)", "RGAA 13.3", RELAIS_CHECK_PERSON, 1);
  assert_check ("[Le plan](media:" PAPER_ID ")", "RGAA 13.3", RELAIS_CHECK_PERSON, 1);
  assert_check ("[Le film](https://www.youtube.com/x)", "RGAA 4.1", RELAIS_CHECK_PERSON, 1);
}

static void
test_structure (void)
{
  assert_check ("x", "RGAA 9.1", RELAIS_CHECK_NA, 0);
  assert_check ("# A\n## B\n# C", "RGAA 9.1", RELAIS_CHECK_OK, 0);
  assert_check ("## A\n### B", "RGAA 9.1", RELAIS_CHECK_OK, 0);
  assert_check ("# A\n\n### B", "RGAA 9.1", RELAIS_CHECK_NOT, 3);
  assert_check ("## A\n# B", "RGAA 9.1", RELAIS_CHECK_NOT, 1);
  assert_check ("#\n\nx", "RGAA 9.1", RELAIS_CHECK_NOT, 1);
  assert_check ("a\n\n**Faux titre**", "RGAA 9.1", RELAIS_CHECK_PERSON, 3);
  assert_check ("- a\n- b", "RGAA 9.3", RELAIS_CHECK_OK, 0);
  assert_check ("x\n\n• a", "RGAA 9.3", RELAIS_CHECK_NOT, 3);
  assert_check ("–5 degrés", "RGAA 9.3", RELAIS_CHECK_NA, 0);
  assert_check ("« Une citation »", "RGAA 9.4", RELAIS_CHECK_PERSON, 0);
  assert_check ("x", "RGAA 9.4", RELAIS_CHECK_NA, 0);
}

static void
test_title (void)
{
  g_autoptr(RelaisRecord) none = make_record ("article", ARTICLE_ID, NULL);
  g_autoptr(RelaisRecord) loud = make_record ("article", ARTICLE_ID, "title", "GRANDE FÊTE POUR TOUS LES AGENTS", "language",
                                              "fr!", NULL);
  g_autoptr(GPtrArray) checks = relais_checks_run (none, NULL, NULL, NULL);
  g_autoptr(GPtrArray) others = relais_checks_run (loud, NULL, NULL, NULL);

  g_assert_nonnull (find_check (checks, "RGAA 8.5", RELAIS_CHECK_NOT));
  g_assert_nonnull (find_check (others, "RGAA 8.5", RELAIS_CHECK_OK));
  g_assert_nonnull (find_check (others, "RGAA 8.6", RELAIS_CHECK_PERSON));
  g_assert_nonnull (find_check (others, "RGAA 8.8", RELAIS_CHECK_NOT));
  g_assert_nonnull (find_check (others, "style", RELAIS_CHECK_NOT));
}

static void
test_wording (void)
{
  assert_check ("a\n\nVENEZ TOUTES NOMBREUSES samedi", "style", RELAIS_CHECK_NOT, 3);
  assert_check ("Le CCAS, la DGS et le SDIS", "style", RELAIS_CHECK_NOT, NONE);
  assert_check ("a\n\n<div>b</div>", "style", RELAIS_CHECK_NOT, 3);
  assert_check ("Voir le plan ci-contre.", "RGAA 10.9", RELAIS_CHECK_PERSON, 1);
  assert_check ("Voir le plan.", "RGAA 10.9", RELAIS_CHECK_NA, 0);
  assert_check ("Trop peu de mots.", "readability", RELAIS_CHECK_OK, NONE);
}

static void
assert_channel (const char *unit, gint64 min, gint64 max, const char *body, RelaisCheckLevel level)
{
  g_autoptr(RelaisRecord) article = make_record ("article", ARTICLE_ID, "title", "T", "body", body, NULL);
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("channel"));
  g_autoptr(RelaisRecord) channel = NULL;
  g_autoptr(GPtrArray) checks = NULL;

  if (unit != NULL)
    relais_fields_set_string (fields, "length_unit", unit);
  relais_fields_set_integer (fields, "length_min", min);
  relais_fields_set_integer (fields, "length_max", max);
  channel = relais_record_new (ARTICLE_ID, fields, 1, 1, NULL, 0);
  checks = relais_checks_run (article, channel, NULL, NULL);
  g_assert_nonnull (find_check (checks, "channel", level));
}

static void
test_channel (void)
{
  assert_channel ("signs", 0, 10, "**Dix** signes", RELAIS_CHECK_OK);
  assert_channel ("signs", 0, 9, "**Dix** signes", RELAIS_CHECK_NOT);
  assert_channel ("words", 3, 10, "**Dix** signes", RELAIS_CHECK_NOT);
  assert_channel ("words", 2, 2, "**Dix** signes", RELAIS_CHECK_OK);
  assert_channel ("pages", 1, 1, "**Dix** signes", RELAIS_CHECK_PERSON);
  assert_channel (NULL, 0, 0, "**Dix** signes", RELAIS_CHECK_NA);
}

/* Seconds of the processor for one hostile text; the sanitizers look at each access. */
#ifdef __SANITIZE_ADDRESS__
#define MOST_SECONDS 60
#else
#define MOST_SECONDS 10
#endif

static void
test_hostile (void)
{
  static const char * const parts[] = { "![[]()", "[", "> ", "**a ", "- ", "# \n", "[x](y)\n\n", "A ", "|a", "<b>" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr(GString) body = g_string_new (NULL);
      g_autoptr(RelaisRecord) article = NULL;
      g_autoptr(GPtrArray) checks = NULL;
      clock_t start = clock ();   /* of the processor: the machine may be busy with other things */

      while (body->len < RELAIS_MARKDOWN_MAX_BYTES)
        g_string_append (body, parts[i]);
      article = make_record ("article", ARTICLE_ID, "title", "T", "body", body->str, NULL);
      checks = relais_checks_run (article, NULL, resolve_media, NULL);
      g_assert_cmpuint (checks->len, >, 0);
      g_assert_cmpint (clock () - start, <, MOST_SECONDS * CLOCKS_PER_SEC);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/checks/images", test_images);
  g_test_add_func ("/render/checks/lead-image", test_lead_image);
  g_test_add_func ("/render/checks/tables", test_tables);
  g_test_add_func ("/render/checks/links", test_links);
  g_test_add_func ("/render/checks/structure", test_structure);
  g_test_add_func ("/render/checks/title", test_title);
  g_test_add_func ("/render/checks/wording", test_wording);
  g_test_add_func ("/render/checks/channel", test_channel);
  g_test_add_func ("/render/checks/hostile", test_hostile);
  return g_test_run ();
}
