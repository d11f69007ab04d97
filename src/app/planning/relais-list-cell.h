/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-plan-order.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* How wide a cell is that shows a sign and no word. */
#define RELAIS_LIST_CELL_SIGN 32

/* What a cell of the list of the plan says. */
typedef struct {
  char       *text;   /* owned: "" for nothing */
  const char *icon;   /* static, nullable */
  const char *style;  /* static, nullable: of the icon */
  const char *tone;   /* static, nullable: "error" where something is wrong … */
  const char *wrong;  /* static, nullable: … which a screen reader says: N_() */
} RelaisListText;

/* Bounded lookups on the main thread. */
void relais_list_text_read  (RelaisListText *text, RelaisStore *store, RelaisRecord *placement, RelaisPlanField column,
                             const char *today);
void relais_list_text_clear (RelaisListText *text);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RelaisListText, relais_list_text_clear)

/* The direction that a unit is part of, or the unit itself where there is none. @id: (nullable). (transfer full) (nullable) */
RelaisRecord *relais_list_find_direction (RelaisStore *store, const char *id);

/* RelaisListCell: one cell, which draws itself and may have the focus. */
#define RELAIS_TYPE_LIST_CELL (relais_list_cell_get_type ())
G_DECLARE_FINAL_TYPE (RelaisListCell, relais_list_cell, RELAIS, LIST_CELL, GtkWidget)

GtkWidget *relais_list_cell_new    (RelaisPlanField column);
void       relais_list_cell_set    (RelaisListCell *self, const RelaisListText *text);
int        relais_list_cell_height (GtkWidget *widget);
/* How wide it would be with all that it says. */
int        relais_list_cell_get_whole_width (RelaisListCell *self);

G_END_DECLS
