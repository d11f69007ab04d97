/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* What a view of placements says to the actions of their menu. */
typedef struct {
  /* Those that the menu is about; the first is the one that it was opened on. (transfer full) (element-type RelaisRecord) (nullable) */
  GPtrArray *(*dup_chosen) (GtkWidget *view);
  /* Where they stand in the view: what asks for more points there. */
  void       (*get_place)  (GtkWidget *view, GdkRectangle *place);
  void       (*open)       (GtkWidget *view, RelaisRecord *placement);
} RelaisPlacementMenuClient;

/* Gives @view the actions placement.open, placement.move(s), placement.date, placement.move-to, placement.to-ideas (also by Ctrl+I)
 * and placement.throw-away. @client: static. */
void     relais_placement_menu_install (GtkWidget *view, RelaisSession *session, const RelaisPlacementMenuClient *client);
/* The menu of a placement, popped up on @parent over the middle of @at: the row, or the point that was pressed. Shows only what the
 * person may do. */
void     relais_placement_menu_popup (GtkWidget *parent, const GdkRectangle *at, RelaisSession *session, RelaisRecord *placement);

/* The statuses of what is in hand, as they follow each other: the columns of the board. NULL-terminated. */
const char * const *relais_placement_states (void);

gboolean relais_placement_may_move   (RelaisSession *session, RelaisRecord *placement, const char *state);
/* One undoable action each. */
void     relais_placement_move       (GtkWidget *parent, RelaisSession *session, RelaisRecord *placement, const char *state);
void     relais_placement_throw_away (RelaisSession *session, RelaisRecord *placement);
/* "Cérémonie des vœux (Intranet brief)" */
char    *relais_placement_dup_name   (RelaisSession *session, RelaisRecord *placement);

G_END_DECLS
