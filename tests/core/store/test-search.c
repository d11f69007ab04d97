/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <string.h>

static void
add_article (RelaisWorkspace *workspace, const char *title, const char *body)
{
  g_autoptr (RelaisAction) action = relais_action_new ("New article");
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("article"));
  g_autoptr (GError) error = NULL;

  relais_fields_set_string (fields, "title", title);
  relais_fields_set_string (fields, "body", body);
  relais_action_create (action, NULL, fields);
  g_assert_true (relais_workspace_commit (workspace, NULL, action, NULL, NULL, &error));
}

static GPtrArray *
search (Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *hits = relais_workspace_search (fixture->workspace, text, 50, &error);

  g_assert_no_error (error);
  return hits;
}

/* Titles of the hits, best first. */
static char *
find (Fixture *fixture, const char *text)
{
  g_autoptr (GPtrArray) hits = search (fixture, text);
  GString *titles = g_string_new (NULL);

  for (guint i = 0; i < hits->len; i++) {
    g_autofree char *title = relais_record_dup_title (((RelaisHit *) g_ptr_array_index (hits, i))->record);

    g_string_append_printf (titles, "%s%s", i > 0 ? "; " : "", title);
  }
  return g_string_free_and_steal (titles);
}

#define assert_finds(text, titles) G_STMT_START { \
  g_autofree char *found_ = find (fixture, text); \
  g_assert_cmpstr (found_, ==, titles); } G_STMT_END

static void
test_folding (Fixture *fixture, gconstpointer data)
{
  static const char * const ways[] = { "réunion", "reunion", "REUNION", "Réu", "reu", "re", "r" };

  add_article (fixture->workspace, "Réunion de rentrée", NULL);
  add_article (fixture->workspace, "Autre chose", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    assert_finds (ways[i], "Réunion de rentrée");
  /* Decomposed, as other systems write it. */
  assert_finds ("re\xcc\x81union", "Réunion de rentrée");
  assert_finds ("eunion", "");
}

static void
test_ligatures (Fixture *fixture, gconstpointer data)
{
  add_article (fixture->workspace, "Cérémonie des vœux", "Et cætera");
  assert_finds ("voeux", "Cérémonie des vœux");
  assert_finds ("VŒU", "Cérémonie des vœux");
  assert_finds ("caetera", "Cérémonie des vœux");
}

static void
test_apostrophes (Fixture *fixture, gconstpointer data)
{
  add_article (fixture->workspace, "L’agenda de l'été", NULL);
  add_article (fixture->workspace, "Agenda partagé", NULL);
  assert_finds ("agenda", "Agenda partagé; L’agenda de l'été");
  assert_finds ("l'agenda", "Agenda partagé; L’agenda de l'été");
  assert_finds ("l’agenda", "Agenda partagé; L’agenda de l'été");
  assert_finds ("d'été", "L’agenda de l'été");
  assert_finds ("l'", "L’agenda de l'été");
}

static void
test_ranking (Fixture *fixture, gconstpointer data)
{
  add_article (fixture->workspace, "Marché couvert", NULL);
  add_article (fixture->workspace, "Marchés publics", NULL);
  add_article (fixture->workspace, "Dans le texte", "le marché du jeudi");
  add_article (fixture->workspace, "Au début d'un mot", "les marchés");
  add_article (fixture->workspace, "Un autre marché", NULL);
  assert_finds ("marché", "Un autre marché; Marché couvert; Marchés publics; Dans le texte; Au début d'un mot");
  /* Words may be in different places, all must be there. */
  assert_finds ("jeudi texte", "Dans le texte");
  assert_finds ("jeudi couvert", "");
}

static void
test_syntax (Fixture *fixture, gconstpointer data)
{
  static const char * const texts[] = { "", "   ", "\"", "a AND", "title:", "NEAR(", "*", "-", "^x", "(((",
                                        "'; DROP TABLE record", "%", "\xf0\x9f\x8e\x89" };

  add_article (fixture->workspace, "Marché", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GPtrArray) hits = search (fixture, texts[i]);

    g_assert_nonnull (hits);
  }
  assert_finds ("marché \"", "Marché");
  assert_finds ("(marché)", "Marché");
}

static void
test_bin (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "Kermesse");
  g_autoptr (RelaisQuery) in_bin = relais_query_text (relais_query_new (relais_kind_lookup ("subject")), "kerm");
  g_autoptr (RelaisQuery) outside = relais_query_text (relais_query_new (relais_kind_lookup ("subject")), "kerm");

  relais_query_include_bin (in_bin, TRUE);
  assert_finds ("kermesse", "Kermesse");
  set_field (fixture->workspace, "subject", id, "binned", "yes");
  assert_finds ("kermesse", "");
  g_assert_cmpuint (relais_workspace_count (fixture->workspace, in_bin), ==, 1);
  g_assert_cmpuint (relais_workspace_count (fixture->workspace, outside), ==, 0);
  set_field (fixture->workspace, "subject", id, "binned", NULL);
  assert_finds ("kermesse", "Kermesse");
}

static void
test_edit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_subject (fixture->workspace, "Kermesse");
  RelaisPage *page = make_page (1, FALSE, 0);

  set_field (fixture->workspace, "subject", id, "title", "Tombola");
  assert_finds ("kermesse", "");
  assert_finds ("tombola", "Tombola");
  page_add (page, make_state ("subject", "0190a000-0000-7000-8000-00000000000a", 1, 1, "title", "Loto", "state", "kept", NULL));
  apply_page (fixture->workspace, page);
  assert_finds ("loto", "Loto");
  page = make_page (2, FALSE, 0);
  page_add_gone (page, "subject", "0190a000-0000-7000-8000-00000000000a", 2, FALSE);
  apply_page (fixture->workspace, page);
  assert_finds ("loto", "");
}

static void
test_snippet (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_text = g_strdup_printf ("%0*d%s", 400, 0, "\nEnfin la cérémonie des vœux\taura lieu le 12 janvier.");
  g_autoptr (GPtrArray) hits = NULL;
  RelaisHit *hit;

  add_article (fixture->workspace, "Titre", long_text);
  hits = search (fixture, "ceremonie voe");
  g_assert_cmpuint (hits->len, ==, 1);
  hit = g_ptr_array_index (hits, 0);
  g_assert_cmpstr (hit->snippet, ==, "… Enfin la \002cérémonie\003 des \002vœux\003 aura lieu le 12 janvier.");
}

/* A word that is everywhere: the newest are found, and no more than were asked for. */
static void
test_bounded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisAction) action = relais_action_new ("Import");
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2500; i++) {
    RelaisFields *fields = relais_fields_new (relais_kind_lookup ("theme"));
    g_autofree char *name = g_strdup_printf ("Commun %u", i);

    relais_fields_set_string (fields, "name", name);
    relais_action_create (action, NULL, fields);
  }
  g_assert_true (relais_workspace_commit (fixture->workspace, NULL, action, NULL, NULL, &error));
  hits = search (fixture, "commun");
  g_assert_cmpuint (hits->len, ==, 50);
  g_assert_cmpstr (relais_record_get_string (((RelaisHit *) g_ptr_array_index (hits, 0))->record, "name"), ==, "Commun 2499");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/search/folding", test_folding);
  fixture_add ("/store/search/ligatures", test_ligatures);
  fixture_add ("/store/search/apostrophes", test_apostrophes);
  fixture_add ("/store/search/ranking", test_ranking);
  fixture_add ("/store/search/syntax", test_syntax);
  fixture_add ("/store/search/bin", test_bin);
  fixture_add ("/store/search/edit", test_edit);
  fixture_add ("/store/search/snippet", test_snippet);
  fixture_add ("/store/search/bounded", test_bounded);
  return g_test_run ();
}
