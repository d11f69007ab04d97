/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-plan-state.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisSavedViews: the menu of views that were given a name: one's own and those shared with the team. Opens, saves, renames,
 * shares and deletes them. Signal "chosen": the state says what the chosen view shows. */
#define RELAIS_TYPE_SAVED_VIEWS (relais_saved_views_get_type ())
G_DECLARE_FINAL_TYPE (RelaisSavedViews, relais_saved_views, RELAIS, SAVED_VIEWS, AdwBin)

/* @state: borrowed; must outlive the widget */
GtkWidget *relais_saved_views_new (RelaisSession *session, RelaisPlanState *state);

G_END_DECLS
