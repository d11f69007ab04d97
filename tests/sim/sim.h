/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-log.h"
#include "relais-workspace.h"

G_BEGIN_DECLS

/* The simulator: one back end and some clients, all real, in one thread; only time, chance, network and people are made up.
 *
 *   person ──→ workspace ⇄ network (drops, doubles, delays, cuts) ⇄ log ──→ storage
 *                 └────────────── ledger, checks ────────────────────┘
 *
 * Everything follows from the seed: the same seed gives the same trace.
 */
typedef struct _Sim       Sim;
typedef struct _SimServer SimServer;
typedef struct _SimClient SimClient;
typedef struct _SimLedger SimLedger;
typedef struct _SimForm   SimForm;

typedef struct {
  guint64  seed;
  guint    n_ops;       /* what people do, at least */
  gboolean verbose;     /* print the trace */
  gboolean true_clocks; /* clients' clocks are right; otherwise each is wrong in its own way */
} SimOptions;

typedef struct {
  guint    n_ops;       /* committed actions, undos, decisions on conflicts */
  guint    n_applied;
  guint    n_conflicts; /* outcomes "conflict" */
  guint    n_rejected;
  guint    n_messages;
  guint    n_faults;    /* dropped, doubled, cut, late */
  guint    n_resyncs;
  guint    n_restores;
  char    *trace;       /* owned: hash over everything that happened */
  char    *shape;       /* owned: hash over what does not depend on identifiers and clocks */
  char    *failure;     /* owned, nullable: "name: what" */
} SimReport;

void      sim_run          (const SimOptions *options, SimReport *report);
void      sim_report_clear (SimReport *report);

/* ---- time and chance of the process (sim-os.c) ---- */
void      sim_os_seed      (guint64 seed);
void      sim_os_set_time  (gint64 unix_seconds);

/* ---- the world ---- */
struct _Sim {
  SimOptions  options;
  SimReport  *report;    /* borrowed */
  GRand      *random;    /* owned: what happens; identifiers have their own chance */
  GSequence  *events;    /* owned */
  GChecksum  *trace;     /* owned */
  GChecksum  *shape;     /* owned */
  gint64      now;       /* virtual milliseconds */
  guint64     n_events;  /* ever queued: order among events of one instant, and names of requests */
  gboolean    calm;      /* no faults, nobody works: everything must settle */
  SimServer  *server;    /* owned */
  SimLedger  *ledger;    /* owned */
  GPtrArray  *clients;   /* owned; element-type SimClient */
};

#define SIM_START G_GINT64_CONSTANT (1793000000)   /* Unix seconds at virtual 0 */

typedef void (*SimEventFunc) (Sim *sim, SimClient *client, gpointer data);
/* @data is freed by g_free(). */
void      sim_at           (Sim *sim, gint64 delay, SimEventFunc func, SimClient *client, gpointer data);
/* One in @n. */
gboolean  sim_chance       (Sim *sim, guint n);
guint     sim_below        (Sim *sim, guint n);
void      sim_note         (Sim *sim, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Also part of the shape: no identifiers, no clocks. */
void      sim_note_shape   (Sim *sim, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The first failure ends the run. @name: of DESIGN §5. */
void      sim_fail         (Sim *sim, const char *name, const char *format, ...) G_GNUC_PRINTF (3, 4);
gboolean  sim_has_failed   (Sim *sim);

/* ---- back end (sim-server.c) ---- */
typedef struct {
  char       *id;        /* owned */
  RelaisRole  role;
  char       *person;    /* owned, nullable */
  GPtrArray  *units;     /* owned; borrowed ids, NULL-terminated */
} SimAccount;

struct _SimServer {
  RelaisStorage *storage;     /* owned */
  RelaisLog     *log;         /* owned */
  GPtrArray     *accounts;    /* owned; element-type SimAccount */
  GPtrArray     *units;       /* owned ids */
  GPtrArray     *blobs;       /* owned hashes that were uploaded */
  GHashTable    *outcomes;    /* "client/mid" → outcome as text: what was answered once is answered again */
  GHashTable    *last_seqs;   /* client → last seq applied */
  GHashTable    *mutations;   /* seq → vector of RelaisOp that it did */
  GHashTable    *audiences;   /* id → set of tags that ever could see it */
  GHashTable    *tombstones;  /* ids deleted and not created again */
  char          *folder;      /* owned: for all files of the run */
  char          *path;        /* owned, nullable: in memory */
  char          *backup;      /* owned, nullable: path */
  guint          n_files;     /* ever named */
};

SimServer    *sim_server_new        (Sim *sim);
void          sim_server_free       (SimServer *server);
RelaisAccess *sim_server_get_access (SimServer *server, guint account);    /* (transfer full) */
/* What the network brought, to what goes back. Status 0 in the answer never occurs; a text that is no request is a 400. */
char         *sim_server_answer     (Sim *sim, const char *request);
void          sim_server_disturb    (Sim *sim);
/* What is in its file. */
void          sim_server_open       (Sim *sim, SimServer *server);
GPtrArray    *sim_server_list       (SimServer *server, const RelaisKind *kind);

/* ---- what it answers (sim-watch.c) ---- */
/* Who may see the record in this state may know of it for ever. */
void          sim_watch_record      (SimServer *server, RelaisRecord *record);
/* Pushes, and looks at all that came of it. Returns (transfer full): NULL with @error */
RelaisPushResult *sim_watch_push    (Sim *sim, RelaisAccess *access, const char *epoch, const char *client, JsonArray *mutations,
                                     GError **error);
void          sim_watch_page        (Sim *sim, RelaisAccess *access, RelaisPage *page, guint limit);

/* ---- clients (sim-client.c) ---- */
struct _SimClient {
  guint            index;
  guint            account;
  RelaisWorkspace *workspace;   /* owned */
  char            *path;        /* owned, nullable: in memory */
  RelaisAccess    *access;      /* owned: what it believes to be allowed */
  gint64           skew;        /* seconds */
  gboolean         online;
  guint64          request;     /* number of the request under way; 0: none */
  gboolean         is_push;
  gboolean         whole;       /* reads everything from the start */
  gboolean         is_new;      /* … into a new file, after the other one was damaged */
  gboolean         pull_due;
  gboolean         has_news;    /* a page brought something since the last whole reading */
  guint            failures;    /* in a row */
  guint            stalls;
  guint64          page_seq;    /* greatest seq of the last page in a row of pages */
  guint64          head;        /* where the last whole reading ended */
  GHashTable      *shown;       /* owned: ids ever received */
  GArray          *actions;     /* owned; gint64: what can be undone */
  GPtrArray       *undone_ids;  /* owned; vectors of ids, beside `actions` */
  SimForm         *form;        /* owned, nullable: where its person types */
};

SimClient *sim_client_new        (Sim *sim, guint index);
void       sim_client_free       (SimClient *client);
void       sim_client_kick       (Sim *sim, SimClient *client, gint64 delay);
/* The clock that the client's code sees from now on. */
void       sim_client_enter      (Sim *sim, SimClient *client);
gboolean   sim_client_is_settled (Sim *sim, SimClient *client);
void       sim_client_resync     (Sim *sim, SimClient *client);

/* ---- kill -9 (sim-crash.c) ---- */
/* (transfer full): where no file is yet */
char      *sim_make_path         (Sim *sim, const char *name);
void       sim_client_crash      (Sim *sim, SimClient *client);
void       sim_server_crash      (Sim *sim);

/* ---- people (sim-user.c, sim-edit.c) ---- */
typedef struct {
  Sim     *sim;     /* borrowed */
  GString *values;  /* owned by the caller: the unlike values that were put in, for the trace */
} SimEdit;
void        sim_edit_field       (SimEdit *edit, RelaisFields *fields, guint index, GVariant *before);
/* A record that somebody once made, mostly a new one; nullable. Lent. */
const char *sim_pick_id          (Sim *sim, const RelaisKind *kind);
void       sim_user_start        (Sim *sim, SimClient *client);
/* What can be undone; an action that grew is still one. */
void       sim_user_remember     (SimClient *client, gint64 action, const RelaisKind *kind, const char *id);
/* What they did last. */
void       sim_user_undo         (Sim *sim, SimClient *client);
/* ---- people who type (sim-typing.c) ---- */
void       sim_form_open         (Sim *sim, SimClient *client);
void       sim_form_free         (SimForm *form);

/* ---- what people committed (sim-ledger.c) ---- */
SimLedger    *sim_ledger_new      (void);
void          sim_ledger_free     (SimLedger *ledger);
/* A value that is unlike any other, to be put into a field. */
char         *sim_ledger_make     (SimLedger *ledger, char kind);
/* Its person changed what they saw from @before to @after (either may be NULL). */
void          sim_ledger_change   (SimLedger *ledger, SimClient *client, RelaisRecord *before, RelaisRecord *after);
/* The same by undoing: that takes only what they put in. */
void          sim_ledger_undo     (Sim *sim, SimClient *client, RelaisRecord *before, RelaisRecord *after);
/* Somebody saw these values and decided against them. */
void          sim_ledger_release  (SimLedger *ledger, GHashTable *tokens);
void          sim_ledger_collect  (GHashTable *tokens, const char *text);
/* (element-type utf8): ids by kind, in the order of creation */
GPtrArray    *sim_ledger_get_ids  (SimLedger *ledger, const RelaisKind *kind);
void          sim_ledger_add_id   (SimLedger *ledger, const RelaisKind *kind, const char *id);
/* Records made by one action: whoever sees everything sees all of them or none. @ids: (element-type utf8), @kinds: (element-type
 * RelaisKind) */
void          sim_ledger_add_group    (SimLedger *ledger, GPtrArray *ids, GPtrArray *kinds);
void          sim_ledger_break_group  (SimLedger *ledger, const char *id);   /* NULL: all */
void          sim_ledger_check_groups (Sim *sim, SimClient *client);
/* At rest: every value is somewhere. */
void          sim_ledger_check        (Sim *sim);

/* ---- at rest (sim-check.c) ---- */
void       sim_check             (Sim *sim);
/* The unlike values in a record, in what an action puts in, in all that a conflict shows. */
void       sim_collect_record    (GHashTable *tokens, RelaisRecord *record);
void       sim_collect_action    (GHashTable *tokens, RelaisAction *action);
void       sim_collect_conflict  (GHashTable *tokens, const RelaisConflict *conflict);

G_END_DECLS
