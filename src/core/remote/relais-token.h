/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The token in the person's secret service. These block: never on a main thread. */

/* Returns: %FALSE when there is no secret service, or it is locked: the caller keeps the token in memory and says so. */
gboolean relais_token_keep   (const char *server, const char *login, const char *token, GCancellable *cancellable);
/* (transfer full) (nullable) */
char    *relais_token_find   (const char *server, const char *login, GCancellable *cancellable);
void     relais_token_forget (const char *server, const char *login, GCancellable *cancellable);

G_END_DECLS
