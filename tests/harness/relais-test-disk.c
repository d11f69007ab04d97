/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-test-disk.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <unistd.h>

#define ENTERED "RELAIS_TEST_MOUNTS"
#define TRIES   1000
#define TRY_MS  10

struct _RelaisTestDisk {
  char        *folder;    /* owned: where it is seen */
  char        *contents;  /* owned: where its files are */
  GSubprocess *process;   /* owned */
};

static gboolean
may_mount (void)
{
  const char *try[] = { "unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt", NULL };
  int status = -1;
  return g_spawn_sync (NULL, (char **) try, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                       NULL, NULL, NULL, NULL, &status, NULL) && g_spawn_check_wait_status (status, NULL);
}

static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
mark (RelaisTestDisk *self, const char *ending, gboolean on)
{
  g_autofree char *path = g_strconcat (self->contents, ending, NULL);
  if (on)
    g_assert_true (g_file_set_contents (path, "", 0, NULL));
  else
    g_unlink (path);
}

static gboolean
is_mounted (const char *folder)
{
  GStatBuf here, above;
  g_autofree char *parent = g_path_get_dirname (folder);
  return g_stat (folder, &here) == 0 && g_stat (parent, &above) == 0 && here.st_dev != above.st_dev;
}

void
relais_test_disk_enter (char **argv)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new ();

  if (g_getenv (ENTERED) != NULL || g_getenv ("RELAIS_FICKLE_DISK") == NULL || g_access ("/dev/fuse", R_OK | W_OK) != 0 || !may_mount ())
    return;
  g_setenv (ENTERED, "1", TRUE);
  g_ptr_array_add (words, (char *) "unshare");
  g_ptr_array_add (words, (char *) "--map-root-user");
  g_ptr_array_add (words, (char *) "--mount");
  for (; *argv != NULL; argv++)
    g_ptr_array_add (words, *argv);
  g_ptr_array_add (words, NULL);
  execvp ("unshare", (char **) words->pdata);
}

RelaisTestDisk *
relais_test_disk_new (const char *folder)
{
  g_autoptr(GError) error = NULL;

  if (g_getenv (ENTERED) == NULL)
    {
      g_test_skip ("this system does not let a test have a disk of its own");
      return NULL;
    }
  RelaisTestDisk *self = g_new0 (RelaisTestDisk, 1);
  self->folder = g_strdup (folder);
  self->contents = g_strconcat (folder, "-disk", NULL);
  g_assert_no_errno (g_rename (self->folder, self->contents));
  g_assert_no_errno (g_mkdir (self->folder, 0700));

  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("RELAIS_FICKLE_DISK"), self->contents, self->folder, NULL);
  g_assert_no_error (error);
  for (guint i = 0; i < TRIES && !is_mounted (self->folder); i++)
    g_usleep (TRY_MS * 1000);
  g_assert_true (is_mounted (self->folder));
  return self;
}

void
relais_test_disk_turn (RelaisTestDisk *self, RelaisTestDiskState state)
{
  mark (self, ".read-only", state == RELAIS_TEST_DISK_READ_ONLY);
  mark (self, ".gone", state == RELAIS_TEST_DISK_GONE);
}

void
relais_test_disk_free (RelaisTestDisk *self)
{
  relais_test_disk_turn (self, RELAIS_TEST_DISK_WELL);
  g_assert_no_errno (umount2 (self->folder, MNT_DETACH));
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_no_errno (g_rmdir (self->folder));
  g_assert_no_errno (g_rename (self->contents, self->folder));
  g_object_unref (self->process);
  g_free (self->folder);
  g_free (self->contents);
  g_free (self);
}
