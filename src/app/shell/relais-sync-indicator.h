/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisSyncIndicator: the state of sync at the foot of the sidebar; activates `win.sync`. */
#define RELAIS_TYPE_SYNC_INDICATOR (relais_sync_indicator_get_type ())
G_DECLARE_FINAL_TYPE (RelaisSyncIndicator, relais_sync_indicator, RELAIS, SYNC_INDICATOR, GtkButton)

void relais_sync_indicator_set_session (RelaisSyncIndicator *self, RelaisSession *session);

G_END_DECLS
