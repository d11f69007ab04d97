/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-access.h"
#include "relais-mutation.h"

G_BEGIN_DECLS

/* The sync core (DESIGN §5): pure functions on values. No I/O, clock, threads, randomness. The back end, the client's store
 * and the simulator call exactly these. */

/* ---- the back end's side ---- */

/* What deciding needs to know of the world; answered inside the writing transaction. */
typedef struct {
  /* State with the seq of each field's last change (kind->n_fields entries), or NULL when there is none.
   * *field_seqs is lent until the next call. A deleted record: NULL, and *gone_seq is the tombstone's seq (else 0). */
  RelaisRecord *(*lookup)      (gpointer data, const RelaisKind *kind, const char *id,
                                const guint64 **field_seqs, guint64 *gone_seq);      /* (transfer full) */
  /* Seq at which this client's earlier mutation was applied (a noop: the head at that time); 0: it failed, or was never seen. */
  guint64       (*mid_to_seq)  (gpointer data, guint64 mid);
  /* The mutation applied at this seq was one of this client's: no clash with oneself. */
  gboolean      (*seq_is_own)  (gpointer data, guint64 seq);
  gboolean      (*blob_exists) (gpointer data, const char *hash);
  /* Another live record of the kind has this value in this UNIQUE field. */
  gboolean      (*value_taken) (gpointer data, const RelaisKind *kind, guint field, GVariant *value, const char *except_id);
  /* How many fields of live records (its own included) refer to this one: REF fields that are it, REFS fields that have it. A
   * deletion is refused while some remain; a count, because the same mutation may take some away. */
  guint64       (*count_references) (gpointer data, const RelaisKind *kind, const char *id);
  /* A record of the kind's `settled_by` holds this one in one of its `settled_states`. */
  gboolean      (*is_settled) (gpointer data, const RelaisKind *kind, const char *id);
  gpointer      data;
} RelaisWorld;

/* What to write when a mutation applies. */
typedef struct {
  RelaisRecord *before;       /* nullable */
  RelaisRecord *after;        /* NULL: deleted */
  guint64       changed;      /* fields that differ, to get the new seq; in a creation all fields of the kind, empty ones too */
} RelaisWrite;

/**
 * relais_sync_decide:
 * @access: whose mutation it is
 * @new_seq: the seq that the mutation gets if it applies
 * @by, @at: author and instant that are put on the new states
 * @writes: (out) (element-type RelaisWrite): set when the outcome is APPLIED
 *
 * Authorise, validate, find clashes (field by field against the base), all or nothing.
 * A record that the account may not see is treated as one that does not exist.
 *
 * Returns: (transfer full): the outcome, never %NULL
 */
RelaisOutcome *relais_sync_decide  (const RelaisWorld *world, RelaisAccess *access, const RelaisMutation *mutation,
                                    guint64 new_seq, const char *by, gint64 at, GPtrArray **writes);
void           relais_write_free   (RelaisWrite *write);

/* Cursor of a pull: epoch, seq and the hash of what the account may see. */
char    *relais_cursor_encode (const char *epoch, guint64 seq, const char *access_hash);
gboolean relais_cursor_decode (const char *cursor, char **epoch, guint64 *seq, char **access_hash);

/* Order-independent sum over kind/id/rev, so that it can be kept up as records come and go. */
typedef struct { guint8 bytes[16]; } RelaisDigest;
void     relais_digest_add       (RelaisDigest *digest, const RelaisKind *kind, const char *id, guint64 rev);
void     relais_digest_remove    (RelaisDigest *digest, const RelaisKind *kind, const char *id, guint64 rev);
char    *relais_digest_to_string (const RelaisDigest *digest);

/* ---- the client's side ---- */

/* State after the op; NULL when it deletes. @record NULL: the record does not exist. rev, seq, by, at stay those of @record. */
RelaisRecord *relais_sync_project (RelaisRecord *record, const RelaisOp *op);

/* A field that two people changed: mine could not be merged into theirs. */
typedef struct {
  const RelaisKind *kind;
  char              id[RELAIS_ID_SIZE];
  guint             field;
  GVariant         *base;     /* owned, nullable */
  GVariant         *mine;     /* owned, nullable */
  GVariant         *theirs;   /* owned, nullable */
  char             *by;       /* account of theirs; nullable */
  gint64            at;       /* instant of theirs */
} RelaisClash;
void relais_clash_free (RelaisClash *clash);

/**
 * relais_sync_rebase:
 * @op: my change, made on @old_base
 * @old_base: (nullable): the server state that @op was made on
 * @new_base: (nullable): the server state now; %NULL when it was deleted
 * @clashes: (element-type RelaisClash): conflicts are added here
 *
 * Per field: mine untouched → theirs; same value → dropped; sets → three-way union; texts → three-way merge; both changed → a
 * clash, and the field leaves the op (theirs shows, mine is kept in the clash as a proposal). A deleted record that I edited is
 * created again with all its fields; my deletion of a record that they edited is dropped, with a clash on no field
 * (`field` = kind->n_fields).
 *
 * Returns: (transfer full) (nullable): the op on the new base, or %NULL when nothing is left of it
 */
RelaisOp *relais_sync_rebase (const RelaisOp *op, RelaisRecord *old_base, RelaisRecord *new_base, GPtrArray *clashes);

/* Of a kind that is one statement: somebody else made another one meanwhile (and did not take it back), and @op would change it. Theirs
 * stands; mine goes back to me with all that its mutation did. Arguments as for relais_sync_rebase(). */
gboolean  relais_sync_is_overruled (const RelaisOp *op, RelaisRecord *old_base, RelaisRecord *new_base);

/* @later laid over @earlier, both on the same record and both unsent: one op. NULL: they cancel out. */
RelaisOp *relais_sync_squash (const RelaisOp *earlier, const RelaisOp *later);

/**
 * relais_merge_text:
 *
 * Three-way merge, block by block and then word by word inside a paragraph. Never loses or doubles text: where both
 * changed the same words it says so.
 *
 * Returns: (transfer full) (nullable): the merged text, or %NULL when it is a conflict
 */
char     *relais_merge_text (const char *base, const char *mine, const char *theirs);
/* (transfer full): three-way union of sets ("as" in normal form; NULL is empty). */
GVariant *relais_merge_set  (GVariant *base, GVariant *mine, GVariant *theirs);

G_END_DECLS
