/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-storage.h"

G_BEGIN_DECLS

#define RELAIS_TYPE_SQLITE_STORAGE (relais_sqlite_storage_get_type ())
G_DECLARE_FINAL_TYPE (RelaisSqliteStorage, relais_sqlite_storage, RELAIS, SQLITE_STORAGE, GObject)

/**
 * relais_sqlite_storage_new:
 * @path: the database file, made when there is none; ":memory:" for one that lives as long as the object
 *
 * One connection writes and makes every checkpoint (FACTS: WAL-reset race), read-only connections serve readers. A commit is on the
 * disk when it returns (synchronous=FULL).
 *
 * Returns: (transfer full) (nullable): a #RelaisStorage with the present schema, or %NULL with NEWER, NOT_OURS or FAILED
 */
RelaisStorage *relais_sqlite_storage_new (const char *path, GError **error);

/* Of all processes that have the file open one is its keeper and makes the checkpoints: the first. A command run beside a server
 * is not. Asks again each time, because the former keeper may have gone. */
gboolean       relais_sqlite_storage_keep (RelaisSqliteStorage *self);

G_END_DECLS
