/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-record.h"

G_BEGIN_DECLS

typedef enum {
  RELAIS_PAGE_EMPTY,   /* nothing on it */
  RELAIS_PAGE_HOLE,    /* less than nine tenths of its room */
  RELAIS_PAGE_FULL,
  RELAIS_PAGE_OVER,    /* more signs than room */
} RelaisPageState;

typedef struct {
  char *id;     /* owned: of the placement */
  guint page;   /* 0: of this issue, on no page yet */
  guint signs;  /* written, or expected */
} RelaisFlatplanItem;

typedef struct {
  guint           number;   /* from 1 */
  guint           room;     /* signs; 0: not known */
  guint           used;     /* signs */
  RelaisPageState state;
  GPtrArray      *items;    /* (element-type RelaisFlatplanItem) lent by the plan, in the order they were given */
} RelaisFlatplanPage;

typedef struct {
  GPtrArray *pages;     /* (element-type RelaisFlatplanPage) every page of the issue, in order */
  GPtrArray *waiting;   /* (element-type RelaisFlatplanItem) on no page, or on one that the issue does not have */
  GPtrArray *items;     /* owns them all */
  guint      room;
  guint      used;
  guint      n_empty, n_over;
} RelaisFlatplan;

/* Takes its items from @items (element-type RelaisFlatplanItem) (transfer container and contents). @edition: `pages`,
 * `page_signs`, `rooms`. */
RelaisFlatplan *relais_flatplan_new       (RelaisRecord *edition, GPtrArray *items);
void            relais_flatplan_free      (RelaisFlatplan *plan);
/* Signs that page @page of @edition holds; 0: not known. */
guint           relais_flatplan_get_room  (RelaisRecord *edition, guint page);
RelaisFlatplanItem *relais_flatplan_item_new (const char *id, guint page, guint signs);
void            relais_flatplan_item_free (RelaisFlatplanItem *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisFlatplan, relais_flatplan_free)

G_END_DECLS
