/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-report.h"

G_BEGIN_DECLS

/* RelaisReportCard: one question of a report, or its participation: text, figures, chart or table, what is hidden and why. The table is
 * built when it is first asked for. */
#define RELAIS_TYPE_REPORT_CARD (relais_report_card_get_type ())
G_DECLARE_FINAL_TYPE (RelaisReportCard, relais_report_card, RELAIS, REPORT_CARD, AdwBin)

GtkWidget *relais_report_card_new_question      (RelaisReport *report, guint question);
GtkWidget *relais_report_card_new_participation (RelaisReport *report);

G_END_DECLS
