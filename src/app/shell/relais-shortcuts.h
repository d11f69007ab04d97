/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The keyboard shortcuts, in a dialog (GtkShortcutsWindow is deprecated; libadwaita has its own only from 1.8 on). */
AdwDialog *relais_shortcuts_new (void);

G_END_DECLS
