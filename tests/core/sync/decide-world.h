/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-sync.h"

G_BEGIN_DECLS

/* A world in memory that answers the back end's decision as a database would, and does what was decided. */
typedef struct {
  GHashTable *states;      /* (element-type id → State) */
  GHashTable *tombstones;  /* (element-type id → GUINT seq) */
  GHashTable *blobs;
  guint64     head;
  guint64     mids[100];   /* seq by mid of the one client */
  guint64     next_mid;
  gboolean    own;         /* that client is the one who asks */
} DecideWorld;

void           decide_world_init  (DecideWorld *world);
void           decide_world_clear (DecideWorld *world);
/* Takes @mutation. @own: by the client whose mids the world remembers; otherwise by somebody else. */
RelaisOutcome *decide_world_push  (DecideWorld *world, RelaisAccess *access, gboolean own, RelaisMutation *mutation);
/* Lent; NULL: there is none. */
RelaisRecord  *decide_world_get   (DecideWorld *world, const char *id);

G_END_DECLS
