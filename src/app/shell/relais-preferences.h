/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "relais-session.h"

G_BEGIN_DECLS

AdwDialog *relais_preferences_new (RelaisSession *session, GSettings *settings);

G_END_DECLS
