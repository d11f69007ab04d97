/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A disk that turns read-only, or goes, while a workspace on it is open: what is done meanwhile is refused with that reason, what was
 * done before is there, and as soon as the disk is well again work goes on, in the same open file. */

#include "make-record.h"
#include "relais-test-disk.h"
#include "store-fixture.h"

static const struct {
  RelaisTestDiskState state;
  RelaisStoreError    error;
} troubles[] = {
  { RELAIS_TEST_DISK_READ_ONLY, RELAIS_STORE_ERROR_READ_ONLY },
  { RELAIS_TEST_DISK_GONE, RELAIS_STORE_ERROR_UNREACHABLE },
};

static void
try_to_set (Fixture *fixture, const char *id, const char *title, RelaisStoreError expected)
{
  g_autoptr (RelaisAction) action = relais_action_new ("Title");
  g_autoptr (GError) error = NULL;

  relais_action_update (action, id, make_fields ("subject", "title", title, NULL));
  g_assert_false (relais_workspace_commit (fixture->workspace, NULL, action, NULL, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, RELAIS_STORE_ERROR, (int) expected);
}

static void
test_while_editing (Fixture *fixture, gconstpointer data)
{
  relais_workspace_close (g_steal_pointer (&fixture->workspace));
  RelaisTestDisk *disk = relais_test_disk_new (fixture->folder);
  fixture_reopen (fixture);
  if (disk == NULL)
    return;

  g_autofree char *id = make_subject (fixture->workspace, "before");
  for (guint round = 0; round < 6; round++) {
    guint kind = round % G_N_ELEMENTS (troubles);
    g_autofree char *title = g_strdup_printf ("round %u", round);

    relais_test_disk_turn (disk, troubles[kind].state);
    for (guint i = 0; i < 3; i++)
      try_to_set (fixture, id, "lost", troubles[kind].error);
    relais_test_disk_turn (disk, RELAIS_TEST_DISK_WELL);
    assert_field (fixture->workspace, "subject", id, "title", round == 0 ? "before" : "after");
    set_field (fixture->workspace, "subject", id, "title", title);
    assert_field (fixture->workspace, "subject", id, "title", title);
    set_field (fixture->workspace, "subject", id, "title", "after");
  }
  fixture_assert_sound (fixture);

  /* Closed while the disk is not well: nothing of what was stored is missing. */
  relais_test_disk_turn (disk, RELAIS_TEST_DISK_READ_ONLY);
  relais_workspace_close (g_steal_pointer (&fixture->workspace));
  relais_test_disk_turn (disk, RELAIS_TEST_DISK_WELL);
  fixture_reopen (fixture);
  assert_field (fixture->workspace, "subject", id, "title", "after");
  fixture_assert_sound (fixture);
  relais_workspace_close (g_steal_pointer (&fixture->workspace));
  relais_test_disk_free (disk);
  fixture_reopen (fixture);
}

static void
test_at_the_start (Fixture *fixture, gconstpointer data)
{
  relais_workspace_close (g_steal_pointer (&fixture->workspace));
  RelaisTestDisk *disk = relais_test_disk_new (fixture->folder);

  for (guint i = 0; disk != NULL && i < G_N_ELEMENTS (troubles); i++) {
    g_autoptr (GError) error = NULL;

    relais_test_disk_turn (disk, troubles[i].state);
    g_assert_null (relais_workspace_open (fixture->path, &error));
    g_test_message ("%s", error->message);
    g_assert_error (error, RELAIS_STORE_ERROR, (int) troubles[i].error);
  }
  g_clear_pointer (&disk, relais_test_disk_free);
  fixture_reopen (fixture);
}

int
main (int argc, char *argv[])
{
  relais_test_disk_enter (argv);
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/disk/while-editing", test_while_editing);
  fixture_add ("/store/disk/at-the-start", test_at_the_start);
  return g_test_run ();
}
