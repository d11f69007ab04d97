/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-reader.h"
#include "relais-sheet.h"

G_BEGIN_DECLS

/* How days are laid out: a grid (rows of channels, directions or people; columns of days or weeks) or a calendar (rows of weeks,
 * columns of weekdays). */
typedef enum {
  RELAIS_PLAN_GRID_WEEK,
  RELAIS_PLAN_GRID_FORTNIGHT,
  RELAIS_PLAN_GRID_MONTH,      /* four weeks of days */
  RELAIS_PLAN_GRID_QUARTER,    /* thirteen weeks, a column each */
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
  RelaisDay       day;         /* its first */
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
void             relais_plan_frame_free (RelaisPlanFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisPlanFrame, relais_plan_frame_free)

guint            relais_plan_frame_get_n_rows (const RelaisPlanFrame *frame);
RelaisPlanSlot  *relais_plan_frame_get_slot   (const RelaisPlanFrame *frame, guint row, guint column);
/* Identifier of the campaign that a bar of the sheet stands for. Lent. */
const char      *relais_plan_frame_get_campaign (const RelaisPlanFrame *frame, const RelaisSheetBar *bar);
/* What a screen reader says of a cell: "Intranet brief, Thursday 12 January 2027, 2 placements, Christmas". (transfer full) */
char            *relais_plan_frame_describe   (const RelaisPlanFrame *frame, guint row, guint column);

G_END_DECLS
