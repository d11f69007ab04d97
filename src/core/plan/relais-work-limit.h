/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-record.h"

G_BEGIN_DECLS

/* How many placements should be in one status at once, as the team agreed: settings "wip.writing" (in all), "wip.writing.channel" (for
 * each channel), "wip.writing.author" (for each person). Nobody is kept from going over it: it is shown before it happens. */

/* @row: (nullable): "channel" or "author". (transfer full) */
char *relais_work_limit_key  (const char *state, const char *row);
/* @settings: (element-type RelaisRecord): records of the kind "setting". Returns 0 where there is no limit. */
guint relais_work_limit_find (GPtrArray *settings, const char *state, const char *row);

G_END_DECLS
