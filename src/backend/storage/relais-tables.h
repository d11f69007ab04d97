/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-storage.h"
#include "relais-access.h"
#include "relais-record.h"

G_BEGIN_DECLS

/* What the back end stores, typed, over any RelaisStorage. Everything happens in the caller's transaction and errors stick to it. */

#define RELAIS_SCHEMA_VERSION 3
/* Makes the tables in an empty database, with a new epoch. */
void     relais_tables_create   (RelaisTransaction *transaction);
/* Adds to a database of the version @from what later versions brought. */
void     relais_tables_upgrade  (RelaisTransaction *transaction, gint64 from);

/* ---- facts about the workspace, by name ---- */
char    *relais_fact_dup        (RelaisTransaction *transaction, const char *name);          /* nullable */
gint64   relais_fact_get        (RelaisTransaction *transaction, const char *name);          /* 0 when absent */
void     relais_fact_set_text   (RelaisTransaction *transaction, const char *name, const char *value);
void     relais_fact_set        (RelaisTransaction *transaction, const char *name, gint64 value);
#define RELAIS_FACT_EPOCH  "epoch"    /* random, made with the database and anew by restore */
#define RELAIS_FACT_NAME   "name"     /* of the workspace */
#define RELAIS_FACT_HEAD   "head"     /* the last seq given */
#define RELAIS_FACT_PURGED "purged"   /* tombstones up to this seq are gone */
#define RELAIS_FACT_RIGHTS "rights"   /* seq of the last change that can change anybody's rights */

/* ---- records and tombstones ---- */
/* One record as it is stored: a live state, or a tombstone (`record` NULL). */
typedef struct {
  const RelaisKind *kind;
  char              id[RELAIS_ID_SIZE];
  guint64           seq;          /* of the latest change */
  RelaisRecord     *record;       /* owned; NULL: deleted */
  guint64          *field_seqs;   /* owned; kind->n_fields entries; NULL in a tombstone */
  char            **audience;     /* owned, sorted: who may see it now; empty in a tombstone */
  char            **exposure;     /* owned, sorted: who could ever see it, now included */
} RelaisStored;
void          relais_stored_free       (RelaisStored *stored);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisStored, relais_stored_free)

/* NULL: nothing was ever stored under that id (or its tombstone was purged). */
RelaisStored *relais_record_load       (RelaisTransaction *transaction, const RelaisKind *kind, const char *id);
/* The live state only. (transfer full) (nullable) */
RelaisRecord *relais_record_find       (RelaisTransaction *transaction, const RelaisKind *kind, const char *id);
/* Writes @record as the state, with its references, unique values and audience; @changed fields get its seq. */
void          relais_record_save       (RelaisTransaction *transaction, RelaisRecord *record, guint64 changed);
void          relais_record_bury       (RelaisTransaction *transaction, const RelaisKind *kind, const char *id, guint64 seq, gint64 at);
/* Forgets tombstones older than @before (Unix seconds) and remembers up to which seq. */
void          relais_tombstones_purge  (RelaisTransaction *transaction, gint64 before);

/* Live records, as an array of owned references. (element-type RelaisRecord) */
GPtrArray    *relais_records_list      (RelaisTransaction *transaction, const RelaisKind *kind);
/* Those of @kind whose CHOICE @field is @value. */
GPtrArray    *relais_records_with_choice (RelaisTransaction *transaction, const RelaisKind *kind, const char *field, const char *value);
/* Those of @kind that refer to @target in any field. */
GPtrArray    *relais_records_referring (RelaisTransaction *transaction, const RelaisKind *kind, const char *target);
/* Those whose DATE @field is @day or later, in the order of their days; stops when @visit returns FALSE. Of the dates that are looked
 * up so, which are few: placement.planned. @stored is lent. */
typedef gboolean (*RelaisStoredVisitor) (RelaisStored *stored, gpointer data);
void          relais_records_visit_days (RelaisTransaction *transaction, const RelaisKind *kind, const char *field, const char *day,
                                         RelaisStoredVisitor visit, gpointer data);
/* Makes that index from the records of a database that had none. */
void          relais_days_fill         (RelaisTransaction *transaction);
/* The one that has @value in the UNIQUE field; nullable. */
RelaisRecord *relais_record_with_value (RelaisTransaction *transaction, const RelaisKind *kind, const char *field, const char *value);
/* How many fields of live records, its own included, refer to it. @id: of a record, or the hash of a blob. */
guint64       relais_record_count_references (RelaisTransaction *transaction, const char *id);

/* Everything after @since in log order, records and tombstones; stops when @visit returns FALSE. @stored is lent. */
void          relais_log_visit         (RelaisTransaction *transaction, guint64 since, RelaisStoredVisitor visit, gpointer data);
/* The same as it lies there, unread: for pages, which hand the text on. All lent. Rows of kinds that this version does not know are
 * passed over. */
typedef struct {
  const RelaisKind *kind;
  const char       *id;
  guint64           rev, seq;
  gboolean          gone;
  const char       *writer;      /* nullable */
  gint64            written_at;
  const char       *fields;      /* canonical JSON of the wire form; "" in a tombstone */
  const char       *audience, *exposure;
} RelaisRow;
typedef gboolean (*RelaisRowVisitor) (const RelaisRow *row, gpointer data);
void          relais_log_visit_rows    (RelaisTransaction *transaction, guint64 since, RelaisRowVisitor visit, gpointer data);
/* One of @tags is in a row's audience or exposure. */
gboolean      relais_tags_meet_text    (const char * const *tags, const char *audience);
/* Only what a digest needs: kind, id and rev of every live record that one of @tags may see. */
typedef void (*RelaisRevVisitor) (const RelaisKind *kind, const char *id, guint64 rev, gpointer data);
void          relais_revs_visit        (RelaisTransaction *transaction, const char * const *tags, RelaisRevVisitor visit, gpointer data);
gboolean      relais_tags_meet         (const char * const *tags, const char * const *audience);
/* The form in which rows hold tags. (transfer full) */
char         *relais_tags_to_text      (const char * const *tags);

/* ---- history: what people changed, kept with each state and for people to read; the protocol does not know it ---- */
typedef struct {
  guint64     seq;         /* of the change; of the last one, when several were written as one */
  gint64      at, begun;   /* Unix seconds: of the last and of the first of them */
  const char *writer;      /* nullable: the back end itself */
  const char *audience;    /* who saw the state after it */
  const char *earlier;     /* who saw the state before it; the same in a creation. Whoever reads a change learns of both. */
  gboolean    created;
  const char *changes;     /* JSON array; "[]" in a creation */
} RelaisHistoryRow;
void          relais_history_add       (RelaisTransaction *transaction, const RelaisKind *kind, const char *id, const RelaisHistoryRow *row);
void          relais_history_remove    (RelaisTransaction *transaction, const RelaisKind *kind, const char *id, guint64 seq);
/* Of one record, newest first, older than @before (0: all); stops when @visit returns FALSE. The row is lent. */
typedef gboolean (*RelaisHistoryVisitor) (const RelaisHistoryRow *row, gpointer data);
void          relais_history_visit     (RelaisTransaction *transaction, const RelaisKind *kind, const char *id, guint64 before,
                                        RelaisHistoryVisitor visit, gpointer data);
/* A record that is deleted for good takes its history with it. */
void          relais_history_forget    (RelaisTransaction *transaction, const RelaisKind *kind, const char *id);
/* What ended before @before (Unix seconds). */
void          relais_history_purge     (RelaisTransaction *transaction, gint64 before);

/* ---- clients of the sync protocol ---- */
/* Numbers are counted for each account and client: one file used by two accounts has two queues. */
guint64       relais_client_last_mid   (RelaisTransaction *transaction, const char *account, const char *client);
/* FALSE: never seen. */
gboolean      relais_client_find       (RelaisTransaction *transaction, const char *account, const char *client, guint64 mid,
                                        char **hash, char **outcome, guint64 *seq);
void          relais_client_save       (RelaisTransaction *transaction, const char *account, const char *client, guint64 mid,
                                        const char *hash, const char *outcome, gboolean applied, guint64 seq, gint64 at);
/* Was it this client's mutation that was applied at @seq? */
gboolean      relais_client_wrote      (RelaisTransaction *transaction, const char *account, const char *client, guint64 seq);
/* Forgets outcomes older than @before, but the last ones of each client: they hold the count, and a computer that was closed for months
 * in the middle of a push asks for the outcomes of that whole batch again (clients send at most 500 mutations at once). */
#define RELAIS_OUTCOMES_KEPT 1000
void          relais_outcomes_purge    (RelaisTransaction *transaction, gint64 before);

/* ---- blobs (the contents lie beside the database, by hash) ---- */
gboolean      relais_blob_find         (RelaisTransaction *transaction, const char *hash, gint64 *size, char **type);
/* Once more: @at begins anew. */
void          relais_blob_save         (RelaisTransaction *transaction, const char *hash, gint64 size, const char *type, gint64 at);
/* Forgets those brought before @before (Unix seconds) that no record holds, thrown away or not. (transfer full): their hashes */
GPtrArray    *relais_blobs_forget      (RelaisTransaction *transaction, gint64 before);

/* Who may read a blob that no record refers to yet: whoever brought it. */
void          relais_blob_own          (RelaisTransaction *transaction, const char *hash, const char *account);
gboolean      relais_blob_is_own       (RelaisTransaction *transaction, const char *hash, const char *account);
/* Does a live record that one of @tags may see hold this hash? @tags NULL: any record. */
gboolean      relais_blob_is_shown     (RelaisTransaction *transaction, const char *hash, const char * const *tags);
/* Whoever sees a record that holds the hash may read the blob and name it in a record; until there is one, whoever brought it. To
 * everybody else it does not exist: else naming a hash would be a way to read what is behind it. */
gboolean      relais_blob_may_be_read  (RelaisTransaction *transaction, const char *hash, RelaisAccess *access);

/* ---- answers to questionnaires: never records, never shown but as reports (DESIGN §4) ---- */
/* @content: canonical JSON of the answer, {question id: value}. */
void          relais_answer_save       (RelaisTransaction *transaction, const char *survey, const char *id, const char *content);
typedef void (*RelaisAnswerVisitor) (const char *id, const char *content, gpointer data);
void          relais_answers_visit     (RelaisTransaction *transaction, const char *survey, RelaisAnswerVisitor visit, gpointer data);
/* A survey that is deleted for good takes its answers with it. */
void          relais_answers_forget    (RelaisTransaction *transaction, const char *survey);
gint64        relais_answers_count     (RelaisTransaction *transaction, const char *survey);

/* ---- audit log: append-only, each entry hashed with the one before ---- */
void          relais_audit_add         (RelaisTransaction *transaction, gint64 at, const char *who, const char *action, const char *detail);
/* Number of entries, or -1 when the chain is broken; @broken: (out): the first bad entry. */
gint64        relais_audit_verify      (RelaisTransaction *transaction, gint64 *broken);

G_END_DECLS
