/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-store.h"

G_BEGIN_DECLS

/* RelaisKeeper: what a person did goes through here to the store, in its order.
 *
 * What cannot be written now (the disk is full, may not be written or does not answer, another program holds the file) is not refused:
 * it is kept here and tried again until it is stored; whatever is done meanwhile waits behind it, and typing that goes on in one field
 * is one change with it. Other errors are the caller's.
 *
 * Properties:
 *   "waiting"  (uint): how many actions are not stored yet
 *   "obstacle" (string, nullable): why they cannot be, a sentence; NULL while everything goes its way
 */
#define RELAIS_TYPE_KEEPER (relais_keeper_get_type ())
G_DECLARE_FINAL_TYPE (RelaisKeeper, relais_keeper, RELAIS, KEEPER, GObject)

RelaisKeeper *relais_keeper_new           (RelaisStore *store);
/* Comes back when the action is stored, or refused for good. */
void          relais_keeper_commit_async  (RelaisKeeper *self, RelaisAction *action, GAsyncReadyCallback callback, gpointer user_data);
gboolean      relais_keeper_commit_finish (RelaisKeeper *self, GAsyncResult *result, gint64 *action_id, GError **error);
/* The record as the person made it: with what cannot be stored. (transfer full) (nullable) */
RelaisRecord *relais_keeper_lookup        (RelaisKeeper *self, const char *kind, const char *id);
void          relais_keeper_try_again     (RelaisKeeper *self);
guint         relais_keeper_get_waiting   (RelaisKeeper *self);
const char   *relais_keeper_get_obstacle  (RelaisKeeper *self);
/* The store is about to be closed: it is given what waits for its turn. What waits because of an obstacle is lost, and who waits for it
 * hears that it was cancelled. */
void          relais_keeper_close         (RelaisKeeper *self);
/* Is it an error that may pass by itself? */
gboolean      relais_keeper_may_pass      (const GError *error);

G_END_DECLS
