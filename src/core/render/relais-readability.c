/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-render"

#include "relais-readability.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FEWEST_WORDS 30
#define LONG_WORD 6

/* Words with a full stop inside or behind them that end no sentence, lower case. */
static const char * const abbreviations[] = {
  "m", "mm", "mme", "mmes", "dr", "pr", "me", "art", "etc", "cf", "ex", "p", "n", "no", "tél", "av", "bd", "st", "ste", NULL,
};

static gboolean
is_letter (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* French counters take « l’accueil » and « rendez-vous » as two words: apostrophes and hyphens separate. */
static const char *
skip_word (const char *p)
{
  while (*p != '\0' && is_letter (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  /* 14:30, 1,5 and 10.000 are one word. */
  while ((*p == '.' || *p == ',' || *p == ':') && g_ascii_isdigit (p[1]) && g_ascii_isdigit (p[-1]))
    {
      p++;
      while (*p != '\0' && is_letter (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
    }
  return p;
}

static gboolean
is_abbreviation (const char *word)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);

  return g_strv_contains (abbreviations, lower);
}

/* Whether the mark at @p ends a sentence whose last word is @word. */
static gboolean
ends_sentence (const char *p, const char *word)
{
  gunichar c = g_utf8_get_char (p);
  gunichar next = g_utf8_get_char (g_utf8_next_char (p));

  if (c == '\n' || c == '!' || c == '?' || c == 0x2026 /* … */)
    return TRUE;
  return c == '.' && !is_letter (next) && !(word != NULL && is_abbreviation (word));
}

static void
count_word (RelaisReadability *out, const char *word)
{
  glong letters = g_utf8_strlen (word, -1);

  out->words++;
  out->syllables += relais_syllables_count (word);
  if (letters > LONG_WORD && g_unichar_isalpha (g_utf8_get_char (word)))
    out->long_words++;
}

void
relais_readability_measure (const char *text, RelaisReadability *out)
{
  g_autofree char *word = NULL;
  gboolean open = FALSE;  /* a sentence has a word and no end yet */
  const char *p = text;

  g_return_if_fail (text != NULL && g_utf8_validate (text, -1, NULL));

  memset (out, 0, sizeof *out);
  out->signs = g_utf8_strlen (text, -1);
  while (*p != '\0')
    {
      if (is_letter (g_utf8_get_char (p)))
        {
          const char *end = skip_word (p);

          g_free (word);
          word = g_strndup (p, end - p);
          count_word (out, word);
          open = TRUE;
          p = end;
          continue;
        }
      if (open && ends_sentence (p, word))
        {
          out->sentences++;
          open = FALSE;
        }
      p = g_utf8_next_char (p);
    }
  if (open)
    out->sentences++;
  if (out->words == 0)
    return;

  double length = (double) out->words / out->sentences;
  out->kandel_moles = CLAMP (207 - 1.015 * length - 73.6 * out->syllables / out->words, 0, 100);
  out->lix = length + 100.0 * out->long_words / out->words;
}

RelaisReadingLevel
relais_readability_level (const RelaisReadability *readability)
{
  if (readability->words < FEWEST_WORDS)
    return RELAIS_READING_UNKNOWN;
  if (readability->kandel_moles <= 30)
    return RELAIS_READING_VERY_HARD;
  if (readability->kandel_moles <= 50)
    return RELAIS_READING_HARD;
  if (readability->kandel_moles <= 60)
    return RELAIS_READING_FAIRLY_HARD;
  if (readability->kandel_moles <= 70)
    return RELAIS_READING_STANDARD;
  return RELAIS_READING_EASY;
}

const char *
relais_reading_level_label (RelaisReadingLevel level)
{
  switch (level)
    {
    case RELAIS_READING_UNKNOWN:     return _("too short to tell");
    case RELAIS_READING_VERY_HARD:   return _("very hard to read");
    case RELAIS_READING_HARD:        return _("hard to read");
    case RELAIS_READING_FAIRLY_HARD: return _("fairly hard to read");
    case RELAIS_READING_STANDARD:    return _("standard");
    case RELAIS_READING_EASY:        return _("easy to read");
    default:                         g_return_val_if_reached ("");
    }
}
