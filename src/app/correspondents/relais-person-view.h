/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisPersonView: one person: details, mandates with their sheets, and what the network saw of them. Everything is edited in place. */
#define RELAIS_TYPE_PERSON_VIEW (relais_person_view_get_type ())
G_DECLARE_FINAL_TYPE (RelaisPersonView, relais_person_view, RELAIS, PERSON_VIEW, AdwBin)

void relais_person_view_set_session (RelaisPersonView *self, RelaisSession *session);
/* @id NULL: nobody. */
void relais_person_view_set_person  (RelaisPersonView *self, const char *id);
/* The store changed: shows what it has now, without disturbing what is being typed. */
void relais_person_view_refresh     (RelaisPersonView *self);

G_END_DECLS
