/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-plan-view.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisFlatplanView: one issue of the journal, page by page, and the choice and making of issues. */
#define RELAIS_TYPE_FLATPLAN_VIEW (relais_flatplan_view_get_type ())
G_DECLARE_FINAL_TYPE (RelaisFlatplanView, relais_flatplan_view, RELAIS, FLATPLAN_VIEW, AdwBin)

GtkWidget *relais_flatplan_view_new (RelaisSession *session);

G_END_DECLS
