/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-view.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisBoard: a column a status, with rows of channels or people, or one row for all. Cards go to another status or row by drag, by
 * menu and with the keyboard, as in the grid: RelaisPlanTable. Over the columns: how many there are and should be at most.
 * A RelaisPlanView. */
#define RELAIS_TYPE_BOARD (relais_board_get_type ())
G_DECLARE_FINAL_TYPE (RelaisBoard, relais_board, RELAIS, BOARD, GtkWidget)

GtkWidget *relais_board_new (RelaisSession *session);

G_END_DECLS
