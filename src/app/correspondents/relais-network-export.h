/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* Asks where, then saves the people of the network as vCards, which address books and phones read. */
void relais_network_export (RelaisSession *session, GtkWidget *parent);

G_END_DECLS
