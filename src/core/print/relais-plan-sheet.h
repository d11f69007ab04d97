/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-order.h"
#include "relais-plan-reader.h"
#include "relais-sheet.h"

G_BEGIN_DECLS

/* The plan as a sheet, view by view: what the application prints and saves, and what `relaisctl export plan` writes. */

typedef enum {
  RELAIS_PLAN_SHEET_GRID,      /* rows by `rows`, a column a day or a week */
  RELAIS_PLAN_SHEET_MONTHS,    /* a page a month */
  RELAIS_PLAN_SHEET_LIST,      /* by day */
  RELAIS_PLAN_SHEET_BOARD,     /* a column a status, rows by `rows` */
  RELAIS_PLAN_SHEET_FLATPLAN,  /* the pages of journal issue `record` */
  RELAIS_PLAN_SHEET_DECISIONS, /* the record of decisions of meeting `record` */
  RELAIS_PLAN_SHEET_BALANCE,   /* subjects by direction, from `first` to `last` */
} RelaisPlanSheetView;

typedef struct {
  RelaisPlanSheetView     view;
  RelaisDay               first, last;  /* both included; LIST and BOARD: RELAIS_DAY_NONE: from ever, for ever */
  RelaisPlanBy            rows;
  guint                   days;         /* GRID: in a column: 1 or 7; 0: as it suits the period */
  gboolean                undated;      /* LIST, BOARD: what is not planned yet, too */
  gboolean                only_undated; /* LIST, BOARD: nothing else */
  gboolean                ordered;      /* LIST: by `order`; otherwise by day under its week, as it is pinned on a wall */
  RelaisPlanOrder         order;        /* columns, what they are sorted by, groups */
  const RelaisPlanFilter *filter;       /* nullable: all that is in hand */
  const char             *record;       /* nullable: identifier of an edition or a meeting */
  gboolean                with_text;    /* DECISIONS: the text of the record too, because a person changed it */
  GDateTime              *now;          /* nullable: written at the foot */
} RelaisPlanSheetRequest;

/**
 * relais_plan_sheet_new:
 *
 * Reads everything that the request covers; for the store's thread, or a program without one.
 *
 * Returns: (transfer full) (nullable): the sheet, or %NULL with RELAIS_STORE_ERROR_NOT_FOUND when there is no such record, or
 *   another error of the store
 */
RelaisSheet *relais_plan_sheet_new  (RelaisWorkspace *workspace, const RelaisPlanSheetRequest *request, GError **error);

/* How a day looks on which nothing is published, on screen and on paper. */
RelaisSheetShade relais_plan_sheet_get_shade (RelaisPlanCalendar *calendar, RelaisDay day);

G_END_DECLS
