/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-mutation.h"

G_BEGIN_DECLS

/* What a person does, once: a named group of changes, applied whole, sent as one mutation and undone as one.
 * The store finds the bases and computes the inverse; callers only say what should be. */
typedef struct _RelaisAction RelaisAction;

/* @label: translated, for the menu ("Undo: %s") and the toast, e.g. "Move “Cérémonie des vœux” to 12 January" */
RelaisAction *relais_action_new        (const char *label);
RelaisAction *relais_action_ref        (RelaisAction *action);
void          relais_action_unref      (RelaisAction *action);
const char   *relais_action_get_label  (RelaisAction *action);
gboolean      relais_action_is_empty   (RelaisAction *action);
GPtrArray    *relais_action_get_ops    (RelaisAction *action);   /* element-type RelaisOp, bases not filled in; lent */
/* Consecutive actions with the same non-NULL @key (typing in one field) are undone as one. */
void          relais_action_set_merge_key (RelaisAction *action, const char *key);
const char   *relais_action_get_merge_key (RelaisAction *action);

/* Takes @fields. @id NULL: a new identifier is made. Returns (lent): the identifier. */
const char   *relais_action_create     (RelaisAction *action, const char *id, RelaisFields *fields);
void          relais_action_update     (RelaisAction *action, const char *id, RelaisFields *fields);
/**
 * relais_action_update_seen:
 * @seen: (transfer full): what the person had before their eyes in these fields when they began; absent: empty
 * @fields: (transfer full): what they made of it
 *
 * For texts and forms that are open for a while: what came in meanwhile is not overwritten unseen. On commit each field that
 * differs
 * from @seen by then is merged as if it came from another computer, and where it cannot be, a conflict keeps both values.
 */
void          relais_action_update_seen (RelaisAction *action, const char *id, RelaisFields *seen, RelaisFields *fields);
/* (nullable): what was seen of this record; lent. */
const RelaisFields *relais_action_get_seen (RelaisAction *action, const char *id);
/* The bin is a field: throw away and restore. */
void          relais_action_bin        (RelaisAction *action, const RelaisKind *kind, const char *id, gboolean binned);
/* Empties the bin: a tombstone. Not undoable. */
void          relais_action_remove     (RelaisAction *action, const RelaisKind *kind, const char *id);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisAction, relais_action_unref)

G_END_DECLS
