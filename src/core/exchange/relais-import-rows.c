/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A table whose rows are records of one kind. */

#define G_LOG_DOMAIN "relais-exchange"

#include "relais-import-private.h"

#include "relais-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>


typedef struct {
  RelaisImport     *import;
  RelaisTable      *table;
  const RelaisKind *kind;
  int               columns[RELAIS_MAX_FIELDS];  /* column of each field, or RELAIS_IMPORT_NO_COLUMN */
  int               id_column;
} Plan;

static gboolean
map_columns (Plan    *plan,
             GError **error)
{
  g_autoptr (GString) headings = g_string_new (NULL);
  guint n_mapped = 0;

  plan->id_column = RELAIS_IMPORT_NO_COLUMN;
  for (guint i = 0; i < RELAIS_MAX_FIELDS; i++)
    plan->columns[i] = RELAIS_IMPORT_NO_COLUMN;

  for (guint column = 0; column < relais_table_get_n_columns (plan->table); column++) {
    const char *heading = relais_table_get_heading (plan->table, column);
    int field = relais_words_find_field (plan->kind, heading);
    const char *label = NULL;

    g_string_append_printf (headings, "%s“%s”", column > 0 ? ", " : "", heading);
    if (plan->id_column == RELAIS_IMPORT_NO_COLUMN && g_ascii_strcasecmp (heading, "id") == 0) {
      plan->id_column = (int) column;
      label = _("Identifier");
    } else if (field >= 0 && plan->columns[field] == RELAIS_IMPORT_NO_COLUMN) {
      plan->columns[field] = (int) column;
      label = _(plan->kind->fields[field].label);
      n_mapped++;
    }
    relais_import_add_column (plan->import, heading, label);
  }
  if (n_mapped > 0)
    return TRUE;
  g_set_error (error, RELAIS_EXCHANGE_ERROR, RELAIS_EXCHANGE_ERROR_HEADINGS,
               _("None of the columns %s is known. The first line must hold their headings."), headings->str);
  return FALSE;
}

static RelaisRecord *
find_by_id (Plan  *plan,
            guint  row)
{
  g_autofree char *id = NULL;

  if (plan->id_column == RELAIS_IMPORT_NO_COLUMN)
    return NULL;
  id = g_strstrip (g_ascii_strdown (relais_table_get_cell (plan->table, row, (guint) plan->id_column), -1));
  return relais_id_is_valid (id) ? relais_import_get (plan->import, plan->kind, id) : NULL;
}

static RelaisRecord *
find_by_external_id (Plan               *plan,
                     const RelaisFields *fields)
{
  int index = relais_kind_find_field (plan->kind, "external_id");
  g_autofree char *folded = NULL;
  GPtrArray *found;

  if (index < 0 || fields->values[index] == NULL)
    return NULL;
  folded = relais_words_fold (g_variant_get_string (fields->values[index], NULL));
  found = relais_import_find (plan->import, plan->kind, "external_id", folded);
  return found != NULL ? g_ptr_array_index (found, 0) : NULL;
}

/* The record that the row is about. */
static RelaisRecord *
find_record (Plan               *plan,
             const RelaisFields *fields,
             GError            **error)
{
  RelaisRecord *record = find_by_external_id (plan, fields);
  g_autofree char *key = NULL;
  GPtrArray *found;

  if (record != NULL)
    return record;
  if (strcmp (plan->kind->name, "person") == 0)
    return relais_import_find_person (plan->import, fields, error);
  key = relais_import_make_key (fields);
  found = key != NULL ? relais_import_find (plan->import, plan->kind, "key", key) : NULL;
  return found != NULL ? g_ptr_array_index (found, 0) : NULL;
}

/* A new record starts at the beginning of its life, when the file does not say where it is. */
static void
set_first_state (RelaisFields *fields)
{
  const RelaisKind *kind = fields->kind;
  guint state;

  if (kind->state_field == NULL)
    return;
  state = relais_kind_field (kind, kind->state_field);
  if (fields->values[state] == NULL)
    relais_fields_set_string (fields, kind->state_field, kind->fields[state].choices[0]);
}

static char *
make_title (const RelaisFields *fields)
{
  g_autoptr (RelaisRecord) record = relais_record_new ("", relais_fields_copy (fields), 0, 0, NULL, 0);

  return relais_record_dup_title (record);
}

/* Adds a creation, or the update of @record, to the plan. */
static gboolean
take_row (Plan          *plan,
          guint          line,
          RelaisRecord  *record,
          RelaisFields  *fields,
          GError       **error)
{
  RelaisImportDraft *draft = relais_import_draft_new ();
  g_autofree char *title = make_title (fields);
  g_autofree char *id = NULL;
  gboolean changes = TRUE;
  guint earlier = record != NULL ? relais_import_get_line (plan->import, relais_record_get_id (record)) : 0;

  if (record == NULL) {
    set_first_state (fields);
    id = g_strdup (relais_import_create (draft, fields));
  } else {
    id = g_strdup (relais_record_get_id (record));
    changes = relais_import_update (draft, record, fields);
  }
  if (!changes || earlier > 0) {
    g_ptr_array_unref (draft);
    relais_import_add_row (plan->import, line, RELAIS_IMPORT_DUPLICATE, title,
                           earlier > 0 ? g_strdup_printf (_("The same as line %u."), earlier)
                                       : g_strdup (_("It is there already, with the same values.")));
    return TRUE;
  }
  if (!relais_import_take (plan->import, draft, error))
    return FALSE;
  relais_import_set_line (plan->import, id, line);
  relais_import_add_row (plan->import, line, record != NULL ? RELAIS_IMPORT_UPDATE : RELAIS_IMPORT_CREATE, title, NULL);
  return TRUE;
}

/* What a row is called that could not be read: its TITLE cells, or its first. */
static char *
make_cells_title (Plan  *plan,
                  guint  row)
{
  g_autoptr (GString) title = g_string_new (NULL);

  for (guint i = 0; i < plan->kind->n_fields; i++) {
    if (!(plan->kind->fields[i].flags & RELAIS_FIELD_TITLE) || plan->columns[i] == RELAIS_IMPORT_NO_COLUMN)
      continue;
    if (title->len > 0)
      g_string_append_c (title, ' ');
    g_string_append (title, relais_table_get_cell (plan->table, row, (guint) plan->columns[i]));
  }
  if (title->len == 0)
    g_string_append (title, relais_table_get_cell (plan->table, row, 0));
  return g_string_free (g_steal_pointer (&title), FALSE);
}

static gboolean
plan_row (Plan    *plan,
          guint    row,
          GError **error)
{
  guint line = relais_table_get_line (plan->table, row);
  RelaisRecord *record = find_by_id (plan, row);
  RelaisFields *fields = relais_import_read_cells (plan->import, plan->table, row, plan->kind, plan->columns, record, error);
  g_autoptr (GError) local = NULL;

  if (fields == NULL)
    return FALSE;
  if (record == NULL)
    record = find_record (plan, fields, &local);
  if (local != NULL) {
    relais_fields_free (fields);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  return take_row (plan, line, record, fields, error);
}

/* A row may refer to one that comes later (a service above its direction): rows that fail are tried again as long as others
 * succeed. Rows come out in the order of the file. */
static void
plan_rows (Plan *plan)
{
  GPtrArray *rows = relais_import_get_rows (plan->import);
  guint n = relais_table_get_n_rows (plan->table);
  g_autofree gpointer *done = g_new0 (gpointer, n);
  gboolean progress = TRUE, last = FALSE;

  while (progress || !last) {
    last = !progress;
    progress = FALSE;
    for (guint i = 0; i < n; i++) {
      g_autoptr (GError) error = NULL;

      if (done[i] != NULL)
        continue;
      if (plan_row (plan, i, &error)) {
        progress = TRUE;
      } else if (last) {
        g_autofree char *title = make_cells_title (plan, i);

        relais_import_add_row (plan->import, relais_table_get_line (plan->table, i), RELAIS_IMPORT_BAD, title,
                               relais_import_explain (error));
      } else {
        continue;
      }
      done[i] = g_ptr_array_steal_index (rows, rows->len - 1);
    }
    if (last)
      break;
  }
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (rows, done[i]);
}

gboolean
relais_import_plan_rows (RelaisImport      *import,
                         RelaisTable       *table,
                         const RelaisKind  *kind,
                         GError           **error)
{
  Plan plan = { .import = import, .table = table, .kind = kind };

  if (!map_columns (&plan, error))
    return FALSE;
  plan_rows (&plan);
  return TRUE;
}
