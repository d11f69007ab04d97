/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts cut for merging: into blocks, and the words of a block. The tokens of a text, put together again, are the text. */
typedef enum {
  RELAIS_TOKEN_BLOCK,   /* a paragraph: neither starts nor ends with a line break */
  RELAIS_TOKEN_GAP,     /* the line breaks between two paragraphs, before the first or after the last */
  RELAIS_TOKEN_WORD,    /* what stands between spaces, without the punctuation around it; one sign where scripts have no spaces */
  RELAIS_TOKEN_SPACE,   /* spaces of any width within a line */
  RELAIS_TOKEN_BREAK,   /* one line break */
  RELAIS_TOKEN_MARK,    /* one sign of punctuation, symbol or emoji, with what joins it */
} RelaisTokenType;

typedef struct {
  RelaisTokenType type;
  const char     *text;    /* borrowed from the text */
  gsize           length;  /* bytes */
  guint           number;  /* equal texts have equal numbers within one table of numbers */
} RelaisToken;

/* (element-type char* → number): numbers given to texts of tokens; shared by the texts that are compared. */
GHashTable *relais_token_numbers_new (void);

/* (transfer full) (element-type RelaisToken) */
GArray *relais_tokens_from_blocks (GHashTable *numbers, const char *text, gsize length);
GArray *relais_tokens_from_words  (GHashTable *numbers, const char *text, gsize length);

G_END_DECLS
