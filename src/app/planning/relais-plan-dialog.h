/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The frame of the dialogs of the plan: "Cancel" on the left, what is done on the right and on Enter, rows below.
 *
 * @apply: mnemonic label of the button; @page: (transfer floating); @button: (out): the button, connected by the caller
 */
AdwDialog *relais_plan_dialog_new (const char *title, const char *apply, GtkWidget *page, GtkWidget **button);

G_END_DECLS
