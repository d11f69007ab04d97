/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-store.h"

G_BEGIN_DECLS

/* A field's value as a person reads it: titles instead of identifiers, dates in words, choices by name. Never NULL; "" for
 * NULL. Bounded lookups on the main thread. */
char *relais_value_to_text (RelaisStore *store, const RelaisKind *kind, guint field, GVariant *value);

G_END_DECLS
