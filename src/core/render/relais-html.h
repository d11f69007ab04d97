/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one encoding module: whatever goes into a page passes here. Markup is written as a constant format whose string
 * arguments are escaped, or as text; nothing else in core/render appends to a page.
 *
 * A template library was considered and left: template-glib escapes only where a template asks for it, so one forgotten
 * call is a hole. Here forgetting is not possible.
 */

/* Appends @format, a literal, with every %s escaped for text and for quoted attribute values alike. */
void     relais_html_print        (GString *out, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Appends @text escaped; control characters other than tab and line feed are dropped. @length -1: up to the NUL. */
void     relais_html_text         (GString *out, const char *text, gssize length);

/* Appends what this library made itself and is already HTML (a rendered fragment). */
void     relais_html_fragment     (GString *out, const char *html);

/**
 * relais_html_address_is_safe:
 *
 * Whether @address may stand in a link: http, https, mailto, tel, or an address inside the site. Browsers ignore spaces and
 * control characters in a scheme, so any of them before the colon makes it unsafe.
 */
gboolean relais_html_address_is_safe (const char *address);

/* Whether @address is http or https: another site. */
gboolean relais_html_address_is_remote (const char *address);

/* Whether @language can stand in a lang attribute (BCP 47 letters, digits and hyphens). */
gboolean relais_html_language_is_valid (const char *language);

G_END_DECLS
