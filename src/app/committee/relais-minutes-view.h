/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-meeting-view.h"

G_BEGIN_DECLS

/* RelaisMinutesView: the record of decisions of a meeting: shown, edited, kept, as PDF and as a message.
 * Signal "resume": the committee goes on with what it had not reached. */
#define RELAIS_TYPE_MINUTES_VIEW (relais_minutes_view_get_type ())
G_DECLARE_FINAL_TYPE (RelaisMinutesView, relais_minutes_view, RELAIS, MINUTES_VIEW, RelaisMeetingView)

/* The meeting is at its end: from now on it is a record. */
AdwNavigationPage *relais_minutes_view_new (RelaisSession *session, const char *meeting);

G_END_DECLS
