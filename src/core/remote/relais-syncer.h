/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-remote.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* RelaisSyncer: keeps a store and the back end together. Its own thread holds the one SoupSession and the live stream; properties change
 * and signals are emitted in the main context of its creator. */
#define RELAIS_TYPE_SYNCER (relais_syncer_get_type ())
G_DECLARE_FINAL_TYPE (RelaisSyncer, relais_syncer, RELAIS, SYNCER, GObject)

typedef enum {
  RELAIS_SYNC_OFF,          /* this computer only, or signed out */
  RELAIS_SYNC_IDLE,         /* at head, queue empty */
  RELAIS_SYNC_BUSY,         /* pushing or pulling; see "progress" */
  RELAIS_SYNC_OFFLINE,      /* cannot reach the back end; goes on by itself */
  RELAIS_SYNC_SIGN_IN,      /* the back end wants a password again */
  RELAIS_SYNC_PROBLEM,      /* needs a person: "message" says what */
} RelaisSyncState;
#define RELAIS_TYPE_SYNC_STATE (relais_sync_state_get_type ())
GType relais_sync_state_get_type (void);

/* Properties: "state", "message" (a translated sentence, nullable), "progress" (0–1, -1 unknown), "last-success" (Unix seconds). */
RelaisSyncer   *relais_syncer_new          (RelaisStore *store);
RelaisSyncState relais_syncer_get_state    (RelaisSyncer *self);
const char     *relais_syncer_get_message  (RelaisSyncer *self);
double          relais_syncer_get_progress (RelaisSyncer *self);
gint64          relais_syncer_get_last_success (RelaisSyncer *self);

/* Signs in, keeps server, login and account in the workspace and the token in the secret service (or in memory only: then
 * relais_syncer_get_token_kept() is FALSE and the window says so), sets the store's access, starts. */
void      relais_syncer_sign_in_async  (RelaisSyncer *self, const char *server, const char *login, const char *password,
                                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean  relais_syncer_sign_in_finish (RelaisSyncer *self, GAsyncResult *result, GError **error);
gboolean  relais_syncer_get_token_kept (RelaisSyncer *self);
/* Goes on with a workspace that was signed in before. */
void      relais_syncer_start          (RelaisSyncer *self);
/* Stops the thread; safe to call twice. */
void      relais_syncer_stop           (RelaisSyncer *self);
void      relais_syncer_sign_out_async (RelaisSyncer *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean  relais_syncer_sign_out_finish (RelaisSyncer *self, GAsyncResult *result, GError **error);
/* Now, without waiting for the next try. */
void      relais_syncer_wake           (RelaisSyncer *self);

/* Blobs by hash: a local file of the cache, fetched when it is not there. */
void      relais_syncer_fetch_blob_async  (RelaisSyncer *self, const char *hash, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
char     *relais_syncer_fetch_blob_finish (RelaisSyncer *self, GAsyncResult *result, GError **error);  /* path */

/* Anything else that is asked of the back end: @func runs in a worker thread, on a connection of its own, so that it keeps the sync not
 * waiting. UNREACHABLE when nobody is signed in. @free_data, @free_result: nullable. */
typedef gpointer (*RelaisRemoteFunc) (RelaisRemote *remote, gpointer data, GCancellable *cancellable, GError **error);
void      relais_syncer_call_async  (RelaisSyncer *self, RelaisRemoteFunc func, gpointer data, GDestroyNotify free_data,
                                     GDestroyNotify free_result, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gpointer  relais_syncer_call_finish (RelaisSyncer *self, GAsyncResult *result, GError **error);   /* (transfer full) (nullable) */

G_END_DECLS
