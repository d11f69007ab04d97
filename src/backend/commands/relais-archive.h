/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-house.h"

G_BEGIN_DECLS

/* A backup is one SQLite file: the database and, in a table of their own, the contents of the blobs. Written beside a running
 * server; complete and on the disk when the call returns, or not there at all. */
gboolean relais_archive_write   (RelaisHouse *house, const char *path, GError **error);

/* Makes a workspace in @directory, which must hold none, from a backup, with a new epoch. */
gboolean relais_archive_restore (const char *path, const char *directory, GError **error);

G_END_DECLS
