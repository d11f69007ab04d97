/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "make-record.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* A real store as the application uses it, where each action is waited for in the default main context. */
RelaisStore  *store_open    (void);   /* in memory */
void          store_close   (RelaisStore *store);
/* Takes @action, which must be stored. Returns: its number */
gint64        store_commit  (RelaisStore *store, RelaisAction *action);
void          store_undo    (RelaisStore *store, gint64 action);
/* The record is there and says that; @expected NULL: nothing. */
void          store_check   (RelaisStore *store, const char *kind, const char *id, const char *field, const char *expected);

/* Values as make_fields(). */
char         *store_add     (RelaisStore *store, const char *kind, ...) G_GNUC_NULL_TERMINATED;     /* (transfer full): the id */
char         *action_add    (RelaisAction *action, const char *kind, ...) G_GNUC_NULL_TERMINATED;   /* (transfer full): the id */
RelaisAction *action_change (const char *kind, const char *id, ...) G_GNUC_NULL_TERMINATED;         /* one record, and nothing else */

G_END_DECLS
