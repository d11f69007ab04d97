/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-tokens.h"

G_BEGIN_DECLS

/* Where two people's changes of one sequence of tokens lie: regions that follow one another and together cover all three. */
typedef enum {
  RELAIS_REGION_STABLE,  /* the same in all three */
  RELAIS_REGION_MINE,    /* only mine changed it */
  RELAIS_REGION_THEIRS,
  RELAIS_REGION_SAME,    /* both made the same change */
  RELAIS_REGION_BOTH,    /* both changed it, differently */
} RelaisRegionType;

typedef struct { guint start, end; } RelaisRange;
typedef struct {
  RelaisRegionType type;
  RelaisRange      base, mine, theirs;
} RelaisRegion;

/**
 * relais_align:
 * @base, @mine, @theirs: (element-type RelaisToken)
 * @strict: changes that meet, or have only spaces between them, are one region (words); otherwise only those that overlap or
 *   insert at the same place (blocks)
 *
 * Returns: (transfer full) (element-type RelaisRegion) (nullable): the regions in order; %NULL when they could not be
 *   compared
 */
GArray *relais_align (GArray *base, GArray *mine, GArray *theirs, gboolean strict);

G_END_DECLS
