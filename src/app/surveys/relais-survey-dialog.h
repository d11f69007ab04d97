/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisSurveyDialog: what a survey is: its details, to be changed by whoever may, and its questions. */
#define RELAIS_TYPE_SURVEY_DIALOG (relais_survey_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisSurveyDialog, relais_survey_dialog, RELAIS, SURVEY_DIALOG, AdwPreferencesDialog)

AdwDialog *relais_survey_dialog_new (RelaisSession *session, RelaisRecord *survey);

G_END_DECLS
