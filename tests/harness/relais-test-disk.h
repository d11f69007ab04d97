/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* RelaisTestDisk: a folder on a disk that turns read-only, or goes, under the programs that use it (fickle-disk.c). The program that
 * serves it is the one that RELAIS_FICKLE_DISK names. */
typedef struct _RelaisTestDisk RelaisTestDisk;

typedef enum {
  RELAIS_TEST_DISK_WELL,
  RELAIS_TEST_DISK_READ_ONLY,   /* EROFS */
  RELAIS_TEST_DISK_GONE,        /* EIO */
} RelaisTestDiskState;

/* First thing in main(): starts the program again where it may mount. Without it, or where nobody lets it, there is no disk. */
void            relais_test_disk_enter   (char **argv);
/* Puts a disk in the place of @folder, with what is in it; nobody may use it meanwhile. NULL: there is none here, the test is
 * skipped. */
RelaisTestDisk *relais_test_disk_new     (const char *folder);
void            relais_test_disk_turn    (RelaisTestDisk *self, RelaisTestDiskState state);
/* @folder is an ordinary one again, with what is on the disk. */
void            relais_test_disk_free    (RelaisTestDisk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisTestDisk, relais_test_disk_free)

G_END_DECLS
