/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * relais_address_normalize:
 * @text: what a person typed: "https://relais.ville.fr", "relais.ville.fr/portail/", "127.0.0.1:8480"
 *
 * Without a scheme it is https, and http on this computer. Plain http elsewhere is refused: it would show the password.
 *
 * Returns: (transfer full) (nullable): scheme, host, port and path without a final "/", or %NULL with RELAIS_REMOTE_ERROR_ADDRESS
 */
char    *relais_address_normalize   (const char *text, GError **error);
/* Whether a normalized address is on this computer. */
gboolean relais_address_is_loopback (const char *address);

G_END_DECLS
