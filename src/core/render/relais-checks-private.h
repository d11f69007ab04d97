/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-checks.h"
#include "relais-markdown-tree.h"

G_BEGIN_DECLS

/* One run over one article: what a single walk through its text has collected, and the checks found so far. */
typedef struct {
  RelaisRecord        *article;       /* borrowed */
  RelaisRecord        *channel;       /* borrowed, nullable */
  RelaisMediaResolver  resolve;
  gpointer             resolve_data;
  cmark_node          *document;      /* owned */
  char                *text;          /* owned; the article as text */
  gboolean             cut;
  GPtrArray           *images;        /* owned; cmark_node*, lent by the document; so are the following */
  GPtrArray           *links;
  GPtrArray           *headings;
  GPtrArray           *tables;
  GPtrArray           *paragraphs;
  GPtrArray           *raw;           /* HTML */
  guint                n_lists;
  guint                n_quotes;
  GPtrArray           *checks;        /* owned; RelaisCheck* */
} RelaisChecksRun;

/* @line 0: about no place in particular */
void relais_checks_add (RelaisChecksRun *run, const char *rule, RelaisCheckLevel level, guint line,
                        const char *format, ...) G_GNUC_PRINTF (5, 6);

/* Whether a NOT was added for @rule. */
gboolean relais_checks_failed (RelaisChecksRun *run, const char *rule);

/* The groups of rules, in the order of the report. */
void relais_checks_images    (RelaisChecksRun *run);
void relais_checks_tables    (RelaisChecksRun *run);
void relais_checks_links     (RelaisChecksRun *run);
void relais_checks_structure (RelaisChecksRun *run);
void relais_checks_wording   (RelaisChecksRun *run);
void relais_checks_channel   (RelaisChecksRun *run);

G_END_DECLS
