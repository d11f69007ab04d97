/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisUnitView: one directorate or service: who covers it, what is below it, its figures. */
#define RELAIS_TYPE_UNIT_VIEW (relais_unit_view_get_type ())
G_DECLARE_FINAL_TYPE (RelaisUnitView, relais_unit_view, RELAIS, UNIT_VIEW, AdwBin)

void relais_unit_view_set_session (RelaisUnitView *self, RelaisSession *session);
/* @id NULL: none. */
void relais_unit_view_set_unit    (RelaisUnitView *self, const char *id);
void relais_unit_view_refresh     (RelaisUnitView *self);

G_END_DECLS
