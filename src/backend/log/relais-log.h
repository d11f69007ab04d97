/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-storage.h"
#include "relais-sync.h"

G_BEGIN_DECLS

/* RelaisLog: the server's side of the sync protocol (DESIGN §5) on a storage, synchronously and without HTTP: the one ordered log
 * of states. The HTTP layer, the commands and the simulator call exactly these. Thread-safe; a write holds the workspace lock. */
typedef struct _RelaisLog RelaisLog;

#define RELAIS_LOG_ERROR (relais_log_error_quark ())
GQuark relais_log_error_quark (void);
typedef enum {
  RELAIS_LOG_ERROR_RESYNC,      /* 410: other epoch, other rights, or tombstones before the cursor are gone */
  RELAIS_LOG_ERROR_MID_REUSED,  /* 422: other content under a used mid */
  RELAIS_LOG_ERROR_CURSOR,      /* 400: not a cursor of ours */
  RELAIS_LOG_ERROR_REFUSED,     /* relais_log_write(): not valid; the message says why */
  RELAIS_LOG_ERROR_SIGN_IN,     /* 401: the account is not there any more, or disabled */
  RELAIS_LOG_ERROR_NOT_FOUND,   /* 404: not there, or not for this account */
} RelaisLogError;

#define RELAIS_LOG_PAGE_LIMIT      2000   /* records and gones of a page; more only when one mutation is larger */
#define RELAIS_LOG_PAGE_BYTES      (4 * 1024 * 1024)

/* The storage has its schema. Keeps a reference. */
RelaisLog   *relais_log_new        (RelaisStorage *storage);
RelaisLog   *relais_log_ref        (RelaisLog *self);
void         relais_log_unref      (RelaisLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisLog, relais_log_unref)
RelaisStorage *relais_log_get_storage (RelaisLog *self);

/* Unix seconds; the default, and NULL, is the computer's. Decides nothing in the protocol: it is put on states and ages tombstones. */
typedef gint64 (*RelaisLogClock) (gpointer data);
void         relais_log_set_clock  (RelaisLog *self, RelaisLogClock clock, gpointer data);
gint64       relais_log_now        (RelaisLog *self);

/* Called after each commit that moved the head, in the thread that wrote, outside the lock. */
typedef void (*RelaisLogListener) (const char *epoch, guint64 head, gpointer data);
void         relais_log_set_listener (RelaisLog *self, RelaisLogListener listener, gpointer data);

/* What the account of @access may do, read inside the transaction that reads or writes; NULL with @error SIGN_IN when it is not
 * there any more. Without an authority, the access that was given is taken as it is. */
typedef RelaisAccess *(*RelaisLogAuthority) (RelaisTransaction *transaction, RelaisAccess *access, gpointer data, GError **error);
void         relais_log_set_authority (RelaisLog *self, RelaisLogAuthority authority, gpointer data);

gboolean     relais_log_get_state  (RelaisLog *self, char **epoch, guint64 *head, GError **error);

/**
 * relais_log_push:
 * @client: UUID of the workspace file
 * @mutations: (element-type RelaisMutation): numbered, in order
 *
 * Each mutation in one transaction with its outcome. A mutation that was seen before gets its stored outcome again. Stops at the first
 * number that skips one, with `expected_mid`.
 *
 * Returns: (transfer full) (nullable): the outcomes; or %NULL with RESYNC (other epoch), MID_REUSED, SIGN_IN, or a storage
 *   error. Mutations before the failing one are applied and stay so: pushing the same again tells their outcomes.
 */
RelaisPushResult *relais_log_push  (RelaisLog *self, RelaisAccess *access, const char *epoch, const char *client,
                                    GPtrArray *mutations, GError **error);

/* The same from the wire. A mutation that cannot be read (unknown field, wrong type …) is refused and uses up its number; one without
 * a number fails the push with RELAIS_MODEL_ERROR_JSON before anything is done. */
RelaisPushResult *relais_log_push_json (RelaisLog *self, RelaisAccess *access, const char *epoch, const char *client,
                                        JsonArray *mutations, GError **error);

/**
 * relais_log_pull:
 * @client: (nullable): whose `last_mid` is told
 * @cursor: (nullable): %NULL: from the start
 * @limit: records and gones at most, 0 for the default; a seq is never split, so that one large mutation can exceed it
 * @digest: ask for the digest; given when the page reaches the head
 *
 * Returns: (transfer full) (nullable): one page, from one state of the database; or %NULL with RESYNC, CURSOR, SIGN_IN or a storage error
 */
RelaisPage  *relais_log_pull       (RelaisLog *self, RelaisAccess *access, const char *client, const char *cursor,
                                    guint limit, gboolean digest, GError **error);

/* The same as its JSON text, which is how it is made: (transfer full) (nullable). */
char        *relais_log_pull_text  (RelaisLog *self, RelaisAccess *access, const char *client, const char *cursor,
                                    guint limit, gboolean digest, GError **error);

#define RELAIS_LOG_HISTORY_LIMIT 200               /* entries of a page */
#define RELAIS_LOG_HISTORY_BYTES (1024 * 1024)
#define RELAIS_LOG_HISTORY_YEARS 3

/**
 * relais_log_history_text:
 * @id: of a record of @kind
 * @before: only what is older than this seq; 0: from the newest
 * @limit: entries at most, 0 for the default
 *
 * Who changed what of one record, newest first. Of a record that the account may not see now there is none; of a change from or to a state
 * that it could not see, neither. Private fields are in nobody's history.
 *
 * Returns: (transfer full) (nullable): `{entries[], more}` as JSON, or %NULL with NOT_FOUND, SIGN_IN or a storage error
 */
char        *relais_log_history_text (RelaisLog *self, RelaisAccess *access, const RelaisKind *kind, const char *id, guint64 before,
                                      guint limit, GError **error);

/**
 * relais_log_write:
 * @ops: (element-type RelaisOp): on the latest states: `base` is not looked at
 * @seq: (out) (optional): 0 when nothing changed
 *
 * What the back end itself writes (accounts, reports, publication at its hour): validated, one seq, no client.
 *
 * Returns: %FALSE with REFUSED or a storage error
 */
gboolean     relais_log_write      (RelaisLog *self, GPtrArray *ops, guint64 *seq, GError **error);

/* The same inside a write transaction of the caller, who tells relais_log_announce() after the commit. */
gboolean     relais_log_write_in   (RelaisLog *self, RelaisTransaction *transaction, GPtrArray *ops, guint64 *seq, GError **error);
void         relais_log_announce   (RelaisLog *self);

/* Forgets tombstones made before @before (Unix seconds), and outcomes but for the last of each client; older cursors get RESYNC. And
 * history of more than three years before now. */
gboolean     relais_log_purge      (RelaisLog *self, gint64 before, GError **error);
/* After a restore: what clients hold from the time after the backup is offered again. */
gboolean     relais_log_renew_epoch (RelaisLog *self, GError **error);

G_END_DECLS
