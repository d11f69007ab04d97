/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisPlacementsGroup: the channels of one subject, one row each: status, the three dates, who writes and reviews, how long it is of
 * what the channel allows, its text. A channel that was refused stays, with the reason. */
#define RELAIS_TYPE_PLACEMENTS_GROUP (relais_placements_group_get_type ())
G_DECLARE_FINAL_TYPE (RelaisPlacementsGroup, relais_placements_group, RELAIS, PLACEMENTS_GROUP, AdwPreferencesGroup)

GtkWidget *relais_placements_group_new    (RelaisSession *session);
/* @subject: (nullable); @placement: (nullable): this one is unfolded */
void       relais_placements_group_show   (RelaisPlacementsGroup *self, const char *subject, const char *placement);

G_END_DECLS
