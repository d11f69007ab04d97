/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisSearchDialog (Ctrl+K): search across everything, results by kind; Enter opens the record on its page. */
#define RELAIS_TYPE_SEARCH_DIALOG (relais_search_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisSearchDialog, relais_search_dialog, RELAIS, SEARCH_DIALOG, AdwDialog)

/* @kinds: those that pages show, NULL-terminated */
AdwDialog *relais_search_dialog_new (RelaisSession *session, const char * const *kinds);

G_END_DECLS
