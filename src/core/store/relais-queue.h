/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-database.h"
#include "relais-mutation.h"

G_BEGIN_DECLS

/* Rows of the outbox: what I did, in order, until the back end's state contains it.
 *
 *   WAITING ── take ──→ SENT ── applied, noop ──→ DONE ── pulled ──→ (leaves)
 *      ↑                 ├───── conflict ──→ CLASHED ── pulled, rebased ──→ WAITING, with a new mid
 *      │                 └───── rejected ──→ (a refusal)
 *
 * DONE and CLASHED wait until the client has pulled what was decided on (wait_seq): acting earlier would show half of
 * somebody else's mutation, or mine undone. DONE ends op by op, as the states of their records come.
 */
/* Largest action, by the reckoning of the queue; the back end takes 4 MiB at once. */
#define RELAIS_ACTION_MAX_BYTES (3 * 1024 * 1024)
/* Bytes of one op on the wire beside its values. */
#define RELAIS_OP_OVERHEAD      200

typedef enum {
  RELAIS_STEP_WAITING,
  RELAIS_STEP_SENT,
  RELAIS_STEP_DONE,
  RELAIS_STEP_CLASHED,
} RelaisStep;

/* One op of the queue. */
typedef struct {
  gint64        pos;         /* of its mutation */
  gint64        n;           /* within its mutation */
  RelaisStep    step;
  gint64        since;       /* Unix seconds, this computer's clock */
  guint64       wait_seq;    /* DONE: a state of the record from this seq on contains it */
  RelaisOp     *op;          /* owned */
  gboolean      has_origin;  /* it was sent, and the state below it has moved since: … */
  RelaisRecord *origin;      /* … it was made on this one; owned, nullable */
} RelaisQueued;

void       relais_queued_free       (RelaisQueued *queued);
/* Ops on one record, oldest first. (element-type RelaisQueued) */
GPtrArray *relais_queue_list_record (RelaisDatabase *db, const char *id, GError **error);
/* Ops of one mutation. (element-type RelaisQueued) */
GPtrArray *relais_queue_list_ops    (RelaisDatabase *db, gint64 pos, GError **error);
gboolean   relais_queue_is_empty    (RelaisDatabase *db);
gboolean   relais_queue_has_step    (RelaisDatabase *db, RelaisStep step);
/* Mutations that have this mid or a later one. (element-type gint64) */
GArray    *relais_queue_list_positions (RelaisDatabase *db, gint64 from_mid, GError **error);

/* At the end of the queue. */
gboolean   relais_queue_append      (RelaisDatabase *db, const char *label, const char *merge_key, GPtrArray *ops, gint64 *pos,
                                     GError **error);
/* Before all others: what they are built on. */
gboolean   relais_queue_prepend     (RelaisDatabase *db, const char *label, const RelaisOp *op, RelaisRecord *made_on /* nullable */,
                                     GError **error);
/* Replaces an op that was not sent; NULL takes it away. Its origin is forgotten: it is made on what is there now. */
gboolean   relais_queue_replace     (RelaisDatabase *db, const RelaisQueued *queued, const RelaisOp *op, GError **error);
gboolean   relais_queue_keep_origin (RelaisDatabase *db, const RelaisQueued *queued, RelaisRecord *origin, GError **error);
/* The back end's state has it, whatever the other ops of its mutation still wait for. */
gboolean   relais_queue_remove_op   (RelaisDatabase *db, const RelaisQueued *queued, GError **error);
gboolean   relais_queue_remove      (RelaisDatabase *db, gint64 pos, GError **error);
/* Mutations of which nothing is left. */
gboolean   relais_queue_sweep       (RelaisDatabase *db, GError **error);

/* Lays @op over the last mutation of the queue when that says the same to everybody: both are about one record and the last is
 * unsent, and neither step of a life cycle is skipped. *@merged: (out). */
gboolean   relais_queue_squash      (RelaisDatabase *db, const char *label, const RelaisOp *op, gboolean *merged, GError **error);

G_END_DECLS
