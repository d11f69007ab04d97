/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-store"

#include "relais-epochs.h"

/* The epochs that the file has states of are numbered from 1; 0 is the present one. */
static gint64
get_epoch (RelaisWorkspace *self, const char *id)
{
  return relais_database_get_integer (self->db, 0, "SELECT epoch FROM former WHERE id = ?", "s", id);
}

static char *
name_shared (gint64 epoch)
{
  return g_strdup_printf ("%s-%" G_GINT64_FORMAT, RELAIS_META_SHARED, epoch);
}

gboolean
relais_epochs_enter (RelaisWorkspace *self, GError **error)
{
  gint64 epoch = 1 + relais_database_get_integer (self->db, 0, "SELECT max (epoch) FROM former", "");

  return relais_database_run (self->db, error, "INSERT OR IGNORE INTO former (id, epoch) "
                                               "SELECT id, ?1 FROM record UNION SELECT id, ?1 FROM base", "i", epoch);
}

gboolean
relais_epochs_replace (RelaisWorkspace *self, const char *id, GError **error)
{
  return relais_database_run (self->db, error, "DELETE FROM former WHERE id = ?", "s", id);
}

gboolean
relais_epochs_leave (RelaisWorkspace *self, GError **error)
{
  return relais_database_script (self->db, "DELETE FROM former; DELETE FROM meta WHERE key GLOB '" RELAIS_META_SHARED "-*'", error);
}

gboolean
relais_epochs_is_former (RelaisWorkspace *self, const char *id)
{
  return get_epoch (self, id) != 0;
}

gboolean
relais_epochs_share (RelaisWorkspace *self, RelaisRecord *known, GError **error)
{
  g_autofree char *key = name_shared (get_epoch (self, relais_record_get_id (known)));
  gint64 seq = (gint64) relais_record_get_seq (known);

  return seq <= relais_workspace_get_meta (self, key) || relais_workspace_set_meta (self, key, seq, error);
}

gboolean
relais_epochs_may_be_lost (RelaisWorkspace *self, RelaisRecord *known)
{
  gint64 epoch = get_epoch (self, relais_record_get_id (known));
  g_autofree char *key = name_shared (epoch);

  return epoch != 0 && (gint64) relais_record_get_seq (known) > relais_workspace_get_meta (self, key);
}
