/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-backend"

#include "relais-house.h"

#include <errno.h>
#include <glib/gstdio.h>

RelaisHouse *
relais_house_open (const char *directory, gboolean create, GError **error)
{
  g_autoptr(RelaisHouse) house = g_new0 (RelaisHouse, 1);
  house->directory = g_strdup (directory);
  g_autofree char *database = relais_house_dup_path (house, RELAIS_HOUSE_DATABASE);
  g_autofree char *blobs = relais_house_dup_path (house, RELAIS_HOUSE_BLOBS);

  if (!create && !g_file_test (database, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s holds no workspace; make one with: relais-backend init --data %s",
                   directory, directory);
      return NULL;
    }
  /* Passwords and drafts: for nobody else on this computer. */
  if (create && g_mkdir_with_parents (directory, 0700) < 0)
    {
      int saved = errno;
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), "Cannot make %s: %s", directory, g_strerror (saved));
      return NULL;
    }
  house->storage = relais_sqlite_storage_new (database, error);
  if (house->storage == NULL)
    return NULL;
  house->log = relais_log_new (house->storage);
  house->accounts = relais_accounts_new (house->log);
  house->feeds = relais_feeds_new (house->log, house->accounts);
  house->blobs = relais_blobs_new (house->storage, blobs, error);
  return house->blobs != NULL ? g_steal_pointer (&house) : NULL;
}

void
relais_house_free (RelaisHouse *house)
{
  g_clear_pointer (&house->blobs, relais_blobs_free);
  g_clear_pointer (&house->feeds, relais_feeds_free);
  g_clear_pointer (&house->accounts, relais_accounts_free);
  g_clear_pointer (&house->log, relais_log_unref);
  g_clear_object (&house->storage);
  g_free (house->directory);
  g_free (house);
}

char *
relais_house_dup_path (RelaisHouse *house, const char *name)
{
  return g_build_filename (house->directory, name, NULL);
}
