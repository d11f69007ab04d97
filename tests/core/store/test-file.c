/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workspace file: old, newer, damaged, locked, full, read-only. */
#include "store-fixture.h"

#include "relais-database.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static GBytes *
read_bytes (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, length);
}

static void
close_workspace (Fixture *fixture)
{
  g_clear_pointer (&fixture->workspace, relais_workspace_close);
}

static void
overwrite (const char *path, goffset offset, const void *bytes, gsize length)
{
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pwrite (fd, bytes, length, offset), ==, (gssize) length);
  close (fd);
}

/* Cannot be opened, for @code, and is not touched. */
static void
assert_refused (Fixture *fixture, RelaisStoreError code)
{
  g_autoptr (GBytes) before = read_bytes (fixture->path);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;
  RelaisWorkspace *workspace = relais_workspace_open (fixture->path, &error);

  g_assert_null (workspace);
  g_assert_error (error, RELAIS_STORE_ERROR, (int) code);
  after = read_bytes (fixture->path);
  g_assert_true (g_bytes_equal (before, after));
}

static void
execute (const char *path, const char *sql)
{
  sqlite3 *db;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static gboolean
has_column (const char *path, const char *kind, const char *column)
{
  sqlite3 *db;
  g_autofree char *table = g_strconcat ("k_", kind, NULL);

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  int found = sqlite3_table_column_metadata (db, NULL, table, column, NULL, NULL, NULL, NULL, NULL);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return found == SQLITE_OK;
}

/* What the model has got since would be fetched before anything is sent: that is another test. */
static void
follow_fields (Fixture *fixture)
{
  for (guint k = 0; relais_kinds ()[k] != NULL; k++) {
    const RelaisKind *kind = relais_kinds ()[k];
    g_autoptr (GString) sql = g_string_new (NULL);

    g_string_printf (sql, "CREATE TABLE IF NOT EXISTS k_%s (pk INTEGER PRIMARY KEY REFERENCES record ON DELETE CASCADE)", kind->name);
    execute (fixture->path, sql->str);
    for (guint i = 0; i < kind->n_fields; i++) {
      RelaisFieldType type = kind->fields[i].type;

      if (has_column (fixture->path, kind->name, kind->fields[i].name))
        continue;
      g_string_printf (sql, "ALTER TABLE k_%s ADD COLUMN \"%s\" %s", kind->name, kind->fields[i].name,
                       type == RELAIS_FIELD_INTEGER || type == RELAIS_FIELD_BOOLEAN ? "INTEGER" : "TEXT");
      execute (fixture->path, sql->str);
    }
  }
}

static void
load_version_1 (Fixture *fixture)
{
  g_autofree char *name = g_test_build_filename (G_TEST_DIST, "core", "store", "version-1.sql", NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;

  close_workspace (fixture);
  g_assert_no_errno (g_unlink (fixture->path));
  g_file_get_contents (name, &sql, NULL, &error);
  g_assert_no_error (error);
  execute (fixture->path, sql);
  follow_fields (fixture);
}

static guint
count_hits (RelaisWorkspace *workspace, const char *text)
{
  g_autoptr (GPtrArray) hits = relais_workspace_search (workspace, text, 10, NULL);

  return hits->len;
}

static void
test_upgrade (Fixture *fixture, gconstpointer data)
{
  g_autofree char *copy = NULL, *server = NULL;
  g_autoptr (GPtrArray) sent = NULL;
  gint64 action;

  load_version_1 (fixture);
  fixture_reopen (fixture);
  assert_field (fixture->workspace, "person", "0190a000-0001-7000-8000-000000000001", "last_name", "Lecœur");
  assert_field (fixture->workspace, "subject", "0190a000-0002-7000-8000-000000000002", "summary", "Écrit hors ligne");
  assert_field (fixture->workspace, "subject", "0190a000-0002-7000-8000-000000000002", "tags", "agents|rentrée");
  server = relais_workspace_dup_value (fixture->workspace, "server");
  g_assert_cmpstr (server, ==, "https://relais.ville.example");
  /* Version 1 found no ligatures. */
  g_assert_cmpuint (count_hits (fixture->workspace, "lecoeur"), ==, 1);
  g_assert_cmpuint (count_hits (fixture->workspace, "voeux"), ==, 1);
  g_assert_cmpuint (count_hits (fixture->workspace, "kermesse"), ==, 0);
  sent = take (fixture->workspace);
  g_assert_cmpuint (sent->len, ==, 2);
  action = 1;
  g_assert_true (relais_workspace_undo (fixture->workspace, NULL, action, NULL, NULL, NULL));
  assert_field (fixture->workspace, "subject", "0190a000-0002-7000-8000-000000000002", "summary", NULL);
  copy = g_strconcat (fixture->path, "-version-1", NULL);
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
}

/* The back end's records of a kind that this file did not know were passed over: they are fetched. */
static void
test_new_kind (Fixture *fixture, gconstpointer data)
{
  g_autofree char *cursor = NULL;
  RelaisPage *page = make_page (1, FALSE, 0);
  g_autofree char *id = relais_id_new ();

  page_add (page, make_state ("subject", id, 1, 1, "title", "One", "state", "proposed", NULL));
  apply_page (fixture->workspace, page);
  close_workspace (fixture);
  execute (fixture->path, "DROP TABLE k_campaign; UPDATE meta SET value = 'before' WHERE key = 'model'");
  fixture_reopen (fixture);
  cursor = relais_workspace_dup_cursor (fixture->workspace);
  g_assert_null (cursor);
}

/* A field, an index and a kind that the model has and the file has not: as after an update of the program. */
static void
test_follow_model (Fixture *fixture, gconstpointer data)
{
  g_autofree char *cursor = NULL;
  RelaisPage *page = make_page (1, FALSE, 0);
  g_autofree char *id = relais_id_new ();

  page_add (page, make_state ("subject", id, 1, 1, "title", "One", "state", "proposed", "note", "N", NULL));
  apply_page (fixture->workspace, page);
  close_workspace (fixture);
  execute (fixture->path, "ALTER TABLE k_subject DROP COLUMN note; DROP INDEX i_subject_theme; DROP TABLE k_theme;"
                          "UPDATE meta SET value = 'before' WHERE key IN ('model', 'searched')");
  fixture_reopen (fixture);
  assert_field (fixture->workspace, "subject", id, "title", "One");
  set_field (fixture->workspace, "subject", id, "note", "New");
  g_assert_cmpuint (count_hits (fixture->workspace, "new"), ==, 1);
  /* What the back end has in that field is fetched. */
  cursor = relais_workspace_dup_cursor (fixture->workspace);
  g_assert_null (cursor);
}

static char *
dup_index (Fixture *fixture, const char *name)
{
  g_autoptr (RelaisDatabase) db = relais_database_open (fixture->path, RELAIS_DATABASE_READER, NULL);

  return relais_database_dup_string (db, "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?", "s", name);
}

/* Another version made an index of the same name over other columns, and one that is not wanted; nothing is fetched for that. */
static void
test_follow_index (Fixture *fixture, gconstpointer data)
{
  g_autofree char *wanted = dup_index (fixture, "i_placement_channel"), *made = NULL, *gone = NULL, *cursor = NULL;
  RelaisPage *page = make_page (1, FALSE, 0);
  g_autofree char *id = relais_id_new ();

  page_add (page, make_state ("theme", id, 1, 1, "name", "One", NULL));
  apply_page (fixture->workspace, page);
  close_workspace (fixture);
  execute (fixture->path, "DROP INDEX i_placement_channel; CREATE INDEX i_placement_channel ON k_placement (\"channel\");"
                          "CREATE INDEX i_placement_note ON k_placement (\"note\");"
                          "UPDATE meta SET value = 'before' WHERE key = 'model'");
  fixture_reopen (fixture);
  made = dup_index (fixture, "i_placement_channel");
  gone = dup_index (fixture, "i_placement_note");
  g_assert_nonnull (strstr (wanted, "\"planned\""));
  g_assert_cmpstr (made, ==, wanted);
  g_assert_null (gone);
  cursor = relais_workspace_dup_cursor (fixture->workspace);
  g_assert_nonnull (cursor);
}

static void
test_newer (Fixture *fixture, gconstpointer data)
{
  close_workspace (fixture);
  execute (fixture->path, "PRAGMA user_version = 99");
  assert_refused (fixture, RELAIS_STORE_ERROR_NEWER);
}

static void
test_other_program (Fixture *fixture, gconstpointer data)
{
  close_workspace (fixture);
  execute (fixture->path, "PRAGMA application_id = 7");
  assert_refused (fixture, RELAIS_STORE_ERROR_DAMAGED);
  g_assert_true (g_file_set_contents (fixture->path, "Bonjour, je suis un texte.", -1, NULL));
  assert_refused (fixture, RELAIS_STORE_ERROR_DAMAGED);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  close_workspace (fixture);
  g_assert_no_errno (truncate (fixture->path, 0));
  assert_refused (fixture, RELAIS_STORE_ERROR_DAMAGED);
}

static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  GStatBuf info;

  close_workspace (fixture);
  g_assert_no_errno (g_stat (fixture->path, &info));
  g_assert_no_errno (truncate (fixture->path, info.st_size * 2 / 3));
  assert_refused (fixture, RELAIS_STORE_ERROR_DAMAGED);
  g_assert_no_errno (truncate (fixture->path, 50));
  assert_refused (fixture, RELAIS_STORE_ERROR_DAMAGED);
}

static void
fill (Fixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *title = g_strdup_printf ("Subject %u", i);

    g_free (make_subject (fixture->workspace, title));
  }
}

static void
test_garbage (Fixture *fixture, gconstpointer data)
{
  char garbage[20000];
  GStatBuf info;

  fill (fixture, 50);
  close_workspace (fixture);
  g_assert_no_errno (g_stat (fixture->path, &info));
  for (guint i = 0; i < sizeof garbage; i++)
    garbage[i] = (char) (i * 7919 >> 3);
  overwrite (fixture->path, info.st_size / 2, garbage, sizeof garbage);
  assert_refused (fixture, RELAIS_STORE_ERROR_DAMAGED);
}

/* Damaged, moved aside, begun anew: what was not sent yet is there, and is rebased when the back end's state arrives. */
static void
test_recover (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = relais_id_new ();
  g_autofree char *mine = NULL, *moved_to = NULL, *server = NULL, *client = NULL;
  g_autoptr (GPtrArray) early = NULL, sent = NULL;
  g_autoptr (GError) error = NULL;
  guint n_kept = 0;
  RelaisPage *page = make_page (1, FALSE, 0);

  page_add (page, make_state ("subject", id, 1, 1, "title", "One", "state", "proposed", NULL));
  apply_page (fixture->workspace, page);
  relais_workspace_set_value (fixture->workspace, "server", "https://relais.ville.fr", NULL);
  set_field (fixture->workspace, "subject", id, "summary", "not sent yet");
  mine = make_subject (fixture->workspace, "Mine");
  client = g_strdup (relais_workspace_get_client (fixture->workspace));
  close_workspace (fixture);
  execute (fixture->path, "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = 'CREATE TABLE broken (' WHERE name = "
                          "'k_theme'"
                          " AND 0; PRAGMA application_id = 7");
  assert_refused (fixture, RELAIS_STORE_ERROR_DAMAGED);

  g_assert_true (relais_workspace_recover (fixture->path, &n_kept, &moved_to, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_kept, ==, 2);
  g_assert_true (g_file_test (moved_to, G_FILE_TEST_EXISTS));
  fixture_reopen (fixture);
  g_assert_cmpstr (relais_workspace_get_client (fixture->workspace), !=, client);
  server = relais_workspace_dup_value (fixture->workspace, "server");
  g_assert_cmpstr (server, ==, "https://relais.ville.fr");
  assert_field (fixture->workspace, "subject", id, "summary", "not sent yet");
  assert_field (fixture->workspace, "subject", mine, "title", "Mine");
  early = take (fixture->workspace);
  g_assert_cmpuint (early->len, ==, 0);

  page = make_page (2, FALSE, 0);
  page_add (page, make_state ("subject", id, 2, 2, "title", "Two", "state", "proposed", NULL));
  apply_page (fixture->workspace, page);
  assert_field (fixture->workspace, "subject", id, "title", "Two");
  assert_field (fixture->workspace, "subject", id, "summary", "not sent yet");
  sent = take (fixture->workspace);
  g_assert_cmpuint (sent->len, ==, 2);
}

/* What came in while mine was on its way I had not seen when I wrote it, nor has the file that is made anew. */
static void
test_recover_sent (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = pull_subject (fixture->workspace);
  g_autofree char *moved_to = NULL;
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (GError) error = NULL;
  guint n_kept = 0;

  set_field (fixture->workspace, "subject", id, "title", "Mine");
  sent = take (fixture->workspace);
  pull_state (fixture->workspace, id, 2, 0, "title", "Theirs");
  close_workspace (fixture);
  g_assert_true (relais_workspace_recover (fixture->path, &n_kept, &moved_to, &error));
  fixture_reopen (fixture);
  pull_state (fixture->workspace, id, 2, 0, "title", "Theirs");
  assert_field (fixture->workspace, "subject", id, "title", "Theirs");
  g_assert_cmpuint (get_queue_state (fixture->workspace).conflicts, ==, 1);
}

static void
test_recover_ruin (Fixture *fixture, gconstpointer data)
{
  g_autofree char *moved_to = NULL;
  g_autoptr (GError) error = NULL;
  guint n_kept = 7;

  close_workspace (fixture);
  g_assert_true (g_file_set_contents (fixture->path, "nothing to read here", -1, NULL));
  g_assert_true (relais_workspace_recover (fixture->path, &n_kept, &moved_to, &error));
  g_assert_cmpuint (n_kept, ==, 0);
  fixture_reopen (fixture);
}

/* ---- other processes ---- */

static void
test_two_processes (Fixture *fixture, gconstpointer data)
{
  pid_t child;
  int status;

  child = fork ();
  if (child == 0) {
    GError *error = NULL;
    RelaisWorkspace *workspace = relais_workspace_open (fixture->path, &error);

    _exit (workspace == NULL && g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_LOCKED) ? 0 : 1);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

/* Writes until it is killed; tells each value after it was committed. Every second action is a group of two records. */
static void
write_until_killed (const char *path, int out)
{
  RelaisWorkspace *workspace = relais_workspace_open (path, NULL);
  char *one = make_subject (workspace, "one"), *two = make_subject (workspace, "two");
  g_autofree char *ids = g_strdup_printf ("%s %s\n", one, two);

  if (write (out, ids, strlen (ids)) < 0)
    _exit (1);
  for (guint i = 1;; i++) {
    g_autofree char *value = g_strdup_printf ("%u", i);
    g_autoptr (RelaisAction) action = relais_action_new ("Both");

    for (guint s = 0; s < 2; s++) {
      RelaisFields *fields = relais_fields_new (relais_kind_lookup ("subject"));

      relais_fields_set_string (fields, "summary", value);
      relais_action_update (action, s == 0 ? one : two, fields);
    }
    if (!relais_workspace_commit (workspace, NULL, action, NULL, NULL, NULL) || write (out, &i, sizeof i) != sizeof i)
      _exit (1);
  }
}

static void
check_after_kill (Fixture *fixture, const char *ids, guint last)
{
  g_auto (GStrv) parts = g_strsplit (g_strchomp ((char *) ids), " ", 2);
  g_autofree char *one = NULL, *two = NULL;

  fixture_reopen (fixture);
  one = dup_field (fixture->workspace, "subject", parts[0], "summary");
  two = dup_field (fixture->workspace, "subject", parts[1], "summary");
  /* local_durable, atomic_groups */
  g_assert_cmpstr (one, ==, two);
  g_assert_cmpuint ((guint) g_ascii_strtoull (one, NULL, 10), >=, last);
  fixture_assert_sound (fixture);
  close_workspace (fixture);
}

static void
test_kill (Fixture *fixture, gconstpointer data)
{
  guint n_rounds = g_test_thorough () ? 100 : 15;

  close_workspace (fixture);
  for (guint round = 0; round < n_rounds; round++) {
    char ids[2 * RELAIS_ID_SIZE + 1] = "";
    guint last = 0, stop_at = (guint) g_test_rand_int_range (1, 60), value;
    int ends[2], status;
    pid_t child;

    g_assert_no_errno (pipe (ends));
    child = fork ();
    if (child == 0) {
      close (ends[0]);
      write_until_killed (fixture->path, ends[1]);
    }
    close (ends[1]);
    g_assert_cmpint (read (ends[0], ids, 2 * RELAIS_ID_SIZE), ==, 2 * RELAIS_ID_SIZE);
    while (last < stop_at && read (ends[0], &value, sizeof value) == sizeof value)
      last = value;
    kill (child, SIGKILL);
    /* What it told between the last look and its end counts too. */
    while (read (ends[0], &value, sizeof value) == sizeof value)
      last = value;
    close (ends[0]);
    g_assert_cmpint (waitpid (child, &status, 0), ==, child);
    g_assert_true (WIFSIGNALED (status));
    check_after_kill (fixture, ids, last);
  }
}

/* The limit of a file's size stands for the end of the disk: what does not fit is refused, what was there stays, and when there
 * is
 * room again work goes on. */
static int
work_on_full_disk (const char *path)
{
  RelaisWorkspace *workspace = relais_workspace_open (path, NULL);
  g_autofree char *id = make_subject (workspace, "before");
  g_autofree char *title = NULL;
  struct rlimit limit = { 300000, RLIM_INFINITY };
  gboolean is_full = FALSE;

  signal (SIGXFSZ, SIG_IGN);
  if (setrlimit (RLIMIT_FSIZE, &limit) != 0)
    return 2;
  for (guint i = 0; i < 200 && !is_full; i++) {
    g_autoptr (RelaisAction) action = relais_action_new ("Large");
    RelaisFields *fields = relais_fields_new (relais_kind_lookup ("subject"));
    g_autofree char *text = g_strnfill (15000, (char) ('a' + i % 26));
    g_autoptr (GError) error = NULL;

    relais_fields_set_string (fields, "title", "large");
    relais_fields_set_string (fields, "state", "proposed");
    relais_fields_set_string (fields, "summary", text);
    relais_action_create (action, NULL, fields);
    if (!relais_workspace_commit (workspace, NULL, action, NULL, NULL, &error)) {
      if (!g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_FULL)) {
        g_printerr ("%s\n", error->message);
        return 3;
      }
      is_full = TRUE;
    }
  }
  if (!is_full)
    return 4;
  title = dup_field (workspace, "subject", id, "title");
  if (g_strcmp0 (title, "before") != 0)
    return 5;
  limit.rlim_cur = RLIM_INFINITY;
  setrlimit (RLIMIT_FSIZE, &limit);
  set_field (workspace, "subject", id, "title", "after");
  relais_workspace_close (workspace);
  return 0;
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RelaisQuery) query = relais_query_new (relais_kind_lookup ("subject"));
  g_autoptr (GPtrArray) subjects = NULL;
  pid_t child;
  int status;

  close_workspace (fixture);
  child = fork ();
  if (child == 0)
    _exit (work_on_full_disk (fixture->path));
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  fixture_reopen (fixture);
  relais_query_where (query, "title", RELAIS_MATCH_EQUAL, "after");
  subjects = relais_workspace_query (fixture->workspace, query, NULL);
  g_assert_cmpuint (subjects->len, ==, 1);
}

/* 0: READ_ONLY, as it should be; 77: this process may write anywhere. */
static int
open_as_nobody (const char *path)
{
  g_autoptr (GError) error = NULL;
  RelaisWorkspace *workspace;

  if (geteuid () == 0 && (setgid (65534) != 0 || setuid (65534) != 0))
    return 77;
  if (g_access (path, W_OK) == 0)
    return 77;
  workspace = relais_workspace_open (path, &error);
  return workspace == NULL && g_error_matches (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_READ_ONLY) ? 0 : 1;
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  static const struct { int folder; int file; } modes[] = { { 0555, 0444 }, { 0777, 0444 }, { 0555, 0644 } };
  g_autofree char *lock = g_strconcat (fixture->path, "-lock", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++) {
    int status;
    pid_t child;

    close_workspace (fixture);
    g_unlink (lock);
    g_assert_no_errno (g_chmod (fixture->path, modes[i].file));
    g_assert_no_errno (g_chmod (fixture->folder, modes[i].folder));
    child = fork ();
    if (child == 0)
      _exit (open_as_nobody (fixture->path));
    g_assert_cmpint (waitpid (child, &status, 0), ==, child);
    g_assert_no_errno (g_chmod (fixture->folder, 0700));
    g_assert_no_errno (g_chmod (fixture->path, 0600));
    g_unlink (lock);
    g_assert_true (WIFEXITED (status));
    if (WEXITSTATUS (status) == 77)
      g_test_skip ("this process may write where permissions say that it may not");
    else
      g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  }
  fixture_reopen (fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/file/upgrade", test_upgrade);
  fixture_add ("/store/file/new-kind", test_new_kind);
  fixture_add ("/store/file/follow-model", test_follow_model);
  fixture_add ("/store/file/follow-index", test_follow_index);
  fixture_add ("/store/file/newer", test_newer);
  fixture_add ("/store/file/other-program", test_other_program);
  fixture_add ("/store/file/empty", test_empty);
  fixture_add ("/store/file/truncated", test_truncated);
  fixture_add ("/store/file/garbage", test_garbage);
  fixture_add ("/store/file/recover", test_recover);
  fixture_add ("/store/file/recover-sent", test_recover_sent);
  fixture_add ("/store/file/recover-ruin", test_recover_ruin);
  fixture_add ("/store/file/two-processes", test_two_processes);
  fixture_add ("/store/file/kill", test_kill);
  fixture_add ("/store/file/full-disk", test_full_disk);
  fixture_add ("/store/file/read-only", test_read_only);
  return g_test_run ();
}
