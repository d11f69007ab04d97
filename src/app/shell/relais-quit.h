/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RELAIS_QUIT_KEY "<Control>q"

/* Keeps in mind how each dialog of @window looked when it came up, for relais_quit() to know what the person did in it; and lets it hear
 * the key of app.quit: an accelerator of the application is deaf under a dialog. */
void relais_quit_follow (AdwApplicationWindow *window);

/* Closes the dialogs of @window and then the window itself, which keeps its state and ends the application. A dialog whose words count
 * once its button is pressed, and in which something was typed or chosen, is asked about first when @ask; otherwise it goes. */
void relais_quit        (AdwApplicationWindow *window, gboolean ask);

G_END_DECLS
