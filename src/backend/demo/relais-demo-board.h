/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-demo-plan.h"

G_BEGIN_DECLS

/* What the planning board shows beside the stories: the frame is made before them, the board after them. */

typedef struct {
  char   *id;             /* owned */
  guint   unit, theme;
  guint32 starts, ends;
} DemoCampaign;

typedef struct {
  char   *id;             /* owned */
  guint   unit, theme;
  guint32 starts;
} DemoTemplate;

typedef struct {
  char   *id;             /* owned */
  guint32 print_on, out_on;
  guint   pages;
  guint   placed;         /* pieces that were put on a page, or wait for one */
} DemoEdition;

void    demo_make_frame   (DemoCity *city);
/* Subjects of campaigns, what templates brought forth, ideas without date, weeks that are too full. */
void    demo_make_board   (DemoPlan *plan, GPtrArray *subjects);

/* Positions; where there is none of that name, the first. */
guint   demo_find_theme   (DemoCity *city, const char *name);
guint   demo_find_channel (DemoCity *city, const char *form);

/* Sets issue, page and length of a piece for the journal. Issues that are closed are full; the next one has a page with too much, a
 * hole and pieces that wait; of the one after it only the beginning is known. */
void    demo_set_page     (DemoCity *city, RelaisFields *placement, guint32 planned);

G_END_DECLS
