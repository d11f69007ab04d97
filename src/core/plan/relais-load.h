/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-day.h"
#include "relais-record.h"

G_BEGIN_DECLS

typedef enum {
  RELAIS_LOAD_CHANNEL_DAY,    /* key: identifier of a channel; ceiling: its field `per_day` */
  RELAIS_LOAD_CHANNEL_WEEK,   /* its field `per_week` */
  RELAIS_LOAD_AUDIENCE_DAY,   /* key: an audience; ceiling: setting `load.AUDIENCE.per_day` */
  RELAIS_LOAD_AUDIENCE_WEEK,  /* setting `load.AUDIENCE.per_week` */
  RELAIS_LOAD_PERSON_WEEK,    /* key: identifier of a person; ceiling: setting `load.person.per_week` */
} RelaisLoadMeasure;

#define RELAIS_N_LOAD_MEASURES 5

typedef enum {
  RELAIS_LOAD_UNDER,
  RELAIS_LOAD_FULL,   /* as many as there may be */
  RELAIS_LOAD_OVER,
} RelaisLoadLevel;

/* What one placement weighs. Borrowed strings, each may be NULL. */
typedef struct {
  const char *channel;
  const char *state;
  const char *audience;   /* NULL or "": the channel's */
  const char *author;     /* works in the week when copy is due, or of the plan where it has no such date */
  RelaisDay   planned;
  RelaisDay   copy_due;
} RelaisLoadItem;

/* RelaisLoad: how many placements are planned by channel, audience and person, against what they bear. Weeks are ISO weeks;
 * an audience `managers` also receives what is for `everyone`. */
typedef struct _RelaisLoad RelaisLoad;

/* @records: (element-type RelaisRecord) (nullable): records of the kinds `channel` and `setting`, for the ceilings; others are
 * passed over. */
RelaisLoad     *relais_load_new          (GPtrArray *records);
RelaisLoad     *relais_load_ref          (RelaisLoad *self);
void            relais_load_unref        (RelaisLoad *self);

/* Whether a placement in @state takes room: not ideas, nor what is refused or postponed. */
gboolean        relais_load_state_counts (const char *state);
void            relais_load_add          (RelaisLoad *self, const RelaisLoadItem *item);
/* Takes back what was added: to ask what a move would make. */
void            relais_load_remove       (RelaisLoad *self, const RelaisLoadItem *item);
/* The audience that counts for @item: its own, or its channel's. (transfer none) (nullable) */
const char     *relais_load_get_audience (RelaisLoad *self, const RelaisLoadItem *item);

/* @day: any day of the week for measures by week. */
guint           relais_load_get_count    (RelaisLoad *self, RelaisLoadMeasure measure, const char *key, RelaisDay day);
/* 0: no ceiling. */
guint           relais_load_get_ceiling  (RelaisLoad *self, RelaisLoadMeasure measure, const char *key);
RelaisLoadLevel relais_load_get_level    (RelaisLoad *self, RelaisLoadMeasure measure, const char *key, RelaisDay day);
/* What a person calls the channel; NULL when unknown. (transfer none) (nullable) */
const char     *relais_load_get_channel_name (RelaisLoad *self, const char *channel);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisLoad, relais_load_unref)

G_END_DECLS
