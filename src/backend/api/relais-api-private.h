/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-api.h"
#include "relais-rate.h"

G_BEGIN_DECLS

struct _RelaisApi {
  RelaisLog      *log;             /* borrowed */
  RelaisAccounts *accounts;        /* borrowed */
  RelaisBlobs    *blobs;           /* borrowed */
  RelaisFeeds    *feeds;           /* borrowed */
  RelaisRate     *feed_reads;      /* owned; by secret */
  RelaisRate     *feed_addresses;  /* owned; by address */
  RelaisHub      *hub;             /* owned */
  GMutex          head_lock;
  char           *epoch;           /* owned, nullable: with `head`, what the streams were told last */
  guint64         head;
  char           *uploads;         /* directory */
  guint           upload_seconds;  /* how long an unfinished upload is kept */
  GMutex          upload_lock;     /* one piece at a time is added */
};

/* Each file of the API has its table; all take the RelaisApi. */
extern const RelaisRoute relais_api_session_routes[];
extern const RelaisRoute relais_api_sync_routes[];
extern const RelaisRoute relais_api_blob_routes[];
extern const RelaisRoute relais_api_feed_routes[];
extern const RelaisRoute relais_api_history_routes[];
extern const RelaisRoute relais_api_upload_routes[];

/* The problem document for an error of log, accounts, model or storage. */
void        relais_api_reply_error (RelaisRequest *request, const GError *error);
/* A member that must be a string; NULL: the reply is set. */
const char *relais_api_get_string  (RelaisRequest *request, JsonObject *object, const char *name, gsize max_bytes);

G_END_DECLS
