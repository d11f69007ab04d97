/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-model"

#include "relais-record.h"

#include <string.h>

struct _RelaisRecord {
  gatomicrefcount ref_count;
  char            id[RELAIS_ID_SIZE];
  GRefString     *by;      /* owned, nullable; interned: a workspace has few accounts */
  guint64         rev;
  guint64         seq;
  gint64          at;
  RelaisFields   *fields;  /* owned */
};

static GVariant *
get_value (RelaisRecord *record,
           const char   *name)
{
  return record->fields->values[relais_kind_field (record->fields->kind, name)];
}

RelaisRecord *
relais_record_new (const char   *id,
                   RelaisFields *fields,
                   guint64       rev,
                   guint64       seq,
                   const char   *by,
                   gint64        at)
{
  RelaisRecord *record;

  g_return_val_if_fail (id != NULL && strlen (id) < RELAIS_ID_SIZE, NULL);
  g_return_val_if_fail (fields != NULL, NULL);

  /* In a state, a field that was emptied is a field that is not there. */
  fields->unset = 0;

  record = g_new (RelaisRecord, 1);
  g_atomic_ref_count_init (&record->ref_count);
  g_strlcpy (record->id, id, sizeof record->id);
  record->by = by != NULL ? g_ref_string_new_intern (by) : NULL;
  record->rev = rev;
  record->seq = seq;
  record->at = at;
  record->fields = fields;
  return record;
}

RelaisRecord *
relais_record_ref (RelaisRecord *record)
{
  g_return_val_if_fail (record != NULL, NULL);

  g_atomic_ref_count_inc (&record->ref_count);
  return record;
}

void
relais_record_unref (RelaisRecord *record)
{
  g_return_if_fail (record != NULL);

  if (!g_atomic_ref_count_dec (&record->ref_count))
    return;
  g_clear_pointer (&record->by, g_ref_string_release);
  relais_fields_free (record->fields);
  g_free (record);
}

const RelaisKind *
relais_record_get_kind (RelaisRecord *record)
{
  return record->fields->kind;
}

const char *
relais_record_get_id (RelaisRecord *record)
{
  return record->id;
}

guint64
relais_record_get_rev (RelaisRecord *record)
{
  return record->rev;
}

guint64
relais_record_get_seq (RelaisRecord *record)
{
  return record->seq;
}

const char *
relais_record_get_by (RelaisRecord *record)
{
  return record->by;
}

gint64
relais_record_get_at (RelaisRecord *record)
{
  return record->at;
}

const RelaisFields *
relais_record_get_fields (RelaisRecord *record)
{
  return record->fields;
}

GVariant *
relais_record_get (RelaisRecord *record,
                   const char   *name)
{
  g_return_val_if_fail (record != NULL && name != NULL, NULL);

  return get_value (record, name);
}

const char *
relais_record_get_string (RelaisRecord *record,
                          const char   *name)
{
  GVariant *value;

  g_return_val_if_fail (record != NULL && name != NULL, NULL);

  value = get_value (record, name);
  return value != NULL ? g_variant_get_string (value, NULL) : NULL;
}

gint64
relais_record_get_integer (RelaisRecord *record,
                           const char   *name)
{
  GVariant *value;

  g_return_val_if_fail (record != NULL && name != NULL, 0);

  value = get_value (record, name);
  return value != NULL ? g_variant_get_int64 (value) : 0;
}

gboolean
relais_record_get_boolean (RelaisRecord *record,
                           const char   *name)
{
  GVariant *value;

  g_return_val_if_fail (record != NULL && name != NULL, FALSE);

  value = get_value (record, name);
  return value != NULL && g_variant_get_boolean (value);
}

const char **
relais_record_dup_strv (RelaisRecord *record,
                        const char   *name)
{
  GVariant *value;

  g_return_val_if_fail (record != NULL && name != NULL, NULL);

  value = get_value (record, name);
  return value != NULL ? g_variant_get_strv (value, NULL) : g_new0 (const char *, 1);
}

char *
relais_record_dup_title (RelaisRecord *record)
{
  const RelaisFields *fields;
  g_autoptr (GString) title = g_string_new (NULL);

  g_return_val_if_fail (record != NULL, NULL);

  fields = record->fields;
  for (guint i = 0; i < fields->kind->n_fields; i++) {
    if (!(fields->kind->fields[i].flags & RELAIS_FIELD_TITLE) || fields->values[i] == NULL)
      continue;
    if (title->len > 0)
      g_string_append_c (title, ' ');
    g_string_append (title, g_variant_get_string (fields->values[i], NULL));
  }
  /* The end of an identifier is random; its beginning is the same for everything made within a minute. */
  if (title->len == 0)
    g_string_append (title, record->id + MAX (0, (gssize) strlen (record->id) - 8));
  return g_string_free (g_steal_pointer (&title), FALSE);
}

RelaisRecord *
relais_record_with (RelaisRecord       *record,
                    const RelaisFields *fields)
{
  RelaisFields *laid;

  g_return_val_if_fail (record != NULL && fields != NULL, NULL);
  g_return_val_if_fail (record->fields->kind == fields->kind, NULL);

  laid = relais_fields_copy (record->fields);
  for (guint i = 0; i < fields->kind->n_fields; i++)
    if ((fields->set | fields->unset) & (G_GUINT64_CONSTANT (1) << i))
      relais_fields_set (laid, i, fields->values[i]);
  return relais_record_new (record->id, laid, record->rev, record->seq, record->by, record->at);
}
