/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-accounts.h"
#include "relais-blobs.h"
#include "relais-log.h"

G_BEGIN_DECLS

/* The demonstration city: an invented town hall of 3,900 agents, with texts written for it. */

typedef enum {
  RELAIS_DEMO_SMALL,   /* about 250 records, for tests */
  RELAIS_DEMO_CITY,    /* about 600 subjects over 18 months */
  RELAIS_DEMO_REGION,  /* 100,000 records, for benchmarks */
  RELAIS_DEMO_PLAN,    /* about 100,000 placements over 18 months in one city, without texts, for benchmarks of the plan */
} RelaisDemoSize;

#define RELAIS_DEMO_PASSWORD "demonstration"   /* of each account: manager, editor, editor2, designer, webmaster, correspondent, reader */
#define RELAIS_DEMO_SEED     2026

gboolean relais_demo_size_from_string (const char *name, RelaisDemoSize *size);

/**
 * relais_demo_create:
 * @log: of a storage without records; its clock is set while this runs
 * @seed: the same seed and day give the same records, to the byte
 * @today: (nullable): the day that everything is dated from; %NULL: the computer's
 *
 * Returns: %FALSE with the first thing that was refused, or a storage error
 */
gboolean relais_demo_create           (RelaisLog *log, RelaisBlobs *blobs, RelaisAccounts *accounts, RelaisDemoSize size,
                                       guint32 seed, const GDate *today, GError **error);

G_END_DECLS
