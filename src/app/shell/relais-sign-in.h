/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisSignIn: server, account and password, or "Work on this computer only". The whole window on the first start, a dialog
 * later.
 * Signals "signed-in", "local". */
#define RELAIS_TYPE_SIGN_IN (relais_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (RelaisSignIn, relais_sign_in, RELAIS, SIGN_IN, AdwBin)

GtkWidget *relais_sign_in_new       (RelaisSession *session);
void       relais_sign_in_set_session (RelaisSignIn *self, RelaisSession *session);
/* What is known from last time; @offer_local: show "Work on this computer only". */
void       relais_sign_in_prepare   (RelaisSignIn *self, const char *server, const char *login, gboolean offer_local);

G_END_DECLS
