/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-accounts"

#include "relais-accounts-private.h"

#include <sodium.h>
#include <string.h>

/* OWASP's choice for Argon2id with one lane: 19 MiB and two passes. Two at once stay below 40 MB. */
#define HASH_PASSES 2
#define HASH_BYTES  (19 * 1024 * 1024)

#define FREE_TRIES_LOGIN   5
#define FREE_TRIES_ADDRESS 30

G_DEFINE_QUARK (relais-accounts-error-quark, relais_accounts_error)

/* An access and the seq of the last change of rights when it was made. */
typedef struct {
  guint64       rights;
  RelaisAccess *access;
} Known;

static void
free_known (gpointer data)
{
  Known *known = data;
  relais_access_unref (known->access);
  g_free (known);
}

static gboolean
is_in_force (RelaisRecord *mandate)
{
  const char *state = relais_record_get_string (mandate, "state");
  return !relais_record_get_boolean (mandate, "binned")
    && (g_strcmp0 (state, "active") == 0 || g_strcmp0 (state, "validated") == 0);
}

/* Adds the unit and all below it; a unit that is there already is not gone into again, so that a ring in the tree ends. */
static void
add_unit_tree (GPtrArray *units, const char *id, GHashTable *found)
{
  if (!g_hash_table_add (found, g_strdup (id)))
    return;
  for (guint i = 0; i < units->len; i++)
    if (g_strcmp0 (relais_record_get_string (units->pdata[i], "parent"), id) == 0)
      add_unit_tree (units, relais_record_get_id (units->pdata[i]), found);
}

static char **
find_units (RelaisTransaction *transaction, const char *person)
{
  g_autoptr(GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) mandates = relais_records_referring (transaction, relais_kind_lookup ("mandate"), person);
  g_autoptr(GPtrArray) units = NULL;

  for (guint i = 0; i < mandates->len; i++)
    if (is_in_force (mandates->pdata[i]) && g_strcmp0 (relais_record_get_string (mandates->pdata[i], "person"), person) == 0)
      {
        if (units == NULL)
          units = relais_records_list (transaction, relais_kind_lookup ("unit"));
        add_unit_tree (units, relais_record_get_string (mandates->pdata[i], "unit"), found);
      }
  GPtrArray *ids = g_hash_table_steal_all_keys (found);
  g_ptr_array_set_free_func (ids, NULL);
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (ids, FALSE);
}

static RelaisAccess *
make_access (RelaisTransaction *transaction, const char *id)
{
  g_autoptr(RelaisRecord) account = relais_record_find (transaction, relais_kind_lookup ("account"), id);
  RelaisRole role;
  if (account == NULL || relais_record_get_boolean (account, "disabled") || relais_record_get_boolean (account, "binned")
      || !relais_role_from_string (relais_record_get_string (account, "role"), &role))
    return NULL;
  const char *person = relais_record_get_string (account, "person");
  g_auto(GStrv) units = person != NULL ? find_units (transaction, person) : NULL;
  return relais_access_new (id, role, person, (const char * const *) units);
}

static RelaisAccess *
authorize_cb (RelaisTransaction *transaction, RelaisAccess *claimed, gpointer data, GError **error)
{
  const char *account = relais_access_get_account (claimed);
  if (account == NULL)
    return relais_access_ref (claimed);
  RelaisAccess *access = relais_accounts_load_access (data, transaction, account);
  if (access == NULL)
    g_set_error_literal (error, RELAIS_LOG_ERROR, RELAIS_LOG_ERROR_SIGN_IN, "The account cannot be used any more");
  return access;
}

static void
save_password (RelaisTransaction *transaction, const char *account, const char *hash)
{
  relais_transaction_run (transaction,
                          "INSERT INTO passwords VALUES (?1, ?2) ON CONFLICT (account) DO UPDATE SET hash = excluded.hash",
                          "ss", account, hash);
}

/* Begins a write transaction and finds the account; NULL with @error, and no transaction. */
static RelaisTransaction *
begin_with_account (RelaisAccounts *self, const char *login, RelaisRecord **account, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), TRUE, error);
  if (transaction == NULL)
    return NULL;
  *account = relais_accounts_find (transaction, login);
  if (*account != NULL)
    return transaction;
  GError *failure = g_error_new (RELAIS_ACCOUNTS_ERROR, RELAIS_ACCOUNTS_ERROR_UNKNOWN, "There is no account “%s”", login);
  relais_transaction_finish (transaction, failure, error);
  return NULL;
}

RelaisAccounts *
relais_accounts_new (RelaisLog *log)
{
  if (sodium_init () < 0)
    g_error ("libsodium cannot be used on this computer");
  RelaisAccounts *self = g_new0 (RelaisAccounts, 1);
  self->log = relais_log_ref (log);
  self->by_login = relais_throttle_new (FREE_TRIES_LOGIN);
  self->by_address = relais_throttle_new (FREE_TRIES_ADDRESS);
  g_autofree char *nobody = g_uuid_string_random ();
  self->decoy = relais_password_hash (nobody, NULL);
  g_mutex_init (&self->lock);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_known);
  relais_log_set_authority (log, authorize_cb, self);
  return self;
}

void
relais_accounts_free (RelaisAccounts *self)
{
  relais_log_set_authority (self->log, NULL, NULL);
  relais_log_unref (self->log);
  relais_throttle_free (self->by_login);
  relais_throttle_free (self->by_address);
  g_hash_table_unref (self->known);
  g_mutex_clear (&self->lock);
  g_free (self->decoy);
  g_free (self);
}

char *
relais_password_hash (const char *password, GError **error)
{
  char hash[crypto_pwhash_STRBYTES];
  if (!g_utf8_validate (password, -1, NULL) || g_utf8_strlen (password, -1) < RELAIS_PASSWORD_MIN_CHARS
      || strlen (password) > RELAIS_PASSWORD_MAX_BYTES)
    {
      g_set_error (error, RELAIS_ACCOUNTS_ERROR, RELAIS_ACCOUNTS_ERROR_PASSWORD, "A password has at least %d characters",
                   RELAIS_PASSWORD_MIN_CHARS);
      return NULL;
    }
  if (crypto_pwhash_str_alg (hash, password, strlen (password), HASH_PASSES, HASH_BYTES, crypto_pwhash_ALG_ARGON2ID13) != 0)
    {
      g_set_error_literal (error, RELAIS_STORAGE_ERROR, RELAIS_STORAGE_ERROR_FAILED, "Not enough memory to hash a password");
      return NULL;
    }
  return g_strdup (hash);
}

gboolean
relais_password_check (const char *hash, const char *password)
{
  return strlen (password) <= RELAIS_PASSWORD_MAX_BYTES && crypto_pwhash_str_verify (hash, password, strlen (password)) == 0;
}

RelaisRecord *
relais_accounts_find (RelaisTransaction *transaction, const char *login)
{
  return relais_record_with_value (transaction, relais_kind_lookup ("account"), "login", login);
}

gboolean
relais_accounts_add (RelaisAccounts *self, const char *login, RelaisRole role, const char *name, const char *person,
                     const char *password, char **id, GError **error)
{
  g_autofree char *hash = relais_password_hash (password, error);
  if (hash == NULL)
    return FALSE;
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("account"));
  relais_fields_set_string (fields, "login", login);
  relais_fields_set_string (fields, "name", name != NULL ? name : login);
  relais_fields_set_string (fields, "role", relais_role_to_string (role));
  relais_fields_set_string (fields, "person", person);
  g_autofree char *account = relais_id_new ();
  g_autoptr(GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  g_ptr_array_add (ops, relais_op_new_set (account, (RelaisBase) { RELAIS_BASE_NONE }, fields));

  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), TRUE, error);
  if (transaction == NULL)
    return FALSE;
  GError *failure = NULL;
  if (relais_log_write_in (self->log, transaction, ops, NULL, &failure))
    {
      save_password (transaction, account, hash);
      relais_audit_add (transaction, relais_log_now (self->log), "", "account added", login);
    }
  if (!relais_transaction_finish (transaction, failure, error))
    return FALSE;
  relais_log_announce (self->log);
  if (id != NULL)
    *id = g_steal_pointer (&account);
  return TRUE;
}

gboolean
relais_accounts_set_password (RelaisAccounts *self, const char *login, const char *password, GError **error)
{
  g_autofree char *hash = relais_password_hash (password, error);
  g_autoptr(RelaisRecord) account = NULL;
  RelaisTransaction *transaction = hash != NULL ? begin_with_account (self, login, &account, error) : NULL;
  if (transaction == NULL)
    return FALSE;
  save_password (transaction, relais_record_get_id (account), hash);
  relais_transaction_run (transaction, "DELETE FROM tokens WHERE account = ?1", "s", relais_record_get_id (account));
  relais_audit_add (transaction, relais_log_now (self->log), "", "password set", login);
  return relais_transaction_finish (transaction, NULL, error);
}

gboolean
relais_accounts_set_disabled (RelaisAccounts *self, const char *login, gboolean disabled, GError **error)
{
  g_autoptr(RelaisRecord) account = NULL;
  RelaisTransaction *transaction = begin_with_account (self, login, &account, error);
  if (transaction == NULL)
    return FALSE;

  GError *failure = NULL;
  RelaisFields *fields = relais_fields_new (relais_kind_lookup ("account"));
  relais_fields_set_boolean (fields, "disabled", disabled);
  g_autoptr(GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_op_free);
  g_ptr_array_add (ops, relais_op_new_set (relais_record_get_id (account), (RelaisBase) { RELAIS_BASE_NONE }, fields));
  if (relais_log_write_in (self->log, transaction, ops, NULL, &failure))
    {
      if (disabled)
        relais_transaction_run (transaction, "DELETE FROM tokens WHERE account = ?1", "s", relais_record_get_id (account));
      relais_audit_add (transaction, relais_log_now (self->log), "", disabled ? "account disabled" : "account enabled", login);
    }
  if (!relais_transaction_finish (transaction, failure, error))
    return FALSE;
  relais_log_announce (self->log);
  return TRUE;
}

GPtrArray *
relais_accounts_list (RelaisAccounts *self, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), FALSE, error);
  if (transaction == NULL)
    return NULL;
  g_autoptr(GPtrArray) records = relais_records_list (transaction, relais_kind_lookup ("account"));
  return relais_transaction_commit (transaction, error) ? g_steal_pointer (&records) : NULL;
}

RelaisAccess *
relais_accounts_load_access (RelaisAccounts *self, RelaisTransaction *transaction, const char *account)
{
  guint64 rights = relais_fact_get (transaction, RELAIS_FACT_RIGHTS);
  g_mutex_lock (&self->lock);
  Known *known = g_hash_table_lookup (self->known, account);
  RelaisAccess *access = known != NULL && known->rights == rights ? relais_access_ref (known->access) : NULL;
  g_mutex_unlock (&self->lock);
  if (access != NULL)
    return access;

  access = make_access (transaction, account);
  if (access == NULL || !relais_transaction_is_good (transaction))
    {
      g_clear_pointer (&access, relais_access_unref);
      return NULL;
    }
  known = g_new0 (Known, 1);
  known->rights = rights;
  known->access = relais_access_ref (access);
  g_mutex_lock (&self->lock);
  g_hash_table_insert (self->known, g_strdup (account), known);
  g_mutex_unlock (&self->lock);
  return access;
}
