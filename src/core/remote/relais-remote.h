/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "relais-access.h"
#include "relais-mutation.h"

G_BEGIN_DECLS

/* RelaisRemote: the calls of the sync protocol (DESIGN §5) over one SoupSession, synchronously, in the thread that made it.
 * The loop that decides when to call what is RelaisSyncer; relaisctl calls these directly. */
typedef struct _RelaisRemote RelaisRemote;

#define RELAIS_REMOTE_ERROR (relais_remote_error_quark ())
GQuark relais_remote_error_quark (void);
typedef enum {
  RELAIS_REMOTE_ERROR_ADDRESS,     /* not an address of a back end (scheme, host) */
  RELAIS_REMOTE_ERROR_UNREACHABLE, /* no answer, refused, time-out: try again */
  RELAIS_REMOTE_ERROR_CERTIFICATE, /* not trusted */
  RELAIS_REMOTE_ERROR_NOT_RELAIS,  /* an answer without Relais-Protocol: captive portal, other site; nothing was touched */
  RELAIS_REMOTE_ERROR_SIGN_IN,     /* 401 */
  RELAIS_REMOTE_ERROR_FORBIDDEN,   /* 403 */
  RELAIS_REMOTE_ERROR_THROTTLED,   /* 429, 503: Retry-After */
  RELAIS_REMOTE_ERROR_RESYNC,      /* 410 */
  RELAIS_REMOTE_ERROR_REFUSED,     /* other 4xx: a bug or another version */
  RELAIS_REMOTE_ERROR_SERVER,      /* 5xx: try again */
  RELAIS_REMOTE_ERROR_BAD_ANSWER,  /* not the documented form, too large */
  RELAIS_REMOTE_ERROR_NOT_FOUND,   /* 404: not there, or not for this account */
} RelaisRemoteError;

/* @server: "https://relais.ville.fr" or "http://127.0.0.1:8480" (plain http only to loopback) */
RelaisRemote *relais_remote_new         (const char *server, const char *token /* nullable */, GError **error);
void          relais_remote_free        (RelaisRemote *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisRemote, relais_remote_free)
const char   *relais_remote_get_server      (RelaisRemote *self);   /* normalized; lent */
/* Seconds that the last THROTTLED answer asked to wait; 0: it did not say. */
guint         relais_remote_get_retry_after (RelaisRemote *self);
/* Seconds that one whole call may take, whatever trickles in meanwhile (180). */
void          relais_remote_set_deadline    (RelaisRemote *self, guint seconds);

typedef struct {
  char         *token;
  RelaisRecord *account;
  char        **units;       /* ids of units the account is a correspondent of, with those below */
  char         *workspace;   /* its name */
  char         *epoch;
  guint64       head;
} RelaisSessionInfo;
void               relais_session_info_free (RelaisSessionInfo *info);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisSessionInfo, relais_session_info_free)
/* What the account may do. (transfer full) */
RelaisAccess      *relais_session_info_dup_access (const RelaisSessionInfo *info);
/* Calls made afterwards carry the new token. */
RelaisSessionInfo *relais_remote_sign_in  (RelaisRemote *self, const char *login, const char *password, const char *device,
                                           GCancellable *cancellable, GError **error);
gboolean           relais_remote_sign_out (RelaisRemote *self, GCancellable *cancellable, GError **error);
/* @client: (nullable): whose last mutation the page tells; %NULL: that of the client that pushed last in this session.
 * @cursor: (nullable): %NULL: from the start */
RelaisPage        *relais_remote_pull     (RelaisRemote *self, const char *client, const char *cursor, guint limit,
                                           gboolean digest, GCancellable *cancellable, GError **error);
RelaisPushResult  *relais_remote_push     (RelaisRemote *self, const char *epoch, const char *client, GPtrArray *mutations,
                                           GCancellable *cancellable, GError **error);
/* Streams into @file (made anew), checks the hash. */
gboolean           relais_remote_get_blob (RelaisRemote *self, const char *hash, GFile *file, GCancellable *cancellable, GError **error);
/* tus creation + one PATCH per 4 MB. */
gboolean           relais_remote_put_blob (RelaisRemote *self, GFile *file, char **hash, GCancellable *cancellable, GError **error);

/* ---- history of one record ---- */
/* One field of one change. A value of more than about a thousand characters is told by its length only. */
typedef struct {
  guint     field;                  /* index in the fields of the kind */
  GVariant *from, *to;              /* owned; NULL: no value, or a long one */
  gint64    from_length, to_length; /* characters of a long value; 0 otherwise */
} RelaisHistoryChange;
/* What one account changed at once. */
typedef struct {
  const RelaisKind *kind;
  guint64           seq;
  gint64            at;        /* Unix seconds */
  char             *by;        /* owned, nullable: account; NULL: the back end itself */
  char             *name;      /* owned, nullable: of that account, when this account may know it */
  gboolean          created;   /* the record was made; no changes */
  GArray           *changes;   /* owned (element-type RelaisHistoryChange), in the order of the fields */
} RelaisHistoryEntry;
void               relais_history_entry_free (RelaisHistoryEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisHistoryEntry, relais_history_entry_free)
/* Newest first. @before: seq of the last entry that is there already; 0: from the newest. @more: (out): older ones follow.
 * NULL with NOT_FOUND when the back end does not show (or does not know yet) this record.
 * Returns: (transfer full) (nullable) (element-type RelaisHistoryEntry) */
GPtrArray         *relais_remote_history  (RelaisRemote *self, const RelaisKind *kind, const char *id, guint64 before, guint limit,
                                           gboolean *more, GCancellable *cancellable, GError **error);

/* ---- calendar feeds of the account ---- */
typedef struct {
  char  *id;         /* all owned */
  char  *name;
  char **channels;   /* identifiers; none: all channels */
  gint64 made_at;    /* Unix seconds */
  gint64 used_at;    /* to the hour; 0: never read */
  char  *address;    /* nullable: told once, by relais_remote_add_feed() */
} RelaisRemoteFeed;
void               relais_remote_feed_free   (RelaisRemoteFeed *feed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisRemoteFeed, relais_remote_feed_free)
/* Oldest first. (transfer full) (nullable) (element-type RelaisRemoteFeed) */
GPtrArray         *relais_remote_list_feeds  (RelaisRemote *self, GCancellable *cancellable, GError **error);
/* @channels: none: all. (transfer full) (nullable) */
RelaisRemoteFeed  *relais_remote_add_feed    (RelaisRemote *self, const char *name, const char * const *channels,
                                              GCancellable *cancellable, GError **error);
/* TRUE also when it was revoked already. */
gboolean           relais_remote_remove_feed (RelaisRemote *self, const char *id, GCancellable *cancellable, GError **error);

G_END_DECLS
