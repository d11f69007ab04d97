/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisImportDialog: what a file would bring, shown line by line before anything is done; then one action, undone as one. */
#define RELAIS_TYPE_IMPORT_DIALOG (relais_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisImportDialog, relais_import_dialog, RELAIS, IMPORT_DIALOG, AdwDialog)

/* Asks for a file, then shows the dialog. @kind NULL: the network of correspondents. */
void relais_import_dialog_choose (RelaisSession *session, const RelaisKind *kind, GtkWidget *parent);
/* The editorial plan: placements with their subjects. */
void relais_import_dialog_choose_plan (RelaisSession *session, GtkWidget *parent);

G_END_DECLS
