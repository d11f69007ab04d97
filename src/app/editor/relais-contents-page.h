/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-app-page.h"

G_BEGIN_DECLS

/* RelaisContentsPage: the articles, and the one that is being written. */
#define RELAIS_TYPE_CONTENTS_PAGE (relais_contents_page_get_type ())
G_DECLARE_FINAL_TYPE (RelaisContentsPage, relais_contents_page, RELAIS, CONTENTS_PAGE, RelaisAppPage)

G_END_DECLS
