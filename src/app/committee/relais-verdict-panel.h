/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"
#include "relais-verdict.h"

G_BEGIN_DECLS

/* RelaisVerdictPanel: what belongs to a decision: reason, who, by when; to which day; on which channel. Hidden until asked.
 * Signals: "confirmed": the verdict is complete; "cancelled". */
#define RELAIS_TYPE_VERDICT_PANEL (relais_verdict_panel_get_type ())
G_DECLARE_FINAL_TYPE (RelaisVerdictPanel, relais_verdict_panel, RELAIS, VERDICT_PANEL, AdwBin)

void     relais_verdict_panel_set_session (RelaisVerdictPanel *self, RelaisSession *session);
/* Opens it on @outcome, filled in with what is known of @point (its earlier decision first); the focus goes to what is asked. */
void     relais_verdict_panel_open        (RelaisVerdictPanel *self, RelaisMeeting *meeting, const RelaisMeetingPoint *point,
                                           const char *outcome);
void     relais_verdict_panel_close       (RelaisVerdictPanel *self);
gboolean relais_verdict_panel_is_open     (RelaisVerdictPanel *self);
/* Its strings are the panel's, until it is opened again. */
void     relais_verdict_panel_get         (RelaisVerdictPanel *self, RelaisVerdict *verdict);

G_END_DECLS
