/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-session.h"

G_BEGIN_DECLS

/**
 * relais_plan_move_dialog_show:
 * @placements: (element-type RelaisRecord): one or several
 *
 * "Move to…": day, channel and status, by keyboard too.
 */
void relais_plan_move_dialog_show (GtkWidget *parent, RelaisSession *session, GPtrArray *placements);

G_END_DECLS
