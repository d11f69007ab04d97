/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Blobs by hash in the person's cache folder. What is there was checked when it came. */

/* (transfer full): where the blob is, or would be. %NULL when @hash is none */
char *relais_blob_cache_dup_path (const char *hash);

/* One blob wanted by somebody: run in any thread, on a connection of its own, so that a large file keeps nothing waiting. */
typedef struct _RelaisBlobFetch RelaisBlobFetch;

/* @server, @token: nullable: only what is in the cache can be had */
RelaisBlobFetch *relais_blob_fetch_new  (const char *server, const char *token, const char *hash);
void             relais_blob_fetch_free (RelaisBlobFetch *self);
/* Blocks. Returns: (transfer full) (nullable): the path of the file */
char            *relais_blob_fetch_run  (RelaisBlobFetch *self, GCancellable *cancellable, GError **error);

G_END_DECLS
