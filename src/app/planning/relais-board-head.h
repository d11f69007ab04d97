/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-plan-reader.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisBoardHead: what stands over a column of the board: its status, how many there are, and how many there should be at most. Whoever
 * may change settings agrees on that number here. */
#define RELAIS_TYPE_BOARD_HEAD (relais_board_head_get_type ())
G_DECLARE_FINAL_TYPE (RelaisBoardHead, relais_board_head, RELAIS, BOARD_HEAD, AdwBin)

GtkWidget *relais_board_head_new (RelaisSession *session, const char *state);
/* @shown: as the filter leaves them; @by: what rows stand for; @filtered: there may be more than are shown */
void       relais_board_head_set (RelaisBoardHead *self, const RelaisPlanColumn *column, guint shown, RelaisPlanBy by, gboolean filtered);

G_END_DECLS
