/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "relais-report.h"

G_BEGIN_DECLS

#define RELAIS_NO_FIGURES ((RelaisFigures) { .mean = NAN, .median = NAN, .enps = NAN })

/* Empty values, to be filled before anybody else sees them. */
RelaisReport         *relais_report_alloc        (void);
RelaisQuestionReport *relais_question_report_new (void);

G_END_DECLS
