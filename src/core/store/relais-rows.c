/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-rows.h"

#include <string.h>

#include "relais-json.h"

/* Columns before the fields in relais_rows_select_sql(). */
enum { COLUMN_PK, COLUMN_ID, COLUMN_REV, COLUMN_SEQ, COLUMN_BY, COLUMN_AT, COLUMN_FIELDS };

typedef struct {
  char *select;   /* owned, as all of them, for the life of the process */
  char *by_id;
  char *by_pk;
  char *insert;
  char *update;
} KindSql;

#define FIELD_BIT(i) (G_GUINT64_CONSTANT (1) << (i))

static KindSql *
build_sql (const RelaisKind *kind)
{
  KindSql *sql = g_new0 (KindSql, 1);
  GString *select = g_string_new ("SELECT t.pk, r.id, r.rev, r.seq, r.\"by\", r.at");
  GString *insert = g_string_new (NULL), *update = g_string_new (NULL), *values = g_string_new (NULL);

  g_string_printf (insert, "INSERT INTO k_%s (pk", kind->name);
  g_string_printf (update, "UPDATE k_%s SET ", kind->name);
  for (guint i = 0; i < kind->n_fields; i++) {
    const char *name = kind->fields[i].name;

    g_string_append_printf (select, ", t.\"%s\"", name);
    g_string_append_printf (insert, ", \"%s\"", name);
    g_string_append_printf (values, ", ?%u", i + 2);
    g_string_append_printf (update, "%s\"%s\" = ?%u", i > 0 ? ", " : "", name, i + 2);
  }
  g_string_append_printf (select, " FROM k_%s t JOIN record r ON r.pk = t.pk", kind->name);
  g_string_append_printf (insert, ") VALUES (?1%s)", values->str);
  g_string_append (update, " WHERE pk = ?1");
  g_string_free (values, TRUE);
  sql->select = g_string_free_and_steal (select);
  sql->by_id = g_strconcat (sql->select, " WHERE r.id = ?", NULL);
  sql->by_pk = g_strconcat (sql->select, " WHERE t.pk = ?", NULL);
  sql->insert = g_string_free_and_steal (insert);
  sql->update = g_string_free_and_steal (update);
  return sql;
}

/* The same text for every connection of the process; made once. */
static KindSql *
get_sql (const RelaisKind *kind)
{
  static gsize made = 0;
  static KindSql **table = NULL;

  if (g_once_init_enter (&made)) {
    table = g_new0 (KindSql *, relais_n_kinds ());
    for (guint k = 0; k < relais_n_kinds (); k++)
      table[k] = build_sql (relais_kinds ()[k]);
    g_once_init_leave (&made, 1);
  }
  return table[relais_kind_get_rank (kind)];
}

static char *
print_strings (GVariant *value)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  GVariantIter iter;
  const char *text;

  json_builder_begin_array (builder);
  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "&s", &text))
    json_builder_add_string_value (builder, text);
  json_builder_end_array (builder);
  node = json_builder_get_root (builder);
  return json_to_string (node, FALSE);
}

static GVariant *
parse_strings (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_STRING_ARRAY);

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++)
      g_variant_builder_add (&builder, "s", json_array_get_string_element (array, i));
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
read_value (sqlite3_stmt *stmt, int column, const RelaisField *field)
{
  switch (field->type) {
  case RELAIS_FIELD_INTEGER:
    return g_variant_new_int64 (sqlite3_column_int64 (stmt, column));
  case RELAIS_FIELD_BOOLEAN:
    return g_variant_new_boolean (sqlite3_column_int (stmt, column) != 0);
  case RELAIS_FIELD_REFS:
  case RELAIS_FIELD_TAGS:
  case RELAIS_FIELD_LIST:
    return parse_strings ((const char *) sqlite3_column_text (stmt, column));
  case RELAIS_FIELD_STRING:
  case RELAIS_FIELD_TEXT:
  case RELAIS_FIELD_DATE:
  case RELAIS_FIELD_INSTANT:
  case RELAIS_FIELD_CHOICE:
  case RELAIS_FIELD_REF:
  case RELAIS_FIELD_HASH:
  case RELAIS_FIELD_JSON:
  default:
    return g_variant_new_string ((const char *) sqlite3_column_text (stmt, column));
  }
}

static void
append_words (GString *words, GVariant *value)
{
  GVariantIter iter;
  const char *text;

  if (words->len > 0)
    g_string_append_c (words, '\n');
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)) {
    g_string_append (words, g_variant_get_string (value, NULL));
  } else if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY)) {
    g_variant_iter_init (&iter, value);
    while (g_variant_iter_next (&iter, "&s", &text))
      g_string_append_printf (words, "%s\n", text);
  }
}

static gboolean
have_same_words (RelaisRecord *a, RelaisRecord *b)
{
  const RelaisKind *kind = relais_record_get_kind (a);
  const RelaisFields *fa = relais_record_get_fields (a), *fb = relais_record_get_fields (b);

  for (guint i = 0; i < kind->n_fields; i++)
    if ((kind->fields[i].flags & (RELAIS_FIELD_SEARCHED | RELAIS_FIELD_TITLE)) != 0 &&
        !relais_values_equal (fa->values[i], fb->values[i]))
      return FALSE;
  return relais_record_get_boolean (a, "binned") == relais_record_get_boolean (b, "binned");
}

static gboolean
index_words (RelaisDatabase *db, gint64 pk, RelaisRecord *record, GError **error)
{
  g_autofree char *title = NULL, *text = NULL, *folded_title = NULL, *folded_text = NULL;
  gint64 row = relais_record_get_boolean (record, "binned") ? -pk : pk;
  sqlite3_stmt *stmt;

  relais_rows_get_words (record, &title, &text);
  if (*title == '\0' && *text == '\0')
    return TRUE;
  stmt = relais_database_prepare (db, "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)", error);
  if (stmt == NULL)
    return FALSE;
  folded_title = relais_fold (title);
  folded_text = relais_fold (text);
  sqlite3_bind_int64 (stmt, 1, row);
  sqlite3_bind_text (stmt, 2, folded_title, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 3, folded_text, -1, SQLITE_STATIC);
  return !relais_database_step (db, stmt, error) && sqlite3_errcode (relais_database_get_handle (db)) == SQLITE_OK;
}

static gboolean
forget_words (RelaisDatabase *db, gint64 pk, GError **error)
{
  return relais_database_run (db, error, "DELETE FROM search WHERE rowid = ?", "i", pk) &&
         relais_database_run (db, error, "DELETE FROM search WHERE rowid = ?", "i", -pk);
}

static gboolean
write_fields (RelaisDatabase *db, const char *sql, gint64 pk, RelaisRecord *record, GError **error)
{
  const RelaisFields *fields = relais_record_get_fields (record);
  sqlite3_stmt *stmt = relais_database_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, pk);
  for (guint i = 0; i < fields->kind->n_fields; i++)
    relais_rows_bind (stmt, (int) i + 2, &fields->kind->fields[i], fields->values[i]);
  code = sqlite3_step (stmt);
  if (code != SQLITE_DONE)
    relais_database_set_error (db, error);
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

RelaisRecord *
relais_rows_lookup (RelaisDatabase *db, const RelaisKind *kind, const char *id)
{
  RelaisRecord *record = NULL;
  sqlite3_stmt *stmt;

  if (kind == NULL)
    kind = relais_rows_find_kind (db, id, NULL);
  if (kind == NULL)
    return NULL;
  stmt = relais_database_select (db, NULL, get_sql (kind)->by_id, "s", id);
  if (stmt != NULL && relais_database_step (db, stmt, NULL)) {
    record = relais_rows_read (stmt, kind);
    sqlite3_reset (stmt);
  }
  return record;
}

RelaisRecord *
relais_rows_lookup_pk (RelaisDatabase *db, const RelaisKind *kind, gint64 pk)
{
  sqlite3_stmt *stmt = relais_database_select (db, NULL, get_sql (kind)->by_pk, "i", pk);
  RelaisRecord *record = NULL;

  if (stmt != NULL && relais_database_step (db, stmt, NULL)) {
    record = relais_rows_read (stmt, kind);
    sqlite3_reset (stmt);
  }
  return record;
}

const RelaisKind *
relais_rows_find_kind (RelaisDatabase *db, const char *id, gint64 *pk)
{
  sqlite3_stmt *stmt = relais_database_select (db, NULL, "SELECT kind, pk FROM record WHERE id = ?", "s", id);
  const RelaisKind *kind = NULL;

  if (stmt != NULL && relais_database_step (db, stmt, NULL)) {
    kind = relais_kind_lookup ((const char *) sqlite3_column_text (stmt, 0));
    if (pk != NULL)
      *pk = sqlite3_column_int64 (stmt, 1);
    sqlite3_reset (stmt);
  }
  return kind;
}

gboolean
relais_rows_put (RelaisDatabase *db, RelaisRecord *record, RelaisRecord *before, GError **error)
{
  const RelaisKind *kind = relais_record_get_kind (record);
  gint64 pk = relais_database_get_integer (db, 0, "SELECT pk FROM record WHERE id = ?", "s", relais_record_get_id (record));
  gboolean is_new = pk == 0;

  if (is_new) {
    if (!relais_database_run (db, error, "INSERT INTO record (kind, id, seq, rev, \"by\", at) VALUES (?, ?, ?, ?, ?, ?)",
                              "ssiisi",
                              kind->name, relais_record_get_id (record), (gint64) relais_record_get_seq (record),
                              (gint64) relais_record_get_rev (record), relais_record_get_by (record),
                              relais_record_get_at (record)))
      return FALSE;
    pk = sqlite3_last_insert_rowid (relais_database_get_handle (db));
    return write_fields (db, get_sql (kind)->insert, pk, record, error) && index_words (db, pk, record, error);
  }
  if (!relais_database_run (db, error, "UPDATE record SET seq = ?, rev = ?, \"by\" = ?, at = ? WHERE pk = ?", "iisii",
                            (gint64) relais_record_get_seq (record), (gint64) relais_record_get_rev (record),
                            relais_record_get_by (record), relais_record_get_at (record), pk) ||
      !write_fields (db, get_sql (kind)->update, pk, record, error))
    return FALSE;
  if (before != NULL && have_same_words (before, record))
    return TRUE;
  return forget_words (db, pk, error) && index_words (db, pk, record, error);
}

gboolean
relais_rows_delete (RelaisDatabase *db, const char *id, GError **error)
{
  gint64 pk = relais_database_get_integer (db, 0, "SELECT pk FROM record WHERE id = ?", "s", id);

  return pk == 0 || (forget_words (db, pk, error) && relais_database_run (db, error, "DELETE FROM record WHERE pk = ?", "i", pk));
}

const char *
relais_rows_select_sql (const RelaisKind *kind)
{
  return get_sql (kind)->select;
}

RelaisRecord *
relais_rows_read (sqlite3_stmt *stmt, const RelaisKind *kind)
{
  RelaisFields *fields = relais_fields_new (kind);

  for (guint i = 0; i < kind->n_fields; i++) {
    int column = COLUMN_FIELDS + (int) i;

    if (sqlite3_column_type (stmt, column) == SQLITE_NULL)
      continue;
    fields->values[i] = g_variant_ref_sink (read_value (stmt, column, &kind->fields[i]));
    fields->set |= FIELD_BIT (i);
  }
  return relais_record_new ((const char *) sqlite3_column_text (stmt, COLUMN_ID), fields,
                            (guint64) sqlite3_column_int64 (stmt, COLUMN_REV), (guint64) sqlite3_column_int64 (stmt, COLUMN_SEQ),
                            (const char *) sqlite3_column_text (stmt, COLUMN_BY), sqlite3_column_int64 (stmt, COLUMN_AT));
}

gint64
relais_rows_read_pk (sqlite3_stmt *stmt)
{
  return sqlite3_column_int64 (stmt, COLUMN_PK);
}

void
relais_rows_bind (sqlite3_stmt *stmt, int position, const RelaisField *field, GVariant *value)
{
  if (value == NULL)
    sqlite3_bind_null (stmt, position);
  else if (field->type == RELAIS_FIELD_INTEGER)
    sqlite3_bind_int64 (stmt, position, g_variant_get_int64 (value));
  else if (field->type == RELAIS_FIELD_BOOLEAN)
    sqlite3_bind_int (stmt, position, g_variant_get_boolean (value));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    sqlite3_bind_text (stmt, position, print_strings (value), -1, g_free);
  else
    sqlite3_bind_text (stmt, position, g_variant_get_string (value, NULL), -1, SQLITE_STATIC);
}

void
relais_rows_get_words (RelaisRecord *record, char **title, char **text)
{
  const RelaisFields *fields = relais_record_get_fields (record);
  GString *in_title = g_string_new (NULL), *in_text = g_string_new (NULL);

  for (guint i = 0; i < fields->kind->n_fields; i++) {
    RelaisFieldFlags flags = fields->kind->fields[i].flags;

    if (fields->values[i] == NULL || (flags & (RELAIS_FIELD_TITLE | RELAIS_FIELD_SEARCHED)) == 0)
      continue;
    append_words (flags & RELAIS_FIELD_TITLE ? in_title : in_text, fields->values[i]);
  }
  *title = g_string_free_and_steal (in_title);
  *text = g_string_free_and_steal (in_text);
}

gboolean
relais_rows_rebuild_search (RelaisDatabase *db, GError **error)
{
  if (!relais_database_script (db, "INSERT INTO search (search) VALUES ('delete-all')", error))
    return FALSE;
  for (guint k = 0; k < relais_n_kinds (); k++) {
    const RelaisKind *kind = relais_kinds ()[k];
    sqlite3_stmt *stmt = relais_database_select (db, error, get_sql (kind)->select, "");

    if (stmt == NULL)
      return FALSE;
    while (relais_database_step (db, stmt, error)) {
      g_autoptr (RelaisRecord) record = relais_rows_read (stmt, kind);

      if (!index_words (db, relais_rows_read_pk (stmt), record, error)) {
        sqlite3_reset (stmt);
        return FALSE;
      }
    }
  }
  return TRUE;
}
