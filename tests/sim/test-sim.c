/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The deterministic simulator as a test: many seeds, each twice. `--seed N [--verbose]` runs one; `--ops N` does as many
 * operations with each seed, fewer where the program is slow by itself (sanitizers). */

#include "sim.h"

#define N_SEEDS    25
#define N_RUNS     (2 * N_SEEDS + 2)   /* each seed twice, one with right clocks and with wrong ones */
#define OPS_A_SEED 962
#define ALL_OPS    50000
G_STATIC_ASSERT (N_RUNS * OPS_A_SEED >= ALL_OPS);

static int ops_a_seed = OPS_A_SEED;
static guint total_ops;

static void
print_report (guint64          seed,
              const SimReport *report)
{
  g_test_message ("seed %" G_GUINT64_FORMAT ": %u ops, %u applied, %u conflicts, %u refused; %u messages, %u faults, %u resyncs, "
                  "%u restores; trace %.16s", seed, report->n_ops, report->n_applied, report->n_conflicts, report->n_rejected,
                  report->n_messages, report->n_faults, report->n_resyncs, report->n_restores, report->trace);
}

static void
run_twice (SimOptions *options)
{
  SimReport first = { 0 };
  SimReport second = { 0 };

  sim_run (options, &first);
  print_report (options->seed, &first);
  g_assert_cmpstr (first.failure, ==, NULL);

  options->verbose = FALSE;
  sim_run (options, &second);
  g_assert_cmpstr (second.trace, ==, first.trace);
  total_ops += first.n_ops + second.n_ops;
  sim_report_clear (&first);
  sim_report_clear (&second);
}

static void
test_seed (gconstpointer data)
{
  SimOptions options = { .seed = GPOINTER_TO_UINT (data), .n_ops = ops_a_seed };

  run_twice (&options);
}

/* No client clock decides anything: with right clocks and wrong ones the same happens. */
static void
test_clock_independence (void)
{
  SimOptions options = { .seed = 8, .n_ops = ops_a_seed };
  SimReport wrong = { 0 };
  SimReport right = { 0 };

  sim_run (&options, &wrong);
  options.true_clocks = TRUE;
  sim_run (&options, &right);
  g_assert_cmpstr (wrong.failure, ==, NULL);
  g_assert_cmpstr (right.failure, ==, NULL);
  g_assert_cmpstr (right.trace, !=, wrong.trace);
  g_assert_cmpstr (right.shape, ==, wrong.shape);
  total_ops += wrong.n_ops + right.n_ops;
  sim_report_clear (&wrong);
  sim_report_clear (&right);
}

static void
test_enough (void)
{
  g_test_message ("%u operations", total_ops);
  g_assert_cmpuint (total_ops, >=, N_RUNS * ops_a_seed);
}

int
main (int    argc,
      char **argv)
{
  gint64 seed = -1;
  gboolean verbose = FALSE;
  gboolean true_clocks = FALSE;
  const GOptionEntry entries[] = {
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Run this seed only", "N" },
    { "ops", 0, 0, G_OPTION_ARG_INT, &ops_a_seed, "Do at least so many operations with a seed", "N" },
    { "verbose", 0, 0, G_OPTION_ARG_NONE, &verbose, "Print the trace", NULL },
    { "true-clocks", 0, 0, G_OPTION_ARG_NONE, &true_clocks, "Let the clients' clocks be right", NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  g_test_init (&argc, &argv, NULL);

  if (seed >= 0)
    {
      SimOptions options = { .seed = seed, .n_ops = ops_a_seed, .verbose = verbose, .true_clocks = true_clocks };

      run_twice (&options);
      return 0;
    }

  for (guint i = 1; i <= N_SEEDS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/sim/seed/%02u", i);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_seed);
    }
  g_test_add_func ("/sim-total/clock_independence", test_clock_independence);
  g_test_add_func ("/sim-total/enough-operations", test_enough);

  return g_test_run ();
}
