/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lengths and readability of French prose. Sources: Kandel and Moles 1958 (reading ease fitted to French);
 * Björnsson 1968 (LIX). */
typedef struct {
  guint  signs;        /* characters, spaces included (caractères espaces comprises); a line break counts as one space */
  guint  words;
  guint  sentences;    /* at least 1 when there is a word */
  guint  syllables;
  guint  long_words;   /* more than 6 letters */
  double kandel_moles; /* 207 − 1.015 words/sentence − 73.6 syllables/word, kept within 0–100; 0 without a word */
  double lix;          /* words/sentence + 100 × long words/words */
} RelaisReadability;

typedef enum {
  RELAIS_READING_UNKNOWN,     /* fewer than 30 words: no figure means anything */
  RELAIS_READING_VERY_HARD,   /* ≤ 30 */
  RELAIS_READING_HARD,        /* ≤ 50 */
  RELAIS_READING_FAIRLY_HARD, /* ≤ 60 */
  RELAIS_READING_STANDARD,    /* ≤ 70 */
  RELAIS_READING_EASY,        /* above */
} RelaisReadingLevel;

/* @text: plain text, as from relais_markdown_to_text(). */
void               relais_readability_measure (const char *text, RelaisReadability *out);
RelaisReadingLevel relais_readability_level   (const RelaisReadability *readability);
/* Translated: "hard to read". */
const char        *relais_reading_level_label (RelaisReadingLevel level);

/* Written syllables of one French word, mute e not counted: théâtre 2, événement 4. At least 1. */
guint              relais_syllables_count     (const char *word);

G_END_DECLS
