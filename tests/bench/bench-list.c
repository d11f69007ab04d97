/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list over 100,000 placements: until its rows are there, a jump of a screen anywhere, and an edit until it is told. Floor: the
 * keys in
 * their order, by SQL alone. Budgets (DESIGN §10): 16 ms of main-thread CPU a frame, 180 MB. */
#include "bench-store.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "relais-record-list.h"

#define N_JUMPS  500
#define N_EDITS  30
#define A_SCREEN 40

static double
get_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}

static GPtrArray *
make_placements (guint n)
{
  GPtrArray *pages = bench_make_pages (n / 2 * 5, 2500);

  /* Placements only: two of five. */
  for (guint i = 0; i < pages->len; i++) {
    GPtrArray *records = ((RelaisPage *) g_ptr_array_index (pages, i))->records;

    for (guint r = records->len; r-- > 0;)
      if (relais_record_get_kind (g_ptr_array_index (records, r)) != relais_kind_lookup ("placement"))
        g_ptr_array_remove_index (records, r);
  }
  return pages;
}

/* In a process of its own: what making the city takes is not what showing it takes. */
static void
fill (const char *path, guint n_records)
{
  pid_t child = fork ();
  int status;

  if (child == 0) {
    RelaisWorkspace *workspace = relais_workspace_open (path, NULL);

    bench_apply_pages (workspace, make_placements (n_records));
    relais_workspace_close (workspace);
    _exit (EXIT_SUCCESS);
  }
  if (waitpid (child, &status, 0) != child || status != 0)
    g_error ("The city was not made");
}

static double
measure_floor (const char *path)
{
  sqlite3 *db;
  sqlite3_stmt *stmt;
  gint64 start;
  gint64 sum = 0;

  sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL);
  start = g_get_monotonic_time ();
  sqlite3_prepare_v2 (db, "SELECT pk FROM k_placement ORDER BY planned, pk", -1, &stmt, NULL);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    sum += sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  g_assert_cmpint (sum, >, 0);
  return bench_elapsed (start);
}

static void
settle (RelaisRecordList *list)
{
  while (relais_record_list_get_loading (list))
    g_main_context_iteration (NULL, TRUE);
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, guint *n_changed)
{
  *n_changed += 1;
}

/* Main-thread CPU from an edit until the list has told it, without the waiting. */
static double
measure_edit (RelaisStore *store, RelaisRecordList *list, guint *n_changed, guint i, double *wall)
{
  g_autoptr (RelaisAction) action = relais_action_new ("Move");
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("placement"));
  g_autoptr (RelaisRecordItem) item = g_list_model_get_item (G_LIST_MODEL (list), i * 977 % 50000);
  gint64 start = g_get_monotonic_time ();
  double cpu = get_cpu ();
  guint before = *n_changed;

  relais_fields_set_string (fields, "planned", i % 2 == 0 ? "2023-01-01" : "2028-01-01");
  relais_action_update (action, relais_record_item_get_id (item), fields);
  relais_store_commit_async (store, action, NULL, NULL, NULL);
  while (*n_changed == before)
    g_main_context_iteration (NULL, TRUE);
  *wall = bench_elapsed (start);
  return get_cpu () - cpu;
}

int
main (int argc, char *argv[])
{
  guint n_records = argc > 1 ? (guint) atoi (argv[1]) : 100000;
  char *folder = bench_make_folder ();
  g_autofree char *path = g_build_filename (folder, "city.relais", NULL);
  g_autoptr (RelaisStore) store = NULL;
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("placement"));
  g_autoptr (RelaisRecordList) list = NULL;
  g_autoptr (GArray) jumps = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) edits = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) walls = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  GError *error = NULL;
  double opened, memory;
  guint n_rows, n_changed = 0;
  gint64 start;

  fill (path, n_records);
  store = relais_store_open (path, &error);
  if (store == NULL)
    g_error ("%s", error->message);

  relais_query_order (relais_query_group (query, "planned", TRUE), "planned", FALSE);
  start = g_get_monotonic_time ();
  list = relais_record_list_new (store, query);
  settle (list);
  opened = bench_elapsed (start);
  n_rows = g_list_model_get_n_items (G_LIST_MODEL (list));
  for (guint i = 0; i < N_JUMPS; i++) {
    guint at = (guint) g_rand_int_range (random, 0, (gint32) n_rows - A_SCREEN);
    double time = get_cpu ();

    for (guint r = 0; r < A_SCREEN; r++) {
      guint from, to;
      g_autoptr (RelaisRecordItem) item = g_list_model_get_item (G_LIST_MODEL (list), at + r);

      g_assert_nonnull (relais_record_item_get_record (item));
      relais_record_list_get_section (list, at + r, &from, &to, NULL);
    }
    time = get_cpu () - time;
    g_array_append_val (jumps, time);
  }
  memory = bench_memory ();
  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &n_changed);
  for (guint i = 0; i < N_EDITS; i++) {
    double wall, cpu = measure_edit (store, list, &n_changed, i, &wall);

    g_array_append_val (edits, cpu);
    g_array_append_val (walls, wall);
  }
  g_print ("list of %u rows by week: open %.0f ms; floor, keys by SQL: %.0f ms; jump of %u rows: CPU p50 %.2f ms, p99 %.2f ms "
           "(budget 16); "
           "an edit until told: CPU p50 %.2f ms, p99 %.2f ms, after %.0f ms; memory %.0f MB (budget 180)\n", n_rows, opened,
           measure_floor (path), A_SCREEN, bench_percentile (jumps, 0.5), bench_percentile (jumps,
                                                                                            0.99), bench_percentile (edits, 0.5),
           bench_percentile (edits, 0.99), bench_percentile (walls, 0.5), memory);
  g_clear_object (&list);
  relais_store_close (store);
  bench_remove_folder (folder);
  return EXIT_SUCCESS;
}
