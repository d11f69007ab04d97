/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether texts in @language (BCP 47, nullable: French) take French typography. */
gboolean relais_typeset_applies (const char *language);

/**
 * relais_typeset_append:
 * @before: the character that stands before @text in the same paragraph, 0 at its start
 * @after: the character that stands behind it, 0 at its end
 *
 * Appends @text as plain text with the spaces of French typography.
 */
void     relais_typeset_append  (GString *out, const char *text, gunichar before, gunichar after);

G_END_DECLS
