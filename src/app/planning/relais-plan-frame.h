/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-moves.h"
#include "relais-plan-reader.h"
#include "relais-sheet.h"

G_BEGIN_DECLS

/* How the plan is laid out: a grid (rows of channels, directions or people; columns of days or weeks), a board (columns of statuses) or
 * a calendar (rows of weeks, columns of weekdays). */
typedef enum {
  RELAIS_PLAN_GRID_WEEK,
  RELAIS_PLAN_GRID_FORTNIGHT,
  RELAIS_PLAN_GRID_MONTH,      /* four weeks of days */
  RELAIS_PLAN_GRID_QUARTER,    /* thirteen weeks, a column each */
  RELAIS_PLAN_BOARD,           /* laid out as a grid, but without days */
  RELAIS_PLAN_CALENDAR_MONTH,
  RELAIS_PLAN_CALENDAR_WEEK,
  RELAIS_PLAN_N_SCALES
} RelaisPlanScale;

/* A value. */
typedef struct {
  RelaisPlanScale scale;
  RelaisDay       anchor;      /* the day one looks at */
  RelaisDay       first;       /* first day of the matrix */
  guint           n_columns;   /* of the matrix */
  guint           days;        /* in a column of the matrix */
} RelaisPlanShape;

RelaisPlanShape relais_plan_shape_make     (RelaisPlanScale scale, RelaisDay anchor);
gboolean        relais_plan_scale_is_grid  (RelaisPlanScale scale);
RelaisDay       relais_plan_shape_get_last (const RelaisPlanShape *shape);
/* The day one looks at after a step to the next (1) or the previous (-1) period. */
RelaisDay       relais_plan_shape_step     (const RelaisPlanShape *shape, int by);
/* "16–22 November 2026 · Week 47"; @narrow: "16–22 Nov". (transfer full) */
char           *relais_plan_shape_describe (const RelaisPlanShape *shape, gboolean narrow);

/* One cell of the table. */
typedef struct {
  RelaisDay       day;         /* its first; RELAIS_DAY_NONE on the board */
  const char     *state;       /* static, nullable: on the board */
  RelaisPlanCell *cell;        /* borrowed: of the matrix */
  const char     *key;         /* borrowed: of its row in the matrix */
} RelaisPlanSlot;

/* What a table shows: headings, remarks, shades, campaigns and load as a sheet (the same that is printed and exported), and the slots
 * of its body. */
typedef struct {
  RelaisPlanShape   shape;
  RelaisDay         today;
  RelaisPlanMatrix *matrix;    /* owned */
  RelaisSheet      *sheet;     /* owned */
  GPtrArray        *bars, *body, *totals;  /* owned; (element-type RelaisSheetRow): borrowed from the sheet */
  RelaisPlanSlot   *slots;     /* owned: body rows × columns */
  guint             n_columns;
  GPtrArray        *campaigns; /* owned; (element-type RelaisRecord) */
  GHashTable       *bar_of;    /* owned: RelaisSheetBar → RelaisRecord, both borrowed */
} RelaisPlanFrame;

/**
 * relais_plan_frame_new:
 * @matrix: (transfer full)
 * @load: (nullable): for the load line of a grid
 * @campaigns: (transfer full) (element-type RelaisRecord)
 * @cards: whether the sheet has the entries, too, for paper and files; a table on the screen has the slots
 */
RelaisPlanFrame *relais_plan_frame_new  (const RelaisPlanShape *shape, RelaisDay today, RelaisPlanMatrix *matrix,
                                         RelaisPlanCalendar *calendar, RelaisLoad *load, GPtrArray *campaigns, gboolean cards);
/* @matrix: (transfer full): of relais_plan_reader_board() */
RelaisPlanFrame *relais_plan_frame_new_board (RelaisDay today, RelaisPlanMatrix *matrix);
void             relais_plan_frame_free (RelaisPlanFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisPlanFrame, relais_plan_frame_free)

guint            relais_plan_frame_get_n_rows (const RelaisPlanFrame *frame);
RelaisPlanSlot  *relais_plan_frame_get_slot   (const RelaisPlanFrame *frame, guint row, guint column);
/* Identifier of the campaign that a bar of the sheet stands for. Lent. */
const char      *relais_plan_frame_get_campaign (const RelaisPlanFrame *frame, const RelaisSheetBar *bar);
gboolean         relais_plan_frame_is_board   (const RelaisPlanFrame *frame);
/* What rows stand for is said beside them, and what they hold can be folded away. */
gboolean         relais_plan_frame_has_headings (const RelaisPlanFrame *frame);
/* Of the board. Lent; NULL where the columns are days. */
const RelaisPlanColumn *relais_plan_frame_get_column (const RelaisPlanFrame *frame, guint column);

/**
 * relais_plan_frame_aim:
 * @from: (nullable): the day that the card under the pointer is planned for, and the key of its row (nullable)
 * @several: more than one is moved: each from its own day
 * @target: (out): what changes for what is let go in this cell; lent by the frame and @day
 */
void             relais_plan_frame_aim  (const RelaisPlanFrame *frame, guint row, guint column, RelaisDay from, const char *from_key,
                                         gboolean several, RelaisPlanTarget *target, char day[RELAIS_DAY_SIZE]);
/* What would be too much if these (element-type RelaisRecord) were let go in this cell: "Writing: 9 of 8". (transfer full) (nullable) */
char            *relais_plan_frame_warn (const RelaisPlanFrame *frame, guint row, guint column, GPtrArray *placements);
/* All that is in a cell, as @filter leaves it. (transfer full) */
RelaisQuery     *relais_plan_frame_build_query (const RelaisPlanFrame *frame, const RelaisPlanFilter *filter, guint row, guint column);
/* What a screen reader says of a cell: "Intranet brief, Thursday 12 January 2027, 2 placements, Christmas". (transfer full) */
char            *relais_plan_frame_describe   (const RelaisPlanFrame *frame, guint row, guint column);

G_END_DECLS
