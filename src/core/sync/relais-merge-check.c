/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sync"

#include "relais-merge-check.h"

#include "relais-tokens.h"

#include <string.h>

enum { BASE, MINE, THEIRS, MERGED, N_TEXTS };

#define WORDS_IN_A_ROW 6

/* How often something is in each text. */
typedef struct { guint n[N_TEXTS]; } Counts;

/* (element-type guint64 → Counts): by hash. Two different things with one hash could only make a person look needlessly, or hide
 * a defect with a chance of 1 in 2^64. */
static Counts *
get_counts (GHashTable *table,
            guint64     hash)
{
  Counts *counts = g_hash_table_lookup (table, &hash);

  if (!counts)
    {
      counts = g_new0 (Counts, 1);
      g_hash_table_insert (table, g_memdup2 (&hash, sizeof hash), counts);
    }

  return counts;
}

/* FNV-1a over 64-bit pieces. */
static guint64
mix (guint64 hash,
     guint64 piece)
{
  return (hash ^ piece) * G_GUINT64_CONSTANT (1099511628211);
}

#define SEED G_GUINT64_CONSTANT (14695981039346656037)

static void
count_words (GHashTable *words,
             GHashTable *runs,
             GArray     *tokens,
             guint       text)
{
  guint64 last[WORDS_IN_A_ROW] = { 0 };
  guint n = 0;

  for (guint i = 0; i < tokens->len; i++)
    {
      const RelaisToken *token = &g_array_index (tokens, RelaisToken, i);
      guint64 run = SEED;

      if (token->type != RELAIS_TOKEN_WORD)
        continue;
      get_counts (words, token->number)->n[text]++;
      last[n++ % WORDS_IN_A_ROW] = token->number;
      for (guint j = 0; j < WORDS_IN_A_ROW; j++)
        run = mix (run, last[(n + j) % WORDS_IN_A_ROW]);
      if (n >= WORDS_IN_A_ROW)
        get_counts (runs, run)->n[text]++;
    }
}

/* Lines without a word (a rule, a row of a table's frame) may repeat. */
static void
count_lines (GHashTable *lines,
             GArray     *tokens,
             guint       text)
{
  guint64 line = SEED;
  gboolean has_word = FALSE;

  for (guint i = 0; i <= tokens->len; i++)
    {
      const RelaisToken *token = i < tokens->len ? &g_array_index (tokens, RelaisToken, i) : NULL;

      if (!token || token->type == RELAIS_TOKEN_BREAK)
        {
          if (has_word)
            get_counts (lines, line)->n[text]++;
          line = SEED;
          has_word = FALSE;
        }
      else
        {
          line = token->type == RELAIS_TOKEN_SPACE ? line : mix (line, token->number);
          has_word |= token->type == RELAIS_TOKEN_WORD;
        }
    }
}

static gboolean
is_doubled (const Counts *counts)
{
  guint most = MAX (counts->n[BASE], MAX (counts->n[MINE], counts->n[THEIRS]));

  return most && counts->n[MERGED] > most;
}

static gboolean
is_lost (const Counts *counts)
{
  return counts->n[MERGED] < MIN (counts->n[BASE], MIN (counts->n[MINE], counts->n[THEIRS]));
}

static gboolean
moved_too_far (const Counts *counts)
{
  int mine = (int) counts->n[MINE] - (int) counts->n[BASE];
  int theirs = (int) counts->n[THEIRS] - (int) counts->n[BASE];
  int merged = (int) counts->n[MERGED] - (int) counts->n[BASE];

  return merged > MAX (mine, 0) + MAX (theirs, 0) || merged < MIN (mine, 0) + MIN (theirs, 0);
}

static gboolean
has_any (GHashTable *table,
         gboolean  (*is_bad) (const Counts *counts))
{
  GHashTableIter iter;
  gpointer counts;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &counts))
    if (is_bad (counts))
      return TRUE;

  return FALSE;
}

gboolean
relais_merge_is_faithful (const char *base,
                          const char *mine,
                          const char *theirs,
                          const char *merged)
{
  const char *texts[N_TEXTS] = { [BASE] = base, [MINE] = mine, [THEIRS] = theirs, [MERGED] = merged };
  g_autoptr (GHashTable) numbers = relais_token_numbers_new ();
  g_autoptr (GHashTable) words = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GHashTable) runs = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GHashTable) lines = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  for (guint i = 0; i < N_TEXTS; i++)
    {
      g_autoptr (GArray) tokens = relais_tokens_from_words (numbers, texts[i], strlen (texts[i]));

      count_words (words, runs, tokens, i);
      count_lines (lines, tokens, i);
    }

  return !has_any (words, moved_too_far) && !has_any (runs, is_doubled) && !has_any (lines, is_doubled) &&
         !has_any (lines, is_lost);
}
