/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-remote.h"
#include "relais-transport.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

struct _RelaisRemote {
  RelaisTransport *transport;  /* owned */
};
/* @body: (nullable): sent as JSON. Returns: (transfer full) (nullable): a node that holds an object */
JsonNode *relais_remote_call (RelaisRemote *self, const char *method, const char *path, JsonObject *body, gsize max_bytes,
                              GCancellable *cancellable, GError **error);
/* Says for the log what was wrong with the answer, and for the person that something was. @reason: nullable */
void      relais_remote_set_bad_answer (RelaisRemote *self, const GError *reason, GError **error);
/* Members of an answer: NULL when absent or of another type. */
const char *relais_remote_get_text (JsonObject *object, const char *name);
/* (transfer full): identifiers; never NULL. An absent member is an empty list. */
char    **relais_remote_dup_ids (JsonObject *object, const char *name);

G_END_DECLS
