/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-frame.h"

G_BEGIN_DECLS

/* (transfer full) */
char *relais_plan_frame_describe_board (const RelaisPlanFrame *frame, guint row, guint column);

G_END_DECLS
