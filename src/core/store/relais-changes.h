/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-workspace.h"

G_BEGIN_DECLS

/* Filled while a transaction runs, then never touched again. */
RelaisChanges *relais_changes_new        (void);
void           relais_changes_add        (RelaisChanges *changes, const RelaisKind *kind, const char *id);
void           relais_changes_add_status (RelaisChanges *changes);
gboolean       relais_changes_is_empty   (RelaisChanges *changes);

G_END_DECLS
