/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-log"

#include "relais-log-private.h"

#include "relais-tables.h"

#define HISTORY_SECONDS (RELAIS_LOG_HISTORY_YEARS * G_GINT64_CONSTANT (31557600))

G_DEFINE_QUARK (relais-log-error-quark, relais_log_error)

static gint64
read_computer_clock (gpointer data)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
free_log (gpointer data)
{
  RelaisLog *self = data;
  g_object_unref (self->storage);
  g_hash_table_unref (self->digests);
  g_mutex_clear (&self->digest_lock);
}

RelaisLog *
relais_log_new (RelaisStorage *storage)
{
  g_return_val_if_fail (RELAIS_IS_STORAGE (storage), NULL);
  RelaisLog *self = g_atomic_rc_box_new0 (RelaisLog);
  self->storage = g_object_ref (storage);
  self->clock = read_computer_clock;
  g_mutex_init (&self->digest_lock);
  self->digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

RelaisLog *
relais_log_ref (RelaisLog *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
relais_log_unref (RelaisLog *self)
{
  g_atomic_rc_box_release_full (self, free_log);
}

RelaisStorage *
relais_log_get_storage (RelaisLog *self)
{
  return self->storage;
}

void
relais_log_set_clock (RelaisLog *self, RelaisLogClock clock, gpointer data)
{
  self->clock = clock != NULL ? clock : read_computer_clock;
  self->clock_data = data;
}

gint64
relais_log_now (RelaisLog *self)
{
  return self->clock (self->clock_data);
}

void
relais_log_set_listener (RelaisLog *self, RelaisLogListener listener, gpointer data)
{
  self->listener = listener;
  self->listener_data = data;
}

void
relais_log_set_authority (RelaisLog *self, RelaisLogAuthority authority, gpointer data)
{
  self->authority = authority;
  self->authority_data = data;
}

RelaisAccess *
relais_log_authorize (RelaisLog *self, RelaisTransaction *transaction, RelaisAccess *access, GError **error)
{
  if (self->authority == NULL)
    return relais_access_ref (access);
  return self->authority (transaction, access, self->authority_data, error);
}

gboolean
relais_log_get_state (RelaisLog *self, char **epoch, guint64 *head, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (self->storage, FALSE, error);
  if (transaction == NULL)
    return FALSE;
  g_autofree char *now = relais_fact_dup (transaction, RELAIS_FACT_EPOCH);
  guint64 seq = relais_fact_get (transaction, RELAIS_FACT_HEAD);
  if (!relais_transaction_commit (transaction, error))
    return FALSE;
  if (epoch != NULL)
    *epoch = g_steal_pointer (&now);
  if (head != NULL)
    *head = seq;
  return TRUE;
}

void
relais_log_announce (RelaisLog *self)
{
  g_autofree char *epoch = NULL;
  guint64 head = 0;
  if (self->listener != NULL && relais_log_get_state (self, &epoch, &head, NULL))
    self->listener (epoch, head, self->listener_data);
}

gboolean
relais_log_purge (RelaisLog *self, gint64 before, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (self->storage, TRUE, error);
  if (transaction == NULL)
    return FALSE;
  relais_tombstones_purge (transaction, before);
  relais_outcomes_purge (transaction, before);
  relais_history_purge (transaction, relais_log_now (self) - HISTORY_SECONDS);
  return relais_transaction_commit (transaction, error);
}

gboolean
relais_log_renew_epoch (RelaisLog *self, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (self->storage, TRUE, error);
  if (transaction == NULL)
    return FALSE;
  g_autofree char *epoch = g_uuid_string_random ();
  relais_fact_set_text (transaction, RELAIS_FACT_EPOCH, epoch);
  relais_audit_add (transaction, relais_log_now (self), "", "epoch", epoch);
  if (!relais_transaction_commit (transaction, error))
    return FALSE;
  relais_log_announce (self);
  return TRUE;
}
