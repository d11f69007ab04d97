/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisCampaignDialog: one campaign: its days and colour, and the subjects that it groups. */
#define RELAIS_TYPE_CAMPAIGN_DIALOG (relais_campaign_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisCampaignDialog, relais_campaign_dialog, RELAIS, CAMPAIGN_DIALOG, AdwDialog)

AdwDialog *relais_campaign_dialog_new (RelaisSession *session, RelaisRecord *campaign);

G_END_DECLS
