/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-answers.h"

G_BEGIN_DECLS

/* One question and its answers, one cell a row. Which array is used follows from the type. */
typedef struct {
  char               *id;            /* owned, nullable */
  char               *text;          /* owned */
  RelaisQuestionType  type;
  GPtrArray          *options;       /* owned; element-type char*; SINGLE and MULTIPLE */
  GHashTable         *option_index;  /* owned; option (lent by `options`) → position + 1 */
  guint               scale_max;     /* SCALE */
  gboolean            has_zero;      /* SCALE: the mark 0 was given */
  guint8             *codes;         /* SINGLE: option + 1; SCALE, NPS: mark + 1; 0 is no answer */
  guint64            *masks;         /* MULTIPLE: one bit an option; 0 is no answer */
  double             *numbers;       /* NUMBER; NAN is no answer */
  const char        **comments;      /* COMMENT; lent by the string chunk; NULL is no answer */
} RelaisColumn;

typedef struct {
  char  *id;         /* owned, nullable */
  char  *name;       /* owned */
  guint  headcount;
} RelaisGroup;

struct _RelaisAnswers {
  GPtrArray    *columns;         /* element-type RelaisColumn */
  GArray       *groups;          /* element-type RelaisGroup; group g is at g − 1 */
  GHashTable   *group_index;     /* identifier or name (owned) → group */
  int           group_question;
  guint16      *row_groups;      /* one a row; 0 is "told none" */
  guint         n_rows;
  guint         capacity;        /* rows that the arrays have room for */
  GStringChunk *texts;           /* owned: comments */
};

static inline const RelaisColumn *
relais_answers_get_column (const RelaisAnswers *answers, guint question)
{
  return g_ptr_array_index (answers->columns, question);
}

/* Case and accents aside, and every run of other characters one space: what two spellings of a name have in common. */
char *relais_survey_fold (const char *text);

/* "12", "12.5" and "12,5", with spaces (also no-break ones) between thousands. */
gboolean relais_survey_parse_number (const char *text, double *number);

/* The answer of another respondent: what both wrote was the same. */
void  relais_answers_copy_cell (RelaisAnswers *answers, guint question, guint from, guint to);

G_END_DECLS
