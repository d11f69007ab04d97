/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-store.h"

G_BEGIN_DECLS

/* RelaisRecordRow: a reference to another record; activating it chooses another one.
 *
 * Property "value" (nullable: the id). Signal "edited": the person chose; "value" already has it. */
#define RELAIS_TYPE_RECORD_ROW (relais_record_row_get_type ())
G_DECLARE_FINAL_TYPE (RelaisRecordRow, relais_record_row, RELAIS, RECORD_ROW, AdwActionRow)

/* @none: may be empty */
GtkWidget  *relais_record_row_new          (RelaisStore *store, const RelaisKind *kind, const char *title, gboolean none);
const char *relais_record_row_get_value    (RelaisRecordRow *self);
void        relais_record_row_set_value    (RelaisRecordRow *self, const char *id);
void        relais_record_row_set_editable (RelaisRecordRow *self, gboolean editable);
/* @id: (nullable): is not offered; a unit is no part of itself */
void        relais_record_row_leave_out    (RelaisRecordRow *self, const char *id);

G_END_DECLS
