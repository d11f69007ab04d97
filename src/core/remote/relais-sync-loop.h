/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-syncer.h"

G_BEGIN_DECLS

/* RelaisSyncLoop: the thread behind RelaisSyncer. It owns the session and the live stream, and does one thing after another:
 *
 *   pass (send what waits, read to the head) → rest → pass …      as long as all is well
 *   pass → failure → pause with full jitter → pass …              otherwise
 */
typedef struct _RelaisSyncLoop RelaisSyncLoop;

typedef enum {
  RELAIS_WAKE_EDIT    = 1 << 0,  /* something waits in the queue */
  RELAIS_WAKE_HINT    = 1 << 1,  /* the live stream says there is something to read */
  RELAIS_WAKE_NETWORK = 1 << 2,  /* the network came back */
  RELAIS_WAKE_PERSON  = 1 << 3,  /* "now, please" */
} RelaisWake;

/* What changed; handed over in the loop's thread. */
typedef struct {
  RelaisSyncState state;
  char           *message;   /* owned, nullable: a translated sentence */
  double          progress;  /* 0–1, -1: unknown */
  gboolean        success;   /* a pass ended well just now */
  RelaisAccess   *access;    /* owned, nullable: rights changed */
} RelaisSyncReport;
void            relais_sync_report_free (RelaisSyncReport *report);
typedef void  (*RelaisSyncReportFunc)   (RelaisSyncReport *report /* taken */, gpointer user_data);

/* Pauses in milliseconds; tests shorten them. */
typedef struct {
  guint watchdog;  /* longest rest between two passes */
  guint poll;      /* the same, without a live stream */
  guint digest;    /* between two comparisons of the digest */
} RelaisSyncPauses;
extern const RelaisSyncPauses relais_sync_pauses;

/* Starts the thread. @server is normalized; @access: what the account may do as far as known. @func must be callable until
 * relais_sync_loop_free() has returned. */
RelaisSyncLoop *relais_sync_loop_new  (RelaisStore *store, const char *server, const char *token, RelaisAccess *access,
                                       const RelaisSyncPauses *pauses, RelaisSyncReportFunc func, gpointer user_data);
/* Interrupts what is under way and waits for the end of the thread. */
void            relais_sync_loop_free (RelaisSyncLoop *self);
/* From any thread. */
void            relais_sync_loop_wake (RelaisSyncLoop *self, RelaisWake wake);

G_END_DECLS
