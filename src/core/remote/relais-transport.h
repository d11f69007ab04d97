/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* RelaisTransport: one request at a time over one SoupSession, with every limit that libsoup leaves to its user (FACTS):
 * no cookies, no cache, no redirects, no authentication dialogs, time-outs for silence and for the whole, decoded bytes counted.
 * The session lives in the thread that made it. Requests wait in a main context of their own, so that nothing else runs meanwhile. */
typedef struct {
  SoupSession  *session;      /* owned */
  GMainContext *context;      /* owned */
  char         *base;         /* owned: normalized address */
  char         *token;        /* owned, nullable */
  guint         deadline;     /* seconds for one whole exchange */
  guint         retry_after;  /* seconds, of the last 429 or 503; 0: not said */
} RelaisTransport;

/* @address: normalized. @token: nullable. */
RelaisTransport *relais_transport_new  (const char *address, const char *token);
void             relais_transport_free (RelaisTransport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisTransport, relais_transport_free)

/* @path: absolute, with its query: "/v1/changes?limit=10". Carries token and protocol version. (transfer full) */
SoupMessage     *relais_transport_new_message (RelaisTransport *self, const char *method, const char *path);

/* A part of the decoded body of a good answer. */
typedef gboolean (*RelaisChunkFunc) (gconstpointer chunk, gsize length, gpointer data, GError **error);

/**
 * relais_transport_send:
 * @max_bytes: greatest decoded body
 * @func: (nullable): gets the body of an answer of the 2xx class
 *
 * Returns: %TRUE for an answer of the 2xx class of this protocol; otherwise %FALSE with a RelaisRemoteError, G_IO_ERROR_CANCELLED, or what
 *   @func set
 */
gboolean         relais_transport_send (RelaisTransport *self, SoupMessage *message, gsize max_bytes, RelaisChunkFunc func,
                                        gpointer data, GCancellable *cancellable, GError **error);

/* What answers of this protocol carry. */
gboolean         relais_transport_is_relais (SoupMessage *message);

G_END_DECLS
