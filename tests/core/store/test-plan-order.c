/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "relais-day.h"
#include "relais-plan-filter.h"
#include "relais-plan-order.h"
#include "relais-query-private.h"

#define ID(group, n) g_strdup_printf ("0190a000-0000-7000-8000-%04u%08u", group, n)

#define N_PLACEMENTS 2600
#define N_SUBJECTS   300

enum { UNITS = 1, CHANNELS, PEOPLE, CAMPAIGNS, SUBJECTS, PLACEMENTS };

static void
add_references (RelaisPage *page)
{
  static const char * const names[] = { "Élagage", "Culture", "Sports", "eau" };

  for (guint i = 0; i < 4; i++) {
    g_autofree char *unit = ID (UNITS, i), *service = ID (UNITS, 10 + i), *channel = ID (CHANNELS, i), *person = ID (PEOPLE, i),
                    *campaign = ID (CAMPAIGNS, i), *position = g_strdup_printf ("%u", 9 - i);

    page_add (page, make_state ("unit", unit, 1, 1, "name", names[i], "type", "directorate", NULL));
    page_add (page, make_state ("unit", service, 1, 1, "name", "Accueil", "type", "service", "parent", unit, NULL));
    page_add (page, make_state ("channel", channel, 1, 1, "name", names[i], "form", "brief", "position", position, NULL));
    /* Two of them are called the same. */
    page_add (page, make_state ("person", person, 1, 1, "first_name", "Jo", "last_name", names[i % 3], NULL));
    page_add (page, make_state ("campaign", campaign, 1, 1, "title", names[i], "starts", "2027-01-01", "ends", "2027-02-01", NULL));
  }
}

static void
add_placement (RelaisPage *page, guint i)
{
  static const char * const states[] = { "idea", "published", "writing", "published", "review" };
  g_autofree char *id = ID (PLACEMENTS, i), *subject = ID (SUBJECTS, i % N_SUBJECTS), *channel = ID (CHANNELS, i * 7 % 4),
                  *person = ID (PEOPLE, i % 4), *length = g_strdup_printf ("%u", i % 50 + 1);
  char day[RELAIS_DAY_SIZE];

  relais_day_print (relais_day_from_ymd (2026, 1, 1) + (RelaisDay) (i * 37 % 400), day);
  page_add (page, make_state ("placement", id, 1, 1, "subject", subject, "channel", channel, "state", states[i % 5],
                              i % 9 == 0 ? NULL : "planned", day, i % 4 == 0 ? NULL : "author", person,
                              i % 3 == 0 ? NULL : "length", length, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  RelaisPage *page = make_page (2, FALSE, 0);

  fixture_set_up (fixture, data);
  add_references (page);
  for (guint i = 0; i < N_SUBJECTS; i++) {
    g_autofree char *id = ID (SUBJECTS, i), *title = g_strdup_printf ("%s %u", i % 2 == 0 ? "Été" : "eau", i * 31 % N_SUBJECTS / 2);
    g_autofree char *unit = ID (UNITS, (i % 2 == 0 ? 10 : 0) + i % 4), *campaign = ID (CAMPAIGNS, i % 4);

    page_add (page, make_state ("subject", id, 1, 1, "title", title, "state", "kept", i % 7 == 0 ? NULL : "unit", unit,
                                i % 5 != 0 ? NULL : "campaign", campaign, NULL));
  }
  for (guint i = 0; i < N_PLACEMENTS; i++)
    add_placement (page, i);
  apply_page (fixture->workspace, page);
}

/* Everything; what is of three of the directions; what is planned from a day on. */
typedef enum { ALL, OF_UNITS, COMING } Choice;

static RelaisQuery *
make_query (const RelaisPlanOrder *order, Choice choice)
{
  g_autoptr (RelaisPlanFilter) filter = relais_plan_filter_new ();
  g_autoptr (GPtrArray) units = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  RelaisQuery *query;

  for (guint i = 0; choice == OF_UNITS && i < 3; i++)
    g_ptr_array_add (units, ID (UNITS, i));
  if (choice == OF_UNITS)
    relais_plan_filter_choose (filter, RELAIS_PLAN_UNIT, (const char * const *) units->pdata);
  query = relais_plan_filter_build (filter);
  if (choice == COMING)
    relais_query_where (query, "planned", RELAIS_MATCH_AT_LEAST, "2026-04-01");
  relais_plan_order_apply (order, query);
  return query;
}

static gint64
get_pk (GArray *keys, guint i)
{
  return g_array_index (keys, RelaisRowKey, i).pk;
}

static const char *
get_group (GArray *keys, GPtrArray *groups, guint i)
{
  return g_ptr_array_index (groups, g_array_index (keys, RelaisRowKey, i).group);
}

/* A group stands in one place, and its first rows are found without the others. */
static void
check (RelaisDatabase *db, const RelaisPlanOrder *order, guint few, Choice choice)
{
  g_autoptr (RelaisQuery) query = make_query (order, choice);
  g_autoptr (GPtrArray) groups = NULL, first_groups = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) keys = relais_query_run_keys (query, db, &groups, &error);
  g_assert_no_error (error);
  guint last, n_last = 0;
  g_autoptr (GArray) first = relais_query_run_head (query, db, 300, few, &first_groups, &last, &error);

  g_assert_no_error (error);
  g_assert_true (choice != ALL || keys->len == N_PLACEMENTS);
  for (guint i = 0; i < groups->len; i++)
    g_assert_true (g_hash_table_add (seen, groups->pdata[i]));
  g_assert_nonnull (first);
  g_assert_cmpuint (first->len, ==, 300);
  for (guint i = 0; i < first->len; i++) {
    g_assert_cmpint (get_pk (first, i), ==, get_pk (keys, i));
    g_assert_cmpstr (get_group (first, first_groups, i), ==, get_group (keys, groups, i));
  }
  for (guint i = 0; i < keys->len; i++)
    n_last += g_str_equal (get_group (keys, groups, i), get_group (first, first_groups, first->len - 1));
  if (last != 0)
    g_assert_cmpuint (last, ==, n_last);
  else   /* what has none is not counted where most have one */
    g_assert_true (order->group == RELAIS_PLAN_GROUP_NONE || (order->group == RELAIS_PLAN_GROUP_CAMPAIGN && few < 15000));
}

static void
test_first_rows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisDatabase) db = relais_database_open (fixture->path, RELAIS_DATABASE_READER, NULL);

  for (guint sort = 0; sort < RELAIS_PLAN_N_COLUMNS; sort++)
    for (guint group = 0; group < RELAIS_PLAN_N_GROUPS; group++)
      for (guint descending = 0; descending < 2; descending++) {
        RelaisPlanOrder order = { sort, descending == 1, group, 0 };

        g_test_message ("sort %u %s group %u", sort, descending ? "descending" : "ascending", group);
        check (db, &order, 15000, ALL);
        /* Walks through what has the same of the first, too. */
        check (db, &order, 100, descending == 0 ? OF_UNITS : ALL);
        check (db, &order, descending == 0 ? 100 : 1500, COMING);
      }
}

/* What the first and the last row say under an order, and the groups. */
static char *
describe (RelaisDatabase *db, const RelaisPlanOrder *order)
{
  g_autoptr (RelaisQuery) query = make_query (order, ALL);
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GArray) keys = relais_query_run_keys (query, db, &groups, NULL);

  g_ptr_array_add (groups, NULL);
  return g_strjoinv (" ", (char **) groups->pdata);
}

#define assert_groups(sort, descending, group, expected) G_STMT_START { \
  g_autofree char *groups_ = describe (db, &(RelaisPlanOrder) { sort, descending, group, 0 }); \
  g_assert_cmpstr (groups_, ==, expected); } G_STMT_END

static void
test_groups (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisDatabase) db = relais_database_open (fixture->path, RELAIS_DATABASE_READER, NULL);
  g_auto (GStrv) units = g_new0 (char *, 5);

  for (guint i = 0; i < 4; i++)
    units[i] = ID (UNITS, i);
  /* A service counts for its direction; names without regard to case and accents; what has none comes last. */
  g_autofree char *by_name = g_strjoin (" ", units[1], units[3], units[0], units[2], "", NULL);
  g_autofree char *backwards = g_strjoin (" ", units[2], units[0], units[3], units[1], "", NULL);

  assert_groups (RELAIS_PLAN_COLUMN_PLANNED, FALSE, RELAIS_PLAN_GROUP_UNIT, by_name);
  assert_groups (RELAIS_PLAN_COLUMN_UNIT, FALSE, RELAIS_PLAN_GROUP_UNIT, by_name);
  /* Groups go backwards with what they are sorted by, and not with anything else. */
  assert_groups (RELAIS_PLAN_COLUMN_UNIT, TRUE, RELAIS_PLAN_GROUP_UNIT, backwards);
  assert_groups (RELAIS_PLAN_COLUMN_PLANNED, TRUE, RELAIS_PLAN_GROUP_UNIT, by_name);
  assert_groups (RELAIS_PLAN_COLUMN_PLANNED, FALSE, RELAIS_PLAN_GROUP_STATE, "idea writing review published");
  assert_groups (RELAIS_PLAN_COLUMN_STATE, TRUE, RELAIS_PLAN_GROUP_STATE, "published review writing idea");
  assert_groups (RELAIS_PLAN_COLUMN_SUBJECT, FALSE, RELAIS_PLAN_GROUP_NONE, "");
}

static void
test_few (Fixture *fixture, gconstpointer data)
{
  RelaisPlanOrder order = { RELAIS_PLAN_COLUMN_PLANNED, FALSE, RELAIS_PLAN_GROUP_NONE, 0 };
  g_autoptr (RelaisDatabase) db = relais_database_open (fixture->path, RELAIS_DATABASE_READER, NULL);
  g_autoptr (RelaisQuery) query = make_query (&order, ALL);
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GError) error = NULL;
  guint last;

  relais_query_where (query, "state", RELAIS_MATCH_EQUAL, "idea");
  g_assert_null (relais_query_run_head (query, db, 100, 15000, &groups, &last, &error));
  g_assert_no_error (error);
}

static void
test_json (void)
{
  g_autoptr (JsonObject) object = json_object_new ();
  RelaisPlanOrder order, read;

  relais_plan_order_init (&order);
  order.sort = RELAIS_PLAN_COLUMN_AUTHOR;
  order.descending = TRUE;
  order.group = RELAIS_PLAN_GROUP_CAMPAIGN;
  order.shown = 1 << RELAIS_PLAN_COLUMN_SUBJECT | 1 << RELAIS_PLAN_COLUMN_LENGTH;
  order.widths[RELAIS_PLAN_COLUMN_SUBJECT] = 2150;
  relais_plan_order_write (&order, object);
  relais_plan_order_init (&read);
  relais_plan_order_read (&read, object);
  g_assert_true (relais_plan_order_equal (&order, &read));
  /* What a later Relais writes is passed over. */
  json_object_set_string_member (object, "sort", "mood");
  json_object_set_string_member (object, "group", "mood");
  json_object_set_array_member (object, "columns", json_array_new ());
  json_object_set_string_member (object, "widths", "wide");
  relais_plan_order_read (&read, object);
  g_assert_true (relais_plan_order_equal (&order, &read));
  /* Widths are those that are written; none is so narrow or wide that it could not be made another one. */
  g_autoptr (JsonNode) widths = json_from_string ("{\"channel\": 3, \"state\": 99999999, \"mood\": 900, \"author\": -4}", NULL);
  json_object_set_object_member (object, "widths", json_node_dup_object (widths));
  relais_plan_order_read (&read, object);
  g_assert_cmpuint (read.widths[RELAIS_PLAN_COLUMN_SUBJECT], ==, 0);
  g_assert_cmpuint (read.widths[RELAIS_PLAN_COLUMN_CHANNEL], ==, RELAIS_PLAN_LEAST_WIDTH);
  g_assert_cmpuint (read.widths[RELAIS_PLAN_COLUMN_STATE], ==, RELAIS_PLAN_MOST_WIDTH);
  g_assert_cmpuint (read.widths[RELAIS_PLAN_COLUMN_AUTHOR], ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/plan-order/first-rows", Fixture, NULL, set_up, test_first_rows, fixture_tear_down);
  g_test_add ("/store/plan-order/groups", Fixture, NULL, set_up, test_groups, fixture_tear_down);
  g_test_add ("/store/plan-order/few", Fixture, NULL, set_up, test_few, fixture_tear_down);
  g_test_add_func ("/store/plan-order/json", test_json);
  return g_test_run ();
}
