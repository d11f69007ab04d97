/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-store.h"

G_BEGIN_DECLS

/* How long a placement is of what its channel allows: "1,230 of 1,500 signs", by its text, or without one by what is expected;
 * "" when there is nothing to say. @too_long: (out). (transfer full) */
char *relais_placement_length_describe (RelaisStore *store, RelaisRecord *placement, gboolean *too_long);
/* "1,500 signs": what is expected of it alone; "" when nothing is. (transfer full) */
char *relais_placement_length_describe_expected (RelaisStore *store, RelaisRecord *placement);

G_END_DECLS
