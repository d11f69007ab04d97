/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "relais-answers.h"
#include "relais-disclosure.h"

G_BEGIN_DECLS

/* What a survey says, after the disclosure rule: everything here may be shown, printed, copied and exported by whoever may see the
 * report, and nothing else may. Screen, print, CSV and clipboard all read this value, so there is one rule for all.
 *
 * It comes from answers (relais_report_new(): a file analysed on this computer, or the back end), or from the content of a `report`
 * record (relais_report_from_json()).
 */

/* Figures of one question over some people: everybody, or one group. */
typedef struct {
  guint   n;         /* people who answered the question */
  guint  *counts;    /* owned; one for each label of the question; NULL for COMMENT */
  double  mean;      /* SCALE, NPS, NUMBER; NAN otherwise, and when n is 0 */
  double  median;    /* the same */
  double  enps;      /* NPS: % of 9–10 minus % of 0–6, −100 to 100; NAN otherwise */
} RelaisFigures;

/* One row of a table by group. */
typedef struct {
  char          *id;       /* owned, nullable: unit */
  char          *name;     /* owned, nullable: NULL is people who told no group */
  gboolean       hidden;   /* too few: `figures` is all zero */
  RelaisFigures  figures;
} RelaisGroupFigures;

typedef struct {
  char               *id;             /* owned, nullable: question record */
  char               *text;           /* owned */
  RelaisQuestionType  type;           /* never IGNORED, nor UNIT */
  char              **labels;         /* owned; options, marks or classes of numbers, in order; empty for COMMENT */
  guint               n_labels;
  gboolean            hidden;         /* fewer answers than the smallest group, or `partial`: nothing but the text is given */
  RelaisFigures       total;
  RelaisFigures      *previous;       /* owned, nullable: the same question in the wave before */
  GPtrArray          *groups;         /* element-type RelaisGroupFigures; empty when there are no groups */
  guint               hidden_groups;  /* how many of them are hidden … */
  guint               hidden_answers; /* … and their answers together (at least the smallest group, or 0) */
  char              **comments;       /* owned; COMMENT: sorted, without group; empty otherwise */
  guint               comments_left_out; /* comments beyond what a report holds */
} RelaisQuestionReport;

/* Participation of one direction. */
typedef struct {
  char     *id;         /* owned, nullable */
  char     *name;       /* owned, nullable: NULL is people who told no direction */
  gboolean  hidden;     /* `answers` is 0 and means "few" */
  guint     answers;
  guint     headcount;  /* 0: not known */
} RelaisParticipation;

typedef struct {
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  guint      smallest_group;
  guint      answers;         /* respondents */
  guint      headcount;       /* people asked; 0: not known */
  gboolean   partial;         /* the survey is still open: participation only, and every question is hidden; two reports one
                               * answer apart would tell that answer */
  char      *previous_wave;   /* owned, nullable: name of the wave that `previous` comes from */
  GPtrArray *questions;       /* element-type RelaisQuestionReport */
  GPtrArray *participation;   /* element-type RelaisParticipation; empty when no group was asked */
  guint      hidden_units;    /* how many of them are hidden … */
  guint      hidden_answers;  /* … and their answers together */
} RelaisReport;

/**
 * relais_report_new:
 * @smallest_group: at least 1; 0: RELAIS_SMALLEST_GROUP
 * @partial: the survey is still open; %FALSE for a file
 * @previous: (nullable): report of the wave before; questions with the same text, type and labels are compared
 * @previous_wave: (nullable): its name
 *
 * Computed over all answers, never over a part of them. Any thread.
 *
 * Returns: (transfer full): a report; it never changes afterwards
 */
RelaisReport *relais_report_new       (const RelaisAnswers *answers, guint smallest_group, gboolean partial,
                                       const RelaisReport *previous, const char *previous_wave);
RelaisReport *relais_report_ref       (RelaisReport *report);
void          relais_report_unref     (RelaisReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisReport, relais_report_unref)

/* The `content` of a report record, both ways: equal reports have equal canonical JSON. */
JsonNode     *relais_report_to_json   (const RelaisReport *report);
RelaisReport *relais_report_from_json (JsonNode *node, GError **error);

/* Share of those who answered the question, in percent; 0 when nobody did. */
double        relais_figures_get_percent (const RelaisFigures *figures, guint label);
/* Answers out of the headcount in percent; NAN when the headcount is not known. */
double        relais_participation_get_percent (const RelaisParticipation *participation);

/**
 * relais_report_dup_table:
 *
 * The whole report as rows of cells, the first with the names of the columns: for CSV, XLSX and the clipboard. Hidden groups
 * are one row together. Numbers are written with a decimal point.
 *
 * Returns: (transfer full) (element-type GStrv): the rows
 */
GPtrArray    *relais_report_dup_table (const RelaisReport *report);

G_END_DECLS
