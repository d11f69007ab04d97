/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relais-address.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "relais-remote.h"

#define ADDRESS_MAX_BYTES 2048

static gboolean
is_loopback_host (const char *host)
{
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;

  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static char *
add_scheme (const char *text)
{
  if (strstr (text, "://") != NULL)
    return g_strdup (text);

  g_autofree char *plain = g_strconcat ("http://", text, NULL);
  g_autoptr(GUri) uri = g_uri_parse (plain, G_URI_FLAGS_NONE, NULL);
  if (uri != NULL && g_uri_get_host (uri) != NULL && is_loopback_host (g_uri_get_host (uri)))
    return g_steal_pointer (&plain);
  return g_strconcat ("https://", text, NULL);
}

static void
strip_final_slashes (char *path)
{
  gsize length = strlen (path);
  while (length > 0 && path[length - 1] == '/')
    path[--length] = '\0';
}

char *
relais_address_normalize (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *typed = g_strstrip (g_strdup (text));
  g_autofree char *full = add_scheme (typed);
  g_autoptr(GUri) uri = strlen (full) <= ADDRESS_MAX_BYTES ? g_uri_parse (full, G_URI_FLAGS_HAS_PASSWORD, NULL) : NULL;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0' || strchr (host, ' ') != NULL
      || (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http"))
      || g_uri_get_user (uri) != NULL || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    {
      g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_ADDRESS,
                   _("“%s” is not the address of a Relais server. It looks like https://relais.example.org"), typed);
      return NULL;
    }
  if (g_str_equal (scheme, "http") && !is_loopback_host (host))
    {
      g_set_error (error, RELAIS_REMOTE_ERROR, RELAIS_REMOTE_ERROR_ADDRESS,
                   _("“%s” would send the password unprotected. Use an address that begins with https://"), typed);
      return NULL;
    }

  g_autofree char *path = g_strdup (g_uri_get_path (uri));
  strip_final_slashes (path);
  return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, host, g_uri_get_port (uri), path, NULL, NULL);
}

gboolean
relais_address_is_loopback (const char *address)
{
  g_autoptr(GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  return uri != NULL && g_uri_get_host (uri) != NULL && is_loopback_host (g_uri_get_host (uri));
}
