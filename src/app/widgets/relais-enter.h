/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * relais_enter_presses:
 * @form: a dialog, or a page of one
 * @button: (nullable): what it is for; %NULL: the default response of an #AdwAlertDialog
 *
 * Enter in any line of @form (entries, numbers, text rows of one line) presses @button, as soon as that can be pressed. Where it cannot
 * yet, Enter does what it does otherwise. The one way in which dialogs do this: GTK knows it of some entries, and not of numbers.
 */
void relais_enter_presses (GtkWidget *form, GtkWidget *button);

G_END_DECLS
