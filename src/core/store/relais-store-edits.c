/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

/* What people ask of the store most: to keep what they did, to take it back, to find words. Each is one job on the store's thread. */

#include "relais-store-private.h"

#include "relais-workspace-private.h"

typedef struct {
  RelaisAction *action;          /* owned, nullable */
  RelaisAccess *access;          /* owned, nullable */
  gint64        action_id;       /* to undo; then: what was made */
} EditData;

typedef struct {
  char *text;                    /* owned */
  guint limit;
} SearchData;

static void
free_edit (gpointer data)
{
  EditData *edit = data;

  g_clear_pointer (&edit->action, relais_action_unref);
  g_clear_pointer (&edit->access, relais_access_unref);
  g_free (edit);
}

static void
free_search (gpointer data)
{
  g_free (((SearchData *) data)->text);
  g_free (data);
}

static gpointer
commit_func (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  EditData *edit = data;

  return GINT_TO_POINTER (relais_workspace_commit (workspace, edit->access, edit->action, &edit->action_id, NULL, error));
}

static gpointer
undo_func (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  EditData *edit = data;

  return GINT_TO_POINTER (relais_workspace_undo (workspace, edit->access, edit->action_id, &edit->action_id, NULL, error));
}

static gpointer
search_func (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  SearchData *search = data;

  return relais_workspace_search (workspace, search->text, search->limit, error);
}

static void
edit_async (RelaisStore *self, RelaisStoreFunc func, RelaisAction *action, gint64 action_id, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  RelaisAccess *access = relais_store_get_access (self);
  EditData *edit = g_new0 (EditData, 1);

  edit->action = action != NULL ? relais_action_ref (action) : NULL;
  edit->access = access != NULL ? relais_access_ref (access) : NULL;
  edit->action_id = action_id;
  relais_store_run_async (self, func, edit, free_edit, NULL, cancellable, callback, user_data);
}

static gboolean
edit_finish (RelaisStore *self, GAsyncResult *result, gint64 *action_id, GError **error)
{
  EditData *edit = relais_store_get_run_data (result);
  gboolean ok = GPOINTER_TO_INT (relais_store_run_finish (self, result, error));

  if (ok && action_id != NULL)
    *action_id = edit->action_id;
  return ok;
}

void
relais_store_commit_async (RelaisStore *self, RelaisAction *action, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (RELAIS_IS_STORE (self) && action != NULL);
  edit_async (self, commit_func, action, 0, cancellable, callback, user_data);
}

gboolean
relais_store_commit_finish (RelaisStore *self, GAsyncResult *result, gint64 *action_id, GError **error)
{
  return edit_finish (self, result, action_id, error);
}

void
relais_store_undo_async (RelaisStore *self, gint64 action_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (RELAIS_IS_STORE (self));
  edit_async (self, undo_func, NULL, action_id, cancellable, callback, user_data);
}

gboolean
relais_store_undo_finish (RelaisStore *self, GAsyncResult *result, gint64 *inverse_id, GError **error)
{
  return edit_finish (self, result, inverse_id, error);
}

void
relais_store_search_async (RelaisStore *self, const char *text, guint limit, GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  SearchData *search = g_new0 (SearchData, 1);

  g_return_if_fail (RELAIS_IS_STORE (self) && text != NULL);
  search->text = g_strdup (text);
  search->limit = limit;
  relais_store_run_async (self, search_func, search, free_search, (GDestroyNotify) g_ptr_array_unref, cancellable, callback,
                          user_data);
}

GPtrArray *
relais_store_search_finish (RelaisStore *self, GAsyncResult *result, GError **error)
{
  return relais_store_run_finish (self, result, error);
}
