/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-agenda.h"
#include "relais-balance.h"
#include "relais-flatplan.h"

#include <string.h>

#include "plan-fixture.h"

#define TODAY "2026-11-23"

static RelaisRecord *
make_subject (const char *id, const char *state)
{
  return make_record ("subject", id, "title", id, "state", state, "proposed_on", "2026-11-20", NULL);
}

static RelaisRecord *
make_placement (const char *id, const char *subject, const char *state, const char *planned, const char *copy_due)
{
  return make_record ("placement", id, "subject", subject, "channel", "feature", "state", state, "planned", planned,
                      "copy_due", copy_due, NULL);
}

static void
check_agenda (GPtrArray *subjects, GPtrArray *placements, GHashTable *postponed, const char *expected)
{
  g_autoptr (GPtrArray) world = plan_records (
    make_record ("channel", "feature", "name", "Zoom sur", "form", "feature", "per_day", "1", NULL), NULL);
  g_autoptr (RelaisPlanCalendar) calendar = relais_plan_calendar_new (world);
  g_autoptr (RelaisLoad) load = relais_load_new (world);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < placements->len; i++)
    {
      RelaisRecord *placement = g_ptr_array_index (placements, i);
      RelaisLoadItem item = {
        .channel = "feature", .state = relais_record_get_string (placement, "state"),
        .planned = relais_day_parse (relais_record_get_string (placement, "planned")), .copy_due = RELAIS_DAY_NONE,
      };
      relais_load_add (load, &item);
    }
  g_autoptr (GPtrArray) agenda = relais_agenda_compute (subjects, placements, postponed, calendar, load, relais_day_parse (TODAY));
  for (guint i = 0; i < agenda->len; i++)
    {
      const RelaisAgendaItem *item = g_ptr_array_index (agenda, i);
      g_string_append_printf (found, "%s%s/%s/%d", i > 0 ? " " : "", item->subject, item->placement != NULL ? item->placement : "",
                              item->why);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_compute (void)
{
  g_autoptr (GPtrArray) subjects = plan_records (
    make_subject ("b-new", "proposed"), make_subject ("a-new", "proposed"), make_subject ("waits", "postponed"),
    make_subject ("back", "postponed"), make_subject ("late", "kept"), make_subject ("gone", "kept"), make_subject ("clash", "kept"),
    make_subject ("other", "kept"), make_subject ("sunday", "kept"), make_subject ("coming", "kept"), make_subject ("far", "kept"),
    make_subject ("no", "refused"), make_subject ("out", "kept"), make_subject ("some day", "postponed"),
    make_record ("subject", "long ago", "title", "long ago", "state", "postponed", "proposed_on", "2026-09-20", NULL), NULL);
  g_autoptr (GPtrArray) placements = plan_records (
    make_placement ("p1", "late", "writing", "2026-11-27", "2026-11-19"),
    make_placement ("p2", "gone", "approved", "2026-11-17", ""),
    make_placement ("p3", "clash", "accepted", "2026-11-26", "2026-11-24"), make_placement ("p4", "other", "accepted", "2026-11-26", ""),
    make_placement ("p5", "sunday", "accepted", "2026-11-29", ""),
    make_placement ("p6", "coming", "review", "2026-12-08", "2026-11-18"),   /* copy is in */
    make_placement ("p7", "coming", "accepted", "2026-12-03", "2026-12-01"),
    make_placement ("p8", "far", "accepted", "2026-12-14", "2026-12-10"),
    make_placement ("p9", "no", "accepted", "2026-12-01", ""),
    make_placement ("pa", "out", "published", "2026-11-20", "2026-11-18"), make_placement ("pb", "out", "idea", "2026-11-24", ""),
    make_placement ("pc", "a-new", "proposed", "2026-11-25", ""),
    make_placement ("pd", "nobody", "accepted", "2026-11-25", ""), NULL);
  g_autoptr (GHashTable) postponed = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (postponed, (gpointer) "waits", (gpointer) "2026-11-24");
  g_hash_table_insert (postponed, (gpointer) "back", (gpointer) "2026-11-23");
  check_agenda (subjects, placements, postponed,
                "a-new//0 b-new//0 some day//0 back//0 gone/p2/1 late/p1/1 clash/p3/2 other/p4/2 sunday/p5/2 coming/p7/3");
}

static void
test_json (void)
{
  g_autoptr (GPtrArray) items = relais_agenda_parse ("[{\"subject\":\"s\",\"why\":\"late\",\"placement\":\"p\"},7,{\"why\":\"late\"},"
                                                     "{\"subject\":[1]},{\"subject\":\"t\",\"why\":4,\"placement\":{},\"passed\":true}]");
  g_autofree char *text = relais_agenda_print (items);
  g_autoptr (GPtrArray) nothing = relais_agenda_parse (NULL), broken = relais_agenda_parse ("[{");

  g_assert_cmpstr (text, ==, "[{\"placement\":\"p\",\"subject\":\"s\",\"why\":\"late\"},"
                             "{\"passed\":true,\"subject\":\"t\",\"why\":\"added\"}]");
  g_assert_cmpuint (nothing->len + broken->len, ==, 0);
}

static void
test_balance (void)
{
  g_autoptr (GPtrArray) units = plan_records (
    make_record ("unit", "city", "name", "Ville", "type", "other", "headcount", "400", NULL),
    make_record ("unit", "culture", "name", "Culture", "type", "directorate", "parent", "city", "headcount", "300", NULL),
    make_record ("unit", "library", "name", "Bibliothèque", "type", "service", "parent", "culture", "headcount", "40", NULL),
    make_record ("unit", "roads", "name", "Voirie", "type", "directorate", "parent", "city", NULL),
    make_record ("unit", "east", "name", "Est", "type", "service", "parent", "roads", "headcount", "60", NULL),
    make_record ("unit", "west", "name", "Ouest", "type", "service", "parent", "roads", "headcount", "40", NULL),
    make_record ("unit", "x", "name", "X", "type", "other", "parent", "y", NULL),
    make_record ("unit", "y", "name", "Y", "type", "other", "parent", "x", NULL), NULL);
  RelaisDay from = relais_day_parse ("2026-09-01"), to = relais_day_parse ("2026-11-30"), none = RELAIS_DAY_NONE;
  const RelaisBalanceSubject subjects[] = {
    { "culture", from, none }, { "library", to, to + 9 }, { "library", from + 3, none }, { "library", none, to + 1 },
    { "west", from - 1, none }, { NULL, from, none }, { "nowhere", from, none }, { "city", from, none }, { "culture", none, none },
  };
  g_autoptr (GPtrArray) rows = relais_balance_compute (units, subjects, G_N_ELEMENTS (subjects), from);
  const RelaisBalanceRow *behind = g_ptr_array_index (rows, 0), *ahead = g_ptr_array_index (rows, rows->len - 1);
  guint total = 0;

  g_assert_cmpstr (behind->name, ==, "Voirie");
  g_assert_cmpuint (behind->headcount, ==, 100);
  g_assert_cmpuint (behind->subjects, ==, 0);
  g_assert_cmpint (behind->last, ==, from - 1);
  g_assert_cmpfloat (behind->expected, ==, 1.0);   /* a quarter of 4 subjects */
  for (guint i = 0; i < rows->len; i++)
    {
      const RelaisBalanceRow *row = g_ptr_array_index (rows, i);
      total += row->subjects;
      if (g_str_equal (row->unit, "culture"))
        {
          g_assert_cmpuint (row->subjects, ==, 3);
          g_assert_cmpuint (row->headcount, ==, 300);   /* its own figure, not the services' again */
          g_assert_cmpint (row->last, ==, to);
          g_assert_cmpint (row->next, ==, to + 1);
          g_assert_cmpuint (row->ideas, ==, 1);
        }
    }
  g_assert_cmpuint (total, ==, 4);
  /* It holds the directorates together, and has a subject of its own. */
  g_assert_cmpstr (ahead->name, ==, "Ville");
  g_assert_cmpuint (ahead->headcount, ==, 0);
  g_autoptr (GPtrArray) without = relais_balance_compute (units, subjects, 2, from);
  for (guint i = 0; i < without->len; i++)
    g_assert_cmpstr (((RelaisBalanceRow *) g_ptr_array_index (without, i))->name, !=, "Ville");
}

static void
test_flatplan (void)
{
  g_autoptr (RelaisRecord) edition = make_record ("edition", NULL, "title", "N° 12", "state", "planned", "print_on", "2026-12-01",
                                                  "pages", "6", "page_signs", "1000", "rooms", "{\"1\":200,\"6\":0,\"2\":\"x\"}",
                                                  NULL);
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_flatplan_item_free);
  static const struct { const char *id; guint page, signs; } given[] = {
    { "cover", 1, 150 }, { "two", 2, 1001 }, { "three", 3, 500 }, { "three more", 3, 450 }, { "waits", 0, 700 }, { "lost", 7, 10 },
    { "back", 6, 5000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (given); i++)
    g_ptr_array_add (items, relais_flatplan_item_new (given[i].id, given[i].page, given[i].signs));
  g_autoptr (RelaisFlatplan) plan = relais_flatplan_new (edition, items);
  static const RelaisPageState expected[] = {
    RELAIS_PAGE_HOLE, RELAIS_PAGE_OVER, RELAIS_PAGE_FULL, RELAIS_PAGE_EMPTY, RELAIS_PAGE_EMPTY, RELAIS_PAGE_FULL,
  };
  g_assert_cmpuint (plan->pages->len, ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      const RelaisFlatplanPage *page = g_ptr_array_index (plan->pages, i);
      g_assert_cmpuint (page->number, ==, i + 1);
      g_assert_cmpint (page->state, ==, expected[i]);
    }
  g_assert_cmpuint (plan->waiting->len, ==, 2);
  g_assert_cmpuint (plan->room, ==, 4200);
  g_assert_cmpuint (plan->used, ==, 7101);
  g_assert_cmpuint (plan->n_empty, ==, 2);
  g_assert_cmpuint (plan->n_over, ==, 1);
  g_assert_cmpuint (relais_flatplan_get_room (edition, 1), ==, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/agenda/compute", test_compute);
  g_test_add_func ("/plan/agenda/json", test_json);
  g_test_add_func ("/plan/balance", test_balance);
  g_test_add_func ("/plan/flatplan", test_flatplan);
  return g_test_run ();
}
