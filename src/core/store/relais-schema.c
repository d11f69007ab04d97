/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-schema.h"

#include <string.h>

#include "relais-rows.h"

/* Everything that does not depend on the model.
 *
 * record  one row for each record as pages see it; its fields are in the table of its kind, under the same pk
 * base    the back end's state of the records that the outbox touches; NULL: the back end has none
 * outbox  one row a mutation, in order. state: RelaisStep. wait_seq: what must have been pulled before it is settled
 * outbox_op  body: {field: value, field: null for emptied}, NULL: deletion. base_*: as sent. origin: the state that a sent op
 *         was made on, kept when the base moved under it; 'null': no record
 * action  what can be undone: before and after, by field
 * seen    identifiers that a resync has met
 * former  records as they were before a restore of the back end, see relais-epochs.h
 */
static const char common_sql[] =
  "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
  "CREATE TABLE value (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
  "CREATE TABLE record (pk INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL,"
  "  rev INTEGER NOT NULL, \"by\" TEXT, at INTEGER NOT NULL);"
  "CREATE TABLE base (id TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT) WITHOUT ROWID;"
  "CREATE TABLE outbox (pos INTEGER PRIMARY KEY AUTOINCREMENT, mid INTEGER UNIQUE, state INTEGER NOT NULL DEFAULT 0,"
  "  wait_seq INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, label TEXT NOT NULL, merge_key TEXT,"
  "  since INTEGER NOT NULL);"
  "CREATE TABLE outbox_op (pos INTEGER NOT NULL REFERENCES outbox ON DELETE CASCADE, n INTEGER NOT NULL, kind TEXT NOT NULL,"
  "  id TEXT NOT NULL, body TEXT, base_type INTEGER NOT NULL DEFAULT 0, base_value INTEGER NOT NULL DEFAULT 0,"
  "  base_seen INTEGER NOT NULL DEFAULT 0, origin TEXT, PRIMARY KEY (pos, n)) WITHOUT ROWID;"
  "CREATE INDEX outbox_op_id ON outbox_op (id, pos, n);"
  "CREATE TABLE action (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, merge_key TEXT, undoes INTEGER,"
  "  steps TEXT NOT NULL, at INTEGER NOT NULL);"
  "CREATE TABLE conflict (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, record TEXT NOT NULL, field TEXT,"
  "  base TEXT, mine TEXT, theirs TEXT, mine_by TEXT, theirs_by TEXT, mine_at INTEGER NOT NULL, theirs_at INTEGER NOT NULL,"
  "  decided TEXT, closed_at INTEGER);"
  "CREATE INDEX conflict_open ON conflict (record, field) WHERE closed_at IS NULL;"
  "CREATE TABLE refusal (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, code TEXT NOT NULL, field TEXT, detail TEXT,"
  "  at INTEGER NOT NULL, ops TEXT NOT NULL, closed_at INTEGER);"
  "CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID;";

/* Words are folded before they come here (relais_fold), records in the bin are under -pk: a search reads rowid > 0 and never
 * meets
 * them. Nothing asks where in a text a word is (detail = column); short beginnings of words would otherwise be put together from
 * very
 * many words (prefix). Measured at 100,000 records: half the time of a first sync with all details and longer prefixes. */
static const char search_sql[] =
  "CREATE VIRTUAL TABLE search USING fts5 (title, text, content = '', contentless_delete = 1, detail = column,"
  "  tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2');";

/* Version 1 had the words with their accents and ligatures, and where they are. The index is filled again when the model is
 * followed. */
static const char from_1_sql[] =
  "DROP TABLE search; UPDATE meta SET value = '' WHERE key IN ('model', 'searched');";

/* Files of before get it when they are opened. */
static const char former_sql[] =
  "CREATE TABLE IF NOT EXISTS former (id TEXT PRIMARY KEY, epoch INTEGER NOT NULL) WITHOUT ROWID;";

static const char *
name_column_type (const RelaisField *field)
{
  return field->type == RELAIS_FIELD_INTEGER || field->type == RELAIS_FIELD_BOOLEAN ? "INTEGER" : "TEXT";
}

static char *
build_table_sql (const RelaisKind *kind)
{
  GString *sql = g_string_new (NULL);

  g_string_printf (sql, "CREATE TABLE IF NOT EXISTS k_%s (pk INTEGER PRIMARY KEY REFERENCES record ON DELETE CASCADE",
                   kind->name);
  for (guint i = 0; i < kind->n_fields; i++)
    g_string_append_printf (sql, ", \"%s\" %s", kind->fields[i].name, name_column_type (&kind->fields[i]));
  g_string_append (sql, ");");
  return g_string_free_and_steal (sql);
}

/* What is counted and looked through much is in the index besides, so that its rows need not be read. */
static const struct {
  const char *kind;
  const char *field;
  const char *more;
} wide_indexes[] = {
  { "placement", "subject", ", \"binned\"" },
  { "placement", "channel", ", \"state\", \"planned\", \"binned\"" },
  { "placement", "author", ", \"state\", \"planned\", \"binned\"" },
  { "placement", "state", ", \"planned\", \"binned\"" },
};

/* Hardly anything is in the bin: the index of a flag holds only the rows that have it. */
static char *
build_index_sql (const RelaisKind *kind, const RelaisField *field)
{
  gboolean flag = field->type == RELAIS_FIELD_BOOLEAN;
  const char *more = "";

  for (guint i = 0; i < G_N_ELEMENTS (wide_indexes); i++)
    if (g_str_equal (wide_indexes[i].kind, kind->name) && g_str_equal (wide_indexes[i].field, field->name))
      more = wide_indexes[i].more;
  return g_strdup_printf ("CREATE INDEX i_%s_%s ON k_%s (\"%s\"%s)%s%s%s", kind->name, field->name, kind->name, field->name, more,
                          flag ? " WHERE \"" : "", flag ? field->name : "", flag ? "\" = 1" : "");
}

/* An index of another form, made by another version, is made anew. */
static gboolean
follow_index (RelaisDatabase *db, const RelaisKind *kind, const RelaisField *field, GError **error)
{
  g_autofree char *name = g_strdup_printf ("i_%s_%s", kind->name, field->name);
  g_autofree char *drop = g_strdup_printf ("DROP INDEX IF EXISTS %s", name);
  g_autofree char *wanted = field->flags & RELAIS_FIELD_INDEXED ? build_index_sql (kind, field) : NULL;
  g_autofree char *there = relais_database_dup_string (db, "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?", "s", name);

  if (g_strcmp0 (wanted, there) == 0)
    return TRUE;
  return relais_database_script (db, drop, error) && (wanted == NULL || relais_database_script (db, wanted, error));
}

/* Words are sorted as they are searched, without regard to case and accents. */
static char *
build_sorted_sql (const RelaisKind *kind, const RelaisField *field)
{
  return g_strdup_printf ("CREATE INDEX IF NOT EXISTS o_%s_%s ON k_%s (fold (\"%s\"));", kind->name, field->name, kind->name,
                          field->name);
}

/* Two signatures: of what is stored, and of what is searched. */
static char *
sign_model (gboolean searched_only)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint k = 0; relais_kinds ()[k] != NULL; k++) {
    const RelaisKind *kind = relais_kinds ()[k];

    for (guint i = 0; i < kind->n_fields; i++) {
      const RelaisField *field = &kind->fields[i];
      guint searched = field->flags & (RELAIS_FIELD_SEARCHED | RELAIS_FIELD_TITLE);
      g_autofree char *index = searched_only ? NULL : build_index_sql (kind, field);
      g_autofree char *line = g_strdup_printf ("%s.%s:%s:%u:%u%s\n", kind->name, field->name, name_column_type (field),
                                               searched_only ? 0 : field->flags & (RELAIS_FIELD_INDEXED | RELAIS_FIELD_SORTED),
                                               searched,
                                               index != NULL ? index : "");

      if (!searched_only || searched != 0)
        g_checksum_update (checksum, (const guchar *) line, strlen (line));
    }
  }
  return g_strdup (g_checksum_get_string (checksum));
}

static gboolean
has_column (RelaisDatabase *db, const char *table, const char *column)
{
  return relais_database_get_integer (db, 0, "SELECT count(*) FROM pragma_table_info(?) WHERE name = ?", "ss", table, column) > 0;
}

static gboolean
follow_kind (RelaisDatabase *db, const RelaisKind *kind, gboolean *missed, GError **error)
{
  g_autofree char *table = g_strconcat ("k_", kind->name, NULL);
  g_autofree char *table_sql = build_table_sql (kind);

  /* Records of a kind that was not known were passed over: they have to be read, too. */
  *missed |= !has_column (db, table, "pk");
  if (!relais_database_script (db, table_sql, error))
    return FALSE;
  for (guint i = 0; i < kind->n_fields; i++) {
    const RelaisField *field = &kind->fields[i];
    g_autofree char *add = g_strdup_printf ("ALTER TABLE %s ADD COLUMN \"%s\" %s;", table, field->name, name_column_type (field));

    if (!has_column (db, table, field->name)) {
      *missed = TRUE;
      if (!relais_database_script (db, add, error))
        return FALSE;
    }
    if (!follow_index (db, kind, field, error))
      return FALSE;
    g_autofree char *sorted = field->flags & RELAIS_FIELD_SORTED ? build_sorted_sql (kind, field) : NULL;
    if (sorted != NULL && !relais_database_script (db, sorted, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
relais_schema_create (RelaisDatabase *db, GError **error)
{
  g_autofree char *head = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;", RELAIS_SCHEMA_APPLICATION_ID,
                                           RELAIS_SCHEMA_VERSION);
  gboolean missed = FALSE;

  return relais_database_script (db, head, error) &&
         relais_database_script (db, common_sql, error) &&
         relais_database_script (db, former_sql, error) &&
         relais_database_script (db, search_sql, error) &&
         relais_schema_follow_model (db, &missed, error);
}

int
relais_schema_get_version (RelaisDatabase *db)
{
  return (int) relais_database_get_integer (db, 0, "PRAGMA user_version", "");
}

gboolean
relais_schema_upgrade (RelaisDatabase *db, GError **error)
{
  int version = relais_schema_get_version (db);
  g_autofree char *head = g_strdup_printf ("PRAGMA user_version = %d;", RELAIS_SCHEMA_VERSION);

  if (version < 2 && !(relais_database_script (db, from_1_sql, error) && relais_database_script (db, search_sql, error)))
    return FALSE;
  if (!relais_database_script (db, former_sql, error))
    return FALSE;
  return version == RELAIS_SCHEMA_VERSION || relais_database_script (db, head, error);
}

gboolean
relais_schema_follow_model (RelaisDatabase *db, gboolean *missed, GError **error)
{
  g_autofree char *stored = sign_model (FALSE);
  g_autofree char *searched = sign_model (TRUE);
  g_autofree char *old_stored = relais_database_dup_string (db, "SELECT value FROM meta WHERE key = 'model'", "");
  g_autofree char *old_searched = relais_database_dup_string (db, "SELECT value FROM meta WHERE key = 'searched'", "");
  const char *keep_sql = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

  *missed = FALSE;
  if (g_strcmp0 (stored, old_stored) == 0)
    return TRUE;
  for (guint k = 0; relais_kinds ()[k] != NULL; k++)
    if (!follow_kind (db, relais_kinds ()[k], missed, error))
      return FALSE;
  if (old_searched != NULL && g_strcmp0 (searched, old_searched) != 0 && !relais_rows_rebuild_search (db, error))
    return FALSE;
  return relais_database_run (db, error, keep_sql, "ss", "model", stored) &&
         relais_database_run (db, error, keep_sql, "ss", "searched", searched);
}
