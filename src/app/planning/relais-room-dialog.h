/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* Asks how much one page of an issue holds, where it is not as the others: a cover, an advertisement. */
void relais_room_dialog_show (GtkWidget *parent, RelaisSession *session, RelaisRecord *edition, guint page);

G_END_DECLS
