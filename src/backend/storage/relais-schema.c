/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-storage"

#include "relais-tables.h"

/* What makes the tables, each with the version of the schema that brought it: a version is added, never changed.
 *
 * Times are Unix seconds. Names of kinds and fields are stored as words, so that tables of a later version may be in another order. */
static const struct { gint64 since; const char *sql; } statements[] = {
  { 1, "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)" },

  /* One row a record, live or tombstone, under its latest seq. field_seqs: "title=12 state=40"; audience and exposure: tags
   * between line ends ("\nrole:editor\nunit:…\n"). */
  { 1, "CREATE TABLE records (kind TEXT NOT NULL, id TEXT NOT NULL, rev BIGINT NOT NULL, seq BIGINT NOT NULL, gone BIGINT NOT NULL,"
  " writer TEXT, written_at BIGINT NOT NULL, fields TEXT NOT NULL, field_seqs TEXT NOT NULL, audience TEXT NOT NULL,"
  " exposure TEXT NOT NULL, PRIMARY KEY (kind, id))" },
  { 1, "CREATE INDEX records_by_seq ON records (seq)" },
  { 1, "CREATE TABLE links (kind TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL, target TEXT NOT NULL,"
  " PRIMARY KEY (kind, id, field, target))" },
  { 1, "CREATE INDEX links_by_target ON links (target, kind)" },
  { 1, "CREATE TABLE singles (kind TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL,"
  " PRIMARY KEY (kind, field, value))" },
  { 1, "CREATE INDEX singles_by_id ON singles (id)" },

  /* seq: where it was applied, or the head when it changed nothing; 0: it failed */
  { 1, "CREATE TABLE outcomes (account TEXT NOT NULL, client TEXT NOT NULL, mid BIGINT NOT NULL, hash TEXT NOT NULL,"
  " outcome TEXT NOT NULL, applied BIGINT NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (account, client, mid))" },
  { 1, "CREATE INDEX outcomes_by_seq ON outcomes (account, client, seq)" },

  { 1, "CREATE TABLE blobs (hash TEXT PRIMARY KEY, size BIGINT NOT NULL, type TEXT NOT NULL, at BIGINT NOT NULL)" },
  { 1, "CREATE TABLE blob_owners (hash TEXT NOT NULL, account TEXT NOT NULL, PRIMARY KEY (hash, account))" },
  { 1, "CREATE TABLE answers (survey TEXT NOT NULL, id TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (survey, id))" },

  { 1, "CREATE TABLE passwords (account TEXT PRIMARY KEY, hash TEXT NOT NULL)" },
  { 1, "CREATE TABLE tokens (hash TEXT PRIMARY KEY, account TEXT NOT NULL, device TEXT NOT NULL, made_at BIGINT NOT NULL,"
  " used_at BIGINT NOT NULL, client TEXT)" },
  { 1, "CREATE INDEX tokens_by_account ON tokens (account)" },

  { 1, "CREATE TABLE audit (n BIGINT PRIMARY KEY, at BIGINT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL, detail TEXT NOT NULL,"
  " hash TEXT NOT NULL)" },

  /* changes: what relais-log-history.c writes; audience, earlier: tags after and before */
  { 2, "CREATE TABLE history (kind TEXT NOT NULL, id TEXT NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, begun BIGINT NOT NULL,"
  " writer TEXT, audience TEXT NOT NULL, earlier TEXT NOT NULL, created BIGINT NOT NULL, changes TEXT NOT NULL, PRIMARY KEY (kind, id, seq))" },
  { 2, "CREATE INDEX history_by_time ON history (at)" },

  /* Dates by which records are looked up (relais-record-table.c says which). */
  { 3, "CREATE TABLE days (kind TEXT NOT NULL, field TEXT NOT NULL, id TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (kind, field, id))" },
  { 3, "CREATE INDEX days_by_day ON days (kind, field, day)" },
  /* channels: identifiers with spaces between, "" all. feed_entries: what the reader of a feed was told last. */
  { 3, "CREATE TABLE feeds (id TEXT PRIMARY KEY, hash TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL, channels TEXT NOT NULL,"
  " made_at BIGINT NOT NULL, used_at BIGINT NOT NULL)" },
  { 3, "CREATE UNIQUE INDEX feeds_by_hash ON feeds (hash)" },
  { 3, "CREATE INDEX feeds_by_account ON feeds (account)" },
  { 3, "CREATE TABLE feed_entries (feed TEXT NOT NULL, id TEXT NOT NULL, day TEXT NOT NULL, title TEXT NOT NULL, sequence BIGINT NOT NULL,"
  " changed_at BIGINT NOT NULL, cancelled BIGINT NOT NULL, PRIMARY KEY (feed, id))" },
};

static char *
hash_entry (const char *previous, gint64 n, gint64 at, const char *who, const char *action, const char *detail)
{
  /* Each part with its length, so that no two entries have the same text. */
  g_autofree char *text = g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GSIZE_FORMAT ":%s %" G_GSIZE_FORMAT
                                           ":%s %" G_GSIZE_FORMAT ":%s", previous, n, at, strlen (who), who,
                                           strlen (action), action, strlen (detail), detail);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

void
relais_tables_create (RelaisTransaction *transaction)
{
  relais_tables_upgrade (transaction, 0);
  g_autofree char *epoch = g_uuid_string_random ();
  relais_fact_set_text (transaction, RELAIS_FACT_EPOCH, epoch);
  relais_fact_set_text (transaction, RELAIS_FACT_NAME, "Relais");
}

void
relais_tables_upgrade (RelaisTransaction *transaction, gint64 from)
{
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (statements[i].since > from)
      relais_transaction_run (transaction, statements[i].sql, "");
  if (from > 0 && from < 3)
    relais_days_fill (transaction);
}

char *
relais_fact_dup (RelaisTransaction *transaction, const char *name)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction, "SELECT value FROM facts WHERE name = ?1", "s", name);
  return relais_rows_next (rows) ? g_strdup (relais_rows_get_text (rows, 0)) : NULL;
}

gint64
relais_fact_get (RelaisTransaction *transaction, const char *name)
{
  g_autofree char *value = relais_fact_dup (transaction, name);
  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
}

void
relais_fact_set_text (RelaisTransaction *transaction, const char *name, const char *value)
{
  relais_transaction_run (transaction,
                          "INSERT INTO facts (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                          "ss", name, value);
}

void
relais_fact_set (RelaisTransaction *transaction, const char *name, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);
  relais_fact_set_text (transaction, name, text);
}

guint64
relais_client_last_mid (RelaisTransaction *transaction, const char *account, const char *client)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT mid FROM outcomes WHERE account = ?1 AND client = ?2 ORDER BY mid DESC LIMIT 1", "ss", account, client);
  return relais_rows_next (rows) ? relais_rows_get_integer (rows, 0) : 0;
}

gboolean
relais_client_find (RelaisTransaction *transaction, const char *account, const char *client, guint64 mid,
                    char **hash, char **outcome, guint64 *seq)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT hash, outcome, seq FROM outcomes WHERE account = ?1 AND client = ?2 AND mid = ?3", "ssi", account, client, mid);
  if (!relais_rows_next (rows))
    return FALSE;
  if (hash != NULL)
    *hash = g_strdup (relais_rows_get_text (rows, 0));
  if (outcome != NULL)
    *outcome = g_strdup (relais_rows_get_text (rows, 1));
  if (seq != NULL)
    *seq = relais_rows_get_integer (rows, 2);
  return TRUE;
}

void
relais_client_save (RelaisTransaction *transaction, const char *account, const char *client, guint64 mid,
                    const char *hash, const char *outcome, gboolean applied, guint64 seq, gint64 at)
{
  relais_transaction_run (transaction, "INSERT INTO outcomes VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", "ssissiii",
                          account, client, (gint64) mid, hash, outcome, (gint64) applied, (gint64) seq, at);
}

gboolean
relais_client_wrote (RelaisTransaction *transaction, const char *account, const char *client, guint64 seq)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT 1 FROM outcomes WHERE account = ?1 AND client = ?2 AND seq = ?3 AND applied = 1", "ssi", account, client, (gint64) seq);
  return relais_rows_next (rows);
}

void
relais_outcomes_purge (RelaisTransaction *transaction, gint64 before)
{
  relais_transaction_run (transaction,
    "DELETE FROM outcomes WHERE at < ?1 AND mid <= (SELECT max(o.mid) FROM outcomes o WHERE o.account = outcomes.account"
    " AND o.client = outcomes.client) - ?2", "ii", before, (gint64) RELAIS_OUTCOMES_KEPT);
}

gboolean
relais_blob_find (RelaisTransaction *transaction, const char *hash, gint64 *size, char **type)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction, "SELECT size, type FROM blobs WHERE hash = ?1", "s", hash);
  if (!relais_rows_next (rows))
    return FALSE;
  if (size != NULL)
    *size = relais_rows_get_integer (rows, 0);
  if (type != NULL)
    *type = g_strdup (relais_rows_get_text (rows, 1));
  return TRUE;
}

void
relais_blob_save (RelaisTransaction *transaction, const char *hash, gint64 size, const char *type, gint64 at)
{
  relais_transaction_run (transaction, "INSERT INTO blobs VALUES (?1, ?2, ?3, ?4) ON CONFLICT (hash) DO UPDATE SET at = excluded.at",
                          "sisi", hash, size, type, at);
}

GPtrArray *
relais_blobs_forget (RelaisTransaction *transaction, gint64 before)
{
  GPtrArray *hashes = g_ptr_array_new_with_free_func (g_free);
  {
    g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
      "SELECT hash FROM blobs WHERE at < ?1 AND NOT EXISTS (SELECT 1 FROM links WHERE links.target = blobs.hash) ORDER BY hash",
      "i", before);
    while (relais_rows_next (rows))
      g_ptr_array_add (hashes, g_strdup (relais_rows_get_text (rows, 0)));
  }
  for (guint i = 0; i < hashes->len; i++)
    {
      relais_transaction_run (transaction, "DELETE FROM blobs WHERE hash = ?1", "s", hashes->pdata[i]);
      relais_transaction_run (transaction, "DELETE FROM blob_owners WHERE hash = ?1", "s", hashes->pdata[i]);
    }
  return hashes;
}

void
relais_blob_own (RelaisTransaction *transaction, const char *hash, const char *account)
{
  relais_transaction_run (transaction, "INSERT INTO blob_owners VALUES (?1, ?2) ON CONFLICT DO NOTHING", "ss", hash, account);
}

gboolean
relais_blob_is_own (RelaisTransaction *transaction, const char *hash, const char *account)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction, "SELECT 1 FROM blob_owners WHERE hash = ?1 AND account = ?2",
                                                         "ss", hash, account);
  return relais_rows_next (rows);
}

void
relais_answer_save (RelaisTransaction *transaction, const char *survey, const char *id, const char *content)
{
  relais_transaction_run (transaction,
                          "INSERT INTO answers VALUES (?1, ?2, ?3) ON CONFLICT (survey, id) DO UPDATE SET content = excluded.content",
                          "sss", survey, id, content);
}

void
relais_answers_visit (RelaisTransaction *transaction, const char *survey, RelaisAnswerVisitor visit, gpointer data)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT id, content FROM answers WHERE survey = ?1 ORDER BY id", "s", survey);
  while (relais_rows_next (rows))
    visit (relais_rows_get_text (rows, 0), relais_rows_get_text (rows, 1), data);
}

void
relais_answers_forget (RelaisTransaction *transaction, const char *survey)
{
  relais_transaction_run (transaction, "DELETE FROM answers WHERE survey = ?1", "s", survey);
}

gint64
relais_answers_count (RelaisTransaction *transaction, const char *survey)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction, "SELECT count(*) FROM answers WHERE survey = ?1", "s", survey);
  return relais_rows_next (rows) ? relais_rows_get_integer (rows, 0) : 0;
}

void
relais_audit_add (RelaisTransaction *transaction, gint64 at, const char *who, const char *action, const char *detail)
{
  g_autofree char *previous = NULL;
  gint64 n = 1;
  {
    g_autoptr(RelaisRows) rows = relais_transaction_query (transaction, "SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1", "");
    if (relais_rows_next (rows))
      {
        n = relais_rows_get_integer (rows, 0) + 1;
        previous = g_strdup (relais_rows_get_text (rows, 1));
      }
  }
  g_autofree char *hash = hash_entry (previous != NULL ? previous : "", n, at, who, action, detail);
  relais_transaction_run (transaction, "INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "iissss", n, at, who, action, detail, hash);
}

gint64
relais_audit_verify (RelaisTransaction *transaction, gint64 *broken)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT n, at, who, action, detail, hash FROM audit ORDER BY n", "");
  g_autofree char *previous = g_strdup ("");
  gint64 count = 0;

  while (relais_rows_next (rows))
    {
      gint64 n = relais_rows_get_integer (rows, 0);
      g_autofree char *hash = hash_entry (previous, n, relais_rows_get_integer (rows, 1), relais_rows_get_text (rows, 2),
                                          relais_rows_get_text (rows, 3), relais_rows_get_text (rows, 4));
      if (n != count + 1 || !g_str_equal (hash, relais_rows_get_text (rows, 5)))
        {
          *broken = count + 1;
          return -1;
        }
      g_set_str (&previous, hash);
      count++;
    }
  return count;
}
