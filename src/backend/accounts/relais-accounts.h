/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-log.h"

G_BEGIN_DECLS

/* RelaisAccounts: who may come in, and what they may see. Accounts are records; their passwords and tokens never leave this. */
typedef struct _RelaisAccounts RelaisAccounts;

#define RELAIS_ACCOUNTS_ERROR (relais_accounts_error_quark ())
GQuark relais_accounts_error_quark (void);
typedef enum {
  RELAIS_ACCOUNTS_ERROR_WRONG,      /* login or password: never says which */
  RELAIS_ACCOUNTS_ERROR_THROTTLED,  /* too many tries; relais_accounts_get_wait() */
  RELAIS_ACCOUNTS_ERROR_UNKNOWN,    /* no such account (commands only) */
  RELAIS_ACCOUNTS_ERROR_PASSWORD,   /* too short or too long */
} RelaisAccountsError;

#define RELAIS_PASSWORD_MIN_CHARS 8
#define RELAIS_PASSWORD_MAX_BYTES 1024
#define RELAIS_TOKEN_IDLE_DAYS    90   /* a token that nobody used for so long is gone */

/* Becomes the authority of @log: from now on rights are read inside each transaction. */
RelaisAccounts *relais_accounts_new   (RelaisLog *log);
void            relais_accounts_free  (RelaisAccounts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisAccounts, relais_accounts_free)

/* Record and password together. @person: (nullable): id. Blocks for the time of a hash. @id: (out) (optional) */
gboolean        relais_accounts_add          (RelaisAccounts *self, const char *login, RelaisRole role, const char *name,
                                              const char *person, const char *password, char **id, GError **error);
/* Every token of the account is revoked. */
gboolean        relais_accounts_set_password (RelaisAccounts *self, const char *login, const char *password, GError **error);
gboolean        relais_accounts_set_disabled (RelaisAccounts *self, const char *login, gboolean disabled, GError **error);
/* (element-type RelaisRecord) (transfer full) */
GPtrArray      *relais_accounts_list         (RelaisAccounts *self, GError **error);

typedef struct {
  char         *token;
  RelaisRecord *account;
  RelaisAccess *access;
} RelaisSession;
void            relais_session_free          (RelaisSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisSession, relais_session_free)

/* Blocks for the time of a hash, whether the login exists or not. @address: whom the throttle counts with the login. */
RelaisSession  *relais_accounts_sign_in      (RelaisAccounts *self, const char *login, const char *password, const char *device,
                                              const char *address, guint *retry_after, GError **error);
/* (transfer full) (nullable): whose token it is; NULL without @error: nobody's. */
RelaisAccess   *relais_accounts_check_token  (RelaisAccounts *self, const char *token, GError **error);
gboolean        relais_accounts_sign_out     (RelaisAccounts *self, const char *token, GError **error);

typedef struct {
  char  *id;         /* first characters of the token's hash: enough to name it, useless to sign in */
  char  *device;
  gint64 made_at, used_at;
} RelaisToken;
void            relais_token_free            (RelaisToken *token);
GPtrArray      *relais_accounts_list_tokens  (RelaisAccounts *self, const char *login, GError **error);   /* (element-type RelaisToken) */
gboolean        relais_accounts_revoke       (RelaisAccounts *self, const char *login, const char *id /* NULL: all */, GError **error);

/* 256 random bits in base64 (43 characters of A–Z a–z 0–9 - _): for a session, or the address of a feed. */
char           *relais_token_new             (void);
/* SHA-256 of a token in hex: the only form that is stored. */
char           *relais_token_hash            (const char *token);

/* The client file that last pushed with the token, so that a pull tells its last_mid. */
void            relais_accounts_bind_client  (RelaisAccounts *self, const char *token, const char *client);
char           *relais_accounts_dup_client   (RelaisAccounts *self, const char *token);

/* What the account may see in the state of @transaction; NULL: no such account, disabled or thrown away. */
RelaisAccess   *relais_accounts_load_access  (RelaisAccounts *self, RelaisTransaction *transaction, const char *account);

G_END_DECLS
