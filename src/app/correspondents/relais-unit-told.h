/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-day.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* A subject of a direction or service: told, or to come. */
typedef struct {
  char *id;       /* owned */
  char *title;    /* owned */
  char *channel;  /* owned */
  char  day[RELAIS_DAY_SIZE];
} RelaisToldSubject;

/* What was said of a direction or service, and what will be. */
typedef struct {
  char      *summary;  /* owned, nullable: against its headcount, for a direction */
  GPtrArray *told;     /* owned: element-type RelaisToldSubject, the last first */
  GPtrArray *coming;   /* owned: element-type RelaisToldSubject, the next first */
} RelaisUnitTold;

void            relais_unit_told_free        (RelaisUnitTold *told);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisUnitTold, relais_unit_told_free)

/* Read on the store's thread. */
void            relais_unit_told_read_async  (RelaisStore *store, const char *unit, GCancellable *cancellable, GAsyncReadyCallback callback,
                                              gpointer user_data);
RelaisUnitTold *relais_unit_told_read_finish (RelaisStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
