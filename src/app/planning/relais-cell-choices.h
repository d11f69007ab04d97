/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-order.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* One of the things that a cell of the list may be set to. */
typedef struct {
  char       *value;  /* owned: as the field holds it */
  char       *label;  /* owned */
  const char *icon;   /* static, nullable */
} RelaisCellChoice;

void       relais_cell_choice_free      (RelaisCellChoice *choice);

/* A column whose cells are chosen, not typed: status, channel, people, direction. */
gboolean   relais_cell_has_choices      (RelaisPlanField column);
/* Such a cell may also be emptied. */
gboolean   relais_cell_may_be_empty     (RelaisPlanField column);
/* What fits @text, of what this person may choose for @placement; "": anything. (transfer full) (element-type RelaisCellChoice) */
GPtrArray *relais_cell_choices_find     (RelaisSession *session, RelaisRecord *placement, RelaisPlanField column, const char *text);
/* A sentence: nothing fits @text. (transfer full) */
char      *relais_cell_choices_describe_none (RelaisPlanField column, const char *text);

G_END_DECLS
