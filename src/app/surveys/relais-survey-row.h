/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-answer-file.h"

G_BEGIN_DECLS

/* RelaisSurveyRow: a recycled row of the list: a survey, or a file of answers. Titles of waves differ at their end, so they are wrapped, not cut. */
#define RELAIS_TYPE_SURVEY_ROW (relais_survey_row_get_type ())
G_DECLARE_FINAL_TYPE (RelaisSurveyRow, relais_survey_row, RELAIS, SURVEY_ROW, GtkBox)

GtkWidget *relais_survey_row_new        (void);
/* @counts: (nullable): see relais_survey_count_answers() */
void       relais_survey_row_set_survey (RelaisSurveyRow *self, RelaisRecord *survey, GHashTable *counts);
void       relais_survey_row_set_file   (RelaisSurveyRow *self, RelaisAnswerFile *file);
/* What a screen reader says of the row. (transfer full) */
char      *relais_survey_row_dup_label  (RelaisSurveyRow *self);

G_END_DECLS
