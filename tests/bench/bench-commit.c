/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One edit, durable, at 100,000 records: a status, and a text that is being typed. Floor: one row into a plain table of SQLite,
 * as durable.
 * Budget (DESIGN §10): p99 ≤ 5 ms. */
#include "bench-store.h"

#include "relais-workspace-private.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <time.h>

#define N_EDITS 2000
/* Nobody edits without a pause, and in pauses the store's thread brings the log over into the file. */
#define PAUSE   20

/* Milliseconds that this thread has computed: what other programs on the machine cannot change. */
static double
get_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}

static void
measure_floor (const char *path, GArray *times)
{
  sqlite3 *db;

  sqlite3_open (path, &db);
  sqlite3_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
                    "CREATE TABLE edit (id INTEGER PRIMARY KEY, text TEXT)", NULL, NULL, NULL);
  for (guint i = 0; i < N_EDITS; i++) {
    gint64 start = g_get_monotonic_time ();
    double time;

    sqlite3_exec (db, "INSERT INTO edit (text) VALUES ('one status')", NULL, NULL, NULL);
    time = bench_elapsed (start);
    g_array_append_val (times, time);
    if (i % PAUSE == 0)
      sqlite3_wal_checkpoint_v2 (db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  }
  sqlite3_close (db);
}

static void
edit (RelaisWorkspace *workspace, const char *kind, const char *id, const char *field, const char *value, const char *merge_key,
      GArray *times, GArray *computed)
{
  g_autoptr (RelaisAction) action = relais_action_new ("Edit");
  RelaisFields *fields = relais_fields_new (relais_kind_lookup (kind));
  GError *error = NULL;
  gint64 start;
  double time, cpu;

  relais_fields_set_string (fields, field, value);
  relais_action_update (action, id, fields);
  relais_action_set_merge_key (action, merge_key);
  cpu = get_cpu ();
  start = g_get_monotonic_time ();
  relais_workspace_commit (workspace, NULL, action, NULL, NULL, &error);
  time = bench_elapsed (start);
  cpu = get_cpu () - cpu;
  g_array_append_val (computed, cpu);
  if (error != NULL)
    g_error ("%s", error->message);
  g_array_append_val (times, time);
}

static void
print_times (const char *what, GArray *times, GArray *computed)
{
  g_print ("%s: p50 %.2f ms, p99 %.2f ms", what, bench_percentile (times, 0.5), bench_percentile (times, 0.99));
  if (computed != NULL)
    g_print (" (of which computing: %.2f, %.2f)", bench_percentile (computed, 0.5), bench_percentile (computed, 0.99));
  g_print ("; ");
}

int
main (int argc, char *argv[])
{
  guint n_records = argc > 1 ? (guint) atoi (argv[1]) : 100000;
  char *folder = bench_make_folder ();
  g_autofree char *path = g_build_filename (folder, "city.relais", NULL);
  g_autofree char *floor_path = g_build_filename (folder, "floor.db", NULL);
  g_autoptr (GPtrArray) pages = bench_make_pages (n_records, 1000);
  g_autoptr (RelaisWorkspace) workspace = NULL;
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) typing = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) states_cpu = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) typing_cpu = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) floors = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GString) text = g_string_new (NULL);
  GError *error = NULL;

  workspace = relais_workspace_open (path, &error);
  if (workspace == NULL)
    g_error ("%s", error->message);
  bench_apply_pages (workspace, pages);
  for (guint i = 0; i < N_EDITS; i++) {
    g_autofree char *id = g_strdup_printf ("0190a000-0001-7000-8000-%012x", i % (n_records / 10));

    edit (workspace, "placement", id, "state", i % 2 == 0 ? "refused" : "postponed", NULL, states, states_cpu);
    if (i % PAUSE == 0)
      relais_workspace_checkpoint (workspace);
  }
  /* A text of some 2,000 words grows by a few letters an edit. */
  for (guint i = 0; i < 1500; i++)
    g_string_append (text, "journée ");
  for (guint i = 0; i < N_EDITS; i++) {
    g_string_append (text, i % 3 == 0 ? "mot " : "de");
    edit (workspace, "article", "0190a000-0000-7000-8000-000000000007", "body", text->str, "body", typing, typing_cpu);
    if (i % PAUSE == 0)
      relais_workspace_checkpoint (workspace);
  }
  measure_floor (floor_path, floors);
  g_print ("commit at %u records: ", n_records);
  print_times ("a status", states, states_cpu);
  print_times ("typing in a text", typing, typing_cpu);
  print_times ("(budget p99 5) floor, a row", floors, NULL);
  g_print ("\n");
  g_clear_pointer (&workspace, relais_workspace_close);
  bench_remove_folder (folder);
  return EXIT_SUCCESS;
}
