/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The plan of a workspace as sheets: every placement of the period is on it, once. */

#include "make-record.h"
#include "relais-plan-sheet.h"
#include "relais-print.h"

#include <string.h>

typedef struct {
  RelaisWorkspace *workspace;
  char            *channels[3];   /* owned */
  char            *unit, *service, *person;
} World;

static char *
make (World      *world,
      const char *kind,
      ...)
{
  g_autoptr (RelaisAction) action = relais_action_new ("Test");
  g_autoptr (GError) error = NULL;
  va_list args;

  va_start (args, kind);
  char *id = g_strdup (relais_action_create (action, NULL, make_fields_va (kind, args)));
  va_end (args);
  relais_workspace_commit (world->workspace, NULL, action, NULL, NULL, &error);
  g_assert_no_error (error);
  return id;
}

static World *
open_world (void)
{
  World *world = g_new0 (World, 1);
  g_autoptr (GError) error = NULL;

  world->workspace = relais_workspace_open (":memory:", &error);
  g_assert_no_error (error);
  world->channels[0] = make (world, "channel", "name", "Brèves", "form", "brief", "position", "1", "color", "blue", "per_day", "2", NULL);
  world->channels[1] = make (world, "channel", "name", "Agenda", "form", "agenda", "position", "2", "color", "green", NULL);
  world->channels[2] = make (world, "channel", "name", "Journal", "form", "journal", "position", "3", NULL);
  world->unit = make (world, "unit", "name", "Direction de la culture", "type", "directorate", "headcount", "120", NULL);
  world->service = make (world, "unit", "name", "Médiathèques", "type", "service", "parent", world->unit, NULL);
  world->person = make (world, "person", "first_name", "Théo", "last_name", "Pinson", NULL);
  return world;
}

static void
close_world (World *world)
{
  relais_workspace_close (world->workspace);
  for (guint i = 0; i < G_N_ELEMENTS (world->channels); i++)
    g_free (world->channels[i]);
  g_free (world->unit);
  g_free (world->service);
  g_free (world->person);
  g_free (world);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, close_world)

static char *
plant (World      *world,
       const char *title,
       guint       channel,
       const char *state,
       const char *planned)
{
  g_autofree char *subject = make (world, "subject", "title", title, "state", "kept", "unit", world->service, NULL);

  if (planned == NULL)
    return make (world, "placement", "subject", subject, "channel", world->channels[channel], "state", state, NULL);
  return make (world, "placement", "subject", subject, "channel", world->channels[channel], "state", state, "planned", planned,
               "author", world->person, NULL);
}

static RelaisSheet *
print_view (World               *world,
            RelaisPlanSheetView  view,
            const char          *first,
            const char          *last,
            RelaisPlanBy       rows)
{
  const RelaisPlanSheetRequest request = {
    .view = view, .first = relais_day_parse (first), .last = relais_day_parse (last), .rows = rows, .undated = TRUE,
  };
  g_autoptr (GError) error = NULL;
  RelaisSheet *sheet = relais_plan_sheet_new (world->workspace, &request, &error);

  g_assert_no_error (error);
  return sheet;
}

/* How often @title is on the sheet, in cards and texts. */
static guint
count_title (RelaisSheet *sheet,
             const char  *title)
{
  guint n = 0;

  for (guint r = 0; r < sheet->rows->len; r++) {
    const RelaisSheetRow *row = g_ptr_array_index (sheet->rows, r);

    for (guint c = 0; row->cells != NULL && c < sheet->columns->len; c++) {
      const GPtrArray *cards = row->cells[c].cards;

      for (guint i = 0; cards != NULL && i < cards->len; i++)
        n += strcmp (((RelaisSheetCard *) g_ptr_array_index (cards, i))->title, title) == 0;
      n += g_strcmp0 (row->cells[c].text, title) == 0;
    }
  }
  return n;
}

static const RelaisSheetRow *
find_row (RelaisSheet        *sheet,
          RelaisSheetRowKind  kind,
          const char         *heading)
{
  for (guint i = 0; i < sheet->rows->len; i++) {
    const RelaisSheetRow *row = g_ptr_array_index (sheet->rows, i);

    if (row->kind == kind && (heading == NULL || g_strcmp0 (row->heading, heading) == 0))
      return row;
  }
  return NULL;
}

/* Whatever the view: what is in the period is there once, what is not is not. */
static void
test_complete (void)
{
  static const RelaisPlanSheetView views[] = {
    RELAIS_PLAN_SHEET_GRID, RELAIS_PLAN_SHEET_MONTHS, RELAIS_PLAN_SHEET_LIST, RELAIS_PLAN_SHEET_BOARD,
  };
  g_autoptr (World) world = open_world ();
  const guint n = 150;

  for (guint i = 0; i < n; i++) {
    g_autofree char *title = g_strdup_printf ("S%03u", i), *day = g_strdup_printf ("2026-%02u-%02u", 11 + i % 2, 1 + i % 30);

    g_free (plant (world, title, i % 3, i % 5 == 0 ? "idea" : "writing", day));
  }
  g_free (plant (world, "avant", 0, "writing", "2026-10-31"));
  g_free (plant (world, "après", 0, "writing", "2027-01-01"));
  g_free (plant (world, "refusé", 0, "refused", "2026-11-05"));
  for (guint v = 0; v < G_N_ELEMENTS (views); v++)
    for (RelaisPlanBy rows = RELAIS_PLAN_BY_NOTHING; rows <= RELAIS_PLAN_BY_AUTHOR; rows++) {
      g_autoptr (RelaisSheet) sheet = print_view (world, views[v], "2026-11-01", "2026-12-31", rows);

      for (guint i = 0; i < n; i++) {
        g_autofree char *title = g_strdup_printf ("S%03u", i);

        g_assert_cmpuint (count_title (sheet, title), ==, 1);
      }
      g_assert_cmpuint (count_title (sheet, "avant"), ==, 0);
      g_assert_cmpuint (count_title (sheet, "après"), ==, 0);
      g_assert_cmpuint (count_title (sheet, "refusé"), ==, 0);
    }
}

static void
test_grid (void)
{
  g_autoptr (World) world = open_world ();
  g_autoptr (RelaisSheet) sheet = NULL;
  const RelaisSheetRow *row;
  const RelaisSheetColumn *columns;

  g_free (make (world, "closed_period", "starts", "2026-11-11", "ends", "2026-11-13", "reason", "Réserve électorale", NULL));
  g_free (make (world, "campaign", "title", "Novembre bleu", "starts", "2026-11-01", "ends", "2026-11-10", "color", "teal", NULL));
  for (guint i = 0; i < 3; i++)
    g_free (plant (world, "Vœux", 0, "writing", "2026-11-09"));
  g_free (plant (world, "Samedi", 1, "writing", "2026-11-14"));
  sheet = print_view (world, RELAIS_PLAN_SHEET_GRID, "2026-11-09", "2026-11-15", RELAIS_PLAN_BY_CHANNEL);
  columns = (RelaisSheetColumn *) (gpointer) sheet->columns->data;
  g_assert_cmpstr (sheet->title, ==, "Editorial plan · 9–15 November 2026");
  g_assert_cmpuint (sheet->columns->len, ==, 7);
  g_assert_cmpstr (columns[0].label, ==, "Mon 9 Nov");
  g_assert_true (columns[0].begins);
  g_assert_cmpint (columns[2].shade, ==, RELAIS_SHADE_CLOSED);
  g_assert_cmpstr (columns[2].remark, ==, "Armistice Day, Réserve électorale");
  g_assert_cmpint (columns[3].shade, ==, RELAIS_SHADE_CLOSED);
  g_assert_cmpstr (columns[3].remark, ==, "Réserve électorale");
  g_assert_cmpfloat (columns[5].weight, ==, 1);    /* something stands there */
  g_assert_cmpfloat (columns[6].weight, <, 0.6);
  row = find_row (sheet, RELAIS_ROW_BARS, NULL);
  g_assert_nonnull (row);
  g_assert_cmpuint (((RelaisSheetBar *) g_ptr_array_index (row->bars, 0))->last, ==, 1);
  g_assert_true (((RelaisSheetBar *) g_ptr_array_index (row->bars, 0))->from_before);
  row = find_row (sheet, RELAIS_ROW_TOTAL, NULL);
  g_assert_cmpstr (row->cells[0].text, ==, "3\nBrèves 3 of 2, too many");
  /* A channel without anything has its row all the same. */
  g_assert_nonnull (find_row (sheet, RELAIS_ROW_BODY, "Journal"));
}

static void
test_months (void)
{
  g_autoptr (World) world = open_world ();
  g_autoptr (RelaisSheet) sheet = NULL;
  guint n_pages = 0;

  g_free (plant (world, "Jour de l’an", 0, "writing", "2027-01-01"));
  g_free (plant (world, "Saint-Sylvestre", 0, "writing", "2026-12-31"));
  sheet = print_view (world, RELAIS_PLAN_SHEET_MONTHS, "2026-12-15", "2027-01-03", RELAIS_PLAN_BY_NOTHING);
  for (guint i = 0; i < sheet->rows->len; i++)
    n_pages += ((RelaisSheetRow *) g_ptr_array_index (sheet->rows, i))->new_page;
  g_assert_cmpuint (n_pages, ==, 2);
  g_assert_nonnull (find_row (sheet, RELAIS_ROW_SECTION, "December 2026"));
  g_assert_nonnull (find_row (sheet, RELAIS_ROW_BODY, "53"));
  /* The week of both months is in both, each day's cards in its own. */
  g_assert_cmpuint (count_title (sheet, "Jour de l’an"), ==, 1);
  g_assert_cmpuint (count_title (sheet, "Saint-Sylvestre"), ==, 1);
}

/* What has no day is on a list and a board that ask for it, and never lost between weeks. */
static void
test_undated (void)
{
  g_autoptr (World) world = open_world ();
  g_autoptr (RelaisSheet) list = NULL, board = NULL;

  g_free (plant (world, "Idée", 0, "idea", NULL));
  list = print_view (world, RELAIS_PLAN_SHEET_LIST, "2026-11-01", "2026-11-30", RELAIS_PLAN_BY_NOTHING);
  board = print_view (world, RELAIS_PLAN_SHEET_BOARD, NULL, NULL, RELAIS_PLAN_BY_UNIT);
  g_assert_cmpuint (count_title (list, "Idée"), ==, 1);
  g_assert_nonnull (find_row (list, RELAIS_ROW_SECTION, "Without date"));
  g_assert_cmpuint (count_title (board, "Idée"), ==, 1);
  g_assert_nonnull (find_row (board, RELAIS_ROW_BODY, "Direction de la culture"));   /* not its service */
}

/* As somebody laid it out on the screen: columns, groups and order. */
static void
test_ordered_list (void)
{
  g_autoptr (World) world = open_world ();
  RelaisPlanSheetRequest request = {
    .view = RELAIS_PLAN_SHEET_LIST, .first = RELAIS_DAY_NONE, .last = RELAIS_DAY_NONE, .undated = TRUE, .ordered = TRUE,
    .order = { RELAIS_PLAN_COLUMN_SUBJECT, TRUE, RELAIS_PLAN_GROUP_CHANNEL,
               1u << RELAIS_PLAN_COLUMN_SUBJECT | 1u << RELAIS_PLAN_COLUMN_PLANNED | 1u << RELAIS_PLAN_COLUMN_AUTHOR },
  };
  static const char * const expected[] = { "Brèves", "Zébu", "eau", "Agenda", "Élagage" };
  static const char * const labels[] = { "Subject", "Planned", "Author" };
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisSheet) sheet = NULL;

  g_free (plant (world, "eau", 0, "idea", NULL));
  g_free (plant (world, "Élagage", 1, "writing", "2026-11-05"));
  g_free (plant (world, "Zébu", 0, "writing", "2026-12-05"));
  sheet = relais_plan_sheet_new (world->workspace, &request, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sheet->columns->len, ==, G_N_ELEMENTS (labels));
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    g_assert_cmpstr (g_array_index (sheet->columns, RelaisSheetColumn, i).label, ==, labels[i]);
  g_assert_cmpuint (sheet->rows->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    const RelaisSheetRow *row = g_ptr_array_index (sheet->rows, i);

    g_assert_cmpstr (row->kind == RELAIS_ROW_SECTION ? row->heading : row->cells[0].text, ==, expected[i]);
  }
  g_assert_cmpstr (((RelaisSheetRow *) g_ptr_array_index (sheet->rows, 1))->cells[1].text, ==, "5 Dec 2026");
  g_assert_cmpstr (((RelaisSheetRow *) g_ptr_array_index (sheet->rows, 1))->cells[2].text, ==, "Théo Pinson");
}

static void
test_flatplan (void)
{
  g_autoptr (World) world = open_world ();
  g_autofree char *edition = make (world, "edition", "channel", world->channels[2], "title", "Traits d’union no 42", "state", "planned",
                                   "pages", "8", "page_signs", "2500", "print_on", "2026-11-20", NULL);
  g_autofree char *subject = make (world, "subject", "title", "Portrait", "state", "kept", NULL);
  const RelaisPlanSheetRequest request = { .view = RELAIS_PLAN_SHEET_FLATPLAN, .record = edition,
                                           .first = RELAIS_DAY_NONE, .last = RELAIS_DAY_NONE };
  const RelaisPlanSheetRequest wrong = { .view = RELAIS_PLAN_SHEET_FLATPLAN, .record = subject,
                                         .first = RELAIS_DAY_NONE, .last = RELAIS_DAY_NONE };
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisSheet) sheet = NULL;
  const RelaisSheetRow *row;

  g_free (make (world, "placement", "subject", subject, "channel", world->channels[2], "state", "writing", "edition", edition, "page",
                "3", "length", "3000", NULL));
  g_free (make (world, "placement", "subject", subject, "channel", world->channels[2], "state", "writing", "edition", edition, NULL));
  sheet = relais_plan_sheet_new (world->workspace, &request, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_title (sheet, "Portrait"), ==, 2);
  row = g_ptr_array_index (sheet->rows, 0);
  g_assert_null (row->cells[0].heading);
  g_assert_cmpstr (row->cells[1].heading, ==, "Page 1");   /* on the right */
  g_assert_cmpstr (row->cells[3].remark, ==, "3000 of 2500 signs, 500 too many");
  g_assert_nonnull (find_row (sheet, RELAIS_ROW_SECTION, "On no page yet"));
  g_assert_null (relais_plan_sheet_new (world->workspace, &wrong, &error));
  g_assert_error (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_NOT_FOUND);
}

static void
test_decisions (void)
{
  g_autoptr (World) world = open_world ();
  g_autoptr (GString) record = g_string_new (NULL);
  g_autofree char *subject = make (world, "subject", "title", "Vœux", "state", "kept", NULL), *meeting = NULL;
  RelaisPlanSheetRequest request = { .view = RELAIS_PLAN_SHEET_DECISIONS, .first = RELAIS_DAY_NONE, .last = RELAIS_DAY_NONE };
  g_autoptr (GError) error = NULL;
  g_autoptr (RelaisSheet) sheet = NULL, written = NULL;
  g_autoptr (GBytes) pdf = NULL, csv = NULL;
  g_autofree char *table = NULL;
  guint words = 0;

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (record, "mot%04u ", i);
  meeting = make (world, "meeting", "on", "2026-11-16", "title", "Comité", "state", "held", "record", record->str, NULL);
  request.record = meeting;
  written = relais_plan_sheet_new (world->workspace, &request, &error);
  g_assert_no_error (error);
  g_free (make (world, "decision", "meeting", meeting, "subject", subject, "outcome", "postponed", "until", "2026-12-01", "reason",
                "Trop tôt", "responsible", world->person, "due", "2026-11-20", NULL));
  sheet = relais_plan_sheet_new (world->workspace, &request, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sheet->title, ==, "Record of decisions · Monday 16 November 2026");
  csv = relais_sheet_write_csv (sheet);
  table = g_strndup (g_bytes_get_data (csv, NULL), g_bytes_get_size (csv));
  g_assert_nonnull (strstr (table, "Vœux;\"Postponed, to Tue 1 Dec 2026\";Trop tôt;Théo Pinson;2026-11-20"));
  /* Where nothing but a text was kept, it is there whole, in paragraphs that fit on a page. */
  g_assert_null (find_row (sheet, RELAIS_ROW_NOTE, NULL));
  for (guint i = 0; i < written->rows->len; i++) {
    const RelaisSheetRow *row = g_ptr_array_index (written->rows, i);

    for (const char *p = row->kind == RELAIS_ROW_NOTE ? row->heading : NULL; p != NULL && (p = strstr (p, "mot")) != NULL; p += 3)
      words++;
  }
  g_assert_cmpuint (words, ==, 2000);
  pdf = relais_print_pdf (sheet, RELAIS_PAPER_A4_PORTRAIT);
  g_assert_nonnull (pdf);
}

static void
test_balance (void)
{
  g_autoptr (World) world = open_world ();
  g_autoptr (RelaisSheet) sheet = NULL;
  const RelaisSheetRow *row;

  g_free (make (world, "unit", "name", "Direction des sports", "type", "directorate", "headcount", "60", NULL));
  g_free (plant (world, "Vœux", 0, "published", "2026-11-09"));
  sheet = print_view (world, RELAIS_PLAN_SHEET_BALANCE, "2026-06-01", "2026-11-30", RELAIS_PLAN_BY_NOTHING);
  g_assert_cmpuint (sheet->rows->len, ==, 2);
  row = g_ptr_array_index (sheet->rows, 0);
  g_assert_cmpstr (row->cells[0].text, ==, "Direction des sports");   /* furthest below what it might expect */
  g_assert_cmpstr (row->cells[4].text, ==, "never");
  row = g_ptr_array_index (sheet->rows, 1);
  g_assert_cmpstr (row->cells[2].text, ==, "1");
  g_assert_cmpstr (row->cells[4].value, ==, "2026-11-09");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan_sheet/complete", test_complete);
  g_test_add_func ("/plan_sheet/grid", test_grid);
  g_test_add_func ("/plan_sheet/months", test_months);
  g_test_add_func ("/plan_sheet/undated", test_undated);
  g_test_add_func ("/plan_sheet/ordered-list", test_ordered_list);
  g_test_add_func ("/plan_sheet/flatplan", test_flatplan);
  g_test_add_func ("/plan_sheet/decisions", test_decisions);
  g_test_add_func ("/plan_sheet/balance", test_balance);
  return g_test_run ();
}
