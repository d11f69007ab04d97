/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The commands of relais-backend. Each takes what comes behind its name, argv[0] being the name, and returns the exit status:
 * 0 done, 1 it failed (one line on stderr says why), 2 it was not called as it should be. */
typedef int (*RelaisCommand) (int argc, char **argv);

int relais_command_serve   (int argc, char **argv);
int relais_command_init    (int argc, char **argv);
int relais_command_account (int argc, char **argv);
int relais_command_audit   (int argc, char **argv);
int relais_command_backup  (int argc, char **argv);
int relais_command_demo    (int argc, char **argv);
int relais_command_restore (int argc, char **argv);

/* Parses @entries and --data; @argv is left with what is no option. FALSE: said already. */
gboolean relais_command_parse (int *argc, char ***argv, const char *usage, const GOptionEntry *entries, char **data);
int      relais_command_fail  (const GError *error);

G_END_DECLS
