/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-flatplan-reading.h"
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisFlatplanSheet: the pages of one issue as they will lie before the reader: page 1 alone, then facing pages; beside them
 * what has no page yet. Cards go from page to page by drag, by menu, or by keyboard: Space picks up, arrows choose the page,
 * Enter drops, Escape puts back.
 *
 * Signal "open" (const char *subject, const char *placement). */
#define RELAIS_TYPE_FLATPLAN_SHEET (relais_flatplan_sheet_get_type ())
G_DECLARE_FINAL_TYPE (RelaisFlatplanSheet, relais_flatplan_sheet, RELAIS, FLATPLAN_SHEET, AdwBin)

/* @header: (transfer floating): above the pages */
GtkWidget *relais_flatplan_sheet_new    (RelaisSession *session, GtkWidget *header);
/* @reading: (nullable): lent until the next call. Without an issue the pages stay as they are. */
void       relais_flatplan_sheet_set    (RelaisFlatplanSheet *self, const RelaisFlatplanReading *reading);
/* Puts it into the issue, on no page yet, as if it had been let go there. */
void       relais_flatplan_sheet_add    (RelaisFlatplanSheet *self, RelaisRecord *placement);
/* Highlights what is open beside the view. */
void       relais_flatplan_sheet_choose (RelaisFlatplanSheet *self, const char *placement);

G_END_DECLS
