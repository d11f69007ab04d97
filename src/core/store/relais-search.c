/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-search.h"

#include <string.h>

#include "relais-rows.h"

/* Ranking all matches of a common word costs 130–180 ms at 100,000 records (FACTS): only the newest are looked at. */
#define MOST_RANKED 2000
#define MOST_WORDS 12

/* Snippets: characters before and after the match, and how far into a long text it is looked for. */
#define SNIPPET_BEFORE 40
#define SNIPPET_AFTER  110
#define SNIPPET_REACH  65536

static gboolean
is_word_char (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == 0x2019 || c == 0x2bc;
}

/* Folded words. « l’agenda » is asked for as « agenda »: a text may well have it without the article. */
static char **
split_words (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_words = 0;

  for (const char *p = text; *p != '\0' && n_words < MOST_WORDS;) {
    const char *start = p;
    g_autofree char *word = NULL, *folded = NULL;

    while (*p != '\0' && is_word_char (g_utf8_get_char (p)))
      p = g_utf8_next_char (p);
    if (p == start) {
      p = g_utf8_next_char (p);
      continue;
    }
    word = g_strndup (start, (gsize) (p - start));
    folded = relais_fold (word);
    if (is_apostrophe (g_utf8_get_char (p)) && is_word_char (g_utf8_get_char (g_utf8_next_char (p))) &&
        (g_utf8_strlen (folded, -1) == 1 || strcmp (folded, "qu") == 0))
      continue;
    g_strv_builder_take (builder, g_steal_pointer (&folded));
    n_words++;
  }
  return g_strv_builder_end (builder);
}

static gboolean
starts_with_any (const char *word, char **prefixes)
{
  for (guint i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (word, prefixes[i]))
      return TRUE;
  return FALSE;
}

/* The next word of the text from *@at that one of @words begins; FALSE: there is none before @end. */
static gboolean
find_match (const char **at, const char *end, char **words, const char **match_end)
{
  const char *p = *at;

  while (*p != '\0' && p < end) {
    const char *start = p;
    g_autofree char *word = NULL, *folded = NULL;

    while (*p != '\0' && is_word_char (g_utf8_get_char (p)))
      p = g_utf8_next_char (p);
    if (p == start) {
      p = g_utf8_next_char (p);
      continue;
    }
    word = g_strndup (start, (gsize) (p - start));
    folded = relais_fold (word);
    if (starts_with_any (folded, words)) {
      *at = start;
      *match_end = p;
      return TRUE;
    }
  }
  return FALSE;
}

static void
append_plain (GString *snippet, const char *from, const char *to)
{
  for (const char *p = from; p < to; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (snippet, c < 0x20 ? ' ' : c);
  }
}

static char *
build_snippet (const char *text, char **words)
{
  const char *reach = text + MIN (strlen (text), SNIPPET_REACH);
  const char *match = text, *match_end = text, *start, *end, *done;
  GString *snippet = g_string_new (NULL);
  guint n = 0;

  if (!find_match (&match, reach, words, &match_end))
    match = text;
  for (start = match; start > text && n < SNIPPET_BEFORE; n++)
    start = g_utf8_prev_char (start);
  /* Begin and end at a word. */
  while (start > text && start < match && is_word_char (g_utf8_get_char (g_utf8_prev_char (start))))
    start = g_utf8_next_char (start);
  for (end = match, n = 0; *end != '\0' && (n < SNIPPET_AFTER || is_word_char (g_utf8_get_char (end))) &&
       n < 2 * SNIPPET_AFTER; n++)
    end = g_utf8_next_char (end);

  g_string_append (snippet, start > text ? "… " : "");
  for (done = start; find_match (&match, end, words, &match_end) && match_end <= end; done = match = match_end) {
    append_plain (snippet, done, match);
    g_string_append_c (snippet, '\002');
    append_plain (snippet, match, match_end);
    g_string_append_c (snippet, '\003');
  }
  append_plain (snippet, done, end);
  g_string_append (snippet, *end != '\0' ? " …" : "");
  return g_string_free_and_steal (snippet);
}

static RelaisHit *
make_hit (RelaisDatabase *db, gint64 pk, char **words)
{
  g_autofree char *name = relais_database_dup_string (db, "SELECT kind FROM record WHERE pk = ?", "i", pk);
  const RelaisKind *kind = name != NULL ? relais_kind_lookup (name) : NULL;
  RelaisRecord *record = kind != NULL ? relais_rows_lookup_pk (db, kind, pk) : NULL;
  g_autofree char *title = NULL, *text = NULL;
  RelaisHit *hit;

  if (record == NULL)
    return NULL;
  relais_rows_get_words (record, &title, &text);
  hit = g_new0 (RelaisHit, 1);
  hit->record = record;
  hit->snippet = build_snippet (*text != '\0' ? text : title, words);
  return hit;
}

/* Newest first, those that are not yet in @found. */
static gboolean
find_rows (RelaisDatabase *db, const char *match, guint limit, GHashTable *met, GArray *found, GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *stmt = relais_database_select (db, error, "SELECT rowid FROM search WHERE search MATCH ? AND rowid > 0 "
                                                          "ORDER BY rowid DESC LIMIT ?", "si", match, (gint64) MOST_RANKED);

  if (stmt == NULL)
    return FALSE;
  while (found->len < limit && relais_database_step (db, stmt, &local)) {
    gint64 pk = sqlite3_column_int64 (stmt, 0);

    if (g_hash_table_add (met, g_memdup2 (&pk, sizeof pk)))
      g_array_append_val (found, pk);
  }
  sqlite3_reset (stmt);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

void
relais_hit_free (RelaisHit *hit)
{
  relais_record_unref (hit->record);
  g_free (hit->snippet);
  g_free (hit);
}

char *
relais_search_build_match (const char *text, gboolean whole, gboolean in_title)
{
  g_auto (GStrv) words = split_words (text);
  GString *match;

  if (words[0] == NULL)
    return NULL;
  match = g_string_new (in_title ? "title : (" : "(");
  for (guint i = 0; words[i] != NULL; i++)
    g_string_append_printf (match, "%s\"%s\"%s", i > 0 ? " " : "", words[i], whole ? "" : " *");
  g_string_append_c (match, ')');
  return g_string_free_and_steal (match);
}

/* Best first: the words are in the title, they begin words of the title, they are in the text, they begin words of it; the newest
 * first among equals. Each class is asked for the newest only, so a word that is everywhere costs no more than a rare one. */
GPtrArray *
relais_search_run (RelaisDatabase *db, const char *text, guint limit, GError **error)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_hit_free);
  g_autoptr (GHashTable) met = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (GStrv) words = split_words (text);

  if (words[0] == NULL)
    return g_steal_pointer (&hits);
  limit = MIN (limit, MOST_RANKED);
  for (guint class = 0; class < 4 && found->len < limit; class++) {
    g_autofree char *match = relais_search_build_match (text, class % 2 == 0, class < 2);

    if (!find_rows (db, match, limit, met, found, error))
      return NULL;
  }
  for (guint i = 0; i < found->len; i++) {
    RelaisHit *hit = make_hit (db, g_array_index (found, gint64, i), words);

    if (hit != NULL)
      g_ptr_array_add (hits, hit);
  }
  return g_steal_pointer (&hits);
}
