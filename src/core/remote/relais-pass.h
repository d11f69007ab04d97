/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-remote.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* RelaisPass: once through the sync protocol, until nothing is left to send and everything is read. What RelaisSyncer does again and
 * again, and `relaisctl sync` once. */

/* Runs @func where the workspace lives, and waits: relais_store_call() for a store, a plain call for a workspace in this thread. */
typedef gpointer (*RelaisPassRunFunc) (gpointer target, RelaisStoreFunc func, gpointer data, GError **error);
/* @progress: 0–1, while pages follow. */
typedef void     (*RelaisPassProgressFunc) (double progress, gpointer user_data);

typedef struct {
  RelaisRemote          *remote;      /* borrowed */
  RelaisPassRunFunc      run;
  gpointer               target;      /* borrowed */
  RelaisPassProgressFunc progress;    /* nullable */
  gpointer               user_data;   /* borrowed */
  GCancellable          *cancellable; /* borrowed, nullable */
  gboolean               pull;        /* in: read even when there is nothing to send */
  gboolean               digest_due;  /* in: ask for the digest; cleared when it was compared */

  /* what was found out */
  char                  *epoch;       /* owned: where the back end was last seen */
  guint64                head;
  guint                  sent;        /* mutations answered */
  guint                  received;    /* records and tombstones read */
  guint                  resyncs;     /* times everything was read again: rights changed, other epoch, other digest */
} RelaisPass;

void     relais_pass_clear (RelaisPass *pass);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RelaisPass, relais_pass_clear)

/**
 * relais_pass_run:
 *
 * Returns: %TRUE at head with nothing left to send; otherwise %FALSE with a RelaisRemoteError, a RelaisStoreError or
 *   G_IO_ERROR_CANCELLED. What was done until then is kept; the next run goes on from there.
 */
gboolean relais_pass_run   (RelaisPass *pass, GError **error);

/* For RelaisPass.run with a RelaisWorkspace of this thread as target. */
gpointer relais_pass_run_in_workspace (gpointer workspace, RelaisStoreFunc func, gpointer data, GError **error);

G_END_DECLS
