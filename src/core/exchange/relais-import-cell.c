/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One cell for one field. */

#define G_LOG_DOMAIN "relais-exchange"

#include "relais-import-private.h"

#include "relais-validate.h"
#include "relais-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
set_contains (GVariant   *current,
              const char *id)
{
  GVariantIter iter;
  const char *item;

  if (current == NULL)
    return FALSE;
  if (g_variant_is_of_type (current, G_VARIANT_TYPE_STRING))
    return strcmp (g_variant_get_string (current, NULL), id) == 0;
  g_variant_iter_init (&iter, current);
  while (g_variant_iter_next (&iter, "&s", &item))
    if (strcmp (item, id) == 0)
      return TRUE;
  return FALSE;
}

/* The record that @text means: an identifier or a title. Of several with that title, the one that is there now. */
static RelaisRecord *
find_target (RelaisImport     *import,
             const RelaisKind *kind,
             guint             field,
             const char       *text,
             GVariant         *current,
             GError          **error)
{
  const RelaisKind *target = relais_kind_lookup (kind->fields[field].target);
  g_autofree char *folded = relais_words_fold (text);
  GPtrArray *found;

  if (relais_id_is_valid (text) && relais_import_get (import, target, text) != NULL)
    return relais_import_get (import, target, text);

  found = relais_import_find (import, target, "title", folded);
  if (found == NULL) {
    relais_model_set_error (error, RELAIS_MODEL_ERROR_REFERENCE, kind, field, _("nothing is called “%.60s”"), text);
    return NULL;
  }
  if (found->len == 1)
    return g_ptr_array_index (found, 0);
  for (guint i = 0; i < found->len; i++)
    if (set_contains (current, relais_record_get_id (g_ptr_array_index (found, i))))
      return g_ptr_array_index (found, i);
  relais_model_set_error (error, RELAIS_MODEL_ERROR_REFERENCE, kind, field, _("several are called “%.60s”"), text);
  return NULL;
}

static GVariant *
read_target (RelaisImport     *import,
             const RelaisKind *kind,
             guint             field,
             const char       *text,
             GVariant         *current,
             GError          **error)
{
  RelaisRecord *target = find_target (import, kind, field, text, current, error);

  return target != NULL ? g_variant_ref_sink (g_variant_new_string (relais_record_get_id (target))) : NULL;
}

static GVariant *
read_targets (RelaisImport     *import,
              const RelaisKind *kind,
              guint             field,
              const char       *text,
              GVariant         *current,
              GError          **error)
{
  /* The items of a list of strings, read by the model's rule for bars and backslashes. */
  const RelaisKind *question = relais_kind_lookup ("question");
  g_autoptr (GVariant) titles = relais_field_parse (question, relais_kind_field (question, "options"), text, error);
  g_autoptr (GVariant) ids = NULL;
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();
  g_auto (GStrv) strv = NULL;
  GVariantIter iter;
  const char *title;

  if (titles == NULL)
    return NULL;
  g_variant_iter_init (&iter, titles);
  while (g_variant_iter_next (&iter, "&s", &title)) {
    RelaisRecord *target = find_target (import, kind, field, title, current, error);

    if (target == NULL)
      return NULL;
    g_strv_builder_add (found, relais_record_get_id (target));
  }
  strv = g_strv_builder_end (found);
  return relais_field_normalize (kind, field, g_variant_new_strv ((const char * const *) strv, -1), error);
}

static gboolean
check_email (const RelaisKind *kind,
             guint             field,
             const char       *text,
             GError          **error)
{
  if (g_regex_match_simple ("^[^\\s@]+@[^\\s@]+\\.[^\\s@.]+$", text, 0, 0))
    return TRUE;
  relais_model_set_error (error, RELAIS_MODEL_ERROR_FORMAT, kind, field, _("“%.60s” is not an e-mail address"), text);
  return FALSE;
}

GVariant *
relais_import_read_cell (RelaisImport     *import,
                         const RelaisKind *kind,
                         guint             field,
                         const char       *text,
                         GVariant         *current,
                         GError          **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  const char *choice = NULL;

  if (*trimmed == '\0')
    return NULL;
  if (kind->fields[field].type == RELAIS_FIELD_REF)
    return read_target (import, kind, field, trimmed, current, error);
  if (kind->fields[field].type == RELAIS_FIELD_REFS)
    return read_targets (import, kind, field, trimmed, current, error);
  if (kind->fields[field].type == RELAIS_FIELD_CHOICE)
    choice = relais_words_find_choice (&kind->fields[field], trimmed);
  if (strcmp (kind->fields[field].name, "email") == 0 && !check_email (kind, field, trimmed, error))
    return NULL;
  return relais_field_parse (kind, field, choice != NULL ? choice : text, error);
}

RelaisFields *
relais_import_read_cells (RelaisImport     *import,
                          RelaisTable      *table,
                          guint             row,
                          const RelaisKind *kind,
                          const int        *columns,
                          RelaisRecord     *current,
                          GError          **error)
{
  g_autoptr (RelaisFields) fields = relais_fields_new (kind);

  for (guint i = 0; i < kind->n_fields; i++) {
    GVariant *now = current != NULL ? relais_record_get_fields (current)->values[i] : NULL;
    g_autoptr (GVariant) value = NULL;
    g_autoptr (GError) local = NULL;

    if (columns[i] == RELAIS_IMPORT_NO_COLUMN)
      continue;
    value = relais_import_read_cell (import, kind, i, relais_table_get_cell (table, row, (guint) columns[i]), now, &local);
    if (local != NULL) {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
    if (value != NULL)
      relais_fields_set (fields, i, value);
  }
  return g_steal_pointer (&fields);
}
