/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "relais-sync"

#include "relais-sync-session.h"

#include "relais-identity.h"
#include "relais-token.h"

/* A back end that does not answer must not keep somebody from signing out. */
#define SIGN_OUT_DEADLINE_S 10

static gpointer
load_session (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  RelaisSyncSession *session = data;
  g_autofree char *account = relais_workspace_dup_value (workspace, RELAIS_VALUE_ACCOUNT);
  g_autofree char *access = relais_workspace_dup_value (workspace, RELAIS_VALUE_ACCESS);

  g_free (session->server);
  g_free (session->login);
  session->server = relais_workspace_dup_value (workspace, RELAIS_VALUE_SERVER);
  session->login = relais_workspace_dup_value (workspace, RELAIS_VALUE_LOGIN);
  session->signed_in = session->server != NULL && session->login != NULL && account != NULL;
  session->access = access != NULL ? relais_identity_parse (access) : NULL;
  return NULL;
}

static gpointer
save_session (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  RelaisSyncSession *session = data;

  relais_identity_save (workspace, session->server, session->login, session->info, error);
  return NULL;
}

static gpointer
end_session (RelaisWorkspace *workspace, gpointer data, RelaisChanges **changes, GError **error)
{
  relais_workspace_set_value (workspace, RELAIS_VALUE_ACCOUNT, NULL, error);
  return NULL;
}

void
relais_sync_session_free (RelaisSyncSession *session)
{
  g_clear_object (&session->store);
  g_free (session->server);
  g_free (session->login);
  g_free (session->password);
  g_free (session->token);
  g_clear_pointer (&session->access, relais_access_unref);
  g_clear_pointer (&session->info, relais_session_info_free);
  g_free (session);
}

void
relais_sync_session_sign_in (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  RelaisSyncSession *session = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisRemote) remote = relais_remote_new (session->server, NULL, &error);

  if (remote != NULL)
    session->info = relais_remote_sign_in (remote, session->login, session->password, g_get_host_name (), cancellable, &error);
  if (session->info == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_set_str (&session->server, relais_remote_get_server (remote));
  relais_store_call (session->store, save_session, session, &error);
  if (error != NULL)
    {
      relais_remote_sign_out (remote, cancellable, NULL);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  session->token_kept = relais_token_keep (session->server, session->login, session->info->token, cancellable);
  g_set_str (&session->token, session->info->token);
  session->access = relais_session_info_dup_access (session->info);
  g_task_return_boolean (task, TRUE);
}

void
relais_sync_session_resume (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  RelaisSyncSession *session = data;
  g_autoptr(GError) error = NULL;

  relais_store_call (session->store, load_session, session, &error);
  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (session->signed_in)
    session->token = relais_token_find (session->server, session->login, cancellable);
  session->token_kept = session->token != NULL;
  g_task_return_boolean (task, TRUE);
}

void
relais_sync_session_sign_out (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  RelaisSyncSession *session = data;
  g_autoptr(GError) error = NULL;

  /* The person is signed out here whether or not the back end can be told. */
  relais_store_call (session->store, end_session, NULL, &error);
  if (session->server != NULL && session->login != NULL)
    relais_token_forget (session->server, session->login, cancellable);
  if (session->token != NULL)
    {
      g_autoptr(RelaisRemote) remote = relais_remote_new (session->server, session->token, NULL);
      relais_remote_set_deadline (remote, SIGN_OUT_DEADLINE_S);
      relais_remote_sign_out (remote, cancellable, NULL);
    }
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}
