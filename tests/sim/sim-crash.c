/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sim"

/* kill -9 without a process: what it leaves behind are the files as they are at that moment. Copies of them are opened, so that
 * nothing that the old connections do when they are closed reaches the new ones. */

#include "sim.h"

#include <glib/gstdio.h>

#include "relais-sqlite-storage.h"
#include "relais-workspace-private.h"

static void
copy_file (const char *from,
           const char *to,
           const char *suffix)
{
  g_autofree char *source = g_strconcat (from, suffix, NULL);
  g_autofree char *target = g_strconcat (to, suffix, NULL);
  g_autofree char *contents = NULL;
  gsize length = 0;

  if (g_file_get_contents (source, &contents, &length, NULL))
    g_assert_true (g_file_set_contents_full (target, contents, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

/* The database and its log; the shared memory beside them is made anew from them. (transfer full): where they are now */
static char *
salvage (Sim        *sim,
         const char *path)
{
  char *copy = sim_make_path (sim, "salvaged");

  copy_file (path, copy, "");
  copy_file (path, copy, "-wal");

  return copy;
}

static char *
describe_client (SimClient *client)
{
  RelaisQueueState state;
  g_autofree char *digest = relais_workspace_dup_digest (client->workspace);
  g_autofree char *cursor = relais_workspace_dup_cursor (client->workspace);

  relais_workspace_get_queue_state (client->workspace, &state);

  return g_strdup_printf ("%s, at %s, %u waiting, %u conflicts, %u refused", digest, cursor ? cursor : "the start", state.waiting,
                          state.conflicts, state.failed);
}

/* What only this file has since the back end was restored waits in its queue already. */
static gboolean
is_dispensable (Sim       *sim,
                SimClient *client)
{
  g_autofree char *epoch = NULL;
  g_autofree char *own_epoch = relais_workspace_dup_epoch (client->workspace);

  relais_log_get_state (sim->server->log, &epoch, NULL, NULL);

  return g_strcmp0 (epoch, own_epoch) == 0 && relais_workspace_get_meta (client->workspace, RELAIS_META_RESYNC) == 0;
}

/* As if the file had been damaged, and all of it could still be read: what waited and what is to be decided goes into a new one. */
static void
recover (Sim       *sim,
         SimClient *client)
{
  g_autofree char *damaged = NULL;
  g_autoptr (GError) error = NULL;
  guint n_kept = 0;

  relais_workspace_recover (client->path, &n_kept, &damaged, &error);
  g_assert_no_error (error);
  sim_note (sim, "client %u recovers %u changes", client->index, n_kept);
  client->is_new = TRUE;
  /* Nothing that was done before can be undone now. */
  g_array_set_size (client->actions, 0);
  g_ptr_array_set_size (client->undone_ids, 0);
}

static char *
describe_server (SimServer *server)
{
  g_autofree char *epoch = NULL;
  guint64 head = 0;
  guint n = 0;

  relais_log_get_state (server->log, &epoch, &head, NULL);
  for (guint k = 0; relais_kinds ()[k]; k++)
    {
      g_autoptr (GPtrArray) records = sim_server_list (server, relais_kinds ()[k]);

      n += records->len;
    }

  return g_strdup_printf ("%s, head %" G_GUINT64_FORMAT ", %u records", epoch, head, n);
}

char *
sim_make_path (Sim        *sim,
               const char *name)
{
  return g_strdup_printf ("%s/%s-%u", sim->server->folder, name, ++sim->server->n_files);
}

void
sim_client_crash (Sim       *sim,
                  SimClient *client)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *old_path = client->path;
  g_autoptr (GError) error = NULL;
  gboolean damaged = sim_chance (sim, 4) && is_dispensable (sim, client);

  if (!client->path)
    return;
  sim_note (sim, "client %u is killed", client->index);
  before = describe_client (client);
  client->path = salvage (sim, old_path);
  relais_workspace_close (client->workspace);
  g_unlink (old_path);
  sim_client_enter (sim, client);
  if (damaged)
    recover (sim, client);
  client->workspace = relais_workspace_open (client->path, &error);
  g_assert_no_error (error);
  after = describe_client (client);
  if (!damaged && !g_str_equal (before, after))
    sim_fail (sim, "local_durable", "client %u had %s, has %s", client->index, before, after);
  /* What is typed is saved after each key; the rest was in memory. */
  g_clear_pointer (&client->form, sim_form_free);
  client->request = 0;
  client->whole = FALSE;
  client->page_seq = 0;
  client->pull_due = client->has_news = TRUE;
  sim_client_kick (sim, client, 1);
}

void
sim_server_crash (Sim *sim)
{
  SimServer *server = sim->server;
  g_autofree char *before = describe_server (server);
  g_autofree char *after = NULL;
  g_autofree char *old_path = g_steal_pointer (&server->path);
  g_autoptr (GError) error = NULL;

  if (!old_path)
    return;
  sim_note (sim, "the back end is killed");
  server->path = salvage (sim, old_path);
  g_clear_pointer (&server->log, relais_log_unref);
  g_clear_object (&server->storage);
  g_unlink (old_path);
  sim_server_open (sim, server);
  after = describe_server (server);
  if (!g_str_equal (before, after))
    sim_fail (sim, "acked_durable", "the back end had %s, has %s", before, after);
}
