/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-frame.h"
#include "relais-plan-view.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* A dialog with everything of a day, or of a cell of the grid, over @view, which shows @frame under @filter. What is chosen closes the
 * dialog and is opened beside the view. */
void relais_plan_cell_dialog_show (RelaisPlanView *view, RelaisSession *session, const RelaisPlanFrame *frame,
                                   const RelaisPlanFilter *filter, guint row, guint column);

G_END_DECLS
