/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-meeting.h"

G_BEGIN_DECLS

/* What is said of a point, on the agenda and in the meeting. Bounded lookups on the main thread. */

/* "Direction · proposed by … on …". (transfer full) */
char       *relais_point_say_origin      (RelaisStore *store, const RelaisMeetingPoint *point);
/* What speaks against the day of its placement, or since when it is late; NULL: nothing. (transfer full) (nullable) */
char       *relais_point_say_warning     (RelaisStore *store, const RelaisMeetingPoint *point);
/* CSS class of the colour of a reason. */
const char *relais_point_get_style       (RelaisAgendaWhy why);
/* Placements of the subject, by day. (transfer full) (element-type RelaisRecord) */
GPtrArray  *relais_point_find_placements (RelaisStore *store, const RelaisMeetingPoint *point);
/* A row that says one of them: channel, dates, author, status. (transfer floating) */
GtkWidget  *relais_point_build_placement (RelaisStore *store, RelaisRecord *placement);

G_END_DECLS
