/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "relais-workspace.h"

G_BEGIN_DECLS

/* RelaisStore: a workspace for an application with a main loop.
 *
 *   action → relais_store_commit_async() → store's thread: RelaisWorkspace → "changed" on the main thread → models → views
 *
 * The store's own thread makes all writes and checkpoints. A read-only connection on the main thread serves lookups that a frame
 * needs (indexed, bounded). Other threads (the one that syncs) use relais_store_call().
 */
/* Boxed types, for properties and signals. */
#define RELAIS_TYPE_RECORD  (relais_record_get_type ())
#define RELAIS_TYPE_ACCESS  (relais_access_get_type ())
#define RELAIS_TYPE_CHANGES (relais_changes_get_type ())
GType relais_record_get_type  (void);
GType relais_access_get_type  (void);
GType relais_changes_get_type (void);

#define RELAIS_TYPE_STORE (relais_store_get_type ())
G_DECLARE_FINAL_TYPE (RelaisStore, relais_store, RELAIS, STORE, GObject)

/* Blocks while the file is opened (and upgraded). Signals come in the thread-default main context of the caller. */
RelaisStore *relais_store_open          (const char *path, GError **error);
/* Waits for what is queued, then closes. */
void         relais_store_close         (RelaisStore *self);

/* Property "access" (nullable RelaisAccess): who edits. */
void          relais_store_set_access   (RelaisStore *self, RelaisAccess *access);
RelaisAccess *relais_store_get_access   (RelaisStore *self);
const char   *relais_store_get_path     (RelaisStore *self);

/* Signal "changed" (RelaisStore *, RelaisChanges *changes): after each transaction. */

/* ---- main thread, at once, bounded ---- */
RelaisRecord *relais_store_lookup        (RelaisStore *self, const char *kind, const char *id);   /* (transfer full) (nullable) */
/* The title of the record that a REF field points to: never NULL ("" when there is none). */
char         *relais_store_dup_title     (RelaisStore *self, const char *kind, const char *id);
void          relais_store_get_queue_state (RelaisStore *self, RelaisQueueState *state);  /* last known */
/* Small results only (channels, themes, one person's mandates): at most 500 rows. (element-type RelaisRecord) */
GPtrArray    *relais_store_query         (RelaisStore *self, RelaisQuery *query);

/* ---- asynchronous; callbacks in the caller's context ---- */
void      relais_store_commit_async   (RelaisStore *self, RelaisAction *action, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
gboolean  relais_store_commit_finish  (RelaisStore *self, GAsyncResult *result, gint64 *action_id, GError **error);
void      relais_store_undo_async     (RelaisStore *self, gint64 action_id, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
gboolean  relais_store_undo_finish    (RelaisStore *self, GAsyncResult *result, gint64 *inverse_id, GError **error);
void      relais_store_search_async   (RelaisStore *self, const char *text, guint limit, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *relais_store_search_finish (RelaisStore *self, GAsyncResult *result, GError **error);   /* RelaisHit */

/* Anything else on the store's thread: @func gets the workspace and returns a result that finish hands over. What @func reports
 * through
 * @changes is emitted as "changed". */
typedef gpointer (*RelaisStoreFunc) (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error);
void      relais_store_run_async      (RelaisStore *self, RelaisStoreFunc func, gpointer data, GDestroyNotify data_free,
                                       GDestroyNotify result_free, GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
/* The same for what writes nothing: once cancelled it is given up in the middle, so that what is asked next need not wait for it. */
void      relais_store_read_async     (RelaisStore *self, RelaisStoreFunc func, gpointer data, GDestroyNotify data_free,
                                       GDestroyNotify result_free, GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
gpointer  relais_store_run_finish     (RelaisStore *self, GAsyncResult *result, GError **error);
/* From any thread but the main one and the store's: waits for the result. */
gpointer  relais_store_call           (RelaisStore *self, RelaisStoreFunc func, gpointer data, GError **error);

G_END_DECLS
