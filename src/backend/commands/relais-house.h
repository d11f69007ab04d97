/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-accounts.h"
#include "relais-blobs.h"
#include "relais-feeds.h"
#include "relais-log.h"
#include "relais-sqlite-storage.h"

G_BEGIN_DECLS

/* RelaisHouse: everything that lies in one data directory, opened: what a command or the server works with.
 *
 *   relais.db  blobs/  uploads/
 */
typedef struct {
  char           *directory;
  RelaisStorage  *storage;
  RelaisLog      *log;
  RelaisAccounts *accounts;
  RelaisBlobs    *blobs;
  RelaisFeeds    *feeds;
} RelaisHouse;

#define RELAIS_HOUSE_DATABASE "relais.db"
#define RELAIS_HOUSE_BLOBS    "blobs"
#define RELAIS_HOUSE_UPLOADS  "uploads"

/* @create: makes the directory and the database when they are not there; otherwise that is an error. */
RelaisHouse *relais_house_open (const char *directory, gboolean create, GError **error);
void         relais_house_free (RelaisHouse *house);
char        *relais_house_dup_path (RelaisHouse *house, const char *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisHouse, relais_house_free)

G_END_DECLS
