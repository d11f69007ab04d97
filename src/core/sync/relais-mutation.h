/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-json.h"
#include "relais-record.h"

G_BEGIN_DECLS

/* What a change was made on: the server state with that seq, or the client's own earlier mutation, or nothing (creation).
 *
 * A change made on one's own earlier mutation was made without sight of what others did between the server state below it and the
 * moment when that mutation was applied; `seen` says which server state that was. Without it, setting field B on top of an own
 * change of field A would silently overwrite somebody else's B. On the wire: {seq: value} or {mid: value, seq: seen}.
 */
typedef enum { RELAIS_BASE_NONE, RELAIS_BASE_SEQ, RELAIS_BASE_MID } RelaisBaseType;
typedef struct {
  RelaisBaseType type;
  guint64        value;
  guint64        seen;   /* MID: seq of the server state below one's own changes; 0: none, the record is one's own creation */
} RelaisBase;

/* One record's part of a mutation. `fields` is NULL in a deletion. */
typedef struct {
  const RelaisKind *kind;
  char              id[RELAIS_ID_SIZE];
  RelaisBase        base;
  gboolean          remove;
  RelaisFields     *fields;  /* owned, nullable */
} RelaisOp;

RelaisOp *relais_op_new_set    (const char *id, RelaisBase base, RelaisFields *fields /* taken */);
RelaisOp *relais_op_new_remove (const RelaisKind *kind, const char *id, RelaisBase base);
RelaisOp *relais_op_copy       (const RelaisOp *op);
void      relais_op_free       (RelaisOp *op);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisOp, relais_op_free)

/* One action of a person: applied whole or not at all. */
typedef struct {
  guint64    mid;   /* 1, 2, 3 … per client; 0: not numbered yet */
  GPtrArray *ops;   /* element-type RelaisOp; owned */
} RelaisMutation;

RelaisMutation *relais_mutation_new       (guint64 mid);
void            relais_mutation_free      (RelaisMutation *mutation);
RelaisMutation *relais_mutation_from_json (JsonObject *object, GError **error);
JsonObject     *relais_mutation_to_json   (const RelaisMutation *mutation);
/* SHA-256 over the canonical form, hex: tells a repeated mutation from other content under a used mid. */
char           *relais_mutation_hash      (const RelaisMutation *mutation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisMutation, relais_mutation_free)

typedef enum { RELAIS_OUTCOME_APPLIED, RELAIS_OUTCOME_NOOP, RELAIS_OUTCOME_CONFLICT, RELAIS_OUTCOME_REJECTED } RelaisOutcomeType;
typedef struct {
  guint64            mid;
  RelaisOutcomeType  type;
  guint64            seq;      /* APPLIED: the seq of the whole mutation */
  char              *code;     /* REJECTED: stable code */
  char              *field;    /* REJECTED: nullable */
  char              *detail;   /* REJECTED: a sentence, English */
  GPtrArray         *current;  /* CONFLICT: element-type RelaisRecord, the states as the account may see them; nullable */
} RelaisOutcome;

void           relais_outcome_free      (RelaisOutcome *outcome);
RelaisOutcome *relais_outcome_from_json (JsonObject *object, GError **error);
JsonObject    *relais_outcome_to_json   (const RelaisOutcome *outcome);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisOutcome, relais_outcome_free)

typedef struct {
  const RelaisKind *kind;
  char              id[RELAIS_ID_SIZE];
  guint64           seq;
  gboolean          hidden;   /* FALSE: deleted */
} RelaisGone;

/* One answer of GET /v1/changes, and of POST /v1/push: plain values. */
typedef struct {
  char      *epoch;
  char      *cursor;          /* opaque to clients */
  guint64    head;
  gboolean   more;
  GPtrArray *records;         /* element-type RelaisRecord, in (seq, kind rank, id) order */
  GArray    *gone;            /* element-type RelaisGone */
  guint64    last_mid;
  char      *digest;          /* nullable: 32 hex digits */
} RelaisPage;

RelaisPage *relais_page_new       (void);
void        relais_page_free      (RelaisPage *page);
RelaisPage *relais_page_from_json (JsonObject *object, GError **error);
JsonObject *relais_page_to_json   (const RelaisPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisPage, relais_page_free)

typedef struct {
  char      *epoch;
  guint64    head;
  GPtrArray *outcomes;        /* element-type RelaisOutcome */
  guint64    expected_mid;    /* 0: nothing was skipped */
} RelaisPushResult;

RelaisPushResult *relais_push_result_new       (void);
void              relais_push_result_free      (RelaisPushResult *result);
RelaisPushResult *relais_push_result_from_json (JsonObject *object, GError **error);
JsonObject       *relais_push_result_to_json   (const RelaisPushResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisPushResult, relais_push_result_free)

G_END_DECLS
