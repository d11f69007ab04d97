/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-log"

#include "relais-log-private.h"

#include "relais-json.h"
#include "relais-tables.h"

#include <string.h>

/* What relais_sync_decide() asks, answered from one transaction. */
typedef struct {
  RelaisTransaction *transaction;
  RelaisAccess      *access;
  const char        *account;
  const char        *client;
  RelaisStored      *stored;     /* owned: keeps the field seqs that were lent */
} World;

/* A mutation as it came. One that cannot be read is refused, which uses up its number: the queue behind it goes on. */
typedef struct {
  guint64               mid;
  char                 *hash;         /* owned */
  const RelaisMutation *mutation;     /* NULL: could not be read */
  RelaisMutation       *owned;        /* nullable */
  GError               *unreadable;   /* owned, nullable: of RELAIS_MODEL_ERROR */
} Item;

/* Changes of these can change what somebody may see: the access of accounts is made from them. */
static const char * const rights_kinds[] = { "account", "mandate", "unit", NULL };

static void
free_item (gpointer data)
{
  Item *item = data;
  g_clear_pointer (&item->owned, relais_mutation_free);
  g_clear_error (&item->unreadable);
  g_free (item->hash);
  g_free (item);
}

static char *
print_outcome (const RelaisOutcome *outcome)
{
  g_autoptr(JsonNode) node = json_node_alloc ();
  json_node_init_object (node, NULL);
  json_node_take_object (node, relais_outcome_to_json (outcome));
  return relais_json_canonical (node);
}

static RelaisOutcome *
read_outcome (RelaisTransaction *transaction, const char *text)
{
  GError *error = NULL;
  g_autoptr(JsonNode) node = relais_json_parse (text, -1, G_MAXSIZE, &error);
  RelaisOutcome *outcome = node != NULL ? relais_outcome_from_json (json_node_get_object (node), &error) : NULL;
  if (outcome == NULL)
    relais_transaction_fail (transaction, error);
  return outcome;
}

static RelaisRecord *
lookup_cb (gpointer data, const RelaisKind *kind, const char *id, const guint64 **field_seqs, guint64 *gone_seq)
{
  World *world = data;
  g_clear_pointer (&world->stored, relais_stored_free);
  world->stored = relais_record_load (world->transaction, kind, id);
  *field_seqs = NULL;
  *gone_seq = 0;
  if (world->stored == NULL)
    return NULL;
  if (world->stored->record == NULL)
    {
      *gone_seq = world->stored->seq;
      return NULL;
    }
  *field_seqs = world->stored->field_seqs;
  return relais_record_ref (world->stored->record);
}

static guint64
mid_to_seq_cb (gpointer data, guint64 mid)
{
  World *world = data;
  guint64 seq = 0;
  if (world->client != NULL)
    relais_client_find (world->transaction, world->account, world->client, mid, NULL, NULL, &seq);
  return seq;
}

static gboolean
seq_is_own_cb (gpointer data, guint64 seq)
{
  World *world = data;
  return world->client != NULL && relais_client_wrote (world->transaction, world->account, world->client, seq);
}

static gboolean
blob_exists_cb (gpointer data, const char *hash)
{
  World *world = data;
  return relais_blob_find (world->transaction, hash, NULL, NULL)
    && (relais_access_get_account (world->access) == NULL || relais_blob_may_be_read (world->transaction, hash, world->access));
}

static gboolean
value_taken_cb (gpointer data, const RelaisKind *kind, guint field, GVariant *value, const char *except_id)
{
  g_autoptr(RelaisRecord) other = relais_record_with_value (((World *) data)->transaction, kind, kind->fields[field].name,
                                                            g_variant_get_string (value, NULL));
  return other != NULL && g_strcmp0 (relais_record_get_id (other), except_id) != 0;
}

static guint64
count_references_cb (gpointer data, const RelaisKind *kind, const char *id)
{
  return relais_record_count_references (((World *) data)->transaction, id);
}

static gboolean
is_settled_cb (gpointer data, const RelaisKind *kind, const char *id)
{
  g_autoptr(GPtrArray) holders = relais_records_referring (((World *) data)->transaction, relais_kind_lookup (kind->settled_by), id);
  for (guint i = 0; i < holders->len; i++)
    if (relais_record_settles (holders->pdata[i], kind, id))
      return TRUE;
  return FALSE;
}

static void
apply_writes (RelaisTransaction *transaction, GPtrArray *writes, guint64 seq, gint64 at)
{
  gboolean rights = FALSE;

  for (guint i = 0; i < writes->len; i++)
    {
      RelaisWrite *write = writes->pdata[i];
      RelaisRecord *state = write->after != NULL ? write->after : write->before;
      const RelaisKind *kind = relais_record_get_kind (state);
      relais_log_note (transaction, write);
      if (write->after != NULL)
        relais_record_save (transaction, write->after, write->changed);
      else
        {
          relais_record_bury (transaction, kind, relais_record_get_id (state), seq, at);
          relais_answers_forget (transaction, relais_record_get_id (state));
        }
      rights = rights || g_strv_contains (rights_kinds, kind->name);
    }
  relais_fact_set (transaction, RELAIS_FACT_HEAD, seq);
  if (rights)
    relais_fact_set (transaction, RELAIS_FACT_RIGHTS, seq);
}

/* The whole of a mutation's life in the caller's write transaction, but for the queue of its client. */
static RelaisOutcome *
decide_and_apply (RelaisLog *self, World *world, RelaisAccess *access, const RelaisMutation *mutation)
{
  world->access = access;
  const RelaisWorld asked = {
    .lookup = lookup_cb, .mid_to_seq = mid_to_seq_cb, .seq_is_own = seq_is_own_cb, .blob_exists = blob_exists_cb,
    .value_taken = value_taken_cb, .count_references = count_references_cb, .is_settled = is_settled_cb, .data = world,
  };
  g_autoptr(GPtrArray) writes = NULL;
  guint64 seq = relais_fact_get (world->transaction, RELAIS_FACT_HEAD) + 1;
  gint64 at = relais_log_now (self);

  RelaisOutcome *outcome = relais_sync_decide (&asked, access, mutation, seq, relais_access_get_account (access), at, &writes);
  if (outcome->type == RELAIS_OUTCOME_APPLIED)
    apply_writes (world->transaction, writes, seq, at);
  g_clear_pointer (&world->stored, relais_stored_free);
  return outcome;
}

/* Rights may have changed since it was decided: what may not be seen any more is not told again. */
static void
hide_current (RelaisOutcome *outcome, RelaisAccess *access)
{
  for (guint i = outcome->current != NULL ? outcome->current->len : 0; i > 0; i--)
    if (!relais_access_can_read (access, outcome->current->pdata[i - 1]))
      g_ptr_array_remove_index (outcome->current, i - 1);
}

/* Seen before: its outcome again. NULL: something is wrong, and the transaction or @error says what. */
static RelaisOutcome *
repeat_outcome (World *world, RelaisAccess *access, const Item *item, GError **error)
{
  g_autofree char *stored_hash = NULL, *text = NULL;

  if (relais_client_find (world->transaction, world->account, world->client, item->mid, &stored_hash, &text, NULL)
      && g_str_equal (item->hash, stored_hash))
    {
      RelaisOutcome *outcome = read_outcome (world->transaction, text);
      if (outcome != NULL)
        hide_current (outcome, access);
      return outcome;
    }
  g_set_error (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_MID_REUSED,
               "Mutation %" G_GUINT64_FORMAT " was sent before with other content", item->mid);
  return NULL;
}

static RelaisOutcome *
make_refusal (const Item *item)
{
  RelaisOutcome *outcome = g_new0 (RelaisOutcome, 1);
  outcome->mid = item->mid;
  outcome->type = RELAIS_OUTCOME_REJECTED;
  outcome->code = g_strdup (relais_model_error_to_code (item->unreadable->code));
  outcome->detail = g_strdup (item->unreadable->message);
  return outcome;
}

/* One mutation in the transaction of @world. NULL without error: its number skips one; *expected tells which should come. */
static RelaisOutcome *
push_one (RelaisLog *self, World *world, RelaisAccess *access, const Item *item, guint64 *expected, GError **error)
{
  guint64 last = relais_client_last_mid (world->transaction, world->account, world->client);
  if (item->mid <= last)
    return repeat_outcome (world, access, item, error);
  if (item->mid != last + 1)
    {
      *expected = last + 1;
      return NULL;
    }

  g_autoptr(RelaisOutcome) outcome = item->mutation != NULL
    ? decide_and_apply (self, world, access, item->mutation) : make_refusal (item);
  g_autofree char *text = print_outcome (outcome);
  gboolean applied = outcome->type == RELAIS_OUTCOME_APPLIED;
  guint64 seq = applied || outcome->type == RELAIS_OUTCOME_NOOP ? relais_fact_get (world->transaction, RELAIS_FACT_HEAD) : 0;
  relais_client_save (world->transaction, world->account, world->client, item->mid, item->hash, text, applied, seq,
                      relais_log_now (self));
  return g_steal_pointer (&outcome);
}

static gboolean
check_epoch (RelaisTransaction *transaction, const char *epoch, GError **error)
{
  g_autofree char *now = relais_fact_dup (transaction, RELAIS_FACT_EPOCH);
  if (now == NULL || g_strcmp0 (now, epoch) == 0)
    return TRUE;
  g_set_error_literal (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_RESYNC, "The back end was restored: start again from its state");
  return FALSE;
}

/* @item NULL: only looks whether the epoch is right. Returns FALSE when the push must stop: with an error, or because a number was
 * skipped. */
static gboolean
push_in_transaction (RelaisLog *self, RelaisAccess *claimed, const char *client, const Item *item, RelaisPushResult *result,
                     GError **error)
{
  g_autoptr(GError) failure = NULL;
  RelaisTransaction *transaction = relais_storage_begin (self->storage, item != NULL, error);
  if (transaction == NULL)
    return FALSE;

  g_autoptr(RelaisOutcome) outcome = NULL;
  g_autoptr(RelaisAccess) access = NULL;
  if (check_epoch (transaction, result->epoch, &failure)
      && (access = relais_log_authorize (self, transaction, claimed, &failure)) != NULL && item != NULL)
    {
      World world = { .transaction = transaction, .account = relais_access_get_account (access), .client = client };
      if (world.account == NULL)
        world.account = "";
      outcome = push_one (self, &world, access, item, &result->expected_mid, &failure);
    }
  result->head = relais_fact_get (transaction, RELAIS_FACT_HEAD);
  if (!relais_transaction_finish (transaction, g_steal_pointer (&failure), error) || outcome == NULL)
    return FALSE;
  g_ptr_array_add (result->outcomes, g_steal_pointer (&outcome));
  return TRUE;
}

static gboolean
moved_head (RelaisPushResult *result)
{
  for (guint i = 0; i < result->outcomes->len; i++)
    if (((RelaisOutcome *) result->outcomes->pdata[i])->type == RELAIS_OUTCOME_APPLIED)
      return TRUE;
  return FALSE;
}

static RelaisPushResult *
push_items (RelaisLog *self, RelaisAccess *access, const char *epoch, const char *client, GPtrArray *items, GError **error)
{
  g_autoptr(RelaisPushResult) result = relais_push_result_new ();
  g_autoptr(GError) failure = NULL;

  g_set_str (&result->epoch, epoch);
  if (items->len == 0)
    push_in_transaction (self, access, client, NULL, result, &failure);
  for (guint i = 0; i < items->len; i++)
    if (!push_in_transaction (self, access, client, items->pdata[i], result, &failure))
      break;

  /* Also when a later mutation failed: what was applied before it is there. */
  if (moved_head (result) && self->listener != NULL)
    self->listener (result->epoch, result->head, self->listener_data);
  if (failure == NULL)
    return g_steal_pointer (&result);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static Item *
make_item (const RelaisMutation *mutation)
{
  Item *item = g_new0 (Item, 1);
  item->mid = mutation->mid;
  item->hash = relais_mutation_hash (mutation);
  item->mutation = mutation;
  return item;
}

/* NULL: not even a number. */
static Item *
read_item (JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *mid = object != NULL ? json_object_get_member (object, "mid") : NULL;
  if (mid == NULL || json_node_get_value_type (mid) != G_TYPE_INT64 || json_node_get_int (mid) < 1)
    {
      g_set_error_literal (error, RELAIS_MODEL_ERROR, RELAIS_MODEL_ERROR_JSON, "A mutation has no number");
      return NULL;
    }
  Item *item = g_new0 (Item, 1);
  item->mid = json_node_get_int (mid);
  item->mutation = item->owned = relais_mutation_from_json (object, &item->unreadable);
  if (item->owned != NULL)
    {
      item->hash = relais_mutation_hash (item->owned);
      return item;
    }
  g_autofree char *text = relais_json_canonical (node);
  item->hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  return item;
}

RelaisPushResult *
relais_log_push (RelaisLog *self, RelaisAccess *access, const char *epoch, const char *client, GPtrArray *mutations, GError **error)
{
  g_return_val_if_fail (epoch != NULL && client != NULL, NULL);
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (free_item);
  for (guint i = 0; i < mutations->len; i++)
    g_ptr_array_add (items, make_item (mutations->pdata[i]));
  return push_items (self, access, epoch, client, items, error);
}

RelaisPushResult *
relais_log_push_json (RelaisLog *self, RelaisAccess *access, const char *epoch, const char *client, JsonArray *mutations, GError **error)
{
  g_return_val_if_fail (epoch != NULL && client != NULL, NULL);
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (free_item);
  for (guint i = 0; i < json_array_get_length (mutations); i++)
    {
      Item *item = read_item (json_array_get_element (mutations, i), error);
      if (item == NULL)
        return NULL;
      g_ptr_array_add (items, item);
    }
  return push_items (self, access, epoch, client, items, error);
}

gboolean
relais_log_write_in (RelaisLog *self, RelaisTransaction *transaction, GPtrArray *ops, guint64 *seq, GError **error)
{
  g_autoptr(RelaisMutation) mutation = relais_mutation_new (0);
  g_autoptr(RelaisAccess) access = relais_access_new (NULL, RELAIS_ROLE_MANAGER, NULL, NULL);

  for (guint i = 0; i < ops->len; i++)
    {
      RelaisOp *op = relais_op_copy (ops->pdata[i]);
      g_autoptr(RelaisStored) stored = relais_record_load (transaction, op->kind, op->id);
      op->base = stored != NULL && stored->record != NULL
        ? (RelaisBase) { RELAIS_BASE_SEQ, stored->seq } : (RelaisBase) { RELAIS_BASE_NONE, 0 };
      g_ptr_array_add (mutation->ops, op);
    }

  World world = { .transaction = transaction, .account = "" };
  g_autoptr(RelaisOutcome) outcome = decide_and_apply (self, &world, access, mutation);
  if (seq != NULL)
    *seq = outcome->type == RELAIS_OUTCOME_APPLIED ? outcome->seq : 0;
  if (outcome->type == RELAIS_OUTCOME_APPLIED || outcome->type == RELAIS_OUTCOME_NOOP)
    return TRUE;
  g_set_error (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_REFUSED, "%s",
               outcome->detail != NULL ? outcome->detail : "The record exists with other values");
  return FALSE;
}

gboolean
relais_log_write (RelaisLog *self, GPtrArray *ops, guint64 *seq, GError **error)
{
  guint64 written = 0;
  RelaisTransaction *transaction = relais_storage_begin (self->storage, TRUE, error);
  if (transaction == NULL)
    return FALSE;
  GError *failure = NULL;
  relais_log_write_in (self, transaction, ops, &written, &failure);
  if (!relais_transaction_finish (transaction, failure, error))
    return FALSE;
  if (written > 0)
    relais_log_announce (self);
  if (seq != NULL)
    *seq = written;
  return TRUE;
}
