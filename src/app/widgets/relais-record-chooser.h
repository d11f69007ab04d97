/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-store.h"

G_BEGIN_DECLS

/* RelaisRecordChooser: a dialog that chooses one record of a kind (a unit, a person, a channel…) by typing a few letters. */
#define RELAIS_TYPE_RECORD_CHOOSER (relais_record_chooser_get_type ())
G_DECLARE_FINAL_TYPE (RelaisRecordChooser, relais_record_chooser, RELAIS, RECORD_CHOOSER, AdwDialog)

/* @id NULL: none, only when the chooser offers it */
typedef void (*RelaisRecordChosen) (const char *id, gpointer user_data);

/* @title: translated; @none: offer to choose none. The dialog closes itself after @chosen. */
AdwDialog *relais_record_chooser_new (RelaisStore *store, const RelaisKind *kind, const char *title, gboolean none,
                                      RelaisRecordChosen chosen, gpointer user_data, GDestroyNotify destroy);
/* One record that would make no sense is not offered: a subject does not come into itself. Before it is presented. */
void       relais_record_chooser_leave_out (RelaisRecordChooser *self, const char *id);

G_END_DECLS
