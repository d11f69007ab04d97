/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-recurrence.h"

G_BEGIN_DECLS

/* BYDAY of exactly Monday to Friday with BYSETPOS: days that are worked. */
gboolean relais_rule_means_working_days (const RelaisRule *rule);

G_END_DECLS
