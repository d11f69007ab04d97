/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "relais-record.h"

G_BEGIN_DECLS

#define RELAIS_SURVEY_ERROR (relais_survey_error_quark ())
GQuark relais_survey_error_quark (void);

typedef enum {
  RELAIS_SURVEY_ERROR_EMPTY,    /* no row, or no column that is a question */
  RELAIS_SURVEY_ERROR_TOO_MANY, /* more columns, rows or groups than the limits below */
  RELAIS_SURVEY_ERROR_ANSWER,   /* not an answer to that question */
  RELAIS_SURVEY_ERROR_REPORT,   /* not the content of a report */
} RelaisSurveyError;

#define RELAIS_ANSWERS_MAX_ROWS      1000000
#define RELAIS_ANSWERS_MAX_QUESTIONS 500
#define RELAIS_ANSWERS_MAX_OPTIONS   64     /* a set of options is one guint64 */
#define RELAIS_ANSWERS_MAX_GROUPS    1000

/* Types of questions; the names of RELAIS_QUESTION_SINGLE … are those of the model's `question.type`. */
typedef enum {
  RELAIS_QUESTION_SINGLE,
  RELAIS_QUESTION_MULTIPLE,
  RELAIS_QUESTION_SCALE,
  RELAIS_QUESTION_NPS,
  RELAIS_QUESTION_NUMBER,
  RELAIS_QUESTION_COMMENT,
  RELAIS_QUESTION_UNIT,     /* which direction: its answer is the respondent's group */
  RELAIS_QUESTION_IGNORED,  /* a column that tells who answered (name, e-mail, address, token, time): never shown */
} RelaisQuestionType;

const char *relais_question_type_to_string   (RelaisQuestionType type);
gboolean    relais_question_type_from_string (const char *name, RelaisQuestionType *type);

/* RelaisAnswers: all answers to one survey, one array a question. It is filled by one thread and then only read. */
typedef struct _RelaisAnswers RelaisAnswers;

RelaisAnswers *relais_answers_new          (void);
void           relais_answers_free         (RelaisAnswers *answers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisAnswers, relais_answers_free)

/* ---- building by hand: questions and groups first, then rows ---- */

/**
 * relais_answers_add_question:
 * @id: (nullable): identifier of the question's record
 * @options: (nullable): choices of SINGLE and MULTIPLE, at most RELAIS_ANSWERS_MAX_OPTIONS
 * @scale_max: SCALE: highest mark, 1 to 10 (0: 5); marks go from 1 (a file may hold 0 too)
 *
 * Returns: position of the question
 */
guint    relais_answers_add_question  (RelaisAnswers *answers, const char *id, RelaisQuestionType type, const char *text,
                                       const char * const *options, guint scale_max);
/* From the `question` records of one survey, in any order; they are added by position. */
void     relais_answers_add_questions (RelaisAnswers *answers, GPtrArray *questions /* RelaisRecord */);
/* @id: (nullable): unit. @headcount 0: not known. Returns: the group, counted from 1; 0 is "told none". */
guint    relais_answers_add_group     (RelaisAnswers *answers, const char *id, const char *name, guint headcount);
/* Answers that name the unit @id count for @group: a service's for its direction. */
void     relais_answers_add_alias     (RelaisAnswers *answers, const char *id, guint group);
/**
 * relais_answers_add_units:
 * @units: (element-type RelaisRecord): the organisation; units in the bin are left out
 *
 * Directions become groups, with their headcount; what is below them is an alias. Groups that exist already (those of a file) get
 * headcount and identifier of the direction with the same name or short name, accents and case aside.
 */
void     relais_answers_add_units     (RelaisAnswers *answers, GPtrArray *units);
/* The survey went to some of the people only, and how many in each direction is not known. */
void     relais_answers_forget_headcounts (RelaisAnswers *answers);
/* Returns: the new row */
guint    relais_answers_add_row       (RelaisAnswers *answers);
void     relais_answers_set_group     (RelaisAnswers *answers, guint row, guint group);
/* @text: as in a cell; several options are separated by `|` or `;`. Empty text is no answer.
 * Returns: FALSE with ANSWER when it is not an answer to that question; the cell stays empty then. */
gboolean relais_answers_set_cell      (RelaisAnswers *answers, guint row, guint question, const char *text, GError **error);
/* One respondent as the back end keeps them: {question id: option | [options] | mark | number | text | unit id}.
 * What does not fit the questions as they are now (an option that was renamed since) is left out. */
void     relais_answers_add_json      (RelaisAnswers *answers, JsonObject *values);

/* ---- from a file ---- */

/* Gives the next row: @cells is lent until the next call. Returns: FALSE at the end, with @error set if it is not the end. */
typedef gboolean (*RelaisRowFunc) (gpointer data, const char * const **cells, guint *n_cells, GError **error);

/**
 * relais_answers_from_rows:
 * @header: names of the columns, NULL-terminated: they become the texts of the questions
 * @group_column: (nullable): name of the column that tells the direction; %NULL: the first that looks like it
 *
 * Types of questions are found from the values. Columns that tell who answered become IGNORED.
 */
RelaisAnswers *relais_answers_from_rows (const char * const *header, RelaisRowFunc next, gpointer data, const char *group_column,
                                         GError **error);

/* ---- reading ---- */

guint               relais_answers_get_n_rows        (const RelaisAnswers *answers);
guint               relais_answers_get_n_questions   (const RelaisAnswers *answers);
const char         *relais_answers_get_question_text (const RelaisAnswers *answers, guint question);
const char         *relais_answers_get_question_id   (const RelaisAnswers *answers, guint question);   /* nullable */
RelaisQuestionType  relais_answers_get_question_type (const RelaisAnswers *answers, guint question);
/* Column of the file, or question, whose answer is the group; -1: none. */
int                 relais_answers_get_group_question (const RelaisAnswers *answers);

G_END_DECLS
