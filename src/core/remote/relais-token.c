/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "relais-remote"

#include "relais-token.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

static const SecretSchema schema = {
  "fr.relais.Relais.Token", SECRET_SCHEMA_NONE,
  { { "server", SECRET_SCHEMA_ATTRIBUTE_STRING }, { "login", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

gboolean
relais_token_keep (const char *server, const char *login, const char *token, GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;
  /* Translators: entry in the list of passwords; login and server */
  g_autofree char *label = g_strdup_printf (_("Relais: %s on %s"), login, server);

  if (secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, token, cancellable, &error,
                                  "server", server, "login", login, NULL))
    return TRUE;
  g_info ("the token stays in memory: %s", error != NULL ? error->message : "refused");
  return FALSE;
}

char *
relais_token_find (const char *server, const char *login, GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *secret = secret_password_lookup_sync (&schema, cancellable, &error, "server", server, "login", login, NULL);

  if (error != NULL)
    g_info ("no secret service: %s", error->message);
  return g_steal_pointer (&secret);
}

void
relais_token_forget (const char *server, const char *login, GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;

  if (!secret_password_clear_sync (&schema, cancellable, &error, "server", server, "login", login, NULL) && error != NULL)
    g_info ("no secret service: %s", error->message);
}
