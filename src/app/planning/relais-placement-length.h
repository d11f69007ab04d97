/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-store.h"

G_BEGIN_DECLS

/* How long a placement is of what its channel allows: "1,230 of 1,500 signs", by its text, or without one by what is expected;
 * "" when there is nothing to say. @too_long: (out). (transfer full) */
char *relais_placement_length_describe (RelaisStore *store, RelaisRecord *placement, gboolean *too_long);
/* "1,500 signs": what is expected of it alone; "" when nothing is. @too_long: (out). (transfer full) */
char *relais_placement_length_describe_expected (RelaisStore *store, RelaisRecord *placement, gboolean *too_long);
/* The same of any length: "1,500 signs: too long, at most 1,200 signs". @channel: (nullable). (transfer full) */
char *relais_placement_length_describe_allowed (RelaisRecord *channel, guint length);

/**
 * relais_placement_length_read:
 * @text: what a person typed: "1500", "1 500", "1,500 signs"
 * @length: (out): 0 for nothing
 * @why: (out) (transfer full): a sentence, when it cannot be understood
 */
gboolean relais_placement_length_read (const char *text, guint *length, char **why);

G_END_DECLS
