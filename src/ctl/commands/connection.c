/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "commands.h"
#include "relais-identity.h"
#include "relais-pass.h"
#include "relais-token.h"

#define PASSWORD_MAX_BYTES 1024

/* One line of standard input, without echo on a terminal. (transfer full) (nullable) */
static char *
read_password (void)
{
  char line[PASSWORD_MAX_BYTES];
  struct termios before, silent;
  gboolean terminal = isatty (STDIN_FILENO) && tcgetattr (STDIN_FILENO, &before) == 0;

  if (terminal)
    {
      g_printerr ("%s ", _("Password:"));
      silent = before;
      silent.c_lflag &= ~(tcflag_t) ECHO;
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
    }
  char *read = fgets (line, sizeof line, stdin);
  if (terminal)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
      g_printerr ("\n");
    }
  if (read == NULL)
    return NULL;
  line[strcspn (line, "\r\n")] = '\0';
  return g_strdup (line);
}

static const char *
get_token_file (RelaisCtl *ctl)
{
  return ctl->token_file != NULL ? ctl->token_file : g_getenv ("RELAIS_TOKEN_FILE");
}

static gboolean
keep_token (RelaisCtl *ctl, const char *server, const char *login, const char *token, GError **error)
{
  const char *path = get_token_file (ctl);

  /* Only for the person's own eyes, and never half written. */
  if (path != NULL)
    return g_file_set_contents_full (path, token, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
  if (relais_token_keep (server, login, token, NULL))
    return TRUE;
  g_set_error_literal (error, RELAIS_CTL_ERROR, RELAIS_CTL_FAILURE,
                       _("there is no secret service to keep the session; use --token-file FILE"));
  return FALSE;
}

static char *
find_token (RelaisCtl *ctl, const char *server, const char *login)
{
  const char *path = get_token_file (ctl);
  char *token = NULL;

  if (path == NULL)
    return relais_token_find (server, login, NULL);
  return g_file_get_contents (path, &token, NULL, NULL) ? g_strstrip (token) : NULL;
}

/* (transfer full) (nullable): the back end that the workspace belongs to */
static RelaisRemote *
open_remote (RelaisCtl *ctl, GError **error)
{
  g_autofree char *server = relais_workspace_dup_value (ctl->workspace, RELAIS_VALUE_SERVER);
  g_autofree char *login = relais_workspace_dup_value (ctl->workspace, RELAIS_VALUE_LOGIN);
  g_autofree char *token = ctl->access != NULL && server != NULL && login != NULL ? find_token (ctl, server, login) : NULL;

  if (token == NULL)
    {
      g_set_error_literal (error, RELAIS_CTL_ERROR, RELAIS_CTL_SIGN_IN, _("not signed in; run relaisctl connect"));
      return NULL;
    }
  return relais_remote_new (server, token, error);
}

static gboolean
run_pass (RelaisCtl *ctl, RelaisPass *pass, GError **error)
{
  g_autoptr(RelaisRemote) remote = open_remote (ctl, error);
  if (remote == NULL)
    return FALSE;

  pass->remote = remote;
  pass->run = relais_pass_run_in_workspace;
  pass->target = ctl->workspace;
  pass->pull = TRUE;
  if (!relais_pass_run (pass, error))
    return FALSE;

  g_autoptr(RelaisAccess) access = relais_identity_refresh (ctl->workspace, ctl->access);
  g_autofree char *text = access != NULL ? relais_identity_print (access) : NULL;
  return text == NULL || relais_workspace_set_value (ctl->workspace, RELAIS_VALUE_ACCESS, text, error);
}

gboolean
relais_ctl_connect (RelaisCtl *ctl, GStrv *args, GError **error)
{
  g_autofree char *login = NULL;
  const GOptionEntry options[] = { { "login", 'l', 0, G_OPTION_ARG_STRING, &login, NULL, NULL }, { NULL } };

  if (!relais_ctl_parse (ctl, args, options, 1, 1, error))
    return FALSE;
  if (login == NULL)
    {
      g_set_error_literal (error, RELAIS_CTL_ERROR, RELAIS_CTL_USAGE, _("connect: --login is missing"));
      return FALSE;
    }
  g_autoptr(RelaisRemote) remote = relais_remote_new ((*args)[1], NULL, error);
  if (remote == NULL || !relais_ctl_open (ctl, error))
    return FALSE;
  g_autofree char *password = read_password ();
  if (password == NULL)
    {
      g_set_error_literal (error, RELAIS_CTL_ERROR, RELAIS_CTL_USAGE, _("connect: the password is expected on standard input"));
      return FALSE;
    }

  g_autoptr(RelaisSessionInfo) info = relais_remote_sign_in (remote, login, password, g_get_host_name (), NULL, error);
  const char *server = relais_remote_get_server (remote);
  if (info == NULL)
    return FALSE;
  if (!relais_identity_save (ctl->workspace, server, login, info, error) || !keep_token (ctl, server, login, info->token, error))
    {
      relais_remote_sign_out (remote, NULL, NULL);
      return FALSE;
    }
  g_print ("%s\n", info->workspace != NULL ? info->workspace : server);
  return TRUE;
}

gboolean
relais_ctl_disconnect (RelaisCtl *ctl, GStrv *args, GError **error)
{
  if (!relais_ctl_parse (ctl, args, NULL, 0, 0, error) || !relais_ctl_open (ctl, error))
    return FALSE;
  g_autoptr(RelaisRemote) remote = open_remote (ctl, error);
  if (remote == NULL)
    return FALSE;

  /* Signed out here whether or not the back end can be told. */
  g_autofree char *login = relais_workspace_dup_value (ctl->workspace, RELAIS_VALUE_LOGIN);
  relais_remote_sign_out (remote, NULL, NULL);
  if (get_token_file (ctl) != NULL)
    g_unlink (get_token_file (ctl));
  else
    relais_token_forget (relais_remote_get_server (remote), login, NULL);
  return relais_workspace_set_value (ctl->workspace, RELAIS_VALUE_ACCOUNT, NULL, error);
}

gboolean
relais_ctl_sync (RelaisCtl *ctl, GStrv *args, GError **error)
{
  g_auto(RelaisPass) pass = { 0 };
  RelaisQueueState queue;

  if (!relais_ctl_parse (ctl, args, NULL, 0, 0, error) || !relais_ctl_open (ctl, error) || !run_pass (ctl, &pass, error))
    return FALSE;
  relais_workspace_get_queue_state (ctl->workspace, &queue);
  g_print ("sent\t%u\nreceived\t%u\nrefused\t%u\nconflicts\t%u\n", pass.sent, pass.received, queue.failed, queue.conflicts);
  if (queue.conflicts == 0)
    return TRUE;
  g_set_error_literal (error, RELAIS_CTL_ERROR, RELAIS_CTL_CONFLICTS, _("conflicts wait for a decision; see relaisctl conflicts"));
  return FALSE;
}

gboolean
relais_ctl_status (RelaisCtl *ctl, GStrv *args, GError **error)
{
  RelaisQueueState queue;

  if (!relais_ctl_parse (ctl, args, NULL, 0, 0, error) || !relais_ctl_open (ctl, error))
    return FALSE;
  g_autofree char *server = relais_workspace_dup_value (ctl->workspace, RELAIS_VALUE_SERVER);
  g_autofree char *login = relais_workspace_dup_value (ctl->workspace, RELAIS_VALUE_LOGIN);
  relais_workspace_get_queue_state (ctl->workspace, &queue);
  g_print ("workspace\t%s\nserver\t%s\nlogin\t%s\n", ctl->path, server != NULL ? server : "",
           ctl->access != NULL && login != NULL ? login : "");
  g_print ("waiting\t%u\nrefused\t%u\nconflicts\t%u\n", queue.waiting, queue.failed, queue.conflicts);

  g_autoptr(GPtrArray) refusals = relais_workspace_list_refusals (ctl->workspace);
  for (guint i = 0; i < refusals->len; i++)
    {
      RelaisRefusal *refusal = g_ptr_array_index (refusals, i);
      g_print ("refusal\t");
      relais_ctl_print_cell (refusal->label, FALSE);
      relais_ctl_print_cell (refusal->code, FALSE);
      relais_ctl_print_cell (refusal->detail, TRUE);
    }
  return TRUE;
}

gboolean
relais_ctl_verify (RelaisCtl *ctl, GStrv *args, GError **error)
{
  gboolean online = FALSE;
  const GOptionEntry options[] = { { "online", 0, 0, G_OPTION_ARG_NONE, &online, NULL, NULL }, { NULL } };

  if (!relais_ctl_parse (ctl, args, options, 0, 0, error) || !relais_ctl_open (ctl, error))
    return FALSE;
  g_autoptr(GPtrArray) problems = relais_workspace_verify (ctl->workspace);
  if (online)
    {
      g_auto(RelaisPass) pass = { .digest_due = TRUE };
      if (!run_pass (ctl, &pass, error))
        return FALSE;
      if (pass.resyncs > 0)
        g_ptr_array_add (problems, g_strdup (_("the workspace differed from the back end and was read again")));
    }
  for (guint i = 0; i < problems->len; i++)
    relais_ctl_print_cell (g_ptr_array_index (problems, i), TRUE);
  if (problems->len == 0)
    {
      g_autofree char *digest = relais_workspace_dup_digest (ctl->workspace);
      g_print ("ok\t%s\n", digest != NULL ? digest : "");
      return TRUE;
    }
  g_set_error (error, RELAIS_CTL_ERROR, RELAIS_CTL_FAILURE,
               g_dngettext (GETTEXT_PACKAGE, "%u problem", "%u problems", problems->len), problems->len);
  return FALSE;
}
