/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-record.h"

G_BEGIN_DECLS

/* RelaisAccess: what one account may see and do. A value: made from the account, never changes, thread-safe.
 *
 * Visibility is a matter of tags. An account has tags (its role, its person, its units); the state of a record has an
 * audience (roles, persons, units); the account sees the record when one tag is in the audience. So visibility depends
 * on one record and one account alone, and the back end can remember to whom a record was ever shown.
 */
typedef struct _RelaisAccess RelaisAccess;

/* @units: ids of the units that the account's person is a correspondent of, with all units below them. @account_id NULL: the
 * back end itself, or somebody working on this computer only, who may do everything. */
RelaisAccess       *relais_access_new          (const char *account_id, RelaisRole role, const char *person_id,
                                                const char * const *units);
RelaisAccess       *relais_access_ref          (RelaisAccess *access);
void                relais_access_unref        (RelaisAccess *access);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisAccess, relais_access_unref)

RelaisRole          relais_access_get_role     (RelaisAccess *access);
const char         *relais_access_get_account  (RelaisAccess *access);
const char         *relais_access_get_person   (RelaisAccess *access);  /* nullable */
/* Ids of the units that were given. Lent, never NULL. */
const char * const *relais_access_get_units    (RelaisAccess *access);
/* Sorted: "role:editor", "person:editor:…", "unit:editor:…"; the role is in each, because what concerns a person is shown to the
 * roles that the kind names. Lent. */
const char * const *relais_access_get_tags     (RelaisAccess *access);
/* Stable hash of the tags (16 hex digits), for the cursor. Lent. */
const char         *relais_access_get_hash     (RelaisAccess *access);

/* Tags of whoever may see @record in this state; sorted, unique. (transfer full) */
char              **relais_record_dup_audience (RelaisRecord *record);
gboolean            relais_access_can_read     (RelaisAccess *access, RelaisRecord *record);

/**
 * relais_access_check_write:
 * @before: (nullable): the state before, %NULL for a creation
 * @after: (nullable): the state after, %NULL for a deletion
 *
 * Role, scope, fields written and state transition. @before and @after are of the same kind.
 *
 * Returns: %TRUE, or %FALSE with FORBIDDEN or TRANSITION
 */
gboolean            relais_access_check_write  (RelaisAccess *access, RelaisRecord *before, RelaisRecord *after, GError **error);
/* Writes every record of the kind, not only what it owns. */
gboolean            relais_access_writes_all   (RelaisAccess *access, const RelaisKind *kind);
/* @holder ends the own changes of the record @id of @kind (`settled_by`). */
gboolean            relais_record_settles      (RelaisRecord *holder, const RelaisKind *kind, const char *id);
/* For the interface: may anything of the kind be created / may this field of this record be written now. */
gboolean            relais_access_may_create   (RelaisAccess *access, const RelaisKind *kind);
gboolean            relais_access_may_edit     (RelaisAccess *access, RelaisRecord *record, const char *field);
/* For menus: the values that `state_field` may take from here. (transfer container, NULL-terminated) */
const char        **relais_access_dup_next_states (RelaisAccess *access, RelaisRecord *record);

G_END_DECLS
