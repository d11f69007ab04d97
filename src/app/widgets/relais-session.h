/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-keeper.h"
#include "relais-store.h"
#include "relais-syncer.h"

G_BEGIN_DECLS

/* RelaisSession: somebody at work on a workspace in one window. Pages read through its store and change things only here:
 *
 *   page → relais_session_commit() → store → "changed" → models → views
 *                 └→ undo stack of the window, toast
 *
 * Signals:
 *   "committed" (const char *label, gboolean announce): an action was stored; @announce: show it with Undo
 *   "notice"    (const char *message): a sentence for the person, shown once
 * Properties: "undo-label", "redo-label" (nullable): what Ctrl+Z and Ctrl+Shift+Z would do now.
 */
#define RELAIS_TYPE_SESSION (relais_session_get_type ())
G_DECLARE_FINAL_TYPE (RelaisSession, relais_session, RELAIS, SESSION, GObject)

RelaisSession *relais_session_new           (RelaisStore *store, RelaisSyncer *syncer);
RelaisStore   *relais_session_get_store     (RelaisSession *self);
RelaisSyncer  *relais_session_get_syncer    (RelaisSession *self);
/* What everything is committed through: it keeps what cannot be written now. */
RelaisKeeper  *relais_session_get_keeper    (RelaisSession *self);
/* Never NULL: full rights when somebody works on this computer only. Lent, until the next sign-in. */
RelaisAccess  *relais_session_get_access    (RelaisSession *self);
/* Id of the person who works here; NULL on this computer only, and for an account without a person. */
const char    *relais_session_get_person    (RelaisSession *self);
/* Name of an account ("Marie Dupont"), or the name of the one who works here for NULL. (transfer full), never NULL */
char          *relais_session_dup_account_name (RelaisSession *self, const char *account_id);

/* Takes @action. The toast offers Undo. What is refused is said once; what cannot be written now, the keeper keeps. */
void           relais_session_commit        (RelaisSession *self, RelaisAction *action);
/* The same without a toast, for typing and switches whose effect is visible where it was made. */
void           relais_session_commit_quietly (RelaisSession *self, RelaisAction *action);
/* One field of one record; @value NULL empties it. @label: translated, as for relais_action_new(). */
void           relais_session_set_field     (RelaisSession *self, RelaisRecord *record, const char *field, GVariant *value,
                                             const char *label);
void           relais_session_undo          (RelaisSession *self);
void           relais_session_redo          (RelaisSession *self);
/* An action that was stored by other means (resolving a conflict, an import): makes it undoable. */
void           relais_session_push_action   (RelaisSession *self, gint64 action_id, const char *label);
void           relais_session_notice        (RelaisSession *self, const char *message);
/* A sentence a person understands for an error of the store, the model or the remote. */
char          *relais_session_describe_error (const GError *error);

G_END_DECLS
