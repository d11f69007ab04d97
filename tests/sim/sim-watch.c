/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sim"

/* What the back end answers, held against what it may and must. */

#include "sim.h"

#include "relais-json.h"
#include "relais-tables.h"

static gboolean
may_know (SimServer    *server,
          RelaisAccess *access,
          const char   *id)
{
  GHashTable *audience = g_hash_table_lookup (server->audiences, id);
  const char * const *tags = relais_access_get_tags (access);

  for (guint i = 0; audience && tags[i]; i++)
    if (g_hash_table_contains (audience, tags[i]))
      return TRUE;

  return FALSE;
}

void
sim_watch_record (SimServer    *server,
                  RelaisRecord *record)
{
  g_auto (GStrv) tags = relais_record_dup_audience (record);
  GHashTable *audience = g_hash_table_lookup (server->audiences, relais_record_get_id (record));

  if (!audience)
    {
      audience = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (server->audiences, g_strdup (relais_record_get_id (record)), audience);
    }
  for (guint i = 0; tags[i]; i++)
    g_hash_table_add (audience, g_strdup (tags[i]));
}

static RelaisRecord *
find_record (SimServer        *server,
             const RelaisKind *kind,
             const char       *id)
{
  RelaisTransaction *transaction = relais_storage_begin (server->storage, FALSE, NULL);
  RelaisRecord *record = relais_record_find (transaction, kind, id);

  relais_transaction_rollback (transaction);

  return record;
}

/* The records that the mutations are about, as they are now. */
static GHashTable *
find_states (SimServer *server,
             GPtrArray *mutations)
{
  GHashTable *states = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) relais_record_unref);

  for (guint i = 0; i < mutations->len; i++)
    {
      const RelaisMutation *mutation = g_ptr_array_index (mutations, i);

      for (guint j = 0; j < mutation->ops->len; j++)
        {
          const RelaisOp *op = g_ptr_array_index (mutation->ops, j);
          RelaisRecord *record = g_hash_table_contains (states, op->id) ? NULL : find_record (server, op->kind, op->id);

          if (record)
            g_hash_table_insert (states, (gpointer) op->id, record);
        }
    }

  return states;
}

/* @states moves on with what was applied: each state is one that somebody may know of, also between two mutations of one push. */
static void
watch_applied (Sim                  *sim,
               const RelaisMutation *mutation,
               const RelaisOutcome  *outcome,
               GHashTable           *states)
{
  SimServer *server = sim->server;
  GPtrArray *written = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);

  sim->report->n_applied++;
  for (guint i = 0; i < mutation->ops->len; i++)
    {
      const RelaisOp *op = g_ptr_array_index (mutation->ops, i);
      RelaisRecord *record = relais_sync_project (g_hash_table_lookup (states, op->id), op);

      g_ptr_array_add (written, relais_op_copy (op));
      if (record)
        {
          sim_watch_record (server, record);
          g_hash_table_remove (server->tombstones, op->id);
          g_hash_table_insert (states, (gpointer) op->id, record);
        }
      else
        {
          g_hash_table_add (server->tombstones, g_strdup (op->id));
          g_hash_table_remove (states, op->id);
        }
    }
  g_hash_table_insert (server->mutations, g_memdup2 (&outcome->seq, sizeof (guint64)), written);
}

static char *
print_outcome (const RelaisOutcome *outcome)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, relais_outcome_to_json (outcome));

  return relais_json_canonical (node);
}

/* What was answered before, without the records that the account may not see any more. */
static char *
print_before (const char   *text,
              RelaisAccess *access)
{
  g_autoptr (JsonNode) node = relais_json_parse (text, -1, G_MAXSIZE, NULL);
  g_autoptr (RelaisOutcome) outcome = relais_outcome_from_json (json_node_get_object (node), NULL);

  for (guint i = outcome->current ? outcome->current->len : 0; i > 0; i--)
    if (!relais_access_can_read (access, g_ptr_array_index (outcome->current, i - 1)))
      g_ptr_array_remove_index (outcome->current, i - 1);

  return print_outcome (outcome);
}

/* Returns TRUE for one that was not answered before. */
static gboolean
watch_outcome (Sim                  *sim,
               RelaisAccess         *access,
               const char           *client,
               const RelaisMutation *mutation,
               const RelaisOutcome  *outcome,
               GHashTable           *states)
{
  SimServer *server = sim->server;
  g_autofree char *key = g_strdup_printf ("%s/%" G_GUINT64_FORMAT, client, mutation->mid);
  g_autofree char *text = print_outcome (outcome);
  const char *before = g_hash_table_lookup (server->outcomes, key);
  guint64 *last_seq = g_hash_table_lookup (server->last_seqs, client);

  if (before)
    {
      g_autofree char *expected = print_before (before, access);

      if (!g_str_equal (expected, text))
        sim_fail (sim, "idempotent_push", "mutation %s got another outcome: %s, before %s", key, text, before);
      return FALSE;
    }
  g_hash_table_insert (server->outcomes, g_strdup (key), g_steal_pointer (&text));
  sim->report->n_conflicts += outcome->type == RELAIS_OUTCOME_CONFLICT;
  sim->report->n_rejected += outcome->type == RELAIS_OUTCOME_REJECTED;
  sim_note_shape (sim, "  mid %" G_GUINT64_FORMAT " of %u ops: %d at %" G_GUINT64_FORMAT " %s", mutation->mid, mutation->ops->len,
                  outcome->type, outcome->seq, outcome->code ? outcome->code : "");
  if (outcome->detail)
    sim_note (sim, "    %s", outcome->detail);
  for (guint i = 0; i < mutation->ops->len; i++)
    {
      const RelaisOp *op = g_ptr_array_index (mutation->ops, i);

      sim_note (sim, "    %s %s on %d %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "%s", op->kind->name, op->id, op->base.type,
                op->base.value, op->base.seen, op->remove ? ", removed" : "");
    }
  /* A later edit of one record of a refused creation creates that record alone: the person's text counts more than the group. */
  for (guint i = 0; outcome->type == RELAIS_OUTCOME_REJECTED && i < mutation->ops->len; i++)
    sim_ledger_break_group (sim->ledger, ((const RelaisOp *) g_ptr_array_index (mutation->ops, i))->id);
  if (outcome->type != RELAIS_OUTCOME_APPLIED)
    return TRUE;

  if (last_seq && outcome->seq <= *last_seq)
    sim_fail (sim, "per_client_order", "mutation %s was applied at %" G_GUINT64_FORMAT " after one at %" G_GUINT64_FORMAT, key,
              outcome->seq, *last_seq);
  g_hash_table_insert (server->last_seqs, g_strdup (client), g_memdup2 (&outcome->seq, sizeof (guint64)));
  watch_applied (sim, mutation, outcome, states);

  return TRUE;
}

static void
watch_outcomes (Sim              *sim,
                RelaisAccess     *access,
                const char       *client,
                GPtrArray        *mutations,
                RelaisPushResult *result,
                guint64           head_before,
                GHashTable       *states)
{
  guint64 head = head_before;

  for (guint i = 0; i < result->outcomes->len; i++)
    {
      const RelaisMutation *mutation = g_ptr_array_index (mutations, i);
      const RelaisOutcome *outcome = g_ptr_array_index (result->outcomes, i);

      if (outcome->mid != mutation->mid)
        sim_fail (sim, "per_client_order", "an outcome of a push is of another mutation");
      if (watch_outcome (sim, access, client, mutation, outcome, states) && outcome->type == RELAIS_OUTCOME_APPLIED &&
          outcome->seq != ++head)
        sim_fail (sim, "exactly_once", "a mutation was applied at %" G_GUINT64_FORMAT ", not at %" G_GUINT64_FORMAT, outcome->seq,
                  head);
      for (guint j = 0; outcome->current && j < outcome->current->len; j++)
        if (!relais_access_can_read (access, g_ptr_array_index (outcome->current, j)))
          sim_fail (sim, "isolation", "a conflict tells of a record that the account may not see");
    }
  if (result->head != head)
    sim_fail (sim, "exactly_once", "new mutations moved the head to %" G_GUINT64_FORMAT ", not to %" G_GUINT64_FORMAT,
              result->head, head);
}

RelaisPushResult *
sim_watch_push (Sim           *sim,
                RelaisAccess  *access,
                const char    *epoch,
                const char    *client,
                JsonArray     *array,
                GError       **error)
{
  g_autoptr (GPtrArray) mutations = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_mutation_free);
  g_autoptr (GHashTable) states = NULL;
  RelaisPushResult *result;
  guint64 head = 0;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      RelaisMutation *mutation = relais_mutation_from_json (json_array_get_object_element (array, i), error);

      if (!mutation)
        {
          sim_fail (sim, "queue_liveness", "a client sends what is no mutation: %s", (*error)->message);
          return NULL;
        }
      g_ptr_array_add (mutations, mutation);
    }
  states = find_states (sim->server, mutations);
  relais_log_get_state (sim->server->log, NULL, &head, NULL);
  result = relais_log_push_json (sim->server->log, access, epoch, client, array, error);
  if (result)
    watch_outcomes (sim, access, client, mutations, result, head, states);

  return result;
}

/* What one mutation wrote, as far as it is still the latest and may be seen, is in one page. */
static void
watch_page_seq (Sim          *sim,
                RelaisAccess *access,
                GHashTable   *in_page,
                guint64       seq)
{
  GPtrArray *written = g_hash_table_lookup (sim->server->mutations, &seq);

  for (guint i = 0; written && i < written->len; i++)
    {
      const RelaisOp *op = g_ptr_array_index (written, i);
      g_autoptr (RelaisRecord) record = NULL;

      if (g_hash_table_contains (in_page, op->id))
        continue;
      record = find_record (sim->server, op->kind, op->id);
      if (record && relais_record_get_seq (record) == seq && relais_access_can_read (access, record))
        {
          sim_fail (sim, "no_half_page", "a page with seq %" G_GUINT64_FORMAT " lacks %s", seq, op->id);
          return;
        }
    }
}

void
sim_watch_page (Sim          *sim,
                RelaisAccess *access,
                RelaisPage   *page,
                guint         limit)
{
  g_autoptr (GHashTable) in_page = g_hash_table_new (g_str_hash, g_str_equal);
  guint64 last = 0;
  guint64 n_of_last = 0;

  for (guint i = 0; i < page->records->len; i++)
    g_hash_table_add (in_page, (gpointer) relais_record_get_id (g_ptr_array_index (page->records, i)));
  for (guint i = 0; i < page->records->len; i++)
    {
      RelaisRecord *record = g_ptr_array_index (page->records, i);

      if (!relais_access_can_read (access, record))
        sim_fail (sim, "isolation", "a page has %s, which the account may not see", relais_record_get_id (record));
      n_of_last = relais_record_get_seq (record) == last ? n_of_last + 1 : 1;
      last = relais_record_get_seq (record);
      if (n_of_last == 1)
        watch_page_seq (sim, access, in_page, last);
    }
  for (guint i = 0; i < page->gone->len; i++)
    {
      const RelaisGone *gone = &g_array_index (page->gone, RelaisGone, i);

      if (!may_know (sim->server, access, gone->id))
        sim_fail (sim, "isolation", "a page tells that %s is gone, which the account could never see", gone->id);
      n_of_last += gone->seq == last;
    }
  if (page->records->len + page->gone->len > limit + 200)
    sim_fail (sim, "bounded", "a page has %u entries, %u were asked for", page->records->len + page->gone->len, limit);
}
