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

G_END_DECLS
