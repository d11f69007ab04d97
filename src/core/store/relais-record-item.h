/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-record-list.h"

G_BEGIN_DECLS

/* What only the list does with its items. */
RelaisRecordItem *relais_record_item_new    (RelaisRecord *record);
/* Notifies when the record differs. */
void              relais_record_item_update (RelaisRecordItem *self, RelaisRecord *record);

G_END_DECLS
