/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "decide-world.h"

typedef struct {
  RelaisRecord *record;
  guint64       field_seqs[RELAIS_MAX_FIELDS];
} State;

static void
state_free (State *state)
{
  relais_record_unref (state->record);
  g_free (state);
}

/* ---- what the decision asks ---- */

static RelaisRecord *
lookup_cb (gpointer          data,
           const RelaisKind *kind,
           const char       *id,
           const guint64   **field_seqs,
           guint64          *gone_seq)
{
  DecideWorld *world = data;
  State *state = g_hash_table_lookup (world->states, id);

  *gone_seq = GPOINTER_TO_UINT (g_hash_table_lookup (world->tombstones, id));
  if (!state || relais_record_get_kind (state->record) != kind)
    return NULL;
  *field_seqs = state->field_seqs;

  return relais_record_ref (state->record);
}

static guint64
mid_to_seq_cb (gpointer data,
               guint64  mid)
{
  return ((DecideWorld *) data)->mids[mid];
}

static gboolean
seq_is_own_cb (gpointer data,
               guint64  seq)
{
  DecideWorld *world = data;

  for (guint i = 1; world->own && i < world->next_mid; i++)
    if (world->mids[i] == seq)
      return TRUE;

  return FALSE;
}

static gboolean
blob_exists_cb (gpointer    data,
                const char *hash)
{
  return g_hash_table_contains (((DecideWorld *) data)->blobs, hash);
}

static gboolean
value_taken_cb (gpointer          data,
                const RelaisKind *kind,
                guint             field,
                GVariant         *value,
                const char       *except_id)
{
  GHashTableIter iter;
  gpointer state;

  g_hash_table_iter_init (&iter, ((DecideWorld *) data)->states);
  while (g_hash_table_iter_next (&iter, NULL, &state))
    {
      RelaisRecord *record = ((State *) state)->record;

      if (relais_record_get_kind (record) == kind && !g_str_equal (relais_record_get_id (record), except_id) &&
          relais_values_equal (relais_record_get_fields (record)->values[field], value))
        return TRUE;
    }

  return FALSE;
}

static guint64
count_references_cb (gpointer          data,
                     const RelaisKind *kind,
                     const char       *id)
{
  GHashTableIter iter;
  gpointer state;
  guint64 n = 0;

  g_hash_table_iter_init (&iter, ((DecideWorld *) data)->states);
  while (g_hash_table_iter_next (&iter, NULL, &state))
    {
      const RelaisFields *fields = relais_record_get_fields (((State *) state)->record);

      for (guint i = 0; i < fields->kind->n_fields; i++)
        if (fields->kind->fields[i].type == RELAIS_FIELD_REF && fields->values[i] &&
            g_str_equal (g_variant_get_string (fields->values[i], NULL), id))
          n++;
    }

  return n;
}

/* ---- doing things ---- */

static void
apply (DecideWorld       *world,
       RelaisWrite *write,
       guint64      seq)
{
  RelaisRecord *state_record = write->after ? write->after : write->before;
  const char *id = relais_record_get_id (state_record);
  State *state = g_hash_table_lookup (world->states, id);

  if (!write->after)
    {
      g_hash_table_insert (world->tombstones, g_strdup (id), GUINT_TO_POINTER (seq));
      g_hash_table_remove (world->states, id);
      return;
    }
  if (!state)
    {
      state = g_new0 (State, 1);
      g_hash_table_insert (world->states, g_strdup (id), state);
    }
  else
    relais_record_unref (state->record);
  state->record = relais_record_ref (write->after);
  for (guint i = 0; i < relais_record_get_kind (write->after)->n_fields; i++)
    if (write->changed & (G_GUINT64_CONSTANT (1) << i))
      state->field_seqs[i] = seq;
}

static gboolean
is_settled_cb (gpointer          data,
               const RelaisKind *kind,
               const char       *id)
{
  GHashTableIter iter;
  gpointer state;

  g_hash_table_iter_init (&iter, ((DecideWorld *) data)->states);
  while (g_hash_table_iter_next (&iter, NULL, &state))
    if (relais_record_settles (((State *) state)->record, kind, id))
      return TRUE;

  return FALSE;
}

RelaisOutcome *
decide_world_push (DecideWorld *world, RelaisAccess *access, gboolean own, RelaisMutation *mutation)
{
  const RelaisWorld asked = {
    lookup_cb, mid_to_seq_cb, seq_is_own_cb, blob_exists_cb, value_taken_cb, count_references_cb, is_settled_cb, world
  };
  g_autoptr (GPtrArray) writes = NULL;
  RelaisOutcome *outcome;

  world->own = own;
  mutation->mid = own ? world->next_mid : 99;
  outcome = relais_sync_decide (&asked, access, mutation, world->head + 1, relais_access_get_account (access), 1000, &writes);
  g_assert_cmpuint (outcome->mid, ==, mutation->mid);
  g_assert_true ((writes != NULL) == (outcome->type == RELAIS_OUTCOME_APPLIED));
  if (writes)
    {
      world->head++;
      g_assert_cmpuint (outcome->seq, ==, world->head);
      for (guint i = 0; i < writes->len; i++)
        apply (world, g_ptr_array_index (writes, i), world->head);
    }
  if (own)
    world->mids[world->next_mid++] = outcome->type == RELAIS_OUTCOME_APPLIED || outcome->type == RELAIS_OUTCOME_NOOP
      ? world->head : 0;
  relais_mutation_free (mutation);

  return outcome;
}

RelaisRecord *
decide_world_get (DecideWorld *world, const char *id)
{
  State *state = g_hash_table_lookup (world->states, id);

  return state ? state->record : NULL;
}

void
decide_world_init (DecideWorld *world)
{
  world->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) state_free);
  world->tombstones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  world->blobs = g_hash_table_new (g_str_hash, g_str_equal);
  world->next_mid = 1;
}

void
decide_world_clear (DecideWorld *world)
{
  g_hash_table_unref (world->states);
  g_hash_table_unref (world->tombstones);
  g_hash_table_unref (world->blobs);
}
