/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "log-fixture.h"

#include "relais-accounts-private.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

static char *
make_path (char **directory)
{
  *directory = g_dir_make_tmp ("relais-storage-XXXXXX", NULL);
  return g_build_filename (*directory, "relais.db", NULL);
}

static void
remove_directory (const char *directory)
{
  g_autoptr(GDir) entries = g_dir_open (directory, 0, NULL);
  for (const char *name; (name = g_dir_read_name (entries)) != NULL; )
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_unlink (path);
    }
  g_rmdir (directory);
}

/* What failed once stays failed: later operations do nothing, nothing is committed. */
static void
test_sticky_errors (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisStorage) storage = relais_sqlite_storage_new (":memory:", &error);
  RelaisTransaction *transaction = relais_storage_begin (storage, TRUE, &error);
  relais_fact_set (transaction, "a", 1);
  g_assert_true (relais_transaction_is_good (transaction));
  relais_transaction_run (transaction, "INSERT INTO nowhere VALUES (1)", "");
  g_assert_false (relais_transaction_is_good (transaction));
  relais_fact_set (transaction, "b", 1);
  g_assert_cmpint (relais_fact_get (transaction, "a"), ==, 0);
  g_assert_false (relais_transaction_commit (transaction, &error));
  g_assert_error (error, RELAIS_STORAGE_ERROR, RELAIS_STORAGE_ERROR_FAILED);
  g_clear_error (&error);

  transaction = relais_storage_begin (storage, FALSE, &error);
  g_assert_cmpint (relais_fact_get (transaction, "a"), ==, 0);
  g_assert_cmpint (relais_fact_get (transaction, "b"), ==, 0);
  g_assert_true (relais_transaction_commit (transaction, &error));
}

static void
test_snapshot (void)
{
  g_autofree char *directory = NULL, *path = make_path (&directory);
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisStorage) storage = relais_sqlite_storage_new (path, &error);
  g_assert_no_error (error);
  RelaisTransaction *reader = relais_storage_begin (storage, FALSE, &error);
  g_assert_cmpint (relais_fact_get (reader, "a"), ==, 0);
  RelaisTransaction *writer = relais_storage_begin (storage, TRUE, &error);
  relais_fact_set (writer, "a", 1);
  g_assert_cmpint (relais_fact_get (reader, "a"), ==, 0);
  g_assert_true (relais_transaction_commit (writer, &error));
  g_assert_cmpint (relais_fact_get (reader, "a"), ==, 0);
  g_assert_true (relais_transaction_commit (reader, &error));

  /* A reader cannot write. */
  reader = relais_storage_begin (storage, FALSE, &error);
  relais_fact_set (reader, "a", 2);
  g_assert_false (relais_transaction_commit (reader, &error));
  g_clear_error (&error);
  reader = relais_storage_begin (storage, FALSE, &error);
  g_assert_cmpint (relais_fact_get (reader, "a"), ==, 1);
  relais_transaction_rollback (reader);
  g_clear_object (&storage);
  remove_directory (directory);
}

static void
test_strange_files (void)
{
  g_autofree char *directory = NULL, *path = make_path (&directory);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = g_strnfill (5000, 'x');
  g_autofree char *after = NULL;
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_null (relais_sqlite_storage_new (path, &error));
  g_assert_error (error, RELAIS_STORAGE_ERROR, RELAIS_STORAGE_ERROR_NOT_OURS);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, text);
  g_unlink (path);

  sqlite3 *database = NULL;
  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "CREATE TABLE theirs (a)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
  g_assert_null (relais_sqlite_storage_new (path, &error));
  g_assert_error (error, RELAIS_STORAGE_ERROR, RELAIS_STORAGE_ERROR_NOT_OURS);
  g_clear_error (&error);
  g_unlink (path);

  g_object_unref (relais_sqlite_storage_new (path, &error));
  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "PRAGMA user_version = 99", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
  g_assert_null (relais_sqlite_storage_new (path, &error));
  g_assert_error (error, RELAIS_STORAGE_ERROR, RELAIS_STORAGE_ERROR_NEWER);
  remove_directory (directory);
}

static gint64
ask (const char *path, const char *sql)
{
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  gint64 answer = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);
  return answer;
}

/* The tables and indexes of a database, by name. */
static char *
dump_schema (const char *path)
{
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  GString *text = g_string_new (NULL);
  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  sqlite3_prepare_v2 (database, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name", -1, &statement, NULL);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_string_append_printf (text, "%s\n", sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (database);
  return g_string_free (text, FALSE);
}

static gboolean
count_cb (RelaisStored *stored, gpointer data)
{
  (*(guint *) data)++;
  return TRUE;
}

static guint
count_planned (RelaisTransaction *transaction, const char *day)
{
  guint count = 0;
  relais_records_visit_days (transaction, relais_kind_lookup ("placement"), "planned", day, count_cb, &count);
  return count;
}

/* A database of the first version gets what came since, keeps what it has, and is then like a new one. */
static void
test_upgrade (void)
{
  g_autofree char *directory = NULL, *path = make_path (&directory);
  g_autofree char *fresh = g_build_filename (directory, "fresh.db", NULL);
  g_autofree char *dump = g_test_build_filename (G_TEST_DIST, "backend", "storage-version-1.sql", NULL);
  g_autofree char *sql = NULL;
  g_autoptr(GError) error = NULL;
  sqlite3 *database = NULL;
  g_file_get_contents (dump, &sql, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
  g_assert_cmpint (ask (path, "PRAGMA user_version"), ==, 1);

  for (guint i = 0; i < 2; i++)
    {
      RelaisStorage *storage = relais_sqlite_storage_new (path, &error);
      g_assert_no_error (error);
      RelaisTransaction *transaction = relais_storage_begin (storage, FALSE, &error);
      g_autoptr(RelaisRecord) claire = relais_record_with_value (transaction, relais_kind_lookup ("account"), "login", "claire");
      g_assert_nonnull (claire);
      g_assert_cmpint (relais_fact_get (transaction, RELAIS_FACT_HEAD), ==, 1);
      /* What is new is found by what was there before. */
      g_assert_cmpuint (count_planned (transaction, "2026-12-01"), ==, 1);
      g_assert_cmpuint (count_planned (transaction, "2026-12-02"), ==, 0);
      g_assert_true (relais_transaction_commit (transaction, &error));
      g_object_unref (storage);
      g_assert_cmpint (ask (path, "PRAGMA user_version"), ==, RELAIS_SCHEMA_VERSION);
    }
  g_object_unref (relais_sqlite_storage_new (fresh, &error));
  g_autofree char *upgraded = dump_schema (path), *made = dump_schema (fresh);
  g_assert_cmpstr (upgraded, ==, made);
  remove_directory (directory);
}

static void
test_keeper (void)
{
  g_autofree char *directory = NULL, *path = make_path (&directory);
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisStorage) first = relais_sqlite_storage_new (path, &error);
  g_autoptr(RelaisStorage) second = relais_sqlite_storage_new (path, &error);
  g_assert_true (relais_sqlite_storage_keep (RELAIS_SQLITE_STORAGE (first)));
  g_assert_false (relais_sqlite_storage_keep (RELAIS_SQLITE_STORAGE (second)));
  RelaisTransaction *transaction = relais_storage_begin (second, TRUE, &error);
  relais_fact_set (transaction, "a", 5);
  g_assert_true (relais_transaction_commit (transaction, &error));
  transaction = relais_storage_begin (first, FALSE, &error);
  g_assert_cmpint (relais_fact_get (transaction, "a"), ==, 5);
  relais_transaction_rollback (transaction);
  g_clear_object (&first);
  g_assert_true (relais_sqlite_storage_keep (RELAIS_SQLITE_STORAGE (second)));
  g_clear_object (&second);
  remove_directory (directory);
}

static void
test_audit (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisStorage) storage = relais_sqlite_storage_new (":memory:", &error);
  RelaisTransaction *transaction = relais_storage_begin (storage, TRUE, &error);
  gint64 broken = 0;
  for (guint i = 0; i < 5; i++)
    relais_audit_add (transaction, 1000 + i, "who", "did", "what");
  g_assert_cmpint (relais_audit_verify (transaction, &broken), ==, 5);
  relais_transaction_run (transaction, "UPDATE audit SET detail = 'other' WHERE n = 3", "");
  g_assert_cmpint (relais_audit_verify (transaction, &broken), ==, -1);
  g_assert_cmpint (broken, ==, 3);
  relais_transaction_run (transaction, "UPDATE audit SET detail = 'what' WHERE n = 3", "");
  g_assert_cmpint (relais_audit_verify (transaction, &broken), ==, 5);
  relais_transaction_run (transaction, "DELETE FROM audit WHERE n = 2", "");
  g_assert_cmpint (relais_audit_verify (transaction, &broken), ==, -1);
  g_assert_cmpint (broken, ==, 2);
  relais_transaction_rollback (transaction);
}

static void
test_outcomes_purge (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RelaisStorage) storage = relais_sqlite_storage_new (":memory:", &error);
  RelaisTransaction *transaction = relais_storage_begin (storage, TRUE, &error);
  const guint last = RELAIS_OUTCOMES_KEPT + 3;
  for (guint mid = 1; mid <= last; mid++)
    relais_client_save (transaction, "a", CLIENT_A, mid, "h", "{}", TRUE, mid, 100 + mid);
  relais_outcomes_purge (transaction, 102);   /* older than the second */
  g_assert_false (relais_client_find (transaction, "a", CLIENT_A, 1, NULL, NULL, NULL));
  g_assert_true (relais_client_find (transaction, "a", CLIENT_A, 2, NULL, NULL, NULL));
  relais_outcomes_purge (transaction, G_MAXINT64);
  g_assert_cmpuint (relais_client_last_mid (transaction, "a", CLIENT_A), ==, last);
  g_assert_false (relais_client_find (transaction, "a", CLIENT_A, 3, NULL, NULL, NULL));
  g_assert_true (relais_client_find (transaction, "a", CLIENT_A, 4, NULL, NULL, NULL));
  g_assert_cmpuint (relais_client_last_mid (transaction, "b", CLIENT_A), ==, 0);
  g_assert_true (relais_client_wrote (transaction, "a", CLIENT_A, 4));
  g_assert_false (relais_client_wrote (transaction, "a", CLIENT_B, 4));
  relais_transaction_rollback (transaction);
}

static void
test_tags (void)
{
  const char *mine[] = { "role:editor", "unit:b", NULL }, *with[] = { "a", "unit:b", NULL }, *without[] = { "role:edito", "unit:bb", NULL };
  const char *none[] = { NULL };
  g_assert_true (relais_tags_meet (mine, with));
  g_assert_false (relais_tags_meet (mine, without));
  g_assert_false (relais_tags_meet (mine, none));
  g_assert_false (relais_tags_meet (none, with));
}

static void
test_throttle (void)
{
  RelaisThrottle *throttle = relais_throttle_new (3);
  gint64 now = 1000 * G_USEC_PER_SEC;
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (relais_throttle_enter (throttle, "a", now), ==, 0);
  g_assert_cmpuint (relais_throttle_enter (throttle, "a", now), ==, 1);
  g_assert_cmpuint (relais_throttle_enter (throttle, "b", now), ==, 0);
  guint waited = 0;
  for (guint i = 0; i < 12; i++)
    {
      guint wait = relais_throttle_enter (throttle, "a", now);
      g_assert_cmpuint (wait, >=, waited);
      g_assert_cmpuint (wait, <=, 900);
      waited = wait;
      now += wait * G_USEC_PER_SEC;
      g_assert_cmpuint (relais_throttle_enter (throttle, "a", now), ==, 0);
    }
  g_assert_cmpuint (waited, ==, 900);
  /* One right try says nothing of the wrong ones before it. */
  relais_throttle_forgive (throttle, "a");
  g_assert_cmpuint (relais_throttle_enter (throttle, "a", now), >, 0);
  relais_throttle_forget (throttle, "a");
  g_assert_cmpuint (relais_throttle_enter (throttle, "a", now), ==, 0);
  g_assert_cmpuint (relais_throttle_enter (throttle, "a", now), ==, 0);
  /* Half an hour of silence is enough, too. */
  for (guint i = 0; i < 2; i++)
    relais_throttle_enter (throttle, "c", now);
  now += 31 * 60 * G_USEC_PER_SEC;
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (relais_throttle_enter (throttle, "c", now), ==, 0);
  /* Bounded, whatever is tried. */
  for (guint i = 0; i < 30000; i++)
    {
      g_autofree char *key = g_strdup_printf ("key %u", i);
      guint wait = relais_throttle_enter (throttle, key, now);
      if (i > 20000)
        g_assert_cmpuint (wait, >, 0);
    }
  relais_throttle_free (throttle);
}

static void
test_passwords (void)
{
  LogFixture fixture = { 0 };
  g_autoptr(GError) error = NULL;
  log_fixture_init (&fixture);
  g_autoptr(RelaisAccounts) accounts = relais_accounts_new (fixture.log);
  g_assert_false (relais_accounts_add (accounts, "claire", RELAIS_ROLE_MANAGER, NULL, NULL, "short", NULL, &error));
  g_assert_error (error, RELAIS_ACCOUNTS_ERROR, RELAIS_ACCOUNTS_ERROR_PASSWORD);
  g_clear_error (&error);
  g_autofree char *hash = relais_password_hash ("long enough", &error);
  g_autofree char *again = relais_password_hash ("long enough", &error);
  g_assert_true (g_str_has_prefix (hash, "$argon2id$"));
  g_assert_cmpstr (hash, !=, again);
  g_assert_true (relais_password_check (hash, "long enough"));
  g_assert_false (relais_password_check (hash, "long enougH"));

  g_assert_true (relais_accounts_add (accounts, "claire", RELAIS_ROLE_MANAGER, NULL, NULL, "long enough", NULL, &error));
  g_assert_false (relais_accounts_add (accounts, "claire", RELAIS_ROLE_READER, NULL, NULL, "long enough", NULL, &error));
  g_assert_error (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  guint wait;
  g_autoptr(RelaisSession) session = relais_accounts_sign_in (accounts, "claire", "long enough", "d", "::1", &wait, &error);
  g_assert_no_error (error);
  g_autoptr(RelaisAccess) access = relais_accounts_check_token (accounts, session->token, &error);
  g_assert_cmpint (relais_access_get_role (access), ==, RELAIS_ROLE_MANAGER);

  /* What cannot be looked up is not a wrong token: nobody is asked to sign in again because of it. */
  RelaisTransaction *transaction = relais_storage_begin (fixture.storage, TRUE, &error);
  relais_transaction_run (transaction, "ALTER TABLE tokens RENAME TO elsewhere", "");
  g_assert_true (relais_transaction_commit (transaction, &error));
  g_assert_null (relais_accounts_check_token (accounts, session->token, &error));
  g_assert_error (error, RELAIS_STORAGE_ERROR, RELAIS_STORAGE_ERROR_FAILED);
  g_clear_error (&error);
  transaction = relais_storage_begin (fixture.storage, TRUE, &error);
  relais_transaction_run (transaction, "ALTER TABLE elsewhere RENAME TO tokens", "");
  g_assert_true (relais_transaction_commit (transaction, &error));

  /* Unused for a quarter of a year. */
  fixture.now += (RELAIS_TOKEN_IDLE_DAYS + 1) * 86400;
  g_assert_null (relais_accounts_check_token (accounts, session->token, &error));
  g_clear_pointer (&accounts, relais_accounts_free);
  log_fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/storage/sticky-errors", test_sticky_errors);
  g_test_add_func ("/storage/snapshot", test_snapshot);
  g_test_add_func ("/storage/strange-files", test_strange_files);
  g_test_add_func ("/storage/upgrade", test_upgrade);
  g_test_add_func ("/storage/keeper", test_keeper);
  g_test_add_func ("/storage/audit", test_audit);
  g_test_add_func ("/storage/outcomes-purge", test_outcomes_purge);
  g_test_add_func ("/storage/tags", test_tags);
  g_test_add_func ("/accounts/throttle", test_throttle);
  g_test_add_func ("/accounts/passwords", test_passwords);
  return g_test_run ();
}
