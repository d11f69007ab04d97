/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-planning-filter.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisBoard: a column a status, side by side; cards are dragged, or moved from their menu or with Ctrl+Left and Ctrl+Right.
 * Signal "open" (const char *subject, const char *placement). */
#define RELAIS_TYPE_BOARD (relais_board_get_type ())
G_DECLARE_FINAL_TYPE (RelaisBoard, relais_board, RELAIS, BOARD, AdwBin)

GtkWidget *relais_board_new        (RelaisSession *session);
void       relais_board_set_filter (RelaisBoard *self, const RelaisPlanningFilter *filter);
void       relais_board_choose     (RelaisBoard *self, const char *placement);
void       relais_board_set_active (RelaisBoard *self, gboolean active);

G_END_DECLS
