/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sim"

/* What must hold at rest. */

#include "sim.h"

#include <string.h>

#include "relais-workspace-private.h"

/* @value: nullable. Strings as they are: printed, a line break would stick to the word behind it. */
static void
collect_value (GHashTable *tokens,
               GVariant   *value)
{
  g_autofree const char **strings = NULL;

  if (value && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    sim_ledger_collect (tokens, g_variant_get_string (value, NULL));
  else if (value && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    strings = g_variant_get_strv (value, NULL);
  for (guint i = 0; strings && strings[i]; i++)
    sim_ledger_collect (tokens, strings[i]);
}

static void
collect_fields (GHashTable         *tokens,
                const RelaisFields *fields)
{
  for (guint i = 0; i < fields->kind->n_fields; i++)
    collect_value (tokens, fields->values[i]);
}

void
sim_collect_record (GHashTable   *tokens,
                    RelaisRecord *record)
{
  collect_fields (tokens, relais_record_get_fields (record));
}

void
sim_collect_action (GHashTable   *tokens,
                    RelaisAction *action)
{
  GPtrArray *ops = action ? relais_action_get_ops (action) : NULL;

  for (guint i = 0; ops && i < ops->len; i++)
    {
      const RelaisOp *op = g_ptr_array_index (ops, i);

      if (op->fields)
        collect_fields (tokens, op->fields);
    }
}

void
sim_collect_conflict (GHashTable           *tokens,
                      const RelaisConflict *conflict)
{
  collect_value (tokens, conflict->base);
  collect_value (tokens, conflict->mine);
  collect_value (tokens, conflict->theirs);
  sim_collect_action (tokens, conflict->action);
}

static char *
find_difference (RelaisRecord *a,
                 RelaisRecord *b)
{
  const RelaisFields *one = relais_record_get_fields (a);
  const RelaisFields *two = relais_record_get_fields (b);

  if (relais_record_get_rev (a) != relais_record_get_rev (b) || relais_record_get_seq (a) != relais_record_get_seq (b))
    return g_strdup_printf ("rev %" G_GUINT64_FORMAT " seq %" G_GUINT64_FORMAT " against rev %" G_GUINT64_FORMAT " seq %"
                            G_GUINT64_FORMAT, relais_record_get_rev (a), relais_record_get_seq (a), relais_record_get_rev (b),
                            relais_record_get_seq (b));
  for (guint i = 0; i < one->kind->n_fields; i++)
    if (!relais_values_equal (one->values[i], two->values[i]))
      {
        g_autofree char *first = one->values[i] ? g_variant_print (one->values[i], FALSE) : g_strdup ("nothing");
        g_autofree char *second = two->values[i] ? g_variant_print (two->values[i], FALSE) : g_strdup ("nothing");

        return g_strdup_printf ("%s is %s against %s", one->kind->fields[i].name, first, second);
      }
  if (g_strcmp0 (relais_record_get_by (a), relais_record_get_by (b)) != 0 || relais_record_get_at (a) != relais_record_get_at (b))
    return g_strdup ("author or instant");

  return NULL;
}

/* The client's records of one kind against the back end's that it may see. */
static void
check_kind (Sim              *sim,
            SimClient        *client,
            RelaisAccess     *access,
            const RelaisKind *kind,
            GPtrArray        *truth)
{
  g_autoptr (RelaisQuery) query = relais_query_include_bin (relais_query_new (kind), FALSE);
  g_autoptr (GPtrArray) records = relais_workspace_query (client->workspace, query, NULL);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_visible = 0;

  for (guint i = 0; i < records->len; i++)
    g_hash_table_insert (by_id, (gpointer) relais_record_get_id (g_ptr_array_index (records, i)), g_ptr_array_index (records, i));
  for (guint i = 0; i < truth->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (truth, i);
      const char *id = relais_record_get_id (record);
      RelaisRecord *copy = g_hash_table_lookup (by_id, id);
      g_autofree char *difference = NULL;

      if (!relais_access_can_read (access, record))
        continue;
      n_visible++;
      if (!copy)
        {
          sim_fail (sim, "no_false_delete", "client %u lacks %s %s", client->index, kind->name, id);
          return;
        }
      difference = find_difference (copy, record);
      if (difference)
        {
          sim_fail (sim, "convergence", "client %u, %s %s: %s", client->index, kind->name, id, difference);
          return;
        }
      g_hash_table_remove (by_id, id);
    }
  if (records->len != n_visible)
    {
      GHashTableIter iter;
      gpointer id = NULL;

      g_hash_table_iter_init (&iter, by_id);
      g_hash_table_iter_next (&iter, &id, NULL);
      sim_fail (sim, g_hash_table_contains (sim->server->tombstones, id) ? "no_zombie" : "isolation", "client %u still has %s %s",
                client->index, kind->name, (char *) id);
    }
}

static gboolean
exists (GHashTable *ids,
        const char *id)
{
  return g_hash_table_contains (ids, id);
}

static gboolean
was_uploaded (SimServer  *server,
              const char *hash)
{
  return g_ptr_array_find_with_equal_func (server->blobs, hash, g_str_equal, NULL);
}

/* Every reference leads somewhere, every content was uploaded. */
static void
check_references (Sim          *sim,
                  GHashTable   *ids,
                  RelaisRecord *record)
{
  const RelaisFields *fields = relais_record_get_fields (record);

  for (guint i = 0; i < fields->kind->n_fields; i++)
    {
      GVariant *value = fields->values[i];
      g_autofree const char **many = NULL;
      const char *single[2] = { NULL, NULL };
      const char **targets = single;

      if (value && fields->kind->fields[i].type == RELAIS_FIELD_HASH &&
          !was_uploaded (sim->server, g_variant_get_string (value, NULL)))
        sim_fail (sim, "referential", "%s.%s of %s names content that is not there", fields->kind->name,
                  fields->kind->fields[i].name, relais_record_get_id (record));
      if (!value || !fields->kind->fields[i].target)
        continue;
      if (fields->kind->fields[i].type == RELAIS_FIELD_REF)
        single[0] = g_variant_get_string (value, NULL);
      else
        targets = many = g_variant_get_strv (value, NULL);
      for (guint j = 0; targets[j]; j++)
        if (!exists (ids, targets[j]))
          sim_fail (sim, "referential", "%s.%s of %s leads to %s, which is not there", fields->kind->name,
                    fields->kind->fields[i].name, relais_record_get_id (record), targets[j]);
    }
}

/* A word that was put in once is there once. */
static void
check_words (Sim          *sim,
             RelaisRecord *record)
{
  const RelaisFields *fields = relais_record_get_fields (record);

  for (guint i = 0; i < fields->kind->n_fields; i++)
    {
      g_autoptr (GHashTable) tokens = NULL;
      g_autofree char *text = NULL;
      GHashTableIter iter;
      gpointer token;

      if (fields->kind->fields[i].type != RELAIS_FIELD_TEXT || !fields->values[i])
        continue;
      tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      text = g_variant_dup_string (fields->values[i], NULL);
      sim_ledger_collect (tokens, text);
      g_hash_table_iter_init (&iter, tokens);
      while (g_hash_table_iter_next (&iter, &token, NULL))
        if (strstr (strstr (text, token) + strlen (token), token))
          sim_fail (sim, "merge_laws", "%s is twice in %s.%s of %s: %s", (char *) token, fields->kind->name,
                    fields->kind->fields[i].name, relais_record_get_id (record), text);
    }
}

static void
check_server (Sim       *sim,
              GPtrArray *truths)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint k = 0; k < truths->len; k++)
    {
      GPtrArray *truth = g_ptr_array_index (truths, k);

      for (guint i = 0; i < truth->len; i++)
        g_hash_table_add (ids, (gpointer) relais_record_get_id (g_ptr_array_index (truth, i)));
    }
  for (guint k = 0; k < truths->len; k++)
    {
      GPtrArray *truth = g_ptr_array_index (truths, k);

      for (guint i = 0; i < truth->len; i++)
        {
          check_references (sim, ids, g_ptr_array_index (truth, i));
          check_words (sim, g_ptr_array_index (truth, i));
        }
    }
}

static void
check_client (Sim       *sim,
              SimClient *client,
              GPtrArray *truths)
{
  g_autoptr (RelaisAccess) access = sim_server_get_access (sim->server, client->account);
  g_autoptr (GPtrArray) problems = NULL;
  g_autofree char *epoch = NULL;
  g_autofree char *own_epoch = relais_workspace_dup_epoch (client->workspace);

  relais_log_get_state (sim->server->log, &epoch, NULL, NULL);
  if (g_strcmp0 (epoch, own_epoch) != 0)
    sim_fail (sim, "epoch", "client %u is in another epoch", client->index);
  for (guint k = 0; k < truths->len; k++)
    check_kind (sim, client, access, relais_kinds ()[k], g_ptr_array_index (truths, k));
  sim_ledger_check_groups (sim, client);
  if (!relais_queue_is_empty (client->workspace->db))
    sim_fail (sim, "bounded", "client %u keeps changes that the back end's states have", client->index);
  problems = relais_workspace_verify (client->workspace);
  if (problems->len)
    sim_fail (sim, "digest", "client %u: %s", client->index, (char *) g_ptr_array_index (problems, 0));
}

void
sim_check (Sim *sim)
{
  g_autoptr (GPtrArray) truths = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint k = 0; relais_kinds ()[k]; k++)
    g_ptr_array_add (truths, sim_server_list (sim->server, relais_kinds ()[k]));
  check_server (sim, truths);
  for (guint i = 0; i < sim->clients->len; i++)
    check_client (sim, g_ptr_array_index (sim->clients, i), truths);
  if (!sim_has_failed (sim))
    sim_ledger_check (sim);
}
