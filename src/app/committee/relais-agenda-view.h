/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-meeting-view.h"

G_BEGIN_DECLS

/* RelaisAgendaView: prepares a meeting: day, who comes, and the agenda that the plan proposes, to reorder, shorten and add to.
 * Signal "begin": the meeting is under way now (or goes on). */
#define RELAIS_TYPE_AGENDA_VIEW (relais_agenda_view_get_type ())
G_DECLARE_FINAL_TYPE (RelaisAgendaView, relais_agenda_view, RELAIS, AGENDA_VIEW, RelaisMeetingView)

AdwNavigationPage *relais_agenda_view_new (RelaisSession *session, const char *meeting);

G_END_DECLS
