/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-report.h"

G_BEGIN_DECLS

/* What a chart of a report says, before anything is drawn. */

typedef enum {
  RELAIS_BAR_PLAIN,
  RELAIS_BAR_GOOD,
  RELAIS_BAR_NEUTRAL,
  RELAIS_BAR_BAD,
} RelaisBarTone;

typedef struct {
  char          *label;         /* owned */
  char          *value;         /* owned: "42 % · 118", always written beside the bar */
  char          *before;        /* owned, nullable: the wave before, written */
  double         share;         /* 0 to 1; NAN: no bar */
  double         share_before;  /* the wave before; NAN: not known */
  RelaisBarTone  tone;
} RelaisBar;

/* (transfer full) (element-type RelaisBar): empty for a question that is hidden and for comments. NPS has three: promoters, passives and
 * detractors. @previous_wave: (nullable): name of the wave that is compared with */
GPtrArray *relais_bars_of_question      (const RelaisQuestionReport *question, const char *previous_wave);
/* Best participation first; who told no direction, and the directions that are hidden together, last. */
GPtrArray *relais_bars_of_participation (const RelaisReport *report);
/* All of it in words, for a screen reader. (transfer full) */
char      *relais_bars_describe         (GPtrArray *bars);

/* The three parts of an NPS question: answers of 9–10, 7–8 and 0–6. FALSE when @figures has other marks. */
gboolean   relais_figures_split_nps     (const RelaisFigures *figures, guint n_labels, guint parts[3]);

G_END_DECLS
