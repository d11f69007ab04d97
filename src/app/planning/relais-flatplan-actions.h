/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-session.h"

G_BEGIN_DECLS

/* What is done on the flatplan, each as one named action that Undo takes back. They ask nobody. */

/**
 * relais_flatplan_place:
 * @edition: (nullable): the issue it comes into; %NULL: it comes out of its issue
 * @page: of that issue; 0: on no page yet
 *
 * What has no date yet, or that of the issue it leaves, is planned for the day the new one is handed out (or printed), and its
 * other dates come along over working days.
 *
 * Returns: (transfer full): empty when nothing changes
 */
RelaisAction *relais_flatplan_place     (RelaisStore *store, RelaisRecord *placement, RelaisRecord *edition, guint page);
gboolean      relais_flatplan_may_place (RelaisSession *session, RelaisRecord *placement);

/* The steps of a new issue, as its `steps` are written: those of @before, or the usual ones. (transfer full) */
char         *relais_flatplan_dup_steps (RelaisRecord *before /* nullable */);

G_END_DECLS
