/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-changes.h"
#include "relais-database.h"
#include "relais-queue.h"
#include "relais-workspace.h"

G_BEGIN_DECLS

struct _RelaisWorkspace {
  RelaisDatabase *db;                      /* owned */
  char           *path;                    /* owned */
  int             lock;                    /* file descriptor, owned; -1 in memory */
  GThread        *thread;                  /* the one that opened it; borrowed */
  char            client[RELAIS_ID_SIZE];
  RelaisChanges  *changes;                 /* owned; of the transaction that runs, else NULL */
  int             wal_pages;               /* in the log since the last checkpoint */
  void          (*notify) (RelaisChanges *changes, gpointer data);
  gpointer        notify_data;             /* borrowed */
};

/* ---- transactions ---- */
gboolean relais_workspace_begin (RelaisWorkspace *self, GError **error);
/* @ok FALSE: takes everything back. @changes: (out) (optional). Returns @ok, or FALSE when the commit itself failed. */
gboolean relais_workspace_end   (RelaisWorkspace *self, gboolean ok, RelaisChanges **changes, GError **error);
/* Called with the changes of each transaction, in the workspace's thread. */
void     relais_workspace_set_notify (RelaisWorkspace *self, void (*notify) (RelaisChanges *, gpointer), gpointer data);
/* Brings the log into the file when it has grown; when there is time for it. */
void     relais_workspace_checkpoint (RelaisWorkspace *self);

/* ---- counters and names that sync needs ---- */
gint64   relais_workspace_get_meta  (RelaisWorkspace *self, const char *key);             /* 0 when absent */
char    *relais_workspace_dup_meta  (RelaisWorkspace *self, const char *key);
gboolean relais_workspace_set_meta  (RelaisWorkspace *self, const char *key, gint64 value, GError **error);
gboolean relais_workspace_set_meta_text (RelaisWorkspace *self, const char *key, const char *value /* NULL removes */,
                                         GError **error);

#define RELAIS_META_EPOCH     "epoch"
#define RELAIS_META_CURSOR    "cursor"
#define RELAIS_META_NEXT_MID  "next_mid"
#define RELAIS_META_DELIVERED "delivered"  /* greatest seq of a record that a page brought */
#define RELAIS_META_COVERED   "covered"    /* all that was decided up to this seq is in the file */
#define RELAIS_META_RESYNC    "resync"     /* 1: a resync runs; 2: in a new epoch */
#define RELAIS_META_SHARED    "shared"     /* by former epoch: greatest seq that it and the present one have in common */

/* ---- current ---- */
/* Writes or, with @after NULL, takes away a row of `current`, and notes the change. */
gboolean relais_workspace_place   (RelaisWorkspace *self, const RelaisKind *kind, const char *id, RelaisRecord *before,
                                   RelaisRecord *after, GError **error);
/* One mutation at the end of the queue, with its effect on `current`. Takes nothing. */
gboolean relais_workspace_enqueue (RelaisWorkspace *self, const char *label, const char *merge_key, GPtrArray *ops,
                                   GError **error);

/* The whole of an action, inside a transaction; @undoes: the action that it undoes, or 0. *@id is 0 when nothing changes. */
gboolean relais_workspace_apply   (RelaisWorkspace *self, RelaisAccess *access, RelaisAction *action, gint64 undoes, gint64 *id,
                                   GError **error);

/* What the back end lost in a restore, as a mutation at the head of the queue, made on @theirs (nullable), which it has now: to be
 * settled together with the news of that state. */
gboolean relais_workspace_offer   (RelaisWorkspace *self, const RelaisOp *op, RelaisRecord *theirs, GError **error);

/* ---- base and outbox ---- */
/* What is known about one record after a page. */
typedef struct {
  const RelaisKind *kind;
  gboolean          is_known;  /* @state is the back end's state now; else it has not changed */
  RelaisRecord     *state;     /* owned; NULL: there is none */
} RelaisTouched;

/* What became of mutations and records in one answer of the back end. */
typedef struct {
  GHashTable *records;  /* id → RelaisTouched */
  GPtrArray  *order;    /* keys of `records` as they came: what is done must not depend on how identifiers happen to hash */
  GHashTable *settled;  /* pos (gint64): contained in the back end's state */
  GHashTable *refused;  /* pos (gint64) */
} RelaisNews;

RelaisNews *relais_news_new   (void);
void        relais_news_free  (RelaisNews *news);
void        relais_news_add   (RelaisNews *news, const RelaisKind *kind, const char *id);
/* @state NULL: the back end has none. */
void        relais_news_know  (RelaisNews *news, const RelaisKind *kind, const char *id, RelaisRecord *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisNews, relais_news_free)

/* All ops of the mutation are looked at again. */
gboolean relais_workspace_touch_mutation (RelaisWorkspace *self, RelaisNews *news, gint64 pos, GError **error);
/* Into the refusals, out of the queue when the news are settled. */
gboolean relais_workspace_refuse  (RelaisWorkspace *self, RelaisNews *news, gint64 pos, const char *code, const char *field,
                                   const char *detail, GError **error);
/* Into the refusals, what never was in the queue. @ops: (element-type RelaisOp) */
gboolean relais_workspace_give_back (RelaisWorkspace *self, const char *label, GPtrArray *ops, const char *code,
                                     const char *field /* nullable */, const char *detail, GError **error);
/* Takes settled and refused mutations out of the queue, rebases what stays, and computes `current`. */
gboolean relais_workspace_settle  (RelaisWorkspace *self, RelaisNews *news, GError **error);
gboolean relais_workspace_add_conflict (RelaisWorkspace *self, RelaisClash *clash, gint64 since, GError **error);
/* What I said of a record (of a kind that is one statement) against what somebody else said, @theirs: a conflict, out of the queue when
 * the news are settled. @positions: (element-type gint64): the mutations; @mine: (nullable): the record as they left it */
gboolean relais_workspace_overrule     (RelaisWorkspace *self, RelaisNews *news, GArray *positions, RelaisRecord *mine,
                                        RelaisRecord *theirs, GError **error);

G_END_DECLS
