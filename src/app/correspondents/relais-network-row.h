/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-list-row.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* Shows a unit or a person in a row: picture, name, who covers it or what they cover, and a word when there is nobody. */
void relais_network_row_show (RelaisListRow *row, RelaisStore *store, RelaisRecord *record);

G_END_DECLS
