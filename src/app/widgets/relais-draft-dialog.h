/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisDraftDialog: a new record: a few of its fields, "Add" when the required ones are filled in.
 *
 * Signal "created" (const char *id): the record was committed. */
#define RELAIS_TYPE_DRAFT_DIALOG (relais_draft_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisDraftDialog, relais_draft_dialog, RELAIS, DRAFT_DIALOG, AdwDialog)

/* @fields: NULL-terminated names, in the order of the rows. @start: taken: what is given already, shown where it has a row. */
AdwDialog *relais_draft_dialog_new (RelaisSession *session, const char *title, const char * const *fields, RelaisFields *start);

G_END_DECLS
