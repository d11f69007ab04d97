/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-record-list.h"

G_BEGIN_DECLS

/* RelaisNetworkRow: one recycled row for a unit or a person: picture, name, who covers it or what they cover, and a word when there
 * is nobody. */
#define RELAIS_TYPE_NETWORK_ROW (relais_network_row_get_type ())
G_DECLARE_FINAL_TYPE (RelaisNetworkRow, relais_network_row, RELAIS, NETWORK_ROW, GtkBox)

GtkWidget *relais_network_row_new  (void);
/* NULL unbinds. */
void       relais_network_row_bind (RelaisNetworkRow *self, RelaisStore *store, RelaisRecordItem *item);
/* What the row says besides the record itself may have changed. */
void       relais_network_row_refresh (RelaisNetworkRow *self);

/* What a screen reader says of the row. (transfer full) */
char      *relais_network_row_dup_label (RelaisNetworkRow *self);

G_END_DECLS
