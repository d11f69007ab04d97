/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-list-cell.h"

G_BEGIN_DECLS

/* Where the columns of the list are. The first one, the subject, stays in its place while the others scroll under it. */
typedef struct {
  guint            n;
  RelaisPlanField columns[RELAIS_PLAN_N_COLUMNS];
  int              x[RELAIS_PLAN_N_COLUMNS];
  int              width[RELAIS_PLAN_N_COLUMNS];
  int              scroll;
} RelaisListColumns;

/* Index of @column, or -1 when there is no room for it. */
int  relais_list_columns_find  (const RelaisListColumns *columns, RelaisPlanField column);
/* Where the column at @index is in a line, as it is scrolled. */
int  relais_list_columns_get_x (const RelaisListColumns *columns, guint index);

/* RelaisListLine: a row of the list of the plan: cells of one placement; used again for another one. */
#define RELAIS_TYPE_LIST_LINE (relais_list_line_get_type ())
G_DECLARE_FINAL_TYPE (RelaisListLine, relais_list_line, RELAIS, LIST_LINE, GtkWidget)

/* @columns: borrowed from the table */
GtkWidget *relais_list_line_new          (const RelaisListColumns *columns);
/* Reads what its cells say of @placement. */
void       relais_list_line_show         (RelaisListLine *self, RelaisStore *store, RelaisRecord *placement, const char *today);
/* The columns are others, or elsewhere. */
void       relais_list_line_update       (RelaisListLine *self);
void       relais_list_line_set_selected (RelaisListLine *self, gboolean selected);
void       relais_list_line_set_open     (RelaisListLine *self, gboolean open);
/* (nullable): no room for it */
GtkWidget *relais_list_line_get_cell     (RelaisListLine *self, RelaisPlanField column);

G_END_DECLS
