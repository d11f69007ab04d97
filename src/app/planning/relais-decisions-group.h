/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisDecisionsGroup: what the committee decided about a subject, latest meeting first: outcome, why, who is in charge, by when. */
#define RELAIS_TYPE_DECISIONS_GROUP (relais_decisions_group_get_type ())
G_DECLARE_FINAL_TYPE (RelaisDecisionsGroup, relais_decisions_group, RELAIS, DECISIONS_GROUP, AdwPreferencesGroup)

GtkWidget *relais_decisions_group_new  (RelaisSession *session);
/* @subject: (nullable). Without a decision there is nothing to see. */
void       relais_decisions_group_show (RelaisDecisionsGroup *self, const char *subject);

G_END_DECLS
