/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-frame.h"

G_BEGIN_DECLS

/* Adds to the sheet of a grid what each day (or week) bears: a row by channel and one by audience. Each cell says the one that is
 * fullest, in words: "Intranet brief 4 of 3"; its share is what is taken of the ceiling, more than 1 when it is over. */
void relais_plan_load_line_add (RelaisPlanFrame *frame, RelaisLoad *load);

G_END_DECLS
