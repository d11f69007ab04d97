/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisSubjectPane: a subject with all its placements, edited in place. Signal "close". */
#define RELAIS_TYPE_SUBJECT_PANE (relais_subject_pane_get_type ())
G_DECLARE_FINAL_TYPE (RelaisSubjectPane, relais_subject_pane, RELAIS, SUBJECT_PANE, AdwBin)

void        relais_subject_pane_set_session (RelaisSubjectPane *self, RelaisSession *session);
/* @placement: (nullable): unfolded; NULL: none. @subject NULL: shows nothing and commits what was typed. */
void        relais_subject_pane_show        (RelaisSubjectPane *self, const char *subject, const char *placement);
const char *relais_subject_pane_get_subject (RelaisSubjectPane *self);   /* nullable */

G_END_DECLS
