/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-disclosure.h"

#include <string.h>

#define MAX_GROUPS 7

typedef struct {
  guint    n;
  guint    counts[MAX_GROUPS];
  gboolean hidden[MAX_GROUPS];   /* expected */
} Table;

static void
test_tables (void)
{
  static const Table tables[] = {
    /* all large enough */
    { 3, { 5, 9, 30 }, { 0, 0, 0 } },
    /* one small group: the next smallest goes with it */
    { 3, { 3, 9, 30 }, { 1, 1, 0 } },
    /* two small groups that protect each other */
    { 3, { 3, 2, 30 }, { 1, 1, 0 } },
    /* two that do not: 1 + 2 < 5 */
    { 4, { 1, 2, 8, 30 }, { 1, 1, 1, 0 } },
    /* nobody answered there: no protection, and nothing to protect */
    { 4, { 0, 4, 6, 7 }, { 0, 1, 1, 0 } },
    /* equals: the first, always the same one */
    { 3, { 6, 6, 2 }, { 1, 0, 1 } },
    /* nothing left to hide behind */
    { 2, { 2, 1 }, { 1, 1 } },
    { 1, { 4 }, { 1 } },
    { 1, { 0 }, { 0 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      gboolean hidden[MAX_GROUPS] = { FALSE };

      relais_disclosure_hide (tables[i].counts, tables[i].n, 5, hidden);
      for (guint group = 0; group < tables[i].n; group++)
        {
          g_test_message ("table %u, group %u", i, group);
          g_assert_cmpint (hidden[group], ==, tables[i].hidden[group]);
        }
    }
}

static void
test_flags_stay (void)
{
  guint counts[] = { 0, 12, 20 };
  gboolean hidden[] = { TRUE, FALSE, TRUE };

  relais_disclosure_hide (counts, 3, 5, hidden);
  g_assert_true (hidden[0]);
  g_assert_false (hidden[1]);
  g_assert_true (hidden[2]);
}

/* What a reader can work out from a table: the sum over a set of groups is known when all of them are shown, or when all others
 * are (the total minus those). No known set may hold a hidden group and be smaller than the minimum, except everybody. */
static void
assert_nothing_recoverable (const Table *table, guint minimum)
{
  guint all = (1u << table->n) - 1, hidden = 0, total = 0;

  for (guint i = 0; i < table->n; i++)
    {
      hidden |= table->hidden[i] ? 1u << i : 0;
      total += table->counts[i];
      if (!table->hidden[i])
        g_assert_true (table->counts[i] == 0 || table->counts[i] >= minimum);
    }
  for (guint set = 1; set <= all; set++)
    {
      gboolean known = (set & hidden) == 0 || (~set & all & hidden) == 0;
      guint sum = 0;

      for (guint i = 0; i < table->n; i++)
        sum += set & (1u << i) ? table->counts[i] : 0;
      if (known && (set & hidden) != 0)
        g_assert_true (sum == 0 || sum >= minimum || sum == total);
    }
}

/* More is never hidden than the rule asks for: without the largest group that is hidden for others' sake, the rest is too few. */
static void
assert_not_too_much (const Table *table, guint minimum)
{
  guint sum = 0, largest = 0;

  for (guint i = 0; i < table->n; i++)
    if (table->hidden[i])
      {
        sum += table->counts[i];
        if (table->counts[i] >= minimum)
          largest = MAX (largest, table->counts[i]);
      }
  if (largest)
    g_assert_cmpuint (sum - largest, <, minimum);
}

static void
test_random_tables (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      guint minimum = g_test_rand_int_range (2, 12);
      Table table = { .n = g_test_rand_int_range (1, MAX_GROUPS + 1) };

      for (guint i = 0; i < table.n; i++)
        table.counts[i] = g_test_rand_int_range (0, 3 * minimum);
      relais_disclosure_hide (table.counts, table.n, minimum, table.hidden);
      assert_nothing_recoverable (&table, minimum);
      assert_not_too_much (&table, minimum);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/survey/disclosure/tables", test_tables);
  g_test_add_func ("/survey/disclosure/flags-stay", test_flags_stay);
  g_test_add_func ("/survey/disclosure/random-tables", test_random_tables);
  return g_test_run ();
}
