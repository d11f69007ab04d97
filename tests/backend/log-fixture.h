/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-log.h"
#include "relais-sqlite-storage.h"
#include "relais-tables.h"

G_BEGIN_DECLS

/* A log in memory with a clock that tests set, and short ways to push and pull. */
typedef struct {
  RelaisStorage *storage;
  RelaisLog     *log;
  char          *epoch;
  gint64         now;
  guint64        heard;     /* the head that the listener was told last */
} LogFixture;

#define CLIENT_A "01a00000-0000-7000-8000-00000000000a"
#define CLIENT_B "01a00000-0000-7000-8000-00000000000b"

void          log_fixture_init  (LogFixture *self);
void          log_fixture_clear (LogFixture *self);
/* "01a00000-0000-7000-8000-" and the number. */
char         *make_id           (guint number);
RelaisAccess *make_access       (RelaisRole role, const char *unit /* nullable */);
/* @mutations: a JSON array, with ' for ". */
RelaisPushResult *push          (LogFixture *self, RelaisAccess *access, const char *client, const char *mutations, GError **error);
RelaisOutcome *push_one         (LogFixture *self, RelaisAccess *access, const char *client, const char *mutation);
RelaisPage   *pull              (LogFixture *self, RelaisAccess *access, const char *cursor, guint limit);

G_END_DECLS
