/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisWeekView: the week in a page: published, coming, late, proposed, decided. */
#define RELAIS_TYPE_WEEK_VIEW (relais_week_view_get_type ())
G_DECLARE_FINAL_TYPE (RelaisWeekView, relais_week_view, RELAIS, WEEK_VIEW, AdwBin)

GtkWidget *relais_week_view_new  (RelaisSession *session);
/* Reads it again. */
void       relais_week_view_load (RelaisWeekView *self);

G_END_DECLS
