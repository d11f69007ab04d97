/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sim"

/* no_silent_loss, watched from outside: every value that a person puts in is unlike any other ("w123z"). From then on it has to
 * be found somewhere, until somebody who saw it takes it away. */

#include "sim.h"

#include <string.h>

typedef struct {
  char     *id;         /* owned: the record it was put in */
  guint     client;     /* index of the one that put it in */
  gboolean  released;
} Value;

typedef struct {
  GPtrArray *ids;       /* owned strings */
  GPtrArray *kinds;     /* owned; borrowed RelaisKind, beside `ids` */
  gboolean   broken;    /* somebody took one of them apart on purpose */
} Group;

struct _SimLedger {
  GHashTable *values;   /* token → Value */
  GHashTable *ids;      /* RelaisKind → GPtrArray of utf8 */
  GPtrArray  *groups;   /* element-type Group */
  GHashTable *group_of; /* id → Group, borrowed */
  guint       n_made;
};

static void
value_free (Value *value)
{
  g_free (value->id);
  g_free (value);
}

static void
group_free (Group *group)
{
  g_ptr_array_unref (group->ids);
  g_ptr_array_unref (group->kinds);
  g_free (group);
}

static gboolean
is_token (const char *start,
          const char *end)
{
  if (end - start < 3 || !strchr ("twg", *start) || end[-1] != 'z')
    return FALSE;
  for (const char *p = start + 1; p < end - 1; p++)
    if (!g_ascii_isdigit (*p))
      return FALSE;

  return TRUE;
}

SimLedger *
sim_ledger_new (void)
{
  SimLedger *ledger = g_new0 (SimLedger, 1);

  ledger->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) value_free);
  ledger->ids = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  ledger->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  ledger->group_of = g_hash_table_new (g_str_hash, g_str_equal);

  return ledger;
}

void
sim_ledger_free (SimLedger *ledger)
{
  g_hash_table_unref (ledger->values);
  g_hash_table_unref (ledger->ids);
  g_hash_table_unref (ledger->group_of);
  g_ptr_array_unref (ledger->groups);
  g_free (ledger);
}

char *
sim_ledger_make (SimLedger *ledger,
                 char       kind)
{
  return g_strdup_printf ("%c%uz", kind, ++ledger->n_made);
}

/* @tokens: a set; tokens are added as new strings. */
void
sim_ledger_collect (GHashTable *tokens,
                    const char *text)
{
  while (text && *text)
    {
      const char *start = text;

      while (g_ascii_isalnum (*text))
        text++;
      if (is_token (start, text))
        g_hash_table_add (tokens, g_strndup (start, text - start));
      if (*text)
        text++;
    }
}

/* (transfer full): the values in @record (nullable) */
static GHashTable *
collect_record (RelaisRecord *record)
{
  GHashTable *tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (record)
    sim_collect_record (tokens, record);

  return tokens;
}

/* (transfer full): the values that are in @before and not in @after */
static GHashTable *
collect_taken (RelaisRecord *before,
               RelaisRecord *after)
{
  GHashTable *taken = collect_record (before);
  g_autoptr (GHashTable) left = collect_record (after);
  GHashTableIter iter;
  gpointer token;

  g_hash_table_iter_init (&iter, left);
  while (g_hash_table_iter_next (&iter, &token, NULL))
    g_hash_table_remove (taken, token);

  return taken;
}

void
sim_ledger_change (SimLedger    *ledger,
                   SimClient    *client,
                   RelaisRecord *before,
                   RelaisRecord *after)
{
  g_autoptr (GHashTable) taken = collect_taken (before, after);
  g_autoptr (GHashTable) put_in = collect_taken (after, before);
  GHashTableIter iter;
  gpointer token;

  g_hash_table_iter_init (&iter, put_in);
  while (g_hash_table_iter_next (&iter, &token, NULL))
    if (!g_hash_table_contains (ledger->values, token))
      {
        Value *value = g_new0 (Value, 1);

        value->id = g_strdup (relais_record_get_id (after));
        value->client = client->index;
        g_hash_table_insert (ledger->values, g_strdup (token), value);
      }
  sim_ledger_release (ledger, taken);
}

void
sim_ledger_undo (Sim          *sim,
                 SimClient    *client,
                 RelaisRecord *before,
                 RelaisRecord *after)
{
  g_autoptr (GHashTable) taken = collect_taken (before, after);
  GHashTableIter iter;
  gpointer token;

  g_hash_table_iter_init (&iter, taken);
  while (g_hash_table_iter_next (&iter, &token, NULL))
    {
      Value *value = g_hash_table_lookup (sim->ledger->values, token);

      if (value && !value->released && value->client != client->index)
        sim_fail (sim, "no_silent_loss", "%s, which client %u put into %s, is gone with what client %u undoes", (char *) token,
                  value->client, value->id, client->index);
    }
  sim_ledger_change (sim->ledger, client, before, after);
}

void
sim_ledger_release (SimLedger  *ledger,
                    GHashTable *tokens)
{
  GHashTableIter iter;
  gpointer token;

  g_hash_table_iter_init (&iter, tokens);
  while (g_hash_table_iter_next (&iter, &token, NULL))
    {
      Value *value = g_hash_table_lookup (ledger->values, token);

      if (value)
        value->released = TRUE;
    }
}

GPtrArray *
sim_ledger_get_ids (SimLedger        *ledger,
                    const RelaisKind *kind)
{
  GPtrArray *ids = g_hash_table_lookup (ledger->ids, kind);

  if (!ids)
    {
      ids = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (ledger->ids, (gpointer) kind, ids);
    }

  return ids;
}

void
sim_ledger_add_id (SimLedger        *ledger,
                   const RelaisKind *kind,
                   const char       *id)
{
  g_ptr_array_add (sim_ledger_get_ids (ledger, kind), g_strdup (id));
}

void
sim_ledger_add_group (SimLedger *ledger,
                      GPtrArray *ids,
                      GPtrArray *kinds)
{
  Group *group = g_new0 (Group, 1);

  group->ids = g_ptr_array_copy (ids, (GCopyFunc) (void (*) (void)) g_strdup, NULL);
  g_ptr_array_set_free_func (group->ids, g_free);
  group->kinds = g_ptr_array_copy (kinds, NULL, NULL);
  g_ptr_array_add (ledger->groups, group);
  for (guint i = 0; i < group->ids->len; i++)
    g_hash_table_insert (ledger->group_of, g_ptr_array_index (group->ids, i), group);
}

void
sim_ledger_break_group (SimLedger  *ledger,
                        const char *id)
{
  Group *group = id ? g_hash_table_lookup (ledger->group_of, id) : NULL;

  if (group)
    group->broken = TRUE;
  for (guint i = 0; !id && i < ledger->groups->len; i++)
    ((Group *) g_ptr_array_index (ledger->groups, i))->broken = TRUE;
}

/* For those who see every record of these kinds. The newest groups only: they are the ones on their way. */
void
sim_ledger_check_groups (Sim       *sim,
                         SimClient *client)
{
  GPtrArray *groups = sim->ledger->groups;

  if (relais_access_get_role (client->access) & (RELAIS_ROLE_CORRESPONDENT | RELAIS_ROLE_READER))
    return;
  for (guint i = groups->len > 20 ? groups->len - 20 : 0; i < groups->len; i++)
    {
      Group *group = g_ptr_array_index (groups, i);
      guint n = 0;

      for (guint j = 0; !group->broken && j < group->ids->len; j++)
        {
          const RelaisKind *kind = g_ptr_array_index (group->kinds, j);
          g_autoptr (RelaisRecord) record = relais_workspace_lookup (client->workspace, kind->name,
                                                                     g_ptr_array_index (group->ids, j));

          n += record != NULL;
        }
      if (!group->broken && n != 0 && n != group->ids->len)
        sim_fail (sim, "atomic_groups", "client %u sees %u of %u records of one mutation", client->index, n, group->ids->len);
    }
}

static void
collect_kept (GHashTable *tokens,
              SimClient  *client)
{
  g_autoptr (GPtrArray) conflicts = relais_workspace_list_conflicts (client->workspace);
  g_autoptr (GPtrArray) refusals = relais_workspace_list_refusals (client->workspace);

  for (guint i = 0; i < conflicts->len; i++)
    sim_collect_conflict (tokens, g_ptr_array_index (conflicts, i));
  for (guint i = 0; i < refusals->len; i++)
    sim_collect_action (tokens, ((RelaisRefusal *) g_ptr_array_index (refusals, i))->action);
}

void
sim_ledger_check (Sim *sim)
{
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer token;
  Value *value;

  for (guint k = 0; relais_kinds ()[k]; k++)
    {
      g_autoptr (GPtrArray) records = sim_server_list (sim->server, relais_kinds ()[k]);

      for (guint i = 0; i < records->len; i++)
        sim_collect_record (kept, g_ptr_array_index (records, i));
    }
  for (guint i = 0; i < sim->clients->len; i++)
    collect_kept (kept, g_ptr_array_index (sim->clients, i));

  g_hash_table_iter_init (&iter, sim->ledger->values);
  while (g_hash_table_iter_next (&iter, &token, (gpointer *) &value))
    if (!value->released && !g_hash_table_contains (kept, token))
      {
        sim_fail (sim, "no_silent_loss", "%s, put into %s, is nowhere", (char *) token, value->id);
        return;
      }
}
