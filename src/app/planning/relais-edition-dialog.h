/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* A new issue of the journal, with the rhythm of the one before. Its signal "created" (const char *id) says which.
 * @before: (nullable): the issue that is shown. (transfer floating) */
AdwDialog *relais_new_edition_dialog_new (RelaisSession *session, RelaisRecord *before);

/* RelaisEditionDialog: an issue's pages and dates, and its steps with their days. Every edit is an action of its own. */
#define RELAIS_TYPE_EDITION_DIALOG (relais_edition_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisEditionDialog, relais_edition_dialog, RELAIS, EDITION_DIALOG, AdwDialog)

AdwDialog *relais_edition_dialog_new (RelaisSession *session, RelaisRecord *edition);

G_END_DECLS
