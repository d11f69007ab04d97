/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-kind.h"

G_BEGIN_DECLS

/* The word that people read for a value of a CHOICE field: on screen, on paper, in calendars. Translated; the value itself where
 * there is no word, "" for NULL. Static. */
const char *relais_choice_label (const RelaisKind *kind, const char *field, const char *value);

G_END_DECLS
