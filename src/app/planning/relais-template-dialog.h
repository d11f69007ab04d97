/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

/* RelaisTemplateDialog: one template: what its subjects are like, how often they come, which days that makes, and a button that
 * makes those of the next months. */
#define RELAIS_TYPE_TEMPLATE_DIALOG (relais_template_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RelaisTemplateDialog, relais_template_dialog, RELAIS, TEMPLATE_DIALOG, AdwDialog)

AdwDialog *relais_template_dialog_new (RelaisSession *session, RelaisRecord *template);

G_END_DECLS
