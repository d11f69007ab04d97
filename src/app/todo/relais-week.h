/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-workspace.h"

G_BEGIN_DECLS

/* The week in a page: what a team looks at on Monday. */
typedef enum {
  RELAIS_WEEK_PUBLISHED,   /* went out in the last seven days */
  RELAIS_WEEK_COMING,      /* planned in the next seven days, today included */
  RELAIS_WEEK_LATE,        /* copy was due and is not in */
  RELAIS_WEEK_PROPOSED,    /* subjects proposed in the last seven days, not decided yet */
  RELAIS_WEEK_DECIDED,     /* by a committee in the last seven days */
  RELAIS_N_WEEK_PARTS,
} RelaisWeekPart;

typedef struct {
  char         *subject;  /* owned: id */
  char         *title;    /* owned: of the subject */
  char         *detail;   /* owned: channel, direction or reason; "" */
  char         *who;      /* owned; "" */
  char         *day;      /* owned, nullable */
  RelaisRecord *record;   /* owned: placement, subject or decision, for its state */
} RelaisWeekLine;

typedef struct {
  GPtrArray *parts[RELAIS_N_WEEK_PARTS];   /* owned, element-type RelaisWeekLine, by day */
} RelaisWeek;

void          relais_week_free    (RelaisWeek *week);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisWeek, relais_week_free)

/* On the workspace's thread; at most 100 lines a part. (transfer full) */
RelaisWeek *relais_week_collect (RelaisWorkspace *workspace, const char *today);

G_END_DECLS
