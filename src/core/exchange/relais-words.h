/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relais-kind.h"

G_BEGIN_DECLS

/* How files from elsewhere call things, whatever the language that Relais runs in. */

/* Letters and digits without case and accents, words set apart by one space: "  Pôle « Éducation »" → "pole education".
 * (transfer full) */
char       *relais_words_fold         (const char *text);

/* The field that a column heading means, or -1: its name, its label, what French files call it. */
int         relais_words_find_field   (const RelaisKind *kind, const char *heading);

/* The value that a cell of a CHOICE field means: "Titulaire" → "holder". (nullable) (static) */
const char *relais_words_find_choice  (const RelaisField *field, const char *text);

G_END_DECLS
