/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-meeting.h"

G_BEGIN_DECLS

/* RelaisPointView: what a meeting speaks of, for a room: the subject, why it is spoken of, where it is planned, what was decided before. */
#define RELAIS_TYPE_POINT_VIEW (relais_point_view_get_type ())
G_DECLARE_FINAL_TYPE (RelaisPointView, relais_point_view, RELAIS, POINT_VIEW, GtkBox)

void        relais_point_view_show      (RelaisPointView *self, RelaisMeeting *meeting, const RelaisMeetingPoint *point);
/* Of the subject that is shown. Lent. */
const char *relais_point_view_get_title (RelaisPointView *self);

G_END_DECLS
