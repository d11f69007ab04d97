/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "relais-day.h"
#include "relais-flatplan.h"
#include "relais-plan-filter.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* What one card of the flatplan says. */
typedef struct {
  RelaisRecord *placement;  /* owned */
  char         *title;      /* owned: of the subject */
  guint         signs;      /* of the text, or as many as are expected */
  gboolean      written;
} RelaisFlatplanCard;

/* An issue of the journal with all that is in it, and what could still come into it. */
typedef struct {
  GPtrArray      *editions;  /* element-type RelaisRecord: of the last year and to come, by print date */
  RelaisRecord   *edition;   /* owned, nullable: the one that was read */
  RelaisFlatplan *plan;      /* owned, nullable with it */
  GHashTable     *cards;     /* id → RelaisFlatplanCard: everything below and in @plan */
  GPtrArray      *waiting;   /* element-type RelaisFlatplanCard (borrowed): of this issue on no page, then in no issue */
  gboolean        more;      /* there are more of these */
} RelaisFlatplanReading;

/**
 * relais_flatplan_reading_start:
 * @edition: (nullable): its id; without one, or when it is gone, the next that goes to the printer
 * @filter: what is offered for the issue; what is in it already takes its room whatever the filter says
 *
 * On the store's thread, bounded by what one issue holds.
 */
void                   relais_flatplan_reading_start  (RelaisStore *store, const char *edition, const RelaisPlanFilter *filter,
                                                       RelaisDay today, GCancellable *cancellable, GAsyncReadyCallback callback,
                                                       gpointer user_data);
/* (transfer full) (nullable) */
RelaisFlatplanReading *relais_flatplan_reading_finish (RelaisStore *store, GAsyncResult *result, GError **error);
/* What page @number would hold too much with this placement: "would be 200 signs too many". (transfer full) (nullable) */
char                  *relais_flatplan_reading_warn   (const RelaisFlatplanReading *reading, guint number, const char *placement);
void                   relais_flatplan_reading_free   (RelaisFlatplanReading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RelaisFlatplanReading, relais_flatplan_reading_free)

G_END_DECLS
