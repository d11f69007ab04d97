/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisCollectionDialog: all campaigns, templates, closed periods, or calendars of others: one row each, opened by a click; "+" makes one; the bin takes one away. */
#define RELAIS_TYPE_COLLECTION_DIALOG (relais_collection_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisCollectionDialog, relais_collection_dialog, RELAIS, COLLECTION_DIALOG, AdwDialog)

AdwDialog *relais_campaigns_dialog_new (RelaisSession *session);
AdwDialog *relais_templates_dialog_new (RelaisSession *session);
AdwDialog *relais_closed_periods_dialog_new (RelaisSession *session);
AdwDialog *relais_calendars_dialog_new (RelaisSession *session);

G_END_DECLS
