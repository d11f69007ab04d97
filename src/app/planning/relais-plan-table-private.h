/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-draw.h"
#include "relais-plan-card.h"
#include "relais-plan-table.h"

G_BEGIN_DECLS

#define RELAIS_PLAN_TABLE_PADDING 4
#define RELAIS_PLAN_TABLE_GAP     3

/* Where one is: a card of a cell, the cell itself (index -1), or the heading of its row. An index after the last card is the
 * "+3 more". */
#define RELAIS_PLAN_HEADING (-2)
typedef struct {
  int row, column;
  int index;
} RelaisPlanSpot;

/* A card in sight. */
typedef struct {
  RelaisPlanSpot  spot;
  GtkWidget      *widget;  /* owned: child of the table */
  RelaisPlanEntry *entry;  /* borrowed: of the frame; NULL: "+3 more" */
  gboolean        used;    /* while the ones in sight are found anew */
} RelaisPlanSeen;

struct _RelaisPlanTable
{
  RelaisScrollArea parent_instance;

  RelaisSession   *session;    /* owned */
  RelaisPlanFrame *frame;      /* owned, nullable before the first */
  char            *open;       /* owned, nullable: id of the placement that is open beside the table */

  /* geometry, of the last allocation */
  int              heading_width, heading_height, bar_height, total_height, column_width;
  GArray          *row_tops;   /* owned, element-type int: one more than there are rows */
  GArray          *row_cards;  /* owned, element-type int: how many lines of cards fit */

  GPtrArray       *seen;       /* owned, element-type RelaisPlanSeen */
  GPtrArray       *spare;      /* owned, element-type GtkWidget: hidden cards */
  GPtrArray       *headings;   /* owned, element-type GtkWidget: of rows that can be folded, as many as there were at most */
  GHashTable      *folds;      /* owned: key of a row → whether it is folded; what nobody has chosen is not in it */
  GPtrArray       *heads;      /* owned, nullable, element-type GtkWidget: over the columns, instead of what the sheet says */
  GPtrArray       *bars;       /* owned, element-type GtkWidget: buttons of campaigns, in the frame's order of lanes */
  GtkWidget       *cell;       /* borrowed: takes the focus where there is no card */
  GPtrArray       *texts;      /* owned, element-type RelaisDrawText: headings that were laid out; see relais-plan-table-draw.c */

  RelaisPlanSpot   cursor;
  GHashTable      *selected;   /* owned: ids */
  RelaisPlanSpot   anchor;     /* where a selection with Shift begins */
  GPtrArray       *carried;    /* owned, nullable, element-type RelaisRecord: picked up with the keyboard */
  RelaisPlanSpot   origin;     /* where the one was that was picked up */
  RelaisDay        carried_day; /* its day */
  char            *carried_key; /* owned, nullable: key of its row */
  GtkWidget       *carried_from; /* weak, nullable: where the focus was when it was picked up, not in the table */
  char            *follow;     /* owned, nullable: id of what was moved just now: the focus goes along */
  RelaisPlanSpot   hover;      /* cell under a drag; row -1: none */
  char            *warning;    /* owned, nullable: what would be too much in the cell where something would be let go */
};

/* ---- relais-plan-table.c: geometry, in pixels of the widget ---- */
gboolean           relais_plan_table_is_grid    (RelaisPlanTable *self);
RelaisPlanCardSize relais_plan_table_get_size   (RelaisPlanTable *self);
gboolean           relais_plan_table_is_folded  (RelaisPlanTable *self, int row);
/* Of a row, from the top of the body. */
int                relais_plan_table_get_top    (RelaisPlanTable *self, int row);
/* Above it: headings of columns, then the lines of campaigns; below it: the load. */
int                relais_plan_table_get_body_top (RelaisPlanTable *self);
int                relais_plan_table_get_body_height (RelaisPlanTable *self);
int                relais_plan_table_get_cell_heading_height (RelaisPlanTable *self);
/* Of a cell in the widget, as it is scrolled. */
void               relais_plan_table_get_cell_area (RelaisPlanTable *self, int row, int column, GdkRectangle *area);

/* ---- relais-plan-table-cards.c: what is in sight ---- */
void             relais_plan_table_see_all    (RelaisPlanTable *self);
RelaisPlanSeen  *relais_plan_table_get_seen   (RelaisPlanTable *self, const RelaisPlanSpot *spot);   /* nullable */
/* How many cards of a cell are shown; the rest is "+3 more". */
guint            relais_plan_table_count_shown (RelaisPlanTable *self, int row, int column);
/* Where a card of a cell begins and ends, from the top of the body. */
void             relais_plan_table_get_extent (RelaisPlanTable *self, const RelaisPlanSpot *spot, int *top, int *bottom);
void             relais_plan_table_show_headings (RelaisPlanTable *self);
void             relais_plan_table_place_headings (RelaisPlanTable *self);
void             relais_plan_table_place_heads (RelaisPlanTable *self);
void             relais_plan_table_fold (RelaisPlanTable *self, int row, gboolean folded);
void             relais_plan_table_build_bars (RelaisPlanTable *self);
void             relais_plan_table_place_bars (RelaisPlanTable *self);

/* ---- relais-plan-table-spots.c ---- */
RelaisPlanSlot  *relais_plan_table_get_slot  (RelaisPlanTable *self, const RelaisPlanSpot *spot);    /* nullable */
RelaisPlanEntry *relais_plan_table_get_entry (RelaisPlanTable *self, const RelaisPlanSpot *spot);    /* nullable */
RelaisPlanSeen  *relais_plan_table_find_seen (RelaisPlanTable *self, GtkWidget *widget);             /* nullable */
/* The cell at @x, @y of the widget, or the card in it. FALSE: over a heading, or outside. */
gboolean         relais_plan_table_find_spot (RelaisPlanTable *self, double x, double y, RelaisPlanSpot *spot);
/* The heading at @x, @y; -1: none. */
int              relais_plan_table_find_heading (RelaisPlanTable *self, double x, double y);
/* Scrolls to the cell and gives the focus to what is there. */
void             relais_plan_table_focus_spot (RelaisPlanTable *self, const RelaisPlanSpot *spot);
void             relais_plan_table_update_selected (RelaisPlanTable *self);
void             relais_plan_table_emit_open (RelaisPlanTable *self, const RelaisPlanEntry *entry);
void             relais_plan_table_emit_more (RelaisPlanTable *self, const RelaisPlanSpot *spot);
void             relais_plan_table_emit_step (RelaisPlanTable *self, int by);

/* ---- relais-plan-table-draw.c ---- */
void             relais_plan_table_draw      (RelaisPlanTable *self, GtkSnapshot *snapshot);
/* Over the cards: what would be too much. */
void             relais_plan_table_draw_warning (RelaisPlanTable *self, GtkSnapshot *snapshot);

/* ---- relais-plan-table-keys.c ---- */
void             relais_plan_table_add_keys  (RelaisPlanTable *self);
/* Selected ones, or the one at the spot when it is not among them. (transfer full) (element-type RelaisRecord) */
GPtrArray       *relais_plan_table_dup_moved (RelaisPlanTable *self, const RelaisPlanEntry *entry);
/* Moves @placements as far as it is from the card of @from to the cell of @to. @from NULL: to that cell. */
void             relais_plan_table_move      (RelaisPlanTable *self, GPtrArray *placements, const RelaisPlanEntry *from,
                                              const char *from_key, const RelaisPlanSpot *to);
void             relais_plan_table_put_down  (RelaisPlanTable *self);
void             relais_plan_table_click     (RelaisPlanTable *self, const RelaisPlanSpot *spot, GdkModifierType modifiers);

/* ---- relais-plan-table-mouse.c ---- */
void             relais_plan_table_add_mouse (RelaisPlanTable *self);
void             relais_plan_table_show_menu (RelaisPlanTable *self, const RelaisPlanSpot *spot);

G_END_DECLS
