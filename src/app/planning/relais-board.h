/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-view.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisBoard: a column a status, side by side; cards are dragged, or moved from their menu or with Ctrl+Left and Ctrl+Right.
 * A RelaisPlanView. */
#define RELAIS_TYPE_BOARD (relais_board_get_type ())
G_DECLARE_FINAL_TYPE (RelaisBoard, relais_board, RELAIS, BOARD, AdwBin)

GtkWidget *relais_board_new (RelaisSession *session);

G_END_DECLS
