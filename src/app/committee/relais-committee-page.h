/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-app-page.h"

G_BEGIN_DECLS

/* RelaisCommitteePage: meetings of the committee: prepare → go through it full screen → record of decisions. */
#define RELAIS_TYPE_COMMITTEE_PAGE (relais_committee_page_get_type ())
G_DECLARE_FINAL_TYPE (RelaisCommitteePage, relais_committee_page, RELAIS, COMMITTEE_PAGE, RelaisAppPage)

G_END_DECLS
