/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-workspace-private.h"

G_BEGIN_DECLS

/* What this file has from before a restore of the back end, until the reading from the start has gone by all of it.
 *
 * A seq of one epoch means nothing in another. Restored twice, while the first new epoch was not read to its end, the file has
 * states of three epochs: each is held against what its own epoch has in common with the present one.
 */

/* All records that are here are from before now. */
gboolean relais_epochs_enter   (RelaisWorkspace *self, GError **error);
/* A state of the present epoch takes the place of what was here. */
gboolean relais_epochs_replace (RelaisWorkspace *self, const char *id, GError **error);
/* The reading is over. */
gboolean relais_epochs_leave   (RelaisWorkspace *self, GError **error);

/* What is here of the record is from before the restore. */
gboolean relais_epochs_is_former (RelaisWorkspace *self, const char *id);
/* It is the same in the present epoch: so is all of its own epoch up to its seq. */
gboolean relais_epochs_share   (RelaisWorkspace *self, RelaisRecord *known, GError **error);
/* It is from before the restore, and after all that both epochs are known to have: the present one may never have had it. */
gboolean relais_epochs_may_be_lost (RelaisWorkspace *self, RelaisRecord *known);

G_END_DECLS
