/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-storage"

#include "relais-storage.h"

#include <string.h>

/* No statement of the back end has more. */
#define MAX_PARAMETERS 24

G_DEFINE_INTERFACE (RelaisStorage, relais_storage, G_TYPE_OBJECT)
G_DEFINE_QUARK (relais-storage-error-quark, relais_storage_error)

/* What query() hands out when the transaction has failed: rows without an implementation behind them. */
static RelaisRows no_rows;

static RelaisStorageInterface *
storage_of (RelaisTransaction *transaction)
{
  return RELAIS_STORAGE_GET_IFACE (transaction->storage);
}

static RelaisRows *
query_valist (RelaisTransaction *transaction, const char *sql, const char *types, va_list arguments)
{
  RelaisParameter parameters[MAX_PARAMETERS];
  guint n = strlen (types);
  g_assert (n <= MAX_PARAMETERS);

  for (guint i = 0; i < n; i++)
    {
      parameters[i] = (RelaisParameter) { .is_text = types[i] == 's' };
      if (types[i] == 's')
        parameters[i].text = va_arg (arguments, const char *);
      else
        parameters[i].integer = va_arg (arguments, gint64);
    }
  if (transaction->error != NULL)
    return &no_rows;

  RelaisRows *rows = storage_of (transaction)->query (transaction, sql, parameters, n, &transaction->error);
  if (rows == NULL)
    return &no_rows;
  rows->transaction = transaction;
  return rows;
}

static void
relais_storage_default_init (RelaisStorageInterface *iface)
{
}

RelaisTransaction *
relais_storage_begin (RelaisStorage *self, gboolean write, GError **error)
{
  RelaisTransaction *transaction = RELAIS_STORAGE_GET_IFACE (self)->begin (self, write, error);
  if (transaction == NULL)
    return NULL;
  transaction->storage = g_object_ref (self);
  transaction->write = write;
  return transaction;
}

static gboolean
end (RelaisTransaction *transaction, gboolean commit, GError **error)
{
  g_autoptr(RelaisStorage) storage = transaction->storage;
  g_autoptr(GError) failure = g_steal_pointer (&transaction->error);

  if (!RELAIS_STORAGE_GET_IFACE (storage)->end (transaction, commit && failure == NULL, failure == NULL ? error : NULL))
    return FALSE;
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

gboolean
relais_transaction_commit (RelaisTransaction *transaction, GError **error)
{
  return end (transaction, TRUE, error);
}

void
relais_transaction_rollback (RelaisTransaction *transaction)
{
  end (transaction, FALSE, NULL);
}

gboolean
relais_transaction_finish (RelaisTransaction *transaction, GError *failure, GError **error)
{
  if (failure == NULL)
    return relais_transaction_commit (transaction, error);
  if (transaction->error != NULL)
    {
      g_error_free (failure);
      failure = g_error_copy (transaction->error);
    }
  relais_transaction_rollback (transaction);
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
relais_transaction_is_good (RelaisTransaction *transaction)
{
  return transaction->error == NULL;
}

void
relais_transaction_fail (RelaisTransaction *transaction, GError *error)
{
  if (transaction->error == NULL)
    transaction->error = error;
  else
    g_error_free (error);
}

RelaisRows *
relais_transaction_query (RelaisTransaction *transaction, const char *sql, const char *types, ...)
{
  va_list arguments;
  va_start (arguments, types);
  RelaisRows *rows = query_valist (transaction, sql, types, arguments);
  va_end (arguments);
  return rows;
}

gint64
relais_transaction_run (RelaisTransaction *transaction, const char *sql, const char *types, ...)
{
  va_list arguments;
  va_start (arguments, types);
  RelaisRows *rows = query_valist (transaction, sql, types, arguments);
  va_end (arguments);

  if (rows == &no_rows)
    return 0;
  while (relais_rows_next (rows))
    ;
  return storage_of (transaction)->close (rows);
}

gboolean
relais_rows_next (RelaisRows *rows)
{
  if (rows == &no_rows || rows->transaction->error != NULL)
    return FALSE;
  return storage_of (rows->transaction)->next (rows, &rows->transaction->error);
}

const char *
relais_rows_get_text (RelaisRows *rows, guint column)
{
  return storage_of (rows->transaction)->text (rows, column);
}

gint64
relais_rows_get_integer (RelaisRows *rows, guint column)
{
  return storage_of (rows->transaction)->integer (rows, column);
}

void
relais_rows_close (RelaisRows *rows)
{
  if (rows != &no_rows)
    storage_of (rows->transaction)->close (rows);
}

gboolean
relais_storage_backup (RelaisStorage *self, const char *path, GError **error)
{
  return RELAIS_STORAGE_GET_IFACE (self)->backup (self, path, error);
}
