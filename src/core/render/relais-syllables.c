/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-render"

#include "relais-readability.h"

#include <string.h>

/* Longer "words" are addresses or hostile; their end tells nothing. */
#define MAX_LETTERS 64

/* In -ent the vowel is heard in nouns, adjectives and adverbs and mute in verbs; these are the frequent ones heard that do not
 * end in -ment. */
static const char * const heard_ent[] = {
  "absent", "accent", "accident", "adhérent", "adjacent", "adolescent", "agent", "antécédent", "apparent", "argent", "cent",
  "client", "cohérent", "compétent", "concurrent", "conscient", "content", "contingent", "couvent", "dent", "différent",
  "efficient", "équivalent", "évent", "évident", "excédent", "excellent", "fréquent", "imminent", "incident", "indulgent",
  "innocent", "insolent", "intelligent", "lent", "négligent", "occident", "opulent", "orient", "parent", "patient", "permanent",
  "pertinent", "précédent", "présent", "président", "prudent", "quotient", "récent", "récipient", "résident", "serpent",
  "souvent", "talent", "transparent", "urgent", "vent", "violent", NULL,
};

static gboolean
is_vowel (gunichar c)
{
  switch (c)
    {
    case 'a': case 'e': case 'i': case 'o': case 'u': case 'y':
    case 0xe0: case 0xe2: case 0xe4:             /* à â ä */
    case 0xe8: case 0xe9: case 0xea: case 0xeb:  /* è é ê ë */
    case 0xee: case 0xef:                        /* î ï */
    case 0xf4: case 0xf6:                        /* ô ö */
    case 0xf9: case 0xfb: case 0xfc:             /* ù û ü */
    case 0xe6: case 0x153:                       /* æ œ */
      return TRUE;
    default:
      return FALSE;
    }
}

/* Whether the vowel at @i begins a syllable of its own although a vowel stands before it. */
static gboolean
is_hiatus (const gunichar *word, glong length, glong i)
{
  gunichar before = word[i - 1];
  gunichar c = word[i];

  if (before == 0xe9)                                             /* thé-âtre, ré-union, idé-e */
    return TRUE;
  if (c == 0xef || c == 0xeb || c == 0xfc)                        /* ma-ïs, No-ël */
    return TRUE;
  if (c == 0xe9)                                                  /* a-éroport, évalu-é; not pitié */
    return before != 'i' && before != 'y';
  if (c == 0xe8)                                                  /* po-ète; not lumière */
    return before == 'o';
  return c == 'y' && i + 1 < length && is_vowel (word[i + 1]);    /* cito-yen */
}

/* In "que" and "gue" the u is not heard. */
static gboolean
is_silent_u (const gunichar *word, glong length, glong i)
{
  return word[i] == 'u' && i > 0 && (word[i - 1] == 'q' || word[i - 1] == 'g') && i + 1 < length && is_vowel (word[i + 1]);
}

static gboolean
has_suffix (const gunichar *word, glong length, const char *suffix)
{
  glong n = strlen (suffix);

  for (glong i = 0; i < n; i++)
    if (length < n || word[length - n + i] != (gunichar) suffix[i])
      return FALSE;
  return TRUE;
}

/* The position of a final e that is not heard (-e, -es, -ent), or -1. */
static glong
find_mute_e (const char *text, const gunichar *word, glong length)
{
  if (has_suffix (word, length, "e"))
    return length - 1;
  if (has_suffix (word, length, "es"))
    return length - 2;
  if (has_suffix (word, length, "ent") && !has_suffix (word, length, "ment") && !g_strv_contains (heard_ent, text))
    return length - 3;
  return -1;
}

guint
relais_syllables_count (const char *word)
{
  g_autofree char *composed = g_utf8_normalize (word, -1, G_NORMALIZE_NFC);
  g_autofree char *lower = composed != NULL ? g_utf8_strdown (composed, -1) : NULL;
  g_autofree gunichar *letters = NULL;
  glong length, mute;
  guint syllables = 0;
  gboolean in_group = FALSE;

  g_return_val_if_fail (lower != NULL, 1);

  letters = g_utf8_to_ucs4_fast (lower, -1, &length);
  length = MIN (length, MAX_LETTERS);
  mute = find_mute_e (lower, letters, length);
  for (glong i = 0; i < length; i++)
    {
      gboolean vowel = is_vowel (letters[i]) && !is_silent_u (letters, length, i);
      gboolean begins = vowel && (!in_group || is_hiatus (letters, length, i));

      if (begins && i != mute)
        syllables++;
      in_group = vowel;
    }
  return MAX (syllables, 1);
}
