/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-accounts.h"
#include "relais-tables.h"
#include "relais-throttle.h"

G_BEGIN_DECLS

struct _RelaisAccounts {
  RelaisLog      *log;          /* owned */
  RelaisThrottle *by_login;
  RelaisThrottle *by_address;
  char           *decoy;        /* a hash that no password has: unknown logins take as long as known ones */
  GMutex          lock;
  GHashTable     *known;        /* owned; account id → Known; what was made at `rights` */
};

/* Argon2id. NULL: out of memory, or not a fit password. */
char         *relais_password_hash   (const char *password, GError **error);
gboolean      relais_password_check  (const char *hash, const char *password);
RelaisRecord *relais_accounts_find   (RelaisTransaction *transaction, const char *login);

G_END_DECLS
