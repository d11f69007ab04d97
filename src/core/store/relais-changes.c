/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-changes.h"

/* From here on listing them costs more than looking again. */
#define MOST_LISTED 500

struct _RelaisChanges {
  gatomicrefcount ref_count;
  guint64         kinds;    /* by rank */
  GHashTable     *records;  /* owned; set of ids */
  gboolean        bulk;
  gboolean        status;
};

RelaisChanges *
relais_changes_new (void)
{
  RelaisChanges *changes = g_new0 (RelaisChanges, 1);

  g_atomic_ref_count_init (&changes->ref_count);
  changes->records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return changes;
}

RelaisChanges *
relais_changes_ref (RelaisChanges *changes)
{
  g_atomic_ref_count_inc (&changes->ref_count);
  return changes;
}

void
relais_changes_unref (RelaisChanges *changes)
{
  if (!g_atomic_ref_count_dec (&changes->ref_count))
    return;
  g_hash_table_unref (changes->records);
  g_free (changes);
}

void
relais_changes_add (RelaisChanges *changes, const RelaisKind *kind, const char *id)
{
  changes->kinds |= G_GUINT64_CONSTANT (1) << relais_kind_get_rank (kind);
  if (changes->bulk)
    return;
  g_hash_table_add (changes->records, g_strdup (id));
  if (g_hash_table_size (changes->records) > MOST_LISTED) {
    g_hash_table_remove_all (changes->records);
    changes->bulk = TRUE;
  }
}

void
relais_changes_add_status (RelaisChanges *changes)
{
  changes->status = TRUE;
}

gboolean
relais_changes_is_empty (RelaisChanges *changes)
{
  return changes->kinds == 0 && !changes->status;
}

gboolean
relais_changes_has_kind (RelaisChanges *changes, const char *name)
{
  const RelaisKind *kind = relais_kind_lookup (name);

  g_return_val_if_fail (kind != NULL, FALSE);
  return (changes->kinds >> relais_kind_get_rank (kind)) & 1;
}

gboolean
relais_changes_has_any_kind (RelaisChanges *changes, const char * const *kinds)
{
  for (guint i = 0; kinds[i] != NULL; i++)
    if (relais_changes_has_kind (changes, kinds[i]))
      return TRUE;
  return FALSE;
}

gboolean
relais_changes_has_record (RelaisChanges *changes, const char *id)
{
  return changes->bulk || g_hash_table_contains (changes->records, id);
}

gboolean
relais_changes_is_bulk (RelaisChanges *changes)
{
  return changes->bulk;
}

gboolean
relais_changes_has_status (RelaisChanges *changes)
{
  return changes->status;
}
