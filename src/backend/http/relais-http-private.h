/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-http.h"

#include <microhttpd.h>

G_BEGIN_DECLS

/* ---- connections and their deadlines: relais-connections.c ---- */
typedef struct _RelaisConnections RelaisConnections;
typedef struct _RelaisPeer        RelaisPeer;

/* What a connection is doing. Each but the last two has an absolute deadline, so that a byte now and then keeps nobody in. */
typedef enum {
  RELAIS_PHASE_HEADERS,   /* from the connection to the end of the first headers */
  RELAIS_PHASE_IDLE,      /* from an answer to the end of the next headers */
  RELAIS_PHASE_BODY,
  RELAIS_PHASE_SEND,
  RELAIS_PHASE_WORK,      /* a handler has it */
  RELAIS_PHASE_STREAM,
} RelaisPhase;

RelaisConnections *relais_connections_new    (const RelaisHttpConfig *config);
void               relais_connections_free   (RelaisConnections *self);
/* Callbacks of MHD; @data is the RelaisConnections. */
enum MHD_Result    relais_connections_accept (gpointer data, const struct sockaddr *address, socklen_t length);
void               relais_connections_notify (gpointer data, struct MHD_Connection *connection, void **socket_context,
                                              enum MHD_ConnectionNotificationCode code);
RelaisPeer        *relais_peer_of            (struct MHD_Connection *connection);
void               relais_peer_enter         (RelaisPeer *peer, RelaisPhase phase);
/* The first line of a request is here: what is left of its headers has the time of headers. @readable: what it asks for is text. */
void               relais_peer_begin_request (RelaisPeer *peer, gboolean readable);
gboolean           relais_peer_is_readable   (RelaisPeer *peer);
/* There are more connections from its address than one may have. */
gboolean           relais_peer_is_one_too_many (RelaisPeer *peer);
/* Ends the connection with an answer that MHD has no part in: a problem document. */
void               relais_peer_dismiss       (RelaisPeer *peer, guint status, const char *problem);
const char        *relais_peer_get_address   (RelaisPeer *peer);
gboolean           relais_peer_is_loopback   (RelaisPeer *peer);

/* ---- routes: relais-router.c ---- */
typedef struct {
  const RelaisRoute *route;
  gpointer           data;
  GHashTable        *segments;   /* owned; name → value */
} RelaisMatch;
typedef struct _RelaisRouter RelaisRouter;
RelaisRouter *relais_router_new   (void);
void          relais_router_free  (RelaisRouter *self);
void          relais_router_add   (RelaisRouter *self, const RelaisRoute *routes, gpointer data);
/* FALSE: no such path, or (then @allowed is the list of methods it has, owned by the caller) no such method on it. */
gboolean      relais_router_match (RelaisRouter *self, const char *method, const char *path, RelaisMatch *match, char **allowed);

/* ---- problem documents, and refusals without a request: relais-refusal.c ---- */
#define RELAIS_PROBLEM_TYPE "application/problem+json"
char           *relais_problem_to_text (guint status, const char *code, const char *detail);
/* The whole answer, as it goes over the wire. */
char           *relais_problem_to_wire (guint status, const char *text);
enum MHD_Result relais_queue_response  (struct MHD_Connection *connection, guint status, struct MHD_Response *response);

/* ---- one request: relais-request.c, relais-reply.c ---- */
typedef struct {
  guint   status;        /* 0: none yet */
  char   *type;
  GBytes *body;          /* owned, nullable */
  int     fd;            /* -1: none; a file instead of a body */
  guint64 offset, length;
  RelaisHub *hub;        /* borrowed; a stream instead of a body */
  GPtrArray *headers;    /* owned, nullable; name, value, name, value … */
} RelaisReply;

struct _RelaisRequest {
  RelaisHttp            *http;          /* borrowed */
  struct MHD_Connection *connection;    /* borrowed */
  RelaisPeer            *peer;          /* borrowed */
  char                  *method;
  char                  *path;
  char                  *address;
  char                  *token;         /* nullable */
  RelaisAccess          *access;        /* nullable */
  RelaisMatch            match;
  GByteArray            *body;
  GBytes                *body_bytes;    /* nullable; made of `body` when the handler begins */
  JsonNode              *json;          /* nullable */
  gsize                  discarded;     /* bytes that were read and thrown away */
  RelaisReply            reply;
};

RelaisRequest  *relais_request_new    (RelaisHttp *http, struct MHD_Connection *connection, const char *method, const char *path);
void            relais_request_free   (RelaisRequest *request);
/* Whether the headers leave room for the answer's. FALSE: told so; close the connection. */
gboolean        relais_request_fits    (RelaisRequest *request);
/* Checks what needs no body. FALSE: the reply is set. */
gboolean        relais_request_check  (RelaisRequest *request);
/* Takes a piece of the body, or throws it away when a reply is set already. FALSE: close the connection. */
gboolean        relais_request_feed   (RelaisRequest *request, const char *bytes, gsize length);
/* On the worker: what compresses well is sent compressed to who takes it. */
void            relais_request_compress (RelaisRequest *request);
/* Hands the reply to MHD. */
enum MHD_Result relais_request_send   (RelaisRequest *request);

/* ---- RelaisHttp, as its own files see it ---- */
struct _RelaisHttp {
  RelaisHttpConfig   config;
  char              *listen;
  guint              port;
  RelaisRouter      *router;
  RelaisConnections *connections;
  struct MHD_Daemon *daemon;
  GThreadPool       *workers;
  GThreadPool       *hashers;      /* two threads, for passwords */
  GPtrArray         *hubs;         /* (element-type RelaisHub); borrowed; those that streams were opened on */
  GMutex             lock;         /* hubs, busy */
  GCond              quiet;        /* busy became 0 */
  guint              busy;         /* requests between their headers and the end of their answer */
  gboolean           stopping;     /* atomic */
  gsize              buffered;     /* atomic: bytes of bodies in memory */
};

/* ---- streams: relais-hub.c ---- */
struct MHD_Response *relais_hub_make_response (RelaisHub *self, RelaisRequest *request);
/* Ends every stream and takes no more. */
void                 relais_hub_close         (RelaisHub *self);

G_END_DECLS
