/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "relais-kind.h"

G_BEGIN_DECLS

/* RelaisStatePill: a value of a CHOICE field as icon, word and colour. */
#define RELAIS_TYPE_STATE_PILL (relais_state_pill_get_type ())
G_DECLARE_FINAL_TYPE (RelaisStatePill, relais_state_pill, RELAIS, STATE_PILL, GtkWidget)

GtkWidget *relais_state_pill_new (void);
/* @value NULL hides it. */
void       relais_state_pill_set (RelaisStatePill *self, const RelaisKind *kind, const char *field, const char *value);

G_END_DECLS
