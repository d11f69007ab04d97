/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include "make-record.h"
#include "relais-validate.h"

#include <string.h>

static GPtrArray *
list_cb (gpointer          data,
         const RelaisKind *kind)
{
  World *world = data;
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);

  for (guint i = 0; i < world->records->len; i++) {
    RelaisRecord *record = g_ptr_array_index (world->records, i);

    if (relais_record_get_kind (record) == kind && !relais_record_get_boolean (record, "binned"))
      g_ptr_array_add (found, relais_record_ref (record));
  }
  return found;
}

static RelaisRecord *
next_cb (gpointer data)
{
  World *world = data;

  while (world->next < world->records->len) {
    RelaisRecord *record = g_ptr_array_index (world->records, world->next++);

    if (relais_record_get_kind (record) == world->kind)
      return relais_record_ref (record);
  }
  return NULL;
}

static RelaisRecord *
get_cb (gpointer          data,
        const RelaisKind *kind,
        const char       *id)
{
  World *world = data;

  for (guint i = 0; i < world->records->len; i++)
    if (strcmp (relais_record_get_id (g_ptr_array_index (world->records, i)), id) == 0)
      return relais_record_ref (g_ptr_array_index (world->records, i));
  return NULL;
}

World *
world_new (void)
{
  World *world = g_new0 (World, 1);

  world->records = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  world->zone = g_time_zone_new_identifier ("Europe/Paris");
  world->import = (RelaisImportWorld) { .list = list_cb, .data = world, .zone = world->zone };
  world->source = (RelaisExportSource) { .next = next_cb, .get = get_cb, .data = world, .zone = world->zone };
  return world;
}

void
world_free (World *world)
{
  g_ptr_array_unref (world->records);
  g_time_zone_unref (world->zone);
  g_free (world);
}

void
world_add (World        *world,
           RelaisRecord *record)
{
  g_ptr_array_add (world->records, record);
}

RelaisRecord *
world_make (World      *world,
            const char *kind_name,
            ...)
{
  g_autofree char *id = relais_id_new ();
  RelaisRecord *record;
  va_list args;

  va_start (args, kind_name);
  RelaisFields *fields = make_fields_va (kind_name, args);
  va_end (args);
  record = relais_record_new (id, fields, 3, 7, NULL, 1795249800);
  world_add (world, record);
  return record;
}

RelaisRecord *
world_find (World      *world,
            const char *kind,
            const char *title)
{
  for (guint i = 0; i < world->records->len; i++) {
    RelaisRecord *record = g_ptr_array_index (world->records, i);
    g_autofree char *its = relais_record_dup_title (record);

    if (relais_record_get_kind (record) == relais_kind_lookup (kind) && strcmp (its, title) == 0)
      return record;
  }
  return NULL;
}

guint
world_count (World      *world,
             const char *kind)
{
  g_autoptr (GPtrArray) records = list_cb (world, relais_kind_lookup (kind));

  return records->len;
}

void
world_apply (World        *world,
             RelaisImport *import)
{
  GPtrArray *changes = relais_import_get_changes (import);

  for (guint i = 0; i < changes->len; i++) {
    const RelaisImportChange *change = g_ptr_array_index (changes, i);
    RelaisRecord *record = NULL;
    g_autoptr (GError) error = NULL;

    if (change->create) {
      record = relais_record_new (change->id, relais_fields_copy (change->fields), 0, 0, NULL, 0);
      world_add (world, record);
    }
    for (guint j = 0; !change->create && j < world->records->len; j++) {
      RelaisRecord *before = g_ptr_array_index (world->records, j);

      if (strcmp (relais_record_get_id (before), change->id) != 0)
        continue;
      record = relais_record_with (before, change->fields);
      relais_record_unref (before);
      world->records->pdata[j] = record;
    }
    g_assert_nonnull (record);
    relais_record_validate (record, &error);
    g_assert_no_error (error);
    /* Parents come before children. */
    for (guint f = 0; f < change->fields->kind->n_fields; f++)
      if (change->fields->kind->fields[f].type == RELAIS_FIELD_REF && change->fields->values[f] != NULL) {
        g_autoptr (RelaisRecord) target = get_cb (world, NULL, g_variant_get_string (change->fields->values[f], NULL));

        g_assert_nonnull (target);
      }
  }
}

GBytes *
world_load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "core", "exchange", "data", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (g_steal_pointer (&text), length);
}

GBytes *
world_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

RelaisImport *
world_plan (World      *world,
            GBytes     *bytes,
            const char *kind)
{
  g_autoptr (GError) error = NULL;
  RelaisImport *import = relais_import_plan (bytes, kind != NULL ? relais_kind_lookup (kind) : NULL, &world->import, &error);

  g_assert_no_error (error);
  g_bytes_unref (bytes);
  return import;
}

char *
world_export (World              *world,
              const char         *kind,
              RelaisExportFormat  format)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  world->kind = relais_kind_lookup (kind);
  world->next = 0;
  bytes = relais_export (world->kind, format, &world->source, &error);
  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

char *
world_verdicts (RelaisImport *import)
{
  static const char * const names[] = { "CREATE", "UPDATE", "DUPLICATE", "BAD" };
  GPtrArray *rows = relais_import_get_rows (import);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++) {
    const RelaisImportRow *row = g_ptr_array_index (rows, i);

    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", names[row->verdict]);
    g_test_message ("line %u, %s: %s: %s", row->line, row->title, names[row->verdict], row->reason != NULL ? row->reason : "");
  }
  return g_string_free (text, FALSE);
}
