/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-session.h"
#include "relais-sheet.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The desktop's print dialog for a sheet. Takes @sheet. A failure is told once, as a notice of the session. */
void relais_print_dialog_run (RelaisSession *session, GtkWidget *parent, RelaisSheet *sheet);

G_END_DECLS
