/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "relais-query-private.h"

static RelaisQuery *
of (const char *kind)
{
  return relais_query_new (relais_kind_lookup (kind));
}

/* Titles (or days) of the answer, in order. */
static char *
list (Fixture *fixture, RelaisQuery *query /* taken */, const char *field)
{
  g_autoptr (RelaisQuery) owned = query;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = relais_workspace_query (fixture->workspace, query, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (relais_workspace_count (fixture->workspace, query), ==, records->len);
  for (guint i = 0; i < records->len; i++) {
    const char *value = relais_record_get_string (g_ptr_array_index (records, i), field);

    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", value != NULL ? value : "-");
  }
  return g_string_free_and_steal (text);
}

#define assert_list(query, field, expected) G_STMT_START { \
  g_autofree char *listed_ = list (fixture, query, field); \
  g_assert_cmpstr (listed_, ==, expected); } G_STMT_END

#define SUBJECT_A "0190a000-0000-7000-8000-00000000000a"
#define SUBJECT_B "0190a000-0000-7000-8000-00000000000b"
#define CHANNEL_1 "0190a000-0000-7000-8000-000000000001"
#define CHANNEL_2 "0190a000-0000-7000-8000-000000000002"

static void
set_up_plan (Fixture *fixture, gconstpointer data)
{
  RelaisPage *page = make_page (20, FALSE, 0);

  fixture_set_up (fixture, data);
  page_add (page, make_state ("channel", CHANNEL_1, 1, 1, "name", "Zoom", "form", "feature", "position", "1", NULL));
  page_add (page, make_state ("channel", CHANNEL_2, 2, 1, "name", "Brèves", "form", "brief", "position", "2", NULL));
  page_add (page, make_state ("subject", SUBJECT_A, 3, 1, "title", "Élections", "state", "kept", "tags", "vote|agents", NULL));
  page_add (page, make_state ("subject", SUBJECT_B, 4, 1, "title", "eau", "state", "proposed", "proposed_on", "2026-01-10",
                              NULL));
  page_add (page, make_state ("subject", "0190a000-0000-7000-8000-00000000000c", 5, 1, "title", "Zébu", "state", "refused",
                              "binned", "yes", NULL));
  page_add (page, make_state ("placement", "0190a000-0000-7000-8000-000000000011", 6, 1, "subject", SUBJECT_A, "channel",
                              CHANNEL_2,
                              "state", "review", "planned", "2026-01-02", NULL));
  page_add (page, make_state ("placement", "0190a000-0000-7000-8000-000000000012", 7, 1, "subject", SUBJECT_B, "channel",
                              CHANNEL_1,
                              "state", "idea", "planned", "2025-12-29", NULL));
  page_add (page, make_state ("placement", "0190a000-0000-7000-8000-000000000013", 8, 1, "subject", SUBJECT_A, "channel",
                              CHANNEL_1,
                              "state", "published", "planned", "2026-01-05", NULL));
  page_add (page, make_state ("placement", "0190a000-0000-7000-8000-000000000014", 9, 1, "subject", SUBJECT_B, "channel",
                              CHANNEL_2,
                              "state", "idea", NULL));
  apply_page (fixture->workspace, page);
}

static void
test_where (Fixture *fixture, gconstpointer data)
{
  assert_list (of ("subject"), "title", "Élections eau");
  assert_list (relais_query_where (of ("subject"), "state", RELAIS_MATCH_EQUAL, "kept"), "title", "Élections");
  assert_list (relais_query_where (of ("subject"), "state", RELAIS_MATCH_NOT_EQUAL, "kept"), "title", "eau");
  assert_list (relais_query_where (of ("subject"), "proposed_on", RELAIS_MATCH_EQUAL, NULL), "title", "Élections");
  assert_list (relais_query_where (of ("subject"), "proposed_on", RELAIS_MATCH_NOT_EQUAL, NULL), "title", "eau");
  assert_list (relais_query_where (of ("subject"), "proposed_on", RELAIS_MATCH_AT_LEAST, "2026-01-10"), "title", "eau");
  assert_list (relais_query_where (of ("subject"), "proposed_on", RELAIS_MATCH_AT_MOST, "2026-01-09"), "title", "");
  assert_list (relais_query_where (of ("subject"), "state", RELAIS_MATCH_ONE_OF, "kept|proposed"), "title", "Élections eau");
  assert_list (relais_query_where (of ("subject"), "tags", RELAIS_MATCH_CONTAINS, "vote"), "title", "Élections");
  assert_list (relais_query_where (of ("subject"), "tags", RELAIS_MATCH_CONTAINS, "vot"), "title", "");
  assert_list (relais_query_where (of ("channel"), "position", RELAIS_MATCH_AT_LEAST, "2"), "name", "Brèves");
  assert_list (relais_query_limit (of ("subject"), 1), "title", "Élections");
  assert_list (relais_query_except (of ("subject"), SUBJECT_A), "title", "eau");
  assert_list (relais_query_except (of ("subject"), NULL), "title", "Élections eau");
  assert_list (relais_query_except (of ("subject"), CHANNEL_1), "title", "Élections eau");
  assert_list (relais_query_text (of ("subject"), "elec"), "title", "Élections");
  assert_list (relais_query_text (of ("subject"), "  "), "title", "Élections eau");
}

static void
test_bin (Fixture *fixture, gconstpointer data)
{
  assert_list (relais_query_include_bin (of ("subject"), TRUE), "title", "Zébu");
  assert_list (relais_query_include_bin (of ("subject"), FALSE), "title", "Élections eau Zébu");
  /* An absent flag is a flag that is down. */
  assert_list (relais_query_where (of ("subject"), "binned", RELAIS_MATCH_EQUAL, "no"), "title", "Élections eau");
}

static void
test_through (Fixture *fixture, gconstpointer data)
{
  assert_list (relais_query_where_through (of ("placement"), "subject", "state", RELAIS_MATCH_EQUAL, "kept"), "planned",
               "2026-01-02 2026-01-05");
  assert_list (relais_query_text_through (of ("placement"), "subject", "elections"), "planned", "2026-01-02 2026-01-05");
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  /* Without regard to case and accents. */
  assert_list (relais_query_order (of ("subject"), "title", FALSE), "title", "eau Élections");
  assert_list (relais_query_order (of ("subject"), "title", TRUE), "title", "Élections eau");
  /* As they follow each other in life; what is empty comes last, either way. */
  assert_list (relais_query_order (of ("placement"), "state", FALSE), "state", "idea idea review published");
  assert_list (relais_query_order (of ("placement"), "planned", FALSE), "planned", "2025-12-29 2026-01-02 2026-01-05 -");
  assert_list (relais_query_order (of ("placement"), "planned", TRUE), "planned", "2026-01-05 2026-01-02 2025-12-29 -");
  /* By what the record that is pointed to is called, or its position. */
  assert_list (relais_query_order (of ("placement"), "channel", FALSE), "state", "idea published review idea");
  assert_list (relais_query_order_through (of ("placement"), "subject", "title", FALSE), "state", "idea idea review published");
}

/* "key:rows" of each section. */
static char *
list_sections (Fixture *fixture, RelaisQuery *query /* taken */)
{
  g_autoptr (RelaisQuery) owned = query;
  g_autoptr (RelaisDatabase) db = relais_database_open (fixture->path, RELAIS_DATABASE_READER, NULL);
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) keys = relais_query_run_keys (query, db, &groups, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint g = 0; g < groups->len; g++) {
    guint n = 0;

    for (guint i = 0; i < keys->len; i++)
      n += g_array_index (keys, RelaisRowKey, i).group == g;
    g_string_append_printf (text, "%s%s:%u", g > 0 ? " " : "", (const char *) g_ptr_array_index (groups, g), n);
  }
  return g_string_free_and_steal (text);
}

#define assert_sections(query, expected) G_STMT_START { \
  g_autofree char *sections_ = list_sections (fixture, query); \
  g_assert_cmpstr (sections_, ==, expected); } G_STMT_END

static void
test_group (Fixture *fixture, gconstpointer data)
{
  /* 29 December 2025 and 2 January 2026 are in the first week of 2026. */
  assert_sections (relais_query_group (of ("placement"), "planned", TRUE), "2026-W01:2 2026-W02:1 :1");
  /* Within a week another order holds, and the weeks stay whole. */
  assert_sections (relais_query_order (relais_query_group (of ("placement"), "planned", TRUE), "state", TRUE),
                   "2026-W01:2 2026-W02:1 :1");
  assert_list (relais_query_order (relais_query_group (of ("placement"), "planned", TRUE), "state", TRUE), "state",
               "review idea published idea");
  assert_sections (relais_query_group (of ("placement"), "state", FALSE), "idea:2 review:1 published:1");
  assert_sections (relais_query_group (of ("placement"), "channel", FALSE), CHANNEL_1 ":2 " CHANNEL_2 ":2");
  assert_sections (of ("placement"), ":4");
}

static void
test_bad_value (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisQuery) query = relais_query_where (of ("subject"), "proposed_on", RELAIS_MATCH_EQUAL, "yesterday");
  g_autoptr (GError) error = NULL;
  GPtrArray *records = relais_workspace_query (fixture->workspace, query, &error);

  g_assert_null (records);
  g_assert_nonnull (error);
}

static void
test_depends_on (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisQuery) query = relais_query_order_through (of ("placement"), "subject", "title", FALSE);
  g_autoptr (RelaisQuery) grouped = relais_query_group (of ("placement"), "channel", FALSE);

  g_assert_true (relais_query_depends_on (query, relais_kind_lookup ("placement")));
  g_assert_true (relais_query_depends_on (query, relais_kind_lookup ("subject")));
  g_assert_false (relais_query_depends_on (query, relais_kind_lookup ("channel")));
  g_assert_true (relais_query_depends_on (grouped, relais_kind_lookup ("channel")));
  g_autoptr (RelaisQuery) none = relais_query_where_none (of ("subject"), "placement", "subject");
  g_assert_true (relais_query_depends_on (none, relais_kind_lookup ("placement")));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define add(path, func) g_test_add (path, Fixture, NULL, set_up_plan, func, fixture_tear_down)
  add ("/store/query/where", test_where);
  add ("/store/query/bin", test_bin);
  add ("/store/query/through", test_through);
  add ("/store/query/order", test_order);
  add ("/store/query/group", test_group);
  add ("/store/query/bad-value", test_bad_value);
  add ("/store/query/depends-on", test_depends_on);
  return g_test_run ();
}
