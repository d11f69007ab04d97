/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-choice-label.h"

G_BEGIN_DECLS

/* How the values of CHOICE fields are drawn. The description says which values there are, relais_choice_label() how they are
 * called; this says how they look. Colour always comes with an icon and a word. */

/* Symbolic icon name, or NULL. */
const char *relais_choice_icon  (const RelaisKind *kind, const char *field, const char *value);
/* CSS class of the colour ("relais-blue"), or NULL. */
const char *relais_choice_style (const RelaisKind *kind, const char *field, const char *value);

/* Icon and colour class of a channel's form and colour ("brief", "blue"); never NULL. */
const char *relais_channel_icon  (const char *form);
const char *relais_color_style   (const char *color);

G_END_DECLS
