/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sim"

/* The real log on a real database, behind JSON texts; and what goes on in a server room. */

#include "sim.h"

#include <glib/gstdio.h>
#include <string.h>

#include "relais-identity.h"
#include "relais-json.h"
#include "relais-sqlite-storage.h"
#include "relais-tables.h"

#define N_ACCOUNTS  6
#define N_UNITS     4
#define N_BLOBS     5
#define PAGE_LIMIT  25
#define MAX_REQUEST (64 * 1024 * 1024)

static const RelaisRole roles[N_ACCOUNTS] = {
  RELAIS_ROLE_MANAGER, RELAIS_ROLE_EDITOR, RELAIS_ROLE_CORRESPONDENT, RELAIS_ROLE_WEBMASTER, RELAIS_ROLE_CORRESPONDENT,
  RELAIS_ROLE_READER,
};

static void
account_free (SimAccount *account)
{
  g_free (account->id);
  g_free (account->person);
  g_ptr_array_unref (account->units);
  g_free (account);
}

/* What its correspondent covers; the vector ends with NULL. */
static void
set_units (SimServer  *server,
           SimAccount *account,
           guint       first,
           guint       n)
{
  g_ptr_array_set_size (account->units, 0);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (account->units, g_ptr_array_index (server->units, (first + i) % N_UNITS));
  g_ptr_array_add (account->units, NULL);
}

static gint64
clock_cb (gpointer data)
{
  return SIM_START + ((Sim *) data)->now / 1000;
}

static RelaisAccess *
make_access (const SimAccount *account)
{
  return relais_access_new (account->id, account->role, account->person, (const char * const *) account->units->pdata);
}

static RelaisAccess *
authority_cb (RelaisTransaction  *transaction,
              RelaisAccess       *access,
              gpointer            data,
              GError            **error)
{
  SimServer *server = ((Sim *) data)->server;

  for (guint i = 0; i < server->accounts->len; i++)
    {
      SimAccount *account = g_ptr_array_index (server->accounts, i);

      if (g_strcmp0 (account->id, relais_access_get_account (access)) == 0)
        return make_access (account);
    }
  g_set_error_literal (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_SIGN_IN, "no such account");

  return NULL;
}

static void
write_record (SimServer    *server,
              const char   *id,
              RelaisFields *fields)
{
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (ops, relais_op_new_set (id, (RelaisBase) { RELAIS_BASE_NONE }, fields));
  relais_log_write (server->log, ops, NULL, &error);
  g_assert_no_error (error);
}

static RelaisFields *
make_fields (const char *kind,
             const char *name,
             const char *value,
             const char *other_name,
             const char *other_value)
{
  RelaisFields *fields = relais_fields_new (relais_kind_lookup (kind));

  relais_fields_set_string (fields, name, value);
  if (other_name)
    relais_fields_set_string (fields, other_name, other_value);

  return fields;
}

/* The organisation, as an administrator would have set it up. */
static void
furnish (Sim       *sim,
         SimServer *server)
{
  for (guint i = 0; i < N_UNITS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Direction %u", i);
      char *id = relais_id_new ();

      g_ptr_array_add (server->units, id);
      write_record (server, id, make_fields ("unit", "name", name, "type", "directorate"));
      sim_ledger_add_id (sim->ledger, relais_kind_lookup ("unit"), id);
    }
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *channel = relais_id_new ();
      g_autofree char *theme = relais_id_new ();

      write_record (server, channel, make_fields ("channel", "name", "Canal", "form", "brief"));
      write_record (server, theme, make_fields ("theme", "name", "Thème", NULL, NULL));
      sim_ledger_add_id (sim->ledger, relais_kind_lookup ("channel"), channel);
      sim_ledger_add_id (sim->ledger, relais_kind_lookup ("theme"), theme);
    }
  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      SimAccount *account = g_new0 (SimAccount, 1);

      account->id = relais_id_new ();
      account->role = roles[i];
      account->person = relais_id_new ();
      account->units = g_ptr_array_new ();
      set_units (server, account, i, account->role == RELAIS_ROLE_CORRESPONDENT ? 1 : 0);
      g_ptr_array_add (server->accounts, account);
      write_record (server, account->person, make_fields ("person", "last_name", "Agent", "unit",
                                                          g_ptr_array_index (server->units, i % N_UNITS)));
      sim_ledger_add_id (sim->ledger, relais_kind_lookup ("person"), account->person);
    }
}

static void
upload_blobs (SimServer *server)
{
  RelaisTransaction *transaction = relais_storage_begin (server->storage, TRUE, NULL);

  for (guint i = 0; i < N_BLOBS; i++)
    {
      char *hash = g_strnfill (64, 'a' + i);

      relais_blob_save (transaction, hash, 1000, "image/png", SIM_START);
      /* Whoever brought it may use it. */
      for (guint j = 0; j < server->accounts->len; j++)
        relais_blob_own (transaction, hash, ((SimAccount *) g_ptr_array_index (server->accounts, j))->id);
      g_ptr_array_add (server->blobs, hash);
    }
  g_assert_true (relais_transaction_commit (transaction, NULL));
}

/* ---- requests ---- */

static char *
print_answer (guint       status,
              JsonObject *body)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "status", status);
  if (body)
    json_object_set_object_member (object, "body", body);
  json_node_take_object (node, object);

  return json_to_string (node, FALSE);
}

/* @text: the page as the log wrote it, which is not written anew. @access: whose page it is, as the record of the account tells it in
 * a real one. */
static char *
print_page (const char   *text,
            RelaisAccess *access)
{
  g_autofree char *identity = relais_identity_print (access);
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), identity);
  g_autofree char *quoted = json_to_string (node, FALSE);

  return g_strdup_printf ("{\"status\":200,\"access\":%s,\"body\":%s}", quoted, text);
}

static char *
print_failure (const GError *error)
{
  guint status = 500;

  if (g_error_matches (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_RESYNC))
    status = 410;
  else if (g_error_matches (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_MID_REUSED))
    status = 422;
  else if (g_error_matches (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_CURSOR))
    status = 400;

  return print_answer (status, NULL);
}

static char *
answer_push (Sim          *sim,
             RelaisAccess *access,
             JsonObject   *object)
{
  g_autoptr (RelaisPushResult) result = NULL;
  g_autoptr (GError) error = NULL;

  result = sim_watch_push (sim, access, json_object_get_string_member (object, "epoch"),
                           json_object_get_string_member (object, "client"), json_object_get_array_member (object, "mutations"),
                           &error);

  return result ? print_answer (200, relais_push_result_to_json (result)) : print_failure (error);
}

static char *
answer_pull (Sim          *sim,
             RelaisAccess *access,
             JsonObject   *object)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (RelaisPage) page = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const char *cursor = json_object_get_string_member_with_default (object, "cursor", NULL);
  guint limit = json_object_get_int_member (object, "limit");

  text = relais_log_pull_text (sim->server->log, access, json_object_get_string_member (object, "client"), cursor, limit,
                               json_object_get_boolean_member (object, "digest"), &error);
  if (!text)
    return print_failure (error);
  node = relais_json_parse (text, -1, MAX_REQUEST, &error);
  page = node ? relais_page_from_json (json_node_get_object (node), &error) : NULL;
  g_assert_no_error (error);
  sim_watch_page (sim, access, page, limit);

  return print_page (text, access);
}

char *
sim_server_answer (Sim        *sim,
                   const char *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = relais_json_parse (request, -1, MAX_REQUEST, &error);
  g_autoptr (RelaisAccess) access = NULL;
  JsonObject *object;

  if (!node)
    return print_answer (400, NULL);
  object = json_node_get_object (node);
  access = sim_server_get_access (sim->server, json_object_get_int_member (object, "account"));

  return json_object_has_member (object, "mutations") ? answer_push (sim, access, object) : answer_pull (sim, access, object);
}

/* ---- what goes on in a server room ---- */

static void
back_up (Sim *sim)
{
  SimServer *server = sim->server;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&server->backup, g_free);
  server->backup = sim_make_path (sim, "backup");
  relais_storage_backup (server->storage, server->backup, &error);
  g_assert_no_error (error);
}

/* What the back end loses while a damaged file is made anew from it is lost: two disasters at once. */
static gboolean
can_restore (Sim *sim)
{
  for (guint i = 0; i < sim->clients->len; i++)
    if (((SimClient *) g_ptr_array_index (sim->clients, i))->is_new)
      return FALSE;

  return sim->server->backup != NULL;
}

/* Everything after the backup is lost there, and the epoch is a new one. */
static void
restore (Sim *sim)
{
  SimServer *server = sim->server;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&server->log, relais_log_unref);
  g_clear_object (&server->storage);
  if (server->path)
    g_unlink (server->path);
  g_free (server->path);
  server->path = g_steal_pointer (&server->backup);
  sim_server_open (sim, server);
  relais_log_renew_epoch (server->log, &error);
  g_assert_no_error (error);
  g_hash_table_remove_all (server->outcomes);
  g_hash_table_remove_all (server->last_seqs);
  g_hash_table_remove_all (server->mutations);
  g_hash_table_remove_all (server->tombstones);
  sim_ledger_break_group (sim->ledger, NULL);
  sim->report->n_restores++;
}

/* A correspondent covers other units, or somebody gets another job. */
static void
change_rights (Sim *sim)
{
  SimAccount *account = g_ptr_array_index (sim->server->accounts, 2 + 2 * sim_below (sim, 2));

  if (sim_chance (sim, 4))
    {
      account = g_ptr_array_index (sim->server->accounts, 1 + sim_below (sim, N_ACCOUNTS - 1));
      account->role = roles[sim_below (sim, N_ACCOUNTS)];
      return;
    }
  set_units (sim->server, account, sim_below (sim, N_UNITS), sim_below (sim, 3));
}

void
sim_server_disturb (Sim *sim)
{
  SimServer *server = sim->server;
  guint what = sim_below (sim, 20);

  sim_note_shape (sim, "disturb %u", what);
  if (what < 4)
    change_rights (sim);
  else if (what < 8)
    relais_log_purge (server->log, SIM_START + sim->now / 1000 - 5, NULL);
  else if (what < 11)
    sim_server_crash (sim);
  else if (what < 14)
    sim_client_crash (sim, g_ptr_array_index (sim->clients, 0));
  else if (what < 17 && !server->backup)
    back_up (sim);
  else if (what == 17 && can_restore (sim))
    restore (sim);
  else if (what > 17)
    sim_client_resync (sim, g_ptr_array_index (sim->clients, sim_below (sim, sim->clients->len)));
}

void
sim_server_open (Sim       *sim,
                 SimServer *server)
{
  g_autoptr (GError) error = NULL;

  server->storage = relais_sqlite_storage_new (server->path ? server->path : ":memory:", &error);
  g_assert_no_error (error);
  server->log = relais_log_new (server->storage);
  relais_log_set_clock (server->log, clock_cb, sim);
  relais_log_set_authority (server->log, authority_cb, sim);
}

RelaisAccess *
sim_server_get_access (SimServer *server,
                       guint      account)
{
  return make_access (g_ptr_array_index (server->accounts, account));
}

GPtrArray *
sim_server_list (SimServer        *server,
                 const RelaisKind *kind)
{
  RelaisTransaction *transaction = relais_storage_begin (server->storage, FALSE, NULL);
  GPtrArray *records = relais_records_list (transaction, kind);

  relais_transaction_rollback (transaction);

  return records;
}

SimServer *
sim_server_new (Sim *sim)
{
  SimServer *server = g_new0 (SimServer, 1);
  g_autoptr (GError) error = NULL;

  sim->server = server;
  server->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) account_free);
  server->units = g_ptr_array_new_with_free_func (g_free);
  server->blobs = g_ptr_array_new_with_free_func (g_free);
  server->outcomes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  server->last_seqs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  server->mutations = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  server->audiences = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  server->tombstones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  server->folder = g_dir_make_tmp ("relais-sim-XXXXXX", &error);
  g_assert_no_error (error);
  /* Files cost more, and only what has one can be killed: in a third of the runs the back end, in another one a client. */
  server->path = sim->options.seed % 3 == 0 ? sim_make_path (sim, "log") : NULL;
  sim_server_open (sim, server);
  furnish (sim, server);
  upload_blobs (server);
  for (guint k = 0; relais_kinds ()[k]; k++)
    {
      g_autoptr (GPtrArray) records = sim_server_list (server, relais_kinds ()[k]);

      for (guint i = 0; i < records->len; i++)
        sim_watch_record (server, g_ptr_array_index (records, i));
    }

  return server;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

void
sim_server_free (SimServer *server)
{
  g_clear_pointer (&server->log, relais_log_unref);
  g_clear_object (&server->storage);
  remove_folder (server->folder);
  g_free (server->folder);
  g_free (server->path);
  g_free (server->backup);
  g_ptr_array_unref (server->accounts);
  g_ptr_array_unref (server->units);
  g_ptr_array_unref (server->blobs);
  g_hash_table_unref (server->outcomes);
  g_hash_table_unref (server->last_seqs);
  g_hash_table_unref (server->mutations);
  g_hash_table_unref (server->audiences);
  g_hash_table_unref (server->tombstones);
  g_free (server);
}
