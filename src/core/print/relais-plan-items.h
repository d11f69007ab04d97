/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-sheet.h"

#include "relais-day-words.h"

G_BEGIN_DECLS

/* What the sheets of the plan are made from. */

/* A placement as a sheet says it; the strings belong to the records. */
typedef struct {
  RelaisRecord *placement;              /* owned */
  RelaisRecord *subject, *channel;      /* owned, nullable */
  char         *title, *channel_name;   /* owned; "" where there is nothing */
  char         *author_name, *unit_name;
  char         *unit;                   /* owned: id of the direction, "" for none */
  const char   *author;                 /* "" for nobody */
  const char   *state, *state_word;
  const char   *color;                  /* nullable: the channel's */
  RelaisDay     planned, copy_due;
} RelaisPlanItem;

typedef struct {
  RelaisWorkspace    *workspace;  /* borrowed */
  GHashTable         *known;      /* owned: id → RelaisRecord */
  RelaisPlanCalendar *calendar;   /* owned */
  GPtrArray          *items;      /* owned: (element-type RelaisPlanItem), by day, channel and title; what has no day comes last */
  GPtrArray          *campaigns;  /* owned: (element-type RelaisRecord) */
} RelaisPlanItems;

/* (nullable) */
RelaisPlanItems *relais_plan_items_read (RelaisWorkspace *workspace, const RelaisPlanSheetRequest *request, GError **error);
void             relais_plan_items_free (RelaisPlanItems *items);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisPlanItems, relais_plan_items_free)
/* A record, read once. Lent, nullable. @id: (nullable) */
RelaisRecord    *relais_plan_items_get  (RelaisPlanItems *items, const char *kind, const char *id);
/* Its title; "" for none. (transfer full) */
char            *relais_plan_items_name (RelaisPlanItems *items, const char *kind, const char *id);
/* Every record of a kind, in the order of @field. (transfer full) (element-type RelaisRecord) */
GPtrArray       *relais_plan_items_list (RelaisPlanItems *items, const char *kind, const char *field);
/* Adds the card of @item. @rows: what the row that it is in says already. @day: say it on the card. */
void             relais_plan_items_add_card (const RelaisPlanItem *item, RelaisSheetCell *cell, RelaisPlanBy rows, gboolean day);

/* ---- the views ---- */
void relais_plan_sheet_fill_grid      (RelaisSheet *sheet, RelaisPlanItems *items, const RelaisPlanSheetRequest *request, RelaisLoad *load);
void relais_plan_sheet_fill_months    (RelaisSheet *sheet, RelaisPlanItems *items, const RelaisPlanSheetRequest *request);
void relais_plan_sheet_fill_list      (RelaisSheet *sheet, RelaisPlanItems *items, const RelaisPlanSheetRequest *request);
void relais_plan_sheet_fill_board     (RelaisSheet *sheet, RelaisPlanItems *items, const RelaisPlanSheetRequest *request);
void relais_plan_sheet_fill_flatplan  (RelaisSheet *sheet, RelaisPlanItems *items, RelaisRecord *edition);
void relais_plan_sheet_fill_decisions (RelaisSheet *sheet, RelaisPlanItems *items, RelaisRecord *meeting, gboolean with_text);
gboolean relais_plan_sheet_fill_balance (RelaisSheet *sheet, RelaisPlanItems *items, const RelaisPlanSheetRequest *request, GError **error);

/* Rows of grid and board: key and title of each. */
typedef struct {
  const char *key;    /* id, "" for none; borrowed */
  char       *title;  /* owned */
  const char *color;  /* nullable, borrowed */
} RelaisPlanLane;
/* (transfer full) (element-type RelaisPlanLane): of channels all that @filter (nullable) leaves, of directions and authors those that
 * have something. */
GArray     *relais_plan_lanes_make (RelaisPlanItems *items, RelaisPlanBy rows, const RelaisPlanFilter *filter);
const char *relais_plan_lane_key   (const RelaisPlanItem *item, RelaisPlanBy rows);
/* The lane's number; the last one when there is none of that key. */
guint       relais_plan_lanes_find (GArray *lanes, const RelaisPlanItem *item, RelaisPlanBy rows);

G_END_DECLS
