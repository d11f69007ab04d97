/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-flatplan-reading.h"

G_BEGIN_DECLS

/* RelaisEditionHeader: which issue is shown, how full it is, and the steps on the way to the printer with their days.
 * Signal "chosen" (const char *edition). */
#define RELAIS_TYPE_EDITION_HEADER (relais_edition_header_get_type ())
G_DECLARE_FINAL_TYPE (RelaisEditionHeader, relais_edition_header, RELAIS, EDITION_HEADER, AdwBin)

/* @tools: (transfer floating): stands beside the choice of the issue */
GtkWidget *relais_edition_header_new (GtkWidget *tools);
/* @reading: its edition is not NULL */
void       relais_edition_header_set (RelaisEditionHeader *self, RelaisStore *store, const RelaisFlatplanReading *reading,
                                      RelaisDay today);

G_END_DECLS
