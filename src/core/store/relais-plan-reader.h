/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-balance.h"
#include "relais-load.h"
#include "relais-plan-calendar.h"
#include "relais-plan-filter.h"
#include "relais-workspace.h"

G_BEGIN_DECLS

/* What the grid and the calendar show of a range of days, and the board of all days: how many placements there are in each cell, and
 * the first few of them. One scan; what is kept grows with the cells, not with the plan. For the store's thread. */

typedef enum {
  RELAIS_PLAN_BY_NOTHING,  /* one row */
  RELAIS_PLAN_BY_CHANNEL,
  RELAIS_PLAN_BY_UNIT,     /* directions: what belongs to a service counts for its direction */
  RELAIS_PLAN_BY_AUTHOR,   /* those who have something in these days */
} RelaisPlanBy;

/* A placement as a card shows it. All strings are owned. */
typedef struct {
  char     *id;
  char     *subject;
  char     *title;        /* of the subject */
  char     *channel;      /* id */
  char     *channel_name;
  char     *channel_form, *channel_color;   /* nullable */
  char     *state;
  char     *author_name;  /* "" for nobody */
  RelaisDay planned;
  RelaisDay copy_due;
} RelaisPlanEntry;

typedef struct {
  guint      count;
  GPtrArray *entries;     /* (element-type RelaisPlanEntry) (nullable): the first of them, by day; of what is published the latest */
} RelaisPlanCell;

typedef struct {
  char           *key;    /* owned: id; "": what has none */
  char           *title;  /* owned; "" for the key "" */
  char           *form, *color;   /* owned, nullable: of a channel */
  guint           count;
  RelaisPlanCell *cells;  /* owned: one a column */
} RelaisPlanRow;

/* A column of the board. */
typedef struct {
  const char *state;
  guint       limit;       /* so many should be in this status at most; 0: as many as there are */
  guint       row_limit;   /* the same for each row */
  guint       total;       /* with a limit: how many are in this status, whatever is filtered */
} RelaisPlanColumn;

typedef struct {
  RelaisPlanBy by;
  GArray      *columns;    /* owned, nullable: (element-type RelaisPlanColumn): of a board, which has no days */
  RelaisDay    first;
  guint        n_columns;
  guint        days;      /* in a column: 1, or 7 */
  guint        count;
  GPtrArray   *rows;      /* (element-type RelaisPlanRow) in order */
} RelaisPlanMatrix;

/**
 * relais_plan_reader_matrix:
 * @first: first day of the first column
 * @days: in each of the @n_columns columns
 * @most: entries kept of a cell; 0: all
 *
 * Returns: (transfer full) (nullable)
 */
RelaisPlanMatrix   *relais_plan_reader_matrix   (RelaisWorkspace *workspace, const RelaisPlanFilter *filter, RelaisPlanBy by,
                                                 RelaisDay first, guint n_columns, guint days, guint most, GError **error);
/* The board: a column for each status that is chosen, in the order of life; of authors those who have something, who has
 * something in hand first. @most: > 0.
 * (transfer full) (nullable) */
RelaisPlanMatrix   *relais_plan_reader_board    (RelaisWorkspace *workspace, const RelaisPlanFilter *filter, RelaisPlanBy by,
                                                 guint most, GError **error);
void                relais_plan_matrix_free     (RelaisPlanMatrix *matrix);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisPlanMatrix, relais_plan_matrix_free)

/* Everything that is planned in the weeks from that of @first to that of @last, whatever is filtered, against its ceilings. */
RelaisLoad         *relais_plan_reader_load     (RelaisWorkspace *workspace, RelaisDay first, RelaisDay last, GError **error);
/* Closed periods, calendars of others and the settings about holidays. */
RelaisPlanCalendar *relais_plan_reader_calendar (RelaisWorkspace *workspace, GError **error);
/* Campaigns that touch these days, by first day. (transfer full) (element-type RelaisRecord) */
GPtrArray          *relais_plan_reader_campaigns (RelaisWorkspace *workspace, RelaisDay first, RelaisDay last, GError **error);

/**
 * relais_plan_reader_balance:
 * @filter: which placements count; what is archived counts besides, unless statuses are chosen
 * @from, @to: the period, both included; what is planned after it is not told, and says when a direction is spoken of next
 *
 * Subjects by direction against headcount. What is only an idea or proposed is planned, but was not told. Ideas are counted where
 * @filter is empty: otherwise nobody can say what they would be.
 *
 * Returns: (transfer full) (nullable) (element-type RelaisBalanceRow)
 */
GPtrArray          *relais_plan_reader_balance  (RelaisWorkspace *workspace, const RelaisPlanFilter *filter, RelaisDay from,
                                                 RelaisDay to, GError **error);

G_END_DECLS
