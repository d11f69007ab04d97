/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-access.h"
#include "relais-action.h"
#include "relais-query.h"
#include "relais-sync.h"

G_BEGIN_DECLS

/* RelaisWorkspace: the workspace file, synchronously, for one thread (it asserts its thread). RelaisStore puts it on a thread of
 * its own for the application; the terminal and the simulator use it directly.
 *
 *   base     the back end's state of each record      (kept apart only where `current` differs)
 *   outbox   my mutations, in order                    written in the same transaction as the edit
 *   current  base + outbox                             what pages read
 */
typedef struct _RelaisWorkspace RelaisWorkspace;

#define RELAIS_STORE_ERROR (relais_store_error_quark ())
GQuark relais_store_error_quark (void);
typedef enum {
  RELAIS_STORE_ERROR_FAILED,
  RELAIS_STORE_ERROR_NEWER,      /* the file was written by a later Relais; untouched */
  RELAIS_STORE_ERROR_DAMAGED,    /* not a workspace, or broken; untouched */
  RELAIS_STORE_ERROR_LOCKED,     /* open elsewhere */
  RELAIS_STORE_ERROR_FULL,       /* no space left; the edit was not taken */
  RELAIS_STORE_ERROR_READ_ONLY,
  RELAIS_STORE_ERROR_UNREACHABLE,  /* the disk does not answer: unplugged, a network drive without a network */
  RELAIS_STORE_ERROR_NOT_FOUND,  /* no such record, action or conflict */
  RELAIS_STORE_ERROR_EPOCH,      /* a page of another epoch */
  RELAIS_STORE_ERROR_TOO_LARGE,  /* the back end would never take this action; nothing was changed */
} RelaisStoreError;

/* Says in the log what could not be done, which nobody waits for an answer of: as a fault of the program, unless it is one of the disk,
 * which the person is told of where edits wait. NULL and G_IO_ERROR_CANCELLED: nothing. */
void relais_store_log_error (const char *what, const GError *error);

/* What a transaction changed, for whoever shows it. Reference-counted, immutable once handed out. */
typedef struct _RelaisChanges RelaisChanges;
RelaisChanges *relais_changes_ref        (RelaisChanges *changes);
void           relais_changes_unref      (RelaisChanges *changes);
gboolean       relais_changes_has_kind   (RelaisChanges *changes, const char *kind);
/* Of one of these. @kinds: ends with NULL. */
gboolean       relais_changes_has_any_kind (RelaisChanges *changes, const char * const *kinds);
gboolean       relais_changes_has_record (RelaisChanges *changes, const char *id);
/* So many records changed that they are not listed one by one (first sync, import): has_record() is then TRUE for every id. */
gboolean       relais_changes_is_bulk    (RelaisChanges *changes);
/* The queue, the conflicts or the state of the connection changed. */
gboolean       relais_changes_has_status (RelaisChanges *changes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisChanges, relais_changes_unref)

/* Where the person's workspace is unless something else is said, in the application and in the terminal alike; its folder is
 * made.
 * (transfer full) */
char            *relais_workspace_default_path (void);
/* @path: a file, or ":memory:". Creates it when it is not there; upgrades an older schema (after a copy beside it). */
RelaisWorkspace *relais_workspace_open    (const char *path, GError **error);
void             relais_workspace_close   (RelaisWorkspace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisWorkspace, relais_workspace_close)
/* Starts again from the back end: moves a damaged file aside (same folder, `-damaged-DATE`), makes a new one and brings over
 * whatever can be read of outbox and conflicts. @n_kept: mutations saved. */
gboolean         relais_workspace_recover (const char *path, guint *n_kept, char **moved_to, GError **error);

/* Small settings of this file: "server", "login", "account", "device" … */
char    *relais_workspace_dup_value (RelaisWorkspace *self, const char *key);
gboolean relais_workspace_set_value (RelaisWorkspace *self, const char *key, const char *value, GError **error);
/* UUID bound to this file. Lent. */
const char *relais_workspace_get_client (RelaisWorkspace *self);

/* ---- reading ---- */
RelaisRecord *relais_workspace_lookup (RelaisWorkspace *self, const char *kind, const char *id);  /* (transfer full) (nullable) */
/* What people call it: its title; of what has none, what it is about ("Cérémonie des vœux · Newsletter"). (transfer full) */
char         *relais_workspace_dup_name (RelaisWorkspace *self, RelaisRecord *record);
/* Those that are there, by what relais_record_list_get_key() gives. (transfer full) (element-type RelaisRecord) */
GPtrArray    *relais_workspace_lookup_keys (RelaisWorkspace *self, const char *kind, const gint64 *keys, guint n_keys);
/* (transfer full) (element-type RelaisRecord) */
GPtrArray    *relais_workspace_query  (RelaisWorkspace *self, RelaisQuery *query, GError **error);
guint         relais_workspace_count  (RelaisWorkspace *self, RelaisQuery *query);

typedef struct {
  RelaisRecord *record;   /* owned */
  char         *snippet;  /* owned: text around the match; matched words between U+0002 and U+0003 */
} RelaisHit;
void       relais_hit_free         (RelaisHit *hit);
/* Across all kinds, best first; ranks the newest 2,000 matches only. (element-type RelaisHit) */
GPtrArray *relais_workspace_search (RelaisWorkspace *self, const char *text, guint limit, GError **error);

/* ---- editing ---- */
/**
 * relais_workspace_commit:
 * @access: (nullable): who edits; %NULL: somebody who may do everything. What the back end would refuse is refused here.
 * @action_id: (out) (optional): for undo
 * @changes: (out) (optional)
 *
 * Edit, outbox entry, search index and inverse in one durable transaction.
 */
gboolean relais_workspace_commit (RelaisWorkspace *self, RelaisAccess *access, RelaisAction *action, gint64 *action_id,
                                  RelaisChanges **changes, GError **error);
/* The inverse as a new action (redo = undo of that). Fields that somebody else has changed since stay, and @label says so. */
gboolean relais_workspace_undo   (RelaisWorkspace *self, RelaisAccess *access, gint64 action_id, gint64 *inverse_id,
                                  RelaisChanges **changes, GError **error);
/* What the action is called, e.g. "Undo: Move …"; NULL when it is too long ago. */
char    *relais_workspace_dup_action_label (RelaisWorkspace *self, gint64 action_id);

/* ---- sync ---- */
typedef struct {
  guint   waiting;          /* mutations not yet acknowledged */
  gint64  waiting_since;    /* Unix seconds, this computer's clock, for display only; 0: nothing waits */
  guint   conflicts;        /* those that go with one another count once */
  guint   failed;           /* refused by the back end, kept for the person to see */
} RelaisQueueState;
void     relais_workspace_get_queue_state (RelaisWorkspace *self, RelaisQueueState *state);

char    *relais_workspace_dup_epoch  (RelaisWorkspace *self);    /* nullable: never synced */
char    *relais_workspace_dup_cursor (RelaisWorkspace *self);    /* nullable: pull from the start */
/* The first mutations of the queue, numbered and marked as in flight; they never change afterwards. Repeated calls give the
 * same ones until an answer came. Empty while a resync runs and while a conflict waits for the pull that it is rebased on.
 * (element-type RelaisMutation) */
GPtrArray *relais_workspace_take_outbox (RelaisWorkspace *self, guint max_ops, gsize max_bytes, GError **error);
/* Outcomes in one transaction: applied and noop leave the queue, and conflicts are rebased, when a pull has brought everything up
 * to
 * the outcome (before that, half of somebody else's mutation would show): always pull after a push. Rejected go to `failed` with
 * their
 * reason. An expected_mid renumbers what is not known to the back end. */
gboolean relais_workspace_apply_push (RelaisWorkspace *self, RelaisPushResult *result, RelaisChanges **changes, GError **error);
/* Page, last_mid and cursor in one transaction. In a resync, the last page sweeps what was not seen. @digest_matches: (out):
 * FALSE when
 * the page carried a digest, everything is at head, the queue is empty, and it differs. */
gboolean relais_workspace_apply_page (RelaisWorkspace *self, RelaisPage *page, gboolean *digest_matches, RelaisChanges **changes,
                                      GError **error);
/* 410 resync, or a new epoch: from now on pages come from the start, and apply_page() marks and sweeps. Work goes on
 * meanwhile. */
gboolean relais_workspace_begin_resync (RelaisWorkspace *self, GError **error);
char    *relais_workspace_dup_digest (RelaisWorkspace *self);

/* ---- conflicts and refusals ---- */
typedef struct {
  gint64        id;
  const RelaisKind *kind;
  char          record[RELAIS_ID_SIZE];
  guint         field;         /* kind->n_fields: the whole record (deleted there, edited here, or the other way round; or one statement
                                * against another: `action`) */
  GVariant     *base, *mine, *theirs;   /* owned, nullable; of the whole record: TRUE, what I did, and NULL, what is there */
  RelaisAction *action;        /* owned, nullable: what I did, which was given back whole. Its op on the record has all its fields */
  char         *mine_by, *theirs_by;    /* account ids; owned, nullable */
  gint64        mine_at, theirs_at;     /* Unix seconds */
} RelaisConflict;
void       relais_conflict_free          (RelaisConflict *conflict);
GPtrArray *relais_workspace_list_conflicts (RelaisWorkspace *self);                 /* (element-type RelaisConflict) */
/* @value: what the person decided (mine, theirs or anything else), NULL empties the field. Where the conflict is about the whole
 * record: a boolean TRUE does what I did all the same (`action`, or into the bin), anything else keeps what is there. The conflict
 * stays in the file, closed. */
gboolean   relais_workspace_resolve      (RelaisWorkspace *self, RelaisAccess *access, gint64 conflict, GVariant *value,
                                          gint64 *action_id, RelaisChanges **changes, GError **error);
/* Made by one action of mine against one of theirs, about one record: the three dates of a card that two people moved. Texts stand for
 * themselves: they can be written anew. */
gboolean   relais_conflict_goes_with     (const RelaisConflict *a, const RelaisConflict *b);
/* "Planned, Copy due": what the conflict at @index of a list is about, with those that go with it; NULL: it goes with an earlier one.
 * (transfer full) */
char      *relais_conflict_dup_fields    (GPtrArray *conflicts, guint index);
/* Settles a conflict and those that go with it in one action: all of mine, or all of theirs. */
gboolean   relais_workspace_resolve_all  (RelaisWorkspace *self, RelaisAccess *access, gint64 conflict, gboolean mine, gint64 *action_id,
                                          RelaisChanges **changes, GError **error);
typedef struct {
  gint64  id;
  char   *label;     /* of the action */
  char   *code;      /* stable code of the refusal */
  char   *field;     /* nullable */
  char   *detail;
  gint64  at;
  RelaisAction *action;  /* owned, nullable: what was refused, with its values */
} RelaisRefusal;
void       relais_refusal_free           (RelaisRefusal *refusal);
GPtrArray *relais_workspace_list_refusals (RelaisWorkspace *self);                  /* (element-type RelaisRefusal) */
/* Puts a refused action into the queue again, or forgets it (its text stays in the file's history). */
gboolean   relais_workspace_retry_refusal (RelaisWorkspace *self, gint64 refusal, RelaisChanges **changes, GError **error);
gboolean   relais_workspace_drop_refusal  (RelaisWorkspace *self, gint64 refusal, RelaisChanges **changes, GError **error);
/* What waits, for the indicator's page: (element-type RelaisPending) */
typedef struct { guint64 mid; char *label; gint64 since; gboolean in_flight; } RelaisPending;
void       relais_pending_free           (RelaisPending *pending);
GPtrArray *relais_workspace_list_pending (RelaisWorkspace *self, guint limit);
/* The same of one record: what its history does not say yet. */
GPtrArray *relais_workspace_list_pending_of (RelaisWorkspace *self, const char *id);

/* Integrity, digest and search index. Returns problems as sentences; empty when all is well. (element-type utf8) */
GPtrArray *relais_workspace_verify       (RelaisWorkspace *self);

G_END_DECLS
