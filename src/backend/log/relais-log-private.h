/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-log.h"

G_BEGIN_DECLS

struct _RelaisLog {
  RelaisStorage     *storage;        /* owned */
  RelaisLogClock     clock;
  gpointer           clock_data;
  RelaisLogListener  listener;       /* nullable */
  gpointer           listener_data;
  RelaisLogAuthority authority;      /* nullable */
  gpointer           authority_data;
  GMutex             digest_lock;
  GHashTable        *digests;        /* owned; epoch, head and access hash → digest: asked again, nothing is summed again */
};

/* @access as it is now, in the transaction's state. (transfer full) (nullable) */
RelaisAccess *relais_log_authorize (RelaisLog *self, RelaisTransaction *transaction, RelaisAccess *access, GError **error);
/* Writes what @write changes into the history of its record; before it is applied, in the same transaction. */
void          relais_log_note      (RelaisTransaction *transaction, const RelaisWrite *write);

G_END_DECLS
