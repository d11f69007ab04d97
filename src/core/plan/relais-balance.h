/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-day.h"
#include "relais-record.h"

G_BEGIN_DECLS

/* One subject, for one unit. Neither told nor planned: an idea. */
typedef struct {
  const char *unit;   /* nullable: nobody's; any unit of the tree */
  RelaisDay   last;   /* when it was told last, up to the end of the period; RELAIS_DAY_NONE: not yet */
  RelaisDay   next;   /* when it is planned after the period; RELAIS_DAY_NONE: nothing is */
} RelaisBalanceSubject;

typedef struct {
  char     *unit;       /* owned: identifier of the direction */
  char     *name;       /* owned */
  guint     headcount;  /* its own; without one, the sum of its services */
  guint     subjects;   /* of the direction and everything below it, in the period */
  RelaisDay last;       /* last day it was spoken of, before the end of the period; RELAIS_DAY_NONE: never */
  RelaisDay next;       /* first day after the period for which something of it is planned; RELAIS_DAY_NONE: none */
  guint     ideas;      /* subjects of it without a day */
  double    expected;   /* subjects that its share of the headcount would make; 0 where nobody's headcount is known */
} RelaisBalanceRow;

/**
 * relais_balance_compute:
 * @units: (element-type RelaisRecord): the whole tree
 * @subjects: (array length=n_subjects): may reach before @from, for the last day
 * @from: first day counted
 *
 * Returns: (transfer full) (element-type RelaisBalanceRow): one row a direction (the top of the tree where it has no directorate
 *   above; a top that only holds directorates together when it has subjects itself), first whoever is furthest below what was expected
 */
GPtrArray *relais_balance_compute (GPtrArray *units, const RelaisBalanceSubject *subjects, guint n_subjects, RelaisDay from);

G_END_DECLS
