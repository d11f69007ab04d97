/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-access.h"
#include "relais-store.h"

G_BEGIN_DECLS

/* relais_access_may_edit(), and nothing that refers to the record has ended its owner's changes (`settled_by`). */
gboolean relais_store_may_edit (RelaisStore *self, RelaisAccess *access, RelaisRecord *record, const char *field);

G_END_DECLS
