/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-accounts"

#include "relais-accounts-private.h"

#include <sodium.h>
#include <string.h>

#define TOKEN_BYTES     32
#define DEVICE_CHARS    200
#define TOKEN_ID_CHARS  12
/* `used_at` is kept to the hour: a request must not cost a write. */
#define USED_STEP_SECONDS 3600

static guint
throttle (RelaisAccounts *self, const char *login, const char *address)
{
  gint64 now = g_get_monotonic_time ();
  guint wait = relais_throttle_enter (self->by_address, address, now);
  return wait > 0 ? wait : relais_throttle_enter (self->by_login, login, now);
}

/* The account's id when the password is right; takes the time of one hash in any case. */
static char *
check_password (RelaisAccounts *self, const char *login, const char *password, GError **error)
{
  g_autofree char *hash = NULL, *id = NULL;
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), FALSE, error);
  if (transaction == NULL)
    return NULL;
  g_autoptr(RelaisRecord) account = relais_accounts_find (transaction, login);
  if (account != NULL)
    {
      g_autoptr(RelaisAccess) access = relais_accounts_load_access (self, transaction, relais_record_get_id (account));
      g_autoptr(RelaisRows) rows = relais_transaction_query (transaction, "SELECT hash FROM passwords WHERE account = ?1", "s",
                                                             relais_record_get_id (account));
      if (relais_rows_next (rows) && access != NULL)
        {
          hash = g_strdup (relais_rows_get_text (rows, 0));
          id = g_strdup (relais_record_get_id (account));
        }
    }
  if (!relais_transaction_commit (transaction, error))
    return NULL;

  if (relais_password_check (hash != NULL ? hash : self->decoy, password) && id != NULL)
    return g_steal_pointer (&id);
  g_set_error_literal (error, RELAIS_ACCOUNTS_ERROR, RELAIS_ACCOUNTS_ERROR_WRONG, "Login or password is not right");
  return NULL;
}

static gboolean
note (RelaisAccounts *self, const char *who, const char *action, const char *detail, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), TRUE, error);
  if (transaction == NULL)
    return FALSE;
  relais_audit_add (transaction, relais_log_now (self->log), who, action, detail);
  return relais_transaction_commit (transaction, error);
}

static RelaisSession *
open_session (RelaisAccounts *self, const char *id, const char *device, const char *address, GError **error)
{
  g_autoptr(RelaisSession) session = g_new0 (RelaisSession, 1);
  gint64 now = relais_log_now (self->log);
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), TRUE, error);
  if (transaction == NULL)
    return NULL;

  g_autofree char *name = g_utf8_substring (device, 0, MIN (g_utf8_strlen (device, -1), DEVICE_CHARS));
  session->token = relais_token_new ();
  g_autofree char *hash = relais_token_hash (session->token);
  session->account = relais_record_find (transaction, relais_kind_lookup ("account"), id);
  session->access = relais_accounts_load_access (self, transaction, id);
  relais_transaction_run (transaction, "DELETE FROM tokens WHERE used_at < ?1", "i", now - RELAIS_TOKEN_IDLE_DAYS * 86400);
  relais_transaction_run (transaction, "INSERT INTO tokens VALUES (?1, ?2, ?3, ?4, ?5, NULL)", "sssii", hash, id, name, now, now);
  relais_audit_add (transaction, now, id, "signed in", address);
  if (!relais_transaction_commit (transaction, error))
    return NULL;
  if (session->access != NULL && session->account != NULL)
    return g_steal_pointer (&session);
  g_set_error_literal (error, RELAIS_ACCOUNTS_ERROR, RELAIS_ACCOUNTS_ERROR_WRONG, "Login or password is not right");
  return NULL;
}

static void
touch_token (RelaisAccounts *self, const char *hash, gint64 now)
{
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), TRUE, NULL);
  if (transaction == NULL)
    return;
  relais_transaction_run (transaction, "UPDATE tokens SET used_at = ?2 WHERE hash = ?1", "si", hash, now);
  relais_transaction_commit (transaction, NULL);
}

void
relais_session_free (RelaisSession *session)
{
  g_clear_pointer (&session->account, relais_record_unref);
  g_clear_pointer (&session->access, relais_access_unref);
  g_free (session->token);
  g_free (session);
}

void
relais_token_free (RelaisToken *token)
{
  g_free (token->id);
  g_free (token->device);
  g_free (token);
}

char *
relais_token_new (void)
{
  guint8 bytes[TOKEN_BYTES];
  char text[sodium_base64_ENCODED_LEN (TOKEN_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return g_strdup (text);
}

char *
relais_token_hash (const char *token)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
}

RelaisSession *
relais_accounts_sign_in (RelaisAccounts *self, const char *login, const char *password, const char *device,
                         const char *address, guint *retry_after, GError **error)
{
  *retry_after = throttle (self, login, address);
  if (*retry_after > 0)
    {
      g_set_error (error, RELAIS_ACCOUNTS_ERROR, RELAIS_ACCOUNTS_ERROR_THROTTLED, "Too many tries; wait %u seconds", *retry_after);
      return NULL;
    }
  g_autoptr(GError) failure = NULL;
  g_autofree char *id = check_password (self, login, password, &failure);
  if (id == NULL)
    {
      /* The login is not noted: people type passwords there. */
      if (g_error_matches (failure, RELAIS_ACCOUNTS_ERROR, RELAIS_ACCOUNTS_ERROR_WRONG))
        note (self, "", "sign-in refused", address, NULL);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  relais_throttle_forget (self->by_login, login);
  /* Only this try: else one good account would wipe out the wrong tries at all others. */
  relais_throttle_forgive (self->by_address, address);
  return open_session (self, id, device, address, error);
}

RelaisAccess *
relais_accounts_check_token (RelaisAccounts *self, const char *token, GError **error)
{
  g_autofree char *hash = relais_token_hash (token);
  g_autoptr(RelaisAccess) access = NULL;
  gint64 now = relais_log_now (self->log), used_at = now;

  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), FALSE, error);
  if (transaction == NULL)
    return NULL;
  {
    g_autoptr(RelaisRows) rows = relais_transaction_query (transaction, "SELECT account, used_at FROM tokens WHERE hash = ?1", "s", hash);
    if (relais_rows_next (rows))
      {
        used_at = relais_rows_get_integer (rows, 1);
        if (used_at >= now - RELAIS_TOKEN_IDLE_DAYS * 86400)
          access = relais_accounts_load_access (self, transaction, relais_rows_get_text (rows, 0));
      }
  }
  if (!relais_transaction_commit (transaction, error))
    return NULL;
  if (access != NULL && now - used_at > USED_STEP_SECONDS)
    touch_token (self, hash, now);
  return g_steal_pointer (&access);
}

gboolean
relais_accounts_sign_out (RelaisAccounts *self, const char *token, GError **error)
{
  g_autofree char *hash = relais_token_hash (token);
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), TRUE, error);
  if (transaction == NULL)
    return FALSE;
  relais_transaction_run (transaction, "DELETE FROM tokens WHERE hash = ?1", "s", hash);
  return relais_transaction_commit (transaction, error);
}

GPtrArray *
relais_accounts_list_tokens (RelaisAccounts *self, const char *login, GError **error)
{
  g_autoptr(GPtrArray) tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) relais_token_free);
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), FALSE, error);
  if (transaction == NULL)
    return NULL;
  g_autoptr(RelaisRecord) account = relais_accounts_find (transaction, login);
  {
    g_autoptr(RelaisRows) rows = relais_transaction_query (transaction,
      "SELECT hash, device, made_at, used_at FROM tokens WHERE account = ?1 ORDER BY made_at", "s",
      account != NULL ? relais_record_get_id (account) : NULL);
    while (relais_rows_next (rows))
      {
        RelaisToken *token = g_new0 (RelaisToken, 1);
        token->id = g_strndup (relais_rows_get_text (rows, 0), TOKEN_ID_CHARS);
        token->device = g_strdup (relais_rows_get_text (rows, 1));
        token->made_at = relais_rows_get_integer (rows, 2);
        token->used_at = relais_rows_get_integer (rows, 3);
        g_ptr_array_add (tokens, token);
      }
  }
  if (!relais_transaction_commit (transaction, error))
    return NULL;
  if (account != NULL)
    return g_steal_pointer (&tokens);
  g_set_error (error, RELAIS_ACCOUNTS_ERROR, RELAIS_ACCOUNTS_ERROR_UNKNOWN, "There is no account “%s”", login);
  return NULL;
}

gboolean
relais_accounts_revoke (RelaisAccounts *self, const char *login, const char *id, GError **error)
{
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), TRUE, error);
  if (transaction == NULL)
    return FALSE;
  g_autoptr(RelaisRecord) account = relais_accounts_find (transaction, login);
  gint64 revoked = 0;
  if (account != NULL)
    {
      revoked = relais_transaction_run (transaction, "DELETE FROM tokens WHERE account = ?1 AND (?2 IS NULL OR substr(hash, 1, 12) = ?2)",
                                        "ss", relais_record_get_id (account), id);
      relais_audit_add (transaction, relais_log_now (self->log), "", "tokens revoked", login);
    }
  if (!relais_transaction_commit (transaction, error))
    return FALSE;
  if (account != NULL && (revoked > 0 || id == NULL))
    return TRUE;
  g_set_error (error, RELAIS_ACCOUNTS_ERROR, RELAIS_ACCOUNTS_ERROR_UNKNOWN, "There is no such account or session");
  return FALSE;
}

void
relais_accounts_bind_client (RelaisAccounts *self, const char *token, const char *client)
{
  g_autofree char *bound = relais_accounts_dup_client (self, token);
  if (g_strcmp0 (bound, client) == 0)
    return;
  g_autofree char *hash = relais_token_hash (token);
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), TRUE, NULL);
  if (transaction == NULL)
    return;
  relais_transaction_run (transaction, "UPDATE tokens SET client = ?2 WHERE hash = ?1", "ss", hash, client);
  relais_transaction_commit (transaction, NULL);
}

char *
relais_accounts_dup_client (RelaisAccounts *self, const char *token)
{
  g_autofree char *hash = relais_token_hash (token);
  g_autofree char *client = NULL;
  RelaisTransaction *transaction = relais_storage_begin (relais_log_get_storage (self->log), FALSE, NULL);
  if (transaction == NULL)
    return NULL;
  {
    g_autoptr(RelaisRows) rows = relais_transaction_query (transaction, "SELECT client FROM tokens WHERE hash = ?1", "s", hash);
    if (relais_rows_next (rows))
      client = g_strdup (relais_rows_get_text (rows, 0));
  }
  return relais_transaction_commit (transaction, NULL) ? g_steal_pointer (&client) : NULL;
}
