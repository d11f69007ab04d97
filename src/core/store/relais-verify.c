/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

/* Is the file what it should be; and when it is not, what can be saved of it. */

#include "relais-workspace-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "relais-codec.h"
#include "relais-file.h"

static void
add_problem_if (GPtrArray *problems, gboolean is_one, const char *sentence)
{
  if (is_one)
    g_ptr_array_add (problems, g_strdup (sentence));
}

static void
check_integrity (RelaisWorkspace *self, GPtrArray *problems)
{
  GError *error = NULL;
  sqlite3_stmt *stmt = relais_database_select (self->db, &error, "PRAGMA integrity_check (20)", "");

  while (stmt != NULL && relais_database_step (self->db, stmt, &error)) {
    const char *text = (const char *) sqlite3_column_text (stmt, 0);

    if (g_strcmp0 (text, "ok") != 0)
      g_ptr_array_add (problems, g_strdup_printf (_("The file is damaged: %s"), text));
  }
  if (error != NULL)
    g_ptr_array_add (problems, g_strdup (error->message));
  g_clear_error (&error);
}

/* Each row of a kind has its record and each record its row. */
static void
check_rows (RelaisWorkspace *self, GPtrArray *problems)
{
  for (guint k = 0; k < relais_n_kinds (); k++) {
    const char *name = relais_kinds ()[k]->name;
    g_autofree char *sql = g_strdup_printf ("SELECT (SELECT count(*) FROM record WHERE kind = '%s') <> (SELECT count(*) FROM "
                                            "k_%s) OR "
                                            "EXISTS (SELECT 1 FROM k_%s t WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.pk = "
                                            "t.pk "
                                            "AND r.kind = '%s'))", name, name, name, name);

    if (relais_database_get_integer (self->db, 1, sql, "") != 0)
      g_ptr_array_add (problems, g_strdup_printf (_("Records of the kind “%s” are not complete."), name));
  }
}

/* current = base + outbox, for every record that the outbox touches. */
static void
check_queue (RelaisWorkspace *self, GPtrArray *problems)
{
  add_problem_if (problems,
                  relais_database_get_integer (self->db, 1, "SELECT EXISTS (SELECT 1 FROM outbox_op p WHERE NOT EXISTS "
                                                            "(SELECT 1 FROM base b WHERE b.id = p.id))", ""),
                  _("A change in the queue has lost the state that it was made on."));
  add_problem_if (problems,
                  relais_database_get_integer (self->db, 1, "SELECT EXISTS (SELECT 1 FROM base b WHERE NOT EXISTS "
                                                            "(SELECT 1 FROM outbox_op p WHERE p.id = b.id))", ""),
                  _("A state of the back end is kept apart although no change waits."));
}

static void
check_search (RelaisWorkspace *self, GPtrArray *problems)
{
  GError *error = NULL;

  if (!relais_database_run (self->db, &error, "INSERT INTO search (search) VALUES ('integrity-check')", ""))
    g_ptr_array_add (problems, g_strdup_printf (_("The search index is damaged: %s"), error->message));
  g_clear_error (&error);
  add_problem_if (problems,
                  relais_database_get_integer (self->db, 1, "SELECT EXISTS (SELECT 1 FROM search WHERE abs (rowid) NOT IN "
                                                            "(SELECT pk FROM record))", ""),
                  _("The search index has entries of records that are gone."));
}

/* Rows of one table that can still be read, in the columns that both files have. */
static void
save_table (RelaisDatabase *from, RelaisDatabase *to, const char *table, const char *columns, const char *places)
{
  g_autofree char *select = g_strdup_printf ("SELECT %s FROM %s", columns, table);
  g_autofree char *insert = g_strdup_printf ("INSERT OR IGNORE INTO %s (%s) VALUES (%s)", table, columns, places);
  sqlite3_stmt *in = relais_database_select (from, NULL, select, "");
  sqlite3_stmt *out = relais_database_prepare (to, insert, NULL);

  while (in != NULL && out != NULL && relais_database_step (from, in, NULL)) {
    for (int i = 0; i < sqlite3_column_count (in); i++)
      sqlite3_bind_value (out, i + 1, sqlite3_column_value (in, i));
    relais_database_step (to, out, NULL);
  }
}

static void
save_tables (RelaisDatabase *from, RelaisDatabase *to)
{
  save_table (from, to, "value", "key, value", "?, ?");
  save_table (from, to, "outbox", "pos, label, merge_key, since", "?, ?, ?, ?");
  /* With its origin: without it, what came in while it was on its way would count as seen. */
  save_table (from, to, "outbox_op", "pos, n, kind, id, body, base_type, origin", "?, ?, ?, ?, ?, ?, ?");
  save_table (from, to, "base", "id, kind, state", "?, ?, ?");
  save_table (from, to, "conflict", "kind, record, field, base, mine, theirs, mine_by, theirs_by, mine_at, theirs_at, decided, "
                                    "closed_at",
              "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?");
  save_table (from, to, "refusal", "label, code, field, detail, at, ops, closed_at", "?, ?, ?, ?, ?, ?, ?");
}

/* Saved changes show at once, on the states that were saved with them; the full pull that comes next rebases them. */
static gboolean
adopt (RelaisWorkspace *self, GError **error)
{
  g_autoptr (RelaisNews) news = relais_news_new ();
  GError *local = NULL;
  sqlite3_stmt *stmt;

  if (!relais_database_script (self->db,
                               "DELETE FROM outbox_op WHERE pos NOT IN (SELECT pos FROM outbox);"
                               "DELETE FROM base WHERE id NOT IN (SELECT id FROM outbox_op);"
                               "INSERT OR IGNORE INTO base (id, kind) SELECT id, kind FROM outbox_op;", error))
    return FALSE;
  stmt = relais_database_select (self->db, error, "SELECT DISTINCT kind, id FROM outbox_op", "");
  if (stmt == NULL)
    return FALSE;
  while (relais_database_step (self->db, stmt, &local)) {
    const RelaisKind *kind = relais_kind_lookup ((const char *) sqlite3_column_text (stmt, 0));

    if (kind != NULL)
      relais_news_add (news, kind, (const char *) sqlite3_column_text (stmt, 1));
  }
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  return relais_workspace_settle (self, news, error) && relais_workspace_begin_resync (self, error);
}

static gboolean
save (const char *damaged, const char *path, guint *n_kept, GError **error)
{
  g_autoptr (RelaisDatabase) from = relais_database_open (damaged, RELAIS_DATABASE_READER, NULL);
  g_autoptr (RelaisWorkspace) to = relais_workspace_open (path, error);
  gboolean ok;

  if (to == NULL || !relais_workspace_begin (to, error))
    return FALSE;
  /* Rows come in whatever order they can be read. */
  relais_database_script (to->db, "PRAGMA defer_foreign_keys = 1", NULL);
  if (from != NULL)
    save_tables (from, to->db);
  ok = adopt (to, error);
  if (!relais_workspace_end (to, ok, NULL, error))
    return FALSE;
  *n_kept = (guint) relais_database_get_integer (to->db, 0, "SELECT count(*) FROM outbox", "");
  return TRUE;
}

static gboolean
move_aside (const char *path, const char *aside, GError **error)
{
  static const char * const suffixes[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
    g_autofree char *to = g_strconcat (aside, suffixes[i], NULL);

    if (g_rename (from, to) != 0 && (i == 0 || errno != ENOENT)) {
      g_set_error (error, RELAIS_STORE_ERROR, RELAIS_STORE_ERROR_FAILED, _("The damaged file cannot be moved aside (%s)."),
                   g_strerror (errno));
      return FALSE;
    }
  }
  return TRUE;
}

static char *
name_aside (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d");
  char *name = g_strdup_printf ("%s-damaged-%s", path, date);

  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS); i++) {
    g_free (name);
    name = g_strdup_printf ("%s-damaged-%s-%u", path, date, i);
  }
  return name;
}

gboolean
relais_workspace_recover (const char *path, guint *n_kept, char **moved_to, GError **error)
{
  g_autofree char *aside = NULL;
  guint kept = 0;
  int lock;

  g_return_val_if_fail (path != NULL, FALSE);

  aside = name_aside (path);
  lock = relais_file_lock (path, error);
  if (lock < 0)
    return FALSE;
  if (!move_aside (path, aside, error)) {
    relais_file_unlock (path, lock, FALSE);
    return FALSE;
  }
  relais_file_unlock (path, lock, FALSE);
  if (!save (aside, path, &kept, error))
    return FALSE;
  if (n_kept != NULL)
    *n_kept = kept;
  if (moved_to != NULL)
    *moved_to = g_steal_pointer (&aside);
  return TRUE;
}

GPtrArray *
relais_workspace_verify (RelaisWorkspace *self)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (self != NULL, problems);

  check_integrity (self, problems);
  check_rows (self, problems);
  check_queue (self, problems);
  check_search (self, problems);
  return problems;
}
