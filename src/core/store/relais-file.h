/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-database.h"

G_BEGIN_DECLS

/* The workspace file as a file: who has it, what it is, whether it can be trusted. */

/* An advisory lock on PATH-lock: the kernel lets go of it when its process ends, however that happens.
 * Returns: a file descriptor, or -1 with LOCKED or READ_ONLY */
int      relais_file_lock    (const char *path, GError **error);
/* Notes in the lock file how the workspace file looks now, after a clean close, and lets go. */
void     relais_file_unlock  (const char *path, int lock, gboolean clean);
/* Is this a workspace that this program can work with? Changes nothing. FALSE: NEWER, DAMAGED, READ_ONLY. A file that is not as
 * we left it (another program wrote to it, the computer went down) is read through once; one that is costs nothing. */
gboolean relais_file_inspect (const char *path, int lock, GError **error);
/* A new file, whole or not at all. */
gboolean relais_file_create  (const char *path, GError **error);

G_END_DECLS
