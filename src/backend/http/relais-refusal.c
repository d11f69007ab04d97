/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-http"

#include "relais-http-private.h"

#include <dlfcn.h>
#include <string.h>

/* What is refused while there is no request yet, or no more.
 *
 * What libmicrohttpd cannot read it answers by itself, with a page of its own for which it has no setting. It hands that page to its own
 * public MHD_queue_response(). The program's definition of a name goes before a library's, so the page comes here, and a problem
 * document takes its place; our own replies go to the library's function directly. Were a library built so that it calls only
 * itself (-Bsymbolic), its pages would stay as they are, with the same status and the same end of the connection. */

typedef enum MHD_Result (*QueueFunc) (struct MHD_Connection *, unsigned int, struct MHD_Response *);

static const struct {
  guint       status;
  const char *code;
  const char *detail;
} refusals[] = {
  { 400, "bad_request",       "This is no request of HTTP/1.1 that can be read in one clear way." },
  { 413, "too_large",         "The body, or a piece of it, is larger than anything that is taken here." },
  { 414, "target_too_long",   "The address that is asked for is longer than any there is." },
  { 431, "headers_too_large", "The headers are larger than is taken here." },
  { 500, "internal",          "The back end made a mistake." },
  { 501, "not_implemented",   "Nothing is asked for in such a way here." },
  { 505, "http_version",      "HTTP/1.1 is spoken here." },
};

static QueueFunc
find_queue_func (void)
{
  static gsize found;
  if (g_once_init_enter (&found))
    g_once_init_leave (&found, (gsize) dlsym (RTLD_NEXT, "MHD_queue_response"));
  return (QueueFunc) found;
}

/* Called by libmicrohttpd: @page is its own. */
enum MHD_Result
MHD_queue_response (struct MHD_Connection *connection, unsigned int status, struct MHD_Response *page)
{
  gsize i = 0;
  for (gsize n = 0; n < G_N_ELEMENTS (refusals); n++)
    if (refusals[n].status == status)
      i = n;
  char *text = relais_problem_to_text (refusals[i].status, refusals[i].code, refusals[i].detail);
  struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback (strlen (text), text, g_free);
  MHD_add_response_header (response, MHD_HTTP_HEADER_CONTENT_TYPE, RELAIS_PROBLEM_TYPE);
  MHD_add_response_header (response, "Relais-Protocol", "1");
  MHD_add_response_header (response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  MHD_add_response_header (response, "X-Content-Type-Options", "nosniff");
  enum MHD_Result result = relais_queue_response (connection, refusals[i].status, response);
  MHD_destroy_response (response);
  return result;
}

enum MHD_Result
relais_queue_response (struct MHD_Connection *connection, guint status, struct MHD_Response *response)
{
  return find_queue_func () (connection, status, response);
}

char *
relais_problem_to_text (guint status, const char *code, const char *detail)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), json_object_new ());
  JsonObject *problem = json_node_get_object (node);
  const char *title = MHD_get_reason_phrase_for (status);
  json_object_set_string_member (problem, "type", "about:blank");
  json_object_set_string_member (problem, "title", title != NULL ? title : "Refused");
  json_object_set_int_member (problem, "status", status);
  json_object_set_string_member (problem, "code", code);
  json_object_set_string_member (problem, "detail", detail);
  return json_to_string (node, FALSE);
}

char *
relais_problem_to_wire (guint status, const char *text)
{
  return g_strdup_printf ("HTTP/1.1 %u %s\r\nConnection: close\r\nRelais-Protocol: 1\r\nContent-Type: " RELAIS_PROBLEM_TYPE "\r\n"
                          "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                          status, MHD_get_reason_phrase_for (status), strlen (text), text);
}
