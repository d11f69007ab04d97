/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

G_BEGIN_DECLS

/**
 * relais_menu_names_install:
 *
 * From now on every menu of the application tells a screen reader what its items are called.
 *
 * GTK 4.18 says that an item is labelled by a label which it then keeps off the accessibility bus, so that the item has no name at all.
 */
void relais_menu_names_install (void);

G_END_DECLS
