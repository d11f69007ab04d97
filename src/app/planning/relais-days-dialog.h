/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisDaysDialog: one closed period, or one calendar of others' days (school holidays, events of the city), read from an address or
 * from a file and kept for those who are offline. */
#define RELAIS_TYPE_DAYS_DIALOG (relais_days_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisDaysDialog, relais_days_dialog, RELAIS, DAYS_DIALOG, AdwDialog)

/* @record: of the kind closed_period or calendar */
AdwDialog *relais_days_dialog_new (RelaisSession *session, RelaisRecord *record);

G_END_DECLS
