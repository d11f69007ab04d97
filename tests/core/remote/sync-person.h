/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-syncer.h"

G_BEGIN_DECLS

/* A person at a computer. */
typedef struct {
  char         *path;    /* owned */
  RelaisStore  *store;   /* owned */
  RelaisSyncer *syncer;  /* owned */
} SyncPerson;

/* Of something asynchronous. */
typedef struct {
  GAsyncResult *result;  /* owned */
} SyncAnswer;

void     sync_answer_cb (GObject *source, GAsyncResult *result, gpointer user_data);
gboolean sync_has_answer (gpointer data);
void     sync_person_open (SyncPerson *person, const char *folder, const char *name);
void     sync_person_close (SyncPerson *person);
gboolean sync_person_sign_in (SyncPerson *person, const char *address, const char *login, const char *password, GError **error);
/* Conditions: the data is a SyncPerson. */
gboolean sync_person_is_idle (gpointer data);
gboolean sync_person_is_offline (gpointer data);
gboolean sync_person_is_problem (gpointer data);
gboolean sync_person_wants_sign_in (gpointer data);
guint    sync_person_count_waiting (SyncPerson *person);
gboolean sync_person_is_sent (gpointer data);
void     sync_person_commit (SyncPerson *person, RelaisAction *action);
/* (transfer full): the id of a new theme */
char    *sync_person_add_theme (SyncPerson *person, const char *name);
void     sync_person_rename_theme (SyncPerson *person, const char *id, const char *name);
/* Is this the name of the theme, for that person? */
gboolean sync_person_sees (SyncPerson *person, const char *id, const char *name);
void     sync_person_wait_to_see (SyncPerson *person, const char *id, const char *name);

G_END_DECLS
