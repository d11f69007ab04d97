/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-app-page.h"

G_BEGIN_DECLS

/* RelaisNetworkPage: who covers which directorate, which directorates nobody covers, and each person's page. */
#define RELAIS_TYPE_NETWORK_PAGE (relais_network_page_get_type ())
G_DECLARE_FINAL_TYPE (RelaisNetworkPage, relais_network_page, RELAIS, NETWORK_PAGE, RelaisAppPage)

G_END_DECLS
