/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-kind.h"

G_BEGIN_DECLS

/* The values of CHOICE fields exist once in the process: a hundred thousand records in state "kept" share one GVariant.
 * Returns (lent) (nullable): the value for @text, NULL when it is not one of the field's choices. Thread-safe. */
GVariant *relais_kind_get_choice (const RelaisKind *kind, guint index, const char *text);

/* Shared TRUE and FALSE. Lent. */
GVariant *relais_shared_boolean  (gboolean value);

G_END_DECLS
