/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-storage"

#include "relais-tables.h"

#include "relais-access.h"
#include "relais-json.h"

#include <string.h>

#define COLUMNS "kind, id, rev, seq, gone, writer, written_at, fields, field_seqs, audience, exposure"
enum { KIND, ID, REV, SEQ, GONE, WRITER, WRITTEN_AT, FIELDS, FIELD_SEQS, AUDIENCE, EXPOSURE };

#define ALL_FIELDS (~G_GUINT64_CONSTANT (0))

static char **
split_tags (const char *text)
{
  g_autofree char *inner = text[0] == '\n' ? g_strndup (text + 1, strlen (text) - 2) : g_strdup ("");
  return g_strsplit (inner, "\n", -1);
}

/* Both sorted; so is the union. */
static char **
unite_tags (const char * const *a, const char * const *b)
{
  g_autoptr(GStrvBuilder) both = g_strv_builder_new ();
  while (*a != NULL || *b != NULL)
    {
      int order = *a == NULL ? 1 : *b == NULL ? -1 : strcmp (*a, *b);
      g_strv_builder_add (both, order <= 0 ? *a : *b);
      if (order <= 0)
        a++;
      if (order >= 0)
        b++;
    }
  return g_strv_builder_end (both);
}

static guint64 *
parse_field_seqs (const RelaisKind *kind, const char *text)
{
  guint64 *seqs = g_new0 (guint64, kind->n_fields);
  while (*text != '\0')
    {
      const char *equals = strchr (text, '=');
      g_autofree char *name = g_strndup (text, equals - text);
      int field = relais_kind_find_field (kind, name);
      char *rest;
      guint64 seq = g_ascii_strtoull (equals + 1, &rest, 10);
      if (field >= 0)
        seqs[field] = seq;
      text = *rest == ' ' ? rest + 1 : rest;
    }
  return seqs;
}

static char *
print_field_seqs (const RelaisKind *kind, const guint64 *seqs)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < kind->n_fields; i++)
    if (seqs[i] != 0)
      g_string_append_printf (text, "%s%s=%" G_GUINT64_FORMAT, text->len > 0 ? " " : "", kind->fields[i].name, seqs[i]);
  return g_string_free (text, FALSE);
}

static char *
print_fields (const RelaisFields *fields)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), NULL);
  json_node_take_object (node, relais_fields_to_json (fields));
  return relais_json_canonical (node);
}

static RelaisFields *
read_fields (RelaisTransaction *transaction, const RelaisKind *kind, const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = relais_json_parse (text, -1, G_MAXSIZE, &error);
  RelaisFields *fields = node != NULL ? relais_fields_from_json (kind, json_node_get_object (node), &error) : NULL;
  if (fields == NULL)
    relais_transaction_fail (transaction, g_error_new (RELAIS_STORAGE_ERROR, RELAIS_STORAGE_ERROR_FAILED,
                                                       "A stored %s cannot be read: %s", kind->name, error->message));
  return fields;
}

/* NULL when the row cannot be read (the transaction has failed then), or is of a kind that this version does not know. */
static RelaisStored *
read_row (RelaisRows *rows)
{
  const RelaisKind *kind = relais_kind_lookup (relais_rows_get_text (rows, KIND));
  if (kind == NULL)
    return NULL;

  g_autoptr(RelaisStored) stored = g_new0 (RelaisStored, 1);
  stored->kind = kind;
  g_strlcpy (stored->id, relais_rows_get_text (rows, ID), sizeof stored->id);
  stored->seq = relais_rows_get_integer (rows, SEQ);
  stored->audience = split_tags (relais_rows_get_text (rows, AUDIENCE));
  stored->exposure = split_tags (relais_rows_get_text (rows, EXPOSURE));
  if (relais_rows_get_integer (rows, GONE) != 0)
    return g_steal_pointer (&stored);

  RelaisFields *fields = read_fields (rows->transaction, kind, relais_rows_get_text (rows, FIELDS));
  if (fields == NULL)
    return NULL;
  stored->record = relais_record_new (stored->id, fields, relais_rows_get_integer (rows, REV), stored->seq,
                                      relais_rows_get_text (rows, WRITER), relais_rows_get_integer (rows, WRITTEN_AT));
  stored->field_seqs = parse_field_seqs (kind, relais_rows_get_text (rows, FIELD_SEQS));
  return g_steal_pointer (&stored);
}

static void
collect_records (RelaisRows *rows, GPtrArray *records)
{
  while (relais_rows_next (rows))
    {
      g_autoptr(RelaisStored) stored = read_row (rows);
      if (stored != NULL)
        g_ptr_array_add (records, g_steal_pointer (&stored->record));
    }
}

/* Records by id, blobs by hash. */
static gboolean
holds_links (RelaisFieldType type)
{
  return type == RELAIS_FIELD_REF || type == RELAIS_FIELD_REFS || type == RELAIS_FIELD_HASH;
}

static void
save_links (RelaisTransaction *transaction, RelaisRecord *record)
{
  const RelaisFields *fields = relais_record_get_fields (record);
  const char *kind = fields->kind->name, *id = relais_record_get_id (record);

  relais_transaction_run (transaction, "DELETE FROM links WHERE kind = ?1 AND id = ?2", "ss", kind, id);
  for (guint i = 0; i < fields->kind->n_fields; i++)
    {
      RelaisFieldType type = fields->kind->fields[i].type;
      if (fields->values[i] == NULL || !holds_links (type))
        continue;
      const char *one[] = { type != RELAIS_FIELD_REFS ? g_variant_get_string (fields->values[i], NULL) : NULL, NULL };
      g_autofree const char **many = type == RELAIS_FIELD_REFS ? g_variant_get_strv (fields->values[i], NULL) : NULL;
      for (const char **target = many != NULL ? many : one; *target != NULL; target++)
        relais_transaction_run (transaction, "INSERT INTO links VALUES (?1, ?2, ?3, ?4)", "ssss", kind, id,
                                fields->kind->fields[i].name, *target);
    }
}

static void
save_singles (RelaisTransaction *transaction, RelaisRecord *record)
{
  const RelaisFields *fields = relais_record_get_fields (record);

  relais_transaction_run (transaction, "DELETE FROM singles WHERE id = ?1", "s", relais_record_get_id (record));
  for (guint i = 0; i < fields->kind->n_fields; i++)
    if (fields->values[i] != NULL && (fields->kind->fields[i].flags & RELAIS_FIELD_UNIQUE))
      relais_transaction_run (transaction, "INSERT INTO singles VALUES (?1, ?2, ?3, ?4)", "ssss", fields->kind->name,
                              fields->kind->fields[i].name, g_variant_get_string (fields->values[i], NULL), relais_record_get_id (record));
}

static gboolean
is_by_day (const RelaisKind *kind, guint field)
{
  return g_str_equal (kind->name, "placement") && g_str_equal (kind->fields[field].name, "planned");
}

static void
save_days (RelaisTransaction *transaction, RelaisRecord *record, guint64 changed)
{
  const RelaisFields *fields = relais_record_get_fields (record);
  const char *kind = fields->kind->name, *id = relais_record_get_id (record);

  for (guint i = 0; i < fields->kind->n_fields; i++)
    {
      if (!(changed & (G_GUINT64_CONSTANT (1) << i)) || !is_by_day (fields->kind, i))
        continue;
      if (fields->values[i] == NULL)
        relais_transaction_run (transaction, "DELETE FROM days WHERE kind = ?1 AND field = ?2 AND id = ?3", "sss", kind,
                                fields->kind->fields[i].name, id);
      else
        relais_transaction_run (transaction,
          "INSERT INTO days VALUES (?1, ?2, ?3, ?4) ON CONFLICT (kind, field, id) DO UPDATE SET day = excluded.day", "ssss", kind,
          fields->kind->fields[i].name, id, g_variant_get_string (fields->values[i], NULL));
    }
}

/* Of which fields the index tables hold something. */
static guint64
mask_fields (const RelaisKind *kind, gboolean links)
{
  guint64 mask = 0;
  for (guint i = 0; i < kind->n_fields; i++)
    {
      const RelaisField *field = &kind->fields[i];
      if (links ? holds_links (field->type) : (field->flags & RELAIS_FIELD_UNIQUE) != 0)
        mask |= G_GUINT64_CONSTANT (1) << i;
    }
  return mask;
}

void
relais_stored_free (RelaisStored *stored)
{
  g_clear_pointer (&stored->record, relais_record_unref);
  g_free (stored->field_seqs);
  g_strfreev (stored->audience);
  g_strfreev (stored->exposure);
  g_free (stored);
}

RelaisStored *
relais_record_load (RelaisTransaction *transaction, const RelaisKind *kind, const char *id)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction, "SELECT " COLUMNS " FROM records WHERE kind = ?1 AND id = ?2",
                                                         "ss", kind->name, id);
  return relais_rows_next (rows) ? read_row (rows) : NULL;
}

RelaisRecord *
relais_record_find (RelaisTransaction *transaction, const RelaisKind *kind, const char *id)
{
  g_autoptr(RelaisStored) stored = relais_record_load (transaction, kind, id);
  return stored != NULL ? g_steal_pointer (&stored->record) : NULL;
}

void
relais_record_save (RelaisTransaction *transaction, RelaisRecord *record, guint64 changed)
{
  const RelaisKind *kind = relais_record_get_kind (record);
  const char *id = relais_record_get_id (record);
  g_autoptr(RelaisStored) before = relais_record_load (transaction, kind, id);
  g_auto(GStrv) audience = relais_record_dup_audience (record);
  g_auto(GStrv) exposure = before != NULL
    ? unite_tags ((const char * const *) before->exposure, (const char * const *) audience) : g_strdupv (audience);
  g_autofree guint64 *seqs = before != NULL && before->field_seqs != NULL
    ? g_steal_pointer (&before->field_seqs) : g_new0 (guint64, kind->n_fields);
  gboolean created = before == NULL || before->record == NULL;

  /* Made anew over a tombstone: also what it no longer has changed now. */
  if (before != NULL && created)
    changed = ALL_FIELDS;
  for (guint i = 0; i < kind->n_fields; i++)
    if (changed & (G_GUINT64_CONSTANT (1) << i))
      seqs[i] = relais_record_get_seq (record);

  g_autofree char *fields_text = print_fields (relais_record_get_fields (record));
  g_autofree char *seqs_text = print_field_seqs (kind, seqs);
  g_autofree char *audience_text = relais_tags_to_text ((const char * const *) audience);
  g_autofree char *exposure_text = relais_tags_to_text ((const char * const *) exposure);
  relais_transaction_run (transaction,
    "INSERT INTO records (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10)"
    " ON CONFLICT (kind, id) DO UPDATE SET rev = excluded.rev, seq = excluded.seq, gone = 0, writer = excluded.writer,"
    " written_at = excluded.written_at, fields = excluded.fields, field_seqs = excluded.field_seqs, audience = excluded.audience,"
    " exposure = excluded.exposure",
    "ssiisissss", kind->name, id, (gint64) relais_record_get_rev (record), (gint64) relais_record_get_seq (record),
    relais_record_get_by (record), relais_record_get_at (record), fields_text, seqs_text, audience_text, exposure_text);

  if (changed & mask_fields (kind, TRUE))
    save_links (transaction, record);
  if (changed & mask_fields (kind, FALSE))
    save_singles (transaction, record);
  save_days (transaction, record, changed);
}

void
relais_record_bury (RelaisTransaction *transaction, const RelaisKind *kind, const char *id, guint64 seq, gint64 at)
{
  relais_transaction_run (transaction,
    "UPDATE records SET rev = rev + 1, seq = ?3, gone = 1, written_at = ?4, fields = '', field_seqs = '', audience = ''"
    " WHERE kind = ?1 AND id = ?2", "ssii", kind->name, id, (gint64) seq, at);
  relais_transaction_run (transaction, "DELETE FROM links WHERE kind = ?1 AND id = ?2", "ss", kind->name, id);
  relais_transaction_run (transaction, "DELETE FROM singles WHERE id = ?1", "s", id);
  relais_transaction_run (transaction, "DELETE FROM days WHERE kind = ?1 AND id = ?2", "ss", kind->name, id);
}

void
relais_tombstones_purge (RelaisTransaction *transaction, gint64 before)
{
  gint64 purged = relais_fact_get (transaction, RELAIS_FACT_PURGED);
  {
    g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
      "SELECT max(seq) FROM records WHERE gone = 1 AND written_at < ?1", "i", before);
    if (relais_rows_next (rows))
      purged = MAX (purged, relais_rows_get_integer (rows, 0));
  }
  if (relais_transaction_run (transaction, "DELETE FROM records WHERE gone = 1 AND written_at < ?1", "i", before) > 0)
    relais_fact_set (transaction, RELAIS_FACT_PURGED, purged);
}

GPtrArray *
relais_records_list (RelaisTransaction *transaction, const RelaisKind *kind)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT " COLUMNS " FROM records WHERE kind = ?1 AND gone = 0 ORDER BY id", "s", kind->name);
  collect_records (rows, records);
  return records;
}

GPtrArray *
relais_records_with_choice (RelaisTransaction *transaction, const RelaisKind *kind, const char *field, const char *value)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  /* Fields are stored in canonical form and choices are plain words, so that this finds all of them without reading the others;
   * a text that happens to hold the same is sorted out below. */
  g_autofree char *pattern = g_strdup_printf ("%%\"%s\":\"%s\"%%", field, value);
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT " COLUMNS " FROM records WHERE kind = ?1 AND gone = 0 AND fields LIKE ?2 ORDER BY id", "ss", kind->name, pattern);
  collect_records (rows, records);
  for (guint i = records->len; i > 0; i--)
    if (g_strcmp0 (relais_record_get_string (records->pdata[i - 1], field), value) != 0)
      g_ptr_array_remove_index (records, i - 1);
  return records;
}

GPtrArray *
relais_records_referring (RelaisTransaction *transaction, const RelaisKind *kind, const char *target)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT " COLUMNS " FROM records WHERE kind = ?1 AND gone = 0"
    " AND id IN (SELECT id FROM links WHERE target = ?2 AND kind = ?1) ORDER BY id", "ss", kind->name, target);
  collect_records (rows, records);
  return records;
}

void
relais_records_visit_days (RelaisTransaction *transaction, const RelaisKind *kind, const char *field, const char *day,
                           RelaisStoredVisitor visit, gpointer data)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT r.kind, r.id, rev, seq, gone, writer, written_at, fields, field_seqs, audience, exposure FROM days d"
    " JOIN records r ON r.kind = d.kind AND r.id = d.id WHERE d.kind = ?1 AND d.field = ?2 AND d.day >= ?3 ORDER BY d.day, d.id",
    "sss", kind->name, field, day);
  while (relais_rows_next (rows))
    {
      g_autoptr(RelaisStored) stored = read_row (rows);
      if (stored != NULL && stored->record != NULL && !visit (stored, data))
        return;
    }
}

void
relais_days_fill (RelaisTransaction *transaction)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT " COLUMNS " FROM records WHERE kind = 'placement' AND gone = 0", "");
  while (relais_rows_next (rows))
    {
      g_autoptr(RelaisStored) stored = read_row (rows);
      if (stored != NULL)
        save_days (transaction, stored->record, ALL_FIELDS);
    }
}

RelaisRecord *
relais_record_with_value (RelaisTransaction *transaction, const RelaisKind *kind, const char *field, const char *value)
{
  g_autofree char *id = NULL;
  {
    g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
      "SELECT id FROM singles WHERE kind = ?1 AND field = ?2 AND value = ?3", "sss", kind->name, field, value);
    if (relais_rows_next (rows))
      id = g_strdup (relais_rows_get_text (rows, 0));
  }
  return id != NULL ? relais_record_find (transaction, kind, id) : NULL;
}

guint64
relais_record_count_references (RelaisTransaction *transaction, const char *id)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction, "SELECT count(*) FROM links WHERE target = ?1", "s", id);
  return relais_rows_next (rows) ? relais_rows_get_integer (rows, 0) : 0;
}

gboolean
relais_blob_is_shown (RelaisTransaction *transaction, const char *hash, const char * const *tags)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT r.audience FROM links l JOIN records r ON r.kind = l.kind AND r.id = l.id WHERE l.target = ?1", "s", hash);
  while (relais_rows_next (rows))
    if (tags == NULL || relais_tags_meet_text (tags, relais_rows_get_text (rows, 0)))
      return TRUE;
  return FALSE;
}

gboolean
relais_blob_may_be_read (RelaisTransaction *transaction, const char *hash, RelaisAccess *access)
{
  return relais_blob_is_shown (transaction, hash, relais_access_get_tags (access))
    || relais_blob_is_own (transaction, hash, relais_access_get_account (access));
}

void
relais_log_visit (RelaisTransaction *transaction, guint64 since, RelaisStoredVisitor visit, gpointer data)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT " COLUMNS " FROM records WHERE seq > ?1 ORDER BY seq", "i", (gint64) since);
  while (relais_rows_next (rows))
    {
      g_autoptr(RelaisStored) stored = read_row (rows);
      if (stored != NULL && !visit (stored, data))
        return;
    }
}

void
relais_log_visit_rows (RelaisTransaction *transaction, guint64 since, RelaisRowVisitor visit, gpointer data)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT " COLUMNS " FROM records WHERE seq > ?1 ORDER BY seq", "i", (gint64) since);
  while (relais_rows_next (rows))
    {
      const RelaisRow row = {
        .kind = relais_kind_lookup (relais_rows_get_text (rows, KIND)), .id = relais_rows_get_text (rows, ID),
        .rev = relais_rows_get_integer (rows, REV), .seq = relais_rows_get_integer (rows, SEQ),
        .gone = relais_rows_get_integer (rows, GONE) != 0,
        .writer = relais_rows_get_text (rows, WRITER), .written_at = relais_rows_get_integer (rows, WRITTEN_AT),
        .fields = relais_rows_get_text (rows, FIELDS),
        .audience = relais_rows_get_text (rows, AUDIENCE), .exposure = relais_rows_get_text (rows, EXPOSURE),
      };
      if (row.kind != NULL && !visit (&row, data))
        return;
    }
}

void
relais_revs_visit (RelaisTransaction *transaction, const char * const *tags, RelaisRevVisitor visit, gpointer data)
{
  g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
    "SELECT kind, id, rev, audience FROM records WHERE gone = 0", "");
  while (relais_rows_next (rows))
    {
      const RelaisKind *kind = relais_kind_lookup (relais_rows_get_text (rows, 0));
      const char *audience = relais_rows_get_text (rows, 3);
      gboolean seen = tags == NULL || relais_tags_meet_text (tags, audience);
      if (kind != NULL && seen)
        visit (kind, relais_rows_get_text (rows, 1), relais_rows_get_integer (rows, 2), data);
    }
}

char *
relais_tags_to_text (const char * const *tags)
{
  g_autofree char *joined = g_strjoinv ("\n", (char **) tags);
  return joined[0] != '\0' ? g_strconcat ("\n", joined, "\n", NULL) : g_strdup ("");
}

gboolean
relais_tags_meet (const char * const *tags, const char * const *audience)
{
  while (*tags != NULL && *audience != NULL)
    {
      int order = strcmp (*tags, *audience);
      if (order == 0)
        return TRUE;
      if (order < 0)
        tags++;
      else
        audience++;
    }
  return FALSE;
}

gboolean
relais_tags_meet_text (const char * const *tags, const char *audience)
{
  for (; *tags != NULL; tags++)
    {
      gsize length = strlen (*tags);
      for (const char *at = strstr (audience, *tags); at != NULL; at = strstr (at + 1, *tags))
        if (at > audience && at[-1] == '\n' && at[length] == '\n')
          return TRUE;
    }
  return FALSE;
}
