/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-accounts.h"
#include "relais-blobs.h"
#include "relais-feeds.h"
#include "relais-http.h"
#include "relais-log.h"

G_BEGIN_DECLS

/* RelaisApi: the routes of the sync protocol (DESIGN §5) over the log, the accounts and the blobs. */
typedef struct _RelaisApi RelaisApi;

/* All borrowed, and outlive it. @uploads: a directory of the blobs' file system. */
RelaisApi *relais_api_new         (RelaisLog *log, RelaisAccounts *accounts, RelaisBlobs *blobs, RelaisFeeds *feeds, const char *uploads,
                                   guint upload_seconds, GError **error);
/* Once relais_http_free() has returned. */
void       relais_api_free        (RelaisApi *self);
void       relais_api_add_routes  (RelaisApi *self, RelaisHttp *http);
/* Tells the live streams; FALSE when they know already. Commits are told in any order: a head never goes back. */
gboolean   relais_api_publish     (RelaisApi *self, const char *epoch, guint64 head);
/* Throws away uploads that nobody finished in time. */
void       relais_api_sweep       (RelaisApi *self);
/* For RelaisHttpConfig; @data is the RelaisAccounts. */
RelaisAccess *relais_api_authenticate (const char *token, gpointer data, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisApi, relais_api_free)

G_END_DECLS
