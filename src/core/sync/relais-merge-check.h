/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A merge by alignment does what each side did; but two people who moved the same sentence to different places would get it
 * twice, and two who each removed one of two equal lines would lose both. This looks at the result alone:
 *
 *   line, six words in a row   not more often than in any of the three texts; a line not more seldom
 *   word                       its count moves no further than the two sides' moves together, in no other direction
 *
 * Returns: %FALSE when a person has to look
 */
gboolean relais_merge_is_faithful (const char *base, const char *mine, const char *theirs, const char *merged);

G_END_DECLS
