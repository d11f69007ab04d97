/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-moves.h"

G_BEGIN_DECLS

/* What is done on the flatplan, as targets of relais_plan_mover_move() and as actions. They ask nobody. */

/**
 * relais_flatplan_aim:
 * @edition: (nullable): the issue it comes into; %NULL: it comes out of its issue
 * @page: of that issue; 0: on no page yet
 * @target: (out): lent by @edition
 *
 * What has no date yet, or that of the issue it leaves, is planned for the day the new one is handed out (or printed).
 */
void          relais_flatplan_aim       (RelaisStore *store, RelaisRecord *placement, RelaisRecord *edition, guint page,
                                         RelaisPlanTarget *target);
/* What of @subject can stand in @edition: its placement on the journal that is in no issue yet, or a draft of one. (transfer full) */
RelaisRecord *relais_flatplan_find      (RelaisStore *store, RelaisRecord *subject, RelaisRecord *edition);
gboolean      relais_flatplan_may_place (RelaisSession *session, RelaisRecord *placement);

/* How much one page holds, other than the others: a cover, an advertisement. @signs: -1: as the others. (transfer full) */
RelaisAction *relais_flatplan_set_room  (RelaisRecord *edition, guint page, int signs);

/* The steps of a new issue, as its `steps` are written: those of @before, or the usual ones. (transfer full) */
char         *relais_flatplan_dup_steps (RelaisRecord *before /* nullable */);

G_END_DECLS
