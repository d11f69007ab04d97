/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "relais-remote"

#include "relais-blob-cache.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "relais-remote.h"

struct _RelaisBlobFetch {
  char *server;  /* owned, nullable */
  char *token;   /* owned, nullable */
  char *hash;    /* owned */
};

static gboolean
download (RelaisBlobFetch *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr(RelaisRemote) remote = relais_remote_new (self->server, self->token, error);
  g_autofree char *folder = g_path_get_dirname (path);
  if (remote == NULL)
    return FALSE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("The folder %s cannot be made."), folder);
      return FALSE;
    }

  /* A name of its own, then one rename: two who want the same file do not meet, and half a file is never seen. */
  g_autofree char *unique = g_uuid_string_random ();
  g_autofree char *part = g_strdup_printf ("%s.%s.part", path, unique);
  g_autoptr(GFile) file = g_file_new_for_path (part);
  if (!relais_remote_get_blob (remote, self->hash, file, cancellable, error))
    return FALSE;
  if (g_rename (part, path) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("The file %s cannot be written."), path);
  g_unlink (part);
  return FALSE;
}

char *
relais_blob_cache_dup_path (const char *hash)
{
  g_return_val_if_fail (hash != NULL, NULL);

  if (strlen (hash) != 64 || strspn (hash, "0123456789abcdef") != 64)
    return NULL;
  char folder[3] = { hash[0], hash[1], '\0' };
  return g_build_filename (g_get_user_cache_dir (), "relais", "blobs", folder, hash, NULL);
}

RelaisBlobFetch *
relais_blob_fetch_new (const char *server, const char *token, const char *hash)
{
  RelaisBlobFetch *self = g_new0 (RelaisBlobFetch, 1);

  self->server = g_strdup (server);
  self->token = g_strdup (token);
  self->hash = g_strdup (hash);
  return self;
}

void
relais_blob_fetch_free (RelaisBlobFetch *self)
{
  g_free (self->server);
  g_free (self->token);
  g_free (self->hash);
  g_free (self);
}

char *
relais_blob_fetch_run (RelaisBlobFetch *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = relais_blob_cache_dup_path (self->hash);

  if (path == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME, _("This is not the name of a file of Relais."));
      return NULL;
    }
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&path);
  if (self->server == NULL || self->token == NULL)
    {
      g_set_error_literal (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_UNREACHABLE,
                           _("This file is not on this computer, and nobody is signed in."));
      return NULL;
    }
  return download (self, path, cancellable, error) ? g_steal_pointer (&path) : NULL;
}
