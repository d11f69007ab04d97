/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-app-page.h"

G_BEGIN_DECLS

/* RelaisSurveysPage: surveys and their reports, and files of answers that are analysed on this computer. */
#define RELAIS_TYPE_SURVEYS_PAGE (relais_surveys_page_get_type ())
G_DECLARE_FINAL_TYPE (RelaisSurveysPage, relais_surveys_page, RELAIS, SURVEYS_PAGE, RelaisAppPage)

G_END_DECLS
