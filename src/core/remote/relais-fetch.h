/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * relais_fetch_async:
 * @url: http, https or webcal (which is https)
 * @max_bytes: longer answers are refused
 *
 * A public document of somebody else's server, such as the calendar of school holidays: without cookies, accounts or cache, with
 * time-outs, in a thread of its own.
 */
void    relais_fetch_async  (const char *url, gsize max_bytes, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
/* (transfer full) (nullable) */
GBytes *relais_fetch_finish (GAsyncResult *result, GError **error);

G_END_DECLS
