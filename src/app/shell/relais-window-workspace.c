/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-app"

/* The window's workspace file: opening it, the first start, and what to do when it cannot be opened. */

#include "relais-window-private.h"

#include <glib/gi18n.h>

/* What the file knows of its server. */
typedef struct {
  char    *server;   /* owned, nullable */
  char    *login;    /* owned, nullable */
  gboolean local;    /* chosen: this computer only */
} Home;

static void
free_home (Home *home)
{
  g_free (home->server);
  g_free (home->login);
  g_free (home);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Home, free_home)

/* Runs on the store's thread. */
static gpointer
read_home (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  Home *home = g_new0 (Home, 1);
  g_autofree char *local = relais_workspace_dup_value (workspace, "local");

  home->server = relais_workspace_dup_value (workspace, "server");
  home->login = relais_workspace_dup_value (workspace, "login");
  home->local = g_strcmp0 (local, "yes") == 0;
  return home;
}

/* Runs on the store's thread. */
static gpointer
write_local (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  return GINT_TO_POINTER (relais_workspace_set_value (workspace, "local", data, error));
}

static void
show_problem (RelaisWindow *self, const GError *error)
{
  g_autofree char *name = g_path_get_basename (self->workspace);
  g_autofree char *sentence = NULL;
  gboolean recoverable = FALSE;

  if (g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_NEWER))
    {
      sentence = g_strdup_printf (_("“%s” was written by a later version of Relais. Nothing in it was changed. "
                                    "Update Relais, or start again from the server: the file is kept beside the "
                                    "new one."),
                                  name);
      recoverable = TRUE;
    }
  else if (g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_DAMAGED))
    {
      sentence = g_strdup_printf (_("“%s” is damaged. Nothing in it was changed. Start again from the server: "
                                    "what you had not sent yet is brought over as far as it can be read, and the "
                                    "damaged file is kept."),
                                  name);
      recoverable = TRUE;
    }
  else if (g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_LOCKED))
    sentence = g_strdup_printf (_("“%s” is open in another program. Close it there, then try again."), name);
  else if (g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_READ_ONLY))
    sentence = g_strdup_printf (_("“%s” cannot be written. Check the permissions of the file and of its folder."), name);
  else if (g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_UNREACHABLE))
    sentence = g_strdup_printf (_("The disk of “%s” does not answer. Plug it in or connect to its network, then try again."), name);
  else if (g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_FULL))
    sentence = g_strdup (_("There is no space left on the disk. Make some room, then try again."));
  else
    sentence = g_strdup (error->message);

  g_autofree char *markup = g_markup_escape_text (sentence, -1);
  adw_status_page_set_description (self->problem, markup);
  gtk_widget_set_visible (GTK_WIDGET (self->recover), recoverable);
  gtk_stack_set_visible_child_name (self->stack, "problem");
  relais_window_update_actions (self);
  g_signal_emit_by_name (self, "ready");
}

static void
home_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Home) home = relais_store_run_finish (RELAIS_STORE (source), result, &error);

  if (home == NULL || self->session == NULL)
    {
      if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_problem (self, error);
      return;
    }
  if (home->server != NULL)
    relais_syncer_start (relais_session_get_syncer (self->session));
  if (home->server != NULL || home->local)
    {
      relais_window_show_pages (self);
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, "welcome");
  relais_sign_in_prepare (self->sign_in, home->server, home->login, TRUE);
  g_signal_emit_by_name (self, "ready");
}

static void
local_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  relais_store_run_finish (RELAIS_STORE (source), result, &error);
  if (error != NULL)
    relais_window_add_toast (self, error->message, FALSE);
  else
    relais_window_show_pages (self);
}

static void
signed_in_again_cb (AdwDialog *dialog)
{
  adw_dialog_close (dialog);
}

static void
present_sign_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisWindow) self = user_data;
  g_autoptr (Home) home = relais_store_run_finish (RELAIS_STORE (source), result, NULL);

  if (home == NULL || self->session == NULL)
    return;
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *sign_in = relais_sign_in_new (self->session);

  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), sign_in);
  adw_dialog_set_title (dialog, _("Sign In"));
  adw_dialog_set_content_width (dialog, 460);
  adw_dialog_set_content_height (dialog, 600);
  adw_dialog_set_child (dialog, view);
  g_signal_connect_object (sign_in, "signed-in", G_CALLBACK (signed_in_again_cb), dialog, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
  relais_sign_in_prepare (RELAIS_SIGN_IN (sign_in), home->server, home->login, FALSE);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!relais_syncer_sign_out_finish (RELAIS_SYNCER (source), result, &error))
    relais_window_add_toast (self, error->message, FALSE);
  else
    relais_window_add_toast (self, _("Signed out. You can go on working on this computer."), FALSE);
}

typedef struct {
  guint  n_kept;
  char  *moved_to;  /* owned */
} Recovered;

static void
free_recovered (Recovered *recovered)
{
  g_free (recovered->moved_to);
  g_free (recovered);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recovered, free_recovered)

/* Runs on a thread of its own: the store is not open. */
static void
recover_thread (GTask *task, gpointer source, gpointer path, GCancellable *cancellable)
{
  g_autoptr (Recovered) recovered = g_new0 (Recovered, 1);
  GError *error = NULL;

  if (relais_workspace_recover (path, &recovered->n_kept, &recovered->moved_to, &error))
    g_task_return_pointer (task, g_steal_pointer (&recovered), (GDestroyNotify) free_recovered);
  else
    g_task_return_error (task, error);
}

static void
recovered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RelaisWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Recovered) recovered = g_task_propagate_pointer (G_TASK (result), &error);

  if (recovered == NULL)
    {
      show_problem (self, error);
      return;
    }
  g_autofree char *file = g_path_get_basename (recovered->moved_to);
  g_autofree char *where = g_strdup_printf (_("The old file is called “%s”."), file);
  g_autofree char *kept = g_strdup_printf (ngettext ("%u change that was not sent yet was kept.",
                                                     "%u changes that were not sent yet were kept.", recovered->n_kept),
                                           recovered->n_kept);
  g_autofree char *message = g_strdup_printf ("%s %s", kept, where);
  relais_window_add_toast (self, recovered->n_kept > 0 ? message : where, FALSE);
  relais_window_open_workspace (self);
}

void
relais_window_open_workspace (RelaisWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname (self->workspace);

  g_mkdir_with_parents (folder, 0700);
  g_autoptr (RelaisStore) store = relais_store_open (self->workspace, &error);
  if (store == NULL)
    {
      show_problem (self, error);
      return;
    }
  g_autoptr (RelaisSyncer) syncer = relais_syncer_new (store);
  g_autoptr (RelaisSession) session = relais_session_new (store, syncer);
  relais_window_set_session (self, session);
  relais_store_run_async (store, read_home, NULL, NULL, (GDestroyNotify) free_home, self->cancellable, home_cb,
                          g_object_ref (self));
}

void
relais_window_recover_workspace (RelaisWindow *self)
{
  /* Never the window as the task's source: the worker could drop the last reference. */
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, recovered_cb, g_object_ref (self));

  g_task_set_task_data (task, g_strdup (self->workspace), g_free);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  g_task_run_in_thread (task, recover_thread);
}

void
relais_window_work_locally (RelaisWindow *self)
{
  relais_store_run_async (relais_session_get_store (self->session), write_local, (gpointer) "yes", NULL, NULL, self->cancellable,
                          local_cb, g_object_ref (self));
}

void
relais_window_present_sign_in (RelaisWindow *self)
{
  relais_store_run_async (relais_session_get_store (self->session), read_home, NULL, NULL, (GDestroyNotify) free_home,
                          self->cancellable, present_sign_in_cb, g_object_ref (self));
}

void
relais_window_sign_out (RelaisWindow *self)
{
  relais_syncer_sign_out_async (relais_session_get_syncer (self->session), self->cancellable, signed_out_cb, g_object_ref (self));
}
