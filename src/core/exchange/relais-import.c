/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-exchange"

#include "relais-import-private.h"

#include "relais-words.h"
#include "relais-validate.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _RelaisImport {
  gatomicrefcount          ref_count;
  const RelaisImportWorld *world;      /* borrowed while planning, then NULL */
  RelaisTable             *table;      /* owned, nullable */
  GPtrArray               *columns;    /* owned, element-type RelaisImportColumn */
  GPtrArray               *rows;       /* owned, element-type RelaisImportRow */
  GPtrArray               *changes;    /* owned, element-type RelaisImportChange */
  GHashTable              *by_id;      /* id (in the change) → RelaisImportChange */
  GHashTable              *records;    /* id → RelaisRecord, as the import will leave it; owned */
  GHashTable              *names;      /* "kind/what/value" → GPtrArray of RelaisRecord; owned */
  GHashTable              *lines;      /* id → line; owned ids */
  GHashTable              *listed;     /* kinds whose records were asked for */
};

static void
free_row (RelaisImportRow *row)
{
  g_free (row->title);
  g_free (row->reason);
  g_free (row);
}

static void
free_change (RelaisImportChange *change)
{
  relais_fields_free (change->fields);
  g_free (change);
}

static void
free_column (RelaisImportColumn *column)
{
  g_free (column->heading);
  g_free (column);
}

/* Puts @record under the name "kind/what/value", or takes it away from there. */
static void
set_name (RelaisImport *import,
          RelaisRecord *record,
          const char   *what,
          const char   *value,
          gboolean      add)
{
  g_autofree char *name = NULL;
  GPtrArray *records;

  if (value == NULL || *value == '\0')
    return;
  name = g_strjoin ("/", relais_record_get_kind (record)->name, what, value, NULL);
  records = g_hash_table_lookup (import->names, name);
  if (records == NULL) {
    records = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
    g_hash_table_insert (import->names, g_steal_pointer (&name), records);
  }
  if (add)
    g_ptr_array_add (records, relais_record_ref (record));
  else
    g_ptr_array_remove (records, record);
}

/* All the names that a record is found by. */
static void
set_names (RelaisImport *import,
           RelaisRecord *record,
           gboolean      add)
{
  static const char * const fields[] = { "email", "external_id", "article" };
  g_autofree char *title = relais_record_dup_title (record);
  g_autofree char *folded = relais_words_fold (title);
  g_autofree char *key = relais_import_make_key (relais_record_get_fields (record));

  set_name (import, record, "title", folded, add);
  set_name (import, record, "key", key, add);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    const char *value = relais_kind_find_field (relais_record_get_kind (record), fields[i]) >= 0
                        ? relais_record_get_string (record, fields[i]) : NULL;
    g_autofree char *name = value != NULL ? relais_words_fold (value) : NULL;

    set_name (import, record, fields[i], name, add);
  }
}

/* The record takes the place of what it was before. */
static void
add_record (RelaisImport *import,
            RelaisRecord *record)
{
  RelaisRecord *before = g_hash_table_lookup (import->records, relais_record_get_id (record));

  if (before != NULL)
    set_names (import, before, FALSE);
  set_names (import, record, TRUE);
  g_hash_table_replace (import->records, g_strdup (relais_record_get_id (record)), relais_record_ref (record));
}

static void
list_kind (RelaisImport     *import,
           const RelaisKind *kind)
{
  g_autoptr (GPtrArray) records = NULL;

  if (!g_hash_table_add (import->listed, (gpointer) kind))
    return;
  records = import->world->list (import->world->data, kind);
  for (guint i = 0; records != NULL && i < records->len; i++)
    add_record (import, g_ptr_array_index (records, i));
}

/* The state that a change leads to. */
static RelaisRecord *
apply_change (RelaisImport             *import,
              const RelaisImportChange *change)
{
  RelaisRecord *before = g_hash_table_lookup (import->records, change->id);

  if (change->create)
    return relais_record_new (change->id, relais_fields_copy (change->fields), 0, 0, NULL, 0);
  g_assert (before != NULL);
  return relais_record_with (before, change->fields);
}

static void
join_changes (RelaisImport       *import,
              RelaisImportChange *change)
{
  RelaisImportChange *earlier = g_hash_table_lookup (import->by_id, change->id);

  if (earlier == NULL) {
    g_ptr_array_add (import->changes, change);
    g_hash_table_insert (import->by_id, change->id, change);
    return;
  }
  for (guint i = 0; i < change->fields->kind->n_fields; i++)
    if (change->fields->values[i] != NULL)
      relais_fields_set (earlier->fields, i, change->fields->values[i]);
  free_change (change);
}

/* How the file begins tells what it is. */
static gboolean
begins_with (GBytes     *bytes,
             const char *word)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (length >= 3 && memcmp (text, RELAIS_TABLE_START, 3) == 0) {
    text += 3;
    length -= 3;
  }
  while (length > 0 && g_ascii_isspace (*text)) {
    text++;
    length--;
  }
  return length >= strlen (word) && g_ascii_strncasecmp (text, word, strlen (word)) == 0;
}

static gboolean
is_kind (const RelaisKind *kind,
         const char       *name)
{
  return kind != NULL && strcmp (kind->name, name) == 0;
}

static gboolean
plan_table (RelaisImport     *import,
            GBytes           *bytes,
            const RelaisKind *kind,
            GError          **error)
{
  g_autoptr (RelaisTable) table = relais_table_read (bytes, error);

  if (table == NULL)
    return FALSE;
  import->table = relais_table_ref (table);
  return kind != NULL ? relais_import_plan_rows (import, table, kind, error) : relais_import_plan_network (import, table, error);
}

static gboolean
plan_file (RelaisImport     *import,
           GBytes           *bytes,
           const RelaisKind *kind,
           GError          **error)
{
  gboolean cards = begins_with (bytes, "BEGIN:VCARD");
  gboolean calendar = begins_with (bytes, "BEGIN:VCALENDAR");

  if (cards && (kind == NULL || is_kind (kind, "person")))
    return relais_import_plan_cards (import, bytes, error);
  if (calendar && (is_kind (kind, "article") || is_kind (kind, "subject") || is_kind (kind, "placement")))
    return relais_import_plan_events (import, bytes, error);
  if (cards || calendar) {
    g_set_error (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_FORMAT,
                 cards ? _("The file holds cards of people: it can be read as people or as the network.")
                       : _("The file is a calendar: it can be read as a plan, subjects, placements or articles."));
    return FALSE;
  }
  return plan_table (import, bytes, kind, error);
}

RelaisImport *
relais_import_new (const RelaisImportWorld *world)
{
  RelaisImport *import = g_new0 (RelaisImport, 1);

  g_atomic_ref_count_init (&import->ref_count);
  import->world = world;
  import->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) free_column);
  import->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) free_row);
  import->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) free_change);
  import->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  import->records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) relais_record_unref);
  import->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  import->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  import->listed = g_hash_table_new (NULL, NULL);
  return import;
}

RelaisImportDraft *
relais_import_draft_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) free_change);
}

RelaisRecord *
relais_import_get (RelaisImport     *import,
                   const RelaisKind *kind,
                   const char       *id)
{
  RelaisRecord *record;

  list_kind (import, kind);
  record = g_hash_table_lookup (import->records, id);
  return record != NULL && relais_record_get_kind (record) == kind ? record : NULL;
}

GPtrArray *
relais_import_find (RelaisImport     *import,
                    const RelaisKind *kind,
                    const char       *what,
                    const char       *value)
{
  g_autofree char *name = g_strjoin ("/", kind->name, what, value, NULL);
  GPtrArray *records;

  list_kind (import, kind);
  records = g_hash_table_lookup (import->names, name);
  return records != NULL && records->len > 0 ? records : NULL;
}

char *
relais_import_make_key (const RelaisFields *fields)
{
  g_autoptr (GString) key = g_string_new (NULL);
  gboolean any = FALSE;

  for (guint i = 0; i < fields->kind->n_fields; i++) {
    g_autofree char *text = NULL;
    g_autofree char *folded = NULL;

    if (!(fields->kind->fields[i].flags & RELAIS_FIELD_KEY))
      continue;
    text = relais_field_print (fields->kind, i, fields->values[i]);
    folded = relais_words_fold (text);
    any = any || *folded != '\0';
    g_string_append (key, folded);
    g_string_append_c (key, '\x1f');
  }
  return any ? g_string_free (g_steal_pointer (&key), FALSE) : NULL;
}

const char *
relais_import_create (RelaisImportDraft *draft,
                      RelaisFields      *fields)
{
  RelaisImportChange *change = g_new0 (RelaisImportChange, 1);
  g_autofree char *id = relais_id_new ();

  change->create = TRUE;
  g_strlcpy (change->id, id, sizeof change->id);
  fields->unset = 0;
  change->fields = fields;
  g_ptr_array_add (draft, change);
  return change->id;
}

gboolean
relais_import_update (RelaisImportDraft *draft,
                      RelaisRecord      *record,
                      RelaisFields      *fields)
{
  const RelaisFields *now = relais_record_get_fields (record);
  RelaisImportChange *change;

  for (guint i = 0; i < now->kind->n_fields; i++)
    if (fields->values[i] == NULL || relais_values_equal (fields->values[i], now->values[i]))
      relais_fields_clear (fields, i);
  if (fields->set == 0) {
    relais_fields_free (fields);
    return FALSE;
  }
  change = g_new0 (RelaisImportChange, 1);
  g_strlcpy (change->id, relais_record_get_id (record), sizeof change->id);
  change->fields = fields;
  g_ptr_array_add (draft, change);
  return TRUE;
}

gboolean
relais_import_take (RelaisImport       *import,
                    RelaisImportDraft  *draft,
                    GError            **error)
{
  g_autoptr (GPtrArray) owned = draft;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);

  for (guint i = 0; i < draft->len; i++) {
    RelaisRecord *record = apply_change (import, g_ptr_array_index (draft, i));

    g_ptr_array_add (records, record);
    if (!relais_record_validate (record, error))
      return FALSE;
  }
  g_ptr_array_set_free_func (owned, NULL);
  for (guint i = 0; i < draft->len; i++) {
    list_kind (import, relais_record_get_kind (g_ptr_array_index (records, i)));
    add_record (import, g_ptr_array_index (records, i));
    join_changes (import, g_ptr_array_index (draft, i));
  }
  return TRUE;
}

void
relais_import_add_row (RelaisImport        *import,
                       guint                line,
                       RelaisImportVerdict  verdict,
                       const char          *title,
                       char                *reason)
{
  RelaisImportRow *row = g_new0 (RelaisImportRow, 1);

  row->line = line;
  row->verdict = verdict;
  row->title = g_strdup (title != NULL ? title : "");
  row->reason = reason;
  g_ptr_array_add (import->rows, row);
}

void
relais_import_add_column (RelaisImport *import,
                          const char   *heading,
                          const char   *label)
{
  RelaisImportColumn *column = g_new0 (RelaisImportColumn, 1);

  column->heading = g_strdup (heading);
  column->label = label;
  g_ptr_array_add (import->columns, column);
}

const RelaisImportWorld *
relais_import_get_world (RelaisImport *import)
{
  return import->world;
}

char *
relais_import_explain (const GError *error)
{
  const RelaisKind *kind = NULL;
  const char *field = error->domain == RELAIS_MODEL_ERROR ? relais_model_error_get_field (error, &kind) : NULL;

  if (field == NULL)
    return g_strdup (relais_model_error_get_reason (error));
  /* TRANSLATORS: a field and what is wrong with it: "E-mail: is missing" */
  return g_strdup_printf (_("%s: %s"), _(kind->fields[relais_kind_field (kind, field)].label), relais_model_error_get_reason (error));
}

guint
relais_import_get_line (RelaisImport *import,
                        const char   *id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (import->lines, id));
}

void
relais_import_set_line (RelaisImport *import,
                        const char   *id,
                        guint         line)
{
  g_hash_table_replace (import->lines, g_strdup (id), GUINT_TO_POINTER (line));
}

RelaisImport *
relais_import_plan (GBytes                  *bytes,
                    const RelaisKind        *kind,
                    const RelaisImportWorld *world,
                    GError                 **error)
{
  g_autoptr (RelaisImport) import = NULL;

  g_return_val_if_fail (bytes != NULL && world != NULL && world->list != NULL, NULL);

  import = relais_import_new (world);
  if (!plan_file (import, bytes, kind, error))
    return NULL;
  import->world = NULL;
  return g_steal_pointer (&import);
}

RelaisImport *
relais_import_plan_schedule (GBytes                  *bytes,
                             const RelaisImportWorld *world,
                             GError                 **error)
{
  g_autoptr (RelaisImport) import = NULL;
  gboolean planned;

  g_return_val_if_fail (bytes != NULL && world != NULL && world->list != NULL, NULL);

  import = relais_import_new (world);
  if (begins_with (bytes, "BEGIN:VCALENDAR")) {
    planned = relais_import_plan_schedule_events (import, bytes, error);
  } else {
    import->table = relais_table_read (bytes, error);
    planned = import->table != NULL && relais_import_plan_schedule_rows (import, import->table, error);
  }
  if (!planned)
    return NULL;
  import->world = NULL;
  return g_steal_pointer (&import);
}

RelaisImport *
relais_import_ref (RelaisImport *import)
{
  g_return_val_if_fail (import != NULL, NULL);

  g_atomic_ref_count_inc (&import->ref_count);
  return import;
}

void
relais_import_unref (RelaisImport *import)
{
  g_return_if_fail (import != NULL);

  if (!g_atomic_ref_count_dec (&import->ref_count))
    return;
  g_clear_pointer (&import->table, relais_table_unref);
  g_hash_table_unref (import->by_id);
  g_ptr_array_unref (import->columns);
  g_ptr_array_unref (import->rows);
  g_ptr_array_unref (import->changes);
  g_hash_table_unref (import->records);
  g_hash_table_unref (import->names);
  g_hash_table_unref (import->lines);
  g_hash_table_unref (import->listed);
  g_free (import);
}

GPtrArray *
relais_import_get_rows (RelaisImport *import)
{
  return import->rows;
}

guint
relais_import_count (RelaisImport        *import,
                     RelaisImportVerdict  verdict)
{
  guint n = 0;

  for (guint i = 0; i < import->rows->len; i++)
    n += ((RelaisImportRow *) g_ptr_array_index (import->rows, i))->verdict == verdict;
  return n;
}

GPtrArray *
relais_import_get_changes (RelaisImport *import)
{
  return import->changes;
}

GPtrArray *
relais_import_get_columns (RelaisImport *import)
{
  return import->columns;
}

char *
relais_import_dup_bad_rows (RelaisImport *import)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  GString *text;
  guint n_columns, n_rows;

  if (import->table == NULL || relais_import_count (import, RELAIS_IMPORT_BAD) == 0)
    return NULL;
  n_columns = relais_table_get_n_columns (import->table);
  n_rows = relais_table_get_n_rows (import->table);
  text = g_string_new (RELAIS_TABLE_START);

  for (guint column = 0; column < n_columns; column++)
    g_ptr_array_add (cells, (gpointer) relais_table_get_heading (import->table, column));
  g_ptr_array_add (cells, (gpointer) _("Why not imported"));
  g_ptr_array_add (cells, NULL);
  relais_table_append_row (text, (const char * const *) cells->pdata);

  /* Every row of the table has one row here, in the same order. */
  g_assert (import->rows->len == n_rows);
  for (guint i = 0; i < n_rows; i++) {
    const RelaisImportRow *row = g_ptr_array_index (import->rows, i);

    if (row->verdict != RELAIS_IMPORT_BAD)
      continue;
    for (guint column = 0; column < n_columns; column++)
      cells->pdata[column] = (gpointer) relais_table_get_cell (import->table, i, column);
    cells->pdata[n_columns] = row->reason;
    relais_table_append_row (text, (const char * const *) cells->pdata);
  }
  return g_string_free (text, FALSE);
}
