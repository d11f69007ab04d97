/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Names for a screen reader where the toolkit leaves them out. tests/ui/test_names.py fails where one is missing. */

/* What is chosen is said with what it is chosen for ("Period: Past"): GTK says only the value, and drops a label of one's own. */
void relais_name_drop_down (GtkDropDown *menu, const char *name);
/* The list of a group that has no title. */
void relais_name_group     (AdwPreferencesGroup *group, const char *name);
/* A row is called by all that it says: GTK calls it by its title alone. */
void relais_name_row       (GtkWidget *row, const char *name);
/* A row is called by its title, and what it unfolds "Details". */
void relais_name_expander  (AdwExpanderRow *row);

G_END_DECLS
