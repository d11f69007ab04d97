/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include "relais-test-backend.h"

G_BEGIN_DECLS

/* HTTP over a bare socket, so that tests can send whatever they like. One connection a request. */
typedef struct {
  guint       status;    /* 0: the connection ended without an answer */
  GHashTable *headers;   /* lower-case name → value */
  GBytes     *body;
  JsonNode   *json;      /* NULL when the body is not JSON */
} Answer;
void        answer_free       (Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)
const char *answer_get_header (Answer *answer, const char *name);
JsonObject *answer_get_object (Answer *answer);
/* The `code` of the problem document, which must be well formed and of the status. */
const char *answer_get_code   (Answer *answer);

/* Sends the bytes as they are and reads until the other side ends. */
Answer     *http_send_bytes   (RelaisTestBackend *backend, const char *bytes, gssize length);
/* @headers: more lines, each ended by \r\n, or NULL. A token of NULL: not signed in. @type NULL: no body. */
Answer     *http_call         (RelaisTestBackend *backend, const char *token, const char *method, const char *path,
                               const char *headers, const char *type, const char *body, gssize length);
Answer     *http_get          (RelaisTestBackend *backend, const char *token, const char *path);
/* @json: with ' for ". */
Answer     *http_post         (RelaisTestBackend *backend, const char *token, const char *path, const char *json);

/* A token for an account made by relais_test_backend_add_account(). @epoch: (out) (optional) */
char       *http_sign_in      (RelaisTestBackend *backend, const char *login, char **epoch);
/* Pushes one mutation and gives its outcome's object. */
JsonObject *http_push         (RelaisTestBackend *backend, const char *token, const char *epoch, const char *client, const char *mutation,
                               Answer **answer);
/* A connection with a request on it whose answer has not been read. */
GSocketConnection *http_open  (RelaisTestBackend *backend, const char *bytes);
guint64     http_get_head     (RelaisTestBackend *backend, const char *token);

G_END_DECLS
