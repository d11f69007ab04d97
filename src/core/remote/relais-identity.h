/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-remote.h"
#include "relais-workspace.h"

G_BEGIN_DECLS

/* Who works in a workspace and what they may do, kept in the file, so that the application starts with the right access offline.
 * Only what the interface hides depends on it: the back end decides. */

/* Values of the workspace file (relais_workspace_dup_value()). */
#define RELAIS_VALUE_SERVER    "server"     /* normalized address */
#define RELAIS_VALUE_LOGIN     "login"
#define RELAIS_VALUE_ACCOUNT   "account"    /* id; absent: nobody is signed in */
#define RELAIS_VALUE_OWNER     "owner"      /* the account that signed in last; stays when it signs out */
#define RELAIS_VALUE_ACCESS    "access"     /* relais_identity_print() */
#define RELAIS_VALUE_WORKSPACE "workspace"  /* its name */

/* As JSON: {account, role, person, units[]}. (transfer full) */
char         *relais_identity_print   (RelaisAccess *access);
/* (transfer full) (nullable): %NULL when @text is not such a thing */
RelaisAccess *relais_identity_parse   (const char *text);

/**
 * relais_identity_save:
 * @server: normalized
 *
 * Keeps who has signed in. Changes that another account has not sent yet would go out under this one's name: then it is refused
 * (RELAIS_REMOTE_ERROR_FORBIDDEN) and nothing is written.
 */
gboolean      relais_identity_save    (RelaisWorkspace *workspace, const char *server, const char *login,
                                       const RelaisSessionInfo *info, GError **error);

/**
 * relais_identity_refresh:
 * @access: what is known
 *
 * What the account may do now, from its record, mandates and the tree of units in @workspace, as far as they can be read.
 *
 * Returns: (transfer full) (nullable): %NULL when nothing changed
 */
RelaisAccess *relais_identity_refresh (RelaisWorkspace *workspace, RelaisAccess *access);

G_END_DECLS
