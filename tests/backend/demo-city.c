/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo-city.h"

#include "relais-json.h"
#include "relais-sqlite-storage.h"
#include "relais-tables.h"
#include "relais-test-backend.h"
#include "relais-validate.h"

#include <string.h>

static gboolean
collect_cb (RelaisStored *stored, gpointer data)
{
  g_assert_nonnull (stored->record);
  g_ptr_array_add (data, relais_record_ref (stored->record));
  return TRUE;
}

void
city_open (City *city)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *blobs = NULL;

  city->directory = g_dir_make_tmp ("relais-demo-XXXXXX", &error);
  g_assert_no_error (error);
  city->storage = relais_sqlite_storage_new (":memory:", &error);
  g_assert_no_error (error);
  city->log = relais_log_new (city->storage);
  city->accounts = relais_accounts_new (city->log);
  blobs = g_build_filename (city->directory, "blobs", NULL);
  city->blobs = relais_blobs_new (city->storage, blobs, &error);
  g_assert_no_error (error);
}

void
city_read (City *city)
{
  g_autoptr(GError) error = NULL;
  RelaisTransaction *transaction = relais_storage_begin (city->storage, FALSE, &error);

  g_assert_no_error (error);
  g_clear_pointer (&city->records, g_ptr_array_unref);
  city->records = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_record_unref);
  relais_log_visit (transaction, 0, collect_cb, city->records);
  relais_transaction_commit (transaction, &error);
  g_assert_no_error (error);
}

void
city_make (City *city, RelaisDemoSize size, guint32 seed)
{
  g_autoptr(GError) error = NULL;
  GDate today;

  city_open (city);
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 21, 11, 2026);
  relais_demo_create (city->log, city->blobs, city->accounts, size, seed, &today, &error);
  g_assert_no_error (error);
  city_read (city);
}

void
city_clear (City *city)
{
  g_ptr_array_unref (city->records);
  relais_blobs_free (city->blobs);
  relais_accounts_free (city->accounts);
  relais_log_unref (city->log);
  g_object_unref (city->storage);
  relais_test_remove_tree (city->directory);
  g_free (city->directory);
}

gboolean
is_kind (RelaisRecord *record, const char *kind)
{
  return strcmp (relais_record_get_kind (record)->name, kind) == 0;
}

guint
city_count (const City *city, const char *kind, const char *field, const char *value)
{
  guint n = 0;

  for (guint i = 0; i < city->records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (city->records, i);
      if (is_kind (record, kind) && (!field || g_strcmp0 (relais_record_get_string (record, field), value) == 0))
        n++;
    }
  return n;
}

char *
city_make_digest (const City *city)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < city->records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (city->records, i);
      g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
      g_autofree char *text = NULL;

      json_node_take_object (node, relais_record_to_json (record));
      text = relais_json_canonical (node);
      g_checksum_update (checksum, (const guchar *) text, -1);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

static void
assert_references (const City *city, GHashTable *known, RelaisRecord *record)
{
  const RelaisKind *kind = relais_record_get_kind (record);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const RelaisField *field = &kind->fields[i];
      g_autofree const char **targets = NULL;

      if (field->type == RELAIS_FIELD_REF && relais_record_get_string (record, field->name))
        {
          const char *target = g_hash_table_lookup (known, relais_record_get_string (record, field->name));
          g_assert_cmpstr (target, ==, field->target);
        }
      if (field->type == RELAIS_FIELD_HASH && relais_record_get_string (record, field->name))
        {
          g_autofree char *path = relais_blobs_find (city->blobs, relais_record_get_string (record, field->name), NULL, NULL);
          g_assert_nonnull (path);
        }
      if (field->type != RELAIS_FIELD_REFS)
        continue;
      targets = relais_record_dup_strv (record, field->name);
      for (guint j = 0; targets[j]; j++)
        g_assert_cmpstr (g_hash_table_lookup (known, targets[j]), ==, field->target);
    }
}

void
city_assert_sound (const City *city)
{
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < city->records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (city->records, i);
      g_autoptr(GError) error = NULL;

      relais_record_validate (record, &error);
      g_assert_no_error (error);
      g_assert_true (relais_id_is_valid (relais_record_get_id (record)));
      g_assert_false (g_hash_table_contains (known, relais_record_get_id (record)));
      g_hash_table_insert (known, (gpointer) relais_record_get_id (record), (gpointer) relais_record_get_kind (record)->name);
      assert_references (city, known, record);
    }
}
