/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* RelaisTestProxy: a network that a test rules. Listens on a free port of 127.0.0.1, in threads of its own; forwards bytes to a back end, or
 * misbehaves. All functions may be called at any time from the test's thread. */
typedef struct _RelaisTestProxy RelaisTestProxy;

typedef enum {
  RELAIS_TEST_PROXY_PASS,     /* to the back end and back */
  RELAIS_TEST_PROXY_CUT,      /* closes every connection at once */
  RELAIS_TEST_PROXY_DROP,     /* takes every byte and answers nothing */
  RELAIS_TEST_PROXY_ANSWER,   /* the same answer to every request: captive portal, garbage, error */
  RELAIS_TEST_PROXY_TRICKLE,  /* one byte of the answer every 50 ms */
} RelaisTestProxyMode;

/* @upstream: port of the back end on 127.0.0.1; 0: none. Starts with PASS, or ANSWER when there is no back end. */
RelaisTestProxy *relais_test_proxy_new            (guint16 upstream);
void             relais_test_proxy_free           (RelaisTestProxy *self);
/* "http://127.0.0.1:PORT", or https with a certificate. Lent. */
const char      *relais_test_proxy_get_address    (RelaisTestProxy *self);
/* Connections that are open are closed, except when @mode stays the same. */
void             relais_test_proxy_set_mode       (RelaisTestProxy *self, RelaisTestProxyMode mode);
void             relais_test_proxy_set_upstream   (RelaisTestProxy *self, guint16 upstream);
/* Each portion of bytes waits so long, both ways. */
void             relais_test_proxy_set_delay      (RelaisTestProxy *self, guint ms);
/* For ANSWER and TRICKLE: the whole response, head and body. @length -1: a string. The connection is closed after it. */
void             relais_test_proxy_set_answer     (RelaisTestProxy *self, const char *answer, gssize length);
/* As set_answer() with the head made from @status ("200 OK"), @headers (nullable: "Name: value\r\n"…) and the header of the protocol. */
void             relais_test_proxy_set_relais_answer (RelaisTestProxy *self, const char *status, const char *headers, const char *body);
/* Speaks TLS with this certificate from now on; with ANSWER only. */
void             relais_test_proxy_set_certificate (RelaisTestProxy *self, GTlsCertificate *certificate);
guint            relais_test_proxy_count_connections (RelaisTestProxy *self);
guint            relais_test_proxy_count_requests (RelaisTestProxy *self);      /* with ANSWER and TRICKLE */
char            *relais_test_proxy_dup_request    (RelaisTestProxy *self);      /* the last one; nullable */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisTestProxy, relais_test_proxy_free)

G_END_DECLS
