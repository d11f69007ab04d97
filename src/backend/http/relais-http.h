/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include "relais-access.h"

G_BEGIN_DECLS

/* RelaisHttp: routes over libmicrohttpd (DESIGN §7). It knows HTTP and its limits, nothing of records.
 *
 *   connection's thread   headers → route → checks that need no body → body, bounded → suspended
 *   worker thread         handler: reads the request, decides, sets one reply
 *   connection's thread   resumed → reply, compressed when accepted
 *
 * A request that has no route, or breaks a rule of its route, is answered with a problem document before any handler runs.
 */
typedef struct _RelaisHttp    RelaisHttp;
typedef struct _RelaisRequest RelaisRequest;
typedef struct _RelaisHub     RelaisHub;

typedef enum {
  RELAIS_ROUTE_PROTOCOL  = 1 << 0, /* needs `Relais-Protocol: 1` */
  RELAIS_ROUTE_SIGNED_IN = 1 << 1, /* needs a bearer token that is good */
  RELAIS_ROUTE_PASSWORD  = 1 << 2, /* hashes a password: runs in the pool of two */
} RelaisRouteFlags;

typedef void (*RelaisHandler) (RelaisRequest *request, gpointer data);

typedef struct {
  const char      *method;      /* "GET" serves HEAD too, unless HEAD has its own */
  const char      *pattern;     /* "/v1/blobs/{hash}": a name in braces is one segment, not empty; "{path*}" at the end is the rest */
  RelaisRouteFlags flags;
  gsize            body_limit;  /* bytes; 0: no body */
  const char      *body_type;   /* media type that a body must have; NULL: any */
  RelaisHandler    handle;      /* on a worker thread; sets a reply before it returns */
} RelaisRoute;

/* Who a bearer token belongs to: (transfer full) (nullable). NULL without @error: to nobody; with it: this cannot be told now.
 * Called in connections' threads. */
typedef RelaisAccess *(*RelaisAuthenticator) (const char *token, gpointer data, GError **error);

/* Defaults of relais_http_config_init(); all limits are of DESIGN §7. */
typedef struct {
  const char *listen;               /* "127.0.0.1:8480", "[::1]:0" */
  guint       header_seconds;       /* from the connection to the end of the first headers */
  guint       idle_seconds;         /* from an answer to the end of the next headers */
  guint       body_seconds;         /* from the end of the headers to the end of the body */
  guint       send_seconds;         /* for a whole answer, streams excepted */
  guint       per_address;          /* connections of one address, the proxy's on loopback excepted; 0: any number */
  guint       connections;          /* in all */
  guint       comment_seconds;      /* between comment lines on a silent stream */
  RelaisAuthenticator authenticate; /* nullable: nobody is signed in */
  gpointer    authenticate_data;
} RelaisHttpConfig;
void         relais_http_config_init   (RelaisHttpConfig *config);

RelaisHttp  *relais_http_new           (const RelaisHttpConfig *config);
/* @routes: ended by an entry without method; lent for ever. @data goes to their handlers. Before start. */
void         relais_http_add_routes    (RelaisHttp *self, const RelaisRoute *routes, gpointer data);
/* Answers from now on. */
gboolean     relais_http_start         (RelaisHttp *self, GError **error);
guint        relais_http_get_port      (RelaisHttp *self);
/* Stops taking connections, lets handlers finish, ends streams, frees. */
void         relais_http_free          (RelaisHttp *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisHttp, relais_http_free)

/* ---- what a handler reads; all lent ---- */
const char   *relais_request_get_method    (RelaisRequest *request);
const char   *relais_request_get_path      (RelaisRequest *request);
const char   *relais_request_get_segment   (RelaisRequest *request, const char *name);   /* decoded {name} of the pattern */
const char   *relais_request_get_query     (RelaisRequest *request, const char *name);   /* nullable; decoded */
const char   *relais_request_get_header    (RelaisRequest *request, const char *name);   /* nullable */
const char   *relais_request_get_address   (RelaisRequest *request);  /* of the person, as told by a proxy on loopback */
const char   *relais_request_get_token     (RelaisRequest *request);  /* nullable: SIGNED_IN routes have one */
RelaisAccess *relais_request_get_access    (RelaisRequest *request);  /* nullable likewise */
GBytes       *relais_request_get_body      (RelaisRequest *request);
/* The body as a JSON object, strictly; NULL: the reply is set already. */
JsonObject   *relais_request_get_object    (RelaisRequest *request);

/* ---- one reply; the last call counts ---- */
void relais_request_reply         (RelaisRequest *request, guint status, const char *type, GBytes *body /* nullable, taken */);
void relais_request_reply_json    (RelaisRequest *request, guint status, JsonObject *object /* taken */);
/* RFC 9457. @code is stable and documented in data/openapi.yaml; @detail is an English sentence. */
void relais_request_reply_problem (RelaisRequest *request, guint status, const char *code, const char *detail);
/* A file, ranges honoured. */
void relais_request_reply_file    (RelaisRequest *request, const char *type, const char *path);
void relais_request_add_header    (RelaisRequest *request, const char *name, const char *value);
/* What @hub publishes, as it comes, until the client goes, the token is revoked or the hub closes. */
void relais_request_reply_stream  (RelaisRequest *request, RelaisHub *hub);

/* ---- event streams ---- */
/* RelaisHub: one value that many streams show. A stream sends the newest value that it has not sent yet: a slow reader skips some,
 * so that nothing is ever queued for it. Thread-safe. Kept by the caller until relais_http_free() has returned. */
RelaisHub *relais_hub_new     (void);
void       relais_hub_publish (RelaisHub *self, const char *event, const char *data);
guint      relais_hub_count   (RelaisHub *self);   /* streams open now */
void       relais_hub_free    (RelaisHub *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisHub, relais_hub_free)

G_END_DECLS
