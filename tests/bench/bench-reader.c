/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench-reader WORKSPACE [PATTERN]: what the store's thread computes for each view of the plan, its filters, orders and groups. Half of the
 * 100 ms until a complete frame (issue "the editorial planning board", Speed) may be spent here. */
#include <stdlib.h>
#include <time.h>

#include "relais-day.h"
#include "relais-plan-order.h"
#include "relais-plan-reader.h"
#include "relais-row-keys.h"
#include "relais-workspace-private.h"

#define TURNS  3
#define FIRST  80     /* rows that a window shows */
#define BUDGET 50.0   /* ms */

static const char *wanted;   /* of what is measured; NULL: everything */

typedef void (*Reading) (RelaisWorkspace *workspace, gconstpointer what);

typedef struct {
  const RelaisPlanFilter *filter;
  RelaisPlanBy            by;
} Board;

typedef struct {
  RelaisPlanOrder order;
  gboolean        coming;
  guint           first;
} List;

static double
get_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
tell (RelaisWorkspace *workspace, const char *name, Reading reading, gconstpointer what)
{
  double times[TURNS], first;

  if (wanted != NULL && !g_pattern_match_simple (wanted, name))
    return;
  for (guint i = 0; i < TURNS; i++) {
    double before = get_cpu ();

    reading (workspace, what);
    times[i] = get_cpu () - before;
  }
  first = times[0];
  qsort (times, TURNS, sizeof times[0], compare);
  g_print ("%s: %.1f ms, at first %.1f%s\n", name, times[TURNS / 2], first, times[TURNS / 2] > BUDGET ? " OVER" : "");
}

static void
read_board (RelaisWorkspace *workspace, gconstpointer what)
{
  const Board *board = what;
  g_autoptr (RelaisPlanMatrix) matrix = relais_plan_reader_board (workspace, board->filter, board->by, 6, NULL);

  g_assert_nonnull (matrix);
}

static void
read_list (RelaisWorkspace *workspace, gconstpointer what)
{
  const List *list = what;
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();
  g_autoptr (RelaisQuery) query = relais_plan_filter_build (filter);
  g_autoptr (RelaisRowKeys) before = relais_row_keys_new ();
  g_autoptr (RelaisRowKeys) after = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%F");
  char monday[RELAIS_DAY_SIZE];

  relais_day_print (relais_day_monday (relais_day_parse (today)), monday);
  if (list->coming)
    relais_query_where (query, "planned", RELAIS_MATCH_AT_LEAST, monday);
  relais_plan_order_apply (&list->order, query);
  after = relais_row_keys_query (query, workspace->db, before, list->first, NULL);
  g_assert_nonnull (after);
}

static void
read_unplaced (RelaisWorkspace *workspace, gconstpointer what)
{
  g_autoptr (RelaisQuery) query = relais_plan_filter_build_unplaced (what);
  g_autoptr (RelaisRowKeys) before = relais_row_keys_new ();
  g_autoptr (RelaisRowKeys) after = NULL;

  after = relais_row_keys_query (query, workspace->db, before, 0, NULL);
  g_assert_nonnull (after);
}

static void
read_undated (RelaisWorkspace *workspace, gconstpointer what)
{
  g_autoptr (RelaisQuery) query = relais_plan_filter_build_undated (what);
  g_autoptr (RelaisRowKeys) before = relais_row_keys_new ();
  g_autoptr (RelaisRowKeys) after = NULL;

  after = relais_row_keys_query (query, workspace->db, before, 0, NULL);
  g_assert_nonnull (after);
}

static char *
dup_first (RelaisWorkspace *workspace, const char *kind, const char *field, const char *value)
{
  g_autoptr (RelaisQuery) query = relais_query_limit (relais_query_new (relais_kind_lookup (kind)), 1);
  g_autoptr (GPtrArray) found = NULL;

  if (field != NULL)
    relais_query_where (query, field, RELAIS_MATCH_EQUAL, value);
  found = relais_workspace_query (workspace, query, NULL);
  return g_strdup (relais_record_get_id (found->pdata[0]));
}

static void
tell_boards (RelaisWorkspace *workspace)
{
  static const char * const names[] = { "all together", "by channel", NULL, "by author" };
  static const char * const filters[] = { "everything", "a direction", "an author", "a channel", "words", "archived too" };
  g_autofree char *unit = dup_first (workspace, "unit", "type", "directorate");
  g_autofree char *channel = dup_first (workspace, "channel", NULL, NULL);
  g_autoptr (RelaisQuery) query = relais_query_limit (relais_query_new (relais_kind_lookup ("placement")), 1);
  g_autoptr (GPtrArray) found = relais_workspace_query (workspace, query, NULL);
  const char *author = relais_record_get_string (found->pdata[0], "author");

  for (guint f = 0; f < G_N_ELEMENTS (filters); f++)
    for (guint by = 0; by < G_N_ELEMENTS (names); by++) {
      g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();
      g_autofree char *name = g_strdup_printf ("board %s, %s", names[by], filters[f]);
      const char *units[] = { unit, NULL }, *channels[] = { channel, NULL }, *authors[] = { author, NULL };
      const char *states[] = { "published", "archived", "writing", NULL };

      if (names[by] == NULL)
        continue;
      if (f == 1)
        relais_plan_filter_choose (filter, RELAIS_PLAN_UNIT, units);
      else if (f == 2)
        relais_plan_filter_choose (filter, RELAIS_PLAN_AUTHOR, authors);
      else if (f == 3)
        relais_plan_filter_choose (filter, RELAIS_PLAN_CHANNEL, channels);
      else if (f == 4)
        relais_plan_filter_set_text (filter, "fete");
      else if (f == 5)
        relais_plan_filter_choose (filter, RELAIS_PLAN_STATE, states);
      tell (workspace, name, read_board, &(Board) { filter, by });
    }
}

static void
tell_lists (RelaisWorkspace *workspace)
{
  for (guint all = 0; all < 2; all++)
    for (guint group = 0; group < RELAIS_PLAN_N_GROUPS; group++)
      for (guint sort = 0; sort < RELAIS_PLAN_N_COLUMNS; sort++) {
        List list = { { sort, FALSE, group, 0 }, !all, 0 };
        g_autofree char *name = g_strdup_printf ("list %s, %s, by %s", all ? "of all dates" : "from this week",
                                                 relais_plan_group_label (group), relais_plan_column_label (sort));
        g_autofree char *head = g_strconcat (name, ", its first rows", NULL);

        tell (workspace, name, read_list, &list);
        list.first = FIRST;
        tell (workspace, head, read_list, &list);
      }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();
  RelaisWorkspace *workspace = relais_workspace_open (argv[1], &error);

  wanted = argc > 2 ? argv[2] : NULL;
  if (workspace == NULL)
    g_error ("%s", error->message);
  tell (workspace, "ideas, on no channel yet", read_unplaced, filter);
  tell (workspace, "ideas, without a day", read_undated, filter);
  tell_boards (workspace);
  tell_lists (workspace);
  relais_workspace_close (workspace);
  return 0;
}
