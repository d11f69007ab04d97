/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-record-list.h"

G_BEGIN_DECLS

/* What only the list does with its items. */
RelaisRecordItem *relais_record_item_new     (RelaisStore *store, const RelaisKind *kind, gint64 pk);
/* Whether somebody asked for its record. */
gboolean          relais_record_item_is_read (RelaisRecordItem *self);
/* Notifies when the record differs. */
void              relais_record_item_update  (RelaisRecordItem *self, RelaisRecord *record);

G_END_DECLS
