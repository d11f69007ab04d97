/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-remote.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* RelaisSyncSession: signing in, going on and signing out, for RelaisSyncer. What blocks is a GTaskThreadFunc whose task data is a
 * session; it returns TRUE or an error, and leaves in the session what it found out. */
typedef struct {
  RelaisStore  *store;        /* owned */
  char         *server;       /* owned */
  char         *login;        /* owned */
  char         *password;     /* owned */
  char         *token;        /* owned */
  gboolean      token_kept;
  gboolean      signed_in;    /* somebody is, or was and did not sign out */
  RelaisAccess *access;       /* owned */
  RelaisSessionInfo *info;    /* owned */
} RelaisSyncSession;

void relais_sync_session_free     (RelaisSyncSession *session);
/* Signs in with the password, and keeps who and where in the workspace, and the token in the secret service. */
void relais_sync_session_sign_in  (GTask *task, gpointer source, gpointer data, GCancellable *cancellable);
/* Reads who had signed in, and finds the token again. */
void relais_sync_session_resume   (GTask *task, gpointer source, gpointer data, GCancellable *cancellable);
/* Forgets both; tells the back end when it can be reached. */
void relais_sync_session_sign_out (GTask *task, gpointer source, gpointer data, GCancellable *cancellable);

G_END_DECLS
