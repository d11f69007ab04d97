/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-portal.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define NOW "2026-11-21T12:00:00Z"

/* A city whose intranet is read over real HTTP, at a time that the test rules. */
typedef struct {
  char        *directory;
  RelaisLog   *log;
  RelaisBlobs *blobs;
  RelaisHttp  *http;
  RelaisPortal *portal;
  SoupSession *session;
  gint64       now;
  char        *subject;
  char        *brief;      /* ids of channels */
  char        *feature;
  char        *agenda;
  char        *managers;
  /* of the last answer */
  SoupMessage *message;
  char        *body;
} PortalFixture;

/* As make_fields(). @id NULL: a new record. (transfer full): its id */
char       *portal_fixture_write_record (PortalFixture *self, const char *kind, const char *id, ...) G_GNUC_NULL_TERMINATED;
void        portal_fixture_remove_record (PortalFixture *self, const char *kind, const char *id);
char       *portal_fixture_add_article (PortalFixture *self, const char *title, const char *body);
char       *portal_fixture_place (PortalFixture *self, const char *article, const char *channel, const char *state,
                                  const char *publish_at);
guint       portal_fixture_get_with (PortalFixture *self, const char *method, const char *path, const char *etag);
guint       portal_fixture_get (PortalFixture *self, const char *path);
const char *portal_fixture_header (PortalFixture *self, const char *name);
guint       portal_fixture_get_article (PortalFixture *self, const char *id);
gboolean    portal_fixture_home_has (PortalFixture *self, const char *text);
char       *portal_fixture_get_module (PortalFixture *self, const char *id);
gboolean    portal_fixture_module_has (PortalFixture *self, const char *id, const char *text);
void        portal_fixture_set_up (PortalFixture *self, gconstpointer data);
void        portal_fixture_tear_down (PortalFixture *self, gconstpointer data);
gint64      portal_fixture_read_instant (const char *text);

G_END_DECLS
