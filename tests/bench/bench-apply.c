/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First sync: a city of 100,000 records into the workspace file. Floor: the same rows into a plain table of SQLite. */
#include "bench-store.h"

#include <stdlib.h>

int
main (int argc, char *argv[])
{
  guint n_records = argc > 1 ? (guint) atoi (argv[1]) : 100000;
  char *folder = bench_make_folder ();
  g_autofree char *path = g_build_filename (folder, "city.relais", NULL);
  g_autofree char *floor_path = g_build_filename (folder, "floor.db", NULL);
  g_autoptr (GPtrArray) pages = bench_make_pages (n_records, 1000);
  g_autoptr (RelaisWorkspace) workspace = NULL;
  GError *error = NULL;
  double floor_seconds = bench_write_floor (floor_path, pages), seconds;
  gint64 start;

  workspace = relais_workspace_open (path, &error);
  if (workspace == NULL)
    g_error ("%s", error->message);
  start = g_get_monotonic_time ();
  bench_apply_pages (workspace, pages);
  seconds = bench_elapsed (start) / 1000;
  g_print ("apply %u records: %.2f s (%.0f a second); floor, a plain table of SQLite: %.2f s; ratio %.1f\n", n_records, seconds,
           n_records / seconds, floor_seconds, seconds / floor_seconds);
  g_clear_pointer (&workspace, relais_workspace_close);

  start = g_get_monotonic_time ();
  workspace = relais_workspace_open (path, &error);
  g_print ("open after a clean close: %.1f ms", bench_elapsed (start));
  g_clear_pointer (&workspace, relais_workspace_close);
  {
    g_autofree char *lock = g_strconcat (path, "-lock", NULL);

    g_file_set_contents (lock, "", 0, NULL);
    start = g_get_monotonic_time ();
    workspace = relais_workspace_open (path, &error);
    g_print ("; after a crash, with a look at every page: %.1f ms\n", bench_elapsed (start));
  }
  g_clear_pointer (&workspace, relais_workspace_close);
  bench_remove_folder (folder);
  return EXIT_SUCCESS;
}
