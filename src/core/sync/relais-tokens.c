/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sync"

#include "relais-tokens.h"

#include <string.h>

#define ZERO_WIDTH_JOINER 0x200d

static void
add_token (GArray          *tokens,
           GHashTable      *numbers,
           RelaisTokenType  type,
           const char      *start,
           const char      *end)
{
  g_autofree char *name = g_strndup (start, end - start);
  gpointer number = g_hash_table_lookup (numbers, name);
  RelaisToken token = { type, start, end - start };

  if (!number)
    {
      number = GUINT_TO_POINTER (g_hash_table_size (numbers) + 1);
      g_hash_table_insert (numbers, g_steal_pointer (&name), number);
    }
  token.number = GPOINTER_TO_UINT (number);
  g_array_append_val (tokens, token);
}

static gboolean
is_regional (gunichar c)
{
  return c >= 0x1f1e6 && c <= 0x1f1ff;
}

/* Scripts without spaces between words, and emoji. */
static gboolean
stands_alone (gunichar c)
{
  return g_unichar_iswide (c) || is_regional (c);
}

static gboolean
is_word_part (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* The end of the sign at @p with all that joins it: accents, variants, skin tones, joined emoji, the second letter of a flag. */
static const char *
skip_sign (const char *p,
           const char *end)
{
  gunichar first = g_utf8_get_char (p);

  p = g_utf8_next_char (p);
  if (is_regional (first) && p < end && is_regional (g_utf8_get_char (p)))
    return g_utf8_next_char (p);
  while (p < end)
    {
      gunichar c = g_utf8_get_char (p);

      if (c == ZERO_WIDTH_JOINER && g_utf8_next_char (p) < end)
        p = g_utf8_next_char (p);
      else if (!g_unichar_ismark (c) && !(c >= 0x1f3fb && c <= 0x1f3ff))
        break;
      p = g_utf8_next_char (p);
    }

  return p;
}

static const char *
skip_spaces (const char *p,
             const char *end)
{
  while (p < end && *p != '\n' && g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);

  return p;
}

/* A word reaches over inner punctuation ("peut-être", "3,5", an address), so that it is never merged from two halves. */
static const char *
skip_word (const char *p,
           const char *end)
{
  const char *word_end = p;

  while (p < end)
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || stands_alone (c))
        break;
      p = g_utf8_next_char (p);
      if (is_word_part (c))
        word_end = p;
    }

  return word_end;
}

/* The end of the line breaks at @p, with blank lines between them; *n counts them. */
static const char *
skip_breaks (const char *p,
             const char *end,
             guint      *n)
{
  const char *gap_end = p;

  *n = 0;
  while (p < end && *p == '\n')
    {
      gap_end = p + 1;
      *n += 1;
      p = skip_spaces (gap_end, end);
    }

  return gap_end;
}

GHashTable *
relais_token_numbers_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

GArray *
relais_tokens_from_blocks (GHashTable *numbers,
                           const char *text,
                           gsize       length)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (RelaisToken));
  const char *end = text + length;
  const char *block = text;
  const char *p = text;

  while (p < end)
    {
      guint n = 0;
      const char *gap_end = skip_breaks (p, end, &n);

      if (n >= 2 || (n && (p == text || gap_end == end)))
        {
          if (p > block)
            add_token (tokens, numbers, RELAIS_TOKEN_BLOCK, block, p);
          add_token (tokens, numbers, RELAIS_TOKEN_GAP, p, gap_end);
          block = gap_end;
        }
      p = n ? gap_end : p + 1;
    }
  if (end > block)
    add_token (tokens, numbers, RELAIS_TOKEN_BLOCK, block, end);

  return tokens;
}

GArray *
relais_tokens_from_words (GHashTable *numbers,
                          const char *text,
                          gsize       length)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (RelaisToken));
  const char *end = text + length;
  const char *p = text;

  while (p < end)
    {
      gunichar c = g_utf8_get_char (p);
      RelaisTokenType type;
      const char *token_end;

      if (c == '\n')
        type = RELAIS_TOKEN_BREAK, token_end = p + 1;
      else if (g_unichar_isspace (c))
        type = RELAIS_TOKEN_SPACE, token_end = skip_spaces (p, end);
      else if (is_word_part (c) && !stands_alone (c))
        type = RELAIS_TOKEN_WORD, token_end = skip_word (p, end);
      else
        type = is_word_part (c) ? RELAIS_TOKEN_WORD : RELAIS_TOKEN_MARK, token_end = skip_sign (p, end);
      add_token (tokens, numbers, type, p, token_end);
      p = token_end;
    }

  return tokens;
}
