/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-app-page.h"

G_BEGIN_DECLS

/* RelaisApplication: one process a workspace file; starting Relais again on the same file raises its window.
 *
 * Command line: --workspace FILE, --page NAME, --exit-after-startup, --version */
#define RELAIS_TYPE_APPLICATION (relais_application_get_type ())
G_DECLARE_FINAL_TYPE (RelaisApplication, relais_application, RELAIS, APPLICATION, AdwApplication)

/* @pages: ended by an entry without name; must outlive the application. */
RelaisApplication *relais_application_new (const RelaisAppPageInfo *pages);

G_END_DECLS
