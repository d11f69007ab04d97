/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* "Split…": a title for a new subject, and which placements go to it. */
void relais_split_dialog_show (GtkWidget *parent, RelaisSession *session, const char *subject);

G_END_DECLS
