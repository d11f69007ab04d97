/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-meeting-view.h"

G_BEGIN_DECLS

/* RelaisPassView: the committee at work: one subject at a time in large type, one key a decision. Where it is follows from the
 * meeting in the store: after a crash it goes on with the first point that is open.
 * Signal "finished": there is nothing left to decide, or the person goes to the record. */
#define RELAIS_TYPE_PASS_VIEW (relais_pass_view_get_type ())
G_DECLARE_FINAL_TYPE (RelaisPassView, relais_pass_view, RELAIS, PASS_VIEW, RelaisMeetingView)

AdwNavigationPage *relais_pass_view_new (RelaisSession *session, const char *meeting);

G_END_DECLS
