/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-frame.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* Reads what a frame needs on the store's thread, and makes it: matrix, calendar, campaigns and, for a grid, the load. */
void             relais_plan_reading_start  (RelaisStore *store, const RelaisPlanShape *shape, const RelaisPlanFilter *filter,
                                             RelaisPlanBy by, guint most, GCancellable *cancellable, GAsyncReadyCallback callback,
                                             gpointer user_data);
/* The same for the board. */
void             relais_plan_reading_start_board (RelaisStore *store, const RelaisPlanFilter *filter, RelaisPlanBy by, guint most,
                                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) (nullable) */
RelaisPlanFrame *relais_plan_reading_finish (RelaisStore *store, GAsyncResult *result, GError **error);

/* Whether a view reads, has to read, or waits until it is in sight: one reading at a time, and what is asked for meanwhile comes next. */
typedef struct {
  GCancellable *reading;  /* owned, nullable */
  gboolean      active;   /* in sight */
  gboolean      stale;    /* what is shown is not what should be */
} RelaisPlanPace;

/* Something else is to be shown. TRUE: a reading has to be started now, with @pace->reading. */
gboolean         relais_plan_pace_begin (RelaisPlanPace *pace);
/* A reading has ended. TRUE: what it brought is still what is wanted; otherwise begin again. */
gboolean         relais_plan_pace_end   (RelaisPlanPace *pace);
void             relais_plan_pace_clear (RelaisPlanPace *pace);

G_END_DECLS
