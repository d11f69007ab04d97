/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The real relaisctl on real workspace files, against the real back end. */

#include <string.h>

#include "relais-test-backend.h"
#include "relais-workspace.h"

typedef struct {
  RelaisTestBackend *backend;  /* owned, nullable */
  char              *folder;   /* owned */
  char              *out;      /* owned: of the last run */
  char              *err;      /* owned */
  const char        *clock;    /* "+1200d": what the computer's clock is wrong by; NULL: nothing */
} Fixture;

/* Runs relaisctl as the person @who, who has a workspace and a session of their own. Returns: its exit code */
static int
run_with_input (Fixture *fixture, const char *who, const char *input, char **args)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *workspace = g_strdup_printf ("%s/%s.relais", fixture->folder, who);
  g_autofree char *token = g_strdup_printf ("%s/%s.token", fixture->folder, who);
  g_autoptr(GError) error = NULL;

  if (fixture->clock != NULL)
    g_strv_builder_add_many (builder, "faketime", "-f", fixture->clock, NULL);
  g_strv_builder_add_many (builder, g_getenv ("RELAIS_CTL"), "--workspace", workspace, "--token-file", token, NULL);
  g_strv_builder_addv (builder, (const char **) args);
  g_auto(GStrv) argv = g_strv_builder_end (builder);
  g_autoptr(GSubprocess) process = g_subprocess_newv ((const char * const *) argv, G_SUBPROCESS_FLAGS_STDIN_PIPE
    | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_clear_pointer (&fixture->out, g_free);
  g_clear_pointer (&fixture->err, g_free);
  g_subprocess_communicate_utf8 (process, input, NULL, &fixture->out, &fixture->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  int status = g_subprocess_get_exit_status (process);
  /* An error is one line on stderr, and nothing else is there. */
  g_auto(GStrv) lines = g_strsplit (fixture->err, "\n", -1);
  if (fixture->clock == NULL)
    g_assert_cmpuint (g_strv_length (lines), ==, status == 0 ? 0 : 2);
  return status;
}

#define run(fixture, who, ...) run_with_input (fixture, who, "", (char *[]) { __VA_ARGS__, NULL })
#define expect(code, fixture, who, ...) \
  G_STMT_START { \
    int status_ = run (fixture, who, __VA_ARGS__); \
    if (status_ != code) \
      g_test_message ("%s: %s%s", #__VA_ARGS__, fixture->out, fixture->err); \
    g_assert_cmpint (status_, ==, code); \
  } G_STMT_END

static char *
dup_line (const char *text)
{
  return g_strndup (text, strcspn (text, "\n"));
}

static void
connect_as (Fixture *fixture, const char *who)
{
  char *args[] = { "connect", (char *) relais_test_backend_get_address (fixture->backend), "--login", (char *) who, NULL };
  g_assert_cmpint (run_with_input (fixture, who, RELAIS_TEST_PASSWORD "\n", args), ==, 0);
  expect (0, fixture, who, "sync");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("relais-ctl-XXXXXX", NULL);
}

static void
set_up_backend (Fixture *fixture, gconstpointer data)
{
  set_up (fixture, data);
  fixture->backend = relais_test_backend_new ();
  relais_test_backend_add_account (fixture->backend, "marie", "manager");
  relais_test_backend_add_account (fixture->backend, "paul", "editor");
  relais_test_backend_add_account (fixture->backend, "rose", "reader");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->backend, relais_test_backend_free);
  relais_test_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->out);
  g_free (fixture->err);
}

static char *
write_file (Fixture *fixture, const char *name, const char *contents, gssize length)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_assert_true (g_file_set_contents (path, contents, length, NULL));
  return path;
}

/* ---- without a back end ---- */

static void
test_usage (Fixture *fixture, gconstpointer data)
{
  g_autofree char *help = NULL;
  char *ctl = (char *) g_getenv ("RELAIS_CTL");
  char *argv[] = { ctl, "--help", NULL };
  int status;

  g_assert_true (g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &help, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  g_assert_nonnull (strstr (help, "Exit codes"));
  g_assert_nonnull (strstr (help, "conflicts"));
  expect (0, fixture, "a", "--help");
  expect (2, fixture, "a", "dance");
  expect (2, fixture, "a", "list");
  expect (2, fixture, "a", "list", "theme", "subject");
  expect (2, fixture, "a", "list", "theme", "--never-heard");
  expect (2, fixture, "a", "list", "theme", "--where", "name");
  expect (2, fixture, "a", "connect", "http://relais.example.org", "--login", "marie");
  expect (2, fixture, "a", "connect", "https://relais.example.org");
  expect (2, fixture, "a", "export", "theme", "--format", "docx");
  expect (3, fixture, "a", "list", "dragon");
  expect (3, fixture, "a", "list", "theme", "--where", "wings=2");
  expect (3, fixture, "a", "get", "theme", "0192f0a0-0000-7000-8000-000000000001");
  expect (3, fixture, "a", "undo");
  expect (3, fixture, "a", "resolve", "12", "mine");
  expect (3, fixture, "a", "import", "theme", "nowhere.csv");
  char *nobody[] = { "connect", "http://127.0.0.1:9", "--login", "marie", NULL };
  g_assert_cmpint (run_with_input (fixture, "a", "secret\n", nobody), ==, 5);
  expect (8, fixture, "a", "sync");
}

/* Every command of --help and every exit code is in the manual page. */
static void
test_manual (Fixture *fixture, gconstpointer data)
{
  g_autofree char *page = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "relaisctl.1", NULL);
  g_autofree char *help = NULL, *manual = NULL;
  char *argv[] = { (char *) g_getenv ("RELAIS_CTL"), "--help", NULL };
  guint n_commands = 0;

  g_assert_true (g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &help, NULL, NULL, NULL));
  g_assert_true (g_file_get_contents (page, &manual, NULL, NULL));
  g_auto(GStrv) lines = g_strsplit (help, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (!g_str_has_prefix (lines[i], "  ") || g_str_has_prefix (lines[i], "   "))
        continue;
      g_autofree char *name = g_strndup (lines[i] + 2, strcspn (lines[i] + 2, " "));
      g_autofree char *first = g_strdup_printf ("\n.B %s\n", name), *second = g_strdup_printf ("\n.BI %s ", name);
      g_autofree char *third = g_strdup_printf ("\\fB%s\\fR", name);
      g_assert_true (strstr (manual, first) || strstr (manual, second) || strstr (manual, third));
      n_commands++;
    }
  g_assert_cmpuint (n_commands, >=, 18);
  for (guint code = 0; code <= 8; code++)
    {
      g_autofree char *entry = g_strdup_printf ("\n.B %u\n", code);
      g_assert_nonnull (strstr (manual, entry));
    }
}

static void
test_edit_alone (Fixture *fixture, gconstpointer data)
{
  expect (0, fixture, "a", "add", "theme", "name=Culture", "position=2");
  g_autofree char *id = dup_line (fixture->out);
  expect (0, fixture, "a", "add", "theme", "name=Sport", "position=1");
  expect (0, fixture, "a", "list", "theme", "--order", "position", "--fields", "name");
  g_assert_nonnull (strstr (fixture->out, "\tSport\n"));
  g_assert_true (strstr (fixture->out, "\tSport\n") < strstr (fixture->out, "\tCulture\n"));
  expect (0, fixture, "a", "set", "theme", id, "name=Culture et loisirs");
  expect (0, fixture, "a", "get", "theme", id);
  g_assert_nonnull (strstr (fixture->out, "name\tCulture et loisirs\n"));
  expect (0, fixture, "a", "undo");
  expect (0, fixture, "a", "get", id);
  g_assert_nonnull (strstr (fixture->out, "name\tCulture\n"));
  expect (0, fixture, "a", "bin", "theme", id);
  expect (0, fixture, "a", "list", "theme", "--where", "name=Culture");
  g_assert_cmpstr (fixture->out, ==, "");
  expect (0, fixture, "a", "list", "theme", "--bin");
  g_assert_nonnull (strstr (fixture->out, id));
  expect (0, fixture, "a", "restore", "theme", id);
  expect (0, fixture, "a", "list", "theme", "--where", "position>=2", "--json");
  g_assert_nonnull (strstr (fixture->out, "\"name\":\"Culture\""));
  expect (0, fixture, "a", "search", "cult");
  g_assert_nonnull (strstr (fixture->out, id));
  expect (4, fixture, "a", "set", "theme", id, "name=");
  expect (4, fixture, "a", "add", "closed_period", "starts=demain", "ends=2026-01-01", "reason=x");
  expect (3, fixture, "a", "set", "theme", id, "wings=2");
  expect (0, fixture, "a", "verify");
  expect (0, fixture, "a", "conflicts");
}

static void
test_workspace_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *busy = g_build_filename (fixture->folder, "busy.relais", NULL);
  g_autofree char *broken = write_file (fixture, "broken.relais", "this was a letter to my aunt", -1);
  g_autofree char *after = NULL;
  g_autoptr(RelaisWorkspace) workspace = relais_workspace_open (busy, NULL);

  g_assert_nonnull (workspace);
  expect (7, fixture, "busy", "list", "theme");
  expect (7, fixture, "broken", "list", "theme");
  g_assert_true (g_file_get_contents (broken, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, "this was a letter to my aunt");
}

static void
test_import_export (Fixture *fixture, gconstpointer data)
{
  /* Windows-1252, semicolons, a line break in a cell, and a line that cannot be. */
  const char network[] = "Nom;Pr\xe9nom;Direction;Courriel;Fonction\r\n"
    "Lef\xe8vre;Zo\xe9;Direction de la culture;zoe.lefevre@ville.example;titulaire\r\n"
    "Morel;\"Jean\r\nPaul\";Direction de la culture;jp.morel@ville.example;suppl\xe9" "ant\r\n"
    ";;Direction sans nom;pas une adresse;titulaire\r\n";
  g_autofree char *file = write_file (fixture, "reseau.csv", network, sizeof network - 1);
  g_autofree char *exported = g_build_filename (fixture->folder, "people.csv", NULL);
  g_autofree char *bad = g_build_filename (fixture->folder, "bad.csv", NULL);
  g_autofree char *bad_rows = NULL;

  expect (4, fixture, "a", "import", "network", file, "--dry-run");
  g_assert_nonnull (strstr (fixture->out, "\tcreate\t"));
  g_assert_nonnull (strstr (fixture->out, "\tbad\t"));
  expect (0, fixture, "a", "list", "person");
  g_assert_cmpstr (fixture->out, ==, "");

  expect (4, fixture, "a", "import", "network", file, "--bad-rows", bad);
  g_assert_true (g_file_get_contents (bad, &bad_rows, NULL, NULL));
  g_assert_nonnull (strstr (bad_rows, "pas une adresse"));
  expect (0, fixture, "a", "list", "person", "--where", "last_name=Lefèvre", "--fields", "first_name");
  g_assert_nonnull (strstr (fixture->out, "\tZoé\n"));
  expect (0, fixture, "a", "list", "mandate");
  g_assert_cmpstr (fixture->out, !=, "");

  /* An export imports again unchanged; the import is undone as one. */
  expect (0, fixture, "a", "export", "person", "--format", "csv", "--output", exported);
  expect (0, fixture, "a", "import", "person", exported);
  g_assert_nonnull (strstr (fixture->out, "\tduplicate\t"));
  g_assert_null (strstr (fixture->out, "\tupdate\t"));
  g_assert_null (strstr (fixture->out, "\tcreate\t"));
  expect (0, fixture, "a", "export", "person", "--format", "vcf");
  g_assert_nonnull (strstr (fixture->out, "zoe.lefevre@ville.example"));
  expect (4, fixture, "a", "export", "theme", "--format", "vcf");
  expect (0, fixture, "a", "undo");
  expect (0, fixture, "a", "list", "person");
  g_assert_cmpstr (fixture->out, ==, "");
}

/* The plan of a period: everything in it, nothing else, in each format; what is wrong is said with its code. */
static void
test_export_plan (Fixture *fixture, gconstpointer data)
{
  static const char * const wrong[][8] = {
    { "--from", "2026-11-01", "--to", "2026-11-30" }, { "--from", "2026-11-01", "--format", "csv" },
    { "--from", "1/11/2026", "--to", "2026-11-30", "--format", "csv" },
    { "--from", "2026-11-30", "--to", "2026-11-01", "--format", "csv" },
    { "--from", "2026-11-01", "--to", "2026-11-30", "--format", "doc" },
    { "--from", "2026-11-01", "--to", "2026-11-30", "--format=pdf", "--paper", "letter" },
    { "--from", "2026-11-01", "--to", "2026-11-30", "--format=pdf", "--view", "flatplan" },
  };
  const char *period[] = { "export", "plan", "--from", "2026-11-01", "--to", "2026-11-30" };
  g_autofree char *pdf = g_build_filename (fixture->folder, "plan.pdf", NULL), *contents = NULL;

#define PERIOD (char *) period[0], (char *) period[1], (char *) period[2], (char *) period[3], (char *) period[4], (char *) period[5]
  expect (0, fixture, "marie", "add", "channel", "name=Brèves", "form=brief");
  g_autofree char *channel = dup_line (fixture->out);
  expect (0, fixture, "marie", "add", "channel", "name=Agenda", "form=agenda");
  g_autofree char *agenda = dup_line (fixture->out);
  expect (0, fixture, "marie", "add", "subject", "title==Vœux", "state=kept");
  g_autofree char *subject = g_strdup_printf ("subject=%.36s", fixture->out);
  g_autofree char *on_channel = g_strdup_printf ("channel=%s", channel), *on_agenda = g_strdup_printf ("channel=%s", agenda);
  expect (0, fixture, "marie", "add", "placement", subject, on_channel, "state=writing", "planned=2026-11-12");
  g_autofree char *placement = dup_line (fixture->out);
  expect (0, fixture, "marie", "add", "placement", subject, on_agenda, "state=refused", "planned=2026-11-30");
  g_autofree char *refused = dup_line (fixture->out);
  expect (0, fixture, "marie", "add", "placement", subject, on_channel, "state=writing", "planned=2026-12-01");
  g_autofree char *later = dup_line (fixture->out);

  expect (0, fixture, "marie", PERIOD, "--format", "csv");
  g_assert_nonnull (strstr (fixture->out, "Planned;Subject;Channel;Status;Author;Direction;Copy due\r\n"));
  g_assert_nonnull (strstr (fixture->out, "2026-11-12;'=Vœux;Brèves;Writing;;;\r\n"));
  g_assert_null (strstr (fixture->out, "2026-12-01"));
  expect (0, fixture, "marie", PERIOD, "--format", "ics");
  g_assert_nonnull (strstr (fixture->out, placement));
  g_assert_nonnull (strstr (fixture->out, refused));
  g_assert_nonnull (strstr (fixture->out, "STATUS:CANCELLED"));
  g_assert_null (strstr (fixture->out, later));
  expect (0, fixture, "marie", PERIOD, "--format", "ics", "--channel", "brèves");
  g_assert_null (strstr (fixture->out, refused));
  expect (0, fixture, "marie", PERIOD, "--format", "ics", "--channel", agenda);
  g_assert_null (strstr (fixture->out, placement));
  expect (0, fixture, "marie", PERIOD, "--format", "pdf", "--view", "month", "--paper", "a3", "--output", pdf);
  g_assert_true (g_file_get_contents (pdf, &contents, NULL, NULL));
  g_assert_true (g_str_has_prefix (contents, "%PDF-"));
  expect (0, fixture, "marie", PERIOD, "--format", "csv", "--view", "grid", "--rows", "channel");
  g_assert_nonnull (strstr (fixture->out, "=Vœux (Writing)"));

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GPtrArray) args = g_ptr_array_new ();

      g_ptr_array_add (args, (gpointer) "export");
      g_ptr_array_add (args, (gpointer) "plan");
      for (guint k = 0; k < 8 && wrong[i][k] != NULL; k++)
        g_ptr_array_add (args, (gpointer) wrong[i][k]);
      g_ptr_array_add (args, NULL);
      g_assert_cmpint (run_with_input (fixture, "marie", "", (char **) args->pdata), ==, 2);
    }
  expect (3, fixture, "marie", PERIOD, "--format", "csv", "--channel", "Affiches");

  /* A plan from a spreadsheet: tried, taken, taken back as one. */
  g_autofree char *table = write_file (fixture, "plan.csv", "Date;Sujet;Support\n2026-11-13;Voirie;Brèves\n;;Brèves\n", -1);
  expect (4, fixture, "marie", "import", "plan", table, "--dry-run");
  g_assert_nonnull (strstr (fixture->out, "2\tcreate\tVoirie\t"));
  g_assert_nonnull (strstr (fixture->out, "3\tbad\t"));
  expect (0, fixture, "marie", PERIOD, "--format", "csv");
  g_assert_null (strstr (fixture->out, "Voirie"));
  expect (4, fixture, "marie", "import", "plan", table);
  expect (0, fixture, "marie", PERIOD, "--format", "csv");
  g_assert_nonnull (strstr (fixture->out, "2026-11-13;Voirie;Brèves;Accepted"));
  expect (0, fixture, "marie", "undo");
  expect (0, fixture, "marie", PERIOD, "--format", "csv");
  g_assert_null (strstr (fixture->out, "Voirie"));
  expect (3, fixture, "marie", PERIOD, "--format", "csv", "--output", "/nowhere/plan.csv");
#undef PERIOD
}

static void
test_import_calendar (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "..", "shared", "data",
                                            "public-holidays-metropole.ics", NULL);

  if (!g_file_test (file, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the State's calendar is not here");
      return;
    }
  expect (0, fixture, "a", "add", "channel", "name=Agenda", "form=agenda");
  expect (0, fixture, "a", "import", "article", file);
  expect (0, fixture, "a", "search", "Toussaint");
  g_assert_cmpstr (fixture->out, !=, "");
  expect (0, fixture, "a", "import", "article", file);
  g_assert_null (strstr (fixture->out, "\tcreate\t"));
}

static void
test_render (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = write_file (fixture, "a.md", "# Vœux\n\nBonjour **tous** <script>alert(1)</script>\n", -1);

  expect (0, fixture, "a", "render", file);
  g_assert_nonnull (strstr (fixture->out, "<strong>tous</strong>"));
  g_assert_null (strstr (fixture->out, "<script"));
  expect (0, fixture, "a", "render", file, "--text");
  g_assert_null (strstr (fixture->out, "**"));
  expect (3, fixture, "a", "render", "nowhere.md");
}

/* ---- with a back end ---- */

static void
test_sign_in (Fixture *fixture, gconstpointer data)
{
  char *address = (char *) relais_test_backend_get_address (fixture->backend);
  char *args[] = { "connect", address, "--login", "marie", NULL };
  g_autofree char *token = NULL;

  g_assert_cmpint (run_with_input (fixture, "marie", "wrong\n", args), ==, 8);
  g_assert_cmpint (run_with_input (fixture, "marie", "", args), ==, 2);
  connect_as (fixture, "marie");
  g_autofree char *path = g_build_filename (fixture->folder, "marie.token", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInfo) info = g_file_query_info (file, "unix::mode", G_FILE_QUERY_INFO_NONE, NULL, NULL);
  g_assert_cmpuint (g_file_info_get_attribute_uint32 (info, "unix::mode") & 0777, ==, 0600);

  /* A session that the back end ended. */
  g_free (relais_test_backend_run (fixture->backend, NULL, "account", "disable", "marie", NULL));
  expect (8, fixture, "marie", "sync");
  expect (0, fixture, "marie", "list", "account");

  relais_test_backend_stop (fixture->backend);
  expect (5, fixture, "marie", "sync");
  expect (0, fixture, "marie", "add", "theme", "name=Hors ligne");
  expect (0, fixture, "marie", "disconnect");
  expect (8, fixture, "marie", "sync");
  expect (0, fixture, "marie", "list", "theme");
  g_assert_nonnull (strstr (fixture->out, "Hors ligne"));
}

static void
test_two_people (Fixture *fixture, gconstpointer data)
{
  connect_as (fixture, "marie");
  connect_as (fixture, "paul");
  expect (0, fixture, "marie", "add", "subject", "title=Vœux du maire", "state=proposed");
  g_autofree char *id = dup_line (fixture->out);
  expect (0, fixture, "marie", "sync");
  expect (0, fixture, "paul", "sync");
  expect (0, fixture, "paul", "get", "subject", id);
  g_assert_nonnull (strstr (fixture->out, "title\tVœux du maire\n"));

  /* Different fields merge; one that both changed is a conflict with both values, both names and both times. */
  expect (0, fixture, "marie", "set", "subject", id, "title=Vœux de la maire");
  expect (0, fixture, "paul", "set", "subject", id, "title=Vœux 2027", "note=Salle à réserver");
  expect (0, fixture, "marie", "sync");
  expect (6, fixture, "paul", "sync");
  expect (0, fixture, "paul", "get", "subject", id);
  g_assert_nonnull (strstr (fixture->out, "title\tVœux de la maire\n"));
  g_assert_nonnull (strstr (fixture->out, "note\tSalle à réserver\n"));
  expect (6, fixture, "paul", "conflicts");
  g_auto(GStrv) cells = g_strsplit (g_strchomp (fixture->out), "\t", -1);
  g_assert_cmpuint (g_strv_length (cells), ==, 10);
  g_assert_cmpstr (cells[1], ==, "subject");
  g_assert_cmpstr (cells[2], ==, id);
  g_assert_cmpstr (cells[3], ==, "title");
  g_assert_cmpstr (cells[4], ==, "Vœux 2027");
  g_assert_cmpstr (cells[5], ==, "paul");
  g_assert_true (g_str_has_prefix (cells[6], "20"));
  g_assert_cmpstr (cells[7], ==, "Vœux de la maire");
  g_assert_cmpstr (cells[8], ==, "marie");
  g_assert_true (g_str_has_prefix (cells[9], "20"));

  expect (0, fixture, "paul", "resolve", cells[0], "value=Vœux de la maire 2027");
  expect (0, fixture, "paul", "conflicts");
  expect (0, fixture, "paul", "sync");
  expect (0, fixture, "marie", "sync");
  expect (0, fixture, "marie", "get", "subject", id, "--json");
  g_assert_nonnull (strstr (fixture->out, "\"title\":\"Vœux de la maire 2027\""));
  expect (0, fixture, "marie", "verify", "--online");
  g_autofree char *marie = g_strdup (fixture->out);
  expect (0, fixture, "paul", "verify", "--online");
  g_assert_true (g_str_has_prefix (marie, "ok\t"));
}

/* Years ahead or behind: whose edit stands, and what is told about it, stays the same. */
static void
test_clock (Fixture *fixture, gconstpointer data)
{
  const char * const clocks[] = { "+1200d", "-1200d" };
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-");
  g_autofree char *faketime = g_find_program_in_path ("faketime");

  /* It cannot be laid under a program built with sanitizers either. */
  fixture->clock = clocks[0];
  if (faketime == NULL || run (fixture, "paul", "list", "theme") != 0)
    {
      g_test_skip ("faketime does not work here");
      return;
    }
  fixture->clock = NULL;
  connect_as (fixture, "marie");
  connect_as (fixture, "paul");
  expect (0, fixture, "marie", "add", "subject", "title=Rentrée", "state=proposed");
  g_autofree char *id = dup_line (fixture->out);
  expect (0, fixture, "marie", "sync");
  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      g_autofree char *theirs = g_strdup_printf ("title=Rentrée %u", i);
      fixture->clock = clocks[i];
      expect (0, fixture, "paul", "sync");
      expect (0, fixture, "paul", "set", "subject", id, "title=Autre titre", "note=Une note");
      fixture->clock = NULL;
      expect (0, fixture, "marie", "set", "subject", id, theirs);
      expect (0, fixture, "marie", "sync");
      fixture->clock = clocks[i];
      expect (6, fixture, "paul", "sync");
      expect (6, fixture, "paul", "conflicts");
      g_auto(GStrv) cells = g_strsplit (g_strchomp (fixture->out), "\t", -1);
      g_assert_cmpstr (cells[7], ==, theirs + strlen ("title="));
      g_assert_true (g_str_has_prefix (cells[9], today));
      expect (0, fixture, "paul", "resolve", cells[0], "theirs");
      expect (0, fixture, "paul", "sync");
      fixture->clock = NULL;
      expect (0, fixture, "marie", "sync");
      expect (0, fixture, "marie", "get", id);
      g_assert_nonnull (strstr (fixture->out, "note\tUne note\n"));
      expect (0, fixture, "marie", "set", "subject", id, "note=");
      expect (0, fixture, "marie", "sync");
    }
  expect (0, fixture, "paul", "sync");
  expect (0, fixture, "paul", "verify", "--online");
  g_autofree char *digest = g_strdup (fixture->out);
  g_assert_true (g_str_has_prefix (digest, "ok\t"));
}

static void
test_rights (Fixture *fixture, gconstpointer data)
{
  connect_as (fixture, "rose");
  expect (4, fixture, "rose", "add", "theme", "name=Interdit");
  expect (0, fixture, "rose", "status");
  g_assert_nonnull (strstr (fixture->out, "waiting\t0\n"));

  /* What somebody else has not sent yet does not go out under another name. */
  connect_as (fixture, "marie");
  expect (0, fixture, "marie", "add", "theme", "name=De Marie");
  char *args[] = { "connect", (char *) relais_test_backend_get_address (fixture->backend), "--login", "paul", NULL };
  g_assert_cmpint (run_with_input (fixture, "marie", RELAIS_TEST_PASSWORD "\n", args), ==, 4);
  expect (0, fixture, "marie", "sync");
  g_assert_nonnull (strstr (fixture->out, "sent\t1\n"));
}

static void
test_killed_backend (Fixture *fixture, gconstpointer data)
{
  connect_as (fixture, "marie");
  expect (0, fixture, "marie", "add", "theme", "name=Avant");
  expect (0, fixture, "marie", "sync");
  relais_test_backend_kill (fixture->backend);
  expect (0, fixture, "marie", "add", "theme", "name=Pendant");
  expect (5, fixture, "marie", "sync");
  relais_test_backend_start (fixture->backend);
  expect (0, fixture, "marie", "sync");
  connect_as (fixture, "paul");
  expect (0, fixture, "paul", "list", "theme");
  g_assert_nonnull (strstr (fixture->out, "Avant"));
  g_assert_nonnull (strstr (fixture->out, "Pendant"));
}

static void
add_backend_test (const char *path, void (*func) (Fixture *, gconstpointer))
{
  if (relais_test_backend_available ())
    g_test_add (path, Fixture, NULL, set_up_backend, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/ctl/usage", Fixture, NULL, set_up, test_usage, tear_down);
  g_test_add ("/ctl/manual", Fixture, NULL, set_up, test_manual, tear_down);
  g_test_add ("/ctl/edit-alone", Fixture, NULL, set_up, test_edit_alone, tear_down);
  g_test_add ("/ctl/workspace-file", Fixture, NULL, set_up, test_workspace_file, tear_down);
  g_test_add ("/ctl/import-export", Fixture, NULL, set_up, test_import_export, tear_down);
  g_test_add ("/ctl/export-plan", Fixture, NULL, set_up, test_export_plan, tear_down);
  g_test_add ("/ctl/import-calendar", Fixture, NULL, set_up, test_import_calendar, tear_down);
  g_test_add ("/ctl/render", Fixture, NULL, set_up, test_render, tear_down);
  add_backend_test ("/ctl/sign-in", test_sign_in);
  add_backend_test ("/ctl/two-people", test_two_people);
  add_backend_test ("/ctl/clock", test_clock);
  add_backend_test ("/ctl/rights", test_rights);
  add_backend_test ("/ctl/killed-backend", test_killed_backend);
  return g_test_run ();
}
