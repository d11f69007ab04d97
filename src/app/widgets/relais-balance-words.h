/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-balance.h"

G_BEGIN_DECLS

/* "412 agents, worth 5 subjects · last on 3 November · next on 12 January · 2 ideas". (transfer full) */
char *relais_balance_describe (const RelaisBalanceRow *row);

G_END_DECLS
