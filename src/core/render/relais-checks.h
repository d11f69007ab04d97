/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-markdown.h"
#include "relais-record.h"

G_BEGIN_DECLS

/* What a writer can verify before handing an article on: accessibility (criteria of RGAA 4.1.2 that the text decides) and the
 * rules of the channel. A check never claims more than it knows: what only a reader can judge is PERSON. */
typedef enum {
  RELAIS_CHECK_OK,     /* conform */
  RELAIS_CHECK_NOT,    /* not conform */
  RELAIS_CHECK_NA,     /* not applicable: nothing in the article that the rule is about */
  RELAIS_CHECK_PERSON, /* a person must look */
} RelaisCheckLevel;

typedef struct {
  char             *rule;     /* "RGAA 6.1", or "channel" for the rules of the channel, "style" for plain language */
  RelaisCheckLevel  level;
  char             *sentence; /* translated: what was found, and what to do */
  guint             line;     /* in the body, from 1; 0: not about one place */
} RelaisCheck;

void relais_check_free (RelaisCheck *check);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisCheck, relais_check_free)

/**
 * relais_checks_run:
 * @article: kind "article"
 * @channel: (nullable): kind "channel", whose length rule applies
 * @resolve: (nullable): to find alternative texts
 *
 * Pure: the same values give the same checks. One entry for each rule that is OK, NA or PERSON,
 * one for each place where it is NOT; in the order of the rules, then of lines.
 *
 * Returns: (transfer full) (element-type RelaisCheck):
 */
GPtrArray  *relais_checks_run (RelaisRecord *article, RelaisRecord *channel, RelaisMediaResolver resolve, gpointer resolve_data);

/* Translated, with words: "conform", "not conform", "not applicable", "a person must look". */
const char *relais_check_level_label (RelaisCheckLevel level);

G_END_DECLS
