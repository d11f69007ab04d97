/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-report.h"

G_BEGIN_DECLS

/* Tables as shown under a chart. (transfer full) (element-type GStrv): the first row has the names of the columns; all rows are of one
 * length. The rule of disclosure is the report's: groups that it hides are one row together. */

/* By group when the report has groups; otherwise one row an answer. Empty for a question that is hidden and for comments. */
GPtrArray *relais_grid_of_question      (const RelaisReport *report, const RelaisQuestionReport *question);
GPtrArray *relais_grid_of_participation (const RelaisReport *report);

G_END_DECLS
