/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-mutation.h"

G_BEGIN_DECLS

/* What an action did, for undoing it: of each record the values before and after, in the fields that changed.
 * A list is (element-type RelaisStepChange), at most one a record. */
typedef struct {
  const RelaisKind *kind;
  char              id[RELAIS_ID_SIZE];
  RelaisFields     *before;   /* owned; NULL: the action created the record */
  RelaisFields     *after;    /* owned; NULL: the action removed it */
} RelaisStepChange;

GPtrArray *relais_steps_new    (void);
/* @before, @after: (nullable): whole states */
void       relais_steps_add    (GPtrArray *steps, RelaisRecord *before, RelaisRecord *after);
/* Nothing came between in what both of them changed: @later began where @earlier ended. */
gboolean   relais_steps_follow (GPtrArray *earlier, GPtrArray *later);
/* @later follows @earlier: as if it had been one action. */
void       relais_steps_append (GPtrArray *earlier, GPtrArray *later);
char      *relais_steps_print  (GPtrArray *steps);
GPtrArray *relais_steps_parse  (const char *text);   /* nullable */

/* The op that undoes @change on the record as it is @now. What somebody else changed since stays: sets and texts are merged,
 * other
 * fields left alone; *kept is set to TRUE when something was. NULL: nothing to do, or it cannot be undone. */
RelaisOp  *relais_steps_invert (const RelaisStepChange *change, RelaisRecord *now, gboolean *kept);

G_END_DECLS
