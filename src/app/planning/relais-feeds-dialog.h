/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisFeedsDialog: the calendars that follow the plan. Which there are, a new one with the channels that it shows, its address (told
 * once, to be copied), and its end. They are kept by the back end: without it, the dialog says so. */
#define RELAIS_TYPE_FEEDS_DIALOG (relais_feeds_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisFeedsDialog, relais_feeds_dialog, RELAIS, FEEDS_DIALOG, AdwDialog)

AdwDialog *relais_feeds_dialog_new (RelaisSession *session);

G_END_DECLS
