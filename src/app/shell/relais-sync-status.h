/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-syncer.h"

G_BEGIN_DECLS

/* What the one place that tells the truth about sync says: computed, never kept. */
typedef struct {
  char       *title;    /* owned: "Up to date", "Offline", "2 conflicts" */
  char       *detail;   /* owned: "3 changes waiting since 10:21" */
  const char *icon;     /* static; NULL: something is going on, show a spinner */
  const char *style;    /* static: NULL, "warning" or "error" */
} RelaisSyncStatus;

/* @message: the syncer's sentence, nullable. @last_success, @now: Unix seconds, this computer's clock. */
void relais_sync_status_compute (RelaisSyncStatus *status, RelaisSyncState state, const char *message,
                                 const RelaisQueueState *queue, gint64 last_success, gint64 now);
void relais_sync_status_clear   (RelaisSyncStatus *status);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RelaisSyncStatus, relais_sync_status_clear)

G_END_DECLS
