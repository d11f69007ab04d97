/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-plan-reader.h"

G_BEGIN_DECLS

/* How much of a placement a card says. */
typedef enum {
  RELAIS_PLAN_CARD_FLAT,        /* one line: channel and title */
  RELAIS_PLAN_CARD_TALL,        /* title in two lines, status in words */
} RelaisPlanCardSize;

/* What a card need not say, because its place does. */
typedef enum {
  RELAIS_PLAN_CARD_SAYS_CHANNEL = 1 << 0,   /* with its icon */
  RELAIS_PLAN_CARD_SAYS_STATE   = 1 << 1,   /* with its icon and in words; otherwise the day */
  RELAIS_PLAN_CARD_SAYS_AUTHOR  = 1 << 2,   /* after the day */
} RelaisPlanCardSays;

/* RelaisPlanCard: one recycled widget of the plan's table: a placement, the "+3 more" of a cell, a cell itself (which can have the
 * focus when nothing is planned there), or the heading of a row that can be folded. It draws itself. */
#define RELAIS_TYPE_PLAN_CARD (relais_plan_card_get_type ())
G_DECLARE_FINAL_TYPE (RelaisPlanCard, relais_plan_card, RELAIS, PLAN_CARD, GtkWidget)

GtkWidget  *relais_plan_card_new          (void);
void        relais_plan_card_set          (RelaisPlanCard *self, const RelaisPlanEntry *entry, RelaisPlanCardSize size,
                                           RelaisPlanCardSays says, RelaisDay today);
/* Whether it shows a placement of that subject, or did last. */
gboolean    relais_plan_card_has_title    (RelaisPlanCard *self, const char *title);
/* @words: (nullable): "+3 more"; @name: for a screen reader */
void        relais_plan_card_set_words    (RelaisPlanCard *self, const char *words, const char *name);
/* @words: what the row stands for; @caption: below it; @name: for a screen reader */
void        relais_plan_card_set_heading  (RelaisPlanCard *self, const char *words, const char *caption, const char *name,
                                           gboolean folded);
void        relais_plan_card_set_selected (RelaisPlanCard *self, gboolean selected);
/* The subject of this one is open beside the table. */
void        relais_plan_card_set_open     (RelaisPlanCard *self, gboolean open);
int         relais_plan_card_get_height   (GtkWidget *widget, RelaisPlanCardSize size);
int         relais_plan_card_get_heading_height (GtkWidget *widget);
/* What a screen reader says of a placement: "Vœux, Intranet brief, Writing, Thursday 12 January 2027". (transfer full) */
char       *relais_plan_entry_describe    (const RelaisPlanEntry *entry, RelaisDay today);

G_END_DECLS
