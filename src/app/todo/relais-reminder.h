/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-session.h"

G_BEGIN_DECLS

/* From now on, and as long as @session is there: once a day, a notification of the desktop when something is due today. Nothing is
 * notified of anything else. */
void relais_reminder_begin (RelaisSession *session);

G_END_DECLS
