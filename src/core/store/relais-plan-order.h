/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "relais-query.h"

G_BEGIN_DECLS

/* RelaisPlanOrder: how the list of the plan is laid out: its columns, what it is sorted and grouped by. A value: copied by assignment. */

typedef enum {
  RELAIS_PLAN_COLUMN_SUBJECT,
  RELAIS_PLAN_COLUMN_CHANNEL,
  RELAIS_PLAN_COLUMN_STATE,
  RELAIS_PLAN_COLUMN_PLANNED,
  RELAIS_PLAN_COLUMN_COPY_DUE,
  RELAIS_PLAN_COLUMN_PUBLISH_AT,
  RELAIS_PLAN_COLUMN_AUTHOR,
  RELAIS_PLAN_COLUMN_REVIEWER,
  RELAIS_PLAN_COLUMN_UNIT,       /* direction: what belongs to a service belongs to its direction */
  RELAIS_PLAN_COLUMN_LENGTH,     /* expected */
  RELAIS_PLAN_N_COLUMNS
} RelaisPlanField;

typedef enum {
  RELAIS_PLAN_GROUP_NONE,
  RELAIS_PLAN_GROUP_WEEK,
  RELAIS_PLAN_GROUP_CHANNEL,
  RELAIS_PLAN_GROUP_STATE,
  RELAIS_PLAN_GROUP_UNIT,
  RELAIS_PLAN_GROUP_AUTHOR,
  RELAIS_PLAN_GROUP_CAMPAIGN,
  RELAIS_PLAN_N_GROUPS
} RelaisPlanGroup;

typedef struct {
  RelaisPlanField sort;
  gboolean         descending;
  RelaisPlanGroup  group;
  guint            shown;   /* 1 << column, of each that is shown; the subject always is */
  guint            widths[RELAIS_PLAN_N_COLUMNS];  /* in hundredths of the height of a line of text; 0: as usual */
} RelaisPlanOrder;

/* By day and week, with the columns that most people want. */
void        relais_plan_order_init   (RelaisPlanOrder *order);
gboolean    relais_plan_order_equal  (const RelaisPlanOrder *a, const RelaisPlanOrder *b);
gboolean    relais_plan_order_shows  (const RelaisPlanOrder *order, RelaisPlanField column);
/* Puts a query over placements in this order and these groups; what is equal then stands by day and subject. */
void        relais_plan_order_apply  (const RelaisPlanOrder *order, RelaisQuery *query);

/* The field of a placement, or of its subject (UNIT, and SUBJECT: the title), that a column shows: its name in the model. */
const char *relais_plan_column_field (RelaisPlanField column);
/* English, to be translated. */
const char *relais_plan_column_label (RelaisPlanField column);
const char *relais_plan_group_label  (RelaisPlanGroup group);

/* Of columns that somebody made wider or narrower. */
#define RELAIS_PLAN_LEAST_WIDTH 250
#define RELAIS_PLAN_MOST_WIDTH  10000

/* {"sort": "planned", "descending": true, "group": "week", "columns": ["subject", …], "widths": {"subject": 1400}}, into an object that
 * may hold more. What is not understood is passed over, and stays as it is. */
void        relais_plan_order_write  (const RelaisPlanOrder *order, JsonObject *object);
void        relais_plan_order_read   (RelaisPlanOrder *order, JsonObject *object);

G_END_DECLS
