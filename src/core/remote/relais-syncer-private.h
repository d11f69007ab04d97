/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-sync-loop.h"

G_BEGIN_DECLS

/* Before it starts; tests shorten the pauses. */
void relais_syncer_set_pauses (RelaisSyncer *self, const RelaisSyncPauses *pauses);

G_END_DECLS
